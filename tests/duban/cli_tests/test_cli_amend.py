"""`duban notice amend`: what a supplementary notice changes is listed, and done when a person says so."""

from pathlib import Path

import pytest
from cli_testing import PLANNER, Duban
from small_plan import Small, rows

from duban.kept_notices import kept
from models.plan import Requirement

TEXT = """试科协〔2026〕5号

关于调整《试行方案》有关事项的补充通知

各有关单位：
　　将“更新展项”的完成时限由2026年3月31日前调整为2026年4月30日前。

岭海省科学技术协会
2026年1月5日
"""


def test_what_is_taken_is_done_and_its_notice_is_kept(duban: Duban, small: Small, tmp_path: Path) -> None:
    file = tmp_path / "补充通知.txt"
    file.write_text(TEXT, encoding="utf-8")
    amend = ("notice", "amend", "试科协〔2026〕2号", str(file), *PLANNER, "--json")

    looked = duban(*amend)
    assert (looked.code, looked.json["taken"], kept()) == (1, False, [])

    taken = duban(*amend, "--yes")
    assert (taken.code, [one["result"] for one in taken.json["came"]]) == (0, ["已办"])
    assert str(next(one for one in rows(Requirement) if one.text.startswith("更新展项")).due) == "2026-04-30"
    assert [path.read_text(encoding="utf-8") for path in kept()] == [TEXT]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh", "补充通知.txt 的内容是网页，已按内容读取。"),
        ("en", "补充通知.txt is a web page inside; read as one."),
    ],
)
def test_how_the_file_was_opened_is_told_in_the_language_of_the_setting(
    duban: Duban, small: Small, tmp_path: Path, setting: pytest.MonkeyPatch, language: str, told: str
) -> None:
    file = tmp_path / "补充通知.txt"
    file.write_text("<html><body>" + "".join(f"<p>{line}</p>" for line in TEXT.split("\n")) + "</body></html>", "utf-8")
    setting.setenv("DUBAN_LANGUAGE", language)

    amended = duban("notice", "amend", "试科协〔2026〕2号", str(file), *PLANNER, "--json")
    assert amended.json["notes"][0] == told
    assert told in "".join(duban("notice", "read", str(file)).out.split("\n"))
    assert told in duban("notice", "read", str(file), "--explain").out


def test_what_is_unsure_is_explained_in_the_language_of_the_setting(
    duban: Duban, small: Small, tmp_path: Path, setting: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "通知.txt"
    file.write_text("关于工作的通知\n\n各单位：\n　　一、科技馆6月底前更新展项。\n", encoding="utf-8")
    setting.setenv("DUBAN_LANGUAGE", "en")
    assert "“6月底前” names no year" in duban("notice", "read", str(file), "--explain").out
