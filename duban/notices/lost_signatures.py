"""Finds the line ends that a flattened text lost around its signature and before the foot of its page."""

import re
from itertools import islice

from duban.notices.frame_signs import A_BODY, DATE, NUMBER, TITLE_END
from models.reading import Span

LAST_LINES = 3
SHORTEST_TITLE = 8
MOST_NAMES = 6
MOST_OF_TITLE = 3
MOST_SIGNATURES = 3
"""Where more lines seem to be signed they are rows of a table."""
MOST_DAYS = 500
DATE_REACH = 20
NAMES_REACH = 300
A_PIECE = re.compile(r"[^ ]+")
TEXT_BEGINS = re.compile(
    r"[ ]*(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.．、]|第一[章条]|序 ?号)"
)
IN_TEXT = re.compile(r"[，。：；]|现将|制定本|特制定")
BETWEEN = re.compile(r"(?:附 ?件 ?\d{0,2}：?|（(?:此件|信息公开|公开方式|联系人)[^（）]{0,60}）)(?= |\n|\Z)")
"""What stands between the signature and the title of what is attached."""
SENTENCE_ENDS = "。！；）”：…"
A_TIME_ENDS = re.compile(r"(?:\d{1,2}[月日][底末]?|[上中下]旬|季度|年[底内末]?|长期|坚持|推进)[前内]?$")
"""整改时限：2026年3月底前 某某办公室 2025年2月27日: a label and what it says may stand before who signs."""
A_NAME = re.compile(r"[^，。；：、《》\d|]{2,40}")
SEALED = re.compile("（(?:代章|盖章|公章)[^（）]*）")
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
    (r"(?:浏览|点击|阅读|访问)(?:次数|量|数)(?:：| ?\d)|您是第\d",                          "浏览次数：1357"),
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


def pieces_of(plain: str, start: int, end: int) -> list[Span]:
    return [match.span() for match in A_PIECE.finditer(plain, start, end)]


def of_signatures(plain: str) -> list[int]:
    """The blanks before the names that sign a line within the text, and behind the day."""
    signed: list[list[int]] = []
    for day in islice(re.finditer(r"日(?=[ \n]|\Z)", plain), MOST_DAYS):
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
    before, behind = pieces_of(plain, start, date[0]), pieces_of(plain, date[1], end)
    first = len(before)
    while first and len(before) - first < MOST_NAMES and _is_name(plain[slice(*before[first - 1])]):
        first -= 1
    glued = first > 0 and _ends_in_name(plain[slice(*before[first - 1])])
    alone = first == len(before) and not glued
    closes = end == len(plain) and not behind and first and A_TIME_ENDS.search(plain, *before[first - 1])
    if first and not glued and not closes and not _may_end_a_line(plain, before[first - 1], start):
        first = next((at for at in range(first, len(before)) if _said_above(plain, before[at])), len(before))
        alone = first == len(before)
    if alone:
        last = first > 0 and not behind and end == len(plain) and end - start >= NAMES_REACH
        return [date[0] - 1] if last and plain[before[-1][1] - 1] in "。）" else []
    if behind and not _may_stand_behind(plain, behind):
        return []
    lost = [before[first][0] - 1] if first and not glued else []
    since = plain.rfind("。", start, date[0])
    lost += [edge for a, b in before if SEALED.fullmatch(plain, a, b) for edge in (a - 1, b)]
    lost += [a - 1 for a, b in before[1:first] if a > since and STANDS_BESIDE.match(plain, a, b)]
    return lost + _behind_signature(plain, behind)


def _is_name(text: str) -> bool:
    return SEALED.fullmatch(text) is not None or (A_NAME.fullmatch(text) and A_BODY.fullmatch(text)) is not None


def _said_above(plain: str, name: Span) -> bool:
    """Who signs is named in the head of the text, whatever stands before the signature."""
    return plain.find(plain[slice(*name)], 0, min(NAMES_REACH, name[0])) >= 0


def _ends_in_name(text: str) -> bool:
    """…按时报送。某某县教育局 has lost the blank as well."""
    sentence, _, name = text.rpartition("。")
    return bool(sentence) and _is_name(name)


def _may_end_a_line(plain: str, piece: Span, start: int) -> bool:
    """A sentence, a title, a list of attachments or whom to ask ends before those who sign."""
    since = plain.rfind("。", start, piece[1]) + 1 or start
    if plain[piece[1] - 1] in SENTENCE_ENDS or STANDS_BESIDE.search(plain, since, piece[1]):
        return True
    text = plain[slice(*piece)]
    return NUMBER.search(text) is not None or (len(text) >= SHORTEST_TITLE and TITLE_END.search(text) is not None)


def _may_stand_behind(plain: str, behind: list[Span]) -> bool:
    signs = (FOOT_BEGINS, STANDS_BESIDE, BETWEEN, TEXT_BEGINS, PRINTED)
    return any(sign.match(plain, behind[0][0]) for sign in signs) or _titled(plain, behind) > 0


def _titled(plain: str, pieces: list[Span]) -> int:
    """How many pieces the title of what follows has; 0 where none follows."""
    for count in range(1, min(MOST_OF_TITLE, len(pieces)) + 1):
        text = "".join(plain[a:b] for a, b in pieces[:count])
        if IN_TEXT.search(re.sub("《.*》", "", text)):
            return 0
        headed = count < len(pieces) and TEXT_BEGINS.match(plain, pieces[count][0])
        if headed or (len(text) >= SHORTEST_TITLE and TITLE_END.search(text)):
            return count
    return 0


def _behind_signature(plain: str, pieces: list[Span]) -> list[int]:
    if not pieces:
        return []
    lost = [pieces[0][0] - 1]
    while pieces and (between := BETWEEN.match(plain, pieces[0][0])):
        pieces = [piece for piece in pieces if piece[0] >= between.end()]
        lost += [pieces[0][0] - 1] if pieces else []
    titled = _titled(plain, pieces)
    return [*lost, pieces[titled][0] - 1] if 0 < titled < len(pieces) else lost


def of_foot(plain: str) -> list[int]:
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
    for piece in pieces_of(plain, max(sentence, line[0]), line[1])[1:]:
        if FOOT_BEGINS.match(plain, *piece):
            return [*lost, piece[0] - 1]
        if STANDS_BESIDE.match(plain, *piece):
            lost.append(piece[0] - 1)
    return lost
