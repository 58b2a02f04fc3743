"""The page of calendar links: made and shown once, renewed, revoked."""

import re
from html import unescape

from inbox_browser import As, Browser
from world import World

from models.feed import Feed

ADDRESS = re.compile(r'value="(http[^"]+\.ics)"')


def test_the_address_is_shown_once(as_: As, world: World) -> None:
    browser = as_("liaison")
    [address] = ADDRESS.findall(unescape(browser.post("/feeds", plan="").text))

    listed = browser.text("/feeds")

    assert browser.get(address.removeprefix("http://127.0.0.1:8600")).status_code == 200
    assert (ADDRESS.findall(listed), "我的任务" in listed, "还没有程序取用过" in listed) == ([], True, True)


def test_renewing_and_revoking_are_a_press_of_a_button(as_: As, world: World, stranger: Browser) -> None:
    browser = as_("liaison")
    browser.post("/feeds", plan=str(world.plan_id))
    [address] = ADDRESS.findall(browser.post("/feeds/1/renew").text)
    path = address.removeprefix("http://127.0.0.1:8600")
    assert stranger.get(path).status_code == 200

    assert browser.post("/feeds/2/revoke").status_code == 303

    assert stranger.get(path).status_code == 404
    assert [feed.revoked_at for feed in world.all_of(Feed)] == [world.now, world.now]
    assert "链接已作废" in browser.text("/feeds")


def test_a_second_press_says_why_not(as_: As) -> None:
    browser = as_("liaison")
    browser.post("/feeds", plan="")
    browser.post("/feeds/1/revoke")

    answer = browser.post("/feeds/1/revoke")

    assert (answer.status_code, "已经作废" in answer.text) == (422, True)


def test_others_links_cannot_be_touched(as_: As, world: World) -> None:
    as_("liaison").post("/feeds", plan="")
    other = as_("outsider")

    assert [other.post(f"/feeds/1/{act}").status_code for act in ("revoke", "renew")] == [404, 404]
    assert other.post("/feeds", csrf="wrong", plan="").status_code == 403
    assert "链接 1<" not in other.text("/feeds")
    assert [feed.revoked_at for feed in world.all_of(Feed)] == [None]


def test_a_plan_leads_to_its_subscription(as_: As, world: World) -> None:
    browser = as_("planner")

    assert f'href="/feeds?plan={world.plan_id}"' in browser.text(f"/plans/{world.plan_id}")
    assert f'<option value="{world.plan_id}" selected>' in browser.text(f"/feeds?plan={world.plan_id}")


def test_nobody_makes_a_link_to_a_plan_that_is_not_theirs(as_: As, world: World) -> None:
    assert as_("stranger").post("/feeds", plan=str(world.plan_id)).status_code == 403
    assert world.all_of(Feed) == []


def test_the_page_is_for_those_who_are_signed_in(stranger: Browser) -> None:
    assert stranger.get("/feeds").headers["location"] == "/sign-in?next=/feeds"
