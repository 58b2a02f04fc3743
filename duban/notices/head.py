"""The head of a notice: its number, its title and the line of addressees."""

import re
from dataclasses import dataclass, field

from duban.notices.frame_signs import A_BODY, ADDRESSED, NOISE, NUMBER, TITLE_END
from duban.notices.lexicon import UNIT_END
from duban.notices.lost_lines import ends_addressees
from duban.notices.outline import SCHEMES
from duban.notices.page import Page
from models.reading import Span

NUMBER_BEHIND = re.compile(rf"（(?P<number>{NUMBER.pattern})）$")
YEARS_UNDER_TITLE = re.compile(r"（(?:19|20)\d\d[^（）月]{0,20}）")
STARTS_A_TITLE = re.compile(r"20\d\d|关于|的|印发|转发|召开|开展|做好|《|（")
TABLE_HEAD = re.compile(r"(?:序 ?号|编 ?号|类别)(?:\t| {2,}| ?\||$)|\| ?(?:序 ?号|编 ?号|类别)")
FORM_HEAD = re.compile(
    r"(?:(?:重点|主要|督办|议定|改革|整改|具体|建设|工作)*(?:任务|工作|项目|事项|内容|措施|问题|举措)(?:名称|内容|描述)?|督办编号|编号|序号)\t[^\t\n]"
)
"""A form that begins with a label and what it says: 任务名称 beside the name of the task."""
SET_APART = re.compile(r"[\u4e00-\u9fff](?:[ \t\u3000]+[\u4e00-\u9fff])+")
HANDS_ON_WHAT = re.compile(r"关于(?:印发|下发|转发|发布)[^》]*(?<!通知)$")
"""关于印发2026年为民办实事项目: what is handed on is named in the next line."""
GOES_ON = re.compile(r"关于(?:印发|转发|下发|发布)[^，。]*》$")
"""关于印发《政府工作报告》 is not yet the whole title."""
SIGNED_BY = re.compile(r"[ ]+签发人：.*$")
NO_TITLE_LINE = re.compile(r"[：。]|\d{4}-\d|[号日]$")
LONG_LINE = 120
HEAD_LINES = 40
FLAT_TITLE = re.compile(
    r".{4,80}?的(?:紧急)?(?:通知|函|意见|决定|通报)(?=[ ]|各|[省市县区局机]|$|[\u4e00-\u9fff]{2,12}〔20\d\d〕)"
)
EVERYBODY = re.compile(rf"(?!.*[要应须请将是])[^。；：]{{2,160}}{UNIT_END}")
FLAT_ADDRESSED = re.compile(r"[ ]*[^。；：]{2,160}：")


@dataclass
class Head:
    """What was read from the head, the places it took, and where the text after it begins."""

    number: str | None = None
    title: str | None = None
    addressees: Span | None = None
    taken: list[Span] = field(default_factory=list)
    unknown: list[Span] = field(default_factory=list)
    end: int = 0


def read_head(page: Page, lines: list[Span]) -> Head:
    """Read number, title and addressees from the lines before the text."""
    head = Head()
    addressed = next((line for line in lines[:HEAD_LINES] if is_addressee_line(page, line)), None)
    first_text = next((line for line in lines if _is_text(page, line)), None)
    if addressed and first_text and addressed[0] > first_text[1] + 200:
        addressed = None
    head.end = addressed[0] if addressed else first_text[0] if first_text else len(page.plain)
    above = [line for line in lines if line[0] < head.end]
    _number(page, head, above)
    title = title_lines(page, [line for line in above if line not in head.taken])
    if title:
        named = _without_number(page, head, title[-1])
        head.title = "".join(_close_set(page.cut(line)) for line in [*title[:-1], named])
        head.taken += title
    if addressed:
        head.addressees, head.end = addressed, addressed[1]
        head.taken.append(addressed)
    head.unknown = [line for line in above if line not in head.taken]
    return head


def _without_number(page: Page, head: Head, line: Span) -> Span:
    """2021年重点工作任务（华政发〔2021〕2号）: web pages put the number in a bracket behind the title."""
    behind = NUMBER_BEHIND.search(page.plain, *line) if head.number is None else None
    if behind is None:
        return line
    head.number = re.sub(r"\s", "", page.cut(behind.span("number")))
    return page.tight((line[0], behind.start()))


def head_lines(page: Page) -> list[Span]:
    """The lines of a text; a first line that lost its breaks is cut into title, number, addressees and the rest."""
    lines = page.lines((0, len(page.plain)))
    lines = [*(piece for line in lines[:HEAD_LINES] for piece in _number_apart(page, line)), *lines[HEAD_LINES:]]
    lines = _addressees_apart(page, lines)
    if not lines or lines[0][1] - lines[0][0] < LONG_LINE:
        return lines
    start, end = lines[0]
    pieces: list[Span] = []
    for pattern in (FLAT_TITLE, re.compile(rf"[ ]*{NUMBER.pattern}"), FLAT_ADDRESSED):
        match = pattern.match(page.plain, start, end)
        if match:
            pieces.append(page.tight(match.span()))
            start = match.end()
    return [*pieces, page.tight((start, end)), *lines[1:]] if pieces else lines


def _number_apart(page: Page, line: Span) -> list[Span]:
    """海政发〔2023〕2号关于印发计划的通知 is a number and a title that lost the break between them."""
    number = NUMBER.match(page.plain, *line)
    if number is None or not TITLE_END.search(page.plain[number.end() : line[1]]):
        return [line]
    return [number.span(), page.tight((number.end(), line[1]))]


def _addressees_apart(page: Page, lines: list[Span]) -> list[Span]:
    """各科室：现将《要点》印发给你们。 are a line of addressees and the text, even without a blank between."""
    for place, (start, end) in enumerate(lines[:HEAD_LINES]):
        if is_heading(page, (start, end)) or page.plain.find("\t", start, end) >= 0:
            break
        if page.plain.find("。", start, end) >= 0:
            colon = page.plain.find("：", start, end)
            named = page.plain[start:colon]
            if place and colon > 0 and "各" in named and EVERYBODY.fullmatch(named) and ends_addressees(named + "："):
                return [*lines[:place], (start, colon + 1), page.tight((colon + 1, end)), *lines[place + 1 :]]
            break
    return lines


def _is_text(page: Page, line: Span) -> bool:
    text = page.plain[slice(*line)]
    if is_heading(page, line) or TABLE_HEAD.match(text) or FORM_HEAD.match(text) or text.count("\t") >= 2:
        return True
    return "。" in text and not NOISE.match(text)


def _number(page: Page, head: Head, above: list[Span]) -> None:
    for line in above:
        match = NUMBER.search(page.plain, *line)
        if match and not _is_titled(page, line):
            head.number = re.sub(r"\s", "", page.cut(match.span()))
            head.taken.append(line)
            return


def _is_titled(page: Page, line: Span) -> bool:
    """A number inside a title or sentence is not the number of this notice."""
    match = NUMBER.search(page.plain, *line)
    label = re.match(r"(?:发文字号|文号|文件编号|编号)：", page.plain[slice(*line)])
    signed = SIGNED_BY.search(page.plain, *line)
    end = signed.start() if signed else line[1]
    return match is not None and not label and (match.end() - match.start()) < (end - line[0]) - 12


def is_addressee_line(page: Page, line: Span) -> bool:
    """各市教育局，省直各单位：is one; a heading or a sentence is none."""
    text = page.plain[slice(*line)]
    if not text.endswith("：") or "。" in text or is_heading(page, line) or NOISE.match(text):
        return False
    return bool(ADDRESSED.search(text)) and not re.search(
        r"如下：$|通知：$|(?:现|特)就|要求：$|附 ?件|以下[^，]{0,6}：$|^会议", text
    )


def is_heading(page: Page, line: Span) -> bool:
    """Tell whether a line begins with a number of an outline."""
    return any(pattern.match(page.plain, *line) for _, _, pattern, _ in SCHEMES)


def _close_set(line: str) -> str:
    """督  办  通  知 is 督办通知."""
    return re.sub(r"\s", "", line) if SET_APART.fullmatch(line) else line


def title_lines(page: Page, above: list[Span]) -> list[Span]:
    """The title is the run of lines that ends in 通知, 方案 …; it is joined backwards while a title may go on."""
    for last in range(len(above) - 1, -1, -1):
        text = page.plain[slice(*above[last])]
        if YEARS_UNDER_TITLE.fullmatch(text) and last and TITLE_END.search(page.plain[slice(*above[last - 1])]):
            return [*_joined(page, above, last - 1), above[last]]
        if TITLE_END.search(_close_set(text)) and not NOISE.match(text):
            return _joined(page, above, last)
    return []


def _joined(page: Page, above: list[Span], last: int) -> list[Span]:
    first = last
    while first > 0 and _runs_on(page, above[first - 1], above[first]):
        first -= 1
    return above[first : last + 1]


def _runs_on(page: Page, line: Span, below: Span) -> bool:
    """Lines of one title follow each other without a blank line; labels of web pages are no part of it."""
    text = page.plain[slice(*line)]
    if page.plain[line[1] : below[0]].count("\n") != 1 or NO_TITLE_LINE.search(text) or NOISE.match(text):
        return False
    if GOES_ON.search(text) or HANDS_ON_WHAT.search(text):
        return True
    name = page.plain[slice(*below)]
    if A_BODY.fullmatch(text) and A_BODY.fullmatch(name) and name not in text and text not in name:
        return True  # who issues it together stands in two lines above 关于…的通知
    whole = A_BODY.fullmatch(text) is not None and STARTS_A_TITLE.match(page.plain, *below) is None
    return not whole and not (TITLE_END.search(text) and STARTS_A_TITLE.match(page.plain, *below) is None)
