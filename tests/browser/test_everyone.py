"""Everyone can use it: axe-core finds nothing on any page, nothing is wider than a telephone, no rule of CSP is broken."""

from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser_steps import sign_in
from matrix_world import number_of, operator_login
from playwright.sync_api import Page
from world import PASSWORD, World

pytestmark = pytest.mark.browser
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def _places(world: World) -> tuple[str, ...]:
    lists = ("/", "/plans", "/tasks", "/journal", "/messages")
    own = (
        "/people",
        "/calendar",
        "/absences",
        "/feeds",
        "/tokens",
        "/codes",
        "/sign-ins",
        "/proof/provider",
        "/password",
        "/nowhere",
    )
    plan = tuple(f"/plans/{world.plan_id}{end}" for end in ("", "/board", "/source", "/reports", "/found", "/amend"))
    cases = (
        f"/plans/{world.drafted_id}/requirements",
        f"/tasks/{world.tasks['rich']}",
        f"/reviews/{world.reviews['in_review']}",
        f"/extensions/{world.extension_id}",
        f"/findings/{world.finding_id}",
        "/policies",
        "/policies/1",
    )
    return (*lists, *own, *plan, *cases)


def test_every_page_is_fit_for_everyone(
    opened: Callable[..., Page], address: str, world: World, complaints: list[str]
) -> None:
    page = opened("desk", "zh")
    page.goto(f"{address}/sign-in")
    found = {"/sign-in": _trouble(page)}
    sign_in(page, address, "planner")
    for place in _places(world):
        page.goto(address + place)
        found[place] = _trouble(page)

    assert {place: trouble for place, trouble in found.items() if trouble} == {}
    assert [said for said in complaints if "404" not in said] == []


def test_no_page_is_wider_than_a_telephone(opened: Callable[..., Page], address: str, world: World) -> None:
    page = opened("phone", "en")  # English needs more room
    sign_in(page, address, "planner")
    wide = []
    for place in _places(world):
        page.goto(address + place, wait_until="domcontentloaded")
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(place)

    assert wide == []


def test_in_the_dark_and_in_english_a_telephone_is_fit_for_everyone_too(
    opened: Callable[..., Page], address: str, world: World
) -> None:
    page, found = opened("phone", "en", color_scheme="dark"), {}
    sign_in(page, address, "feng")
    for place in ("/", f"/plans/{world.plan_id}/board", f"/reviews/{world.reviews['in_review']}"):
        page.goto(address + place)
        found[place] = _trouble(page)

    assert {place: trouble for place, trouble in found.items() if trouble} == {}


ALIKE = """document.querySelectorAll("ul, ol, tbody, select, datalist").forEach((list) => [...list.children].slice(2).forEach((one) => one.remove()));
document.querySelectorAll("article ~ article").forEach((one) => one.remove());
document.querySelectorAll(".matrix tr").forEach((row) => [...row.cells].slice(4).forEach((one) => one.remove()));"""
"""Of what is alike a few are enough: the time goes into looking at each."""


def _trouble(page: Page) -> list[str]:
    """Name each rule that is broken, with the first thing that breaks it."""
    page.evaluate(ALIKE)
    violations = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in violations]


def test_what_is_there_only_at_times_is_fit_for_everyone_and_for_a_telephone_too(
    opened: Callable[..., Page], address: str, world: World
) -> None:
    """The pages of the door, a grave act that waits for a proof, a round of inspection."""
    page, found = opened("phone", "en"), {}
    login = operator_login(world)

    def look(name: str) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        found[name] = [*_trouble(page), *(["wider than the telephone"] if wide else [])]

    _come_in(page, address, login)
    account = f"/accounts/{number_of(world, 'account')}"
    for place in ("/journal/door", "/accounts", account, f"/inspections/{number_of(world, 'inspection')}"):
        page.goto(address + place)
        look(place)
    page.goto(f"{address}/codes")
    _press(page, "main button.first")
    look("a picture for the telephone")
    telephone = pyotp.TOTP(page.locator("code.secret").inner_text())
    page.locator("input[name=code]").fill(telephone.at(world.now))
    _press(page, "main button.first")
    look("recovery codes")
    world.now += timedelta(minutes=6)
    page.goto(f"{address}/codes")
    _press(page, "main button.grave")
    look("a proof is asked for")
    page.context.clear_cookies()
    _come_in(page, address, login)
    look("a code is asked for")

    assert {name: trouble for name, trouble in found.items() if trouble} == {}


def _press(page: Page, button: str) -> None:
    """Press the first such button, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.locator(button).first.click()


def _come_in(page: Page, address: str, login: str) -> None:
    page.goto(address)
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("button.first").click()
    page.wait_for_load_state()
