"""A person's own sign-ins, ended one by one or together; the names of cookies over TLS."""

import re
from datetime import timedelta

import pytest
from inbox_browser import As, Browser, at_the_door
from world import PASSWORD, PEOPLE, World

from duban.inbox.sign_ins import with_what
from duban.settings import settings
from models.door_words import DoorEvent

ENDS = re.compile(r'action="(/sign-ins/[0-9a-f]+/end)"')
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36 Edg/131.0"


def test_a_person_sees_where_the_account_is_signed_in_and_ends_one(as_: As, world: World) -> None:
    one, other = as_("feng"), as_("feng")
    as_("ren")
    text = one.text("/sign-ins")
    [ending] = ENDS.findall(text)
    assert (text.count("上次使用"), text.count("就是这里")) == (2, 1)

    assert one.post(ending).headers["location"] == "/sign-ins"
    assert (one.get("/").status_code, other.get("/").status_code) == (200, 303)
    assert [r.event for r in at_the_door(world)] == [DoorEvent.ENDED]


def test_all_the_others_are_ended_at_once_and_nobody_elses(as_: As) -> None:
    one, others, ren = as_("feng"), [as_("feng"), as_("feng")], as_("ren")
    assert one.post("/sign-ins/end-others").status_code == 303
    assert [browser.get("/").status_code for browser in (one, *others, ren)] == [200, 303, 303, 200]
    assert ENDS.findall(one.text("/sign-ins")) == []


def test_nobody_ends_the_sign_in_of_somebody_else(as_: As) -> None:
    feng, ren = as_("feng"), as_("ren")
    as_("feng")
    [ending] = ENDS.findall(feng.text("/sign-ins"))
    assert ren.post(ending).status_code == 404
    assert ENDS.findall(feng.text("/sign-ins")) == [ending]


def test_a_sign_in_that_is_over_is_not_shown(as_: As, world: World) -> None:
    as_("feng")
    world.now += timedelta(minutes=61)
    assert as_("feng").text("/sign-ins").count("上次使用") == 1


def test_refused_attempts_at_the_own_account_are_shown_and_nobody_elses(as_: As, stranger: Browser) -> None:
    stranger.sign_in(PEOPLE["feng"], "wrong")
    stranger.sign_in(PEOPLE["ren"], "wrong")
    assert as_("feng").text("/sign-ins").count("登录被拒") == 1
    assert as_("wu").text("/sign-ins").count("登录被拒") == 0


@pytest.mark.parametrize(
    ("agent", "called"),
    [(EDGE, "Edge · Windows"), ("curl/8.1", ""), ("Mozilla/5.0 (iPhone) Safari/6", "Safari · iPhone")],
)
def test_browsers_are_named_for_people(agent: str, called: str) -> None:
    assert with_what(agent) == called


def _over_tls(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    settings.cache_clear()


# fmt: off
SERVED = [
    # setting                 its value                    then a cookie is called
    ("DUBAN_SECURE_COOKIES",  "true",                      "__Host-duban"),
    ("DUBAN_PUBLIC_URL",      "https://duban.example.cn",  "__Host-duban"),
    ("DUBAN_PUBLIC_URL",      "http://duban.example.cn",   "duban"),
    ("DUBAN_HOST",            "127.0.0.1",                 "duban"),
]
# fmt: on


@pytest.mark.parametrize(("setting", "value", "called"), SERVED)
def test_over_tls_cookies_can_come_from_nobody_else(
    world: World, monkeypatch: pytest.MonkeyPatch, setting: str, value: str, called: str
) -> None:
    _over_tls(monkeypatch, setting, value)
    try:
        browser = Browser(world)
        browser.client.base_url = "https://testserver" if called.startswith("__Host-") else "http://testserver"
        answer = browser.sign_in(PEOPLE["feng"], PASSWORD)
        kept = [c.split(";") for c in answer.headers.get_list("set-cookie") if c.startswith(f"{called}=")]
        assert len(kept) == 1
        said = {part.strip().lower() for part in kept[0][1:]}
        assert {"httponly", "path=/", "samesite=lax"} <= said
        assert ("secure" in said, any(part.startswith("domain") for part in said)) == (called != "duban", False)
        assert browser.get("/").status_code == 200
        browser.post("/sign-out")
        assert browser.get("/").status_code == 303
        assert called not in browser.client.cookies  # a browser drops such a cookie only when it is told so over TLS
    finally:
        monkeypatch.undo()
        settings.cache_clear()


def test_over_tls_a_cookie_of_the_plain_name_counts_for_nothing(
    as_: As, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = as_("feng")
    _over_tls(monkeypatch, "DUBAN_SECURE_COOKIES", "true")
    try:
        assert browser.get("/").status_code == 303
    finally:
        monkeypatch.undo()
        settings.cache_clear()
