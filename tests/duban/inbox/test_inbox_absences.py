"""Absences: entered, ended, and what the deputy may do meanwhile."""

from datetime import timedelta

import pytest
from inbox_browser import As
from world import World

from models.register import Absence, Person
from models.words import Act, Life, TaskState


@pytest.fixture
def today(world: World) -> str:
    return world.now.date().isoformat()


def test_ones_own_absence_is_entered_and_says_who_stands_in(as_: As, world: World, today: str) -> None:
    browser = as_("liaison")
    assert browser.post("/absences", since=today, until="2026-03-27", why="下乡").status_code == 303
    (absence,) = world.all_of(Absence)
    assert (absence.person_id, absence.entered_by, absence.entered_at) == (
        world.people["liaison"].person_id,
        world.people["liaison"].person_id,
        world.now,
    )
    text = browser.text("/absences")
    assert "外出已登记。" in text
    assert "省科技馆联络员：由 侯嘉 代理" in text


def test_a_post_without_a_deputy_is_warned_of(as_: As, today: str) -> None:
    browser = as_("feng")
    browser.post("/absences", since=today, until=today)
    assert "没有代理人，期间无人办理" in browser.text("/absences")


def test_the_deputy_acts_from_the_first_day_until_the_last(as_: As, world: World) -> None:
    deputy = _deputy(world)
    first = world.now.date() + timedelta(days=1)
    as_("liaison").post("/absences", since=first.isoformat(), until=first.isoformat())
    assert _waiting(world, deputy) == 0
    world.now += timedelta(days=1)
    assert _waiting(world, deputy) > 0
    world.people["deputy"] = deputy
    world.do(Life.TASK, world.tasks["assigned"], Act.ACCEPT, "deputy")
    assert world.task("assigned").state is TaskState.IN_PROGRESS
    shown = f"（代{world.people['liaison'].name}）"
    assert shown in as_("planner").text(f"/tasks/{world.tasks['assigned']}")
    assert shown in as_("planner").text("/journal")
    world.now += timedelta(days=1)
    assert _waiting(world, deputy) == 0


def _deputy(world: World):  # type: ignore[no-untyped-def]
    from models.values import Actor

    found = next(p for p in world.all_of(Person) if p.code == "hou.jia")
    return Actor(person_id=found.id, name=found.name)


def _waiting(world: World, who) -> int:  # type: ignore[no-untyped-def]
    from duban.database import reading
    from duban.desk.opened import desk_of
    from duban.posts import standing
    from duban.waiting import waiting_for

    with reading() as session:
        return sum(waiting.count for waiting in waiting_for(session, standing(desk_of(session), who, now=world.now)))


def test_an_absence_is_ended_early_or_deleted(as_: As, world: World, today: str) -> None:
    browser = as_("liaison")
    browser.post("/absences", since=today, until="2026-03-27")
    browser.post("/absences", since="2026-04-01", until="2026-04-02")
    runs, future = world.all_of(Absence)
    world.now += timedelta(days=1)
    browser = as_("liaison")
    assert browser.post(f"/absences/{runs.id}/end").status_code == 303
    assert browser.post(f"/absences/{future.id}/end").status_code == 303
    (left,) = world.all_of(Absence)
    assert (left.id, left.until.isoformat()) == (runs.id, today)


def test_only_the_office_enters_the_absence_of_others(as_: As, world: World, today: str) -> None:
    named = "蔡令然（cai.lingran）"
    refused = as_("feng").post("/absences", person_id=named, since=today, until=today)
    assert refused.status_code == 403
    assert "只能登记自己的外出" in refused.text
    assert as_("planner").post("/absences", person_id=named, since=today, until=today).status_code == 303
    (absence,) = world.all_of(Absence)
    assert as_("feng").post(f"/absences/{absence.id}/end").status_code == 403
    assert world.people["liaison"].name in as_("planner").text("/absences")
    assert "没有登记外出。" in as_("feng").text("/absences")


# fmt: off
WRONG = [
    # from           to              why it cannot be
    ("2026-03-26",   "2026-03-25",   "早于开始日期"),
    ("2026-03-20",   "2026-03-22",   "这段外出已经过去"),
    ("2026-03-24",   "2027-12-01",   "外出超过一年"),
    ("2026-03-31",   "2026-04-01",   "与已登记的外出（2026-03-30 至 2026-03-31）重叠"),
    ("",             "2026-04-01",   "请写明外出从哪一天到哪一天"),
    ("明天",         "2026-04-01",   "不是日期"),
]
# fmt: on


@pytest.mark.parametrize(("since", "until", "told"), WRONG)
def test_days_that_cannot_be_are_refused_and_kept_in_the_form(
    as_: As, world: World, since: str, until: str, told: str
) -> None:
    browser = as_("liaison")
    browser.post("/absences", since="2026-03-30", until="2026-03-31")
    refused = browser.post("/absences", since=since, until=until, why="下乡")
    assert refused.status_code == 422
    assert told in refused.text
    assert 'value="下乡"' in refused.text
    assert len(world.all_of(Absence)) == 1
