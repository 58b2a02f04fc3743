"""What a supplementary or amended notice says of demands that are already there: later, by others, no more.

`CHANGES` holds the manners, each with an example; what the notice newly asks for is read as in any notice.
"""

# ruff: noqa: E501  one pattern a line, its example beside it

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from duban.notices.dates import Years
from duban.notices.deadlines import find_deadlines
from duban.notices.page import Page
from models.reading import DeadlineFound, Reading, Span

Kind = Literal["due", "owner", "joined", "withdrawn"]

INTO = r"(?:(?:统一|相应|一并|予以)?(?:调整|延长|顺延|推迟|延期|延后|提前|变更|修改|更改|改|推延)(?:为|至|到|成))"
TIME = r"(?:(?:完成|办结|报送|上报|截止|办理|提交)?(?:时限|时间|期限|日期)|截止日)"
OWNER = r"(?:(?:牵头|责任|承办|主办|负责|牵头责任)(?:单位|部门|处室|科室))"
DROPS = r"(?:取消|删除|删去|撤销|废止|终止|停止(?:执行|实施|办理))"
GONE = rf"(?:{DROPS}|不再(?:执行|实施|办理|开展|举办|要求|列入|纳入|作为|保留))"
HELPER = r"(?:(?:配合|协办|协同|参与|支持|责任)(?:单位|部门|处室|科室))"
TARGET = r"(?P<target>[^。；\n]{2,160}?)"
# fmt: off
CHANGES: tuple[tuple[Kind, str, str], ...] = (
    # kind         how it is written                                                                          example
    ("due",       rf"{TARGET}的?{TIME}[，、]?(?:由[^。；\n]{{2,30}}?)?{INTO}(?P<new>[^。；\n]{{2,40}})",        "“更新展项”的完成时限由3月31日前调整为4月30日前"),
    ("due",       rf"{TARGET}(?:由|从)[^。；\n，]{{2,24}}(?:前|底|日|内)(?:完成|报送)?{INTO}(?P<new>[^。；\n]{{2,40}})", "“更新展项”由3月底前完成调整为4月底前完成"),
    ("due",       rf"{TARGET}(?:延期|推迟|顺延|延长|延后|推后|提前|放宽|展期)(?:[\d一二三四五六两半]{{1,2}}个?(?:工作日|日|天|周|月|年))?[，、]?(?:至|到)(?P<new>[^。；\n]{{2,40}})", "更新展项工作延期至2026年4月30日"),
    ("due",       rf"{TARGET}(?<=”){INTO}(?P<new>“[^”\n]{{2,80}}”)",                                          "将“3月底前更新展项”修改为“4月底前更新展项”"),
    ("owner",     rf"{TARGET}的?{OWNER}[，、]?(?:由[^。；\n]{{2,60}}?)?{INTO}(?P<new>[^。；，\n]{{2,40}})",       "“更新展项”的牵头单位由科技馆调整为科普部"),
    ("owner",     rf"{TARGET}(?:改由|调整为由|改为由|转由)(?P<new>[^。；，\n]{{2,40}}?)(?:牵头|负责|承办|主办)",   "“更新展项”改由科普部牵头"),
    ("owner",     rf"{TARGET}(?:现)?由(?P<new>[^。；，\n]{{2,40}}?)(?:牵头|负责|承办|主办|承担)[^。；\n]{{0,40}}不再(?:承担|负责|牵头|承办)", "“更新展项”由科普部负责，科技馆不再承担"),
    ("owner",     rf"{TARGET}(?:移交|划转|转交|交由|划归)(?:给|至|到)?(?P<new>[^。；，\n]{{2,40}}?)(?:牵头|负责|承办|承担|办理|(?=[，。；]|$))", "“更新展项”移交科普部承担"),
    ("joined",    rf"{TARGET}的?{HELPER}中?(?:增加|增补|新增)(?:为)?(?P<new>[^。；，\n]{{2,40}})",               "“更新展项”的配合单位增加科普部"),
    ("joined",    rf"(?:增加|增补|新增)(?P<new>[^。；，\n]{{2,40}}?)(?:为|作为){TARGET}的?{HELPER}",              "增加科普部为“更新展项”的配合单位"),
    ("withdrawn", rf"{DROPS}(?P<target>[^。；\n]{{2,160}})",                                                     "取消“走进社区”"),
    ("withdrawn", rf"{TARGET}(?:予以|现)?{GONE}",                                                              "“走进社区”不再执行"),
)
# fmt: on
COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern, _ in CHANGES)
SENTENCE = re.compile(r"[^。；\n]+[。；]?")


@dataclass(frozen=True, slots=True)
class Change:
    """One change as written: what kind, of which demand in the notice's words, into what; the sentence it stands in."""

    kind: Kind
    target: str
    span: Span
    name: str = ""
    deadline: DeadlineFound | None = None


def changes(reading: Reading) -> Iterator[Change]:
    """Read the changes of a notice, sentence by sentence; of one sentence each kind once."""
    page = Page(reading.text)
    years = Years(signed=reading.date)
    for sentence in SENTENCE.finditer(page.plain):
        found: set[Kind] = set()
        for kind, pattern in COMPILED:
            match = pattern.search(page.plain, *sentence.span())
            if match is None or kind in found or (kind == "withdrawn" and found):
                continue
            change = _change(page, kind, match, sentence.span(), years)
            if change is not None:
                found.add(kind)
                yield change


def _change(page: Page, kind: Kind, match: re.Match[str], span: Span, years: Years) -> Change | None:
    target = page.cut(match.span("target"))
    if kind == "withdrawn":
        return Change(kind, target, span)
    if kind in ("owner", "joined"):
        return Change(kind, target, span, name=page.cut(match.span("new")).strip("“”\"' 的"))
    new = Page(page.cut(match.span("new")).strip("“”‘’\"' "))  # what a notice quotes is what it says here
    dated = [one for one in find_deadlines(new, (0, len(new.plain)), years, labelled=True) if one.date is not None]
    return Change(kind, target, span, deadline=dated[0]) if dated else None
