"""What everybody may look up: people and posts, the working calendar; proof of a record, and the tasks of one's unit."""

from datetime import date

from inbox_browser import As
from query_count import counted
from world import World

from duban.absences import Away, add_absence
from duban.database import reading, writing
from duban.directory import posts_page
from duban.ledger.sealing import seal
from duban.local_days import read_own_days, store_own_days
from models.policy_stored import Policy
from models.register import Holding, Post
from models.words import Holds
from workflows.moments import day_of


def test_the_directory_finds_a_post_by_unit_name_and_person(as_: As, world: World) -> None:
    browser, name = as_("stranger"), world.people["feng"].name

    assert name in browser.text(f"/people?words={name}")
    assert name not in browser.text("/people?words=科普部")
    assert "没有符合条件的岗位" in browser.text("/people?words=%25")


def test_who_is_away_is_marked_and_a_post_without_anybody_stands_out(as_: As, world: World) -> None:
    me = world.people["stranger"]
    add_absence(me.person_id or 0, Away(date(2026, 3, 24), date(2026, 3, 26)), by=me, now=world.now)
    deputies = {
        holding.post_id
        for holding in world.all_of(Holding)
        if holding.kind is Holds.DEPUTY and holding.person_id != me.person_id
    }
    mine = {holding.post_id for holding in world.all_of(Holding, person_id=me.person_id)}

    text = as_("planner").text(f"/people?words={me.name}")

    assert "外出至 2026年3月26日（周四）" in text
    assert ("眼下没有人办理" in text) is bool(mine - deputies)


def test_one_page_of_posts_and_many_cost_the_same_number_of_queries(world: World) -> None:
    few = world.people["feng"].name
    with reading() as session:
        session.connection()
        with counted() as asked:
            one = posts_page(session, few, number=1, today=day_of(world.now))
        with counted() as asked_many:
            many = posts_page(session, "", number=1, today=day_of(world.now))

    assert 0 < len(one.rows) < len(many.rows)
    assert len(asked) == len(asked_many)
    assert many.total == len(world.all_of(Post))


def test_the_calendar_says_which_days_are_worked_and_by_what_document(as_: As) -> None:
    browser = as_("stranger")

    assert "2026年2月17日（周二）" in browser.text("/calendar")
    assert "工作日历 2025" in browser.text("/calendar?year=2025")
    assert "工作日历 2026" in browser.text("/calendar?year=x")


def test_a_sealed_record_is_proved_for_the_office_only(as_: As, world: World) -> None:
    unsealed = as_("planner").get("/journal/1/receipt.json")
    seal(now=world.now)
    sealed = as_("planner").get("/journal/1/receipt.json")

    assert unsealed.status_code == 422
    assert (sealed.status_code, sealed.json()["position"]) == (200, 0)
    assert as_("liaison").get("/journal/1/receipt.json").status_code == 403


def test_a_liaison_comes_to_the_tasks_of_the_unit_with_one_press(as_: As, world: World) -> None:
    unit = world.units["KJG"]

    assert f'<a href="/tasks?unit={unit}"' in as_("liaison").text("/tasks")
    assert "我单位的任务" not in as_("planner").text("/tasks")


def test_the_days_that_a_unit_has_of_its_own_stand_on_the_page_of_their_year_only(as_: As, world: World) -> None:
    days = read_own_days("2026-04-20 放假 壮族三月三")
    with writing() as session:
        store_own_days(session, world.units["KPB"], days, years=(2026,), source="桂政办〔2025〕9号")
    browser = as_("stranger")

    text = browser.text("/calendar?year=2026").partition("各单位自己的休息日")[2]
    assert [word in text for word in ("2026年4月20日（周一）", "科普部", "壮族三月三", "桂政办〔2025〕9号")] == [
        True
    ] * 4
    assert "各单位自己的休息日" not in browser.text("/calendar?year=2025")


def test_the_office_finds_every_version_of_every_policy(as_: As, world: World) -> None:
    text = as_("planner").text("/policies")
    assert [f'href="/policies/{row.id}"' in text for row in world.all_of(Policy)] == [True] * len(world.all_of(Policy))
    assert '<a href="/policies">' in as_("planner").text("/plans")
    assert '<a href="/policies">' not in as_("liaison").text("/plans")
