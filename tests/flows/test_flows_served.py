"""The flows on a real Prefect server: each deployment run, what it did, and what an operator sees of it."""

import json
import re
from base64 import b64decode
from pathlib import Path

import pytest
from small_plan import ISSUED_AT, NUMBER, PLANNER, REVIEWERS, Small, draft, everybody, rows, submit

from duban.clock import now
from duban.ledger.verifying import verify
from duban.prefect_runs import FlowRun
from duban.samples import NOTICE
from flows.parameters import PARAMETERS
from models.errors import Broken, NotFound
from models.plan import Plan
from models.record import Bundle, Message, Move, Refusal
from models.words import Act, Channel, Life, PlanState, Verdict

pytestmark = pytest.mark.server

OTHER = "试科协〔2026〕5号"


@pytest.fixture(scope="session")
def issued(served_home) -> FlowRun:
    """The run that issued the plan; what climbs and what is told afterwards needs it."""
    return served_home.run("issue-plan", plan=NUMBER, by=PLANNER, as_of="2026-01-06T09:00:00")


@pytest.fixture(scope="session")
def watched(served_home, issued) -> FlowRun:
    return served_home.run("watch-deadlines", as_of="2026-03-24T08:30:00")


def test_importing_a_notice_drafts_a_plan_and_shows_its_outline(served):
    run = served.run("import-notice", path=str(NOTICE), by=PLANNER)

    drafted = [plan for plan in rows(Plan) if plan.number == "岭科协〔2026〕18号"]
    assert [plan.state for plan in drafted] == [PlanState.DRAFTED]
    assert run.name == "import-notice · notice.txt"
    assert "plan:岭科协〔2026〕18号" in run.tags
    page = served.artifacts(run)["import-notice-outline"]
    assert "| （一） | 办好主题活动 | 5 |" in page["data"]


def test_issuing_hands_tasks_out_and_shows_them_by_unit(served, issued):
    assert issued.name == f"issue-plan · {NUMBER}"
    assert f"plan:{NUMBER}" in issued.tags
    published = served.artifacts(issued)
    table = json.loads(published["issue-plan-tasks"]["data"])
    assert sum(row["任务数"] for row in table) == 23
    assert published["issue-plan-tasks"]["description"] == f"{NUMBER} 已印发，交办任务 23 项"


def test_issuing_twice_fails_with_the_sentence_and_records_the_refusal(served, issued):
    with pytest.raises(Broken) as failed:
        served.run("issue-plan", plan=NUMBER, by=PLANNER)

    assert (
        "工作方案“已印发”时不能印发：这一步只能：报送备案、增加要求、修订要求、剔除要求、送审、总结、撤回、变更督办规则、定活动日期。"
        in failed.value.sentence.zh
    )
    assert "Traceback" not in failed.value.sentence.zh
    assert [refusal.act for refusal in rows(Refusal)] == [Act.ISSUE]


def test_a_refused_run_is_not_tried_again(served, issued):
    with pytest.raises(Broken):
        served.run("issue-plan", plan="没有这份", by=PLANNER)

    [run] = served.asked("/flow_runs/filter", flow_runs={"name": {"any_": ["issue-plan · 没有这份"]}})
    [phase] = served.asked("/task_runs/filter", flow_runs={"id": {"any_": [run["id"]]}})
    assert (run["run_count"], phase["run_count"], phase["state_type"]) == (1, 1, "FAILED")


def test_watching_climbs_and_shows_steps_and_lamps(served, watched):
    assert watched.name == "watch-deadlines · 2026-03-24 08:30"
    published = served.artifacts(watched)
    steps = json.loads(published["watch-deadlines-steps"]["data"])
    reminded = [move for move in rows(Move) if move.act is Act.REMIND]
    assert len([row for row in steps if row["办理"] == "提醒"]) == len(reminded) == 24
    assert "各单位亮灯情况" in published["watch-deadlines-lamps"]["description"]
    assert published["watch-deadlines-progress"]["data"] == 100


def test_watching_again_at_the_same_moment_changes_nothing(served, watched):
    served.run("watch-deadlines", as_of="2026-03-24T08:30:00")  # of plans that another test has made since
    moves = len(rows(Move))

    again = served.run("watch-deadlines", as_of="2026-03-24T08:30:00")

    assert len(rows(Move)) == moves
    assert {"watch-deadlines-steps", "watch-deadlines-progress"} & served.artifacts(again).keys() == set()


def test_delivering_tells_people_and_shows_whom(served, watched):
    run = served.run("deliver-notices", as_of="2026-03-24T08:31:00")

    table = json.loads(served.artifacts(run)["deliver-notices"]["data"])
    in_app = [m for m in rows(Message) if m.channel is Channel.IN_APP]
    together = {bundle.title for bundle in rows(Bundle)}
    assert sum(row["人数"] for row in table if row["通知"] not in together) == len(in_app) > 0
    assert {row["通知"] for row in table if row["合并告知"]} >= together
    assert f"plan:{NUMBER}" in run.tags


def test_summarising_writes_a_page_and_a_word_file(served, watched):
    run = served.run("summarise", plan=NUMBER, as_of="2026-03-24T08:31:00")

    [file] = (served.home / "reports").glob("*_落实情况报告_*.docx")
    page = served.artifacts(run)["summarise-report"]["data"]
    assert file.read_bytes()[:2] == b"PK"
    assert str(file) in page
    assert "试行方案" in page


def test_reports_by_rhythm_chase_who_owes_and_name_who_is_missing_instead_of_waiting(served, watched):
    run = served.run("report-by-rhythm", as_of="2026-03-24T08:40:00")

    published = served.artifacts(run)
    wanted = ["3月25日汇总月报，尚有单位缺报", "3月25日汇总季报，尚有单位缺报"]
    assert json.loads(published["missing-reports-chased"]["data"]) == [
        {"方案": NUMBER, "催报": why, "缺报单位": "1 个"} for why in wanted
    ]
    table = {row["报告"]: row for row in json.loads(published["report-by-rhythm"]["data"])}
    assert (table["月报"]["截至"], table["月报"]["未报送"]) == ("2026-02-25 23:59", "省科技馆")
    files = [Path(name) for name in table["月报"]["文件"].split("　")]
    assert [(file.suffix, file.exists()) for file in files] == [(".docx", True), (".html", True), (".xlsx", True)]
    pages = [one["data"] for key, one in published.items() if key.startswith("report-by-rhythm-")]
    assert any(str(files[0]) in page and "应报未报" in page and "省科技馆" in page for page in pages)

    again = served.artifacts(served.run("report-by-rhythm", as_of="2026-03-24T08:45:00"))
    assert again == {}
    chases = [move.why for move in rows(Move) if (move.life, move.act) == (Life.PLAN, Act.URGE)]
    assert chases == wanted


def test_a_rehearsal_carries_its_drawn_calendar_on_the_page_before_the_tables(served):
    run = served.run("rehearse-plan", plan=NUMBER, until=now().isoformat())

    page = served.artifacts(run)["rehearse-plan-page"]["data"]
    [drawn] = (served.home / "reports").glob("*_推演_*.svg")
    before, carried, after = re.split(r"!\[每天的通知件数\]\(data:image/svg\+xml;base64,([^)]+)\)", page)
    assert b64decode(carried) == drawn.read_bytes()
    assert ("## 每人收到的通知" in before, "## 每人收到的通知" in after) == (False, True)
    assert f"`{drawn}`" in after
    assert (run.name, f"plan:{NUMBER}" in run.tags) == (f"rehearse-plan · {NUMBER}", True)


def test_sealing_leaves_the_head_on_the_run_to_verify_against(served, tmp_path):
    run = served.run("seal-ledger", as_of="2026-03-24T09:00:00")

    page = tmp_path / "page.md"
    page.write_text(served.artifacts(run)["ledger-head"]["data"], encoding="utf-8")
    found = verify(against=[page])
    assert (found.compared, found.sealed > 0, found.faults) == (1, True, ())
    assert "ledger-head" not in served.artifacts(served.run("seal-ledger", as_of="2026-03-24T09:01:00"))


def test_the_server_knows_schedules_forms_and_limits(served):
    found = served.deployments()

    sweep = found["watch-deadlines"]
    assert [s["schedule"]["cron"] for s in sweep["schedules"]] == ["*/15 * * * *"]
    assert sweep["schedules"][0]["active"] is False
    assert sweep["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"
    shown = found["issue-plan"]["parameter_openapi_schema"]["properties"]
    assert {name: p["title"] for name, p in shown.items()} == {name: PARAMETERS[name][0] for name in shown}


def test_a_flow_that_is_not_served_is_said(served):
    with pytest.raises(NotFound, match="no-such-flow"):
        served.run("no-such-flow")


def test_nothing_runs_by_itself_while_the_clockwork_stands_still(served):
    scheduled = served.asked("/flow_runs/filter", flow_runs={"state": {"type": {"any_": ["SCHEDULED"]}}})

    assert scheduled == []


def test_a_stage_of_a_plan_is_a_run_that_waits_until_the_panel_has_decided(served):
    """Resumed by hand it decides nothing and waits on; with every answer it is shown anew."""
    plan = draft(number=OTHER)
    small = Small(plan, everybody(), served.home)
    review = submit(small)
    served.run("tend-plans")
    waiting = served.until(lambda: served.stage(review, "PAUSED"))
    assert waiting["name"] == f"plan-stage · {OTHER} · 送审"
    assert served.shown(review).count("等待表态") == 4

    served.asked(f"/flow_runs/{waiting['id']}/resume")
    served.until(lambda: served.stage(review, "PAUSED", looked=2))
    assert rows(Plan)[-1].state is PlanState.IN_REVIEW

    first, second = REVIEWERS
    small.does(first, Act.DECIDE, review, Life.REVIEW, at=ISSUED_AT, verdict=Verdict.YES)
    served.run("tend-plans")
    served.until(lambda: served.shown(review).count("等待表态") == 3)
    served.until(lambda: served.stage(review, "PAUSED", looked=3))
    small.does(second, Act.DECIDE, review, Life.REVIEW, at=ISSUED_AT, verdict=Verdict.YES)
    served.run("tend-plans")
    ended = served.until(lambda: served.stage(review, "COMPLETED"))

    assert ended["id"] == waiting["id"]
    assert "现为“**已通过**”" in served.shown(review)
    assert "现为“**已审定**”" in served.newest(f"plan-{plan}")


def test_a_stage_whose_run_was_cancelled_gets_another(served):
    plan = draft(number="试科协〔2026〕6号")
    review = submit(Small(plan, everybody(), served.home))
    served.run("tend-plans")
    first = served.until(lambda: served.stage(review, "PAUSED"))
    served.asked(f"/flow_runs/{first['id']}/set_state", state={"type": "CANCELLED"}, force=True)
    served.run("tend-plans")

    assert served.until(lambda: served.stage(review, "PAUSED"))["id"] != first["id"]


def test_runs_that_ended_not_long_ago_are_kept_with_what_they_showed(served, watched):
    kept = served.run("tend-plans")
    served.run("prune-runs")
    still = {run["id"] for run in served.asked("/flow_runs/filter")}

    assert kept.id in still
    assert served.artifacts(watched) != {}


def test_a_house_that_is_not_in_order_fails_the_run_and_says_what_to_do(served, watched):
    with pytest.raises(Broken, match=r"请确认 duban up 在运行.*有问题，见表"):
        served.run("check-house")
