"""What an act sent to a task can begin: asking for time, nominating an example, registering a problem."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from duban.actions.act import begin
from duban.actions.exemplars import nominate
from duban.actions.extensions import request_extension
from duban.doing import do, doing
from duban.subjects import load
from models.errors import BadInput
from models.found import Exemplar, Finding
from models.question import Extension
from models.record import Move
from models.values import Actor, Attempt
from models.words import Act, ExemplarKind, Life
from workflows.moments import day_of

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
    """Do one act and commit it, or begin what the act on a task begins. A refusal is recorded, and raised.

    Raises:
        Refused: see `duban.doing.do`.
        BadInput: what is to begin lacks something.
    """
    way = _BEGINNINGS.get((attempt.life, attempt.act))
    if way is None:
        return do(attempt, by=by, now=now)
    wish = Wish(attempt, by, now, example)
    with doing(attempt, by=by, now=now) as session:
        return way(session, wish)


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


# fmt: off
_BEGINNINGS: dict[tuple[Life, Act], Callable[[Session, Wish], Begun]] = {
    (Life.TASK, Act.REQUEST):  _ask_for_time,
    (Life.TASK, Act.NOMINATE): _nominate,
    (Life.TASK, Act.FIND):     _find,
}
# fmt: on
