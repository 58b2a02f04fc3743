"""The numbered headings of a notice and the text that stands under each.

A number opens a heading when it stands at the start of a line, or inside a line when it continues the sequence there
(text that lost its line breaks). How deep it is follows from the order in which the kinds of numbers appear.
"""

# ruff: noqa: E501  one pattern a line, its example beside it

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from duban.notices.lexicon import UNIT_END
from duban.notices.numerals import value
from duban.notices.owners import LABEL_LINE, names_owners
from duban.notices.page import Page, merged, overlapping
from duban.notices.run_in import title_and_body
from models.reading import MeasureFound, Span

CN = "[一二三四五六七八九十百零〇]{1,5}"
A_TITLE = r"(?=[ 　]{0,4}(?:20\d\d年|\d{1,2}月|(?![年月日时季万亿千百米元吨公平亩倍个名户家项次级])[\u4e00-\u9fff“《]))"
"""1.5万亩 at the start of a line is no number of a heading."""
NAMED_FOR = "(?:(?:专项|重点|具体|主要|提升|攻坚|整治){0,2}(?:问题|任务|项目|措施|举措|指标|事项|议题|行动|工程|专题))"
FURNITURE = "打印|关闭|字[体号]|返回|收藏|分享|下载|大、中、小"
# fmt: off
SCHEMES = (
    # rank, kind,             how it is written,                                    an example
    (0, "chapter",    re.compile(rf"第({CN}|\d{{1,3}})(?:[章编篇]|部分)(?=[ 　])"),    "第一章 总则"),
    (1, "comma",      re.compile(rf"(?<![第十百、])({CN}) ?(?:、|[.．](?!\d))"),     "一、总体要求"),
    (2, "bracket",    re.compile(rf"（ ?({CN}) ?）、?"),                             "（一）加强领导"),
    (2, "article",    re.compile(rf"第({CN})条(?=[ 　])"),                           "第一条 为了…"),
    (1, "roman",      re.compile(r"([Ⅰ-Ⅻ])[、．.]"),                                 "Ⅰ、总体要求"),
    (1, "roman_dash", re.compile(r"[Ⅰ-Ⅻ][-—](\d{1,2})(?=[ 　、．.])"),                "Ⅰ-1 文化环境"),
    (1, "square",     re.compile(rf"〔((?!{FURNITURE})[\u4e00-\u9fff、“”]{{2,20}})〕(?=[ 　]*(?:\n|$))"), "【德育与安全】"),
    (1, "of_unit",    re.compile(rf"(?<![^\n])((?!{CN}[、.．]|[\d第])[^，。；：（\n]{{2,40}}{UNIT_END})（(?:共|共计)?\d{{1,2}}项）(?=[ 　]*(?:\n|$))"), "州委组织部（2项）"),
    (2, "named",      re.compile(rf"(?:{NAMED_FOR}|第(?=[^ 　：、\n]{{1,3}}[项类]))({CN}|\d{{1,2}})[项类]?(?:[：、．]|(?=[ 　]))"), "问题一：活禽区未做到日清洗"),
    (3, "dot",        re.compile(r"(?<![\d.．第（])(\d{1,3}) ?(?:[．、]|\.(?!\d)|\.(?=(?:19|20)\d\d年|\d{1,2}月(?:\d{1,2}日|[底前上中下])))"), "1．2021年6月底前…"),
    (4, "paren",      re.compile(r"（ ?(\d{1,3}) ?）、?"),                           "（1）排查"),
    (3, "dot_sign",   re.compile(r"([⒈-⒛])"),                                        "⒈排查"),
    (3, "plain",      re.compile(r"(\d{1,2})(?=[ 　]{1,4}(?![年月日号个项])[\u4e00-\u9fff])"), "1 总体要求"),
    (3, "decimal",    re.compile(rf"\d{{1,2}}[.．](\d{{1,2}}){A_TITLE}"),   "1.1 总体要求"),
    (4, "decimal_3",  re.compile(rf"\d{{1,2}}[.．]\d{{1,2}}[.．](\d{{1,2}}){A_TITLE}"), "1.1.1 总体要求"),
    (4, "paren_sign", re.compile(r"([⑴-⒇])"),                                        "⑴排查"),
    (4, "half_paren", re.compile(r"(?<![\d（.])(\d{1,2})）、?"),                     "1）排查"),
    (5, "circled",    re.compile(r"([①-⑳])"),                                        "①排查"),
    (6, "bullet",     re.compile(r"([◆◇●■□▪►▶➢◎★☆▲△])"),                                "◆排查"),
)
ENDS_BEFORE_A_NUMBER = "。；！？：\n"
# fmt: on
UNNUMBERED = ("square", "bullet", "of_unit")
"""Signs without a number: they open a heading only at the start of a line, and where there are two of them."""
DECIMALS = ("plain", "decimal", "decimal_3")
ONLY_IN_COMPANY = (*UNNUMBERED, *DECIMALS)
ALL_TITLE = ("square", "of_unit")
NOT_WITHOUT = {
    "of_unit": "项）",
    "roman": "Ⅰ",
    "roman_dash": "Ⅰ",
    "square": "〔",
    "dot_sign": "⒈",
    "paren_sign": "⑴",
    "half_paren": "1）",
    "circled": "①",
}
"""A sign that stands first in a row of such numbers: to look for it costs less than to try the pattern."""
RANKS = {kind: rank for rank, kind, _, _ in SCHEMES}
TAIL = re.compile(
    r"请|会议(?:要求|强调)|(?:办理|工作|有关|报送|反馈)要求：|各(?!项|类)|以上|上述|有关(?:单位|部门)|[^，。；：]{2,16}负责[^，。；：]{2,20}[，。]|全[省市县区校院]各|本(?:方案|通知|意见|措施|办法|规定)|[^，。；：]{2,24}(?:请于|要于|须于|应于|将于|将适时)"
)
"""How a paragraph behind the last item begins."""
CLOSING = re.compile(r"(?:以上|上述)(?:各项)?(?:议定)?事项")
"""So it begins whatever stood before it: 以上议定事项，由办公室负责督办."""
A_HEADING = re.compile(r"[ ]*[\u4e00-\u9fff、“”]{2,20}(?<![第表图例])")
"""二、重点任务1.治理工业源。 lost the end of the line behind its heading."""
SAME_LABEL = re.compile(r"[ ]*[\u4e00-\u9fff]{2,6}：")


@dataclass(frozen=True)
class Marker:
    """A number that may open a heading."""

    kind: str
    value: int
    start: int
    end: int
    at_line_start: bool


@dataclass
class Section:
    """A heading and its own text, up to the next heading."""

    id: str
    level: int
    marker: Marker
    number: str
    title: Span
    body: Span
    start: int
    end: int
    children: int = 0

    def end_before(self, place: int) -> None:
        """Let what stands from a place on belong to no section."""
        self.end = min(self.end, place)
        self.body = (self.body[0], min(self.body[1], place))

    def as_measure(self, page: Page) -> MeasureFound:
        title = "".join(page.cut(self.title).split("\n")) if self.title[0] < self.title[1] else ""
        return MeasureFound(
            id=self.id, level=self.level, number=self.number, title=title, span=page.tight((self.start, self.end))
        )


def sections(page: Page, zone: Span, *, closed: list[Span], above: int = 0) -> list[Section]:
    """Return the headings in `zone` in order; numbers inside a `closed` span (attachments, tables) open none.

    `above` counts the first-level headings that stand before the zone, so that ids go on.
    """
    markers = list(_accepted(page, list(_markers(page, zone, closed=closed))))
    ends = [m.start for m in markers[1:]] + [zone[1]] * bool(markers)
    placed = _places(markers, above=above)
    found = [_section(page, m, place, end=end) for m, place, end in zip(markers, placed, ends, strict=True)]
    children = Counter(section.id.rpartition(".")[0] for section in found)
    for section in found:
        section.children = children[section.id]
    if found:
        found[-1].end_before(_tail(page, found))
    return found


def _tail(page: Page, found: list[Section]) -> int:
    """Where the text behind the last item begins, which belongs to none: 各单位要于12月5日前报送总结 on a line of its own.

    An item goes on for as many lines as the longest of its kind; lines that say who and when do not count.
    """
    last = found[-1]
    alike = [s for s in found[:-1] if s.marker.kind == last.marker.kind and not s.children]
    alike = [s for s in alike if s.id.rpartition(".")[0] == last.id.rpartition(".")[0]] or alike
    longest = max(
        (len([n for n in _lines_of_text(page, s) if not TAIL.match(page.plain, *n)]) for s in alike), default=0
    )
    lines = _lines_of_text(page, last)
    closing = [line[0] for line in lines[1:] if CLOSING.match(page.plain, *line)]
    first = max(longest, 1 if "。" in page.plain[slice(*lines[0])] else 2) if lines else 0
    return next(iter([*closing, *(line[0] for line in lines[first:] if TAIL.match(page.plain, *line))]), last.end)


def _lines_of_text(page: Page, section: Section) -> list[Span]:
    return [line for line in page.lines((section.start, section.end)) if not LABEL_LINE.match(page.plain, *line)]


def _markers(page: Page, zone: Span, *, closed: list[Span]) -> Iterator[Marker]:
    found = []
    closed = merged(closed)
    decimals = page.plain.find(".1", *zone) >= 0 or page.plain.find("．1", *zone) >= 0
    for _, kind, pattern, _ in SCHEMES:
        if page.plain.find(NOT_WITHOUT.get(kind, ""), *zone) < 0 or (kind in DECIMALS and not decimals):
            continue
        for match in pattern.finditer(page.plain, *zone):
            number = 1 if kind in UNNUMBERED else value(match[1])
            if (
                number
                and not _inside(page, match, kind=kind)
                and not overlapping(closed, (match.start(), match.start() + 1))
            ):
                line = page.plain.rfind("\n", 0, match.start()) + 1
                blank = not page.plain[line : match.start()].strip()
                found.append(Marker(kind, number, match.start(), match.end(), blank))
    found = _without_stray_signs(page, found)
    taken = -1
    for marker in sorted(found, key=lambda m: (m.start, -m.end)):
        if marker.start >= taken:
            taken = marker.end
            yield marker


def _without_stray_signs(page: Page, found: list[Marker]) -> list[Marker]:
    """★牵头单位：科普部 and 【市教育局】 are owner clauses; a single ◆ in a text is an ornament."""
    signs = [m for m in found if m.kind in UNNUMBERED and m.at_line_start and not _names_owners(page, m)]
    kept = {m.start for m in signs if sum(other.kind == m.kind for other in signs) > 1}
    decimals = [m for m in found if m.kind == "decimal" and m.at_line_start]
    firsts = {page.plain[m.start : m.end].replace("．", ".") for m in decimals}
    kept |= {m.start for m in found if m.kind == "plain" and m.at_line_start and f"{m.value}.1" in firsts}
    kept |= {m.start for m in found if m.kind.startswith("decimal") and m.at_line_start and len(decimals) > 1}
    kept |= {m.start for m in found if m.kind == "named" and m.at_line_start}
    return [m for m in found if m.kind not in (*ONLY_IN_COMPANY, "named") or m.start in kept]


def _names_owners(page: Page, marker: Marker) -> bool:
    if marker.kind == "square":
        return names_owners(page, (marker.start + 1, marker.end - 1))
    return LABEL_LINE.match(page.plain, marker.start) is not None


def _inside(page: Page, match: re.Match[str], *, kind: str) -> bool:
    """A number in a quote or bracket is none; its own brackets do not count."""
    if kind in ("bracket", "paren", "square"):
        return page.pairs.get(match.start()) is None or (
            match.start() > 0 and bool(page.nested[match.start() - 1]) and page.plain[match.start() - 1] not in "）”》"
        )
    return bool(page.nested[match.start()])


def _accepted(page: Page, markers: list[Marker]) -> Iterator[Marker]:
    """Keep the markers that form sequences: at the start of a line nearly all, inside a line only the next in turn."""
    last: dict[str, int] = {}
    ever: dict[str, int] = {}
    labels: dict[str, str] = {}
    above: Marker | None = None
    for place, marker in enumerate(markers):
        if marker.at_line_start:
            fits = True
        elif marker.value == 1:
            fits = _opens_inside(page, marker, markers[place + 1 :], above=above)
        else:
            before = (
                last.get(marker.kind),
                ever.get(marker.kind),
            )  # 二、…（三）…: some count on under the next heading
            again = marker.value in before and labels.get(marker.kind, "") == _label(page, marker) != ""
            fits = (again or marker.value - 1 in before) and _may_follow(page, marker)
        if not fits:
            continue
        for kind in [k for k in last if RANKS[k] > RANKS[marker.kind]]:
            del last[kind]
        last[marker.kind] = ever[marker.kind] = marker.value
        labels[marker.kind] = _label(page, marker)
        above = marker
        yield marker


def _label(page: Page, marker: Marker) -> str:
    """The label that an item begins with: 2.问题：… 2.问题：… are two, though a number is repeated."""
    label = SAME_LABEL.match(page.plain, marker.end)
    return label[0].strip() if label else ""


def _may_follow(page: Page, marker: Marker) -> bool:
    before = page.plain[: marker.start].rstrip(" \t")[-1:]
    if before in ENDS_BEFORE_A_NUMBER or (before == "）" and marker.kind != "half_paren"):
        return True
    # A heading that lost its line break runs straight into the next number: 一、总体要求（一）指导思想。
    return marker.kind in ("bracket", "paren", "circled") or page.plain[marker.start - 1] in " \t"


def _opens_inside(page: Page, marker: Marker, later: list[Marker], *, above: Marker | None) -> bool:
    """A 1 inside a line opens a list when it may stand there and a 2 of its kind comes before the next 1."""
    headed = (
        above and RANKS[above.kind] < RANKS[marker.kind] and A_HEADING.fullmatch(page.plain, above.end, marker.start)
    )
    if not headed and not _may_follow(page, marker):
        return False
    same = next((m for m in later if m.kind == marker.kind), None)
    return same is not None and same.value == 2


def _places(markers: list[Marker], *, above: int) -> list[tuple[int, ...]]:
    """Return for every marker its place: (2, 1) is the first under the second."""
    stack: list[str] = []
    counts: list[int] = [above]
    under: set[tuple[str, str]] = set()
    found = []
    for index, marker in enumerate(markers):
        if marker.kind in stack:
            depth = stack.index(marker.kind)
        elif stack and (stack[-1], marker.kind) in under:
            depth = len(stack)
        else:
            depth = _new_depth(stack, marker, later=markers[index + 1 :])
        under |= {(stack[depth - 1], marker.kind)} if depth else set()
        stack = [*stack[:depth], marker.kind]
        counts = counts[: depth + 1] + [0] * (depth + 1 - len(counts))
        counts[depth] += 1
        found.append(tuple(counts[: depth + 1]))
        counts.append(0)
    return found


def _new_depth(stack: list[str], marker: Marker, *, later: list[Marker]) -> int:
    """A new kind goes under the kinds above it, unless one of those starts again at 1 after it: then it was the upper."""
    for depth, kind in enumerate(stack):
        next_same = next((m for m in later if m.kind == kind), None)
        restarts = next_same is not None and next_same.value == 1
        higher = RANKS[marker.kind] < RANKS[kind]
        if higher and (restarts or next_same is None):
            return depth
    return len(stack)


def _section(page: Page, marker: Marker, place: tuple[int, ...], *, end: int) -> Section:
    title, body = title_and_body(page, (marker.end, end))
    if marker.kind in ALL_TITLE:
        sign = marker.kind == "square"
        title, body = (marker.start + sign, marker.end - sign), (marker.end, end)
    return Section(
        id=".".join(map(str, place)),
        level=len(place),
        marker=marker,
        number="" if marker.kind in ALL_TITLE else page.cut((marker.start, marker.end)).strip(),
        title=title,
        body=body,
        start=marker.start,
        end=end,
    )


def broken_sequences(found: list[Section]) -> list[tuple[str, str]]:
    """Return (before, after) for neighbours of one parent whose numbers do not follow each other."""
    rows: dict[tuple[str, str], list[Section]] = {}
    for section in found:
        rows.setdefault((section.id.rpartition(".")[0], section.marker.kind), []).append(section)
    return [
        (before.number, after.number)
        for row in rows.values()
        for before, after in pairwise(row)
        if after.marker.value not in (before.marker.value + 1, 1)
    ]
