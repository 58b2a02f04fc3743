"""The text of a notice prepared for reading: folded one character to one, with brackets and quotes marked.

All patterns run over `Page.plain`. Because folding never adds or removes a character, every place found there is the
same place in `Page.text`.
"""

import itertools
import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from duban.notices.lost_lines import A_LINE, with_line_ends
from duban.notices.traditional import PAIRS
from models.reading import Span

if TYPE_CHECKING:
    from duban.notices.sentences import OwnerClause

# fmt: off
FOLDS = {
    # full-width and look-alike signs          → the sign that the patterns use
    "０１２３４５６７８９":                         "0123456789",
    "(),;:!?[]﹝﹞［］【】":                         "（），；：！？〔〕〔〕〔〕〔〕",
    "\u00a0\u3000\u2002\u2003\u2009\u200b\ufeff\r\v\f": "          ",
    "﹙﹚﹐﹔﹕｡﹑､﹒":                                "（），；：。、、．",
    "「」『』＂":                                   "“”‘’\"",
    "–—－―～~":                                   "——————",
    "∶︰ː":                                         "：：：",
    # traditional characters                   → simplified
    PAIRS[::2]:                                   PAIRS[1::2],
}
# fmt: on
TABLE = {ord(a): b for source, target in FOLDS.items() for a, b in zip(source, target, strict=True)}
BLANKS = "".join(sign for code in range(0x3100) if (sign := chr(code)).isspace())
BRACKETS = {"（": "）", "〔": "〕", "《": "》", "〈": "〉", "“": "”", "‘": "’"}
YEAR_IN_BRACKETS = re.compile(r"〔[ \d第]{1,5}〕")
MAY_PAIR = re.compile(rf'["{"".join(BRACKETS)}{"".join(BRACKETS.values())}]|\n(?=\n|\Z)')
CLOSERS = {close: open_ for open_, close in BRACKETS.items()}


LABEL_IN_BRACKETS = re.compile(
    r"〔((?:牵头|责任|配合|主办|协办|承办|负责|参与|参加|协同|落实|实施|主责|分管|完成|办结|整改|工作|任务|时间)"
    r"(?:单位|部门|处室|机构|科室|股室|领导|主体|方|人|时限|时间|期限|节点)?)〕(?![、，；。）\n])(：?)"
)
"""【牵头单位】科普部 and 【牵头单位】：科普部 are 牵头单位：科普部."""


LABEL_SAID = re.compile(
    r"(?<=[，。；（ \n\t])((?:牵头|责任|配合|协办|承办|实施|主责|落实|监管|监督|督办)(?:单位|部门|处室|科室|股室))"
    r"[为是系](?!牵头)"
)
"""责任科室为办公室 is 责任科室：办公室."""


BLANK_BEFORE_COLON = re.compile(r"(?<=[\u4e00-\u9fff])( {1,3})：")
OTHERS_ANSWER = re.compile(r"(?:其余|其他|其它)(?:单位|部门|各[^，。；]{1,4})?(?:均|都)?[为是](?:责任|承办|落实|实施)")
LABEL_OF_PEOPLE = re.compile(r"(?:人|领导)(?:（[^（）\n]*）)? ?：")
A_NAME_SET_APART = re.compile(
    r"(?:(?<=[：、])|(?<=[\u4e00-\u9fff]{2} ))([\u4e00-\u9fff])( {1,3})([\u4e00-\u9fff])(?=[、，；。（）\n]|$)"
)
"""责任领导：韦 涛 is one name."""
NAMES_GO_ON = re.compile(r"(?<=[\u4e00-\u9fff）]、)\n(?=[ ]*[\u4e00-\u9fff])")
"""责任单位：市教育局、 goes on in the next line."""
SAID_TO_WHOM = re.compile(r"(?<=[，。；])责任落实到(?=[^人岗位户底实具每个]{2})")
"""责任落实到财务部 is 责任单位：财务部."""

BEGINS_AN_ITEM = re.compile(r"[ \t]*\d{1,2}")
"""5）立规矩 closes no bracket that was left open in the line above."""
LABEL_AND_DASH = re.compile(
    r"((?:牵头|责任|配合|协办|协同|承办|主办|主责|完成|办结)(?:单位|部门|处室|科室|领导|时间|时限))(—{1,2})(?=[\u4e00-\u9fff\d])"
)
"""牵头部门——市发展改革委."""
NEXT_LABEL = re.compile(r"｜(?=[\u4e00-\u9fff]{2,6}：)")
"""〔责任部门：党委办公室｜协同部门：审计处〕."""


# fmt: off
STOP = re.compile(r'\.(?=[\u4e00-\u9fff（“‘《〔" \n]|\Z|\d{1,2}[.．、]|(?:19|20)\d\d年|\d{1,2}月)')
"""A point that may be a full stop, by what follows."""
NO_STOP_BEHIND = (
    # what a point does not end                                          example
    (r"[一二三四五六七八九十甲乙丙丁]",                                     "一.整治时间"),
    (r"（[一二三四五六七八九十\d]{1,3}）",                                 "（一）.整治内容"),
    (r"第[一二三四五六七八九十\d]{1,3}[章节条]",                            "第一章.总则"),
    (r"[^\u4e00-\u9fff）”》〕%\"]",                                        "1.整治时间"),
)
# fmt: on
BEHIND_NO_STOP = re.compile("(?:" + "|".join(f"(?:{pattern})" for pattern, _ in NO_STOP_BEHIND) + r")\Z")
FIRST_NAME = re.compile(r"(?:[：、，（]|[\u4e00-\u9fff] )[\u4e00-\u9fff]{1,6}\Z")
LAST_NAME = re.compile(r"\.(?![一二三四五六七八九十]{1,3}、)[\u4e00-\u9fff]{1,6}(?:[.、，；。） \n]|\Z)")
"""责任人：艾力.买买提、… is a name."""
LONGEST_BEFORE_STOP = 9


def _stop(match: re.Match[str]) -> str:
    """Give 。 for a point that ends a sentence, as in 基本原则.各村要坚持…."""
    plain, place = match.string, match.start()
    before = plain[max(0, place - LONGEST_BEFORE_STOP) : place]
    if not before or BEHIND_NO_STOP.search(before) or (FIRST_NAME.search(before) and LAST_NAME.match(plain, place)):
        return "."
    return "。"


def fold(text: str) -> str:
    """Return text with the same length in which look-alikes are one character."""
    plain = text.translate(TABLE)
    plain = re.sub(r"(?<=\d)，(?=\d{3}(?!\d))", ",", plain)
    plain = STOP.sub(_stop, plain)
    plain = plain.replace("&nbsp;", "      ")
    plain = NEXT_LABEL.sub("；", plain)
    plain = LABEL_AND_DASH.sub(lambda found: f"{found[1]}：{' ' * (len(found[2]) - 1)}", plain)
    plain = LABEL_IN_BRACKETS.sub(lambda found: f" {found[1]}：{' ' if found[2] else ''}", plain)
    plain = BLANK_BEFORE_COLON.sub(lambda found: f"：{found[1]}", plain)
    plain = A_NAME_SET_APART.sub(lambda found: f"{found[1]}{'·' * len(found[2])}{found[3]}", plain)
    plain = SAID_TO_WHOM.sub("责任单位：", plain)
    plain = NAMES_GO_ON.sub(" ", plain)
    plain = LABEL_SAID.sub(lambda found: f"{found[1]}：", plain)
    return re.sub(r"(?<=\d)：(?=\d\d)", ":", plain)


@dataclass(frozen=True)
class Page:
    """A text, its folded twin, and what stands inside brackets or quotes."""

    text: str

    @cached_property
    def plain(self) -> str:
        return with_line_ends(fold(self.text))

    @cached_property
    def pairs(self) -> dict[int, int]:
        """Place of each opening bracket or quote → place of its closing one; none crosses a blank line."""
        found: dict[int, int] = {}
        waiting: list[tuple[str, int]] = []
        for match in MAY_PAIR.finditer(self.plain):
            place, sign = match.start(), match[0]
            if sign == "\n":
                waiting.clear()
            elif sign in BRACKETS:
                waiting.append((sign, place))
            elif sign == "）" and BEGINS_AN_ITEM.fullmatch(self.plain, self.plain.rfind("\n", 0, place) + 1, place):
                continue
            elif sign in CLOSERS:
                _close(waiting, found, (CLOSERS[sign], place))
            elif sign == '"':
                _toggle(waiting, found, place)
        return found

    @cached_property
    def nested(self) -> bytes:
        """One byte a character: 1 inside a bracket or quote, its own signs included."""
        marks = bytearray(len(self.plain))
        end = 0
        for start in sorted(self.pairs):
            if start >= end:
                end = self.pairs[start] + 1
                marks[start:end] = b"\x01" * (end - start)
        return bytes(marks)

    @cached_property
    def quoted(self) -> bytes:
        """One byte a character: 1 inside 《》, 〔〕 or “”; what stands there is a name, not said by the sentence."""
        marks = bytearray(len(self.plain) + 1)
        for start, end in self.pairs.items():
            if self.plain[start] in "《〈“" or YEAR_IN_BRACKETS.match(self.plain, start, end + 1):
                marks[start : end + 1] = b"\x01" * (end + 1 - start)
        return bytes(marks)

    @cached_property
    def clauses(self) -> "dict[tuple[Span, bool], list[OwnerClause]]":
        """The owner clauses that were found so far, by where they were looked for: they are asked for twice."""
        return {}

    @cached_property
    def labels_people(self) -> bool:
        """Whether a label anywhere names people, 责任人： or 责任领导：; most notices have none."""
        return LABEL_OF_PEOPLE.search(self.plain) is not None

    @cached_property
    def others_answer(self) -> bool:
        """Whether those listed behind the first are said to be 责任单位, not to help."""
        return OTHERS_ANSWER.search(self.plain) is not None

    @cached_property
    def openers(self) -> list[int]:
        """The places of all opening brackets and quotes that close again, in order."""
        return sorted(self.pairs)

    @cached_property
    def line_starts(self) -> list[int]:
        return [0, *(m.end() for m in re.finditer("\n", self.plain))]

    def pairs_in(self, span: Span) -> list[Span]:
        """Return (opening, closing) of the brackets and quotes that open in `span`, in order."""
        first, last = bisect_left(self.openers, span[0]), bisect_left(self.openers, span[1])
        return [(start, self.pairs[start]) for start in self.openers[first:last]]

    def cut(self, span: Span) -> str:
        return self.text[span[0] : span[1]]

    def tight(self, span: Span, *, also: str = "") -> Span:
        """Shrink a span so that it neither starts nor ends with white space or a sign in `also`."""
        start, end = span
        plain = self.plain
        signs = edges(also)
        if start < end <= len(plain) and plain[start] not in signs and plain[end - 1] not in signs:
            return span  # most spans are tight already, and looking is cheaper than cutting
        left = plain[start:end].lstrip(signs)
        start = max(start, end - len(left))
        return start, start + len(left.rstrip(signs))

    def lines(self, span: Span) -> list[Span]:
        """Cut a span into lines without their ends; lines without text are left out."""
        lines = [self.tight(m.span()) for m in A_LINE.finditer(self.plain, *span)]
        return [line for line in lines if line[0] < line[1]]

    def split(self, span: Span, signs: str) -> list[Span]:
        """Cut a span after every sign of `signs` that stands outside brackets and quotes."""
        start, end = span
        found = any_of(signs).finditer(self.plain, start, end)
        cuts = [place for match in found if not self.nested[match.start()] and (place := match.end()) < end]
        if not cuts:
            return [span] if start < end else []
        return [(a, b) for a, b in itertools.pairwise([start, *cuts, end]) if a < b]


@cache
def edges(also: str) -> str:
    """The signs that a tight span neither begins nor ends with."""
    return BLANKS + also


@cache
def any_of(signs: str) -> re.Pattern[str]:
    """A pattern for one of these signs."""
    return re.compile(f"[{re.escape(signs)}]")


def _close(waiting: list[tuple[str, int]], found: dict[int, int], closing: tuple[str, int]) -> None:
    """Match a closing sign to the nearest open one of its kind; what was opened inside and left open is dropped."""
    opener, place = closing
    for depth in range(len(waiting) - 1, -1, -1):
        if waiting[depth][0] == opener:
            found[waiting[depth][1]] = place
            del waiting[depth:]
            return


def _toggle(waiting: list[tuple[str, int]], found: dict[int, int], place: int) -> None:
    if any(sign == '"' for sign, _ in waiting):
        _close(waiting, found, ('"', place))
    else:
        waiting.append(('"', place))


def merged(spans: list[Span]) -> list[Span]:
    """Return the same places as spans that are sorted and apart."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif start < end:
            found.append((start, end))
    return found


def overlapping(spans: list[Span], span: Span) -> list[Span]:
    """Return those of sorted spans, each apart from the next, that share a place with `span`."""
    first = bisect_left(spans, span[0], key=lambda s: s[1])
    last = bisect_left(spans, span[1], key=lambda s: s[0])
    return spans[first:last]
