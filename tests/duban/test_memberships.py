"""Classes of units by dates: who joins begins with the next period, who leaves has its tasks ended or handed on."""

from datetime import date

import pytest
from small_plan import CITIES, MUSEUM, at, issued, rows
from sqlmodel import select

from duban.database import reading, writing
from duban.desk.opened import desk_of
from duban.memberships import left, members, next_change
from duban.policies import store_policy
from duban.register_tables import ClassRow, Unreadable, read_classes
from duban.registers import import_register, read_register
from duban.reports.source import Source
from duban.samples import REGISTER
from duban.sweeping import sweep_all
from models.plan import Plan, Requirement
from models.policy import PolicySettings
from models.record import Move
from models.register import BEGINNING, Unit, UnitClass
from models.task import Task
from models.values import FanOut
from models.words import Act, Leaving, Life, Role, SubjectKind, TaskState, Timing

CLASS = "地级以上市科协"
RHYTHM = "每月报送。"
DEMANDS = (
    (RHYTHM, None, (), {"timing": Timing.MONTHLY, "rhythm_day": 25, "fan_out": FanOut(kind=SubjectKind.UNIT, unit_class=CLASS)}),
)  # fmt: skip


@pytest.fixture
def monthly(registered, tmp_path):
    """A plan issued on 6 January 2026 that asks every city for something every month."""
    yield from issued(registered, tmp_path / "home", DEMANDS)


def of(code: str) -> Unit:
    return next(unit for unit in rows(Unit) if unit.code == code)


def a_city() -> str:
    """Give the code of a city that is below another unit."""
    with reading() as session:
        first = members(desk_of(session), CLASS, date(2026, 1, 6))[0][0]
    return next(unit.code for unit in rows(Unit) if unit.id == first)


def register(code: str, now: str, *classes: ClassRow, parent: str | None = None) -> None:
    """Import the register again, with one unit in other classes."""
    found = read_register(REGISTER)
    changes = {"classes": classes} | ({"parent": parent} if parent else {})
    units = tuple(row.model_copy(update=changes) if row.code == code else row for row in found.units)
    with writing() as session:
        import_register(session, found.model_copy(update={"units": units}), now=at(now))


def periods_of(code: str) -> list[str]:
    return [task.period for task in rows(Task) if task.lead_unit_id == of(code).id and task.title == RHYTHM]


def sweep(moment: str) -> int:
    return sweep_all(now=at(moment)).opened


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("省级学会；高校科协", (ClassRow(name="省级学会"), ClassRow(name="高校科协"))),
        ("省级学会（2026-03-01起）", (ClassRow(name="省级学会", since=date(2026, 3, 1)),)),
        ("省级学会(至2026-06-30)", (ClassRow(name="省级学会", until=date(2026, 6, 30)),)),
        ("市（区）科协", (ClassRow(name="市（区）科协"),)),  # brackets that hold no dates belong to the name
        (
            "省级学会（2025-01-01至2026-06-30）",
            (ClassRow(name="省级学会", since=date(2025, 1, 1), until=date(2026, 6, 30)),),
        ),
    ],
)
def test_classes_are_read_with_their_dates(text, read):
    assert read_classes(text) == read


@pytest.mark.parametrize("text", ["省级学会（2026-13-01起）", "省级学会（2026-06-30至2026-01-01）"])
def test_dates_that_make_no_span_are_refused(text):
    with pytest.raises(Unreadable):
        read_classes(text)


def test_a_unit_joins_on_the_day_of_the_import_and_has_left_the_day_before_it(small):
    city = a_city()
    register(city, "2026-02-02 09:00")
    register(city, "2026-03-02 09:00", ClassRow(name=CLASS))

    spans = [(row.since, row.until) for row in stored(city)]
    assert spans == [(BEGINNING, date(2026, 2, 1)), (date(2026, 3, 2), None)]
    with reading() as session:
        desk, unit = desk_of(session), of(city).id
        there = [
            unit in dict(members(desk, CLASS, day)) for day in (date(2026, 2, 1), date(2026, 2, 2), date(2026, 3, 2))
        ]
        assert there == [True, False, True]
        assert left(desk, CLASS, date(2026, 2, 15)) == {unit: date(2026, 2, 1)}
        assert next_change(desk, CLASS, date(2026, 2, 2)) == date(2026, 3, 2)


def stored(code: str) -> list[UnitClass]:
    with reading() as session:
        found = [row.model_copy() for row in session.exec(select(UnitClass)).all()]
    return sorted((r for r in found if (r.unit_id, r.name) == (of(code).id, CLASS)), key=lambda r: r.since)


def test_whoever_joins_within_a_period_begins_with_the_next(monthly):
    sweep("2026-02-02 08:30")
    register(MUSEUM, "2026-02-10 09:00", ClassRow(name=CLASS))

    sweep("2026-02-10 09:30")
    within = periods_of(MUSEUM)
    sweep("2026-03-02 08:30")

    assert (within, periods_of(MUSEUM)) == ([], ["2026-03"])


def test_whoever_belonged_on_the_first_day_of_a_period_gets_it_however_late_the_sweep(monthly):
    """Nobody swept between 31 January and 5 March; the museum joined on 3 March, the other before."""
    other = next(unit.code for unit in rows(Unit) if unit.code == "KPB")
    register(other, "2026-02-20 09:00", ClassRow(name=CLASS))
    found = read_register(REGISTER)
    both = {other: (ClassRow(name=CLASS),), MUSEUM: (ClassRow(name=CLASS, since=date(2026, 3, 3)),)}
    units = tuple(row.model_copy(update={"classes": both.get(row.code, row.classes)}) for row in found.units)
    with writing() as session:
        import_register(session, found.model_copy(update={"units": units}), now=at("2026-03-01 09:00"))

    sweep("2026-03-05 08:30")

    assert (periods_of(other), periods_of(MUSEUM)) == (["2026-03"], [])


def test_a_date_in_the_future_is_kept_and_the_clock_looks_on_its_morning(small):
    register(MUSEUM, "2026-02-02 09:00", ClassRow(name=CLASS, since=date(2026, 2, 16)))
    sweep("2026-02-02 09:30")
    before = {task.lead_unit_id for task in small.tasks(CITIES)}

    asked = next(one for one in rows(Requirement) if one.text == CITIES)

    assert of(MUSEUM).id not in before
    assert asked.next_at == at("2026-02-16 08:30")
    sweep("2026-02-16 08:30")
    assert of(MUSEUM).id in {task.lead_unit_id for task in small.tasks(CITIES)}


def rule(small, **settings) -> None:
    """Let the plan run under another policy."""
    with writing() as session:
        policy = store_policy(session, "试行", PolicySettings(**settings), now=at("2026-01-07 09:00"))
        session.get_one(Plan, small.plan_id).policy_id = policy.id


def leaves(small, moment: str = "2026-02-02 09:00") -> tuple[str, Task]:
    """Let a city leave its class, and sweep twice; give its code and its task."""
    city = a_city()
    register(city, moment)
    sweep(moment.replace("09:00", "09:30"))
    before = len(rows(Move))
    sweep(moment.replace("09:00", "09:31"))
    assert len(rows(Move)) == before
    return city, next(task for task in small.tasks(CITIES) if task.subject == of(city).name)


def test_the_open_task_of_a_unit_that_leaves_ends_on_record_in_words_if_the_policy_says_so(small):
    rule(small, leavers=Leaving.END)
    others = {task.id for task in small.tasks(CITIES)}

    city, task = leaves(small)

    move = next(one for one in reversed(rows(Move)) if (one.life, one.subject_id) == (Life.TASK, task.id))
    assert (task.state, move.role, move.act) == (TaskState.CANCELLED, Role.SYSTEM, Act.CANCEL)
    assert move.why == f"{of(city).name}自 2026-02-02 起不再属于“{CLASS}”，按督办规则终止。"
    assert {t.state for t in small.tasks(CITIES) if t.id in others - {task.id}} == {TaskState.ASSIGNED}


def test_the_open_task_of_a_unit_that_leaves_is_handed_to_the_unit_above_if_the_policy_says_so(small):
    rule(small, leavers=Leaving.HAND_ON)

    city, task = leaves(small)

    above = of(city).parent_id
    move = next(one for one in reversed(rows(Move)) if (one.life, one.subject_id) == (Life.TASK, task.id))
    assert (task.state, task.lead_unit_id, task.subject) == (TaskState.ASSIGNED, above, of(city).name)
    assert (move.role, move.act) == (Role.SYSTEM, Act.REASSIGN)
    assert "移交上级单位" in move.why


def test_the_open_task_of_a_unit_that_leaves_stays_if_the_policy_says_nothing(small):
    city, task = leaves(small)

    assert (task.state, task.lead_unit_id) == (TaskState.ASSIGNED, of(city).id)


def test_a_class_left_out_of_a_register_by_mistake_and_put_back_changes_no_task(small):
    before = {(task.id, task.state, task.lead_unit_id) for task in small.tasks(CITIES)}

    city, _ = leaves(small)
    register(city, "2026-02-04 09:00", ClassRow(name=CLASS))
    sweep("2026-02-04 09:30")

    assert {(task.id, task.state, task.lead_unit_id) for task in small.tasks(CITIES)} == before


def test_whoever_joins_later_is_not_asked_for_what_was_asked_once_if_the_policy_says_so(small):
    rule(small, joiners_get_open_demands=False)

    register(MUSEUM, "2026-02-02 09:00", ClassRow(name=CLASS))
    sweep("2026-02-02 09:30")

    assert of(MUSEUM).id not in {task.lead_unit_id for task in small.tasks(CITIES)}


def test_a_report_of_a_past_day_counts_the_members_of_that_day(small):
    city = a_city()
    register(city, "2026-02-02 09:00")

    def asked(day: str) -> bool:
        with reading() as session:
            source = Source(session, small.plan_id, now=at(f"{day} 09:00"))
        demand = next(one for one in rows(Requirement) if one.text == CITIES)
        return of(city).id in source.wanted[demand.id]

    assert (asked("2026-02-01"), asked("2026-02-03")) == (True, False)
