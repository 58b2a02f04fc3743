"""What commands say in English, when DUBAN_LANGUAGE asks for it; what stands in the notice stays as it is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from small_plan import Small

# fmt: off
HEADINGS = (
    # typed                 how the line of headings begins
    ("plan list",           "No.   Number"),
    ("plan show 1",         "No.   Measure"),
    ("task list",           "No.   Lamp"),
    ("review list --all",   "No.   About"),
    ("review show 1",       "No.   About"),
    ("task history 1",      "Time"),
)
# fmt: on


def said(typed: str, **wanted: str) -> list[str]:
    command = [str(Path(sys.executable).with_name("duban")), *typed.split()]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | wanted, check=True)
    return done.stdout.splitlines()


@pytest.mark.sqlite
@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("typed", "begins"), HEADINGS, ids=[typed for typed, _ in HEADINGS])
def test_a_table_has_english_headings_and_words(typed: str, begins: str) -> None:
    assert [line for line in said(typed, DUBAN_LANGUAGE="en") if line.startswith(begins)]


@pytest.mark.sqlite
def test_the_facts_of_a_task_are_told_in_the_language_of_the_setting(small: Small) -> None:
    chinese, english = (said("task show 1", DUBAN_LANGUAGE=language)[:5] for language in ("zh", "en"))

    assert [line.partition("：")[0] for line in chinese] == ["编号", "任务名称", "方案文号", "举措", "状态"]
    assert [line.partition(": ")[0] for line in english] == ["No.", "Task", "Plan", "Measure", "State"]
    assert (chinese[-1], english[-1]) == ("状态：已交办", "State: assigned")


@pytest.mark.sqlite
def test_a_sheet_is_written_in_chinese_whatever_is_spoken(small: Small, tmp_path: Path) -> None:
    for language in ("zh", "en"):
        said(f"plan export 1 --out {tmp_path / language}.json", DUBAN_LANGUAGE=language)

    assert (tmp_path / "en.json").read_text(encoding="utf-8") == (tmp_path / "zh.json").read_text(encoding="utf-8")


def test_what_was_read_is_explained_in_english(tmp_path: Path) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text(
        "关于甲的通知\n各局：\n一、开展排查。（甲局牵头，9月底前完成）\n甲局\n2022年6月30日\n", encoding="utf-8"
    )
    told = [line.strip() for line in said(f"notice read {notice} --explain", DUBAN_LANGUAGE="en", COLUMNS="200")]

    assert [line for line in told if line.startswith(("leads 甲局", "Deadline 9"))] == [
        "leads 甲局 (a clause, as “科普部牵头”; plain in the text)",
        "Deadline 9月底前 → a fixed day 2022-09-30, the year is taken from elsewhere (a time, as “9月底前”; plain in the text)",
    ]
