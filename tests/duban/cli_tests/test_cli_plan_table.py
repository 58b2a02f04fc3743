"""Claims about the decomposition table: exported, edited, imported again; first what differs, then taken."""

from pathlib import Path

import pytest
from cli_testing import PLANNER, Duban, Sheet
from openpyxl import load_workbook
from sqlmodel import select

from duban.database import reading
from models.plan import Plan, Requirement
from models.record import Move
from models.values import Actor
from models.words import Act


def stored() -> tuple[list[dict[str, object]], list[Act]]:
    """Everything that stands in the requirements, and the acts on record."""
    with reading() as session:
        rows = session.exec(select(Requirement).order_by(Requirement.seq)).all()
        return [row.model_dump() for row in rows], [move.act for move in session.exec(select(Move)).all()]


@pytest.fixture
def table(drafted: Path, duban: Duban, tmp_path: Path) -> Sheet:
    """The table of the sample plan, just exported."""
    path = tmp_path / "分解.xlsx"
    assert duban("plan", "export", "1", "--xlsx", str(path)).code == 0
    return Sheet(path)


def test_a_table_that_nobody_edited_changes_nothing(duban: Duban, table: Sheet) -> None:
    before = stored()

    said = duban("plan", "import", "--xlsx", table.save(), *PLANNER, "--yes")

    assert (said.code, said.out, said.err) == (0, "表与方案一致，没有要改的。\n", "")
    assert stored() == before


def test_differences_are_shown_by_cell_and_nothing_is_taken_before_a_yes(duban: Duban, table: Sheet) -> None:
    before = stored()
    table.put(5, 牵头单位="学会部", 日期="2026-04-30")
    table.put(2, 剔除理由="原则性要求，不单列。")

    said = duban("plan", "import", "--xlsx", table.save(), *PLANNER, "--json")

    assert said.json["differences"] == [
        {"cell": "任务分解表!R3（剔除理由）", "seq": 2, "field": "剔除理由", "before": "（空）"}
        | {"after": "原则性要求，不单列。"},
        {"cell": "任务分解表!G6（牵头单位）", "seq": 5, "field": "牵头单位", "before": "科普部", "after": "学会部"},
        {"cell": "任务分解表!J6（日期）", "seq": 5, "field": "日期", "before": "2026-03-31", "after": "2026-04-30"},
    ]
    assert (said.code, said.json["taken"], said.json["came"]) == (1, False, [])
    assert stored() == before


def test_what_was_edited_is_taken_and_confirmed_and_the_rest_stays_as_it_was(duban: Duban, table: Sheet) -> None:
    rows, acts = stored()
    table.put(5, 牵头单位="学会部", 日期="2026-04-30")
    table.put(2, 剔除理由="原则性要求，不单列。")
    path = table.save()

    said = duban("plan", "import", "--xlsx", path, *PLANNER, "--yes", "--json")
    again = duban("plan", "import", "--xlsx", path, *PLANNER, "--yes")

    assert said.json["came"] == [
        {"seq": 2, "result": "已剔除", "why": "原则性要求，不单列。"},
        {"seq": 5, "result": "已确认", "why": ""},
    ]
    assert again.out == "表与方案一致，没有要改的。\n"
    now, done = stored()
    assert [row for row in now if row["seq"] not in (2, 5)] == [row for row in rows if row["seq"] not in (2, 5)]
    assert sorted(done) == sorted([*acts, Act.DROP, Act.CONFIRM])
    assert str(now[4]["due"]) == "2026-04-30"


def test_a_plan_that_changed_after_the_differences_were_shown_is_not_written_over(
    duban: Duban, table: Sheet, planner: Actor
) -> None:
    from cli_testing import NOW

    from duban.completing import differences, take
    from models.errors import BadInput

    table.put(5, 日期="2026-04-30")
    path = Path(table.save())
    shown = differences(path, 1)
    duban("plan", "import", "--xlsx", str(path), *PLANNER, "--yes")
    before = stored()

    with pytest.raises(BadInput, match="列出差异之后又有改动"):
        take(path, 1, shown=shown, by=planner, now=NOW)

    assert stored() == before


@pytest.fixture
def planner(drafted: Path) -> Actor:
    from duban.lookups import person_named

    with reading() as session:
        return person_named(session, PLANNER[1])


def test_each_text_has_the_sentence_it_was_read_from_as_a_comment(table: Sheet) -> None:
    with reading() as session:
        text = session.exec(select(Plan)).one().text
        rows = session.exec(select(Requirement).order_by(Requirement.seq)).all()
    for row in rows:
        comment = table.sheet.cell(row.seq + 1, table.columns["任务要求"]).comment
        assert comment is not None
        source = comment.text.removeprefix("原文：")
        place = text.find(source)
        assert place <= row.start
        assert row.end <= place + len(source)
        named = [owner["name"] for owner in row.reading["owners"] if row.start <= owner["span"][0]]
        assert all(name in source for name in named)


def test_the_table_of_another_plan_is_refused(duban: Duban, table: Sheet) -> None:
    book = load_workbook(table.path)
    book.properties.subject = "岭科协〔2026〕99号"
    book.save(table.path)

    said = duban("plan", "import", "--xlsx", str(table.path), "--plan", "1", *PLANNER, "--yes")

    assert (said.code, said.out) == (2, "")
    assert "是方案 岭科协〔2026〕99号 的任务分解表，不是 岭科协〔2026〕18号 的" in said.err


@pytest.mark.parametrize("words", [(), ("通知.txt", "--xlsx", "分解.xlsx")])
def test_a_notice_or_a_table_is_imported_never_neither_and_never_both(duban: Duban, words: tuple[str, ...]) -> None:
    said = duban("plan", "import", *words, *PLANNER)

    assert (said.code, said.err) == (2, "请给出 FILE 通知或 --xlsx 任务分解表，两者给一个。\n")


@pytest.mark.usefixtures("drafted")
def test_only_those_are_confirmed_at_once_that_the_notice_states_without_doubt(duban: Duban) -> None:
    with reading() as session:
        sure = {row.seq for row in session.exec(select(Requirement)).all() if row.certainty == "certain"}

    said = duban("plan", "confirm", "1", "--certain", *PLANNER, "--json").json

    assert {row["seq"] for row in said} == sure
    with reading() as session:
        rows = session.exec(select(Requirement)).all()
    confirmed = {row.seq for row in rows if row.confirmed_at}
    assert confirmed
    assert confirmed <= sure < {row.seq for row in rows}
