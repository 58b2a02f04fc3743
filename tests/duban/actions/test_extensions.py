"""Extensions on the real database: before the deadline, for a working day, decided by somebody else."""

from datetime import date, timedelta

import pytest

from duban.actions.extensions import request_extension
from duban.database import writing
from models.errors import BadInput, RuleRefused
from models.register import Absence
from models.values import Given
from models.words import Act, ExtensionState, Life, SupervisionState, TaskState
from workflows.moments import at_hour, end_of

APRIL_15 = date(2026, 4, 15)


@pytest.fixture
def under_way(house):
    """The house with the plain task signed for."""
    house.accept(house.plain)
    return house


def refused(house, wanted: date, by: str = "liaison") -> tuple[str, ...]:
    with pytest.raises(RuleRefused) as problem:
        house.request(house.plain, wanted, by)
    return tuple(reason.en for reason in problem.value.reasons)


def test_a_granted_extension_moves_the_deadline_and_keeps_the_first(under_way):
    extension = under_way.request(under_way.plain, APRIL_15)
    under_way.do(Life.EXTENSION, extension, Act.GRANT, "planner", reason="同意。")

    task, moved = under_way.task(under_way.plain), under_way.moves(Life.TASK, under_way.plain)[-1]
    assert (task.due, task.original_due) == (end_of(APRIL_15), end_of(date(2026, 3, 31)))
    assert (task.deadline_version, task.extensions) == (2, 1)
    assert (moved.act, moved.role, moved.became_from, moved.became) == (
        "move_due",
        "system",
        "in_progress",
        "in_progress",
    )
    assert moved.detail["due"] == "2026-04-15"
    assert moved.detail["old_due"].startswith("2026-03-31T15:59:59")


def test_a_new_deadline_brings_a_new_ladder(under_way):
    extension = under_way.request(under_way.plain, APRIL_15)
    under_way.do(Life.EXTENSION, extension, Act.GRANT, "planner")

    assert [(s.deadline_version, s.state) for s in under_way.ladders(under_way.plain)] == [
        (1, SupervisionState.SETTLED),
        (2, SupervisionState.CALM),
    ]


def test_a_refused_extension_leaves_the_deadline(under_way):
    extension = under_way.request(under_way.plain, APRIL_15)
    under_way.do(Life.EXTENSION, extension, Act.REFUSE, "planner", reason="请按期完成。")

    found = under_way.get(Life.EXTENSION, extension)
    assert (found.state, found.answer) == (ExtensionState.REFUSED, "请按期完成。")
    assert under_way.task(under_way.plain).due == end_of(date(2026, 3, 31))


# fmt: off
DATES = [
    # asked for               why not
    (date(2026, 4, 11),       ("The new date has to be a working day.",)),                              # a Saturday
    (date(2026, 4, 6),        ("The new date has to be a working day.",)),                              # 清明
    (date(2026, 3, 31),       ("The new date has to be later than the current deadline.",)),
    (date(2026, 3, 28),       ("The new date has to be a working day.", "The new date has to be later than the current deadline.")),
]
# fmt: on


@pytest.mark.parametrize(("wanted", "why"), DATES)
def test_the_date_asked_for_has_to_fit(under_way, wanted, why):
    assert refused(under_way, wanted) == why


def test_on_the_last_second_one_may_still_ask_and_one_second_later_no_more(under_way):
    under_way.now = end_of(date(2026, 3, 31)) + timedelta(seconds=1)
    assert refused(under_way, APRIL_15) == ("An extension has to be asked for before the deadline it is about.",)

    under_way.now -= timedelta(seconds=1)
    assert under_way.request(under_way.plain, APRIL_15)


def test_an_extension_asked_for_in_time_may_be_granted_a_day_late(under_way):
    extension = under_way.request(under_way.plain, APRIL_15)
    under_way.now = end_of(date(2026, 3, 31)) + timedelta(days=1)

    under_way.do(Life.EXTENSION, extension, Act.GRANT, "planner")

    assert under_way.task(under_way.plain).due == end_of(APRIL_15)


def test_an_answer_so_late_that_the_date_asked_for_has_passed_grants_nothing(under_way):
    extension = under_way.request(under_way.plain, APRIL_15)
    under_way.now = end_of(APRIL_15) + timedelta(days=1)

    reasons = under_way.refused(Life.EXTENSION, extension, Act.GRANT, "planner")

    assert reasons == ("The new deadline may not have passed already.",)
    assert under_way.task(under_way.plain).due == end_of(date(2026, 3, 31))


def test_suspending_makes_a_waiting_extension_moot(under_way):
    extension = under_way.request(under_way.plain, APRIL_15)

    under_way.task_does(under_way.plain, Act.SUSPEND, "planner", reason="场馆检修。")

    found = under_way.get(Life.EXTENSION, extension)
    assert (found.state, found.next_at) == (ExtensionState.MOOT, None)


def test_only_one_extension_is_decided_at_a_time(under_way):
    under_way.request(under_way.plain, APRIL_15)

    assert refused(under_way, date(2026, 4, 16)) == ("An extension of this task is already being decided.",)


def test_the_policy_caps_how_often_a_task_is_extended(under_way):
    for wanted in (APRIL_15, date(2026, 4, 30)):
        extension = under_way.request(under_way.plain, wanted)
        under_way.do(Life.EXTENSION, extension, Act.GRANT, "planner")

    assert refused(under_way, date(2026, 5, 29)) == ("The policy allows no further extension of this task.",)


def test_a_task_without_a_deadline_cannot_be_extended(house):
    standing = house.tasks_of(6)[0].id
    house.accept(standing)

    with pytest.raises(RuleRefused, match="该任务没有时限，无需延期"):
        house.request(standing, APRIL_15)


def test_a_task_not_signed_for_cannot_be_extended(house):
    assert refused(house, APRIL_15) == ("Only a task that is in progress can be extended.",)


@pytest.mark.parametrize("by", ["planner", "supporter", "deputy", "outsider"])
def test_only_the_leads_liaison_asks(under_way, by):
    assert refused(under_way, APRIL_15, by) == ("only the liaison may do this",)


def test_a_request_without_a_date_is_refused_with_what_to_do(under_way):
    with writing() as session, pytest.raises(BadInput, match="必须写明要延到哪一天"):
        request_extension(
            session, under_way.plain, given=Given(reason="缓。"), by=under_way.people["liaison"], now=under_way.now
        )


def test_a_deputy_asks_on_behalf_of_the_holder_who_then_cannot_grant(under_way):
    liaison = under_way.people["liaison"].person_id
    under_way.add(Absence(person_id=liaison, since=date(2026, 1, 6), until=date(2026, 1, 6)))

    extension = under_way.get(Life.EXTENSION, under_way.request(under_way.plain, APRIL_15, "deputy"))

    assert (extension.asked_by, extension.asked_for) == (under_way.people["deputy"].person_id, liaison)


@pytest.mark.parametrize(("act", "given"), [(Act.REPORT, {"text": "已完成。"})])
def test_reporting_makes_a_waiting_extension_moot(under_way, act, given):
    extension = under_way.request(under_way.plain, APRIL_15)
    under_way.task_does(under_way.plain, act, "liaison", **given)

    assert under_way.get(Life.EXTENSION, extension).state is ExtensionState.MOOT


def test_a_withdrawn_extension_lets_another_be_asked_for(under_way):
    extension = under_way.request(under_way.plain, APRIL_15)
    under_way.do(Life.EXTENSION, extension, Act.WITHDRAW, "liaison")

    assert under_way.get(Life.EXTENSION, extension).next_at is None
    assert under_way.request(under_way.plain, date(2026, 4, 16))


def test_an_unanswered_extension_reminds_the_planner_once_a_working_day(under_way):
    extension = under_way.request(under_way.plain, APRIL_15)
    assert under_way.refused(Life.EXTENSION, extension, Act.URGE, under_way.clock) == ("It is not late yet.",)
    under_way.now = at_hour(date(2026, 1, 7), "08:30")

    move = under_way.do(Life.EXTENSION, extension, Act.URGE, under_way.clock)

    assert under_way.duties(move) == ["ask_granter", "tell_leader"]
    assert under_way.refused(Life.EXTENSION, extension, Act.URGE, under_way.clock) == ("It is not late yet.",)
    assert under_way.task(under_way.plain).state is TaskState.IN_PROGRESS
