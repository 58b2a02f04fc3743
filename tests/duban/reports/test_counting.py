"""What counts as done, late, overdue, coming: claims about facts made by hand."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from facts_of_reports import AS_OF, a_task, at, due_on, facts
from hypothesis import given
from hypothesis import strategies as st

from duban.reports.facts import AskFact, ClimbFact, ExemplarFact, OwedFact, ReturnFact, TaskFact
from duban.reports.summary import summary_of
from duban.reports.values import Tally
from models.words import (
    ExemplarKind,
    ExemplarState,
    ExtensionState,
    Lamp,
    Owed,
    SubjectKind,
    SupervisionState,
    TaskState,
)

CLOSED, IN_PROGRESS = TaskState.CLOSED, TaskState.IN_PROGRESS
PAST = due_on(5, 20)


# fmt: off
CASES = (
    # a task whose deadline was 20 May is, on 30 June, counted so:  on time, late, overdue
    ({"state": CLOSED, "reported_at": at(5, 20, 15), "closed_at": at(5, 28)},                                        1, 0, 0),  # reported on the day, closed after it
    ({"state": CLOSED, "reported_at": at(5, 20, 16), "closed_at": at(5, 28)},                                        0, 1, 0),  # reported after midnight in Shanghai
    ({"state": CLOSED, "reported_at": None, "closed_at": at(5, 21)},                                                 0, 1, 0),  # closed without a report that stands
    ({"state": CLOSED, "due": None, "reported_at": at(6, 1), "closed_at": at(6, 2)},                                 0, 0, 0),  # no deadline at all
    ({"state": CLOSED, "due": due_on(6, 20), "original_due": PAST, "reported_at": at(6, 1), "closed_at": at(6, 2)},  0, 1, 0),  # in time for the extension only
    ({"state": IN_PROGRESS},                                                                                         0, 0, 1),  # nothing reported
    ({"state": TaskState.ASSIGNED},                                                                                  0, 0, 1),  # not even signed for
    ({"state": TaskState.DECLINED},                                                                                  0, 0, 1),  # nobody has it
    ({"state": TaskState.REPORTED, "reported_at": at(5, 19)},                                                        0, 0, 0),  # reported in time, with the checker
    ({"state": TaskState.REPORTED, "reported_at": at(5, 25)},                                                        0, 0, 1),  # reported late, with the checker
    ({"state": TaskState.IN_REVIEW, "reported_at": at(5, 19)},                                                       0, 0, 0),  # reported in time, with the panel
    ({"state": TaskState.SUSPENDED},                                                                                 0, 0, 0),  # its clock stands still
    ({"state": TaskState.CANCELLED},                                                                                 0, 0, 0),  # no longer asked for
    ({"state": TaskState.PLANNED},                                                                                   0, 0, 0),  # not handed out
)
# fmt: on


@pytest.mark.parametrize(("looks", "on_time", "late", "overdue"), CASES)
def test_a_task_counts_as_on_time_late_or_overdue(
    looks: dict[str, object], on_time: int, late: int, overdue: int
) -> None:
    tally = summary_of(facts(a_task(1, **{"due": PAST, **looks}))).totals.tally
    assert (tally.on_time, tally.late, tally.overdue) == (on_time, late, overdue)


def test_days_late_are_working_days_until_now_or_until_the_report() -> None:
    still_open = a_task(1, due=due_on(6, 19))
    reported = a_task(2, due=due_on(6, 19), state=TaskState.REPORTED, reported_at=at(6, 24))
    lines = summary_of(facts(still_open, reported)).overdue
    assert [(line.id, line.days_late) for line in lines] == [(1, 7), (2, 3)]


def test_the_rate_on_time_asks_only_of_tasks_whose_first_deadline_has_passed() -> None:
    found = summary_of(
        facts(
            a_task(1, due=PAST, state=CLOSED, reported_at=at(5, 1), closed_at=at(5, 2)),
            a_task(2, due=due_on(8, 1), original_due=PAST),
            a_task(3, due=due_on(8, 1), state=CLOSED, reported_at=at(5, 1), closed_at=at(5, 2)),
            a_task(4, due=PAST, state=TaskState.CANCELLED),
            a_task(5, due=PAST, state=TaskState.SUSPENDED),
            a_task(6, due=due_on(6, 30)),
        )
    )
    rate = found.totals.on_time
    assert (rate.part, rate.whole, rate.percent, rate.of) == (1, 2, 50.0, "原定时限已到的任务（不含撤销、挂账）")


def test_the_rate_closed_leaves_out_what_was_cancelled() -> None:
    done = a_task(1, state=CLOSED, closed_at=at(6, 1))
    rate = summary_of(facts(done, a_task(2), a_task(3, state=TaskState.CANCELLED))).totals.closed
    assert (rate.part, rate.whole, rate.percent) == (1, 2, 50.0)


def test_coming_starts_today_and_ends_with_the_tenth_working_day() -> None:
    days = {1: due_on(6, 29), 2: due_on(6, 30), 3: due_on(7, 14), 4: due_on(7, 15)}
    found = summary_of(facts(*(a_task(number, due=due) for number, due in days.items())))
    assert found.coming_until == date(2026, 7, 14)
    assert [task.id for task in found.coming] == [2, 3]


@pytest.mark.parametrize(
    "state", [TaskState.REPORTED, TaskState.IN_REVIEW, TaskState.SUSPENDED, CLOSED, TaskState.CANCELLED]
)
def test_coming_leaves_out_what_the_lead_cannot_do_anything_about(state: TaskState) -> None:
    assert summary_of(facts(a_task(1, due=due_on(7, 3), state=state, reported_at=at(6, 1)))).coming == ()


def test_a_fan_out_counts_the_closed_of_those_not_cancelled_in_each_period() -> None:
    def one(number: int, name: str, period: str, state: TaskState) -> TaskFact:
        return a_task(
            number, requirement_id=7, subject_kind=SubjectKind.GROUP, subject=name, period=period, state=state
        )

    found = summary_of(
        facts(
            one(1, "一组", "2026Q1", CLOSED),
            one(2, "二组", "2026Q1", IN_PROGRESS),
            one(3, "三组", "2026Q1", TaskState.CANCELLED),
            one(4, "一组", "2026Q2", IN_PROGRESS),
        )
    ).spreads
    assert [(s.period, s.done.part, s.done.whole, s.missing) for s in found] == [
        ("2026Q1", 1, 2, ("二组",)),
        ("2026Q2", 0, 1, ("一组",)),
    ]


def test_the_last_reason_of_a_return_is_said() -> None:
    sent = (ReturnFact(1, at(3, 2), "没有附件"), ReturnFact(1, at(4, 2), "数量不符"))
    (found,) = summary_of(facts(a_task(1, returns=2), returns=sent)).returns
    assert (found.times, found.last_on, found.last_reason) == (2, date(2026, 4, 2), "数量不符")


def test_extensions_add_up_working_days_only_of_those_granted() -> None:
    def ask(state: ExtensionState, until: date) -> AskFact:
        return AskFact(1, state, due_on(6, 5), until, "")

    asks = (
        ask(ExtensionState.GRANTED, date(2026, 6, 12)),
        ask(ExtensionState.REFUSED, date(2026, 6, 19)),
        ask(ExtensionState.REQUESTED, date(2026, 6, 26)),
        ask(ExtensionState.WITHDRAWN, date(2026, 6, 26)),
    )
    found = summary_of(facts(a_task(1), asks=asks)).extensions
    assert (found.asked, found.granted, found.refused, found.waiting, found.days_granted) == (4, 1, 1, 1, 5)


def test_a_rung_is_the_highest_of_the_present_deadline() -> None:
    climbs = (
        ClimbFact(1, 1, SupervisionState.ORDERED, settled=True),
        ClimbFact(1, 2, SupervisionState.REMINDED, settled=False),
    )
    found = summary_of(facts(a_task(1, deadline_version=2), climbs=climbs))
    assert found.tasks[0].rung is SupervisionState.REMINDED
    assert [(line.rung, line.standing, line.times) for line in found.supervision if line.times] == [
        (SupervisionState.REMINDED, 1, 1),
        (SupervisionState.ORDERED, 0, 1),
    ]


def test_only_what_is_owed_for_open_tasks_is_missing() -> None:
    owed = (OwedFact(1, 2, Owed.OWED), OwedFact(1, 3, Owed.WAIVED), OwedFact(2, 3, Owed.OWED))
    found = summary_of(facts(a_task(1), a_task(2, state=CLOSED, closed_at=at(6, 1)), owed=owed))
    assert [(missing.unit, missing.task.id) for missing in found.contributions_missing] == [("学会部", 1)]
    assert found.tasks[0].supporting == ("学会部", "省科技馆")


def test_declined_exemplars_are_left_out() -> None:
    kinds = (ExemplarState.PUBLISHED, ExemplarState.DECLINED)
    exemplars = tuple(ExemplarFact(ExemplarKind.DEED, state, 1, state.zh, "事迹", "") for state in kinds)
    assert [e.name for e in summary_of(facts(exemplars=exemplars)).exemplars] == ["已宣传"]


def test_standing_tasks_are_listed_and_never_overdue_or_late() -> None:
    found = summary_of(facts(a_task(1, due=None), a_task(2, due=None, state=CLOSED, closed_at=at(6, 1))))
    assert [task.id for task in found.standing] == [1]
    assert (found.totals.tally.overdue, found.totals.tally.undated) == (0, 1)


def test_measures_are_headed_by_the_numbers_above_them() -> None:
    found = summary_of(facts(a_task(1), a_task(2), a_task(3)))
    assert [(line.position, line.heading) for line in found.by_measure] == [
        ("1", "一"),
        ("1.1", "一（一）"),
        ("1.2", "一（二）"),
    ]


moments = st.none() | st.integers(-120, 120).map(lambda days: AS_OF + timedelta(days=days, hours=5))
some_task = st.builds(
    lambda number, looks: (number, looks),
    st.integers(1, 9),
    st.fixed_dictionaries(
        {
            "state": st.sampled_from(TaskState),
            "due": moments,
            "original_due": moments,
            "assigned_at": moments,
            "reported_at": moments,
            "closed_at": moments,
            "percent": st.integers(0, 100),
            "returns": st.integers(0, 2),
            "extensions": st.integers(0, 2),
        }
    ),
)


@given(st.lists(some_task, max_size=12))
def test_whatever_the_tasks_are_every_part_adds_up_to_the_whole(drawn: list[tuple[int, dict[str, object]]]) -> None:
    tasks = [replace(a_task(number, **looks), id=place) for place, (number, looks) in enumerate(drawn)]
    found = summary_of(facts(*tasks))
    whole = found.totals.tally
    assert whole.tasks == len(tasks) == whole.closed + whole.cancelled + whole.open
    assert whole.closed == whole.on_time + whole.late + whole.undated
    assert sum(found.totals.by_state.values()) == sum(found.totals.by_stage.values()) == len(tasks)
    for part in (found.by_measure, found.by_unit):
        assert _added(line.tally for line in part) == _numbers(whole)
    assert len(found.overdue) == whole.overdue
    assert all(task.lamp is Lamp.RED for task in found.overdue)
    assert found.totals.on_time.part <= found.totals.on_time.whole


def _numbers(tally: Tally) -> dict[str, int]:
    return {**tally.model_dump(exclude={"lamps"}), **tally.lamps.model_dump()}


def _added(tallies: Iterable[Tally]) -> dict[str, int]:
    total = _numbers(Tally())
    for tally in tallies:
        total = {name: count + _numbers(tally)[name] for name, count in total.items()}
    return total
