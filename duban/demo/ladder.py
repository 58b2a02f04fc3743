"""One task of the demonstration that nobody works on: its ladder goes through a holiday with a make-up day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from sqlmodel import Session, col, select

from duban.calendars import load_calendar
from duban.desk.opened import desk_of
from duban.policies import settings_of
from models.calendar import CalendarDay
from models.plan import Requirement
from models.question import Supervision
from models.record import Move
from models.task import Task
from models.values import Settled
from models.words import Act, Life, SubjectKind, SupervisionState, Timing
from workflows.ladder import next_climb
from workflows.moments import day_of
from workflows.workdays import SATURDAY, WorkCalendar

EARLIEST, LATEST = timedelta(weeks=4), timedelta(weeks=20)
"""The make-up day has to lie so long after the beginning: time to be reminded before it, and to be named after it."""
DAY = timedelta(days=1)
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Climbed:
    """One rung: when, so many working days after the deadline; which days since the rung before are no such."""

    rung: str
    day: date
    workdays: int
    skipped: tuple[str, ...]


def day_before_make_up(calendar: WorkCalendar, begins: date) -> date | None:
    """Find the last working day before the first weekend day that is worked; None when the half year has none."""
    days = (begins + EARLIEST + n * DAY for n in range((LATEST - EARLIEST).days))
    worked = next((day for day in days if day.weekday() >= SATURDAY and calendar.is_workday(day)), None)
    return calendar.add_workdays(worked, -1) if worked else None


def until_then(settled: Settled, due: date | None) -> Settled | None:
    """Settle a demand of one unit to be due on that day; None for one that fans out or comes again and again."""
    fits = settled.fan_out.kind is SubjectKind.WHOLE and settled.timing is Timing.FIXED and not settled.supporting
    return settled.model_copy(update={"due": due}) if due and fits else None


def task_of(session: Session, requirement_id: int) -> Task | None:
    """Give the task of the requirement that was chosen."""
    return session.exec(select(Task).join(Requirement).where(Requirement.id == requirement_id)).first()


def mornings(session: Session, task: Task) -> frozenset[date]:
    """Say on which days the ladder of a silent task climbs, when somebody sweeps on each of them."""
    policy, calendar = settings_of(desk_of(session), task.plan_id), load_calendar(desk_of(session))
    state, rung_at, found = SupervisionState.CALM, None, set[date]()
    while task.due and (climb := next_climb(state, task.due, rung_at=rung_at, policy=policy, calendar=calendar)):
        state, rung_at = climb.to, climb.at
        found.add(day_of(climb.at))
    return frozenset(found)


def climbed(session: Session, task: Task) -> Iterator[Climbed]:
    """Tell the rungs that were climbed, from the ledger, lowest first."""
    calendar, due = load_calendar(desk_of(session)), day_of(task.due or task.created_at)
    before: date | None = None
    for move in _moves(session, task):
        day = day_of(move.at)
        skipped = tuple(_skipped(session, calendar, before or day, day))
        yield Climbed(SupervisionState(move.became).zh, day, calendar.workdays_between(due, day), skipped)
        before = day


def _moves(session: Session, task: Task) -> list[Move]:
    ladder = select(Supervision.id).where(Supervision.task_id == task.id)
    found = select(Move).where(Move.life == Life.SUPERVISION, col(Move.subject_id).in_(ladder))
    beside = (Act.OPEN, Act.SETTLE)
    return list(session.exec(found.where(col(Move.act).not_in(beside)).order_by(col(Move.id))).all())


def _skipped(session: Session, calendar: WorkCalendar, after: date, until: date) -> Iterator[str]:
    """Name what lies between two rungs: stretches of days off with their reason, and weekend days that are worked."""
    rows = session.exec(select(CalendarDay).where(CalendarDay.day > after, CalendarDay.day <= until)).all()
    names = {row.day: row.name for row in rows}
    days = [after + n * DAY for n in range(1, (until - after).days + 1)]
    for off, some in groupby(days, key=lambda day: not calendar.is_workday(day)):
        stretch = list(some)
        if off:
            why = dict.fromkeys(names[day] for day in stretch if day in names)
            yield f"跳过{_span(stretch)}（{'、'.join(why) or '周末'}）"
        else:
            yield from (f"{_said(day)}调休上班，计入" for day in stretch if day.weekday() >= SATURDAY)


def _span(days: list[date]) -> str:
    return _said(days[0]) if len(days) == 1 else f"{_said(days[0])}至{_said(days[-1])}共{len(days)}天"


def _said(day: date) -> str:
    return f"{day.month}月{day.day}日周{WEEKDAYS[day.weekday()]}"
