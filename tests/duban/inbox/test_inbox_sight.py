"""Who sees what; what is planted in a text stays text."""

import re

import pytest
from inbox_browser import As
from world import World

from models.plan import Requirement
from models.record import Refusal
from models.words import Act, Life

PLANTED = '<script>alert("x")</script><img src=x onerror=alert(1)>'


# fmt: off
SEEN = [
    # who            page                       answer
    ("planner",      "/tasks/{task}",           200),
    ("feng",         "/tasks/{task}",           200),
    ("supervisor",   "/tasks/{task}",           200),
    ("liaison",      "/tasks/{task}",           200),  # leads
    ("supporter",    "/tasks/{task}",           200),  # supports
    ("outsider",     "/tasks/{task}",           403),
    ("stranger",     "/tasks/{task}",           403),
    ("outsider",     "/plans/{plan}",           200),  # has tasks of its own in it
    ("stranger",     "/plans/{plan}",           403),
    ("liaison",      "/plans/{drafted}",        403),
    ("outsider",     "/plans/{drafted}/source", 403),
    ("liaison",      "/extensions/{extension}", 200),
    ("outsider",     "/extensions/{extension}", 403),
    ("outsider",     "/reviews/{review}",       403),
    ("liaison",      "/reviews/{review}",       200),
    ("outsider",     "/findings/{finding}",     403),
    ("liaison",      "/findings/{finding}",     200),
    ("liaison",      "/journal",                403),
    ("checker",      "/journal",                200),
    ("outsider",     "/files/1",                403),
    ("planner",      "/files/1",                200),
    ("planner",      "/files/999",              404),
    ("planner",      "/tasks/99999",            404),
    ("planner",      "/tasks/abc",              404),
    ("planner",      "/api/v1/tasks/{task}",    200),
    ("outsider",     "/api/v1/tasks/{task}",    403),
]
# fmt: on


@pytest.mark.parametrize(("who", "page", "answer"), SEEN)
def test_a_page_is_seen_by_those_it_concerns(as_: As, world: World, who: str, page: str, answer: int) -> None:
    url = page.format(
        task=world.tasks["rich"],
        plan=world.plan_id,
        drafted=world.drafted_id,
        extension=world.extension_id,
        review=world.reviews["in_review"],
        finding=world.finding_id,
    )
    assert as_(who).get(url).status_code == answer


# fmt: off
NUMBERED = [
    # how    page
    ("GET",  "/tasks/{}"),
    ("GET",  "/plans/{}"),
    ("GET",  "/plans/{}/source"),
    ("GET",  "/plans/{}/requirements"),
    ("GET",  "/reviews/{}"),
    ("GET",  "/extensions/{}"),
    ("GET",  "/findings/{}"),
    ("GET",  "/exemplars/{}"),
    ("GET",  "/files/{}"),
    ("GET",  "/api/v1/tasks/{}"),
    ("POST", "/tasks/{}/acts/accept"),
    ("POST", "/plans/1/requirements/{}/confirm"),
    ("POST", "/api/v1/tasks/{}/acts/accept"),
]
# fmt: on


@pytest.mark.parametrize("number", [0, -1, 2**31, 99999999999999999999])
@pytest.mark.parametrize(("how", "page"), NUMBERED)
def test_a_number_that_nothing_can_have_is_not_found(as_: As, how: str, page: str, number: int) -> None:
    browser, url = as_("planner"), page.format(number)
    if how == "GET":
        assert browser.get(url).status_code == 404
    elif url.startswith("/api"):
        headers = {"x-csrf-token": browser.csrf}
        assert browser.client.post(url, json={}, headers=headers).status_code == 404
    else:
        assert browser.post(url).status_code == 404


def test_what_one_may_not_see_one_may_not_do(as_: As, world: World) -> None:
    refused = as_("outsider").act(f"/tasks/{world.tasks['assigned']}", Act.ACCEPT)
    assert refused.status_code == 403
    assert "不涉及你或你的单位" in refused.text


def _refusals(world: World, life: Life, subject_id: int) -> list[tuple[Act, int | None]]:
    found = world.all_of(Refusal, life=life, subject_id=subject_id)
    assert all("不涉及你或你的单位" in row.why for row in found)
    return [(row.act, row.person_id) for row in found]


def test_an_attempt_on_what_one_may_not_see_is_on_record(as_: As, world: World) -> None:
    task, browser = world.tasks["assigned"], as_("outsider")
    tried = (Act.ACCEPT, world.people["outsider"].person_id)
    browser.act(f"/tasks/{task}", Act.ACCEPT)
    assert _refusals(world, Life.TASK, task) == [tried]
    headers = {"x-csrf-token": browser.csrf}
    answer = browser.client.post(f"/api/v1/tasks/{task}/acts/accept", json={}, headers=headers)
    assert answer.status_code == 403
    assert _refusals(world, Life.TASK, task) == [tried, tried]


def test_a_requirement_of_a_plan_out_of_sight_is_neither_confirmed_nor_shown(as_: As, world: World) -> None:
    row = world.all_of(Requirement, plan_id=world.drafted_id)[0]
    refused = as_("outsider").post(f"/plans/{world.drafted_id}/requirements/{row.id}/confirm")
    assert refused.status_code == 403
    assert f'id="r{row.id}"' not in refused.text
    assert _refusals(world, Life.PLAN, world.drafted_id) == [(Act.CONFIRM, world.people["outsider"].person_id)]


def test_the_list_of_tasks_holds_only_what_one_sees(as_: As, world: World) -> None:
    text = as_("outsider").text("/tasks?words=" + world.task("rich").title[:8])
    assert f"/tasks/{world.tasks['rich']}" not in text
    assert "没有符合条件的任务" in text


def test_a_unit_that_is_asked_nothing_sees_no_plan(as_: As) -> None:
    assert "还没有你能看到的方案" in as_("stranger").text("/plans")


def test_the_contact_of_the_notice_is_shown_to_people_it_concerns_and_not_by_the_api(as_: As, world: World) -> None:
    browser = as_("liaison")
    assert "00001818" in browser.text(f"/plans/{world.plan_id}")
    assert "00001818" not in browser.text(f"/api/v1/tasks/{world.tasks['rich']}")


def test_a_script_planted_in_a_reason_stays_words(as_: As, world: World) -> None:
    task = world.tasks["reported"]
    as_("checker").act(f"/tasks/{task}", Act.SEND_BACK, reason=PLANTED)
    for who, url in (("liaison", f"/tasks/{task}"), ("planner", "/journal"), ("planner", "/journal?refused=1")):
        text = as_(who).text(url)
        assert "<script>alert" not in text
        assert "<img src=x" not in text
    assert "&lt;script&gt;alert" in as_("liaison").text(f"/tasks/{task}")


def test_a_script_planted_in_a_refused_form_stays_words(as_: As, world: World) -> None:
    url = f"/tasks/{world.tasks['in_progress']}"
    refused = as_("liaison").act(url, Act.ADD_ENTRY, text=PLANTED + "</textarea>", percent="x")
    assert refused.status_code == 422
    assert "<script>alert" not in refused.text
    assert "&lt;script&gt;alert" in refused.text


def test_a_script_planted_in_a_filter_stays_words(as_: As) -> None:
    text = as_("planner").text('/tasks?words="><script>alert(1)</script>&unit="><script>')
    assert "<script>alert" not in text


def test_the_flash_shows_no_words_of_a_forged_cookie(as_: As) -> None:
    browser = as_("planner")
    browser.client.cookies.set("flash", "<b>planted</b>")
    assert "planted" not in browser.text("/")


def test_a_file_name_is_shown_and_sent_safely(as_: As, world: World) -> None:
    browser, url = as_("liaison"), f"/tasks/{world.tasks['in_progress']}"
    browser.act(url, Act.ATTACH, files=[("file", ('../../<b>"x".txt', b"x"))])
    text = browser.text(url)
    assert "<b>x" not in text
    assert "../" not in text


def test_the_source_is_shown_with_the_requirement_marked(as_: As, world: World) -> None:
    task = world.task("rich")
    marked = re.findall(r'<mark class="m-requirement[^>]*>(.*?)</mark>', as_("liaison").text(f"/tasks/{task.id}"))
    assert "".join(marked) == world.all_of(Requirement, id=task.requirement_id)[0].text


def test_the_history_tells_who_did_what_and_why(as_: As, world: World) -> None:
    text = as_("planner").text(f"/tasks/{world.tasks['declined']}")
    assert world.people["liaison"].name in text
    assert "此项属于科普部职责。" in text
    assert "已退回交办" in text


def test_a_fault_of_ours_is_a_calm_page_with_a_number(
    as_: As, world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from duban.evidence import path_of
    from models.task import Evidence

    file = world.all_of(Evidence)[0]
    path_of(file.sha256).unlink()
    gone = as_("planner").get(f"/files/{file.id}")
    assert gone.status_code == 500
    assert "读不出来" in gone.text


def test_the_moves_of_a_life_are_on_its_page(as_: As, world: World) -> None:
    assert len(world.moves(Life.REVIEW, world.reviews["closed"])) == 3
    assert as_("feng").text(f"/reviews/{world.reviews['closed']}").count("<time") >= 3
