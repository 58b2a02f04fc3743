"""Owners named once: in a heading's bracket, in a sentence about other items and its exceptions, in an item of its own."""

import pytest

from duban.notices import read_text, whole_parts

THREE = "关于甲的通知\n各科：\n一、住院安全\n（一）开展排查。\n（二）开展培训。\n（三）{third}\n二、其他事项\n（一）开展演练。\n"


def owners_of(text: str) -> dict[str, list[tuple[str, str]]]:
    """Measure → (name, role) of its owners."""
    return {r.measure: [(o.name, o.role) for o in r.owners] for r in read_text(text).requirements}


@pytest.mark.parametrize(("reach", "pattern", "example"), whole_parts.REACHES, ids=[r[2] for r in whole_parts.REACHES])
def test_a_sentence_below_its_items_gives_them_an_owner(reach: str, pattern: str, example: str) -> None:
    found = owners_of(THREE.format(third=f"开展慰问。\n{example}，医务科配合。"))
    given = [("护理部", "lead"), ("医务科", "supporting")]
    assert found == {"1.1": given, "1.2": given, "1.3": given, "2.1": []}


def test_an_exception_has_its_own_owner() -> None:
    found = owners_of(THREE.format(third="开展慰问。\n以上任务由护理部牵头；其中第（二）项由人事科负责。"))
    assert found == {
        "1.1": [("护理部", "lead")],
        "1.2": [("人事科", "responsible")],
        "1.3": [("护理部", "lead")],
        "2.1": [],
    }


def test_an_exception_may_come_first() -> None:
    found = owners_of(THREE.format(third="开展慰问。\n上述任务除第（一）、（三）项由人事科负责外，均由护理部负责。"))
    assert found == {
        "1.1": [("人事科", "responsible")],
        "1.2": [("护理部", "responsible")],
        "1.3": [("人事科", "responsible")],
        "2.1": [],
    }


@pytest.mark.parametrize(("pattern", "label"), whole_parts.SHARED_OUT, ids=[r[1] for r in whole_parts.SHARED_OUT])
def test_an_item_that_only_says_who_speaks_of_its_neighbours(pattern: str, label: str) -> None:
    said = "：护理部；配合单位：医务科。" if label.endswith("单位") else "。由护理部牵头，医务科配合。"
    found = owners_of(THREE.format(third=label + said))
    given = [("护理部", "lead"), ("医务科", "supporting")]
    assert found == {"1.1": given, "1.2": given, "2.1": []}


def test_an_item_that_only_says_when_dates_its_neighbours() -> None:
    reading = read_text(THREE.format(third="完成时限：2025年6月底前"))
    dates = {r.measure: [str(d.date) for d in r.deadlines] for r in reading.requirements}
    assert dates == {"1.1": ["2025-06-30"], "1.2": ["2025-06-30"], "2.1": []}


def test_the_bracket_of_a_heading_speaks_of_what_stands_under_it() -> None:
    text = "关于甲的通知\n各科：\n一、住院安全（护理部牵头）\n1.开展排查。\n2.开展培训。（人事科负责）\n二、其他事项\n1.开展演练。\n"
    assert owners_of(text) == {"1.1": [("护理部", "lead")], "1.2": [("人事科", "responsible")], "2.1": []}


def test_a_row_of_units_before_a_colon_is_told() -> None:
    text = "关于甲的通知\n各科：\n一、职责分工\n（一）市教育局：牵头制定方案。\n（二）市公安局、市水利局：配合开展排查。\n（三）时间：6月。\n"
    assert owners_of(text) == {
        "1.1": [("市教育局", "lead")],
        "1.2": [("市公安局", "supporting"), ("市水利局", "supporting")],
    }


def test_a_principle_of_governing_names_nobody() -> None:
    assert owners_of("各科：\n一、落实党委领导、政府负责、社会协同的体制，开展排查。\n") == {"1": []}


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ("县财政局县审计局", ["县财政局", "县审计局"]),
        ("派出所司法所各村", ["派出所", "司法所", "各村"]),
        ("省人力资源社会保障厅人才处", ["省人力资源社会保障厅人才处"]),
        ("海州市公安局交警支队", ["海州市公安局交警支队"]),
    ],
)
def test_names_that_lost_the_sign_between_them_are_cut_only_where_nothing_else_can_be_meant(
    row: str, names: list[str]
) -> None:
    found = owners_of(f"各单位：\n一、开展排查。（牵头单位：甲局；配合单位：{row}）\n")
    assert [name for name, role in found["1"] if role == "supporting"] == names
