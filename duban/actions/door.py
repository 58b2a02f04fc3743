"""The one door: the only way a state changes.

In one transaction: read facts, ask the life (it may refuse), set state and version against what was read, add the Move,
add the Duties, carry out what follows. It never commits and never sends. Where a policy puts a panel before the act,
the review is opened instead, and the same door is taken again when the panel says yes.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam

from duban.actions import effects, gates, next_at, records
from duban.actions.case import Case, New
from duban.actions.changes import changes_of
from duban.actions.rulings import ruling_on
from duban.correlation import of_request
from duban.desk import raw_states
from duban.desk.desk import Desk
from duban.desk.prepared import Prepared, pick
from duban.facts import gather
from duban.fault_points import reach
from duban.life_tables import no_subject
from duban.posts import standing
from duban.question import Question
from duban.subjects import TABLES, check_version, plan_id_of
from models.errors import BadInput, SomeoneWasFirst
from models.record import Duty, Move
from models.values import NOTHING, Actor, Attempt, Given
from models.words import Act, Life, Role
from workflows.landing import Landing
from workflows.lives import LIVES
from workflows.rules import NEW, Ruling

_OF_KEY = Prepared(pick(Move.id).where(Move.key == bindparam("key")))
_LIFE_OF = {table: life for life, table in TABLES.items()}


def act(desk: Desk, attempt: Attempt, *, by: Actor, now: datetime) -> Move:
    """Do one act to one subject.

    1. A key seen before gives its first Move back. 2. Facts are read and the life is asked. 3. State and version are
    set; they are compared when the desk is written down. 4. Move, records and Duties are added. 5. What follows in the
    same transaction is carried out. An act behind a gate opens its review after step 2, and the Move given back is that
    of the review's opening.

    Adds one Move and its Duties, and those of whatever follows. Does not commit.

    Raises:
        NotFound: there is no such subject.
        BadInput: the key was used for something else.
        VersionPassed: the subject has moved on since it was read.
        RuleRefused: the life does not allow it; the reasons are in it.
    """
    reach("act.begun")
    earlier = _by_key(desk, attempt, by)
    if earlier is not None:
        return earlier
    subject = desk.get(TABLES[attempt.life], attempt.subject_id)
    if subject is None:
        raise no_subject(attempt.life, attempt.subject_id)
    check_version(attempt, subject)
    case = _ask(desk, attempt, subject, by=by, now=now)
    reach("act.asked")
    gate = gates.panel_before(case)
    if gate is not None:
        return gates.open_gate(case, gate)
    came_from = str(subject.state)
    becomes = LIVES[case.life].states(case.ruling.becomes)
    desk.change(subject, state=becomes, version=subject.version + 1, **changes_of(case))
    return _settle(case, came_from)


def begin(desk: Desk, new: New, what: Act, *, by: Actor, now: datetime, given: Given = NOTHING) -> Move:
    """Begin a life: add a new subject in the state its first row gives.

    A key seen before gives its first Move back, and nothing is added.
    Adds the subject, one Move and its Duties. Does not commit.

    Raises:
        BadInput: the key was used for something else.
        RuleRefused: the life does not begin so.
    """
    life = _LIFE_OF[new.model]
    attempt = Attempt(life=life, subject_id=0, act=what, given=given, key=new.key)
    earlier = _by_key(desk, attempt, by)
    if earlier is not None:
        return earlier
    subject = desk.draft(new.model, **new.values)
    case = _ask(desk, attempt, subject, by=by, now=now)
    desk.place(subject, state=LIVES[life].states(case.ruling.becomes), version=1)
    return _settle(case, NEW)


def carry_over(desk: Desk, landing: Landing, *, by: Actor, now: datetime) -> Case:
    """Put a stored life into the state that a mapping gives it under the rules in force, on an operator's order.

    The stored state is compared as a raw word, since the vocabulary may not know it any more.
    Writes one Move. Does not commit; `next_at` is for the caller, once its neighbours are carried over too.

    Raises:
        SomeoneWasFirst: the life has changed since it was surveyed.
    """
    was, table = landing.stored, TABLES[landing.stored.life]
    attempt = Attempt(life=was.life, subject_id=was.subject_id, act=Act.MIGRATE, given=Given(reason=landing.why.zh))
    plan_id = raw_states.plan_id_of(desk, table, was.subject_id)
    landed = desk.draft(table, id=was.subject_id, version=was.version + 1, plan_id=plan_id)
    case = Case(desk, attempt, landed, standing(desk, by, now=now), Ruling(landing.becomes, Role.SYSTEM, ()), now)
    case.detail.update({"from": was.rules, "to": LIVES[was.life].fingerprint})
    _write(case, was.state)
    desk.flush()
    if not raw_states.land(desk, table, was, landing.becomes):
        raise SomeoneWasFirst(f"{was.life.zh} {was.subject_id}")
    case.subject = desk.one(table, was.subject_id)
    return case


def _by_key(desk: Desk, attempt: Attempt, by: Actor) -> Move | None:
    """Find the Move of the same request sent before: the same person, act, subject and words."""
    if attempt.key is None:
        return None
    earlier = _keys(desk).get(attempt.key) or desk.get(Move, desk.first_stored(_OF_KEY, key=attempt.key))
    if earlier is None:
        return None
    if not _same(desk, earlier, attempt) or earlier.person_id != by.person_id:
        raise BadInput(
            "这张表单已经提交过，内容与上次不同；请刷新页面后再办。",
            "This form was sent before with other words; load the page again, then act.",
        )
    return earlier


def _keys(desk: Desk) -> dict[str, Move]:
    """Moves with a key that are on the desk and perhaps not written yet."""
    keys: dict[str, Move] = desk.notes.setdefault("keys", {})
    return keys


def _same(desk: Desk, earlier: Move, attempt: Attempt) -> bool:
    """Say whether a Move is what an attempt asks for, or the opening of the review that stands before it."""
    asked = gates.asked_by(desk, earlier)
    if asked is not None:
        return asked == attempt.model_copy(update={"key": None, "version": None})
    return (
        (earlier.life, earlier.act) == (attempt.life, attempt.act)
        and attempt.subject_id in (0, earlier.subject_id)
        and earlier.why == attempt.given.reason
        and all(earlier.detail.get(name) == value for name, value in _told(attempt.given).items())
    )


def _ask(desk: Desk, attempt: Attempt, subject: Any, *, by: Actor, now: datetime) -> Case:
    who = standing(desk, by, now=now)
    facts = gather(Question(desk, who, attempt.given, now), attempt.life, subject)
    state = NEW if attempt.subject_id == 0 else str(subject.state)
    return Case(desk, attempt, subject, who, ruling_on(desk, attempt, state, facts), now)


def _settle(case: Case, came_from: str) -> Move:
    """Write down what was decided, and all that follows from it. By whose hands it was done, stands before that."""
    case.find_hands()
    records.write(case)
    move = _write(case, came_from)
    if case.life is Life.PLAN:
        case.desk.notes.pop("frames", None)
    reach("act.moved")
    effects.carry_out(case)
    next_at.refresh(case)
    reach("act.followed")
    return move


def _write(case: Case, came_from: str) -> Move:
    asked = of_request()
    move = case.move = case.desk.add(
        Move,
        life=case.life,
        subject_id=case.subject.id,
        version=case.subject.version,
        plan_id=plan_id_of(case.life, case.subject),
        at=case.now,
        act=case.act,
        became_from=came_from,
        became=case.ruling.becomes,
        role=case.ruling.role,
        person_id=case.person_id,
        on_behalf_of=case.on_behalf_of,
        hands=case.hands,
        why=case.given.reason,
        detail=case.detail | _told(case.given) | ({"gate": case.attempt.passed} if case.attempt.passed else {}) | asked,
        rules=LIVES[case.life].fingerprint,
        key=case.attempt.key,
    )
    if case.attempt.key is not None:
        _keys(case.desk)[case.attempt.key] = move
    kept = case.detail | asked
    for what in case.ruling.then:
        if what.is_duty:
            case.desk.add(Duty, move_id=move.id, what=what, plan_id=move.plan_id, next_at=case.now, detail=kept)
    return move


def _told(given: Given) -> dict[str, Any]:
    """What was given, for the record, without the reason (it has its own column) and without what was left out."""
    if given.model_fields_set <= {"reason"}:
        return {}
    return given.model_dump(mode="json", exclude_defaults=True, exclude={"reason"})
