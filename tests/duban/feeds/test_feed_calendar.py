"""What a calendar program reads in a feed: days, states, bells, and nothing that is not the person's."""

import re
from datetime import date, timedelta

import pytest
from feed_reading import Feeds, parts, rings
from icalendar import Calendar
from small_plan import at
from sqlalchemy import ColumnElement, event
from sqlmodel import col, select
from world import THEN, World

from duban.calendars import calendar_year
from duban.database import engine, reading, writing
from duban.feeds.calendar_file import PROVISIONAL, calendar_file
from duban.feeds.items import Item, items_of_plan
from models.register import Holding, Person
from models.task import Task
from models.words import Act, Life, TaskState, YearStatus
from workflows.moments import day_of

# fmt: off
STATES = [
    # stage           event         todo             percent  first words
    ("assigned",      "CONFIRMED",  "NEEDS-ACTION",  0,       ""),
    ("in_progress",   "CONFIRMED",  "IN-PROCESS",    0,       ""),
    ("reported",      "CONFIRMED",  "IN-PROCESS",    60,      "〔已报告〕"),
    ("in_review",     "CONFIRMED",  "IN-PROCESS",    60,      "〔审核中〕"),
    ("closed",        "CONFIRMED",  "COMPLETED",     100,     "〔已办结〕"),
]
# fmt: on


@pytest.mark.parametrize(("stage", "event", "todo", "percent", "first"), STATES, ids=[row[0] for row in STATES])
def test_a_task_shows_its_state_as_calendars_know_it(feeds: Feeds, world, stage, event, todo, percent, first):
    read, key = feeds.of("liaison"), f"task-{world.tasks[stage]}"

    as_event, as_todo = parts(read, "event")[key], parts(read, "todo")[key]
    assert (as_event["status"], as_todo["status"], as_todo["percent-complete"]) == (event, todo, percent)
    assert as_event["summary"] == as_todo["summary"]
    assert as_event["summary"].startswith(first + world.task(stage).title)


def test_a_deadline_is_a_whole_day_in_shanghai_that_takes_no_time(feeds: Feeds, world: World):
    read, key, task = feeds.of("liaison"), f"task-{world.tasks['assigned']}", world.task("assigned")

    event, todo = parts(read, "event")[key], parts(read, "todo")[key]
    day = day_of(task.due)
    assert (event["dtstart"].dt, event["dtend"].dt, event["transp"]) == (day, day + timedelta(days=1), "TRANSPARENT")
    assert type(event["dtstart"].dt) is date
    assert todo["due"].dt == day
    assert read["x-wr-timezone"] == "Asia/Shanghai"


def test_it_rings_as_the_policy_says_and_only_while_the_lead_has_it(feeds: Feeds, world: World):
    with writing() as session:
        for stage in ("assigned", "reported"):
            task = session.get_one(Task, world.tasks[stage])
            task.due = task.original_due = at("2026-04-30 23:59:59")
            session.add(task)

    todos = parts(feeds.of("liaison"), "todo")

    title = world.task("assigned").title
    assert rings(todos[f"task-{world.tasks['assigned']}"])[:3] == [
        ("2026-04-23T00:30Z", f"距时限还有 5 个工作日：亮蓝灯、提醒。{title}"),
        ("2026-04-28T00:30Z", f"距时限还有 2 个工作日：亮黄灯、催办。{title}"),
        ("2026-05-06T00:30Z", f"已过时限 1 个工作日，仍未报告的：督办。{title}"),
    ]
    assert rings(todos[f"task-{world.tasks['reported']}"]) == []


def test_a_moved_deadline_keeps_its_uid_and_counts_up(feeds: Feeds, world: World):
    made, key = feeds.made("liaison"), f"task-{world.tasks['asking']}"
    before = parts(feeds.program.calendar(made.address), "event")[key]
    world.do(Life.EXTENSION, world.extension_id, Act.GRANT, "planner")

    after = parts(feeds.program.calendar(made.address), "event")[key]

    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (1, 2)
    assert after["dtstart"].dt == date(2026, 9, 30)
    assert "（原定 " in after["description"]
    assert after["last-modified"].dt > before["last-modified"].dt


def test_a_cancelled_task_is_cancelled_in_the_calendar(feeds: Feeds, world: World):
    world.do(Life.TASK, world.tasks["assigned"], Act.CANCEL, "planner", reason="合并办理。")

    read, key = feeds.of("liaison"), f"task-{world.tasks['assigned']}"

    event, todo = parts(read, "event")[key], parts(read, "todo")[key]
    assert (event["status"], todo["status"]) == ("CANCELLED", "CANCELLED")
    assert (event["summary"].startswith("〔已撤销〕"), rings(todo)) == (True, [])


def test_a_task_that_ended_long_ago_is_left_out(feeds: Feeds, world: World):
    closed = world.task("closed")
    world.now = max(closed.closed_at, closed.due) + timedelta(days=93)

    assert f"task-{closed.id}" not in parts(feeds.of("liaison"), "todo")


def test_what_waits_for_a_reviewer_is_in_the_reviewers_feed(feeds: Feeds, world: World):
    read = feeds.of("feng")

    todos = parts(read, "todo")
    assert {f"review-{world.reviews[stage]}" for stage in ("in_review", "second_review")} <= todos.keys()
    review = world.get(Life.REVIEW, world.reviews["in_review"])
    event = parts(read, "event")[f"review-{review.id}"]
    assert (event["dtstart"].dt, event["summary"].split("：")[0]) == (day_of(review.due), "待我审核")


def test_each_thing_is_there_once_however_many_reasons_there_are(feeds: Feeds):
    for who in ("liaison", "planner", "supervisor", "checker"):
        uids = [str(one["uid"]) for one in feeds.of(who).walk() if one.get("uid")]
        assert len(uids) == len(set(uids))


def test_the_feed_of_a_plan_shows_what_its_person_may_see(feeds: Feeds, world: World):
    with reading() as session:
        every = {f"task-{id_}" for id_ in session.exec(select(Task.id).where(Task.plan_id == world.plan_id)).all()}
        led = select(Task.id).where(Task.plan_id == world.plan_id, Task.lead_unit_id == world.units["G01"])
        own = {f"task-{id_}" for id_ in session.exec(led).all()}

    assert parts(feeds.of("planner", world.plan_id), "todo").keys() == every
    assert own
    assert own <= parts(feeds.of("outsider", world.plan_id), "todo").keys() < every


def _leave(world: World, who: str) -> None:
    """End every post of somebody with yesterday; the person stays in the register, and in the unit."""
    with writing() as session:
        for holding in session.exec(select(Holding).where(Holding.person_id == world.people[who].person_id)).all():
            holding.until = day_of(world.now) - timedelta(days=1)
            session.add(holding)


@pytest.mark.parametrize("of_plan", [False, True], ids=["of the person", "of a plan"])
def test_whoever_lost_the_post_sees_nothing_of_the_unit_any_more(feeds: Feeds, world: World, of_plan: bool):
    made = feeds.made("liaison", world.plan_id if of_plan else None)
    assert parts(feeds.program.calendar(made.address), "todo")
    _leave(world, "liaison")

    left = feeds.program.calendar(made.address)

    assert (left.walk("VEVENT"), left.walk("VTODO")) == ([], [])
    with reading() as session:
        plan = world.get(Life.PLAN, world.plan_id)
        assert session.get_one(Person, world.people["liaison"].person_id).unit_id == world.units["KJG"]
    assert (plan.plan_title or plan.title) not in str(left["x-wr-calname"])


def test_a_deputy_sees_the_tasks_while_standing_in(feeds: Feeds, world: World):
    deputy = next(p for p in world.all_of(Person) if p.code == "hou.jia")
    world.people["deputy"] = world.people["liaison"].model_copy(update={"person_id": deputy.id, "name": deputy.name})
    key = f"task-{world.tasks['assigned']}"
    assert key not in parts(feeds.of("deputy"), "todo")
    with engine().begin() as connection:
        connection.exec_driver_sql(
            f"INSERT INTO absence (person_id, since, until, why) VALUES ({world.people['liaison'].person_id}, '2026-03-20', '2026-03-31', '')"
        )

    assert key in parts(feeds.of("deputy"), "todo")


def test_a_year_that_is_provisional_is_said_to_be(feeds: Feeds, world: World):
    due = date(2026, 4, 30)
    with writing() as session:
        task = session.get_one(Task, world.tasks["assigned"])
        task.due = at(f"{due} 23:59:59")
        year, _ = calendar_year(session, due.year)
        year.status, year.revision = YearStatus.PROVISIONAL, year.revision + 1
        session.add_all([task, year])

    assert PROVISIONAL in parts(feeds.of("liaison"), "todo")[f"task-{task.id}"]["description"]


def test_nothing_in_it_reaches_a_person(feeds: Feeds, world: World):
    contact = world.get(Life.PLAN, world.plan_id).contact
    with reading() as session:
        addresses = session.exec(select(Person.email).where(Person.email != "")).all()
    assert (bool(contact), bool(addresses)) == (True, True)

    for who in ("liaison", "planner", "feng"):
        text = feeds.of(who).to_ical().decode().replace("\r\n ", "")
        assert not [said for said in (*addresses, *contact.values()) if str(said) and str(said) in text]
        assert not re.search(r"(?i)mailto:|ORGANIZER|ATTENDEE|\b1\d{10}\b|\b0\d{2,3}-\d{7,8}", text)


def test_the_same_input_gives_the_same_bytes_through_another_link_too(feeds: Feeds, world: World):
    first, second = feeds.made("liaison"), feeds.made("liaison")
    read = feeds.program.fetch(first.address)
    world.now += timedelta(minutes=7)

    again = feeds.program.fetch(second.address)

    assert (again.content, again.headers["etag"]) == (read.content, read.headers["etag"])


def test_lines_are_short_and_end_as_the_standard_says(feeds: Feeds):
    content = feeds.program.fetch(feeds.made("liaison").address).content

    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    ("only", "kinds"), [("events", {"VEVENT"}), ("todos", {"VTODO"}), ("nonsense", {"VEVENT", "VTODO"})]
)
def test_a_program_that_knows_one_kind_asks_for_it_alone(feeds: Feeds, only, kinds):
    read = feeds.program.calendar(f"{feeds.made('liaison').address}?only={only}")

    assert {one.name for one in read.subcomponents} == kinds


def test_a_standing_task_is_a_todo_without_a_day(feeds: Feeds, world: World):
    with writing() as session:
        task = session.get_one(Task, world.tasks["assigned"])
        task.due = task.original_due = None
        session.add(task)

    read = feeds.of("liaison")

    assert "due" not in parts(read, "todo")[f"task-{task.id}"]
    assert f"task-{task.id}" not in parts(read, "event")


def test_a_task_nobody_has_handed_out_is_tentative():
    item = Item("task-1", "更新台账。", (), "", date(2026, 4, 30), THEN, state=TaskState.PLANNED)

    read = Calendar.from_ical(calendar_file("督办", [item]))

    assert [(one.name, one["status"]) for one in read.subcomponents] == [
        ("VEVENT", "TENTATIVE"), ("VTODO", "NEEDS-ACTION"),
    ]  # fmt: skip


def test_a_calendar_with_nothing_in_it_is_one_all_the_same():
    assert Calendar.from_ical(calendar_file("督办", [])).subcomponents == []


def test_many_tasks_cost_as_many_queries_as_one(world: World):
    one = col(Task.id) == world.tasks["assigned"]

    (few, asked_few), (many, asked_many) = (_asked(world, seen) for seen in (one, col(Task.id) > 0))

    assert few == 1 < many
    assert asked_few == asked_many


def _asked(world: World, seen: ColumnElement[bool]) -> tuple[int, int]:
    """Count the items of a plan, and the statements they cost in a session of their own."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    with reading() as session:
        session.get_one(Task, 1)
        event.listen(engine(), "before_cursor_execute", note)
        items = items_of_plan(session, world.plan_id, seen, now=world.now)
        event.remove(engine(), "before_cursor_execute", note)
    return len(items), len(asked)
