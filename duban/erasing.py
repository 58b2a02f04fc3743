"""Erases a person from the register: a number remains, and every step of that number stands as it was.

What was signed and sealed names people by number only, so the ledger verifies as before. What people wrote in reasons,
comments and papers is part of the record and stays.
"""

import secrets
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlmodel import Session, SQLModel, col, delete, func, or_, select, update

from duban.database import writing
from duban.desk.opened import desk_of
from duban.posts import standing
from models.access import AccessToken, Answered
from models.door import DoorRecord, DoorStep, ProviderAccount, RecoveryCode, SecondFactor
from models.errors import BadInput, NotFound, NotYours, Refused
from models.feed import Feed
from models.preview import Preview
from models.question import Advice, Review, Signer
from models.record import Bundle, Duty
from models.register import Absence, Account, Erasure, Holding, Person, Post, SignIn
from models.task import Task
from models.values import Actor
from models.words import ReviewState, Role, TaskState
from workflows.moments import day_of

WAYS_IN: tuple[type[SQLModel], ...] = (SignIn, SecondFactor, RecoveryCode, ProviderAccount, DoorStep)
"""What hangs on an account."""
NAMED_IN: tuple[Any, ...] = (Duty.trouble, Bundle.trouble, ProviderAccount.linked_by)
"""Columns in which sentences of the program name people."""
OF_THE_PERSON: tuple[type[SQLModel], ...] = (AccessToken, Answered, Feed, Preview)


def erase(person_id: int, why: str, *, by: Actor, now: datetime) -> Erasure:
    """Erase a person from the register; an operator may, for somebody else who holds no post any more. Commits.

    1. Name, code and mail address give way to the number. 2. The account goes, with every way in: sign-ins, codes,
    links to a provider, tokens, calendars. 3. The record of the door keeps what happened, without login and address.
    4. Reasons of absences go. 5. Who erased whom, when and why is kept.

    Raises:
        NotYours: somebody who is no operator asks. NotFound: there is no such person.
        BadInput: there is no reason. Refused: it is oneself, was done before, or the person is still needed.
    """
    with writing() as session:
        _check_allowed(session, person_id, why, by=by, now=now)
        person = session.get(Person, person_id)
        if person is None:
            raise NotFound(f"名册里没有编号为 {person_id} 的人。", f"There is no person {person_id}.")
        _check_free(session, person, day_of(now))
        _forget_ways_in(session, person_id)
        salt = secrets.token_hex(16)
        row = Erasure(
            person_id=person_id, at=now, by_person_id=by.person_id, why=why.strip(), salt=salt,
            code_sha256=_digest(salt, person.code),
        )  # fmt: skip
        _say_the_number(session, person)
        session.add(row)
        session.exec(update(Absence).where(col(Absence.person_id) == person_id).values(why=""))
    return row


def erased_again(session: Session, codes: Iterable[str]) -> list[str]:
    """List which of these codes belonged to somebody who was erased; in their order."""
    gone = session.exec(select(Erasure)).all()
    return [code for code in codes if any(_digest(row.salt, code) == row.code_sha256 for row in gone)]


def erasures(session: Session) -> list[dict[str, Any]]:
    """List who was erased, the newest first: number, when, by whom, why."""
    by = select(Erasure, Person.name).join(Person, col(Person.id) == Erasure.by_person_id, isouter=True)
    return [
        {"person": row.person_id, "at": row.at, "by": name, "why": row.why}
        for row, name in session.exec(by.order_by(col(Erasure.at).desc())).all()
    ]


def _digest(salt: str, code: str) -> str:
    return sha256(f"{salt} {code}".encode()).hexdigest()


def _check_allowed(session: Session, person_id: int, why: str, *, by: Actor, now: datetime) -> None:
    if Role.OPERATOR not in standing(desk_of(session), by, now=now).house_roles:
        raise NotYours("只有系统操作员可以抹去人员。", "Only an operator may erase a person.")
    if by.person_id == person_id:
        raise Refused("不能抹去自己，请另一位系统操作员办理。", "Nobody erases themselves; ask another operator.")
    if not why.strip():
        raise BadInput("请写明理由，例如本人申请的文号。", "Say why, such as the number of the request.")


def _check_free(session: Session, person: Person, today: date) -> None:
    """See that nothing waits for this person.

    Raises:
        Refused: something does, or the person was erased before.
    """
    if session.get(Erasure, person.id) is not None:
        raise Refused(f"{person.name}早已抹去。", f"Person {person.id} was erased before.")
    found = list(_held_up(session, person.id or 0, today))
    if found:
        raise Refused(
            f"{person.name}还不能抹去：{'；'.join(zh for zh, _ in found)}。请先办完或交给别人。",
            f"Person {person.id} cannot be erased yet: {'; '.join(en for _, en in found)}.",
        )


def _held_up(session: Session, person_id: int, today: date) -> Iterator[tuple[str, str]]:
    """Tell what keeps a person in the register: posts, seats on open reviews, questions, tasks of one's own."""
    holding = or_(col(Holding.until).is_(None), col(Holding.until) >= today)
    held = select(Post.name).join(Holding, col(Holding.post_id) == Post.id).where(Holding.person_id == person_id)
    for name in session.exec(held.where(holding)).all():
        yield f"还担任“{name}”，请先在名册里写上任职的最后一天并导入", f"still holds {name}"
    seats = select(Signer.review_id).join(Review, col(Review.id) == Signer.review_id)
    named = col(Signer.person_id) == person_id
    for number in session.exec(seats.where(named, Review.state == ReviewState.OPEN, col(Signer.dropped).is_(False))):
        yield f"审核 {number} 等着表态", f"review {number} waits for the answer"
    asked = col(Advice.person_id) == person_id, col(Advice.answered_at).is_(None), col(Advice.taken_back_at).is_(None)
    for number in session.exec(select(Advice.review_id).where(*asked)):
        yield f"审核 {number} 等着意见", f"review {number} waits for advice"
    ended = col(Task.state).in_((TaskState.CLOSED, TaskState.CANCELLED))
    for task in session.exec(select(Task).where(Task.subject_person_id == person_id, ~ended)):
        yield f"任务 {task.id} 落在此人名下", f"task {task.id} is about this person"


def _say_the_number(session: Session, person: Person) -> None:
    """Put the number where the name stood: in the register, and where our own sentences named the person."""
    before, after = person.name, f"人员{person.id}（已抹去）"
    for column in NAMED_IN:
        session.exec(
            update(column.class_).where(column.contains(before)).values({column: func.replace(column, before, after)})
        )
    person.name, person.code, person.email = after, f"erased-{person.id}", ""
    session.add(person)


def _forget_ways_in(session: Session, person_id: int) -> None:
    account = session.exec(select(Account).where(Account.person_id == person_id)).first()
    known = [col(DoorRecord.person_id) == person_id]
    if account is not None:
        known.append(col(DoorRecord.login) == account.login)
        for table in WAYS_IN:
            session.exec(delete(table).where(table.account_id == account.id))  # type: ignore[attr-defined]
        session.delete(account)
    session.exec(update(DoorRecord).where(or_(*known)).values(login="", address="", about="", why="", why_en=""))
    for table in OF_THE_PERSON:
        session.exec(delete(table).where(table.person_id == person_id))  # type: ignore[attr-defined]
