"""Operators keep the accounts of others: every step refused to others, proved, recorded, and felt at once."""

import re
from datetime import timedelta

import pyotp
import pytest
from inbox_browser import As, Browser, at_the_door
from matrix_world import operator_login
from world import PASSWORD, PEOPLE, World

from duban.accounts import account_called, signed_in
from duban.database import reading, writing
from duban.identity.codes import begin_codes, confirm_codes, factor_of
from duban.identity.keeping import accounts_page, do_about
from duban.identity.record import Seen
from duban.tokens import TokenWanted, add_token
from models.door_words import AccountDeed, DoorEvent
from models.errors import NotYours
from models.register import Account

FENG = PEOPLE["feng"]


@pytest.fixture
def operator(world: World) -> Browser:
    operator_login(world)
    browser = Browser(world)
    assert browser.sign_in("operator").status_code == 303
    return browser


@pytest.fixture
def page_of(world: World) -> str:
    """The page of the account of feng."""
    return f"/accounts/{_account().id}"


def _account() -> Account:
    with reading() as session:
        return account_called(session, FENG)


def _events(world: World) -> list[DoorEvent]:
    return [row.event for row in at_the_door(world) if row.login == FENG]


def test_the_list_tells_who_can_sign_in_and_when_somebody_last_did(as_: As, operator: Browser, world: World) -> None:
    as_("feng")
    with writing() as session:
        locked = account_called(session, PEOPLE["ren"])
        locked.locked_until = world.now + timedelta(minutes=5)
    text = operator.text("/accounts")
    assert ("冯榆" in text, "已锁定" in text, "没有登录过" in text) == (True, True, True)
    assert operator.text("/accounts?words=%25").count('href="/accounts/') == 0
    assert operator.text(f"/accounts?words={FENG}").count('href="/accounts/') == 1


def test_a_reset_shows_a_new_password_once_and_lets_nobody_in_with_the_old(
    as_: As, operator: Browser, page_of: str, world: World
) -> None:
    feng = as_("feng")
    shown = operator.post(f"{page_of}/reset")
    [password] = re.findall(r'<code class="secret">([^<]+)</code>', shown.text)
    assert password not in operator.text(page_of)
    assert feng.get("/").status_code == 303
    assert Browser(world).sign_in(FENG, PASSWORD).status_code == 401
    fresh = Browser(world)
    assert fresh.sign_in(FENG, password).status_code == 303
    assert fresh.get("/").headers["location"] == "/password"
    assert _events(world) == [DoorEvent.RESET, DoorEvent.SIGN_IN]


def test_a_closed_account_lets_nobody_in_by_password_sign_in_or_token_until_it_is_reopened(
    as_: As, operator: Browser, page_of: str, world: World
) -> None:
    feng = as_("feng")
    secret, _ = add_token(TokenWanted("周报"), by=world.people["feng"], now=world.now)
    program = {"Authorization": f"Bearer {secret}"}
    assert operator.post(f"{page_of}/close").status_code == 303
    refused = Browser(world).sign_in(FENG, PASSWORD)
    assert (refused.status_code, "已于" in refused.text, "停用" in refused.text) == (401, True, True)
    assert feng.get("/").status_code == 303
    assert Browser(world).client.get("/api/v1/me", headers=program).status_code == 401
    assert "已停用" in operator.text("/accounts")
    assert operator.post(f"{page_of}/close").status_code == 409

    assert operator.post(f"{page_of}/reopen").status_code == 303
    assert Browser(world).sign_in(FENG, PASSWORD).status_code == 303
    assert Browser(world).client.get("/api/v1/me", headers=program).status_code == 200
    assert _events(world) == [DoorEvent.CLOSED, DoorEvent.SIGN_IN, DoorEvent.REOPENED]


def test_a_wrong_password_of_a_closed_account_says_nothing_of_its_being_closed(
    operator: Browser, page_of: str, world: World
) -> None:
    operator.post(f"{page_of}/close")
    assert "停用" not in Browser(world).sign_in(FENG, "wrong").text


def test_a_locked_account_is_unlocked_with_its_password(operator: Browser, page_of: str, world: World) -> None:
    for _ in range(6):
        Browser(world).sign_in(FENG, "wrong")
    assert Browser(world).sign_in(FENG, PASSWORD).status_code == 401
    assert operator.post(f"{page_of}/unlock").status_code == 303
    assert Browser(world).sign_in(FENG, PASSWORD).status_code == 303
    assert operator.post(f"{page_of}/unlock").status_code == 409


def test_the_codes_of_somebody_who_lost_the_telephone_are_switched_off(
    as_: As, operator: Browser, page_of: str, world: World
) -> None:
    token = as_("feng").client.cookies["duban"]
    secret = begin_codes(_account(), now=world.now).partition("secret=")[2].partition("&")[0]
    with reading() as session:
        signed = signed_in(session, token, now=world.now)
    assert signed
    confirm_codes(signed, pyotp.TOTP(secret).at(world.now), seen=Seen(), now=world.now)
    assert operator.post(f"{page_of}/codes_off").status_code == 303
    with reading() as session:
        assert factor_of(session, _account().id or 0).since is None
    assert operator.post(f"{page_of}/codes_off").status_code == 409


def test_all_sign_ins_of_a_person_are_ended(as_: As, operator: Browser, page_of: str, world: World) -> None:
    one, other, ren = as_("feng"), as_("feng"), as_("ren")
    assert operator.post(f"{page_of}/end").status_code == 303
    assert [browser.get("/").status_code for browser in (one, other, ren)] == [303, 303, 200]
    assert operator.post(f"{page_of}/end").status_code == 409


def test_a_fresh_proof_is_asked_for_and_then_it_is_done(operator: Browser, page_of: str, world: World) -> None:
    world.now += timedelta(minutes=6)
    asked = operator.post(f"{page_of}/close")
    assert (asked.status_code, "管理他人账号" in asked.text, _account().closed_at) == (403, True, None)
    assert operator.post(f"{page_of}/close", proof=PASSWORD).status_code == 303
    assert _account().closed_at == world.now


def test_operators_do_not_close_their_own_account(operator: Browser, world: World) -> None:
    with reading() as session:
        own = account_called(session, "operator")
    answer = operator.post(f"/accounts/{own.id}/close")
    assert (answer.status_code, "自己的账号" in answer.text) == (409, True)


def test_the_function_itself_refuses_whoever_is_no_operator(world: World) -> None:
    for deed in AccountDeed:
        with pytest.raises(NotYours):
            do_about(_account().id or 0, deed, by=world.people["planner"], seen=Seen(), now=world.now)
    with reading() as session, pytest.raises(NotYours):
        accounts_page(session, "", by=world.people["planner"], now=world.now)


def test_only_operators_find_the_page_in_their_menu(as_: As, operator: Browser) -> None:
    assert ('href="/accounts"' in operator.text("/"), 'href="/accounts"' in as_("planner").text("/")) == (True, False)
