"""An operator's day in Prefect's own pages: fill the form, watch the run, read, follow the link, see what failed and why."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from homes import copy_home, use
from playwright.sync_api import Page, expect, sync_playwright
from small_plan import NUMBER, PLANNER, approved_home, everybody

from duban import database
from duban.accounts import make_account
from duban.database import writing
from duban.prefect_api import credential
from duban.prefect_runs import run_deployment_and_wait
from duban.services import Service, Services, free_ports, running

__all__ = ["approved_home"]
pytestmark = pytest.mark.whole
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PASSWORD, SOON_MS = "督办试用密码2026", 60_000


@pytest.fixture(scope="module")
def house(approved_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Everything that `duban up` runs, on an approved plan, with an account for its planner."""
    home = copy_home(approved_home, tmp_path_factory.mktemp("operator") / "home")
    use(home)
    planner = everybody()[PLANNER].person_id or 0
    with writing() as session:
        make_account(session, planner, PLANNER, PASSWORD)
    database.dispose()
    with running(
        Service.PREFECT, Service.FLOWS, Service.INBOX, home=home, ports=free_ports(), scheduled=True
    ) as all_of:
        yield all_of


@pytest.fixture(scope="module")
def page(house: Services) -> Iterator[Page]:
    """Prefect's pages, past the door."""
    expect.set_options(timeout=SOON_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1400, "height": 1100}, locale="zh-CN")
        page.set_default_timeout(SOON_MS)
        page.goto(f"{house.prefect_ui_url}/deployments")
        page.locator("input").first.fill(credential(house.home))
        page.locator("input").first.press("Enter")
        expect(page.get_by_placeholder("Search deployments")).to_be_visible()
        yield page
        browser.close()
    expect.set_options(timeout=5_000)


def run_from_the_form(page: Page, house: Services, *filled: str) -> None:
    """Find the deployment, fill its form, submit it, and open the run, which is named for what was filled in first."""
    page.goto(f"{house.prefect_ui_url}/deployments")
    page.get_by_placeholder("Search deployments").fill("issue-plan")
    page.locator("a[href*='/deployments/deployment/']", has_text="issue-plan").first.click()
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_text("Custom run").click()
    expect(page.get_by_text("工作方案", exact=True)).to_be_visible()
    expect(page.get_by_text("方案的文号，如 粤科协〔2022〕30号，或方案编号。")).to_be_visible()
    for place, text in enumerate(filled):
        page.locator("form textarea").nth(place).fill(text)
    page.get_by_role("button", name="Submit").click()
    page.wait_for_url(re.compile(r"/deployments/deployment/[^/]+\?tab=Runs"))
    page.locator("a[href*='/runs/flow-run/']", has_text=f"issue-plan · {filled[0]}").first.click()


def test_a_run_that_is_refused_says_why_in_words(page: Page, house: Services) -> None:
    run_from_the_form(page, house, "没有这份", PLANNER)

    expect(page.get_by_text("Failed").first).to_be_visible()
    expect(page.get_by_text("没有“没有这份”这个工作方案；最近的有：").last).to_be_visible()
    expect(page.get_by_text("Traceback")).to_have_count(0)


def test_a_form_without_what_it_needs_is_not_taken(page: Page, house: Services) -> None:
    page.goto(f"{house.prefect_ui_url}/deployments")
    page.get_by_placeholder("Search deployments").fill("issue-plan")
    page.locator("a[href*='/deployments/deployment/']", has_text="issue-plan").first.click()
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_text("Custom run").click()
    expect(page.get_by_text("工作方案", exact=True)).to_be_visible()
    page.get_by_role("button", name="Submit").click()

    expect(page.get_by_text("required").first).to_be_visible()


def test_a_plan_is_issued_from_the_form_and_followed_into_the_inbox(page: Page, house: Services) -> None:
    run_from_the_form(page, house, NUMBER, PLANNER)

    expect(page.get_by_text("Completed").first).to_be_visible()
    expect(page.get_by_text(f"issue-plan · {NUMBER}").first).to_be_visible()
    page.goto(f"{house.prefect_ui_url}/artifacts/key/issue-plan-tasks")
    expect(page.get_by_text(f"{NUMBER} 已印发，交办任务 23 项").first).to_be_visible()


def test_the_page_of_the_plan_leads_into_the_inbox_past_its_door(page: Page, house: Services) -> None:
    run_deployment_and_wait("tend-plans", {}, api_url=house.prefect_api_url)
    page.goto(f"{house.prefect_ui_url}/artifacts/key/plan-1")
    page.locator("a[href*='/artifacts/artifact/']").first.click()
    expect(page.get_by_text(f"{NUMBER}，现为").first).to_be_visible()

    with page.context.expect_page(timeout=SOON_MS) as opened:
        page.get_by_role("link", name="在收件箱查看").first.click()
    inbox = opened.value
    inbox.wait_for_url(re.compile(re.escape(house.inbox_url) + "/sign-in"))
    inbox.locator("input[name=login]").fill(PLANNER)
    inbox.locator("input[name=password]").fill(PASSWORD)
    inbox.locator("button.first").click()

    inbox.wait_for_url(f"{house.inbox_url}/plans/1")
    expect(inbox.get_by_role("heading", level=1)).to_have_text("试行方案")
    inbox.close()


def test_the_event_of_it_is_in_the_feed(page: Page, house: Services) -> None:
    page.goto(f"{house.prefect_ui_url}/events?events=duban.plan.*")

    expect(page.get_by_text("duban.plan.issued").first).to_be_visible()
