"""The reports of a plan in the inbox: the office opens them as of any day; problems and examples by who may see them."""

import re
from datetime import date

import pytest
from sqlmodel import select

from duban.database import reading, writing
from duban.inspections import Problem, Round, find, open_inspection
from duban.notify.delivering import deliver
from duban.papers import Draft, draft
from duban.reports.kinds import KINDS
from duban.reports.shelf import FORMS
from models.paper import Paper
from models.question import Review
from models.words import Act, Life

DAY = date(2026, 3, 24)


def test_the_office_finds_every_report_and_reads_one_as_of_a_day(as_, world):
    browser = as_("planner")
    listed = browser.text(f"/plans/{world.plan_id}/reports")
    assert f"/plans/{world.plan_id}/reports/monthly.html" in listed
    page = browser.get(f"/plans/{world.plan_id}/reports/monthly.html?as_of=2026-02-10")
    assert page.status_code == 200
    assert "2026年2月1日至2026年2月10日" in page.text
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_another_form_is_given_as_a_file(as_, world):
    answer = as_("planner").get(f"/plans/{world.plan_id}/reports/ledger.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("monthly.html?as_of=2999-01-01", "这一天还没有到"),
        ("monthly.html?as_of=gestern", "日期要写成"),
        ("yearly.html", "没有“yearly”这种报告"),
        ("monthly.exe", "没有“exe”这种格式"),
        ("matter.html", "专报要用 --about 指明"),
    ],
)
def test_what_cannot_be_made_is_said(as_, world, asked, said):
    answer = as_("planner").get(f"/plans/{world.plan_id}/reports/{asked}")
    assert answer.status_code >= 400
    assert said in answer.text


def test_a_unit_opens_no_report_of_the_whole_plan(as_, world):
    assert as_("liaison").get(f"/plans/{world.plan_id}/reports/monthly.html").status_code == 403
    assert as_("liaison").get(f"/plans/{world.plan_id}/reports").status_code == 403


def test_a_unit_sees_its_own_problems_and_another_none(as_, world):
    world.do(Life.FINDING, world.finding_id, Act.ASSIGN, "supervisor")
    assert "台账不全。" in as_("liaison").text(f"/plans/{world.plan_id}/found")
    assert "台账不全。" not in as_("outsider").text(f"/plans/{world.plan_id}/found")


def test_every_form_of_every_report_is_offered(as_, world):
    listed = as_("planner").text(f"/plans/{world.plan_id}/reports")
    offered = {f"/plans/{world.plan_id}/reports/{kind.name}.{form}" for kind in KINDS for form in FORMS}
    assert set(re.findall(r'formaction="([^"]+)"', listed)) == offered


def test_a_paper_is_shown_with_its_file_to_the_office_and_to_whoever_it_was_sent_to(as_, world):
    made = Draft(world.plan_id, "monthly", "月报", world.now, "月报.docx", b"PK report")
    paper = draft(made, now=world.now)
    page = f"/papers/{paper.id}"
    assert f'href="{page}"' in as_("planner").text(f"/plans/{world.plan_id}/reports")
    assert made.digest in as_("planner").text(page)
    assert as_("planner").get(f"{page}/file").content == b"PK report"
    assert [as_("liaison").get(f"{page}{more}").status_code for more in ("", "/file")] == [403, 403]
    with writing() as session:
        session.get_one(Paper, paper.id).recipients = ["KJG-LIAISON"]
    world.do(Life.PAPER, paper.id, Act.ISSUE, "planner")
    deliver(now=world.now)
    assert as_("liaison").get(f"{page}/file").content == b"PK report"
    assert as_("outsider").get(page).status_code == 403


def test_a_review_of_a_paper_shows_what_is_judged(as_, world):
    paper = draft(Draft(world.plan_id, "monthly", "月报", world.now, "月报.docx", b"PK report"), now=world.now)
    world.do(Life.PAPER, paper.id, Act.SUBMIT, "planner")
    with reading() as session:
        review = session.exec(select(Review).where(Review.life == Life.PAPER)).one()
    shown = as_("planner").text(f"/reviews/{review.id}")
    assert "报告可否印发？" in shown
    assert f'href="/papers/{paper.id}/file"' in shown


def test_an_inspection_is_shown_to_the_office_and_to_the_units_it_goes_to(as_, world):
    supervisor = world.people["supervisor"]
    units = (world.units["KJG"],)
    wanted = Round(world.plan_id, "一季度检查", "看台账。", units, (supervisor.person_id,), DAY, DAY)
    number = open_inspection(wanted, by=supervisor, now=world.now)
    find(number, Problem(units[0], "台账与现场不符。"), by=supervisor, now=world.now)
    deliver(now=world.now)
    assert f'href="/inspections/{number}"' in as_("supervisor").text(f"/plans/{world.plan_id}/found")
    for who in ("supervisor", "liaison"):
        assert "台账与现场不符。" in as_(who).text(f"/inspections/{number}")
    assert as_("outsider").get(f"/inspections/{number}").status_code == 403
