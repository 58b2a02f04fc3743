"""The frame of a notice: number, title, addressees, signature, contact, attachments, basis, and where the text lies."""

import datetime as dt
import re
from dataclasses import dataclass, field

from duban.notices.numerals import value
from duban.notices.outline import SCHEMES
from duban.notices.page import Page
from models.reading import BasisFound, ContactFound, Span

YEAR_SIGNS = "零〇○O一二三四五六七八九"
DATE = re.compile(
    rf"(?P<year>(?:19|20)\d\d|[{YEAR_SIGNS}]{{4}}) ?年 ?(?P<month>\d{{1,2}}|十?[一二三四五六七八九十]) ?月 ?"
    r"(?P<day>\d{1,2}|[一二三]?十?[一二三四五六七八九十]) ?日"
)
NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}(?:（[\u4e00-\u9fff]{1,4}）)?〔 ?\d{4} ?〕 ?(?:第 ?)?\d{1,5} ?号")
BROKEN_NUMBER = re.compile(r"^[ \t]*[\u4e00-\u9fff]{1,12} ?20\d{2} ?\d{1,4} ?号[ \t]*$", re.M)
TITLE_END = re.compile(
    r"(?:的?(?:通知|通告|公告|决定|意见|函|批复|报告|纪要)|方案|办法|计划|规划|要点|细则|规定|措施|清单|分工|安排|纲要)(?:（[^）]{1,12}）)?[》”]?$"
)
ADDRESSED = re.compile(r"各|单位|部门|学会|协会|科协|政府|委员会|局|厅|公司|机构|学校|院校|同志|中心|处|科")
CONTACT_NAME = re.compile(r"联 ?系 ?人(?:及电话)?[：] ?(?P<name>[\u4e00-\u9fff·]{2,8})")
CONTACT_PHONE = re.compile(r"(?:联系)?电话[：] ?(?P<phone>[\d\-—（）、 ]{6,40}\d)")
CONTACT_LINE = re.compile(r"^[ \t]*（?联 ?系 ?人[^\n]*$|^[ \t]*(?:联系)?电话：[^\n]*$", re.M)
ATTACHMENTS = re.compile(r"^[ \t]*附 ?件 ?[：][^\n]*(?:\n[ \t]*(?:\d{1,2}[.．、]|[ ]{4,})[^\n]*)*", re.M)
ANNEX_MARK = re.compile(r"^[ \t]*附 ?件 ?\d{0,2}[ \t]*：?[ \t]*$", re.M)
BASIS = re.compile(r"(?:按照|根据|依据|遵照|落实|贯彻)[^，。《》]{0,12}(?=《)")
BASIS_ITEM = re.compile(
    r"(《[^》]+》)(?:（(?P<number>[^（）]{2,30}号)）)?(?:(?:[、和及与]|以及)[^，。；《》（）]{0,10}(?=《))?"
)
# fmt: off
IMPRINT = (
    # what ends a notice or stands on a web page after it         example
    (r"^[ \t]*(?:抄送|分送|抄报)：",                              "抄送：省委办公厅"),
    (r"^[ \t]*[\u4e00-\u9fff（）]{2,30} *" + r"20\d\d年\d{1,2}月\d{1,2}日 ?印发",  "岭海省科协办公室 2026年1月5日印发"),
    (r"^[ \t]*（?(?:此件|公开方式|信息公开)[^\n]{0,20}）?$",       "（此件公开发布）"),
    (r"^[ \t]*(?:责任编辑|编辑：|来源：|扫一扫|上一篇|下一篇|打印|分享到)",  "责任编辑：某某"),
    (r"^[ \t]*(?:相关链接|相关文件|版权所有|主办单位：|网站标识码)",        "版权所有：某某网"),
)
# fmt: on
IMPRINT_LINE = re.compile("|".join(f"(?:{pattern})" for pattern, _ in IMPRINT), re.M)


@dataclass
class Cover:
    """What was read from the frame, the places it took, and the stretches of text left to read."""

    number: str | None = None
    title: str | None = None
    plan_title: str | None = None
    issuer: str | None = None
    date: dt.date | None = None
    addressees: Span | None = None
    contact: ContactFound | None = None
    basis: tuple[BasisFound, ...] = ()
    taken: list[Span] = field(default_factory=list)
    asides: list[tuple[Span, str]] = field(default_factory=list)
    zones: list[Span] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read_cover(page: Page) -> Cover:
    """Read the frame of the notice and tell where its text lies."""
    cover = Cover()
    lines = page.lines((0, len(page.plain)))
    end = _imprint(page, cover)
    head_end = _head(page, cover, lines)
    sign_start, sign_end = _signature(page, cover, [line for line in lines if head_end <= line[0] < end])
    _contact(page, cover)
    _attachments(page, cover)
    annex = _annex(page, cover, [line for line in lines if sign_end <= line[0] < end])
    cover.zones = [zone for zone in ((head_end, sign_start), (annex, end)) if page.plain[slice(*zone)].strip()]
    _plan_title_from_title(cover)
    cover.basis = _basis(page, [(head_end, sign_start), (annex, min(annex + 1500, end))])
    _warn(page, cover, head_end)
    return cover


def _imprint(page: Page, cover: Cover) -> int:
    """Cut off what stands after the last heading and is no part of the text."""
    last_heading = max(
        (
            m.start()
            for m in re.finditer(r"\n[ \t]*(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)", page.plain)
        ),
        default=0,
    )
    match = IMPRINT_LINE.search(page.plain, max(last_heading, len(page.plain) // 3))
    if not match:
        return len(page.plain)
    cover.asides.append((page.tight((match.start(), len(page.plain))), "版记或网页附注，不是正文。"))
    return match.start()


def _head(page: Page, cover: Cover, lines: list[Span]) -> int:
    """Read number, title and addressees; return where the text after them begins."""
    addressed = next((line for line in lines[:30] if _is_addressee_line(page, line)), None)
    first_text = next((line for line in lines if "。" in page.plain[slice(*line)] or _is_heading(page, line)), None)
    limit = addressed[0] if addressed else first_text[0] if first_text else len(page.plain)
    head = [line for line in lines if line[0] < limit]
    number = next((line for line in head if NUMBER.search(page.plain, *line) and not _is_titled(page, line)), None)
    if number:
        match = NUMBER.search(page.plain, *number)
        cover.number = re.sub(r"\s", "", page.cut(match.span())) if match else None
        cover.taken.append(number)
    title = _title_lines(page, [line for line in head if line != number])
    if title:
        cover.title = "".join(page.cut(line) for line in title)
        cover.taken += title
    if addressed:
        cover.addressees = addressed
        cover.taken.append(addressed)
    for line in head:
        if line not in cover.taken:
            cover.asides.append((line, "文头中没有识别的文字。"))
    return addressed[1] if addressed else limit


def _is_addressee_line(page: Page, line: Span) -> bool:
    text = page.plain[slice(*line)]
    return text.endswith("：") and bool(ADDRESSED.search(text)) and "。" not in text and not _is_heading(page, line)


def _is_heading(page: Page, line: Span) -> bool:
    return any(pattern.match(page.plain, *line) for _, _, pattern, _ in SCHEMES)


def _is_titled(page: Page, line: Span) -> bool:
    """A number inside a title or sentence is not the number of this notice."""
    match = NUMBER.search(page.plain, *line)
    return match is not None and (match.end() - match.start()) < (line[1] - line[0]) - 12


def _title_lines(page: Page, head: list[Span]) -> list[Span]:
    """The title is the run of lines that ends in 通知, 方案 …; it is joined backwards while a title may go on."""
    for last in range(len(head) - 1, -1, -1):
        if TITLE_END.search(page.plain[slice(*head[last])]):
            first = last
            while first > 0 and _runs_on(page, head[first - 1], head[first]):
                first -= 1
            return head[first : last + 1]
    return []


def _runs_on(page: Page, line: Span, below: Span) -> bool:
    """Lines of one title follow each other without a blank line; labels of web pages are no part of it."""
    between = page.plain[line[1] : below[0]]
    return between.count("\n") == 1 and not re.search(r"[：。]|\d{4}-\d|号$", page.plain[slice(*line)])


def _signature(page: Page, cover: Cover, lines: list[Span]) -> Span:
    """Find the line that is a date, or ends in one after a name; the names above it sign. Return where it stands."""
    for index, line in enumerate(lines):
        match = DATE.search(page.plain, *line)
        if not match or match.end() < line[1] - 4 or _is_heading(page, line):
            continue
        before = page.tight((line[0], match.start()))
        names = [before] if before[0] < before[1] else _names_above(page, lines[:index])
        if any(not _is_name(page, name) for name in names):
            continue
        cover.date = _date(match)
        cover.issuer = "、".join(re.sub(r"\s", "", page.cut(name)) for name in names) or None
        cover.taken += [*names, line]
        return min(name[0] for name in [*names, line]), line[1]
    return len(page.plain) if not lines else lines[-1][1], lines[-1][1] if lines else len(page.plain)


def _is_name(page: Page, span: Span) -> bool:
    text = re.sub(r"\s", "", page.plain[slice(*span)])
    return 2 <= len(text) <= 40 and not re.search(r"[，。；：、《》“”\d]", text)


def _names_above(page: Page, lines: list[Span]) -> list[Span]:
    """Up to five lines of names directly above the date; the text above them ends in a full stop."""
    names: list[Span] = []
    for line in reversed(lines[-5:]):
        if not _is_name(page, line) or _is_heading(page, line) or page.plain[line[0] : line[0] + 2] == "附件":
            break
        names.insert(0, line)
    return names


def _date(match: re.Match[str]) -> dt.date | None:
    year, month, day = (value(match[part]) for part in ("year", "month", "day"))
    if not (year and month and day):
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _contact(page: Page, cover: Cover) -> None:
    name, phone = CONTACT_NAME.search(page.plain), CONTACT_PHONE.search(page.plain)
    if not name and not phone:
        return
    cover.contact = ContactFound(
        name=page.cut(name.span("name")) if name else None,
        phone=page.cut(phone.span("phone")).strip() if phone else None,
    )
    cover.taken += [page.tight(m.span()) for m in CONTACT_LINE.finditer(page.plain)]


def _attachments(page: Page, cover: Cover) -> None:
    for match in ATTACHMENTS.finditer(page.plain):
        cover.asides.append((page.tight(match.span()), "附件清单，不是任务。"))


def _annex(page: Page, cover: Cover, lines: list[Span]) -> int:
    """Read the title of the annex; return where its text begins."""
    title: list[Span] = []
    for line in lines:
        if line in cover.taken or any(a <= line[0] < b for (a, b), _ in cover.asides):
            continue
        if ANNEX_MARK.fullmatch(page.plain, *line):
            cover.taken.append(line)
            continue
        text = page.plain[slice(*line)]
        if not title and text.startswith("（") and text.endswith("）"):
            cover.asides.append((line, "公文附注，不是正文。"))
            continue
        if re.search(r"[。；：]", text) or _is_heading(page, line) or len(title) >= 4:
            break
        title.append(line)
        if TITLE_END.search(text):
            break
    if title and TITLE_END.search(page.plain[slice(*title[-1])]):
        cover.plan_title = "".join(page.cut(line) for line in title)
        cover.taken += title
        return title[-1][1]
    return lines[0][0] if lines else len(page.plain)


def _plan_title_from_title(cover: Cover) -> None:
    """Without an annex the plan is named in the title: 关于印发《…》的通知."""
    if cover.plan_title or not cover.title:
        return
    match = re.search(r"(?:印发|下发|发布|转发)(?:《(.+?)》|(.+?))的?通知", cover.title)
    cover.plan_title = (match[1] or match[2]) if match else None


def _basis(page: Page, zones: list[Span]) -> tuple[BasisFound, ...]:
    found: dict[str, str | None] = {}
    for zone in zones:
        first_heading = next((m.start() for m in re.finditer(r"\n[ \t]*一、", page.plain[slice(*zone)])), None)
        end = zone[0] + first_heading if first_heading is not None else zone[1]
        for match in BASIS.finditer(page.plain, zone[0], end):
            place = match.end()
            while item := BASIS_ITEM.match(page.plain, place, end):
                title = re.sub(r"\s", "", page.cut(item.span(1)))
                found[title] = found.get(title) or (page.cut(item.span("number")) if item["number"] else None)
                place = item.end()
    return tuple(BasisFound(title=title, number=number) for title, number in found.items())


def _warn(page: Page, cover: Cover, head_end: int) -> None:
    broken = BROKEN_NUMBER.search(page.plain, 0, max(head_end, 1))
    if not cover.number and broken:
        cover.warnings.append(f"“{broken[0].strip()}”像是括号丢失的文号，没有采用，请核对。")
    elif not cover.number:
        cover.warnings.append("没有找到文号，请补充。")
    if not cover.title:
        cover.warnings.append("没有找到标题，请补充。")
    if not cover.date:
        cover.warnings.append("没有找到落款日期，没有年份的时限无法推算，请补充。")
    if not cover.issuer:
        cover.warnings.append("没有找到发文单位的落款，请补充。")
    if not cover.addressees:
        cover.warnings.append("没有找到主送单位，请补充。")
