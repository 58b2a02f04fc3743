"""A calendar that is amended moves what is counted in working days; what has ended or is already past stays."""

from datetime import date

from small_plan import PLANNER, at, rows
from typer.testing import CliRunner

from duban.cli import calendar
from duban.database import writing
from duban.recomputing import recompute_ladders
from models.question import Supervision
from models.words import Act, SupervisionState
from workflows.moments import at_hour

AMENDED = """国务院办公厅关于调整2026年劳动节假期安排的通知 国办发明电〔2026〕3号
一、2026年3月24日（周二）至3月26日（周四）放假调休，共3天。"""


def test_ladders_climb_earlier_when_days_before_the_deadline_become_days_off(small, tmp_path):
    before = small.ladder(small.plain).next_at
    file = tmp_path / "amended.txt"
    file.write_text(AMENDED, encoding="utf-8")

    ran = CliRunner().invoke(calendar.app, ["load", str(file), "--yes"])

    assert ran.exit_code == 0, ran.output
    moved = [ladder for ladder in rows(Supervision) if ladder.next_at == at_hour(date(2026, 3, 19), "08:30")]
    assert before == at_hour(date(2026, 3, 24), "08:30")
    assert small.ladder(small.plain).next_at == at_hour(date(2026, 3, 19), "08:30")
    assert f"随之改了 {len(moved)} 项督办的下一次催办时间。" in ran.output


def test_without_a_change_nothing_moves(small):
    with writing() as session:
        assert recompute_ladders(session) == 0


def test_what_is_settled_stays_settled(small):
    small.does(PLANNER, Act.CANCEL, small.plain, at=at("2026-01-08 09:00"), reason="并入他项。")
    with writing() as session:
        recompute_ladders(session)

    ladder = small.ladder(small.plain)
    assert (ladder.state, ladder.next_at) == (SupervisionState.SETTLED, None)
