"""Laws of every reading: spans cut out exactly what they name, and nothing is dropped in silence."""

import itertools
import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutated import mutations
from notice_texts import OWN, REAL, SAMPLE
from span_laws import check_spans

from duban.notices import read_text

SIGNS = "，。；：、！？（）〔〕()[] 　\t\n“”"
PIECES = st.sampled_from(
    [
        "一、", "二、", "（一）", "（二）", "1.", "1．2021年", "（1）", "①", "加强领导", "各单位要", "报送总结报告", "开展",
        "《办法》", "《", "》", "“", "”", "（", "）", "（科普部牵头，学会部配合）", "9月底前", "每月25日前", "年底前", "2022年6月30日",
        "，", "。", "；", "：", "、", "\n", "\n\n", "\t", "\u3000", "附件：1.表", "联系人：某某，电话：12345678", "各局：", "关于甲的通知",
        "粤科协〔2022〕30号", "等", "和", "并", "重点任务", "牵头单位：甲局", "完成时限：", "以上工作要在5月底前完成", "\"", "是", "了",
    ]
)  # fmt: skip


def known_texts() -> Iterator[tuple[str, str]]:
    yield from OWN.items()
    yield "sample", SAMPLE.read_text(encoding="utf-8")
    if REAL.exists():
        yield "real", REAL.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "text"), list(known_texts()), ids=[name for name, _ in known_texts()])
def test_every_span_cuts_out_exactly_its_text(name: str, text: str) -> None:
    check_spans(read_text(text))


@pytest.mark.parametrize(("name", "text"), list(known_texts()), ids=[name for name, _ in known_texts()])
def test_requirements_lie_in_their_measure_and_apart_from_each_other(name: str, text: str) -> None:
    reading = read_text(text)
    measures = {measure.id: measure.span for measure in reading.measures}
    for requirement in reading.requirements:
        if requirement.measure:
            start, end = measures[requirement.measure]
            assert start <= requirement.span[0] < requirement.span[1] <= end
    spans = [requirement.span for requirement in reading.requirements]
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


@pytest.mark.parametrize(("name", "text"), list(known_texts()), ids=[name for name, _ in known_texts()])
def test_every_sentence_is_read_or_listed_as_rest(name: str, text: str) -> None:
    reading = read_text(text)
    body = [m.span for m in reading.measures if not any(o.id.startswith(m.id + ".") for o in reading.measures)]
    covered = bytearray(len(text))
    for span in [r.span for r in reading.requirements] + [r.span for r in reading.rest]:
        covered[slice(*span)] = b"\x01" * (span[1] - span[0])
    for start, end in body:
        sentences = text[start:end].replace("\n", "。").split("。")
        place = start
        for sentence in sentences:
            read = any(covered[place : place + len(sentence)])
            heading = text[start : start + 70].find(sentence) <= 6
            label = sentence.strip().startswith(("（", "责任单位", "完成时限")) or "\t" in sentence
            assert read or heading or label or not sentence.strip(SIGNS), sentence
            place += len(sentence) + 1


def test_json_has_exactly_the_agreed_fields() -> None:
    found = json.loads(read_text(OWN["school safety"]).model_dump_json())
    assert list(found) == [
        "text", "number", "title", "plan_title", "issuer", "date", "addressees", "addressee_classes", "contact", "basis",
        "measures", "requirements", "rest", "warnings",
    ]  # fmt: skip
    assert list(found["measures"][0]) == ["id", "level", "number", "title", "span"]
    requirement = next(r for r in found["requirements"] if r["owners"] and r["deadlines"])
    assert list(requirement) == [
        "measure", "text", "span", "owners", "deadlines", "deliverables", "quantities", "fan_out", "certainty", "unsure",
    ]  # fmt: skip
    assert list(requirement["owners"][0]) == ["name", "role", "unit", "span"]
    assert list(requirement["deadlines"][0]) == ["text", "kind", "date", "rule", "year_inherited", "span"]


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_mixture_of_pieces_is_read_with_true_spans(text: str) -> None:
    check_spans(read_text(text))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_at_all_is_read_with_true_spans(text: str) -> None:
    check_spans(read_text(text))


def test_mutated_notices_are_read_with_true_spans() -> None:
    for text in mutations(300, seed=1):
        check_spans(read_text(text))


def test_rows_of_a_copied_table_may_be_numbered_with_noughts() -> None:
    text = "任务清单\n序号\n任务\n牵头单位\n完成时限\n001\n开展检查\n甲局\n6月底前\n002\n开展演练\n乙局\n9月底前\n"
    reading = read_text(text)
    check_spans(reading)
    assert [(r.text, [o.name for o in r.owners]) for r in reading.requirements] == [
        ("开展检查", ["甲局"]),
        ("开展演练", ["乙局"]),
    ]
