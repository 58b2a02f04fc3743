"""Codes of a telephone as a second factor: switched on, asked for, never taken twice, switched off on record."""

import re
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from inbox_browser import As, Browser, at_the_door
from sqlmodel import select
from world import PASSWORD, PEOPLE, World

from duban.accounts import account_called, reset_password
from duban.database import reading, writing
from duban.identity import door_key
from duban.identity.codes import RECOVERY_CODES
from duban.settings import Settings, settings
from models.door import DoorStep, RecoveryCode, SecondFactor
from models.door_words import DoorEvent
from models.register import Account, SignIn
from models.words import TaskState

FENG = PEOPLE["feng"]
SECRET = re.compile(r'class="secret">([A-Z2-7]+)<')
RECOVERY = re.compile(r"<li><code>([a-z0-9-]+)</code></li>")
LATER = timedelta(minutes=6)


def code_of(secret: str, world: World, *, steps: int = 0) -> str:
    """Give what the telephone shows, now or some steps away."""
    return pyotp.TOTP(secret).at(world.now + timedelta(seconds=30 * steps))


def switched_on(browser: Browser, world: World) -> tuple[str, list[str]]:
    """Switch codes on; gives the secret and the recovery codes. The next code is half a minute away."""
    secret = SECRET.search(browser.post("/codes/begin").text)
    assert secret is not None
    answer = browser.post("/codes/confirm", code=code_of(secret.group(1), world))
    assert answer.status_code == 200
    world.now += timedelta(seconds=30)
    return secret.group(1), RECOVERY.findall(answer.text)


def half_signed_in(browser: Browser, who: str = FENG) -> None:
    assert browser.sign_in(who).headers["location"] == "/sign-in/code"


def give(browser: Browser, code: str):  # type: ignore[no-untyped-def]
    csrf = re.search(r'name="csrf" value="([^"]+)"', browser.text("/sign-in/code"))
    assert csrf is not None
    return browser.post("/sign-in/code", csrf=csrf.group(1), code=code)


def account_of(login: str) -> Account:
    with reading() as session:
        return session.exec(select(Account).where(Account.login == login)).one()


def test_with_codes_on_the_password_alone_lets_nobody_in(as_: As, stranger: Browser, world: World) -> None:
    secret, _ = switched_on(as_("feng"), world)

    half_signed_in(stranger)

    assert stranger.get("/").headers["location"] == "/sign-in"
    assert give(stranger, "000000").status_code == 401
    assert stranger.get("/").headers["location"] == "/sign-in"
    assert give(stranger, code_of(secret, world)).headers["location"] == "/"
    assert stranger.get("/").status_code == 200


def test_a_reset_of_the_password_leaves_the_codes_on(as_: As, stranger: Browser, world: World) -> None:
    switched_on(as_("feng"), world)
    with writing() as session:
        first = reset_password(session, account_called(session, FENG))

    assert stranger.sign_in(FENG, first).headers["location"] == "/sign-in/code"


def test_a_secret_that_was_not_confirmed_counts_for_nothing(as_: As, stranger: Browser, world: World) -> None:
    browser = as_("feng")
    wrong = browser.post("/codes/begin") and browser.post("/codes/confirm", code="000000")
    assert (wrong.status_code, "没有启用" in wrong.text, 'class="qr"' in wrong.text) == (422, True, True)
    assert stranger.sign_in(FENG).headers["location"] == "/"


def test_the_code_of_a_sign_in_is_never_taken_twice(as_: As, world: World) -> None:
    secret, _ = switched_on(as_("feng"), world)
    one, other = Browser(world), Browser(world)
    half_signed_in(one)
    half_signed_in(other)
    code = code_of(secret, world)

    assert (give(one, code).status_code, give(other, code).status_code) == (303, 401)
    assert give(other, code_of(secret, world, steps=-1)).status_code == 401
    assert give(other, code_of(secret, world, steps=1)).status_code == 303


def test_the_code_that_switched_codes_on_is_used_up(as_: As, stranger: Browser, world: World) -> None:
    secret, _ = switched_on(as_("feng"), world)
    half_signed_in(stranger)
    assert give(stranger, code_of(secret, world, steps=-1)).status_code == 401


def test_a_telephone_may_be_half_a_minute_off_and_no_more(as_: As, stranger: Browser, world: World) -> None:
    secret, _ = switched_on(as_("feng"), world)
    world.now += timedelta(minutes=5)
    half_signed_in(stranger)
    answers = [give(stranger, code_of(secret, world, steps=n)).status_code for n in (-2, 2, -1)]
    assert answers == [401, 401, 303]


def test_a_recovery_code_lets_in_once_however_it_is_typed(as_: As, world: World) -> None:
    _, codes = switched_on(as_("feng"), world)
    assert len(set(codes)) == RECOVERY_CODES
    one, other = Browser(world), Browser(world)
    half_signed_in(one)
    half_signed_in(other)

    assert give(one, f" {codes[0].upper()} ").status_code == 303
    assert give(other, codes[0]).status_code == 401
    assert "恢复码还剩：9" in one.text("/codes")
    assert not {row.code_sha256 for row in _all(RecoveryCode)} & set(codes)


def _all(table):  # type: ignore[no-untyped-def]
    with reading() as session:
        return session.exec(select(table)).all()


def test_a_recovery_code_is_of_its_own_account_only(as_: As, world: World) -> None:
    _, codes = switched_on(as_("feng"), world)
    switched_on(as_("ren"), world)
    browser = Browser(world)
    half_signed_in(browser, PEOPLE["ren"])
    assert give(browser, codes[0]).status_code == 401


def test_new_recovery_codes_end_the_earlier_ones(as_: As, stranger: Browser, world: World) -> None:
    browser = as_("feng")
    _, codes = switched_on(browser, world)
    fresh = RECOVERY.findall(browser.post("/codes/recovery").text)
    half_signed_in(stranger)
    assert [give(stranger, code).status_code for code in (codes[0], fresh[0])] == [401, 303]


def test_wrong_codes_lock_the_account_and_the_right_password_does_not_unlock_it(
    as_: As, stranger: Browser, world: World
) -> None:
    secret, _ = switched_on(as_("feng"), world)
    for _ in range(3):
        half_signed_in(stranger)  # the password fits each time and forgives nothing
        give(stranger, "000000")
    half_signed_in(stranger)
    assert [give(stranger, "000000").status_code for _ in range(2)] == [401, 401]

    locked = give(stranger, code_of(secret, world))
    assert (locked.status_code, "账号锁定到" in locked.text) == (401, True)
    assert "账号锁定到" in stranger.sign_in(FENG).text
    world.now += timedelta(minutes=2)
    half_signed_in(stranger)
    assert give(stranger, code_of(secret, world)).status_code == 303
    assert (account_of(FENG).failures, account_of(FENG).locked_until) == (0, None)


def test_wrong_codes_stand_in_the_record_of_the_door(as_: As, stranger: Browser, world: World) -> None:
    switched_on(as_("feng"), world)
    half_signed_in(stranger)
    give(stranger, "000000")
    events = [(r.event, r.login, r.about) for r in at_the_door(world)]
    assert events == [(DoorEvent.FACTOR_ON, FENG, "/codes/confirm"), (DoorEvent.SIGN_IN, FENG, "/sign-in/code")]


def test_the_first_step_is_forgotten_after_ten_minutes_and_in_every_other_browser(
    as_: As, stranger: Browser, world: World
) -> None:
    secret, _ = switched_on(as_("feng"), world)
    half_signed_in(stranger)
    other = Browser(world)
    assert other.get("/sign-in/code").headers["location"] == "/sign-in"
    csrf = re.search(r'name="csrf" value="([^"]+)"', stranger.text("/sign-in/code"))
    world.now += timedelta(minutes=10)
    assert csrf
    late = stranger.post("/sign-in/code", csrf=csrf.group(1), code=code_of(secret, world))
    assert (late.status_code, "等得太久了" in late.text) == (401, True)


def test_a_code_is_proof_before_what_is_grave_and_is_used_up_by_it(as_: As, world: World) -> None:
    browser = as_("planner")
    secret, _ = switched_on(browser, world)
    world.now += LATER
    url, code = f"/tasks/{world.tasks['in_progress']}", code_of(secret, world)

    assert "你的登录密码或动态码" in browser.act(url, "cancel", reason="上级取消此项。").text
    assert browser.act(url, "cancel", reason="上级取消此项。", proof=code).status_code == 303
    assert world.task("in_progress").state is TaskState.CANCELLED
    world.now += LATER - timedelta(minutes=1)
    again = browser.act(f"/tasks/{world.tasks['assigned']}", "cancel", reason="上级取消此项。", proof=code)
    assert again.status_code == 403


def test_switching_on_and_off_waits_for_a_proof(as_: As, world: World) -> None:
    browser = as_("feng")
    world.now += LATER
    assert browser.post("/codes/begin").status_code == 403
    assert _all(SecondFactor) == []
    assert browser.post("/codes/begin", proof=PASSWORD).status_code == 200
    switched_on(browser, world)
    world.now += LATER
    assert [browser.post(f"/codes/{what}").status_code for what in ("off", "recovery")] == [403, 403]
    assert browser.post("/codes/off", proof=PASSWORD).status_code == 303
    assert (_all(SecondFactor), _all(RecoveryCode)) == ([], [])
    assert [r.event for r in at_the_door(world)] == [DoorEvent.FACTOR_ON, DoorEvent.FACTOR_OFF]


def test_switching_on_ends_the_other_sign_ins(as_: As, world: World) -> None:
    one, other = as_("feng"), as_("feng")
    switched_on(one, world)
    assert (one.get("/").status_code, other.get("/").status_code) == (200, 303)
    assert len(_all(SignIn)) == 1


def test_the_secret_is_kept_encrypted_with_a_key_outside_the_database(as_: As, world: World) -> None:
    secret, _ = switched_on(as_("feng"), world)
    [row] = _all(SecondFactor)
    assert secret not in row.secret
    assert door_key.opened(row.secret) == secret
    assert door_key.key_file().stat().st_mode & 0o077 == 0


def test_without_the_key_a_recovery_code_still_lets_in_and_the_reason_is_told(
    as_: As, stranger: Browser, world: World
) -> None:
    secret, codes = switched_on(as_("feng"), world)
    door_key.key_file().unlink()
    half_signed_in(stranger)
    told = give(stranger, code_of(secret, world))
    assert (told.status_code, "密钥不在了" in told.text) == (422, True)
    assert give(stranger, codes[0]).status_code == 303


def test_a_role_that_needs_codes_does_nothing_before_they_are_on(
    as_: As, stranger: Browser, world: World, needed: None
) -> None:
    assert stranger.sign_in(PEOPLE["planner"]).status_code == 303
    for url in ("/", "/plans", "/tokens"):
        assert stranger.get(url).headers["location"] == "/codes"
    assert (
        stranger.act(f"/tasks/{world.tasks['rich']}", "suspend", reason="资金未到位。").headers["location"] == "/codes"
    )
    assert stranger.get("/api/v1/me").status_code == 403
    assert "须用动态码登录" in stranger.text("/codes")
    switched_on(stranger, world)
    assert stranger.get("/").status_code == 200
    assert as_("feng").get("/").status_code == 200


@pytest.fixture
def needed(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Planners and operators have to use codes."""
    monkeypatch.setenv("DUBAN_CODES_FOR", "planner, operator")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


def test_a_setting_with_a_role_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no role is called boss"):
        Settings(codes_for="planner,boss")


def test_steps_of_long_ago_are_swept_away(as_: As, world: World) -> None:
    switched_on(as_("feng"), world)
    half_signed_in(Browser(world))
    world.now += timedelta(hours=1)
    half_signed_in(Browser(world))
    assert len(_all(DoorStep)) == 1
