"""A unit's own plan under a plan: prescribed demands locked, optional ones added, filed above, its state rolled up."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from small_plan import CHECKER, LIAISON, MUSEUM, PLAIN, PLANNER, REVIEWERS, at, issued, rows

from duban.actions.own_plans import begin_own_plan
from duban.database import reading, writing
from duban.doing import ask_for_time
from duban.evidence import attach
from duban.notify.delivering import deliver
from duban.reports.covered import Covered
from duban.reports.parts.coverage import grid_of
from duban.reports.source import Source
from duban.settled import settled_of
from models.errors import RuleRefused
from models.plan import Measure, Plan, Requirement
from models.question import Review
from models.record import Duty, Message, Move
from models.register import Unit
from models.task import Task
from models.values import FanOut, Given, Settled
from models.words import Act, Life, Origin, PlanState, SubjectKind, TaskState, Then, Timing, Verdict
from workflows.moments import day_of

NOW = at("2026-01-07 09:00")
DUE = date(2026, 3, 31)
# fmt: off
DEMANDS = (
    # text           lead     supporting   settled
    (PLAIN,          MUSEUM,  (),          {"timing": Timing.FIXED, "due": DUE, "deliverables": ("清单",), "quantity": 2}),
    ("更新台账。",    MUSEUM,  (),          {"timing": Timing.MONTHLY, "rhythm_day": 25}),
    ("走进社区。",    None,    (),          {"timing": Timing.FIXED, "due": DUE, "fan_out": FanOut(kind=SubjectKind.UNIT, unit_class="地级以上市科协")}),
)
# fmt: on


@pytest.fixture
def small(registered: Path, tmp_path: Path) -> Iterator:
    yield from issued(registered, tmp_path / "home", DEMANDS)


def unit(code: str) -> int:
    return next(one.id for one in rows(Unit) if one.code == code)


def begun(small, who: str = LIAISON, code: str = MUSEUM, number: str = "馆发〔2026〕1号") -> Plan:
    with writing() as session:
        above, of = session.get_one(Plan, small.plan_id), session.get_one(Unit, unit(code))
        return begin_own_plan(session, above, of, by=small.people[who], now=NOW, number=number)


def own(plan: Plan) -> list[Requirement]:
    return [one for one in rows(Requirement) if one.plan_id == plan.id]


def plan(number: int) -> Plan:
    return next(one for one in rows(Plan) if one.id == number)


def settled(requirement: Requirement, **other) -> Settled:
    return settled_of(requirement).model_copy(update=other)


def confirm(small, made: Plan, who: str = LIAISON) -> None:
    for one in own(made):
        if one.confirmed_at is None:
            small.does(who, Act.CONFIRM, made.id, Life.PLAN, at=NOW, requirement_id=one.id, settled=settled(one))


def issue(small, made: Plan) -> list[Task]:
    confirm(small, made)
    small.does(LIAISON, Act.SUBMIT, made.id, Life.PLAN, at=NOW)
    review = rows(Review)[-1].id
    for reviewer in REVIEWERS:
        small.does(reviewer, Act.DECIDE, review, Life.REVIEW, at=NOW, verdict=Verdict.YES)
    small.does(LIAISON, Act.ISSUE, made.id, Life.PLAN, at=NOW)
    return [task for task in rows(Task) if task.plan_id == made.id]


def above(small) -> Task:
    return small.tasks(PLAIN)[0]


def refused(small, act: Act, subject: int, life: Life, who: str = LIAISON, **given) -> tuple[str, ...]:
    with pytest.raises(RuleRefused) as refusal:
        small.does(who, act, subject, life, at=NOW, **given)
    return tuple(reason.zh for reason in refusal.value.reasons)


def test_the_demands_that_fall_to_a_unit_become_prescribed_ones_of_its_own_plan(small):
    made = begun(small)

    assert (made.parent_id, made.unit_id, made.state) == (small.plan_id, unit(MUSEUM), PlanState.DRAFTED)
    assert [(r.text, r.timing, r.due, r.rhythm_day, r.lead_unit_id, r.origin) for r in own(made)] == [
        (PLAIN, Timing.FIXED, DUE, None, unit(MUSEUM), Origin.PRESCRIBED),
        ("更新台账。", Timing.MONTHLY, None, 25, unit(MUSEUM), Origin.PRESCRIBED),
    ]
    assert [made.text[r.start : r.end] for r in own(made)] == [r.text for r in own(made)]
    assert [r.confirmed_at for r in own(made)] == [None, None]


def test_beginning_it_again_gives_the_plan_that_is_there(small):
    assert begun(small).id == begun(small).id


def test_only_the_liaison_of_the_unit_or_a_planner_begins_its_plan(small):
    stranger = next(code for code in small.people if code.startswith("hou."))  # a deputy whose holder is there

    with pytest.raises(RuleRefused) as refusal:
        begun(small, who=stranger)
    assert refusal.value.reasons[0].zh == "只有计划专责可以办这件事"
    assert begun(small, who=PLANNER).unit_id == unit(MUSEUM)


@pytest.mark.parametrize(
    "other", [{"due": date(2026, 6, 30)}, {"deliverables": ()}, {"quantity": 1}, {"origin": Origin.OPTIONAL}]
)
def test_what_is_prescribed_cannot_be_settled_otherwise(small, other):
    made = begun(small)
    first = own(made)[0]

    said = refused(small, Act.CONFIRM, made.id, Life.PLAN, requirement_id=first.id, settled=settled(first, **other))

    assert said == ("上级方案规定的时限、成果、数量不能改；本单位方案只定由谁来办。",)


def test_what_is_prescribed_cannot_be_dropped_not_even_by_the_office(small):
    made = begun(small)
    asked = {"requirement_id": own(made)[0].id, "reason": "办不了。"}

    said = [refused(small, Act.DROP, made.id, Life.PLAN, who=who, **asked) for who in (LIAISON, PLANNER)]

    assert said == [("这是上级方案的规定动作，本单位方案不能剔除。",)] * 2


def test_another_unit_cannot_be_given_work_by_a_units_own_plan(small):
    made = begun(small)
    first = own(made)[0]

    for other in ({"lead_unit_id": unit("KPB")}, {"supporting": (unit("KPB"),)}):
        said = refused(small, Act.CONFIRM, made.id, Life.PLAN, requirement_id=first.id, settled=settled(first, **other))
        assert said == ("本单位方案只能交本单位和下属单位办。",)


def test_optional_demands_are_added_confirmed_and_stand_in_the_source(small):
    made = begun(small)
    wanted = Settled(lead_unit_id=unit(MUSEUM), timing=Timing.FIXED, due=date(2026, 5, 29))

    small.does(LIAISON, Act.ADD, made.id, Life.PLAN, at=NOW, text="办一次夜场开放。", settled=wanted)

    added, now = own(made)[-1], plan(made.id)
    assert (added.text, added.origin, added.above_id) == ("办一次夜场开放。", Origin.OPTIONAL, None)
    assert (now.text[added.start : added.end], added.confirmed_by) == (added.text, small.people[LIAISON].person_id)
    assert [m.title for m in rows(Measure) if m.plan_id == made.id] == ["规定动作", "自选动作"]
    small.does(LIAISON, Act.DROP, made.id, Life.PLAN, at=NOW, requirement_id=added.id, reason="并入另一项。")


def test_prescribed_tasks_are_neither_cancelled_nor_suspended_nor_extended_below(small):
    task = issue(small, begun(small))[0]
    small.does(LIAISON, Act.ACCEPT, task.id, at=NOW)

    assert refused(small, Act.CANCEL, task.id, Life.TASK, reason="x") == refused(
        small, Act.SUSPEND, task.id, Life.TASK, reason="x", who=PLANNER
    )
    given = Given(due=date(2026, 4, 30), reason="忙。", text="一半。")
    with pytest.raises(RuleRefused) as refusal:
        ask_for_time(task.id, given, by=small.people[LIAISON], now=NOW)
    assert [reason.zh for reason in refusal.value.reasons] == ["时限由上级方案规定；要延期，请就上级方案里的任务申请。"]


def test_optional_tasks_are_cancelled_by_the_unit(small):
    made = begun(small)
    wanted = Settled(lead_unit_id=unit(MUSEUM), timing=Timing.STANDING)
    small.does(LIAISON, Act.ADD, made.id, Life.PLAN, at=NOW, text="办夜场。", settled=wanted)
    task = issue(small, made)[-1]

    small.does(LIAISON, Act.CANCEL, task.id, at=NOW, reason="不办了。")

    assert [t.state for t in rows(Task) if t.id == task.id] == [TaskState.CANCELLED]


def test_a_task_cancelled_above_is_prescribed_no_more(small):
    task = issue(small, begun(small))[0]
    small.does(PLANNER, Act.CANCEL, above(small).id, at=NOW, reason="上级取消。")

    small.does(LIAISON, Act.CANCEL, task.id, at=NOW, reason="上级已取消。")

    assert [t.state for t in rows(Task) if t.id == task.id] == [TaskState.CANCELLED]


def test_an_issued_plan_that_carries_out_what_is_prescribed_is_not_withdrawn(small):
    made = begun(small)
    issue(small, made)

    said = refused(small, Act.WITHDRAW, made.id, Life.PLAN, reason="重做。")

    assert said == ("本单位方案里还有上级方案的规定动作没有办结，不能撤回。",)


def test_it_is_filed_once_with_the_office_above(small):
    made = begun(small)
    issue(small, made)

    move = small.does(LIAISON, Act.FILE, made.id, Life.PLAN, at=NOW)

    assert plan(made.id).filed_at == NOW
    assert [duty.what for duty in rows(Duty) if duty.move_id == move.id] == [Then.TELL_ABOVE]
    assert refused(small, Act.FILE, made.id, Life.PLAN) == ("已经报送备案。",)
    assert refused(small, Act.FILE, small.plan_id, Life.PLAN, who=PLANNER) == (
        "只有在上级方案之下制定的本单位方案才报送备案。",
    )


def test_the_office_above_hears_of_the_filing_and_the_unit_of_its_own_panel(small):
    made = begun(small)
    issue(small, made)
    small.does(LIAISON, Act.FILE, made.id, Life.PLAN, at=NOW)
    deliver(now=NOW)

    acts = {duty.id: move.act for duty in rows(Duty) for move in rows(Move) if move.id == duty.move_id}
    told = {(message.person_id, acts[message.duty_id]) for message in rows(Message)}
    assert (small.people[PLANNER].person_id, Act.FILE) in told
    assert (small.people[LIAISON].person_id, Act.FILE) not in told
    approved = {who for who, act in told if act is Act.APPROVE and who == small.people[LIAISON].person_id}
    assert approved == {small.people[LIAISON].person_id}


def test_a_deadline_moved_above_moves_below(small):
    made = begun(small)
    task = issue(small, made)[0]
    first = next(r for r in rows(Requirement) if r.plan_id == small.plan_id)
    later = settled(first, due=date(2026, 4, 30))

    small.does(
        PLANNER,
        Act.AMEND,
        small.plan_id,
        Life.PLAN,
        at=NOW,
        requirement_id=first.id,
        settled=later,
        reason="补充通知。",
    )

    both = [t for t in rows(Task) if t.id in (task.id, above(small).id)]
    assert [(day_of(t.due), day_of(t.original_due), t.extensions) for t in both] == [(date(2026, 4, 30), DUE, 0)] * 2


def test_a_child_plan_that_is_finished_leaves_the_cell_above_unverified(small):
    made = begun(small)
    tasks = issue(small, made)
    for task in tasks:
        finish(small, task.id)

    with reading() as session:
        grid = grid_of(Source(session, small.plan_id, now=NOW))
    cells = {demand: cell for (of, demand), cell in grid.cells.items() if of == unit(MUSEUM)}
    first, second = (r.id for r in rows(Requirement) if r.plan_id == small.plan_id and r.lead_unit_id)
    assert above(small).state is TaskState.ASSIGNED
    assert cells == {first: Covered.DONE_BELOW, second: Covered.DONE_BELOW}
    assert grid.verified().part == 0


def finish(small, task_id: int) -> None:
    small.does(LIAISON, Act.ACCEPT, task_id, at=NOW)
    task = next(t for t in rows(Task) if t.id == task_id)
    if task.quantity_wanted:
        small.does(LIAISON, Act.ADD_ENTRY, task_id, at=NOW, count=task.quantity_wanted)
    for name in task.deliverables:
        attach(task_id, f"{name}.txt", name.encode(), deliverable=name, by=small.people[LIAISON], now=NOW)
    small.does(LIAISON, Act.REPORT, task_id, at=NOW, text="办完。")
    small.does(CHECKER, Act.PASS_CHECK, task_id, at=NOW)
    small.does(REVIEWERS[0], Act.DECIDE, rows(Review)[-1].id, Life.REVIEW, at=NOW, verdict=Verdict.YES)
