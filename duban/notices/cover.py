"""The frame of a notice: number, title, addressees, signature, contact, attachments, basis, and where the text lies."""

# ruff: noqa: E501  one pattern a line, its example beside it

import datetime as dt
import re
from dataclasses import dataclass, field
from itertools import pairwise

from duban.notices import notes
from duban.notices.frame_signs import DATE, TITLE_END
from duban.notices.head import TABLE_HEAD, YEARS_UNDER_TITLE, head_lines, is_heading, read_head
from duban.notices.page import Page
from duban.notices.signature import date_in_form, printed_by, read_signature, signature_under_title, tail_cut
from duban.notices.wording import Wording
from models.reading import BasisFound, ContactFound, Span

BROKEN_NUMBER = re.compile(r"^[ \t]*[\u4e00-\u9fff]{1,12} ?20\d{2} ?\d{1,4} ?号[ \t]*$", re.M)
CONTACT_NAME = re.compile(r"联 ?系 ?人(?:及电话)?[：] ?(?P<name>[\u4e00-\u9fff·]{2,8})")
CONTACT_PHONE = re.compile(r"(?:联系)?电话[：] ?(?P<phone>[\d\-—（）、 ]{6,40}\d)")
CONTACT_LINE = re.compile(r"^[ \t]*（?联 ?系 ?人[^\n]*$|^[ \t]*(?:联系)?电话：[^\n]*$", re.M)
ATTACHMENTS = re.compile(r"^[ \t]*附 ?件 ?[：][^\n]*(?:\n[ \t]*(?:\d{1,2}[.．、]|[ ]{4,})[^\n]*)*", re.M)
PAGE_NUMBER = re.compile(r"^[ \t]*[—\-] ?\d{1,3} ?[—\-][ \t]*$", re.M)
TABLE_NOTE = re.compile(
    r"^[ \t]*（?(?:注|备注|说明|填[表报]说明|表注)：(?:[ ]*\n?[ \t]*1[.．、][^\n]*(?:\n[ \t]*[2-9][.．、][^\n]*)+$|[^\n]*$)"
    r"|^[ \t]*填[表报]说明：?[ \t]*(?:\n[ \t]*\d{1,2}[.．、][^\n]*)+$",
    re.M,
)
ANNEX_MARK = re.compile(r"^[ \t]*附 ?件 ?\d{0,2}[ \t]*：?[ \t]*$", re.M)
BASIS = re.compile(r"(?:按照|根据|依据|遵照|落实|贯彻)[^，。《》]{0,12}(?=《)")
BASIS_REACH = 1_500
HEAD_REACH = 600
MEETING = re.compile(
    r"(?:时 ?间|日 ?期)：[ ]*(?P<line>20\d\d)年|(?P<sentence>20\d\d)年\d{1,2}月\d{1,2}日[^。；]{0,40}(?:召开|主持)"
)
BASIS_ITEM = re.compile(
    r"(《[^》]+》)(?:（(?P<number>[^（）]{2,30}号)）)?(?:(?:[、和及与]|以及)[^，。；《》（）]{0,10}(?=《))?"
)
# fmt: off
IMPRINT = (
    # what ends a notice or stands on a web page after it         example
    (r"^[ \t]*(?:抄送|分送|抄报)：",                              "抄送：省委办公厅"),
    (r"^[ \t]*[\u4e00-\u9fff（）]{2,30} *" + r"20\d\d年\d{1,2}月\d{1,2}日 ?印发",  "岭海省科协办公室 2026年1月5日印发"),
    (r"^[ \t]*（?(?:此件|公开方式|信息公开)[^\n]{0,20}）?$",       "（此件公开发布）"),
    (r"^[ \t]*(?:责任编辑|编辑：|来源：|扫一扫|[上下]一[篇条]|打印|分享到)",  "责任编辑：某某"),
    (r"^[ \t]*(?:浏览|点击|阅读|访问)(?:次数|量|数)：|^[ \t]*收藏本[页站]", "浏览次数：1357"),
    (r"^[ \t]*(?:Copyright|备案[号序]|[\u4e00-\u9fff]?ICP备|[\u4e00-\u9fff]{0,2}公网安备|网站地图(?:[ |]|$))", "备案号：岭ICP备05012345号"),
    (r"^[ \t]*〔?(?:打印(?:本页)?|关闭(?:窗口|本页)?|返回顶部|附件下载|相关阅读|政策解读|文件下载)〕?(?:[ 〔]|$)", "打印本页  关闭窗口"),
    (r"^[ \t]*主办(?:单位)?：[^\n]{2,20} +(?:承办|技术支持|地址|备案|版权|网站|[\u4e00-\u9fff]?ICP备)",             "主办：某某局　技术支持：某某中心"),
    (r"^[ \t]*(?:相关链接|相关文件：|相关附件：|相关解读|版权所有|主办单位：|网站标识码)",        "版权所有：某某网"),
)
# fmt: on
OPEN_TO_ALL = re.compile("（?(?:此件|公开方式|信息公开)")
HOSTS = re.compile("主办单位：")
"""Before the signature it says who does the item; after it, whose web page it is."""
SIGNED_BELOW = re.compile(rf"{DATE.pattern}[ \t]*$", re.M)
NEXT_LINES = 4
IMPRINT_LINE = re.compile("|".join(f"(?:{pattern})" for pattern, _ in IMPRINT), re.M)


@dataclass
class Cover:
    """What was read from the frame, the places it took, and the stretches of text left to read."""

    number: str | None = None
    title: str | None = None
    plan_title: str | None = None
    issuer: str | None = None
    date: dt.date | None = None
    held_in: int | None = None
    addressees: Span | None = None
    contact: ContactFound | None = None
    basis: tuple[BasisFound, ...] = ()
    taken: list[Span] = field(default_factory=list)
    asides: list[tuple[Span, Wording]] = field(default_factory=list)
    zones: list[Span] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read_cover(page: Page) -> Cover:
    """Read the frame of the notice and tell where its text lies."""
    cover = Cover()
    lines = tail_cut(page, head_lines(page))
    head_end = _head(page, cover, lines)
    end = _imprint(page, cover, after=head_end)
    signed = read_signature(page, [line for line in lines if head_end <= line[0] < end])
    cover.issuer, cover.date = signed.issuer or cover.issuer, signed.date or cover.date
    cover.date = cover.date or date_in_form(page)
    if cover.date is None:
        printer, cover.date = printed_by(page)
        cover.issuer = cover.issuer or printer
    cover.held_in = _held_in(page) if cover.date is None else None
    cover.taken += signed.taken
    cover.asides += [(page.tight(m.span()), notes.MARGIN) for m in PAGE_NUMBER.finditer(page.plain)]
    sign_start, sign_end = signed.span
    _contact(page, cover)
    _attachments(page, cover)
    annexes = _annexes(page, cover, (sign_end, end))
    zones = [(head_end, sign_start), *annexes]
    cover.zones = [zone for zone in zones if page.plain[slice(*zone)].strip()]
    _plan_title_from_title(cover)
    cover.basis = _basis(page, [(start, min(start + BASIS_REACH, stop)) for start, stop in zones[:2]])
    _warn(page, cover, head_end)
    return cover


def _held_in(page: Page) -> int | None:
    """The year in which a meeting was held, as its minutes say at their head."""
    match = MEETING.search(page.plain, 0, HEAD_REACH)
    return int(match["line"] or match["sentence"]) if match else None


def _imprint(page: Page, cover: Cover, *, after: int) -> int:
    """Cut off what stands after the last heading and is no part of the text."""
    last_heading = max(
        (
            m.start()
            for m in re.finditer(r"\n[ \t]*(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)", page.plain)
        ),
        default=0,
    )
    for match in IMPRINT_LINE.finditer(page.plain, max(last_heading, after, len(page.plain) // 3)):
        line = page.tight((match.start(), match.end()))
        if HOSTS.match(page.plain, *line) and SIGNED_BELOW.search(page.plain, match.end()):
            continue
        if OPEN_TO_ALL.match(page.plain, *line) and _annex_follows(page, match.end()):
            cover.asides.append((line, notes.MARGIN))
            continue
        cover.asides.append((page.tight((match.start(), len(page.plain))), notes.IMPRINT))
        return match.start()
    return len(page.plain)


def _annex_follows(page: Page, place: int) -> bool:
    """（此件公开发布） stands before the annexes or at the very end."""
    after = page.lines((place, len(page.plain)))
    below = after[: len(after) - 2][:NEXT_LINES]
    return any(
        ANNEX_MARK.fullmatch(page.plain, *line)
        or TABLE_HEAD.match(page.plain[slice(*line)])
        or (TITLE_END.search(page.plain[slice(*line)]) and not IMPRINT_LINE.match(page.plain, *line))
        for line in below
    )


def _head(page: Page, cover: Cover, lines: list[Span]) -> int:
    """Read number, title and addressees; return where the text after them begins."""
    head = read_head(page, lines)
    cover.number, cover.title, cover.addressees = head.number, head.title, head.addressees
    cover.taken += head.taken
    unknown = head.unknown
    if head.title:
        signed = signature_under_title(page, unknown)
        cover.issuer, cover.date = signed.issuer, signed.date
        cover.taken += signed.taken
        unknown = [line for line in unknown if line not in signed.taken]
    unread = [line for line in unknown if not TABLE_NOTE.match(page.plain, line[0])]
    cover.asides += [(line, notes.UNKNOWN_HEAD) for line in unread]
    return head.end


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
        cover.asides.append((page.tight(match.span()), notes.ANNEXES))
    for match in TABLE_NOTE.finditer(page.plain):
        cover.asides.append((page.tight(match.span()), notes.TABLE_NOTES))


def _annexes(page: Page, cover: Cover, after: Span) -> list[Span]:
    """Read the titles of the annexes; return where the text of each lies. The first titled one is the plan."""
    marks = [m.start() for m in ANNEX_MARK.finditer(page.plain, *after)]
    starts = marks if marks and not page.plain[after[0] : marks[0]].strip() else [after[0], *marks]
    zones = []
    for start, end in pairwise([*starts, after[1]]):
        begin, title = _annex(page, cover, page.lines((start, end)))
        cover.plan_title = cover.plan_title or title
        zones.append((min(begin, end), end))
    return zones


def _annex(page: Page, cover: Cover, lines: list[Span]) -> tuple[int, str | None]:
    """Read the title of one annex; return where its text begins, and the title."""
    title: list[Span] = []
    for line in lines:
        text = page.plain[slice(*line)]
        if line in cover.taken or any(a <= line[0] < b for (a, b), _ in cover.asides):
            continue
        if ANNEX_MARK.fullmatch(page.plain, *line):
            cover.taken.append(line)
            continue
        if title and TITLE_END.search(page.plain[slice(*title[-1])]):
            if _said_elsewhere(page, cover, [*title, line]):
                title.append(line)
                continue
            title += [line] if YEARS_UNDER_TITLE.fullmatch(text) else []
            break
        if not title and text.startswith("（") and text.endswith("）"):
            cover.asides.append((line, notes.MARGIN))
            continue
        if re.search(r"[。；：\t|]", text) or is_heading(page, line) or TABLE_HEAD.match(text) or len(title) >= 4:
            break
        title.append(line)
    ends = [i for i, line in enumerate(title) if TITLE_END.search(page.plain[slice(*line)])]
    if not ends:
        return (lines[0][0] if lines else len(page.plain)), None
    cover.taken += title
    return title[-1][1], "".join(page.cut(line) for line in title)


def _said_elsewhere(page: Page, cover: Cover, lines: list[Span]) -> bool:
    """重点任务 and 责任分解方案 below it are one title, if the notice names them in one."""
    joined = "".join(page.plain[slice(*line)] for line in lines)
    return joined in page.plain or joined in (cover.title or "")


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
        cover.warnings.append(notes.BROKEN_NUMBER.of(text=broken[0].strip()))
    elif not cover.number:
        cover.warnings.append(notes.NO_NUMBER.zh)
    if not cover.title:
        cover.warnings.append(notes.NO_TITLE.zh)
    if not cover.date:
        cover.warnings.append(notes.NO_DATE.zh)
    if not cover.issuer:
        cover.warnings.append(notes.NO_ISSUER.zh)
    if not cover.addressees:
        cover.warnings.append(notes.NO_ADDRESSEES.zh)
