"""What the inbox gives nobody: methods, folders, documentation and words that it has no use for."""

import logging
import re
from pathlib import Path

import pytest
from inbox_browser import As, Browser
from world import PASSWORD, PEOPLE, World

from duban.accounts import account_called, reset_password
from duban.database import writing
from duban.inbox import pages
from duban.inbox.guard import _loggable
from duban.settings import settings
from models.door import DoorRecord
from models.words import Act

PHRASE = "骑马过桥的时候不要回头看"
WRONG = "不是这一句，不要留下来"
TEMPLATES = Path(pages.__file__).parent / "templates"
STATIC = Path(pages.__file__).parent / "static"
BARE = {"sign_in", "code", "leaving", "password", "problem"}
"""Pages before the door, on the way to the provider, and those that lead back to a page with everything on it."""


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "DEBUG", "PUT", "DELETE"])
def test_a_method_that_nothing_uses_is_refused(as_: As, method: str) -> None:
    assert as_("feng").client.request(method, "/").status_code == 405


@pytest.mark.parametrize(
    "path",
    ["/static/", "/static", "/docs", "/redoc", "/openapi.json", "/.git/config", "/static/../app.py", "/metrics.json"],
)
def test_no_folder_no_source_and_no_machine_page_is_given(as_: As, path: str) -> None:
    assert as_("supervisor").get(path).status_code in (404, 307)


def test_a_missing_page_is_not_found_and_not_another_page(as_: As) -> None:
    answer = as_("feng").get("/plans/1/nothing.css")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")


def test_over_tls_browsers_are_told_to_stay_there(stranger: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "strict-transport-security" not in stranger.get("/sign-in").headers
    monkeypatch.setenv("DUBAN_PUBLIC_URL", "https://duban.example.cn")
    settings.cache_clear()
    try:
        said = stranger.get("/sign-in").headers["strict-transport-security"]
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert said == "max-age=31536000; includeSubDomains"


def test_signing_in_again_gives_another_token_and_ends_the_one_before(as_: As, world: World) -> None:
    browser = as_("feng")
    before = browser.client.cookies["duban"]
    browser.sign_in(PEOPLE["feng"], PASSWORD)
    other = Browser(world)
    other.client.cookies.set("duban", before)

    assert browser.client.cookies["duban"] != before
    assert other.get("/").status_code == 303


@pytest.mark.parametrize(
    "new", [PHRASE, PHRASE * 6, "  leading, trailing and CAPITALS count  ", "only lower case words"]
)
def test_any_composition_and_length_is_taken_and_compared_sign_by_sign(stranger: Browser, new: str) -> None:
    stranger.sign_in(PEOPLE["feng"])
    assert stranger.post("/password", old=PASSWORD, new=new, again=new).status_code == 303
    assert stranger.sign_in(PEOPLE["feng"], new.strip().lower() if new != new.strip() else new[:-1]).status_code == 401
    assert stranger.sign_in(PEOPLE["feng"], new).status_code == 303


def test_no_address_begins_a_line_of_the_log() -> None:
    assert _loggable("/tasks/1\nfault 0000 at GET /") == "/tasks/1%0Afault%200000%20at%20GET%20/"


def test_fields_of_passwords_hide_them_and_let_managers_fill_them_in(as_: As, stranger: Browser) -> None:
    for page in (as_("feng").text("/password"), stranger.text("/sign-in")):
        assert 'type="password"' in page
        assert 'autocomplete="off"' not in page
        assert "onpaste" not in page


def test_signing_out_tells_the_browser_to_forget_what_it_keeps(as_: As) -> None:
    assert as_("feng").post("/sign-out").headers["clear-site-data"] == '"storage"'


def test_a_parameter_given_twice_is_no_way_around(as_: As, world: World) -> None:
    browser = as_("liaison")
    answer = browser.client.post(
        f"/tasks/{world.tasks['rich']}/acts/accept?csrf={browser.csrf}", data={"csrf": "forged"}
    )
    assert answer.status_code == 403


def test_a_message_that_names_two_ends_is_refused(as_: As) -> None:
    both = {"content-length": "5", "transfer-encoding": "chunked"}
    answer = as_("feng").client.post("/sign-out", content=b"0\r\n\r\n", headers=both)
    assert (answer.status_code, "请只用其中一种" in answer.text) == (400, True)


def test_signs_of_formats_stay_words(as_: As, world: World) -> None:
    signs = "%s %(login)s {0.__class__} {request} {{ 7*7 }} %%"
    task = f"/tasks/{world.tasks['reported']}"
    assert as_("checker").act(task, Act.SEND_BACK, reason=signs).status_code == 303
    for who, url in (("liaison", task), ("planner", "/journal")):
        assert signs in as_(who).text(url)


def test_a_password_is_written_into_no_log_and_no_record(
    stranger: Browser, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        stranger.sign_in(PEOPLE["feng"], WRONG)
        stranger.sign_in(PEOPLE["feng"], PASSWORD)
    kept = caplog.text + str([row.model_dump() for row in world.all_of(DoorRecord)])
    assert (PEOPLE["feng"] in kept, WRONG in kept, PASSWORD in kept) == (True, False, False)


def test_whoever_has_to_change_the_password_first_can_sign_out_instead(stranger: Browser) -> None:
    with writing() as session:
        first = reset_password(session, account_called(session, PEOPLE["feng"]))
    stranger.sign_in(PEOPLE["feng"], first)
    assert 'action="/sign-out"' in stranger.text("/password")
    assert stranger.post("/sign-out").headers["location"] == "/sign-in"


def test_every_page_of_whoever_is_signed_in_has_the_button_to_sign_out() -> None:
    bare = {page.stem for page in TEMPLATES.glob("*.html") if 'extends "bare.html"' in page.read_text(encoding="utf-8")}
    assert bare == BARE | {"base"}
    assert "parts.sign_out(" in (TEMPLATES / "base.html").read_text(encoding="utf-8")


def test_no_script_keeps_anything_in_the_browser() -> None:
    ours = [file for file in STATIC.glob("*.js") if ".min." not in file.name]
    store = re.compile(r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\b")
    assert ours
    assert [file.name for file in ours if store.search(file.read_text(encoding="utf-8"))] == []
    assert '"historyEnabled":false' in (TEMPLATES / "bare.html").read_text(encoding="utf-8")  # htmx would keep pages
