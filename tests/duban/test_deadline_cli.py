"""duban deadline: what sweep and explain say, to people and as JSON, and how they end."""

import json
from datetime import date

import pytest
from small_plan import ISSUED_AT, LIAISON, PLANNER, at, rows
from typer.testing import CliRunner

from duban.cli.deadline import app
from duban.database import engine, reading, writing
from duban.explaining import explain
from models.errors import BadInput, NotFound
from models.question import Supervision
from models.task import Task
from models.words import Act, Lamp, SupervisionState
from workflows.moments import end_of

REMINDER = "2026-03-24T08:30"


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    return result.exit_code, result.stdout


def test_a_sweep_says_what_it_did_and_how_much(small):
    code, said = run("sweep", "--as-of", REMINDER)

    lines = said.splitlines()
    assert code == 0
    assert f"任务 {small.plain}　岭海省科学技术馆　提醒 → 已提醒　更新展项" in lines
    assert lines[-1] == "办理 48 项，未办成 0 项。"


def test_a_second_sweep_has_nothing_to_do(small):
    run("sweep", "--as-of", REMINDER)

    assert run("sweep", "--as-of", REMINDER) == (0, "办理 0 项，未办成 0 项。\n")


def test_a_sweep_as_json_lists_the_steps(small):
    _, said = run("sweep", "--as-of", REMINDER, "--json")

    steps = json.loads(said)["steps"]
    assert {step["act"] for step in steps} == {"open", "remind", "urge"}


def test_a_sweep_with_a_failure_ends_with_one(small):
    with engine().begin() as connection:
        connection.exec_driver_sql(f"UPDATE task SET subject_kind = 'elephant' WHERE id = {small.plain}")

    code, said = run("sweep", "--as-of", REMINDER)

    assert (code, said.splitlines()[-1]) == (1, "办理 46 项，未办成 2 项。")


def test_a_moment_that_is_none_is_refused_with_an_example(small):
    with pytest.raises(BadInput, match="2026-03-02T08:30"):
        run("sweep", "--as-of", "tomorrow")


def test_explaining_says_due_lamp_and_next_rung(small):
    _, said = run("explain", str(small.plain), "--as-of", REMINDER)

    assert said.splitlines() == [
        f"任务 {small.plain}“更新展项。”，现为“已交办”。",
        "时限 2026-03-31（含当日）。",
        "时限是任务要求规定的日期 2026-03-31。",
        "亮蓝灯：距时限还有 5 个工作日。",
        "没有新情况的话，2026-03-27 00:00 变灯。",
        "督办层级：正常。下一级“已提醒”，时间 2026-03-24 08:30。",
        "停在“已交办”的，2026-01-09 08:30 起由系统催促经办人。",
    ]


def test_explaining_says_when_the_lead_unit_answered_and_that_the_wait_began_anew(small):
    run("sweep", "--as-of", REMINDER)
    small.does(LIAISON, Act.ACCEPT, small.plain, at=at("2026-03-26 09:00"))

    _, said = run("explain", str(small.plain), "--as-of", "2026-03-26T10:00", "--json")

    found = json.loads(said)
    assert (found["replied_on"], found["next_rung_at"]) == ("2026-03-26", "2026-03-30T00:30:00Z")
    assert found["sentences"][5] == (
        "督办层级：已提醒。牵头单位 2026-03-26 已答复，等候从这天重新起算；下一级“已催办”，时间 2026-03-30 08:30。"
    )


def test_an_explanation_as_json_has_the_moments(small):
    _, said = run("explain", str(small.plain), "--as-of", REMINDER, "--json")

    found = json.loads(said)
    assert (found["lamp"], found["next_rung"], found["next_rung_at"]) == ("blue", "reminded", "2026-03-24T00:30:00Z")


def test_an_extended_deadline_is_told_with_the_first_one(small):
    with writing() as session:
        task = session.get_one(Task, small.plain)
        task.due = end_of(date(2026, 4, 30))
        session.add(task)

    with reading() as session:
        found = explain(session, small.plain, now=at("2026-04-02 09:00"))

    assert found.sentences[1] == "时限 2026-04-30（含当日），原定 2026-03-31。"
    assert found.late_against_original
    assert "按原定时限已经逾期" in found.sentences[3]


def test_a_suspended_task_has_no_next_rung(small):
    small.does(LIAISON, Act.ACCEPT, small.plain, at=ISSUED_AT)
    small.does(PLANNER, Act.SUSPEND, small.plain, at=ISSUED_AT, reason="场馆检修。")

    with reading() as session:
        found = explain(session, small.plain, now=ISSUED_AT)

    assert (found.lamp, found.rung, found.next_rung) == (Lamp.GREY, SupervisionState.CALM, None)
    assert found.sentences[-1] == "督办层级：正常。此刻没有下一级。"


def test_explaining_changes_nothing(small):
    before = [(ladder.id, ladder.version) for ladder in rows(Supervision)]

    run("explain", str(small.plain))

    assert [(ladder.id, ladder.version) for ladder in rows(Supervision)] == before


def test_a_task_that_is_not_there_is_said(small):
    with pytest.raises(NotFound, match="99999"):
        run("explain", "99999")
