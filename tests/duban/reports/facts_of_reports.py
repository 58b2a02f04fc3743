"""Facts made by hand, for claims about counting that need no database."""

from dataclasses import replace
from datetime import UTC, date, datetime

from duban.reports.facts import DemandFact, Facts, MeasureFact, PlanFact, TaskFact
from duban.reports.looking_back import SOMETHING
from models.policy import PolicySettings
from models.words import PlanState, TaskState, Timing
from workflows.lamps import Glance
from workflows.moments import end_of
from workflows.workdays import Calendars, WorkCalendar

AS_OF = datetime(2026, 6, 30, 1, 0, tzinfo=UTC)
CALENDAR = WorkCalendar({}, frozenset({2025, 2026, 2027}), first_year=2025, last_year=2027)
UNITS = {1: "科普部", 2: "学会部", 3: "省科技馆"}
MEASURES = (
    MeasureFact(1, "1", 1, "一、", "丰富供给"),
    MeasureFact(2, "1.1", 2, "（一）", "办好活动"),
    MeasureFact(3, "1.2", 2, "（二）", "用好阵地"),
)


def at(month: int, day: int, hour: int = 2) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def due_on(month: int, day: int) -> datetime:
    return end_of(date(2026, month, day))


def a_task(number: int, **given: object) -> TaskFact:
    """A task in progress since 8 January, due on 31 July, of one of the units and measures in turn."""
    glance = Glance(
        state=TaskState.IN_PROGRESS, due=due_on(7, 31), original_due=due_on(7, 31), assigned_at=at(1, 8), percent=90
    )
    names = set(Glance.__dataclass_fields__)
    looks = {name: value for name, value in given.items() if name in names}
    if "due" in looks and "original_due" not in looks:
        looks["original_due"] = looks["due"]
    fact = replace(
        SOMETHING,
        id=number,
        requirement_id=number,
        measure_id=number % 3 + 1,
        unit_id=number % 3 + 1,
        title=f"第{number}项任务",
        glance=replace(glance, **looks),  # type: ignore[arg-type]
    )
    return replace(fact, **{name: value for name, value in given.items() if name not in names})  # type: ignore[arg-type]


def facts(*tasks: TaskFact, **given: object) -> Facts:
    """The facts of a plan with these tasks, as of 30 June 2026."""
    demands = {
        task.requirement_id: DemandFact(task.requirement_id, task.requirement_id, task.title, Timing.FIXED)
        for task in tasks
    }
    found = Facts(
        as_of=AS_OF,
        plan=PlanFact(
            number="岭科协〔2026〕18号",
            title="关于某项工作的工作方案",
            issuer="岭海省科学技术协会",
            issued_on=date(2026, 1, 5),
            state=PlanState.ISSUED,
        ),
        settings=PolicySettings(),
        calendars=Calendars(CALENDAR),
        measures=MEASURES,
        demands=tuple(demands.values()),
        tasks=tasks,
        units=UNITS,
        returns=(),
        asks=(),
        climbs=(),
        owed=(),
        exemplars=(),
    )
    return replace(found, **given)  # type: ignore[arg-type]
