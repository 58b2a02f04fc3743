"""The bodies of the flows, run without a server: what they do, and the tables and pages they would publish."""

from datetime import UTC, datetime

import pytest
from asynchronous import finished
from prefect.states import State
from small_plan import NUMBER, PLANNER, at, rows

from duban.actions.swept import DueKind, Failure, Swept
from duban.database import writing
from duban.importing import Imported, ImportedDemand, ImportedMeasure
from duban.issuing import issue
from duban.notify import deliver
from duban.policies import store_policy
from duban.standing_of_units import lamps_by_unit
from duban.summarising import make_due
from duban.sweeping import sweep_all
from flows import deliver_notices, import_notice, issue_plan, prefect_file, showing, summarise, watch_deadlines
from flows.parameters import PARAMETERS, moment
from flows.phases import refusing
from flows.timetable import CLOCKWORK, TIMETABLE, deployments
from flows.timetable_page import TARGET, page
from models.errors import BadInput, Broken, Refused
from models.plan import Plan
from models.policy import PanelSettings, PolicySettings
from models.question import Review
from models.words import Lamp, PlanState, Role

REMINDER = at("2026-03-24 08:30")


def test_a_refusal_ends_a_flow_as_failed_with_the_sentence_and_nothing_else():
    async def body() -> None:
        raise BadInput("文号写错了，请核对。", "The number is wrong.")

    state = finished(refusing(body)())

    assert isinstance(state, State)
    assert (state.is_failed(), state.message) == (True, "文号写错了，请核对。")


def test_what_is_our_own_fault_is_not_shown_as_a_refusal():
    async def body() -> None:
        raise Broken("数据库坏了。", "The database is broken.")

    with pytest.raises(Broken):
        finished(refusing(body)())


@pytest.mark.parametrize(
    ("given", "counts_from"),
    [
        (datetime(2026, 3, 2, 8, 30), datetime(2026, 3, 2, 0, 30, tzinfo=UTC)),
        (datetime(2026, 3, 2, 8, 30, tzinfo=UTC), datetime(2026, 3, 2, 8, 30, tzinfo=UTC)),
    ],
    ids=["without a zone it is meant in Asia/Shanghai", "a zone is kept"],
)
def test_a_moment_counts_from_what_was_given(given, counts_from):
    assert moment(given) == counts_from


def test_issuing_a_plan_that_is_not_approved_is_refused_and_changes_nothing(small):
    before = rows(Plan)[0].version

    with pytest.raises(Refused, match="已印发"):
        issue(NUMBER, by=PLANNER, now=REMINDER)

    assert rows(Plan)[0].version == before


def test_issuing_lists_units_with_their_tasks_and_first_deadline(approved):
    issued = issue(NUMBER, by=PLANNER, now=at("2026-01-06 09:00"))

    table = issue_plan.table_of(issued)
    assert rows(Plan)[0].state is PlanState.ISSUED
    assert issued.total == sum(row["任务数"] for row in table) == 23
    assert table[0] == {"牵头单位": "岭海省科学技术馆", "任务数": 2, "最早时限": "2026-01-25", "配合事项": 0}
    assert table[-1] == {"牵头单位": "科普部", "任务数": 0, "最早时限": "—", "配合事项": 1}


def test_issuing_behind_a_gate_asks_the_panel_and_hands_nothing_out(approved):
    panels = {"seal": PanelSettings(role=Role.LEADER)}
    with writing() as session:
        gated = store_policy(
            session, "gated", PolicySettings(panels=panels, gates={"plan.issue": "seal"}), now=REMINDER
        )
        session.get_one(Plan, approved.plan_id).policy_id = gated.id

    issued = issue(NUMBER, by=PLANNER, now=REMINDER)

    assert (issued.review, issued.total) == (rows(Review)[-1].id, 0)
    assert rows(Plan)[0].state is PlanState.APPROVED


def test_a_plan_that_is_not_there_is_said_with_what_there_is(small):
    with pytest.raises(Refused, match=NUMBER):
        issue("没有这份", by=PLANNER, now=REMINDER)


def test_a_person_who_is_not_there_is_said(small):
    with pytest.raises(BadInput, match=r"nobody\.here"):
        issue(NUMBER, by="nobody.here", now=REMINDER)


def test_the_table_of_a_sweep_says_what_climbed(small):
    table = showing.table_of(sweep_all(now=REMINDER))

    rows_of_it = [row for row in table if row["任务"] == f"{small.plain} 更新展项"]
    [row] = [row for row in rows_of_it if row["办理"] == "提醒"]
    assert row == {
        "方案": NUMBER,
        "任务": f"{small.plain} 更新展项",
        "单位": "岭海省科学技术馆",
        "办理": "提醒",
        "结果": "已提醒",
        "灯": "🔵 蓝灯：距时限还有 5 个工作日",
    }


@pytest.mark.parametrize(
    ("left", "of", "percent"),
    [(3, 3, 0), (1, 3, 66.7), (0, 3, 100), (5, 3, 0)],
    ids=["none", "two", "all", "more came"],
)
def test_how_much_is_done_is_counted_by_what_is_left(left, of, percent):
    assert showing.percent_done(left, of) == percent


def test_failures_stand_above_what_was_done():
    failure = Failure(kind=DueKind.LADDER, subject_id=7, why="时限不是日期")

    table = showing.table_of(Swept(at=REMINDER, failures=(failure,)))

    assert [(row["任务"], row["办理"], row["结果"]) for row in table] == [("supervision 7", "未办成", "时限不是日期")]


def test_the_page_of_lamps_has_a_row_per_unit_the_worst_first(small):
    swept = sweep_all(now=REMINDER)
    units = lamps_by_unit(now=REMINDER)

    page = watch_deadlines.page_of(swept, units).splitlines()

    assert page[0] == "## 2026-03-24 08:30 时限检查"
    assert page[4] == "| 单位 | 🟢 绿灯 | 🔵 蓝灯 | 🟡 黄灯 | 🔴 红灯 | ⚪ 灰灯 | 在办合计 |"
    assert page[6].startswith("| [岭海省科学技术馆](http://127.0.0.1:8600/tasks?unit=")
    assert units[0].counts[Lamp.RED] == 1
    assert [unit.counts.get(Lamp.RED, 0) for unit in units[1:]] == [0] * 21


def test_the_table_of_a_delivery_leaves_out_duties_that_nobody_needs(small):
    delivered = deliver(now=at("2026-01-06 09:05"))

    table = deliver_notices.table_of(delivered)

    assert all(row["人数"] for row in table)
    assert len(table) < len(delivered.duties)


def test_the_page_of_an_import_lists_measures_and_what_was_unsure():
    imported = Imported(
        plan_id=4,
        number=NUMBER,
        title="试行方案",
        issuer="",
        issued_on=None,
        state="拟稿",
        measures=(ImportedMeasure(number="一、", title="任务", demands=2),),
        demands=(
            ImportedDemand(seq=1, text="更新展项。", certainty="certain", unsure=()),
            ImportedDemand(seq=2, text="甲|乙", certainty="unsure", unsure=("没有写明责任单位",)),
        ),
        warnings=("2项要求中有1项没有写明责任单位。",),
    )

    page = import_notice.page_of(imported)

    assert "其中 **1** 条有待人定" in page
    assert "| 一、 | 任务 | 2 |" in page
    assert "| 2 | 甲｜乙 | 待定 | 没有写明责任单位 |" in page
    assert "http://127.0.0.1:8600/plans/4" in page


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_every_flow_has_a_deployment_with_a_form_in_chinese():
    made = {deployment.name: deployment for deployment in deployments(scheduled=True)}

    assert made.keys() == {entry.flow.name for entry in TIMETABLE}
    for deployment in made.values():
        shown = deployment._parameter_openapi_schema.properties
        assert {name: (p["title"], p["description"]) for name, p in shown.items()} == {
            name: PARAMETERS[name] for name in shown
        }


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("scheduled", [True, False])
def test_only_the_clockwork_has_schedules_and_they_stand_still_when_told(scheduled):
    found = {d.name: [s.active for s in d.schedules or []] for d in deployments(scheduled=scheduled)}

    clockwork = {entry.flow.name for entry in TIMETABLE if entry.tag == CLOCKWORK}
    assert found == {name: [scheduled] if name in clockwork else [] for name in found}
    assert clockwork == {
        "watch-deadlines",
        "deliver-notices",
        "post-webhooks",
        "tend-plans",
        "seal-ledger",
        "report-by-rhythm",
        "check-house",
        "prune-runs",
    }


def test_the_page_of_the_timetable_is_what_the_timetable_writes():
    assert TARGET.read_text(encoding="utf-8") == page()


def test_reports_by_rhythm_have_a_row_each_with_their_files_and_who_is_missing(small):
    made = make_due(now=at("2026-02-27 17:00"))

    table = summarise.table_of(made)

    assert [(row["报告"], row["截至"]) for row in table] == [("周报", "2026-02-27 17:00"), ("月报", "2026-02-25 23:59")]
    assert table[1]["未报送"] == "省科技馆"
    assert summarise.page_of(made[0]).startswith(f"文件：`{small.home}")


def test_the_file_for_prefect_is_current():
    assert prefect_file.TARGET.read_text(encoding="utf-8") == prefect_file.text(), "write it with: make docs"
