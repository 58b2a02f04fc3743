"""Signing in at a provider of OpenID Connect, one that runs beside the test: who is let in, who is not, and why."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from inbox_browser import As, Browser, at_the_door
from sqlmodel import select
from world import PASSWORD, PEOPLE, World

from duban import clock
from duban.accounts import account_called, reset_password
from duban.database import reading, writing
from duban.identity.linking import link
from duban.identity.provider import Identity
from duban.identity.record import Seen
from duban.settings import settings
from models.door import DoorStep, ProviderAccount
from models.door_words import DoorEvent, SignedBy
from models.register import SignIn
from models.words import TaskState

FENG = PEOPLE["feng"]
LATER = timedelta(minutes=6)
GONE_TO = re.compile(r'class="button" href="([^"]+)"')


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A provider, in a process of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, str(Path(__file__).with_name("oidc_server.py")), str(port)])
    url = f"http://127.0.0.1:{port}"
    for _ in range(200):
        try:
            httpx.get(url, timeout=1)
            break
        except httpx.TransportError:
            assert server.poll() is None
    yield url
    server.terminate()
    server.wait(timeout=10)


@pytest.fixture
def offered(issuer: str, world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The provider is set, and the world is at the present of the provider's clock."""
    monkeypatch.setenv("DUBAN_OIDC_ISSUER", issuer)
    monkeypatch.setenv("DUBAN_OIDC_CLIENT_ID", "duban-test")
    monkeypatch.setenv("DUBAN_OIDC_CLIENT_SECRET", "kept-between-us")
    settings.cache_clear()
    world.now = clock.now()
    yield issuer
    monkeypatch.undo()
    settings.cache_clear()


def linked(issuer: str, who: str, subject: str, world: World) -> None:
    with reading() as session:
        account = account_called(session, PEOPLE[who])
    link(account, Identity(issuer, subject), seen=Seen(), by="系统操作员", now=world.now)


def set_out(browser: Browser, url: str = "/sign-in/provider", **fields: str) -> str:
    """Press the button; gives the address of the provider that the browser is sent to."""
    if url == "/sign-in/provider":
        csrf = re.search(r'name="csrf" value="([^"]+)"', browser.text("/sign-in"))
        assert csrf
        fields["csrf"] = csrf.group(1)
    answer = browser.post(url, **fields)
    assert answer.status_code == 200, answer.text
    away = GONE_TO.search(answer.text)
    assert away
    assert answer.headers["refresh"].startswith("0; url=http://127.0.0.1:")
    return away.group(1).replace("&amp;", "&")


def there(url: str, subject: str, **more: str) -> str:
    """Sign in at the provider; gives the address it sends the browser back to, of our site."""
    answer = httpx.post(url, data={"sub": subject, **more})
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["location"])
    return f"{back.path}?{back.query}"


def came(browser: Browser, subject: str):  # type: ignore[no-untyped-def]
    return browser.get(there(set_out(browser), subject))


def test_a_linked_person_is_let_in_and_goes_where_it_was_meant(offered: str, stranger: Browser, world: World) -> None:
    linked(offered, "feng", "f-001", world)
    away = set_out(stranger, next="/tasks")

    asked = {name: values[0] for name, values in parse_qs(urlsplit(away).query).items()}
    assert {name: asked[name] for name in ("response_type", "code_challenge_method", "client_id", "redirect_uri")} == {
        "response_type": "code",
        "code_challenge_method": "S256",
        "client_id": "duban-test",
        "redirect_uri": "http://127.0.0.1:8600/sign-in/provider/back",
    }
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    assert stranger.get(there(away, "f-001")).status_code == 303
    assert "冯榆" in stranger.text("/tasks")
    [row] = _all(SignIn)
    assert row.signed_by is SignedBy.PROVIDER


def _all(table):  # type: ignore[no-untyped-def]
    with reading() as session:
        return session.exec(select(table)).all()


def test_a_first_password_stands_in_nobodys_way_who_comes_from_the_provider(
    offered: str, stranger: Browser, world: World
) -> None:
    linked(offered, "feng", "f-001", world)
    with writing() as session:
        reset_password(session, account_called(session, FENG))
    came(stranger, "f-001")
    assert stranger.get("/").status_code == 200


def test_nobody_is_known_by_a_name_or_an_address_only_by_a_link(offered: str, stranger: Browser, world: World) -> None:
    httpx.put(f"{offered}/users/x-9", json={"email": FENG, "preferred_username": FENG, "name": "冯榆"})
    told = came(stranger, "x-9")
    assert told.status_code == 401
    assert "（编号 x-9）还没有关联" in told.text
    assert stranger.get("/").status_code == 303
    assert [(r.event, r.about) for r in at_the_door(world)] == [(DoorEvent.SIGN_IN, "/sign-in/provider/back")]


def test_the_same_subject_of_another_issuer_is_somebody_else(offered: str, stranger: Browser, world: World) -> None:
    linked("https://other.example", "feng", "f-001", world)
    assert came(stranger, "f-001").status_code == 401


# fmt: off
LIES = [
    # the provider says               and what is told then
    ("another-nonce",                 "通不过核验"),
    ("over",                          "通不过核验"),
    ("other-key",                     "通不过核验"),
    ("for-another",                   "通不过核验"),
]
# fmt: on


@pytest.mark.parametrize(("subject", "told"), LIES)
def test_a_token_that_does_not_hold_lets_nobody_in(
    offered: str, stranger: Browser, world: World, subject: str, told: str
) -> None:
    linked(offered, "feng", subject, world)
    answer = came(stranger, subject)
    assert (answer.status_code, told in answer.text) == (401, True)
    assert stranger.get("/").status_code == 303


def test_what_was_begun_counts_once_and_in_its_own_browser(offered: str, stranger: Browser, world: World) -> None:
    linked(offered, "feng", "f-001", world)
    back = there(set_out(stranger), "f-001")
    other = Browser(world)
    assert "不是从这个浏览器开始的" in other.get(back).text
    assert stranger.get(back).status_code == 303
    assert (_all(DoorStep), Browser(world).get(back).status_code) == ([], 401)


def test_another_state_is_not_taken(offered: str, stranger: Browser, world: World) -> None:
    linked(offered, "feng", "f-001", world)
    back = there(set_out(stranger), "f-001")
    assert stranger.get(re.sub(r"state=[^&]+", "state=other", back)).status_code == 401
    assert stranger.get("/").status_code == 303


def test_a_code_of_somebody_elses_way_is_not_taken(offered: str, stranger: Browser, world: World) -> None:
    """A code that was slipped in: its verifier and its nonce are of another browser."""
    linked(offered, "feng", "f-001", world)
    slipped = parse_qs(urlsplit(there(set_out(Browser(world)), "f-001")).query)["code"][0]
    mine = there(set_out(stranger), "f-001")
    answer = stranger.get(re.sub(r"code=[^&]+", f"code={slipped}", mine))
    assert (answer.status_code, "通不过核验" in answer.text) == (401, True)


def test_what_was_begun_long_ago_is_over(offered: str, stranger: Browser, world: World) -> None:
    back = there(set_out(stranger), "f-001")
    world.now += timedelta(minutes=11)
    assert "等得太久了" in stranger.get(back).text


def test_whoever_says_no_at_the_provider_reads_so(offered: str, stranger: Browser) -> None:
    away = set_out(stranger)
    state = parse_qs(urlsplit(away).query)["state"][0]  # this provider forgets it when somebody says no
    told = stranger.get(f"{there(away, 'f-001', action='deny')}&state={state}")
    assert (told.status_code, "没有同意登录" in told.text) == (401, True)


def test_an_error_of_the_provider_is_told_without_its_signs(offered: str, stranger: Browser) -> None:
    away = set_out(stranger)
    state = parse_qs(urlsplit(away).query)["state"][0]
    told = stranger.get("/sign-in/provider/back", params={"error": "server_error<b>", "state": state})
    assert "没有让你登录（server_errorb）" in told.text


def test_a_provider_that_is_away_is_told_so(
    stranger: Browser, world: World, monkeypatch: pytest.MonkeyPatch, offered: str
) -> None:
    monkeypatch.setenv("DUBAN_OIDC_ISSUER", "http://127.0.0.1:9")
    settings.cache_clear()
    csrf = re.search(r'name="csrf" value="([^"]+)"', stranger.text("/sign-in"))
    assert csrf
    away = stranger.post("/sign-in/provider", csrf=csrf.group(1))
    assert (away.status_code, "现在连不上" in away.text) == (503, True)


def test_a_provider_that_calls_itself_otherwise_is_not_believed(
    stranger: Browser, offered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUBAN_OIDC_ISSUER", offered.replace("127.0.0.1", "localhost") + "/")
    settings.cache_clear()
    csrf = re.search(r'name="csrf" value="([^"]+)"', stranger.text("/sign-in"))
    assert csrf
    away = stranger.post("/sign-in/provider", csrf=csrf.group(1))
    assert (away.status_code, "不一致" in away.text) == (503, True)


def test_without_a_provider_there_is_no_button_and_no_way(stranger: Browser) -> None:
    text = stranger.text("/sign-in")
    csrf = re.search(r'name="csrf" value="([^"]+)"', text)
    assert csrf
    assert "/sign-in/provider" not in text
    assert stranger.post("/sign-in/provider", csrf=csrf.group(1)).status_code == 404


def test_a_person_links_the_own_account_with_a_proof_and_undoes_it(
    offered: str, as_: As, stranger: Browser, world: World
) -> None:
    browser = as_("feng")
    world.now += LATER
    assert browser.post("/sign-ins/link").status_code == 403
    away = set_out(browser, "/sign-ins/link", proof=PASSWORD)
    assert browser.get(there(away, "f-002")).headers["location"] == "/sign-ins"
    [row] = _all(ProviderAccount)
    assert (row.issuer, row.subject, row.linked_by) == (offered, "f-002", "冯榆")
    assert came(stranger, "f-002").status_code == 303

    undone = browser.post("/sign-ins/unlink", issuer=offered, subject="f-002")
    assert (undone.status_code, _all(ProviderAccount)) == (303, [])
    assert (browser.get("/").status_code, stranger.get("/").status_code) == (200, 303)
    events = [r.event for r in at_the_door(world)]
    assert events == [DoorEvent.LINKED, DoorEvent.UNLINKED]


def test_an_identity_opens_one_account_only(offered: str, as_: As, world: World) -> None:
    linked(offered, "ren", "r-001", world)
    browser = as_("feng")
    told = browser.get(there(set_out(browser, "/sign-ins/link"), "r-001"))
    assert (told.status_code, "已关联另一个账号" in told.text) == (422, True)


def test_only_ones_own_link_can_be_undone(offered: str, as_: As, world: World) -> None:
    linked(offered, "ren", "r-001", world)
    assert as_("feng").post("/sign-ins/unlink", issuer=offered, subject="r-001").status_code == 404
    assert len(_all(ProviderAccount)) == 1


def _cancel(browser: Browser, world: World, **more: str):  # type: ignore[no-untyped-def]
    return browser.act(f"/tasks/{world.tasks['in_progress']}", "cancel", reason="上级取消此项。", **more)


def from_provider(world: World, offered: str, subject: str) -> Browser:
    linked(offered, "planner", subject, world)
    browser = Browser(world)
    assert came(browser, subject).status_code == 303
    csrf = re.search(r'name="csrf" value="([^"]+)"', browser.text("/"))
    assert csrf
    browser.csrf = csrf.group(1)
    return browser


def test_the_proof_of_whoever_came_from_the_provider_is_to_go_there_again(offered: str, world: World) -> None:
    browser = from_provider(world, offered, "p-001")
    world.now += LATER
    assert browser.get("/proof/provider").status_code == 303  # nothing is said to be proved that is not
    asked = _cancel(browser, world)
    assert (asked.status_code, 'action="/proof/provider"' in asked.text) == (403, True)
    assert 'type="password"' not in asked.text
    assert _cancel(browser, world, proof=PASSWORD).status_code == 403  # a password is no way in for it

    world.now = clock.now()
    away = set_out(browser, "/proof/provider")
    assert "prompt=login" in away
    assert browser.get(there(away, "p-001")).headers["location"] == "/proof/provider"
    assert _cancel(browser, world).status_code == 303
    assert world.task("in_progress").state is TaskState.CANCELLED


@pytest.mark.parametrize(
    ("subject", "told"), [("signed-in-long-ago", "没有让你重新认证"), ("r-001", "不是现在这个账号")]
)
def test_an_earlier_sign_in_and_somebody_else_there_are_no_proof(
    offered: str, world: World, subject: str, told: str
) -> None:
    linked(offered, "ren", "r-001", world)
    browser = from_provider(world, offered, "signed-in-long-ago")
    world.now += LATER
    answer = browser.get(there(set_out(browser, "/proof/provider"), subject))
    assert (answer.status_code in (401, 403), told in answer.text) == (True, True)
    assert _cancel(browser, world).status_code == 403
