"""Erasing a person: nothing of the person is left in the tables of the register and the door, and the ledger verifies."""

from datetime import date

import pytest
from small_plan import LIAISON, PLANNER, Small, at, rows
from sqlalchemy import text
from sqlmodel import select

from duban.accounts import Came, let_in, make_account
from duban.database import engine, reading, writing
from duban.erasing import erase, erasures
from duban.feeds.links import add_feed
from duban.identity.record import Seen, record
from duban.ledger.sealing import seal
from duban.ledger.verifying import verify
from duban.lookups import can_be_named
from duban.registers import import_register, read_register
from duban.samples import REGISTER
from duban.tokens import TokenWanted, add_token
from models.door import DoorRecord
from models.door_words import DoorEvent
from models.errors import BadInput, NotYours, Refused, Sentence
from models.record import Duty, Move
from models.register import Absence, Account, Holding, Person
from models.words import Act, Scope

SIGNED = at("2026-01-07 09:00")
NOW = at("2026-03-10 09:00")
OPERATOR = "mo.cheng"
WHY = "本人申请，人事〔2026〕7号"


def leave(person_id: int) -> None:
    """End everything the person holds, as a register that no longer lists it would."""
    with writing() as session:
        for holding in session.exec(select(Holding).where(Holding.person_id == person_id)).all():
            holding.until = date(2026, 3, 1)


@pytest.fixture
def left(small: Small) -> Person:
    """A liaison who signed for a task, came in every way there is, and has left the post."""
    small.does(LIAISON, Act.ACCEPT, small.plain, at=SIGNED)
    actor = small.people[LIAISON]
    with writing() as session:
        make_account(session, actor.person_id or 0, LIAISON, "a password of seven words")
        account = session.exec(select(Account)).one()
        session.add(Absence(person_id=actor.person_id or 0, since=date(2026, 2, 2), until=date(2026, 2, 3), why="住院"))
    let_in(account, Came("192.0.2.7", "a browser"), now=SIGNED)
    add_token(TokenWanted("a program", (Scope.READ,)), by=actor, now=SIGNED)
    add_feed(None, by=actor, now=SIGNED)
    record(
        DoorEvent.SIGN_IN,
        Seen(None, LIAISON, "192.0.2.7", "/sign-in"),
        Sentence(f"“{LIAISON}”的密码不对", f"{LIAISON}: wrong"),
        now=SIGNED,
    )
    seal(now=SIGNED)
    with writing() as session:
        duty = session.exec(select(Duty)).first()
        assert duty is not None
        duty.trouble = f"邮件送不到 {actor.name}：没有这个信箱"
    leave(actor.person_id or 0)
    with reading() as session:
        return session.get_one(Person, actor.person_id)


def where_it_stands(*words: str) -> set[str]:
    """Name every table and column that holds one of these words anywhere; other people's words are no matter here."""
    found = set()
    with engine().connect() as connection:
        for (table,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all():
            for row in connection.execute(text(f'SELECT * FROM "{table}"')).mappings():
                found |= {f"{table}.{name}" for name, kept in row.items() if any(word in str(kept) for word in words)}
    return found


@pytest.mark.sqlite
def test_nothing_of_the_person_is_left_and_the_ledger_verifies(small: Small, left: Person) -> None:
    words = (left.name, left.code, left.email, "192.0.2.7", "住院")
    before, moves = where_it_stands(*words), rows(Move)

    erase(left.id or 0, WHY, by=small.people[OPERATOR], now=NOW)

    assert {
        "person.name",
        "account.login",
        "sign_in.address",
        "door_record.login",
        "absence.why",
        "duty.trouble",
    } <= before
    assert where_it_stands(*words) == set()
    assert rows(Move) == moves
    assert verify().faults == ()
    assert [move.person_id for move in moves if move.act is Act.ACCEPT] == [left.id]


def test_what_happened_at_the_door_is_kept_without_whom(small: Small, left: Person) -> None:
    erase(left.id or 0, WHY, by=small.people[OPERATOR], now=NOW)

    kept = [(row.event, row.at, row.login, row.address, row.why, row.why_en) for row in rows(DoorRecord)]
    assert kept == [(event, SIGNED, "", "", "", "") for event in (DoorEvent.SIGNED_IN, DoorEvent.SIGN_IN)]


def test_who_erased_whom_when_and_why_is_on_record(small: Small, left: Person) -> None:
    erase(left.id or 0, WHY, by=small.people[OPERATOR], now=NOW)

    by = small.people[OPERATOR]
    with reading() as session:
        assert erasures(session) == [{"person": left.id, "at": NOW, "by": by.name, "why": WHY}]


def test_nobody_is_offered_the_person_to_be_named_any_more(small: Small, left: Person) -> None:
    def offered() -> set[int | None]:
        with reading() as session:
            return set(session.exec(select(Person.id).where(can_be_named())).all())

    before = offered()
    erase(left.id or 0, WHY, by=small.people[OPERATOR], now=NOW)

    assert before - offered() == {left.id}


def test_a_register_that_still_lists_the_person_is_refused_by_name(small: Small, left: Person) -> None:
    erase(left.id or 0, WHY, by=small.people[OPERATOR], now=NOW)

    with pytest.raises(BadInput, match=LIAISON), writing() as session:
        import_register(session, read_register(REGISTER), now=NOW)


def test_who_still_holds_a_post_is_not_erased_and_the_post_is_named(small: Small) -> None:
    with pytest.raises(Refused, match="联络员"):
        erase(small.people[LIAISON].person_id or 0, WHY, by=small.people[OPERATOR], now=NOW)


@pytest.mark.parametrize(
    ("by", "why", "kind"), [(PLANNER, WHY, NotYours), (LIAISON, WHY, NotYours), (OPERATOR, " ", BadInput)]
)
def test_only_an_operator_erases_and_says_why(small: Small, left: Person, by: str, why: str, kind: type) -> None:
    with pytest.raises(kind):
        erase(left.id or 0, why, by=small.people[by], now=NOW)

    assert rows(Person)[(left.id or 0) - 1].name == left.name


def test_nobody_is_erased_twice_or_by_themselves(small: Small, left: Person) -> None:
    erase(left.id or 0, WHY, by=small.people[OPERATOR], now=NOW)

    with pytest.raises(Refused, match="早已"):
        erase(left.id or 0, WHY, by=small.people[OPERATOR], now=NOW)
    with pytest.raises(Refused, match="自己"):
        erase(small.people[OPERATOR].person_id or 0, WHY, by=small.people[OPERATOR], now=NOW)
