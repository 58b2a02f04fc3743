"""Two languages: chosen by the browser, at the door, and by a person for good; dates as people there write them."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from babel.dates import format_date
from inbox_browser import As, Browser
from world import PEOPLE, World

from duban import tongue
from duban.database import writing
from models.register import Account
from models.task import Task

HAN = re.compile(r"[\u4e00-\u9fff]+")
ENGLISH = {"accept-language": "en-GB,en;q=0.9,zh;q=0.5"}


def test_a_browser_that_likes_english_better_is_answered_in_english(stranger: Browser) -> None:
    english, chinese = stranger.get("/sign-in", headers=ENGLISH).text, stranger.text("/sign-in")

    assert '<html lang="en">' in english
    assert "Sign in" in english
    assert '<html lang="zh-CN">' in chinese
    assert set(HAN.findall(english)) == {"中文"}  # the way to the other language


def test_who_is_not_signed_in_can_choose_at_the_door(stranger: Browser) -> None:
    token = re.search(r'name="csrf" value="([^"]+)"', stranger.text("/sign-in"))
    assert token is not None

    answer = stranger.post("/language", csrf=token[1], language="en")

    assert answer.status_code == 303
    assert "Sign in" in stranger.text("/sign-in")


def test_a_language_is_not_chosen_by_a_form_of_another_site(stranger: Browser, as_: As) -> None:
    stranger.get("/sign-in")

    assert stranger.post("/language", csrf="made-up", language="en").status_code == 403
    assert as_("feng").post("/language", csrf="made-up", language="en").status_code == 403


def test_the_choice_of_a_person_is_kept_with_the_account(as_: As, world: World) -> None:
    as_("feng").post("/language", language="en")

    again = as_("feng")  # another browser, which asks for nothing
    kept = {account.language for account in world.all_of(Account, login=PEOPLE["feng"])}

    assert kept == {"en"}
    assert "Waiting for me" in again.text("/")
    assert "待我办理" in as_("ren").text("/")


def test_choosing_leads_back_to_the_page_it_was_chosen_on(as_: As, world: World) -> None:
    browser, task = as_("feng"), f"/tasks/{world.tasks['rich']}"

    def back(before: str) -> str:
        data = {"csrf": browser.csrf, "language": "en"}
        return browser.client.post("/language", data=data, headers={"referer": before}).headers["location"]

    assert back(f"http://testserver{task}?x=1") == f"{task}?x=1"
    assert back(f"http://testserver{task}/acts/report") == task
    assert back("http://elsewhere.example/tasks/1") == "/"


@pytest.mark.parametrize("language", ["fr", "", "../en"])
def test_an_unknown_language_is_refused(as_: As, language: str) -> None:
    assert as_("feng").post("/language", language=language).status_code == 422


def test_a_refusal_is_told_in_the_language_of_the_person(as_: As, world: World) -> None:
    browser = as_("feng")
    browser.post("/language", language="en")

    answer = browser.act(f"/reviews/{world.reviews['in_review']}", "decide", verdict="no")

    assert answer.status_code == 409
    told = re.search(r'role="alert">(.*?)</div>', answer.text, re.S)
    assert told is not None
    assert "It was not done" in told[1]
    assert HAN.findall(re.sub(r"[“\"「].*?[”\"」]", "", told[1])) == []


@pytest.mark.parametrize("place", ["/", "/plans", "/tasks", "/journal", "/messages", "/absences", "/feeds", "/tokens"])
def test_every_page_answers_in_english_with_nothing_chinese_but_what_is_stored(
    as_: As, world: World, place: str
) -> None:
    """What our own catalogue and vocabulary would say in Chinese must not be there; names and titles may."""
    browser = as_("planner")
    browser.post("/language", language="en")

    text = browser.text(place)
    ours = {zh for zh in tongue._english() if "%" not in zh and len(zh) > 4}

    assert '<html lang="en">' in text
    assert {zh for zh in ours if f">{zh}<" in text} == set()


@pytest.mark.parametrize(("language", "called"), [("zh", "2026年上半年"), ("en", "first half of 2026")])
def test_a_period_is_called_in_the_language_wherever_a_task_is_shown(
    as_: As, world: World, language: str, called: str
) -> None:
    task = world.tasks["assigned"]
    with writing() as session:
        session.get_one(Task, task).period = "2026H1"
    browser = as_("liaison")
    browser.post("/language", language=language)

    pages = {place: browser.text(place) for place in ("/", "/tasks", f"/tasks/{task}")}

    assert {place: (called in page, "2026H1" in page) for place, page in pages.items()} == dict.fromkeys(
        pages, (True, False)
    )


def test_days_and_moments_are_written_as_people_there_write_them() -> None:
    day, moment = date(2026, 11, 26), datetime(2026, 11, 26, 1, 30, tzinfo=UTC)

    with tongue.speaking("zh"):
        chinese = (tongue.day(day), tongue.moment(moment), tongue.day(None))
    with tongue.speaking("en"):
        english = (tongue.day(day), tongue.moment(moment), tongue.listed(["a", "b"]))

    assert chinese == ("2026年11月26日（周四）", "2026年11月26日（周四） 09:30", "—")
    assert english == ("Thu 26 Nov 2026", "Thu 26 Nov 2026, 09:30", "a, b")


def test_of_one_and_of_many_english_speaks_differently() -> None:
    zh = "%(num)s 个文件"

    with tongue.speaking("en"):
        assert [tongue.lookup_many(zh, zh, n) for n in (0, 1, 2)] == ["%(num)s files", "%(num)s file", "%(num)s files"]
    assert tongue.lookup_many(zh, zh, 1) == zh


@pytest.mark.parametrize(
    ("header", "liked"),
    [
        ("en", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("de,en-US;q=0.7,zh;q=0.8", "zh"),
        ("de", None),
        ("", None),
        ("en;q=0", None),
        ("en;q=x,zh;q=0.1", "zh"),
    ],
)
def test_the_language_liked_best_is_spoken(header: str, liked: str | None) -> None:
    assert tongue.liked(header) == liked


def test_a_day_in_chinese_is_written_by_the_pattern_of_the_language() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(366)]

    assert [tongue.day(day) for day in days] == [format_date(day, tongue.WRITTEN["zh"][0], locale="zh") for day in days]
