"""Units that are counted and share their end are one name as printed, and each is found in the register."""

import pytest

from duban.notices import read_text
from duban.notices.shared_ends import each_named


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("第一、第二检察部", ("第一检察部", "第二检察部")),
        ("第一、二、三检察部", ("第一检察部", "第二检察部", "第三检察部")),
        ("第一至第四检察部", ("第一检察部", "第二检察部", "第三检察部", "第四检察部")),
        ("市检察院第一、第二检察部", ("市检察院第一检察部", "市检察院第二检察部")),
        ("第1、2项目部", ("第1项目部", "第2项目部")),
        ("第十三、十四中学", ("第十三中学", "第十四中学")),
        ("市教育局", ("市教育局",)),
        ("第一检察部", ("第一检察部",)),
        ("三一重工", ("三一重工",)),
        ("各市、县（区）政府", ("各市、县（区）政府",)),
    ],
)
def test_a_name_means_each_unit_that_it_counts(name: str, meant: tuple[str, ...]) -> None:
    assert each_named(name) == meant


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("办公室、第一、第二检察部", ["办公室", "第一、第二检察部"]),
        ("第一、二、三检察部，法警队", ["第一、二、三检察部", "法警队"]),
        ("第一检察部、第二检察部", ["第一检察部", "第二检察部"]),
        ("第一检察部牵头，第二、第三检察部配合", ["第一检察部", "第二、第三检察部"]),
        ("市一中、市二中", ["市一中", "市二中"]),
    ],
)
def test_what_is_counted_in_one_row_stays_one_name(cell: str, names: list[str]) -> None:
    table = f"2026年任务表\n序号\t重点任务\t责任单位\t完成时限\n1\t修路\t{cell}\t6月底\n"
    assert [o.name for r in read_text(table).requirements for o in r.owners] == names
