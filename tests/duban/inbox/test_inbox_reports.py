"""The reports of a plan in the inbox: the office opens them as of any day; problems and examples by who may see them."""

import re
from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from duban.appeals import scores_of
from duban.database import reading, writing
from duban.inspections import Problem, Round, find, open_inspection
from duban.names import unit_names
from duban.notify.delivering import deliver
from duban.papers import Draft, draft
from duban.reports.kinds import KINDS
from duban.reports.shelf import FORMS
from duban.summarising import make_one
from models.appeal import Appeal
from models.found import Finding, Inspection
from models.paper import Paper
from models.question import Review
from models.task import Task
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
        ("fortnightly.html", "没有“fortnightly”这种报告"),
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


def test_the_supervisor_begins_an_inspection_on_the_page_and_puts_a_problem_down_under_it(as_, world):
    browser, museum = as_("supervisor"), world.units["KJG"]
    assert f"/plans/{world.plan_id}/inspections/new" in browser.text(f"/plans/{world.plan_id}/found")
    page = browser.text(f"/plans/{world.plan_id}/inspections/new")
    assert f'name="unit" value="{museum}"' in page
    sent = {"name": "一季度检查", "text": "看台账。", "begins": "2026-03-24", "ends": "2026-03-27", "key": "once"}
    people = {"unit": str(museum), "person": str(world.people["supervisor"].person_id)}
    made, again = (browser.post(f"/plans/{world.plan_id}/inspections", **sent, **people) for _ in range(2))
    assert (made.status_code, again.headers["location"]) == (303, made.headers["location"])
    [round_] = world.all_of(Inspection)
    assert (made.headers["location"], round_.units) == (f"/inspections/{round_.id}", [museum])
    here = f"/inspections/{round_.id}"
    assert "登记问题" in browser.text(here)
    assert browser.act(here, "find", unit_id=str(museum), text="展项停用三周。", due="2026-04-10").status_code == 303
    found = [one for one in world.all_of(Finding) if one.text == "展项停用三周。"]
    assert [(one.unit_id, one.due) for one in found] == [(museum, date(2026, 4, 10))]
    assert "展项停用三周。" in browser.text(here)


def test_every_unit_with_tasks_can_be_inspected_at_once(as_, world):
    page = as_("supervisor").text(f"/plans/{world.plan_id}/inspections/new")
    days = {"begins": "2026-03-24", "ends": "2026-03-27", "name": "普查", "text": "看台账。"}
    who = str(world.people["supervisor"].person_id)
    as_("supervisor").post(f"/plans/{world.plan_id}/inspections", **days, unit="every", person=who)
    offered = set(map(int, re.findall(r'name="unit" value="(\d+)"', page)))
    assert set(world.all_of(Inspection)[0].units) == offered
    assert offered == {task.lead_unit_id for task in world.all_of(Task, plan_id=world.plan_id)} - {None}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ends": "2026-03-01"}, "早于"),
        ({"ends": ""}, "从哪一天到哪一天"),
        ({"unit": ""}, "哪些单位"),
        ({"unit": "999999"}, "没有编号为 999999 的单位"),
        ({"person": "x"}, "从列表里选"),
        ({"text": ""}, "内容"),
    ],
)
def test_a_round_that_cannot_be_is_refused_and_what_was_typed_stays(as_, world, wrong, said):
    days = {"begins": "2026-03-24", "ends": "2026-03-27", "name": "一季度检查", "text": "看台账。"}
    sent = days | {"unit": str(world.units["KJG"]), "person": "1"} | wrong
    sent = {name: value for name, value in sent.items() if value or name not in ("unit", "person")}
    answer = as_("supervisor").post(f"/plans/{world.plan_id}/inspections", **sent)
    assert answer.status_code >= 400
    assert said in answer.text
    assert 'value="一季度检查"' in answer.text
    assert world.all_of(Inspection) == []


def test_no_unit_begins_an_inspection(as_, world):
    assert as_("liaison").get(f"/plans/{world.plan_id}/inspections/new").status_code == 403
    assert as_("liaison").post(f"/plans/{world.plan_id}/inspections", name="x").status_code == 403


@pytest.fixture
def circular(world):
    """A circular that is out; the unit has one overdue task."""
    world.now = datetime(2026, 4, 1, 9, tzinfo=UTC)
    paper = make_one(world.get(Life.PLAN, world.plan_id).number, "通报", now=world.now).paper_id
    world.do(Life.PAPER, paper, Act.ISSUE, "planner")
    deliver(now=world.now)
    return paper


def test_a_unit_appeals_on_the_page_of_the_circular_and_the_supervisor_decides(as_, world, circular):
    liaison, here = as_("liaison"), f"/papers/{circular}"
    page = liaison.text(here)
    assert "可以申诉到 2026年4月9日" in page
    with reading() as session:
        mine = scores_of(session, circular, [world.units["KJG"]])
    offered = page[page.index('<select name="record">') : page.index("</select>")]
    assert set(re.findall(r'<option value="(\d+)"', offered)) == {str(one.number) for one in mine}
    sent = liaison.act(here, "request", record=str(mine[0].number), reason="3月31日已办结。")
    assert (sent.status_code, "申诉已提出" in liaison.text(here)) == (303, True)
    [appeal] = world.all_of(Appeal)
    there = f"/appeals/{appeal.id}"
    assert f'href="{there}"' in liaison.text(here)
    assert f'href="{there}"' in as_("supervisor").text("/")
    assert as_("outsider").get(there).status_code == 403
    assert as_("supervisor").act(there, "uphold", reason="").status_code == 409
    assert as_("supervisor").act(there, "uphold", reason="系统记录有误。").status_code == 303
    assert "系统记录有误。" in liaison.text(there)
    assert f'href="{there}"' in liaison.text(f"/plans/{world.plan_id}/found")


def test_another_unit_sees_no_score_of_this_one(as_, world, circular):
    shown = as_("outsider").text(f"/papers/{circular}")
    with reading() as session:
        units = {one.unit_id: one.what for one in scores_of(session, circular)}
    assert world.units["KJG"] in units
    assert f"<td>{unit_named(world.units['KJG'])}</td>" not in shown


def unit_named(unit_id):
    with reading() as session:
        return unit_names(session, [unit_id])[unit_id]
