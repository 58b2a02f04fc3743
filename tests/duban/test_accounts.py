"""Accounts: made once, guarded against guessing, never kept in the clear."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import Type
from sqlmodel import select

from duban import accounts
from duban.accounts import (
    Came,
    account_called,
    change_password,
    check_password,
    let_in,
    make_account,
    reset_password,
    sign_out,
    signed_in,
    who,
)
from duban.database import reading, writing
from models.errors import BadInput, NotFound, SignInNeeded
from models.register import Account, Person, SignIn

SHIPPED = accounts._hasher
"""Read before the tests put a quick one in its place."""

NOW = datetime(2026, 1, 6, 1, 0, tzinfo=UTC)
LOGIN, PASSWORD = "feng", "一句只有我知道的话"


def sign_in(login: str, password: str, *, now: datetime) -> tuple[str, SignIn]:
    return let_in(check_password(login, password, now=now), Came(), now=now)


@pytest.fixture
def feng(office: Path) -> int:
    """The id of somebody with an account."""
    with writing() as session:
        person = session.exec(select(Person).where(Person.code == "feng.yu")).one()
        make_account(session, person.id or 0, LOGIN, PASSWORD)
        return person.id or 0


def _account() -> Account:
    with reading() as session:
        return session.exec(select(Account).where(Account.login == LOGIN)).one()


def test_a_password_is_kept_only_as_an_argon2id_hash(feng: int) -> None:
    kept = _account().password_hash
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept


def test_a_first_password_is_random_and_has_to_be_changed(office: Path) -> None:
    with writing() as session:
        people = session.exec(select(Person).limit(2)).all()
        given = [make_account(session, person.id or 0, person.code) for person in people]
        assert [a.must_change for a in session.exec(select(Account)).all()] == [True, True]
    assert given[0] != given[1]
    assert [len(password) for password in given] == [19, 19]


# fmt: off
REFUSED = [
    # person   login         what is said
    (1,        "",           "登录名不能为空"),
    (1,        "two words",  "不能有空格"),
    (1,        LOGIN,        "已有人用"),
    (0,        "another",    "此人已有账号"),
]
# fmt: on


@pytest.mark.parametrize(("other", "login", "told"), REFUSED)
def test_an_account_that_cannot_be_is_refused(feng: int, other: int, login: str, told: str) -> None:
    with reading() as session:
        stranger = session.exec(select(Person.id).where(Person.id != feng)).first()
    with writing() as session, pytest.raises(BadInput, match=told):
        make_account(session, (stranger if other else feng) or 0, login, PASSWORD)


def test_nobody_gets_an_account_who_is_not_in_the_register(office: Path) -> None:
    with writing() as session, pytest.raises(NotFound):
        make_account(session, 99999, "ghost", PASSWORD)


def test_signing_in_gives_a_token_that_names_the_person(feng: int) -> None:
    token, row = sign_in(LOGIN, PASSWORD, now=NOW)
    with reading() as session:
        assert who(session, token, now=NOW).person_id == feng
    assert token not in row.token_sha256


@pytest.mark.parametrize("token", ["", "made up", "0" * 64])
def test_a_token_nobody_gave_out_names_nobody(feng: int, token: str) -> None:
    with reading() as session, pytest.raises(SignInNeeded):
        who(session, token, now=NOW)


def test_the_stored_digest_is_no_token(feng: int) -> None:
    _, row = sign_in(LOGIN, PASSWORD, now=NOW)
    with reading() as session:
        assert signed_in(session, row.token_sha256, now=NOW) is None


def test_a_signed_out_token_names_nobody(feng: int) -> None:
    token, _ = sign_in(LOGIN, PASSWORD, now=NOW)
    with writing() as session:
        sign_out(session, token)
    with reading() as session:
        assert signed_in(session, token, now=NOW) is None


# fmt: off
LOCKS = [
    # wrong guesses   minutes locked
    (4,               0),
    (5,               1),
    (6,               2),
    (8,               8),
    (30,              60),
]
# fmt: on


@pytest.mark.parametrize(("guesses", "minutes"), LOCKS)
def test_the_lock_doubles_with_each_guess_up_to_an_hour(feng: int, guesses: int, minutes: int) -> None:
    with writing() as session:
        account = session.exec(select(Account).where(Account.login == LOGIN)).one()
        account.failures = guesses - 1
        session.add(account)
    with pytest.raises(SignInNeeded, match="不对"):
        check_password(LOGIN, "wrong", now=NOW)
    locked = _account().locked_until
    assert (locked or NOW) - NOW == timedelta(minutes=minutes)


def test_a_locked_account_does_not_even_look_at_the_password(feng: int) -> None:
    with writing() as session:
        account = session.exec(select(Account)).one()
        account.failures, account.locked_until = 9, NOW + timedelta(minutes=16)
        session.add(account)
    with pytest.raises(SignInNeeded, match="锁定"):
        sign_in(LOGIN, PASSWORD, now=NOW)
    assert _account().failures == 9


def test_the_right_password_forgets_the_wrong_ones(feng: int) -> None:
    for _ in range(3):
        with pytest.raises(SignInNeeded):
            sign_in(LOGIN, "wrong", now=NOW)
    sign_in(LOGIN, PASSWORD, now=NOW)
    assert (_account().failures, _account().locked_until) == (0, None)


def test_a_new_password_replaces_the_old_one_and_ends_every_sign_in(feng: int) -> None:
    sign_in(LOGIN, PASSWORD, now=NOW)
    change_password(_account(), PASSWORD, "另一句只有我知道的话", now=NOW)
    with reading() as session:
        assert session.exec(select(SignIn)).all() == []
    with pytest.raises(SignInNeeded):
        sign_in(LOGIN, PASSWORD, now=NOW)
    sign_in(LOGIN, "另一句只有我知道的话", now=NOW)


def test_a_password_is_good_however_old_it_is(feng: int) -> None:
    sign_in(LOGIN, PASSWORD, now=NOW + timedelta(days=3650))
    assert not _account().must_change


def test_a_reset_unlocks_and_asks_for_a_new_password(feng: int) -> None:
    with writing() as session:
        account = session.exec(select(Account)).one()
        account.failures, account.locked_until = 9, NOW + timedelta(minutes=16)
        session.add(account)
    with writing() as session:
        first = reset_password(session, account_called(session, LOGIN))
    sign_in(LOGIN, first, now=NOW)
    assert _account().must_change


def test_a_login_that_nobody_has_is_not_found(feng: int) -> None:
    with reading() as session, pytest.raises(NotFound):
        account_called(session, "nobody")


def test_old_sign_ins_are_swept_when_somebody_signs_in(feng: int) -> None:
    sign_in(LOGIN, PASSWORD, now=NOW)
    sign_in(LOGIN, PASSWORD, now=NOW + timedelta(days=1))
    with reading() as session:
        assert [row.begun_at for row in session.exec(select(SignIn)).all()] == [NOW + timedelta(days=1)]


def test_a_password_costs_whoever_guesses_it_memory_and_time() -> None:
    assert (SHIPPED().type, SHIPPED().memory_cost, SHIPPED().time_cost) == (Type.ID, 65_536, 3)
