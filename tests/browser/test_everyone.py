"""Everyone can use it: axe-core finds nothing on any page, nothing is wider than a telephone, no rule of CSP is broken."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser_steps import sign_in
from playwright.sync_api import Page
from world import World

pytestmark = pytest.mark.browser
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def _places(world: World) -> tuple[str, ...]:
    lists = ("/", "/plans", "/tasks", "/journal", "/messages")
    own = ("/people", "/calendar", "/absences", "/feeds", "/tokens", "/password", "/nowhere")
    plan = tuple(f"/plans/{world.plan_id}{end}" for end in ("", "/board", "/source", "/reports", "/found", "/amend"))
    cases = (
        f"/plans/{world.drafted_id}/requirements",
        f"/tasks/{world.tasks['rich']}",
        f"/reviews/{world.reviews['in_review']}",
        f"/extensions/{world.extension_id}",
        f"/findings/{world.finding_id}",
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
