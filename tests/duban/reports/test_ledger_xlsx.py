"""The ledger sheet: every task, ready to filter, and harmless to open."""

from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from facts_of_reports import a_task, due_on, facts
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from duban.reports.ledger_xlsx import COLUMNS, FILLS, harmless, write
from duban.reports.summary import summary_of
from duban.reports.values import Summary
from models.words import Lamp


def sheet_of(path: Path) -> Worksheet:
    return load_workbook(path).worksheets[0]


def test_every_task_is_a_row_under_a_head_that_stays_and_filters(summary: Summary, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    write(summary, path)
    sheet = sheet_of(path)
    heads = [cell.value for cell in sheet[1]]
    assert heads == [head for head, _, _ in COLUMNS]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [task.id for task in summary.tasks]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("E2", f"A1:AA{len(summary.tasks) + 1}")


def test_days_are_days_and_a_row_is_as_high_as_its_words(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    write(summary_of(facts(a_task(1, title="字" * 46, due=due_on(5, 1)), a_task(2, title="短"))), path)
    sheet, at = sheet_of(path), [head for head, _, _ in COLUMNS].index("时限") + 1
    assert sheet.cell(2, at).number_format == "yyyy-mm-dd"
    assert [sheet.row_dimensions[n].height for n in (2, 3)] == [45, None]


def test_a_lamp_is_a_word_on_its_colour(summary: Summary, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    write(summary, path)
    place = [head for head, _, _ in COLUMNS].index("灯")
    told = {(row[place].value, row[place].fill.start_color.rgb[2:]) for row in sheet_of(path).iter_rows(min_row=2)}
    assert told == {(task.lamp.zh, FILLS[task.lamp]) for task in summary.tasks}
    assert (Lamp.RED.zh, "FFC7CE") in told


def test_a_period_is_called_as_people_do_and_the_print_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    write(summary_of(facts(replace(a_task(1), period="2026H1"))), path)
    sheet = sheet_of(path)
    assert sheet.cell(2, [head for head, _, _ in COLUMNS].index("周期") + 1).value == "2026年上半年"
    assert (sheet.page_setup.fitToWidth, sheet.print_title_cols) == (2, "$A:$D")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r"])
def test_text_that_a_sheet_would_compute_is_kept_as_text(start: str, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    write(summary_of(facts(a_task(1, title=f"{start}HYPERLINK(A1)"))), path)
    cell = sheet_of(path)["D2"]
    assert (cell.data_type, str(cell.value)[0]) == ("s", "'")


def test_ordinary_text_is_not_touched() -> None:
    assert harmless("办好主题活动，不少于12场=目标\n第二行") == "办好主题活动，不少于12场=目标\n第二行"


def test_equal_summaries_give_equal_bytes_without_a_clock(summary: Summary, tmp_path: Path) -> None:
    first, again = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    write(summary, first)
    write(summary, again)
    assert first.read_bytes() == again.read_bytes()
    with ZipFile(first) as packed:
        assert packed.read("docProps/core.xml").count(b">2000-01-01T00:00:00Z<") == 2


def test_a_long_ledger_tells_how_far_it_is(summary: Summary, tmp_path: Path) -> None:
    many = summary.model_copy(update={"tasks": (summary.tasks * 12)[:2100]})
    heard: list[int] = []
    write(many, tmp_path / "r.xlsx", told=heard.append)
    assert heard == [1000, 2000]
