"""Cells that a text broke over lines are put together by the columns they stand under."""

from pathlib import Path

import pytest

from duban.notices import read_notice
from duban.notices.notes import ROWS_JOINED
from duban.notices.wrapped_rows import whole_rows

HEAD = "序号  工作任务              牵头单位    配合单位      完成时限"


def rows(table: str) -> list[list[str]]:
    return [line.split("\t") for line in whole_rows([HEAD, *table.strip("\n").split("\n")])[1:]]


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        (
            "1     建设智慧停车平台，接  市城管局    市公安局、市  6月底前\n"
            "      入停车场200处                     财政局",
            [["1", "建设智慧停车平台，接入停车场200处", "市城管局", "市公安局、市财政局", "6月底前"]],
        ),
        (
            "1     开展户外广告整治      市城管局    各区政府      2026年11月\n"
            "                                        市场监管局    底前",
            [["1", "开展户外广告整治", "市城管局", "各区政府、市场监管局", "2026年11月底前"]],
        ),
        (
            "1     改造老旧小区30个，    市住建局                  10月底\n"
            "      加装电梯\n"
            "\n"
            "二、交通\n"
            "2     修路                  市交通局    各区政府      9月底",
            [
                ["1", "改造老旧小区30个，加装电梯", "市住建局", "", "10月底"],
                [""],
                ["二、交通"],
                ["2", "修路", "市交通局", "各区政府", "9月底"],
            ],
        ),
    ],
)
def test_a_piece_goes_to_the_cell_it_stands_under(table: str, cells: list[list[str]]) -> None:
    assert rows(table) == cells


@pytest.mark.parametrize(
    "table",
    [
        "1     修路                  市交通局    各区政府      9月底",
        "1     修路                  市交通局    各区政府      9月底\n    各单位要于每月25日前将进展情况报市政府督查室。",
        "1     修路                  市交通局    各区政府      9月底\n\n\n\n\n\n海州市人民政府",
        "      （单位：万元）        甲          乙            丙",
    ],
)
def test_a_table_without_broken_cells_stays_as_it_is_written(table: str) -> None:
    lines = [HEAD, *table.split("\n")]
    assert whole_rows(lines) == lines


def test_the_reading_says_that_rows_were_joined(tmp_path: Path) -> None:
    path = tmp_path / "任务.txt"
    row = "1     建设智慧停车平台，接  市城管局    市公安局、市  6月底前\n      入停车场200处                     财政局\n"
    path.write_text(f"海州市2026年重点任务分解表\n{HEAD}\n{row}", encoding="utf-8")
    reading = read_notice(path)
    assert [(r.text, [o.name for o in r.owners]) for r in reading.requirements] == [
        ("建设智慧停车平台，接入停车场200处", ["市城管局", "市公安局", "市财政局"])
    ]
    assert ROWS_JOINED.zh in reading.warnings
