"""What an act can begin: from a task an extension, an example, a problem; from an inspection, a circular, others."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from duban.actions.act import begin
from duban.actions.exemplars import nominate
from duban.actions.extensions import request_extension
from duban.appeals import lodge, scores_of
from duban.desk.opened import desk_of
from duban.doing import do, doing
from duban.facts import gather
from duban.facts_of_appeal import CIRCULAR
from duban.inspections import Problem, put_down
from duban.posts import Standing
from duban.question import Question
from duban.subjects import check_version, load
from models.appeal import Appeal
from models.errors import BadInput
from models.found import Exemplar, Finding, Inspection
from models.paper import Paper
from models.question import Extension
from models.record import Move
from models.task import Task
from models.values import NOTHING, Actor, Attempt
from models.words import Act, ExemplarKind, InspectionState, Life, Role
from workflows.lives import LIVES
from workflows.moments import day_of
from workflows.rules import NEW, Offer, offers

NAME_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Example:
    """What is nominated: its kind and its name."""

    kind: ExemplarKind | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """What was begun: which life it is of, and its number."""

    life: Life
    id: int


def do_or_begin(attempt: Attempt, *, by: Actor, now: datetime, example: Example = Example()) -> Move | Begun:
    """Do one act and commit it, or begin what the act begins. A refusal is recorded, and raised.

    Raises:
        Refused: see `duban.doing.do`.
        BadInput: what is to begin lacks something.
    """
    way = _BEGINNINGS.get((attempt.life, attempt.act))
    if way is None:
        return do(attempt, by=by, now=now)
    wish = Wish(attempt, by, now, example)
    with doing(attempt, by=by, now=now) as session:
        check_version(attempt, load(session, attempt.life, attempt.subject_id))
        return way(session, wish)


def begun_from(life: Life) -> tuple[Act, ...]:
    """List the acts on a subject of a life that begin something else."""
    return tuple(act for of, act in _BEGINNINGS if of is life)


def offered_from(session: Session, standing: Standing, subject: Any, *, now: datetime) -> list[Offer]:
    """List what somebody can begin from a subject; what nobody of this role may begin is left out."""
    found = []
    with session.no_autoflush:
        for life, unborn, names in _unborn(session, standing, subject, now):
            facts = gather(Question(desk_of(session), standing, NOTHING, now), life, unborn)
            for offer in offers(LIVES[life], NEW, facts=facts):
                found.append(Offer(offer.act, offer.role, names, offer.missing))
    return found


Unborn = tuple[Life, Any, tuple[str, ...]]
"""A life, a subject of it as it would begin, and what beginning it asks for."""


def _unborn(session: Session, standing: Standing, subject: Any, now: datetime) -> list[Unborn]:
    if isinstance(subject, Task):
        return _unborn_of_task(subject, now)
    if isinstance(subject, Inspection) and subject.state is InspectionState.UNDERWAY:
        unit = subject.units[0]
        return [(Life.FINDING, Finding(plan_id=subject.plan_id, unit_id=unit, text=""), ("unit_id", "text", "due"))]
    if isinstance(subject, Paper) and subject.kind == CIRCULAR:
        mine = scores_of(session, subject.id or 0, standing.units_as(Role.LIAISON))
        return [_unborn_appeal(subject, mine[0].unit_id)] if mine else []
    return []


def _unborn_appeal(paper: Paper, unit_id: int) -> Unborn:
    """An appeal against no point yet: whether the circular can be appealed against at all."""
    appeal = Appeal(plan_id=paper.plan_id, paper_id=paper.id or 0, number=0, unit_id=unit_id, reason="")
    return (Life.APPEAL, appeal, ("record", "reason"))


def _unborn_of_task(task: Task, now: datetime) -> list[Unborn]:
    unit, due = task.lead_unit_id or 0, task.due or now
    asked = Extension(
        plan_id=task.plan_id, task_id=task.id or 0, reason="", progress="", old_due=due, wanted=day_of(due)
    )
    # fmt: off
    unborn: list[Unborn] = [
        # life            as it would begin                                       asks for
        (Life.EXTENSION,  asked,                                                  ("due", "reason", "text")),
        (Life.EXEMPLAR,   Exemplar(plan_id=task.plan_id, unit_id=unit, name=""),  ("kind", "name", "text")),
        (Life.FINDING,    Finding(plan_id=task.plan_id, unit_id=unit, text=""),   ("text", "due")),
    ]
    # fmt: on
    return unborn if task.due is not None else unborn[1:]


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants to begin what, from which task, when."""

    attempt: Attempt
    by: Actor
    now: datetime
    example: Example


def _ask_for_time(session: Session, wish: Wish) -> Begun:
    attempt = wish.attempt
    made: Extension = request_extension(
        session, attempt.subject_id, given=attempt.given, by=wish.by, now=wish.now, key=attempt.key
    )
    return Begun(Life.EXTENSION, made.id or 0)


def _nominate(session: Session, wish: Wish) -> Begun:
    kind, name, attempt = wish.example.kind, wish.example.name.strip(), wish.attempt
    if kind is None or not name:
        raise BadInput("请选择类别并写明名称。", "Choose a kind and give a name.")
    made: Exemplar = nominate(
        session,
        attempt.subject_id,
        kind,
        name[:NAME_LENGTH],
        given=attempt.given,
        by=wish.by,
        now=wish.now,
        key=attempt.key,
    )
    return Begun(Life.EXEMPLAR, made.id or 0)


def _find(session: Session, wish: Wish) -> Begun:
    given, attempt = wish.attempt.given, wish.attempt
    if given.due is not None and given.due < day_of(wish.now):
        raise BadInput("整改时限不能早于今天。", "The day to fix it by has passed.")
    task = load(session, Life.TASK, attempt.subject_id)
    finding = Finding(
        plan_id=task.plan_id,
        task_id=task.id,
        unit_id=task.lead_unit_id,
        text=given.text,
        found_by=wish.by.person_id,
        due=given.due,
    )
    move = begin(session, finding, Act.FIND, by=wish.by, now=wish.now, given=given, key=attempt.key)
    return Begun(Life.FINDING, move.subject_id)


def _find_under(session: Session, wish: Wish) -> Begun:
    given, attempt = wish.attempt.given, wish.attempt
    if given.unit_id is None:
        raise BadInput("请写明是哪个单位的问题。", "Say which unit the problem is at.")
    if given.due is not None and given.due < day_of(wish.now):
        raise BadInput("整改时限不能早于今天。", "The day to fix it by has passed.")
    problem = Problem(given.unit_id, given.text, given.due)
    found = put_down(session, attempt.subject_id, problem, by=wish.by, now=wish.now, key=attempt.key)
    return Begun(Life.FINDING, found)


def _appeal(session: Session, wish: Wish) -> Begun:
    attempt = wish.attempt
    made = lodge(session, attempt.subject_id, given=attempt.given, by=wish.by, now=wish.now, key=attempt.key)
    return Begun(Life.APPEAL, made.id or 0)


# fmt: off
_BEGINNINGS: dict[tuple[Life, Act], Callable[[Session, Wish], Begun]] = {
    (Life.TASK, Act.REQUEST):  _ask_for_time,
    (Life.TASK, Act.NOMINATE): _nominate,
    (Life.TASK, Act.FIND):     _find,
    (Life.INSPECTION, Act.FIND): _find_under,
    (Life.PAPER, Act.REQUEST): _appeal,
}
# fmt: on
