"""What the ledger tells the world: one event for each Move that changes something, with a name that stays."""

from collections import Counter

from small_plan import LIAISON, PLANNER, Small, at, rows

from duban.database import reading
from duban.ledger_events import event_name, events, events_after, newest_move
from duban.sweeping import sweep_all
from models.record import Move
from models.words import Act, Life, ReviewState, SupervisionState, TaskState

THEN = at("2026-01-07 09:00")
NAMES = [
    "duban.appeal.dismissed",
    "duban.appeal.lodged",
    "duban.appeal.upheld",
    "duban.appeal.withdrawn",
    "duban.exemplar.accepted",
    "duban.exemplar.declined",
    "duban.exemplar.nominated",
    "duban.exemplar.published",
    "duban.extension.granted",
    "duban.extension.moot",
    "duban.extension.refused",
    "duban.extension.requested",
    "duban.extension.withdrawn",
]


def since(move: int) -> list[tuple[str, str, int]]:
    with reading() as session:
        found, last = events_after(session, move)
    assert last == max(one.id or 0 for one in rows(Move))
    return [(event.name, event.plan_number, event.subject_id) for event in found]


def test_the_events_there_are():
    assert events()[: len(NAMES)] == NAMES
    assert {"duban.plan.issued", "duban.review.decided", "duban.review.answered", "duban.rung.reached"} <= set(events())
    assert [name for name in events() if ".task." in name] == [
        "duban.task.cancelled",
        "duban.task.closed",
        "duban.task.declined",
        "duban.task.in_progress",
    ]


def test_a_rung_and_a_decision_have_a_name_whatever_they_come_to():
    reached = {event_name(Life.SUPERVISION, Act.REMIND, "calm", rung) for rung in list(SupervisionState)[1:-1]}
    decided = {
        event_name(Life.REVIEW, Act.DECIDE, "open", said) for said in (ReviewState.APPROVED, ReviewState.RETURNED)
    }

    assert (reached, decided) == ({"duban.rung.reached"}, {"duban.review.decided"})


def test_of_tasks_only_ends_and_returns_are_told():
    assert event_name(Life.TASK, Act.ACCEPT, TaskState.ASSIGNED, TaskState.IN_PROGRESS) == ""
    assert event_name(Life.TASK, Act.ADD_ENTRY, TaskState.IN_PROGRESS, TaskState.IN_PROGRESS) == ""
    assert event_name(Life.TASK, Act.SEND_BACK, TaskState.REPORTED, TaskState.IN_PROGRESS) == "duban.task.in_progress"
    assert event_name(Life.TASK, Act.DECLINE, TaskState.ASSIGNED, TaskState.DECLINED) == "duban.task.declined"


def test_what_has_happened_to_a_plan_is_told_in_order(small: Small):
    found = since(0)

    plan = [name for name, _, _ in found if name.startswith(("duban.plan", "duban.review"))]
    assert plan == [
        "duban.plan.drafted",
        "duban.plan.in_review",
        "duban.review.open",
        "duban.review.answered",
        "duban.review.answered",
        "duban.review.decided",
        "duban.plan.approved",
        "duban.plan.issued",
    ]
    assert {number for _, number, _ in found} == {"试科协〔2026〕2号"}


def test_only_what_is_new_is_told_and_the_same_move_is_the_same_event(small: Small):
    with reading() as session:
        before = newest_move(session)
    small.does(LIAISON, Act.ACCEPT, small.plain, at=THEN)
    small.does(PLANNER, Act.CANCEL, small.plain, at=THEN, reason="不办了")
    with reading() as session:
        (one, *more), _ = events_after(session, before)
        (again, *_), _ = events_after(session, before)

    assert (one.name, one.subject_id, one.detail["became"]) == ("duban.task.cancelled", small.plain, "cancelled")
    assert one == again
    assert {event.name for event in more} <= {"duban.supervision.settled"}


def test_rungs_are_told_with_what_they_are_about(small: Small):
    with reading() as session:
        before = newest_move(session)
    sweep_all(now=at("2026-03-24 08:30"))
    with reading() as session:
        found, _ = events_after(session, before)

    reached = [event for event in found if event.name == "duban.rung.reached"]
    assert Counter(event.detail["became"] for event in reached) == {"reminded": len(reached)}
    assert {event.detail["by_clock"] for event in reached} == {True}
