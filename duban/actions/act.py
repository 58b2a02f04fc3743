"""The one door: the only way a state changes.

In one transaction: read facts, ask the life (it may refuse), compare-and-set state and version, add the Move, add the
Duties, carry out what follows. It never commits and never sends. Where a policy puts a panel before the act, the review
is opened instead, and the same door is taken again when the panel says yes.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import String, type_coerce, update
from sqlmodel import Session, select

from duban.actions import effects, gates, next_at, records
from duban.actions.case import Case
from duban.actions.changes import changes_of
from duban.facts import gather
from duban.fault_points import reach
from duban.posts import standing
from duban.question import Question
from duban.subjects import TABLES, load, name_of, plan_id_of
from models.errors import BadInput, SomeoneWasFirst
from models.record import Duty, Move
from models.values import NOTHING, Actor, Attempt, Given
from models.words import Act, Role
from workflows.landing import Landing
from workflows.lives import LIVES
from workflows.rules import NEW, Ruling, ask


def act(session: Session, attempt: Attempt, *, by: Actor, now: datetime) -> Move:
    """Do one act to one subject.

    1. A key seen before gives its first Move back. 2. Facts are read and the life is asked. 3. State and version are
    compared and set. 4. Move, records and Duties are written. 5. What follows in the same transaction is carried out.
    An act behind a gate opens its review after step 2, and the Move given back is that of the review's opening.

    Writes one Move and its Duties, and those of whatever follows. Does not commit.

    Raises:
        NotFound: there is no such subject.
        BadInput: the key was used for something else.
        RuleRefused: the life does not allow it; the reasons are in it.
        SomeoneWasFirst: the subject changed in between.
    """
    reach("act.begun")
    earlier = _by_key(session, attempt, by)
    if earlier is not None:
        return earlier
    subject = load(session, attempt.life, attempt.subject_id)
    case = _ask(session, attempt, subject, by=by, now=now)
    reach("act.asked")
    gate = gates.panel_before(case)
    if gate is not None:
        return gates.open_gate(case, gate)
    came_from = str(subject.state)
    _compare_and_set(case)
    reach("act.compared")
    _write(case, came_from)
    reach("act.moved")
    effects.carry_out(case)
    next_at.refresh(case)
    session.flush()
    reach("act.followed")
    return _moved(case)


def begin(
    session: Session,
    subject: Any,
    what: Act,
    *,
    by: Actor,
    now: datetime,
    given: Given = NOTHING,
    key: str | None = None,
) -> Move:
    """Begin a life: store a new subject in the state its first row gives.

    A key seen before gives its first Move back, and nothing is stored.
    Writes the subject, one Move and its Duties. Does not commit.

    Raises:
        BadInput: the key was used for something else.
        RuleRefused: the life does not begin so.
    """
    life = next(life for life, table in TABLES.items() if isinstance(subject, table))
    attempt = Attempt(life=life, subject_id=0, act=what, given=given, key=key)
    with session.no_autoflush:
        earlier = _by_key(session, attempt, by)
        if earlier is not None:
            return earlier
        case = _ask(session, attempt, subject, by=by, now=now)
    subject.state = LIVES[life].states(case.ruling.becomes)
    subject.version = 1
    session.add(subject)
    session.flush()
    _write(case, NEW)
    effects.carry_out(case)
    next_at.refresh(case)
    session.flush()
    return _moved(case)


def carry_over(session: Session, landing: Landing, *, by: Actor, now: datetime) -> Case:
    """Put a stored life into the state that a mapping gives it under the rules in force, on an operator's order.

    The stored state is compared as a raw word, since the vocabulary may not know it any more.
    Writes one Move. Does not commit; `next_at` is for the caller, once its neighbours are carried over too.

    Raises:
        SomeoneWasFirst: the life has changed since it was surveyed.
    """
    was, table = landing.stored, TABLES[landing.stored.life]
    done = session.connection().execute(
        update(table)
        .where(table.id == was.subject_id, table.version == was.version, type_coerce(table.state, String) == was.state)
        .values(state=landing.becomes, version=was.version + 1)
    )
    if done.rowcount != 1:
        raise SomeoneWasFirst(f"{was.life.zh} {was.subject_id}")
    given = Given(reason=landing.why.zh)
    attempt = Attempt(life=was.life, subject_id=was.subject_id, act=Act.MIGRATE, given=given)
    subject, ruling = load(session, was.life, was.subject_id), Ruling(landing.becomes, Role.SYSTEM, ())
    case = Case(session, attempt, subject, standing(session, by, now=now), ruling, now)
    case.detail.update({"from": was.rules, "to": LIVES[was.life].fingerprint})
    _write(case, was.state)
    return case


def _by_key(session: Session, attempt: Attempt, by: Actor) -> Move | None:
    """Find the Move of the same request sent before: the same person, act, subject and words."""
    if attempt.key is None:
        return None
    earlier = session.exec(select(Move).where(Move.key == attempt.key)).first()
    if earlier is None:
        return None
    if not _same(session, earlier, attempt) or earlier.person_id != by.person_id:
        raise BadInput(
            "这张表单已经提交过，内容与上次不同；请刷新页面后再办。",
            "This form was sent before with other words; load the page again, then act.",
        )
    return earlier


def _same(session: Session, earlier: Move, attempt: Attempt) -> bool:
    """Say whether a Move is what an attempt asks for, or the opening of the review that stands before it."""
    asked = gates.asked_by(session, earlier)
    if asked is not None:
        return asked == attempt.model_copy(update={"key": None})
    return (
        (earlier.life, earlier.act) == (attempt.life, attempt.act)
        and attempt.subject_id in (0, earlier.subject_id)
        and earlier.why == attempt.given.reason
        and all(earlier.detail.get(name) == value for name, value in _told(attempt.given).items())
    )


def _ask(session: Session, attempt: Attempt, subject: Any, *, by: Actor, now: datetime) -> Case:
    who = standing(session, by, now=now)
    facts = gather(Question(session, who, attempt.given, now), attempt.life, subject)
    state = NEW if attempt.subject_id == 0 else str(subject.state)
    ruling = ask(LIVES[attempt.life], state, attempt.act, facts=facts)
    return Case(session, attempt, subject, who, ruling, now)


def _compare_and_set(case: Case) -> None:
    subject, table = case.subject, TABLES[case.life]
    done = case.session.connection().execute(
        update(table)
        .where(table.id == subject.id, table.version == subject.version, table.state == subject.state)
        .values(state=case.ruling.becomes, version=subject.version + 1, **changes_of(case))
    )
    if done.rowcount != 1:
        raise SomeoneWasFirst(name_of(case.life, subject))
    case.session.refresh(subject)


def _write(case: Case, came_from: str) -> None:
    who, stood_in, hands = case.standing.actor, case.on_behalf_of, case.hands
    records.write(case)
    case.move = Move(
        life=case.life,
        subject_id=case.subject.id,
        version=case.subject.version,
        plan_id=plan_id_of(case.life, case.subject),
        at=case.now,
        act=case.act,
        became_from=came_from,
        became=case.ruling.becomes,
        role=case.ruling.role,
        person_id=who.person_id,
        on_behalf_of=stood_in,
        hands=hands,
        why=case.given.reason,
        detail=case.detail | _told(case.given) | ({"gate": case.attempt.passed} if case.attempt.passed else {}),
        rules=LIVES[case.life].fingerprint,
        key=case.attempt.key,
    )
    case.session.add(case.move)
    case.session.flush()
    for what in case.ruling.then:
        if what.is_duty:
            case.session.add(_duty(case, what))


def _duty(case: Case, what: Any) -> Duty:
    move = _moved(case)
    return Duty(move_id=move.id or 0, what=what, plan_id=move.plan_id, next_at=case.now, detail=case.detail)


def _told(given: Given) -> dict[str, Any]:
    """What was given, for the record, without the reason (it has its own column) and without what was left out."""
    return given.model_dump(mode="json", exclude_defaults=True, exclude={"reason"})


def _moved(case: Case) -> Move:
    if case.move is None:
        raise AssertionError("the move is written before anything follows from it")
    return case.move
