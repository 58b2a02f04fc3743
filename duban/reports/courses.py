"""What tasks have gone through, as far as lamps depend on it: the database writes it down, a line for each step.

Tasks of one course are told apart by nobody who looks at lamps, so a course is replayed once for all of them. A line
is, on a server, the number of the step; then the stretch between two days looked at in which it was made, the act, what
it became, by whom, when and with what, as far as that matters:

- when a task was handed out, since progress is held against the time gone;
- of what the lead says and files, the day; only the side of the deadline where the deadline has never been another;
- with what, where deadlines may have moved; of what says how far a task is that.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, literal, or_, type_coerce
from sqlalchemy import select as pick
from sqlmodel import Session, col

from duban.reports.rewinding import REPLAYED, Step
from duban.reports.streaming import day_in_time, moment_of, on_server, raw
from models.record import Move
from models.task import Task
from models.words import Act, Life, Role
from workflows.moments import end_of

BETWEEN, WITHIN = "\n", "/"
"""Between lines and within one; no JSON on one line holds the first, and nothing before it the second."""
HANDED_OUT = (Act.ASSIGN, Act.REASSIGN)
SAID = (Act.ADD_ENTRY, Act.REPORT, Act.APPROVE)
HOW_FAR = (Act.ADD_ENTRY, Act.APPROVE)
IN_TIME, LATE, NOTHING = "<", ">", "{}"


@dataclass(frozen=True, slots=True)
class Line:
    """A step of a course; `stretch` is the place of the first day looked at by whose end it was made."""

    stretch: int
    step: Step


def courses(session: Session, plan_id: int, days: Sequence[date], *, by_lead: bool) -> Select[Any]:
    """Ask for first deadline, start, lead and course until the last day, with how many tasks have them in common.

    The lead is asked for only if it matters. `lines_of` reads a course. A task without any line may be left out.
    SQLite looks the Moves up task by task, in the order of an index; a server reads all of them side by side, and puts
    together the tasks of which the same is told.
    """
    lead = col(Task.lead_unit_id) if by_lead else literal(None)
    keys = (raw(Task.original_due), type_coerce(Task.starts_from, String), lead)
    told, of_plan = _line(session, days), col(Task.plan_id) == plan_id
    steps = and_(col(Move.life) == Life.TASK, _matters(session, days[-1]))
    if not on_server(session):
        lines = pick(told.label("line")).where(steps, col(Move.subject_id) == Task.id).order_by(col(Move.version))
        of_task = lines.correlate(Task).subquery()
        together = pick(func.group_concat(of_task.c.line, BETWEEN)).correlate(Task).scalar_subquery()
        return pick(*keys, together, literal(1)).where(of_plan)
    named = (key.label(f"key_{n}") for n, key in enumerate(keys))
    of = pick(*named, func.string_agg(told, BETWEEN).label("told")).join_from(
        Task, Move, col(Move.subject_id) == Task.id
    )
    each = of.where(steps, of_plan).group_by(col(Task.id)).subquery()
    return pick(*each.c, func.count()).group_by(*each.c)


def lines_of(course: str) -> list[str]:
    """Divide a course into its lines, in the order of the steps; a server puts them together in any."""
    lines = course.split(BETWEEN)
    if lines[0].startswith(WITHIN):
        return lines
    return [line[line.index(WITHIN) :] for line in sorted(lines, key=lambda line: int(line.split(WITHIN, 1)[0]))]


def _matters(session: Session, last: date) -> ColumnElement[bool]:
    """What was done later tells whether a task waited for its deadline, and who had it before."""
    changes = or_(col(Move.act).in_(REPLAYED), col(Move.became) != col(Move.became_from))
    return and_(changes, or_(col(Move.at) <= end_of(last), _moves_due(session)))


def _moves_due(session: Session) -> ColumnElement[bool]:
    return and_(col(Move.act).in_(REPLAYED - set(SAID)), _detail(session) != NOTHING)


def _line(session: Session, days: Sequence[date]) -> ColumnElement[str]:
    stretch = case(*((col(Move.at) <= end_of(day), str(n)) for n, day in enumerate(days)), else_=str(len(days)))
    place = cast(Move.version, String) if on_server(session) else literal("")
    parts = (place, stretch, *_words(Move.act, Move.became, Move.role), _when(session), _with(session))
    line = parts[0]
    for part in parts[1:]:
        line = line + WITHIN + part
    return line


def _words(*columns: Any) -> tuple[ColumnElement[str], ...]:
    return tuple(type_coerce(column, String) for column in columns)


def _when(session: Session) -> ColumnElement[str]:
    """A deadline that was never another one is the first one; then a side says as much as a day."""
    said, first = type_coerce(Move.act, String), col(Task.original_due)
    kept = and_(
        ~col(Task.standing), col(Task.starts_from).is_(None), col(Task.deadline_version) == 1, col(Task.due) == first
    )
    return case(
        (said.in_(HANDED_OUT), cast(Move.at, String)),
        (said.not_in(SAID), ""),
        (~func.coalesce(kept, False), day_in_time(session, Move.at)),
        (said == Act.ADD_ENTRY, ""),
        (col(Move.at) <= first, IN_TIME),
        else_=LATE,
    )


def _with(session: Session) -> ColumnElement[str]:
    percent = col(Move.detail)["percent"].as_string()
    filed = func.coalesce('{"percent": ' + percent + "}", "")
    return case(
        (_detail(session) == NOTHING, ""),
        (col(Move.act).in_(HOW_FAR), filed),
        (col(Move.act).in_(REPLAYED - set(SAID)), _detail(session)),
        else_="",
    )


def _detail(session: Session) -> ColumnElement[str]:
    return cast(Move.detail, String) if on_server(session) else type_coerce(Move.detail, String)


def read_line(line: str, days: Sequence[date], first_due: datetime | None) -> Line:
    """Read a line; a moment that was not written down is one that leads to the same lamps."""
    _, stretch, act, became, role, when, detail = line.split(WITHIN, 6)
    return Line(
        int(stretch),
        Step(
            task_id=0,
            at=_moment(when, days[min(int(stretch), len(days) - 1)], first_due),
            act=Act(act),
            role=Role(role),
            became=became,
            detail=json.loads(detail or NOTHING),
        ),
    )


def _moment(when: str, day: date, first_due: datetime | None) -> datetime:
    if when in (IN_TIME, LATE) and first_due is not None:
        return first_due + (timedelta(seconds=1) if when == LATE else timedelta())
    if len(when) == len(day.isoformat()):
        return end_of(date.fromisoformat(when))
    return moment_of(when or None) or end_of(day)
