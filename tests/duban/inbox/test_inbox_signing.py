"""Signing in, staying signed in, and what a page never lets through."""

from datetime import timedelta

import pytest
from inbox_browser import As, Browser
from sqlmodel import select
from world import PASSWORD, PEOPLE, World

from duban.accounts import account_called, reset_password
from duban.database import reading, writing
from duban.inbox.doorway import own_path
from models.register import SignIn

FENG = PEOPLE["feng"]


def test_a_page_sends_a_stranger_to_the_door_and_back_again(stranger: Browser, world: World) -> None:
    away = stranger.get("/tasks/3?x=1")
    assert (away.status_code, away.headers["location"]) == (303, "/sign-in?next=/tasks/3%3Fx%3D1")
    assert stranger.sign_in(FENG, next="/tasks/3?x=1").headers["location"] == "/tasks/3?x=1"


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "", "/a\r\nb"])
def test_no_address_of_another_site_is_gone_to(wanted: str) -> None:
    assert own_path(wanted) == "/"


def test_a_wrong_password_says_no_more_than_that(stranger: Browser) -> None:
    known, unknown = stranger.sign_in(FENG, "wrong"), stranger.sign_in("nobody", "wrong")
    assert (known.status_code, unknown.status_code) == (401, 401)
    assert "登录名或密码不对" in known.text
    assert "登录名或密码不对" in unknown.text


def test_five_wrong_passwords_lock_the_account_even_for_the_right_one(stranger: Browser, world: World) -> None:
    for _ in range(5):
        stranger.sign_in(FENG, "wrong")
    locked = stranger.sign_in(FENG)
    assert locked.status_code == 401
    assert "账号锁定到 2026-03-24 09:31" in locked.text
    world.now += timedelta(minutes=2)
    assert stranger.sign_in(FENG).status_code == 303


def test_the_lock_grows_with_every_further_guess(stranger: Browser, world: World) -> None:
    for _ in range(5):
        stranger.sign_in(FENG, "wrong")
    world.now += timedelta(minutes=2)
    stranger.sign_in(FENG, "wrong")
    world.now += timedelta(minutes=1)
    assert "账号锁定到" in stranger.sign_in(FENG).text


def test_the_door_takes_only_its_own_form(stranger: Browser) -> None:
    stranger.get("/sign-in")
    forged = stranger.client.post("/sign-in", data={"csrf": "forged", "login": FENG, "password": PASSWORD})
    assert forged.status_code == 403
    assert stranger.get("/").status_code == 303


def test_only_the_digest_of_the_token_is_kept(as_: As) -> None:
    token = as_("feng").client.cookies["duban"]
    with reading() as session:
        kept = [row.token_sha256 for row in session.exec(select(SignIn)).all()]
    assert kept
    assert token not in kept


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(stranger: Browser) -> None:
    cookie = stranger.sign_in(FENG).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_a_sign_in_ends_when_it_is_idle(as_: As, world: World) -> None:
    browser = as_("feng")
    world.now += timedelta(minutes=59)
    assert browser.get("/").status_code == 200
    world.now += timedelta(minutes=59)
    assert browser.get("/").status_code == 200
    world.now += timedelta(minutes=61)
    assert browser.get("/").status_code == 303


def test_a_sign_in_ends_after_twelve_hours_however_busy(as_: As, world: World) -> None:
    browser = as_("feng")
    for _ in range(14):
        world.now += timedelta(minutes=50)
        browser.get("/")
    assert browser.get("/").status_code == 200
    world.now += timedelta(minutes=30)
    assert browser.get("/").status_code == 303


def test_signing_out_ends_it_on_the_server_too(as_: As) -> None:
    browser = as_("feng")
    token = browser.client.cookies["duban"]
    assert browser.post("/sign-out").status_code == 303
    browser.client.cookies.set("duban", token)
    assert browser.get("/").status_code == 303


def test_signing_out_is_no_link(as_: As) -> None:
    browser = as_("feng")
    assert browser.get("/sign-out").status_code == 405
    assert browser.get("/").status_code == 200


def test_a_first_password_is_changed_before_anything_else(stranger: Browser, world: World) -> None:
    with writing() as session:
        first = reset_password(session, account_called(session, FENG))
    assert stranger.sign_in(FENG, first).status_code == 303
    assert stranger.get("/").headers["location"] == "/password"
    new = "一句只有我知道的话啊"
    changed = stranger.post("/password", old=first, new=new, again=new)
    assert changed.headers["location"] == "/sign-in"
    assert stranger.get("/").headers["location"] == "/sign-in"
    assert stranger.sign_in(FENG, new).status_code == 303
    assert stranger.get("/").status_code == 200


# fmt: off
WILL_NOT_DO = [
    # old       new                     again                    what is said
    (PASSWORD, "短密码",               "短密码",                "至少 10 个字符"),
    (PASSWORD, "一句只有我知道的话啊", "一句只有我知道的话呀",  "两次输入的新密码不一样"),
    (PASSWORD, PASSWORD,               PASSWORD,                "不能与原密码相同"),
    (PASSWORD, "aaaaaaaaaaaaa",        "aaaaaaaaaaaaa",         "太简单"),
    ("wrong",  "一句只有我知道的话啊", "一句只有我知道的话啊",  "登录名或密码不对"),
    (PASSWORD, "my-feng.yu-2026",      "my-feng.yu-2026",       "不能含有登录名"),
    (PASSWORD, "woaini1314520",        "woaini1314520",         "太常见"),
    (PASSWORD, "qwertyuiop",           "qwertyuiop",            "太常见"),
    (PASSWORD, "duban-kexie",           "duban-kexie",           "太常见"),
]
# fmt: on


@pytest.mark.parametrize(("old", "new", "again", "told"), WILL_NOT_DO)
def test_a_password_that_will_not_do_is_refused(as_: As, old: str, new: str, again: str, told: str) -> None:
    refused = as_("feng").post("/password", old=old, new=new, again=again)
    assert refused.status_code in (401, 422)
    assert told in refused.text


def test_changing_the_password_ends_every_other_sign_in(as_: As) -> None:
    here, there = as_("feng"), as_("feng")
    new = "一句只有我知道的话啊"
    here.post("/password", old=PASSWORD, new=new, again=new)
    assert there.get("/").status_code == 303


def test_every_answer_keeps_browsers_careful(as_: As, stranger: Browser) -> None:
    for answer in (as_("feng").get("/"), stranger.get("/sign-in"), stranger.get("/healthz"), as_("feng").get("/nope")):
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["x-content-type-options"] == "nosniff"
        policy = answer.headers["content-security-policy"]
        assert {"default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"} <= set(
            policy.split("; ")
        )
        assert "unsafe" not in policy
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "access-control-allow-origin" not in answer.headers


def test_no_page_has_a_script_or_a_style_in_line(as_: As, world: World) -> None:
    browser = as_("planner")
    for url in ("/", "/plans", f"/plans/{world.plan_id}", "/tasks", f"/tasks/{world.tasks['rich']}", "/journal"):
        text = browser.text(url)
        assert "<script>" not in text
        assert "style=" not in text
        assert " on" + "click=" not in text


def test_the_health_page_needs_no_sign_in(stranger: Browser) -> None:
    assert stranger.get("/healthz").text == "ok"
