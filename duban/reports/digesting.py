"""Has the database count what a report says of a plan as it stands, so that no task is held but those that are named.

It says what `digest.digest_of` says of the summary of the same plan.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Row, and_, case, func
from sqlalchemy import select as pick
from sqlmodel import Session, col

from duban.reports.counting import DEMANDS, due_within, on_time, summed, totals_of
from duban.reports.digest import SUBJECTS_NAMED, Asked, Digest, Pace, Within
from duban.reports.facts import Frame
from duban.reports.figures import Figures
from duban.reports.naming import Lists, lines_of_tasks, lists_of
from duban.reports.sections import exemplars
from duban.reports.summary import coming_until, head_of, measure_lines, unit_lines
from duban.reports.task_lines import NOBODY
from duban.reports.values import Rate, Spread, Tally, TaskLine, Totals
from models.question import Extension
from models.record import Move
from models.task import Contribution, Task
from models.words import ExtensionState, Life, Owed, SubjectKind, SupervisionState, TaskState
from workflows.ladder import RUNGS
from workflows.lamps import ENDED
from workflows.moments import SHANGHAI, day_of


def digest_in(
    session: Session, plan_id: int, frame: Frame, figures: Figures, *, since: date | None, within: Within
) -> Digest:
    """Count a plan as it stands; `since`: the first day of the period. Reads only."""
    until = coming_until(frame)
    lists = lists_of(session, plan_id, frame, since=since, until=until)
    spread = _spread(session, plan_id)
    lines = lines_of_tasks(session, plan_id, frame, lists.ids() | {row.first for row in spread})
    return Digest(
        **_counted(frame, figures, within),
        **_named(lists, lines),
        head=head_of(frame),
        coming_until=until,
        pace=_pace(session, plan_id, figures),
        asked=_asked(session, plan_id, frame),
        reached=_reached(session, plan_id),
        owed=_owed(session, plan_id, frame),
        spreads=_spreads(session, plan_id, frame, spread, lines),
        exemplars=exemplars(frame),
    )


def _counted(frame: Frame, figures: Figures, within: Within) -> dict[str, Any]:
    kinds = figures.kinds
    places = {measure.id: measure.position for measure in frame.measures}
    return {
        "totals": _totals(frame, figures),
        "by_measure": measure_lines(frame, {places[id_]: tally for id_, tally in figures.by_measure.items()}),
        "by_unit": unit_lines(frame, _by_name(frame, figures)),
        "due_in_period": due_within(((kind, kind.in_time, n) for kind, n in kinds.items()), within),
        "returned": (
            sum(n for kind, n in kinds.items() if kind.returns),
            sum(n * kind.returns for kind, n in kinds.items()),
        ),
    }


def _by_name(frame: Frame, figures: Figures) -> dict[str, Tally]:
    """Units of one name stand in one line."""
    named: dict[str, list[Tally]] = {}
    for unit, tally in figures.by_unit.items():
        named.setdefault(frame.units.get(unit, NOBODY), []).append(tally)
    return {name: summed(of) for name, of in named.items()}


def _totals(frame: Frame, figures: Figures) -> Totals:
    states: Counter[TaskState] = Counter()
    for kind, count in figures.kinds.items():
        states[kind.state] += count
    demands = sum(not demand.dropped for demand in frame.demands)
    return totals_of(
        figures.whole,
        states,
        on_time=on_time(((kind, kind.in_time, n) for kind, n in figures.kinds.items()), day_of(frame.as_of)),
        covered=Rate(part=len({demand for _, demand in figures.cells}), whole=demands, of=DEMANDS),
    )


def _named(lists: Lists, lines: dict[int, TaskLine]) -> dict[str, Any]:
    of = {"late": lists.late, "missing": lists.missing, "closed": lists.closed}
    return {name: one.named(lines) for name, one in of.items()} | {"coming": lists.come(lines)}


def _pace(session: Session, plan_id: int, figures: Figures) -> Pace:
    due: Counter[date] = Counter()
    for kind, count in figures.kinds.items():
        if kind.state is not TaskState.CANCELLED and kind.original_due:
            due[kind.original_due] += count
    assigned = (kind.assigned_on for kind in figures.kinds if kind.state is not TaskState.CANCELLED)
    day = _day(session, Task.closed_at)
    closed = pick(day, func.count()).where(
        col(Task.plan_id) == plan_id, col(Task.closed_at).is_not(None), col(Task.state) != TaskState.CANCELLED
    )
    rows = session.execute(closed.group_by(day)).all()
    return Pace(
        due=tuple(sorted(due.items())),
        closed=tuple(sorted((date.fromisoformat(str(on)), count) for on, count in rows)),
        first=min((on for on in assigned if on), default=None),
    )


def _day(session: Session, moment: Any) -> Any:
    """The day in Asia/Shanghai on which a stored moment lies."""
    if session.connection().dialect.name == "postgresql":
        return func.date(func.timezone(str(SHANGHAI), moment))
    return func.date(moment, "+8 hours")


def _asked(session: Session, plan_id: int, frame: Frame) -> Asked:
    alike: Any = (Task.lead_unit_id, Extension.state, Extension.old_due, Extension.wanted)
    wanted = pick(*alike, func.count()).join_from(Extension, Task, col(Task.id) == Extension.task_id)
    states: Counter[ExtensionState] = Counter()
    days = 0
    for unit, state, old, new, count in session.execute(wanted.where(Extension.plan_id == plan_id).group_by(*alike)):  # type: ignore[arg-type]
        states[state] += count
        if state is ExtensionState.GRANTED:
            days += count * frame.calendars.of(unit).workdays_between(day_of(old), new)
    return Asked(
        asked=states.total(),
        granted=states[ExtensionState.GRANTED],
        refused=states[ExtensionState.REFUSED],
        waiting=states[ExtensionState.REQUESTED],
        days_granted=days,
    )


def _reached(session: Session, plan_id: int) -> tuple[tuple[SupervisionState, int], ...]:
    wanted = pick(
        Move.became, func.count()
    ).where(  # type: ignore[call-overload]
        Move.plan_id == plan_id,
        Move.life == Life.SUPERVISION,
        col(Move.became).in_([rung.value for rung in RUNGS[1:]]),
    )
    times: Counter[str] = Counter()
    for became, count in session.execute(wanted.group_by(Move.became)):
        times[became] += count
    return tuple((rung, times[rung.value]) for rung in RUNGS[1:])


def _owed(session: Session, plan_id: int, frame: Frame) -> tuple[int, tuple[str, ...]]:
    first, unit = func.min(Contribution.task_id), col(Contribution.unit_id)
    wanted = (
        pick(unit, func.count())
        .join_from(Contribution, Task, col(Task.id) == Contribution.task_id)
        .where(col(Task.plan_id) == plan_id, col(Contribution.owed) == Owed.OWED, col(Task.state).not_in(ENDED))
    )
    rows = session.execute(wanted.group_by(unit).order_by(first, unit)).all()
    return sum(count for _, count in rows), tuple(dict.fromkeys(frame.units[id_] for id_, _ in rows))


def _spread(session: Session, plan_id: int) -> list[Row[Any]]:
    """Every demand that fans out, period by period: its first task, how many, how many are closed."""
    key: Any = (Task.requirement_id, Task.period)
    closed = func.sum(case((col(Task.state) == TaskState.CLOSED, 1), else_=0))
    wanted = pick(*key, func.min(Task.id).label("first"), func.count().label("whole"), closed.label("part"))
    return list(session.execute(wanted.where(*_fanned_out(plan_id)).group_by(*key)).all())


def _spreads(
    session: Session, plan_id: int, frame: Frame, rows: Iterable[Row[Any]], lines: dict[int, TaskLine]
) -> tuple[Spread, ...]:
    missing = _still_missing(session, plan_id, frame)
    found = [
        Spread(
            seq=lines[row.first].seq,
            text=lines[row.first].title,
            kind=lines[row.first].subject_kind,
            period=row.period,
            done=Rate(part=row.part, whole=row.whole, of=f"应完成的{lines[row.first].subject_kind.zh}"),
            missing=tuple(missing.get((row.requirement_id, row.period), ())),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: (one.seq, one.period)))


def _still_missing(session: Session, plan_id: int, frame: Frame) -> dict[tuple[int, str], list[str]]:
    place = func.row_number().over(partition_by=(Task.requirement_id, Task.period), order_by=Task.id)  # type: ignore[arg-type]
    columns: Any = (Task.requirement_id, Task.period, Task.subject_kind, Task.subject, Task.lead_unit_id)
    open_ = pick(*columns, place.label("place")).where(*_fanned_out(plan_id), col(Task.state) != TaskState.CLOSED)
    of = open_.subquery()
    found: dict[tuple[int, str], list[str]] = {}
    for demand, period, kind, subject, unit, _ in session.execute(
        pick(of).where(of.c.place <= SUBJECTS_NAMED).order_by(*of.c[:2], of.c.place)
    ):
        name = frame.units.get(unit or 0, NOBODY) if kind is SubjectKind.UNIT else subject
        found.setdefault((demand, period), []).append(name)
    return found


def _fanned_out(plan_id: int) -> tuple[Any, ...]:
    return (
        col(Task.plan_id) == plan_id,
        and_(col(Task.subject_kind) != SubjectKind.WHOLE, col(Task.state) != TaskState.CANCELLED),
    )
