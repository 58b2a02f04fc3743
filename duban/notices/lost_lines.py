"""Finds the line ends that a text lost when it was copied: in its head, around its signature, in the foot of its page.

A flattened text keeps a blank where a line ended; only at such a blank a line end is found again, so no place moves.
"""

import re
from itertools import islice, pairwise

from duban.notices.frame_signs import A_BODY, ADDRESSED, DATE, NOISE, NUMBER, TITLE_END

Span = tuple[int, int]

FIRST_LINES = 12
LAST_LINES = 3
SHORTEST_TITLE = 8
SHORTEST_FIRST = 5
SHORTEST_TEXT = 10
MOST_NAMES = 6
MOST_SIGNATURES = 3
"""Where more lines seem to be signed they are rows of a table."""
DATE_REACH = 20
HEAD_REACH = 2_000
NAMES_REACH = 300
A_LINE = re.compile(r"[^\n]+")
A_PIECE = re.compile(r"[^ ]+")
TEXT_BEGINS = re.compile(r"[ ]*(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.．、]|序 ?号)")
CRUMB = re.compile(r"[>＞»›]+")
WITHOUT_BRACKETS = re.compile(r"[\u4e00-\u9fff]{2,12}20\d{3,7}号")
"""江政办发20267号: a page that lost the brackets of a number."""
IN_TEXT = re.compile(r"[，。：；]|现将|制定本|特制定")
OF_TITLE_STILL = re.compile(r"的[\u4e00-\u9fff]{2,6}$")
IS_LABEL = re.compile(r"(?:单位|部门|科室|处室|股室|机构|领导|人|时限|时间)：$")
SAYS_MORE = re.compile(r"如下：$|通知：$|现就|特就|要求：$|以下")
ONLY_NAMES = re.compile(r"[\u4e00-\u9fff、，；（）“”\d ]+")
BETWEEN = re.compile(r"附 ?件 ?\d{0,2}：?|（(?:此件|信息公开|公开方式)[^）]{0,20}）")
"""What stands between the signature and the title of what is attached."""
SENTENCE_ENDS = "。！；）”：…"
A_NAME = re.compile(r"[^，。；：、《》“”\d|]{2,40}")
# fmt: off
FOOT = (
    # what begins the foot of a page: all behind it is no part of the notice     example
    (r"扫一扫|手机(?:扫|打开|查看)",                                             "扫一扫在手机打开当前页"),
    (r"〔?(?:打印|关闭)(?:本页|窗口|此页|文章|〕)|〔?返回(?:顶部|首页|列表)",          "【打印本页】"),
    (r"[上下]一[篇条]",                                                         "上一篇：关于某事的通知"),
    (r"分享(?:到|至|：)|收藏本[页站]",                                            "分享到："),
    (r"版权所有|Copyright|网站(?:标识码|地图)",                                   "版权所有：某某局"),
    (r"备案[号序]|[\u4e00-\u9fff]?ICP备|[\u4e00-\u9fff]{0,2}公网安备",              "备案号：岭ICP备05012345号"),
    (r"(?:主办|承办|技术支持|网站支持|网站维护)(?:单位)?：",                       "主办：某某县水利局"),
    (r"(?:浏览|点击|阅读|访问)(?:次数|量|数)：?|您是第\d",                          "浏览次数：1357"),
    (r"(?:责任编辑|编辑|信息来源|来源|审核|发布人|录入)：",                         "责任编辑：某某"),
    (r"(?:相关(?:链接|阅读|文件|解读|附件)|政策解读|附件下载)",                      "相关链接："),
)
BESIDE_SIGNATURE = (
    # what stands around a signature in a line of its own                        example
    (r"附 ?件 ?\d{0,2}：|附 ?件 ?\d{0,2}(?: |$)",                                        "附件：1.值班表"),
    (r"抄送：|（此件|（?(?:信息)?公开(?:形式|方式|属性)：",                           "（此件公开发布）"),
    (r"（?联 ?系 ?(?:人|电话|方式)(?:及电话)?：",                                  "（联系人：某某，电话：12345678）"),
    (r"[\u4e00-\u9fff]{0,8}(?:电话|传真|邮箱|邮编|热线)(?:号码)?：",                 "值班电话：12345678"),
)
# fmt: on
FOOT_BEGINS = re.compile("|".join(f"(?:{pattern})" for pattern, _ in FOOT))
STANDS_BESIDE = re.compile("|".join(f"(?:{pattern})" for pattern, _ in BESIDE_SIGNATURE))
PRINTED = re.compile(rf"[\u4e00-\u9fff（）]{{2,30}} *{DATE.pattern} ?印发")


def with_line_ends(plain: str) -> str:
    """Put a line end in place of each blank where a flattened text lost one; the length stays the same."""
    lost = sorted({*_of_head(plain), *_of_signatures(plain), *_of_foot(plain)})
    edges = [-1, *lost, len(plain)]
    return "\n".join(plain[a + 1 : b] for a, b in pairwise(edges)) if lost else plain


def _pieces(plain: str, start: int, end: int) -> list[Span]:
    return [match.span() for match in A_PIECE.finditer(plain, start, end)]


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
        pieces = _pieces(plain, start, min(start + HEAD_REACH, end if stop < 0 else stop))
        texts = [plain[a:b] for a, b in pieces]
        kinds = _kinds(texts, titled=titled)
        titled = titled or "title" in kinds or "number" in kinds
        lost += [pieces[place][0] - 1 for place in range(1, len(kinds)) if _begins_a_line(kinds, place)]
        if stop >= 0:
            if len(pieces) > 1 and "label" in kinds and not kinds[-1] and len(texts[-1]) >= SHORTEST_TEXT:
                lost.append(pieces[-1][0] - 1)
            break
    return lost


def _begins_a_line(kinds: list[str], place: int) -> bool:
    before, here = kinds[place - 1], kinds[place]
    if here == "crumb":
        return before not in ("crumb", "label")
    return here == "label" or (here != before and (bool(here) or before != "label"))


def _kinds(texts: list[str], *, titled: bool) -> list[str]:
    """Tell of each piece of a line what it is: crumb, label, number, title, addressed, or "" for what goes on."""
    kinds = [_kind(texts, place) for place in range(len(texts))]
    for place, kind in enumerate(kinds):
        if kind == "title":
            _join_title(texts, kinds, place)
    for place, text in enumerate(texts):
        if kinds[place] or not (titled or {"title", "number"} & {*kinds[:place]}) or not ends_addressees(text):
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
    if NOISE.match(text):
        return "label"
    if NUMBER.fullmatch(text) or WITHOUT_BRACKETS.fullmatch(text):
        return "number"
    long_enough = len(text) >= (SHORTEST_TITLE if place else SHORTEST_FIRST)
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


def _of_signatures(plain: str) -> list[int]:
    """The blanks before the names that sign a line within the text, and behind the day."""
    signed: list[list[int]] = []
    for day in re.finditer(r"日(?=[ \n]|\Z)", plain):
        date = re.search(rf"{DATE.pattern}\Z", plain[max(0, day.end() - DATE_REACH) : day.end()])
        if date is None:
            continue
        lost = _around(plain, (day.end() - len(date[0]), day.end()))
        signed += [lost] if lost else []
        if len(signed) > MOST_SIGNATURES:
            return []
    return [place for lost in signed for place in lost]


def _around(plain: str, date: Span) -> list[int]:
    """Where a line ends before the names that stand before a day, and behind the day; [] where they sign nothing."""
    start, stop = max(0, date[0] - NAMES_REACH), min(len(plain), date[1] + NAMES_REACH)
    start, end = max(start, plain.rfind("\n", start, date[0]) + 1), plain.find("\n", date[1], stop)
    end = stop if end < 0 else end
    if plain.find("\t", start, end) >= 0:
        return []
    before, behind = _pieces(plain, start, date[0]), _pieces(plain, date[1], end)
    first = len(before)
    while first and len(before) - first < MOST_NAMES and _is_name(plain[slice(*before[first - 1])]):
        first -= 1
    glued = first > 0 and _ends_in_name(plain[slice(*before[first - 1])])
    alone = first == len(before) and not glued
    if alone or (first and not glued and not _may_end_a_line(plain, before[first - 1], start)):
        return []
    if behind and not _may_stand_behind(plain, behind):
        return []
    lost = [before[first][0] - 1] if first and not glued else []
    since = plain.rfind("。", start, date[0])
    lost += [a - 1 for a, b in before[1:first] if a > since and STANDS_BESIDE.match(plain, a, b)]
    return lost + _behind_signature(plain, behind)


def _is_name(text: str) -> bool:
    return A_NAME.fullmatch(text) is not None and A_BODY.fullmatch(text) is not None


def _ends_in_name(text: str) -> bool:
    """…按时报送。某某县教育局 has lost the blank as well."""
    sentence, _, name = text.rpartition("。")
    return bool(sentence) and _is_name(name)


def _may_end_a_line(plain: str, piece: Span, start: int) -> bool:
    """A sentence, a list of attachments or whom to ask ends before those who sign."""
    since = plain.rfind("。", start, piece[1]) + 1 or start
    return plain[piece[1] - 1] in SENTENCE_ENDS or STANDS_BESIDE.search(plain, since, piece[1]) is not None


def _may_stand_behind(plain: str, behind: list[Span]) -> bool:
    signs = (FOOT_BEGINS, STANDS_BESIDE, TEXT_BEGINS, PRINTED)
    return any(sign.match(plain, behind[0][0]) for sign in signs) or _titled(plain, behind) > 0


def _titled(plain: str, pieces: list[Span]) -> int:
    """How many pieces the title of what follows has; 0 where none follows."""
    for count in (1, 2, 3):
        text = "".join(plain[a:b] for a, b in pieces[:count])
        if IN_TEXT.search(re.sub("《.*》", "", text)):
            return 0
        if len(text) >= SHORTEST_TITLE and TITLE_END.search(text):
            return min(count, len(pieces))
    return 0


def _behind_signature(plain: str, pieces: list[Span]) -> list[int]:
    if not pieces:
        return []
    lost = [pieces[0][0] - 1]
    while pieces and BETWEEN.fullmatch(plain[slice(*pieces[0])]):
        pieces = pieces[1:]
        lost += [pieces[0][0] - 1] if pieces else []
    titled = _titled(plain, pieces)
    return [*lost, pieces[titled][0] - 1] if 0 < titled < len(pieces) else lost


def _of_foot(plain: str) -> list[int]:
    """The blanks before attachments, contacts and the foot of a page, behind the last sentence."""
    lost: list[int] = []
    end = len(plain)
    for _ in range(LAST_LINES):
        end = len(plain[:end].rstrip())
        start = plain.rfind("\n", 0, end) + 1
        if plain.find("\t", start, end) < 0:
            lost += _in_last_line(plain, (start, end))
        end = max(0, start - 1)
    return lost


def _in_last_line(plain: str, line: Span) -> list[int]:
    lost: list[int] = []
    copied = plain.find("抄送：", max(line[0], line[1] - NAMES_REACH), line[1])
    sentence = plain.rfind("。", line[0], copied if copied >= 0 else line[1])
    if FOOT_BEGINS.match(plain, *line):
        return []
    for piece in _pieces(plain, max(sentence, line[0]), line[1])[1:]:
        if FOOT_BEGINS.match(plain, *piece):
            return [*lost, piece[0] - 1]
        if STANDS_BESIDE.match(plain, *piece):
            lost.append(piece[0] - 1)
    return lost
