"""The signature of a notice: the names and the date under its text, or under its title."""

import datetime as dt
import re
from dataclasses import dataclass, field

from duban.notices.frame_signs import A_BODY, DATE
from duban.notices.head import HEAD_LINES, LONG_LINE, is_heading
from duban.notices.numerals import value
from duban.notices.page import Page
from models.reading import Span

DATE_IN_POINTS = re.compile(r"(?P<year>20\d\d)[.．](?P<month>\d{1,2})[.．](?P<day>\d{1,2})")
"""Only where a line holds nothing else: 2024.5.9."""
CELLS_THAT_SIGN = re.compile(rf"[ \t]*(?P<who>[^\t]{{4,40}}?) *\t[ \t]*{DATE.pattern}[ \t]*")
OF_FORM = r"(?:交办|印发|发文|成文|生成|下达|签发|派发|制表|填表|填报)(?:日期|时间)[ \t：|]+"
DATES_OF_FORM = [
    re.compile(OF_FORM + day) for day in (DATE.pattern, r"(?P<year>20\d\d)-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
]
PRINTED = re.compile(rf"^[ \t]*(?P<name>[\u4e00-\u9fff（）]{{2,30}}?) *{DATE.pattern} ?印发[ \t]*$", re.M)
QUOTED_WORD = re.compile(r"“[^“”，。；：]{1,10}”(?=[^“”]{2,}[室组部局会班处]$)")
"""市“无废城市”建设专班办公室 is a name."""
SEAL = re.compile(r"[ ]*（?(?:代章|盖章|公章|印章)(?:：[^（）]*)?）?[ ]*$", re.M)
"""（代章：市生态环境局） under the name of who signs."""
A_BATCH = re.compile(r"第[一二三四五六七八九十\d]{1,3}[批次期]，")
"""（第二批，2024年6月21日）."""
FLAT_SIGNATURE = re.compile(rf"[ ]*(?P<who>[^，。；：、《》\d]{{2,40}}?)[ ]*{DATE.pattern}[ ]*$")
AS_OF = re.compile("(?:数据|统计|情况)?(?:截至|截止|更新)(?:日期|时间)?[：:]?")
"""截至2026年3月31日 dates a table and signs nothing."""
SIGNED_LINE = 20
HEAD_REACH = 300
SHORTEST_BODY = 4


@dataclass
class Signature:
    """Who signed and when, the places that took, and where the signature stands."""

    issuer: str | None = None
    date: dt.date | None = None
    taken: list[Span] = field(default_factory=list)
    span: Span = (0, 0)


GOES_ON_FROM = re.compile(r" ?[—至到~-]")
"""2025年9月15日—30日 is when something is held, and signs nothing."""


def read_signature(page: Page, lines: list[Span]) -> Signature:
    """Find the line that is a date, or ends in one after a name; the names above it sign."""
    for index, line in enumerate(lines):
        match = DATE.search(page.plain, *line) or DATE_IN_POINTS.fullmatch(page.plain, *line)
        if (
            not match
            or match.end() < line[1] - 4
            or GOES_ON_FROM.match(page.plain, match.end())
            or is_heading(page, line)
            or page.plain.find("\t", *line) >= 0
        ):
            continue  # 完成时限 and a day side by side in a table sign nothing
        before = page.tight((line[0], match.start()))
        names = [before] if before[0] < before[1] else _names_above(page, lines[:index])
        if any(not is_name(page, name) for name in names):
            continue
        start = min(name[0] for name in [*names, line])
        return Signature(_issuer(page, names), date_of(match), [*names, line], (start, line[1]))
    return _signed_in_cells(page, lines)


def _signed_in_cells(page: Page, lines: list[Span]) -> Signature:
    """The last row of a sheet may hold nothing but who signs, and the day; the last line of a text only who signs."""
    end = lines[-1][1] if lines else len(page.plain)
    if lines and A_BODY.fullmatch(page.plain, *lines[-1]) and _heads_the_text(page, lines[-1]):
        return Signature(_issuer(page, lines[-1:]), None, lines[-1:], lines[-1])
    match = CELLS_THAT_SIGN.fullmatch(page.plain, *lines[-1]) if lines else None
    if match is None or A_BODY.fullmatch(match["who"]) is None:
        return Signature(span=(end, end))
    who = match.span("who")
    return Signature(_issuer(page, [who]), date_of(match), [lines[-1]], lines[-1])


def _heads_the_text(page: Page, name: Span) -> bool:
    """A name alone signs when the title, or a line above it, begins with it."""
    head = page.plain[: min(HEAD_REACH, name[0])]
    return re.search(rf"^[ ]*{re.escape(page.plain[slice(*name)])}", head, re.M) is not None


def signature_under_title(page: Page, lines: list[Span]) -> Signature:
    """Read 海州市政府办公室 2022年2月10日, in one line or two, or （2022年2月10日）, from the lines around a title."""
    for index, line in enumerate(lines):
        inner = page.tight(line, also="（）")
        match = DATE.search(page.plain, *inner)
        if not match or match.end() < inner[1] - 2 or "：" in page.plain[slice(*line)]:
            continue
        name = page.tight((inner[0], match.start()))
        name = (name[0], name[0]) if inner != line and A_BATCH.fullmatch(page.plain, *name) else name
        name = (name[0], name[0]) if AS_OF.fullmatch(page.plain, *name) else name
        above = lines[index - 1 : index] if index and A_BODY.fullmatch(page.plain, *lines[index - 1]) else []
        names = [name] if name[0] < name[1] else above
        if all(is_name(page, found) for found in names):
            return Signature(_issuer(page, names), date_of(match), [*names, line], line)
    return Signature()


def date_in_form(page: Page) -> dt.date | None:
    """Return the day that a form, or the box above a web page, says it was issued; None when it says none."""
    match = next((match for pattern in DATES_OF_FORM if (match := pattern.search(page.plain))), None)
    return date_of(match) if match else None


def printed_by(page: Page) -> tuple[str | None, dt.date | None]:
    """Return who had it printed and when, as the last line of an official paper says: 某办公室2025年2月18日印发."""
    match = PRINTED.search(page.plain)
    return (match["name"], date_of(match)) if match else (None, None)


def tail_cut(page: Page, lines: list[Span]) -> list[Span]:
    """Cut the signature off the end of a last line that lost its breaks, and of a line of the cover text."""
    found: list[Span] = []
    for place, (start, end) in enumerate(lines):
        last = place == len(lines) - 1 and end - start >= LONG_LINE
        cover = place < HEAD_LINES and end - start >= SIGNED_LINE and not is_heading(page, (start, end))
        cut = _signed_from(page, (start, end), strict=not last) if last or cover else None
        found += [(start, cut), page.tight((cut, end))] if cut else [(start, end)]
    return found


def _signed_from(page: Page, line: Span, *, strict: bool) -> int | None:
    """Where the signature at the end of a line begins, None where it has none."""
    cut = max(page.plain.rfind("。", *line), page.plain.rfind("）", *line)) + 1
    match = FLAT_SIGNATURE.match(page.plain, cut, line[1]) if cut else None
    if match is None or (strict and A_BODY.fullmatch(match["who"].strip()) is None):
        return None
    return cut


def is_name(page: Page, span: Span) -> bool:
    """Tell whether a line may be the name of who signs."""
    text = re.sub(r"\s", "", page.plain[slice(*span)])
    return 2 <= len(text) <= 60 and not re.search(r"[，。；：、《》“”\d|]", QUOTED_WORD.sub("", text))


def _issuer(page: Page, names: list[Span]) -> str | None:
    """Join the names; letters set apart (海 州 市) are one name, whole names side by side are several."""
    found = []
    for name in names:
        parts = page.cut(name).split()
        whole = all(A_BODY.fullmatch(part) for part in parts) or _wide_apart(page.plain[slice(*name)])
        found += parts if whole else ["".join(parts)]
    return "、".join(found) or None


def _wide_apart(names: str) -> bool:
    """国家疾控局  共青团中央  国家体育总局 are three, though one does not end as units do."""
    parts = re.split(" {2,}", names)
    bodies = sum(A_BODY.fullmatch(part) is not None for part in parts)
    return len(parts) > 1 and bodies > 0 and all(len(part) >= SHORTEST_BODY and " " not in part for part in parts)


def _names_above(page: Page, lines: list[Span]) -> list[Span]:
    """Up to five lines of names directly above the date; the text above them ends in a full stop."""
    names: list[Span] = []
    for line in reversed([line for line in lines[-5:] if not SEAL.match(page.plain, *line)]):
        if (
            page.plain.find("\t", *line) >= 0
            or not is_name(page, line)
            or is_heading(page, line)
            or page.plain[line[0] : line[0] + 2] == "附件"
        ):
            break
        names.insert(0, line)
    return names


def date_of(match: re.Match[str]) -> dt.date | None:
    """Return the day that a match of DATE names, None when there is no such day."""
    year, month, day = (value(match[part]) for part in ("year", "month", "day"))
    if not (year and month and day):
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
