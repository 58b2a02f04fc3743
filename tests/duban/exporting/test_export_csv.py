"""CSV: a row for every Move, columns that stay, nothing a spreadsheet would compute; and files that are whole or absent."""

import csv
import json
from pathlib import Path

import pytest
from exported import read_json
from world import World

from duban.exporting.rows import COLUMNS, plain
from duban.exporting.steps import Wanted
from duban.exporting.writing import Form, write_out
from duban.whole_files import whole_file
from models.errors import BadInput
from models.record import Move
from models.words import Act, Life

HEADINGS = (
    "move,at,life,life_zh,subject,version,plan,task,act,act_zh,from,became,became_zh,role,role_zh,person,on_behalf_of,"
    "hands,lead_unit,supporting,verdict,percent,why,detail,rules"
)


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_the_columns_are_those_that_were_promised_and_stand_on_the_page() -> None:
    page = (Path(__file__).parents[3] / "docs" / "ways-out.md").read_text(encoding="utf-8")

    assert ",".join(COLUMNS) == HEADINGS
    assert [name for name in COLUMNS if f"`{name}`" not in page] == []


def test_every_move_is_one_row_in_its_order(told: World, tmp_path: Path) -> None:
    file, moves = tmp_path / "moves.csv", told.all_of(Move)
    counts = write_out(Form.CSV, Wanted(names=True), file).counts
    read = rows(file)

    assert counts == {"events": len(moves)}
    assert [(row["move"], row["life"], row["act"], row["became"]) for row in read] == [
        (str(move.id), move.life.value, move.act.value, move.became) for move in moves
    ]
    assert {row["person"] for row in read if row["role"] == "planner"} == {told.people["planner"].name}


def test_lines_end_as_the_standard_says_and_excel_gets_its_mark_only_when_asked(told: World, tmp_path: Path) -> None:
    write_out(Form.CSV, Wanted(), tmp_path / "plain.csv")
    write_out(Form.CSV, Wanted(), tmp_path / "excel.csv", bom=True)
    written, marked = (tmp_path / "plain.csv").read_bytes(), (tmp_path / "excel.csv").read_bytes()

    assert marked == b"\xef\xbb\xbf" + written
    assert written.startswith(HEADINGS.encode() + b"\r\n")
    assert written.endswith(b"\r\n")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_what_looks_like_a_formula_is_only_text(sign: str) -> None:
    assert plain(f"{sign}1+1") == f"'{sign}1+1"


def test_numbers_and_other_text_stay_as_they_are() -> None:
    assert [plain(value) for value in (-1, 0, None, "一=二", "")] == [-1, 0, None, "一=二", ""]


def test_a_reason_that_looks_like_a_formula_comes_with_an_apostrophe(told: World, tmp_path: Path) -> None:
    write_out(Form.CSV, Wanted(names=True, life=Life.TASK), tmp_path / "moves.csv")
    found = next(row for row in rows(tmp_path / "moves.csv") if row["act"] == Act.REASSIGN)

    assert found["why"].startswith("'=该项")


def test_without_names_only_numbers_and_our_own_words_are_left_of_the_detail(told: World, tmp_path: Path) -> None:
    write_out(Form.CSV, Wanted(), tmp_path / "moves.csv")
    read = rows(tmp_path / "moves.csv")
    kept = [json.loads(row["detail"]) for row in read if row["detail"]]
    texts = {name for detail in kept for name, value in detail.items() if isinstance(value, str)}

    assert {row["why"] for row in read} == {""}
    assert texts <= {"verdict", "due", "old_due", "new_due", "took_back", "from", "to"}
    assert "due" in texts


def test_a_file_that_is_there_is_left_alone_unless_forced(told: World, tmp_path: Path) -> None:
    file = tmp_path / "log.json"
    file.write_text("mine")
    with pytest.raises(BadInput, match="没有覆盖"):
        write_out(Form.OCEL, Wanted(), file)
    kept = file.read_text()
    write_out(Form.OCEL, Wanted(), file, force=True)

    assert kept == "mine"
    assert read_json(file)["events"]


def test_what_breaks_off_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "log.json"
    file.write_text("old")
    with pytest.raises(ZeroDivisionError), whole_file(file, force=True) as begun:
        1 / begun.write_bytes(b"")

    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("log.json", "old")]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"没有 .*nowhere 这个文件夹"), whole_file(tmp_path / "nowhere" / "log.json"):
        pass


def test_one_life_of_ocel_is_refused(told: World, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="OCEL 把各类事项写在一起"):
        write_out(Form.OCEL, Wanted(life=Life.TASK), tmp_path / "log.json")
    assert not (tmp_path / "log.json").exists()
