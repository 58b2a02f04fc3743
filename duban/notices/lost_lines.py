"""Finds the line ends that a text lost when it was copied: in its head, around its signature, in the foot of its page.

A flattened text keeps a blank where a line ended; only at such a blank a line end is found again, so no place moves.
"""

import re
from itertools import islice, pairwise

from duban.notices.frame_signs import A_BODY, ADDRESSED, NOISE, NUMBER, TITLE_END
from duban.notices.lost_signatures import IN_TEXT, SHORTEST_TITLE, TEXT_BEGINS, of_foot, of_signatures, pieces_of

FIRST_LINES = 12
SHORTEST_FIRST = 5
SHORTEST_TEXT = 10
HEAD_REACH = 2_000
FEWEST_PARAGRAPHS = 2
A_LONG_LINE = re.compile(r"[^\n]{100,}")
BEGINS_BEHIND_BRACKET = rf"[各请]|以上|{TEXT_BEGINS.pattern}"
PARAGRAPH_ENDS = re.compile(
    r" (?:(?<=[。！] ) {0,3}(?=[^ \n])"
    rf"|(?<=） )(?<![一二三四五六七八九十\d]） ) {{0,3}}(?={BEGINS_BEHIND_BRACKET}))"
)
A_LINE = re.compile(r"[^\n]+")
CRUMB = re.compile(r"[>＞»›]+")
WITHOUT_BRACKETS = re.compile(r"[\u4e00-\u9fff]{2,12}20\d{3,7}号")
"""江政办发20267号: a page that lost the brackets of a number."""
HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|第一[章条]")
OF_TITLE_STILL = re.compile(r"的[\u4e00-\u9fff]{2,6}$")
IS_LABEL = re.compile(r"(?:单位|部门|科室|处室|股室|机构|领导|人|时限|时间)：$")
SAYS_MORE = re.compile(r"如下：$|通知：$|现就|特就|要求：$|以下")
ONLY_NAMES = re.compile(r"[\u4e00-\u9fff、，；（）“”\d ]+")


def with_line_ends(plain: str) -> str:
    """Put a line end in place of each blank where a flattened text lost one; the length stays the same."""
    lost = sorted({*_of_head(plain), *_of_paragraphs(plain), *of_signatures(plain), *of_foot(plain)})
    edges = [-1, *lost, len(plain)]
    return "\n".join(plain[a + 1 : b] for a, b in pairwise(edges)) if lost else plain


def _of_head(plain: str) -> list[int]:
    """The blanks between number, title, addressees, what a web page says around them, and the text."""
    lost: list[int] = []
    titled = False
    for line in islice(A_LINE.finditer(plain), FIRST_LINES):
        start, end = line.span()
        stop = plain.find("。", start, end)
        if "\t" in line[0] and NOISE.match(line[0].strip()):
            continue
        if TEXT_BEGINS.match(plain, start) or "\t" in line[0]:
            break
        pieces = pieces_of(plain, start, min(start + HEAD_REACH, end if stop < 0 else stop))
        texts = [plain[a:b] for a, b in pieces]
        texts = texts[: next((at for at, text in enumerate(texts) if HEADING.match(text)), len(texts)) + 1]
        kinds = _kinds(texts, titled=titled)
        titled = titled or "title" in kinds or "number" in kinds
        lost += [pieces[place][0] - 1 for place in range(1, len(kinds)) if _begins_a_line(kinds, place)]
        if stop >= 0:
            if len(pieces) > 1 and "label" in kinds and not kinds[-1] and len(texts[-1]) >= SHORTEST_TEXT:
                lost.append(pieces[-1][0] - 1)
            break
    return lost


def _of_paragraphs(plain: str) -> list[int]:
    """The blanks behind full stops in a line as long as several paragraphs."""
    lost: list[int] = []
    for line in A_LONG_LINE.finditer(plain):
        found = [match.start() for match in PARAGRAPH_ENDS.finditer(plain, *line.span())]
        lost += found if len(found) >= FEWEST_PARAGRAPHS else []
    return lost


def _begins_a_line(kinds: list[str], place: int) -> bool:
    before, here = kinds[place - 1], kinds[place]
    if here == "crumb":
        return before not in ("crumb", "label")
    return here == "label" or (here != before and (bool(here) or before != "label"))


def _kinds(texts: list[str], *, titled: bool) -> list[str]:
    """Tell of each piece of a line what it is: crumb, label, number, title, addressed, text, or "" for what goes on."""
    kinds = [_kind(texts, place) for place in range(len(texts))]
    for place, kind in enumerate(kinds):
        if kind == "title":
            _join_title(texts, kinds, place)
    for place, text in enumerate(texts):
        known = titled or text.startswith("各") or {"title", "number"} & {*kinds[:place]}
        if kinds[place] or not known or not ends_addressees(text):
            continue
        first = place
        while first and not kinds[first - 1] and _goes_on_to_addressees(texts[first - 1]):
            first -= 1
        kinds[first : place + 1] = ["addressed"] * (place + 1 - first)
        break
    return kinds


def _kind(texts: list[str], place: int) -> str:
    text = texts[place]
    if any(CRUMB.fullmatch(near) for near in texts[max(0, place - 1) : place + 2]):
        return "crumb"
    if HEADING.match(text):
        return "text"
    if NOISE.match(text):
        return "label"
    if NUMBER.fullmatch(text) or WITHOUT_BRACKETS.fullmatch(text):
        return "number"
    goes_on = place > 0 and "关于" in texts[place - 1] and texts[place - 1].endswith("的")
    long_enough = goes_on or len(text) >= (SHORTEST_TITLE if place else SHORTEST_FIRST)
    a_title = long_enough and TITLE_END.search(text) and not IN_TEXT.search(re.sub("《.*》", "", text))
    return "title" if a_title else ""


def _join_title(texts: list[str], kinds: list[str], last: int) -> None:
    """中共柳河镇委员会 柳河镇人民政府关于印发《要点》 的通知: a title may have blanks in it."""
    if last + 1 < len(texts) and OF_TITLE_STILL.fullmatch(texts[last + 1]):
        kinds[last + 1] = "title"
    first = last
    while first and not kinds[first - 1] and not texts[first - 1].startswith("各"):
        above = texts[first - 1]
        of_label = first > 1 and texts[first - 2].endswith("：")
        if of_label or not (A_BODY.fullmatch(above) or ("关于" in above and "。" not in above)):
            break
        first -= 1
        kinds[first] = "title"


def ends_addressees(text: str) -> bool:
    """Tell whether a piece ends with the addressees: 各社区： or 各包联单位：现将…."""
    named = text[: text.find("：") + 1]
    if not named or not ADDRESSED.search(named) or SAYS_MORE.search(named) or not ONLY_NAMES.fullmatch(named[:-1]):
        return False
    return "各" in named or not IS_LABEL.search(named)


def _goes_on_to_addressees(text: str) -> bool:
    return ADDRESSED.search(text) is not None and ONLY_NAMES.fullmatch(text) is not None
