"""Whole stories in a real browser, in both languages, at a desk and on a telephone."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from browser_steps import act, sign_in
from playwright.sync_api import Page, expect
from sqlmodel import delete
from world import PASSWORD, PEOPLE, World

from duban.database import writing
from models.question import Decision
from models.register import SignIn
from models.words import Act, Life, ReviewState, Verdict
from models.words import TaskState as S

pytestmark = pytest.mark.browser
Opened = Callable[..., Page]
EVERYWHERE = pytest.mark.parametrize(
    ("size", "language"), [("desk", "zh"), ("desk", "en"), ("phone", "zh"), ("phone", "en")]
)
BOTH = pytest.mark.parametrize(("size", "language"), [("desk", "en"), ("phone", "zh")])


@EVERYWHERE
def test_many_are_approved_after_a_look_at_what_each_becomes(
    opened: Opened, address: str, world: World, complaints: list[str], size: str, language: str
) -> None:
    page = opened(size, language)
    sign_in(page, address, "feng")
    page.locator("[data-every]").check()
    page.locator("button[name=choice][value=yes]").click()
    expect(page.locator("main .row")).to_have_count(2)
    assert world.task("in_review").state is S.IN_REVIEW
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button.first").click()
    page.wait_for_url("**/bulk/confirm")

    assert {world.task(one).state for one in ("in_review", "second_review")} == {S.CLOSED}
    assert complaints == []


@EVERYWHERE
def test_a_case_is_returned_with_a_reason_that_stands_in_its_history(
    opened: Opened, address: str, world: World, complaints: list[str], size: str, language: str
) -> None:
    page, review = opened(size, language), world.reviews["in_review"]
    sign_in(page, address, "feng")
    page.goto(f"{address}/reviews/{review}")
    form = act(page, "decide-no")
    form.locator("[name=reason]").fill("缺少现场照片，请补齐。")
    form.locator("button").click()
    expect(page.get_by_role("status")).to_be_visible()

    assert world.task("in_review").state is S.IN_PROGRESS
    expect(page.locator("ol.history blockquote").filter(has_text="缺少现场照片，请补齐。").first).to_be_visible()
    assert complaints == []


@EVERYWHERE
def test_a_file_is_uploaded_and_the_task_reported(
    opened: Opened, address: str, world: World, tmp_path: Path, size: str, language: str
) -> None:
    evidence = tmp_path / "现场照片.txt"
    evidence.write_text("现场照片若干。", encoding="utf-8")
    page = opened(size, language)
    sign_in(page, address, "liaison")
    page.goto(f"{address}/tasks/{world.tasks['in_progress']}")
    form = act(page, "attach")
    form.locator("input[type=file]").set_input_files(evidence)
    form.locator("button").click()
    expect(page.get_by_role("link", name="现场照片.txt", exact=True)).to_be_visible()
    form = act(page, "report")
    form.locator("textarea[name=text]").fill("活动已办结，照片见佐证。")
    form.locator("button").click()

    expect(page.get_by_role("status")).to_be_visible()
    assert world.task("in_progress").state is S.REPORTED


@BOTH
def test_codes_are_switched_on_and_let_their_person_in(
    opened: Opened, address: str, world: World, complaints: list[str], size: str, language: str
) -> None:
    page = opened(size, language)
    sign_in(page, address, "feng")
    page.goto(f"{address}/codes")
    page.locator("main button.first").click()
    expect(page.locator("img.qr")).to_be_visible()
    assert page.locator("img.qr").evaluate("picture => picture.naturalWidth") > 0  # the policy lets it be drawn
    telephone = pyotp.TOTP(page.locator("code.secret").inner_text())
    page.locator("input[name=code]").fill(telephone.at(world.now))
    page.locator("main button.first").click()
    expect(page.locator("ul.recovery li")).to_have_count(10)

    world.now += timedelta(minutes=1)
    other = opened(size, language)
    other.goto(address)
    other.locator("input[name=login]").fill(PEOPLE["feng"])
    other.locator("input[name=password]").fill(PASSWORD)
    other.locator("button.first").click()
    other.locator("input[name=code]").fill(telephone.at(world.now))
    other.locator("button.first").click()
    other.wait_for_url(f"{address}/")
    assert complaints == []


@BOTH
def test_an_act_that_the_rules_refuse_says_why_and_keeps_what_was_typed(
    opened: Opened, address: str, world: World, size: str, language: str
) -> None:
    page = opened(size, language)
    sign_in(page, address, "liaison")
    page.goto(f"{address}/tasks/{world.tasks['in_progress']}")
    form = act(page, "request")
    form.locator("[name=text]").fill("场馆改造尚未验收。")
    form.locator("[name=reason]").fill("施工延误。")
    form.locator("[name=due]").fill("2026-03-01")
    form.locator("button").click()

    expect(page.get_by_role("alert")).to_be_visible()
    expect(act(page, "request").locator("[name=reason]")).to_have_value("施工延误。")
    assert world.task("in_progress").extensions == 0


@BOTH
def test_when_another_reviewer_was_first_nothing_is_decided_twice(
    opened: Opened, address: str, world: World, size: str, language: str
) -> None:
    page, review = opened(size, language), world.reviews["in_review"]
    sign_in(page, address, "feng")
    page.goto(f"{address}/reviews/{review}")
    form = act(page, "decide-yes")
    world.do(Life.REVIEW, review, Act.DECIDE, "ren", verdict=Verdict.NO, reason="先退回。")
    form.locator("button").click()

    expect(page.get_by_role("alert")).to_be_visible()
    answers = [row.verdict for row in world.all_of(Decision, review_id=review)]
    assert (answers, world.get(Life.REVIEW, review).state) == ([Verdict.NO], ReviewState.RETURNED)


@BOTH
def test_a_sign_in_that_was_revoked_while_a_page_was_open_decides_nothing(
    opened: Opened, address: str, world: World, size: str, language: str
) -> None:
    page, review = opened(size, language), world.reviews["in_review"]
    sign_in(page, address, "feng")
    page.goto(f"{address}/reviews/{review}")
    form = act(page, "decide-yes")
    with writing() as session:
        session.exec(delete(SignIn))
    form.locator("button").click()
    page.wait_for_load_state()

    expect(page.locator("main.door")).to_be_visible()
    assert world.all_of(Decision, review_id=review) == []
    page.goto(f"{address}/reviews/{review}")
    page.wait_for_url(re.compile("/sign-in"))


@BOTH
def test_somebody_who_goes_away_leaves_the_deputy_to_act_in_their_name(
    opened: Opened, address: str, world: World, size: str, language: str
) -> None:
    page = opened(size, language)
    sign_in(page, address, "liaison")
    page.goto(f"{address}/absences")
    page.locator("input[name=since]").fill("2026-03-24")
    page.locator("input[name=until]").fill("2026-03-26")
    page.locator("main aside button.first").click()

    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator("li.absence")).to_have_count(1)


@BOTH
def test_a_review_is_passed_on_and_the_other_person_decides(
    opened: Opened, address: str, world: World, size: str, language: str
) -> None:
    page, review = opened(size, language), world.reviews["in_review"]
    sign_in(page, address, "feng")
    page.goto(f"{address}/reviews/{review}")
    form = act(page, "pass_on")
    form.locator("[name=person_id]").fill(PEOPLE["outsider"])
    form.locator("[name=reason]").fill("黄同志熟悉情况。")
    form.locator("button").click()
    expect(page.get_by_role("status")).to_be_visible()

    other = opened(size, language)
    sign_in(other, address, "outsider")
    other.goto(f"{address}/reviews/{review}")
    act(other, "decide-yes").locator("button").click()
    expect(other.get_by_role("status")).to_be_visible()
    assert world.people["outsider"].person_id in {row.person_id for row in world.all_of(Decision, review_id=review)}


def test_the_language_chosen_at_the_door_and_in_the_menu_is_spoken_at_once(opened: Opened, address: str) -> None:
    page = opened("phone", "zh")
    page.goto(address)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    sign_in(page, address, "feng")
    page.locator("details.me summary").click()
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", name="待我办理")).to_be_visible()


def test_without_javascript_a_case_is_approved_and_many_are_too(opened: Opened, address: str, world: World) -> None:
    page = opened("phone", "zh", java_script_enabled=False)
    sign_in(page, address, "feng")
    page.locator("input[name=id]").first.check()
    page.locator("button[name=choice][value=yes]").click()
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button.first").click()
    page.wait_for_url("**/bulk/confirm")
    left = next(r for r in ("in_review", "second_review") if world.task(r).state is S.IN_REVIEW)
    page.goto(f"{address}/reviews/{world.reviews[left]}")
    act(page, "decide-yes").locator("button").click()

    assert {world.task(one).state for one in ("in_review", "second_review")} == {S.CLOSED}
