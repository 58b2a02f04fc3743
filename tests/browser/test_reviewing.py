"""A reviewer's morning in a real browser: sign in, approve one case, return another with a reason."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from world import PASSWORD, PEOPLE, World

from models.question import Decision
from models.words import Act, Life, Verdict
from models.words import TaskState as S

pytestmark = pytest.mark.browser
SIZES = {"desk": {"width": 1280, "height": 850}, "phone": {"width": 390, "height": 844}}


@pytest.fixture
def complaints() -> list[str]:
    """What the browser's console complained about."""
    return []


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, chromium: Browser, complaints: list[str]) -> Iterator[Page]:
    context = chromium.new_context(viewport=SIZES[request.param], locale="zh-CN")
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()


def _sign_in(page: Page, address: str, who: str) -> None:
    page.goto(address)
    page.get_by_label("登录名").fill(PEOPLE[who])
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="待我办理")).to_be_visible()


def _fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_reviewer_approves_one_case_and_returns_another(
    page: Page, address: str, world: World, complaints: list[str], tmp_path: Path
) -> None:
    _sign_in(page, address, "feng")
    page.screenshot(path=tmp_path / "waiting.png")
    page.get_by_text(world.task("in_review").title).click()
    page.get_by_text("同意", exact=False).first.click()
    page.get_by_role("button", name="确认同意").click()
    expect(page.get_by_role("status")).to_contain_text("意见已记录")
    page.screenshot(path=tmp_path / "approved.png")

    page.goto(address)
    page.get_by_text(world.task("second_review").title).click()
    page.wait_for_url("**/reviews/*")  # and until it is loaded: the keys are known to its script only
    page.keyboard.press("r")
    page.keyboard.type("缺少现场照片，请补齐。")
    page.get_by_role("button", name="确认退回").click()
    expect(page.get_by_role("status")).to_contain_text("意见已记录")
    page.screenshot(path=tmp_path / "returned.png")

    assert (world.task("in_review").state, world.task("second_review").state) == (S.CLOSED, S.IN_PROGRESS)
    feng = world.people["feng"].person_id
    said = [
        (row.verdict, row.reason, row.person_id)
        for row in world.all_of(Decision)
        if row.review_id in (world.reviews["in_review"], world.reviews["second_review"])
    ]
    assert said == [(Verdict.YES, "", feng), (Verdict.NO, "缺少现场照片，请补齐。", feng)]
    journal = [(m.act, m.person_id, m.why) for m in world.moves(Life.REVIEW, world.reviews["second_review"])]
    assert (Act.DECIDE, feng, "缺少现场照片，请补齐。") in journal
    assert complaints == []


def test_every_page_fits_its_screen_and_breaks_no_rule_of_its_policy(
    page: Page, address: str, world: World, complaints: list[str]
) -> None:
    _sign_in(page, address, "planner")
    places = ("/", "/plans", f"/plans/{world.plan_id}", f"/plans/{world.drafted_id}/requirements", "/tasks", "/journal")
    cases = (
        f"/tasks/{world.tasks['rich']}",
        f"/reviews/{world.reviews['closed']}",
        f"/extensions/{world.extension_id}",
    )
    wide = []
    for place in (*places, *cases, "/messages", "/password"):
        page.goto(address + place)
        if not _fits(page):
            wide.append(place)
    assert wide == []
    assert complaints == []


def test_the_keys_go_down_the_list_and_open_a_case(page: Page, address: str, world: World) -> None:
    _sign_in(page, address, "feng")
    page.wait_for_load_state()  # the keys are known to the page's script only
    for key in ("j", "j", "k", "Enter"):
        page.keyboard.press(key)
    page.wait_for_url("**/reviews/*")
    assert page.url.endswith(f"/reviews/{world.reviews['in_review']}")
    page.keyboard.press("u")
    page.wait_for_url(f"{address}/")


def test_a_liaison_uploads_a_file_and_reports(page: Page, address: str, world: World, tmp_path: Path) -> None:
    evidence = tmp_path / "现场照片.txt"
    evidence.write_text("现场照片若干。", encoding="utf-8")
    _sign_in(page, address, "liaison")
    page.goto(f"{address}/tasks/{world.tasks['in_progress']}")
    page.locator("summary", has_text="上传佐证").click()
    page.locator("input[type=file]").set_input_files(evidence)
    page.get_by_role("button", name="确认上传佐证").click()
    expect(page.get_by_role("link", name="现场照片.txt", exact=True)).to_be_visible()
    page.locator("summary", has_text="报告").first.click()
    page.locator("details[open] textarea[name=text]").fill("活动已办结，照片见佐证。")
    page.get_by_role("button", name="确认报告").click()
    expect(page.get_by_role("status")).to_contain_text("已报告")
    assert world.task("in_progress").state is S.REPORTED


def test_the_planner_confirms_a_requirement_without_leaving_the_page(page: Page, address: str, world: World) -> None:
    _sign_in(page, address, "planner")
    page.goto(f"{address}/plans/{world.drafted_id}/requirements?show=open")
    first = page.locator("article.requirement").first
    first.get_by_label("牵头单位").fill("省科技馆")
    first.get_by_label("何时").select_option("fixed")
    expect(first.get_by_label("每期几日")).to_be_hidden()
    first.get_by_label("日期", exact=True).fill("2026-06-30")
    first.get_by_role("button", name="确认", exact=True).click()
    expect(page.locator("article.requirement.done")).to_have_count(1)
    expect(page.locator("article.requirement.done")).to_contain_text("省科技馆牵头")
