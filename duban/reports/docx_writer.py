"""Writes a summary as an official report (.docx) after GB/T 9704—2012: text, signature, annexes."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from duban.reports.digest import Digest, digest_of
from duban.reports.dispatch import AS_IT_IS, Dispatch
from duban.reports.docx_annexes import Annex, annex_pages, annexes
from duban.reports.docx_tables import word_table
from duban.reports.fixed_zip import write_fixed
from duban.reports.letterhead import colophon, letterhead
from duban.reports.official_page import blank_document, fill
from duban.reports.official_xml import lines, paragraph, run, text
from duban.reports.signing import closing, signed
from duban.reports.tables import by_state, coming_table, measure_table
from duban.reports.titles import title_lines
from duban.reports.values import Summary
from duban.reports.wording import (
    how_extended,
    how_far,
    how_helped,
    how_lit,
    how_returned,
    how_supervised,
    long_day,
    what_comes,
    what_is_late,
    who_is_late,
)
from workflows.moments import day_of

NUMERALS = "一二三四五六七八九十"
BLANK = text("", "Blank")


def write(summary: Summary, path: Path, *, sent: Dispatch = AS_IT_IS) -> None:
    """Write the report to a file; `sent`: how it goes out. Equal summaries give equal bytes."""
    title = f"关于《{summary.head.title}》落实情况的报告"
    document = blank_document(title=title, issuer=summary.head.issuer)
    fill(document, _parts(summary, title, sent))
    packed = BytesIO()
    document.save(packed)
    write_fixed(packed.getvalue(), path)


def _parts(summary: Summary, title: str, sent: Dispatch) -> Iterator[str]:
    found, head, day = annexes(summary), summary.head, day_of(summary.head.as_of)
    yield from letterhead(sent, head.issuer, of=head.number, day=day)
    yield from signed(_body(summary, title, sent.to, found), head.issuer, day, note=sent.note)
    yield from annex_pages(found)
    yield from colophon(sent, head.issuer, day=day)


def _body(summary: Summary, title: str, to: str, found: tuple[Annex, ...]) -> Iterator[str]:
    yield lines(title_lines(title), style="Title")
    yield BLANK
    if to:
        yield text(f"{to}：", "Addressee")
    yield text(_opening(summary))
    for number, (heading, parts) in enumerate(_sections(summary, found)):
        yield text(f"{NUMERALS[number]}、{heading}", "Heading1")
        yield from parts
    yield closing(upward=True)
    yield from _annex_list(found)


def _opening(summary: Summary) -> str:
    head = summary.head
    return f"现将《{head.title}》（{head.number}）截至{long_day(day_of(head.as_of))}的落实情况报告如下。"


def _sections(summary: Summary, found: tuple[Annex, ...]) -> tuple[tuple[str, list[str]], ...]:
    digest = digest_of(summary)
    return (
        ("总体情况", _overall(summary, digest)),
        ("存在的问题", _problems(digest, found)),
        ("督办情况", _supervision(digest)),
        ("典型经验", _exemplars(summary)),
        ("下一步安排", _next(summary, digest)),
    )


def _run_in(number: int, heading: str, said: str) -> str:
    """A paragraph that begins with its own heading: （一）逾期任务。…"""
    return paragraph([run(f"（{NUMERALS[number]}）{heading}。", "RunIn"), run(said)], style="Normal")


def _overall(summary: Summary, digest: Digest) -> list[str]:
    states = "、".join(f"{state.zh}{count}项" for state, count in by_state(summary))
    return [
        text(how_far(digest)),
        *(
            [text(f"按办理状态分，{states}。按亮灯情况分，{how_lit(digest)}。各项举措的落实情况见表1。")]
            if states
            else []
        ),
        *_captioned("表1　各项举措落实情况（办结率按未撤销的任务计算）", word_table(measure_table(summary), summary)),
        *([BLANK] if states else []),
    ]


def _captioned(caption: str, table: str) -> list[str]:
    return [text(caption, "Caption"), table] if table else []


def _problems(digest: Digest, found: tuple[Annex, ...]) -> list[str]:
    listed = next((f"清单见附件{annex.number}。" for annex in found if annex.key == "overdue"), "")
    return [
        _run_in(0, "逾期任务", what_is_late(digest) + who_is_late(digest) + listed),
        _run_in(1, "退回重办", how_returned(digest)),
        _run_in(2, "配合情况", how_helped(digest)),
    ]


def _supervision(digest: Digest) -> list[str]:
    return [_run_in(0, "提醒和督办", how_supervised(digest)), _run_in(1, "延期审批", how_extended(digest))]


def _exemplars(summary: Summary) -> list[str]:
    if not summary.exemplars:
        return [text("各单位尚未推荐典型。")]
    said = (f"{e.text.rstrip('。')}。（{e.unit}，{e.kind.zh}，{e.state.zh}）" for e in summary.exemplars)
    named = zip(summary.exemplars, said, strict=True)
    return [text(f"{n}. {e.name}。{words}") for n, (e, words) in enumerate(named, start=1)]


def _next(summary: Summary, digest: Digest) -> list[str]:
    table = word_table(coming_table(digest.coming), summary)
    return [text(what_comes(digest)), *_captioned("表2　今后10个工作日到期的任务", table)]


def _annex_list(found: tuple[Annex, ...]) -> Iterator[str]:
    """附件：1. … 2. …, one line below the text, without a mark at the end."""
    if found:
        yield BLANK
    for annex in found:
        lead = "附件：" if annex.number == 1 else ""
        yield text(f"{lead}{annex.number}. {annex.title}", "AnnexList" if lead else "AnnexNext")
