"""The times a notice sets, in their kinds; what only looks like a time is left alone.

`KINDS` is the table: each row has a kind, how it is written, and an example. Dates without a year take the year of
the item, else of the signature; with neither the date stays open.
"""

# ruff: noqa: E501  one pattern a line, its example beside it

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from duban.notices.numerals import value
from duban.notices.page import Page
from models.reading import DeadlineFound, DeadlineKind, Span

NUM = r"(?:\d{1,3}|[一二三四五六七八九十两]{1,3})"
YEAR = r"(?:(?P<year>(?:19|20)\d\d|[一二三四五六七八九〇○零O]{4}) ?年(?:（年）)?|(?P<near>今年|本年度?|当年|明年|次年|翌年))"
MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]) ?月(?:份)?"
DAY = r"(?P<day>3[01]|[12]\d|0?[1-9]|[一二]?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九]) ?[日号]"
PART = r"(?P<part>底|末|初|中旬|上旬|下旬)"
HOUR = r"(?:（[^）]{1,8}）)?(?:[上下中]午|晚上?)? ?(?:\d{1,2}[：:]\d\d|\d{1,2} ?时)?"
BEFORE = r"(?:之前|以前|前|截止|止)"
ISSUE = r"(?:印发|发布|发文|下发|公布|施行|签发)"
HAPPENS = r"(?:召开|结束|举行|举办|开始|到来|发布|开幕|闭幕|完成|验收|通过|批准)"
FEAST = r"(?:春节|国庆节?|元旦|五一|中秋节?|清明节?|端午节?|节|汛期|开学|换届|暑假|寒假|高考|会|大会|[^，。；、（）于在]{0,8}(?:大会|党代会|二十大|全会|两会))"
AFTER_UNIT = {"工作日": "wd", "日": "d", "天": "d", "周": "w", "星期": "w", "月": "m", "年": "y"}

# fmt: off
KINDS: tuple[tuple[DeadlineKind, str, str], ...] = (
    # kind       how it is written                                                                       example
    ("recurring", rf"每年{MONTH}(?:{DAY}|{PART})?{BEFORE}?",                                                "每年2月底前"),
    ("recurring", rf"每月(?:{DAY}|{PART})?{BEFORE}?",                                                       "每月25日前"),
    ("recurring", rf"每(?:个)?季度?(?:{PART}|首月|结束后)?(?:{DAY})?{BEFORE}?",                             "每季度末"),
    ("recurring", r"每(?P<count>半年|学期|学年|[两二三四五六]个?月|\d+个?月|两年)",                                   "每半年"),
    ("recurring", r"每(?:周|星期)(?P<weekday>[一二三四五六日天])?(?:[上下中]午)?(?: ?\d{1,2}(?:[：:]\d\d|[时点]))?(?:之?前)?",                                         "每周五"),
    ("recurring", r"每(?P<each>年|日|天|个工作日)(?:底|末|初)?(?:[上下中]午)?(?: ?\d{1,2}(?:[：:]\d\d|[时点]))?(?:之?前)?",                                     "每年底前"),
    ("relative",  rf"(?:自|从)?(?P<event>[^，。；（）自从在于要应须 ]{{0,12}}?)之日起(?:算)?,? ?(?P<n>{NUM}) ?个?(?P<unit>工作日|日|天|周|月|年)(?:之|以)?内", "印发之日起30日内"),
    ("relative",  rf"(?P<event>(?:收到|接到)?[^，。；（）、于在应要将 ]{{1,12}}?)(?:之?后)的?(?P<n>{NUM}) ?个?(?P<unit>工作日|日|天|周|月|年)(?:之|以)?内", "会议结束后5个工作日内"),
    ("relative",  rf"(?P<n>{NUM}) ?个?(?P<unit>工作日|日|天|周|月|年)(?:之|以)?内",                         "20个工作日内"),
    ("relative",  rf"分(?P<n>{NUM}) ?(?P<unit>年)(?!级)",                                                   "分2年"),
    ("goal",      rf"(?:力争|争取|确保)?到{YEAR}(?:{MONTH})?(?:{PART})?{BEFORE}?",                          "到2025年"),
    ("fixed",     rf"{YEAR}? ?{MONTH} ?{DAY}{HOUR}{BEFORE}",                                 "12月20日前"),
    ("fixed",     rf"{YEAR}? ?{MONTH} ?{PART}?{BEFORE}",                                     "9月底前"),
    ("fixed",     rf"{YEAR}(?P<half>上半年|下半年)(?:{BEFORE})?",                                 "2022年下半年"),
    ("fixed",     rf"{YEAR}?第?(?P<quarter>[一二三四1-4])季度(?:{PART})?(?:{BEFORE})?",           "三季度前"),
    ("fixed",     rf"{YEAR}(?:年?(?P<end>底|末|内|中))?{BEFORE}",                                 "2022年底前"),
    ("fixed",     rf"(?P<near_end>今年|本年|当年|明年)?(?P<end>年底|年末|年内|年中|底)(?:{BEFORE})",  "年底前"),
    ("fixed",     rf"(?P<month_end>本月|当月|月)底{BEFORE}",                                               "本月底前"),
    ("fixed",     rf"(?P<day_only>3[01]|[12]\d|[1-9])日{HOUR}{BEFORE}",                                     "20日前"),
    ("fixed",     rf"(?:[上下中]午|当天|当日) ?\d{{1,2}}[：:]\d\d{BEFORE}",                                 "下午3：00前"),
    ("event",     rf"(?P<event>{FEAST}|[^，。；（）、于在应要将 ]{{1,14}}?{HAPPENS})(?P<side>之前|前夕|前|之后|后)(?![沿端提期瞻列续])", "党的二十大召开前"),
    ("ongoing",   r"(?<!可)(?:长期|常年|常态化)(?:坚持|推进|开展|实施|保持)(?!的做法)",                     "长期坚持"),
    ("fixed",     rf"(?<=[。，；：\n、]){YEAR}? ?{MONTH}(?: ?{DAY}|{PART})?(?=[^\d至到—前后起、，。；（）])",  "5月下旬举办"),
    ("fixed",     r"(?<=[。，；：\n、])(?P<half>上半年|下半年)",                                           "上半年开展"),
)
LABELLED: tuple[tuple[DeadlineKind, str, str], ...] = (
    # under a label such as 完成时限 no 前 is needed, and of a period its end counts
    ("fixed",     rf"(?:(?:19|20)\d\d年)?\d{{1,2}}月(?:\d{{1,2}}日|[底初]|[上中下]旬)?(?:至|到|—|-){YEAR}? ?{MONTH}(?: ?{DAY}|{PART})?", "7月11日至8月31日"),
    *KINDS,
    ("fixed",     rf"{YEAR}? ?{MONTH} ?(?:{DAY}|{PART})?",                                                 "2022年9月"),
    ("fixed",     rf"{YEAR}(?:年?(?P<end>底|末|内|中))?",                                                  "2022年底"),
    ("fixed",     r"(?P<near_end>今年|本年|明年)?(?P<end>年底|年末|年内)",                                  "年底"),
    ("ongoing",   r"长期(?:坚持|推进)?|持续(?:推进|开展|实施)?|常年|全年|常态化",                          "持续推进"),
    ("event",     r"(?P<event>[^，。；（）]{2,20}?)(?P<side>前|后)$",                                      "会前"),
)
NOT_A_DEADLINE = (
    # what looks like a time                                                    example
    (r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日(?:至|到|—)(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日", "2019年1月1日至12月31日"),
    (r"(?:19|20)\d\d ?年?(?:至|—|-)(?:19|20)\d\d ?年",                              "2021—2025年"),
    (r"每[人户名]每[年月周]",                                                       "每人每年"),
    (r"可长期坚持的?",                                                              "可长期坚持的做法"),
    (r"(?:19|20)\d\d年版",                                                          "2020年版"),
    (r"第[一二三四五六七八九十百\d]+届",                                            "第十七届"),
    (r"〔\d{4}〕\d+号",                                                             "〔2022〕9号"),
    (r"(?:近|前|过去|未来|今后)[\d一二三四五十两]+(?:个月|年|天|日)",               "近三年"),
)
# fmt: on
COMPILED = {
    False: [(kind, re.compile(pattern)) for kind, pattern, _ in KINDS],
    True: [(kind, re.compile(pattern)) for kind, pattern, _ in LABELLED],
}
MASKS = re.compile("|".join(pattern for pattern, _ in NOT_A_DEADLINE))
UNNAMED = [re.sub(r"\?P<\w+>", "?:", pattern) for _, pattern, _ in KINDS[:-3]]
AT_THE_HEAD = re.compile(
    "(?:"
    + "|".join(UNNAMED)
    + rf"|(?:于|在)?(?:{re.sub(r'[?]P<[a-z_]+>', '?:', YEAR)})?(?:上半年|下半年|\d+月(?:[上中下]旬|份|\d+日)?(?=[^\d前至到—]))"
    r"|(?:寒暑假|暑假|寒假|汛期|节假日|活动|会议)期间|[^，。；、]{2,14}(?:结束|召开|发布|举办|完成)(?:之?[后前]|期间))"
)


@dataclass(frozen=True)
class Years:
    """Where a date without a year takes it from: the item first, then the day of signing."""

    item: int | None = None
    signed: dt.date | None = None

    @property
    def inherited(self) -> int | None:
        return self.item or (self.signed.year if self.signed else None)


@dataclass(frozen=True)
class When:
    """What one match means."""

    date: dt.date | None = None
    rule: str | None = None
    inherited: bool = False


def find_deadlines(page: Page, span: Span, years: Years, *, labelled: bool = False) -> list[DeadlineFound]:
    """Return the deadlines in `span` in order of place; the earlier rows of the table win where two overlap."""
    taken = [m.span() for m in MASKS.finditer(page.plain, *span) if not labelled]
    taken += [(a, b + 1) for a, b in page.pairs.items() if page.plain[a] in "《〔“" and span[0] <= a < span[1]]
    found: list[DeadlineFound] = []
    for kind, pattern in COMPILED[labelled]:
        for match in pattern.finditer(page.plain, *span):
            where = page.tight(match.span())
            if where[0] == where[1] or any(a < where[1] and where[0] < b for a, b in taken):
                continue
            taken.append(where)
            when = _meaning(kind, match, _item_years(page, span, years, before=where[0]))
            found.append(
                DeadlineFound(
                    text=page.cut(where),
                    kind=kind,
                    date=when.date,
                    rule=when.rule,
                    year_inherited=when.inherited,
                    span=where,
                )
            )
    return sorted(found, key=lambda d: d.span)


def _item_years(page: Page, span: Span, years: Years, *, before: int) -> Years:
    """An explicit year earlier in the same item is the one that later dates in it go by."""
    explicit = last_year(page, (span[0], before))
    return Years(explicit or years.item, years.signed)


def last_year(page: Page, span: Span) -> int | None:
    """Return the last year of a date written in full outside titles and quotes, or None."""
    dates = re.compile(r"((?:19|20)\d\d) ?年(?= ?(?:\d{1,2} ?月|底|末|内|上半年|下半年|第?[一二三四]季度))")
    years = [int(m[1]) for m in dates.finditer(page.plain, *span) if not page.nested[m.start()]]
    return years[-1] if years else None


def _meaning(kind: DeadlineKind, match: re.Match[str], years: Years) -> When:
    return MEANINGS[kind](match.groupdict(), match[0], years)


def _fixed(parts: dict[str, str | None], written: str, years: Years) -> When:
    year, inherited = _year(parts, years)
    if year is None:
        return When(inherited=True)
    day = _day_of(parts, year, years)
    if day is None:
        return When(inherited=inherited)
    return When(date=day, inherited=inherited)


def _goal(parts: dict[str, str | None], written: str, years: Years) -> When:
    when = _fixed(parts | {"end": parts.get("end") or "底"}, written, years)
    return When(when.date, None, when.inherited)


def _year(parts: dict[str, str | None], years: Years) -> tuple[int | None, bool]:
    written = parts.get("year")
    if written:
        return value(written), False
    if years.inherited is None:
        return None, True
    near = parts.get("near") or parts.get("near_end") or ""
    return years.inherited + (1 if near in ("明年", "次年", "翌年") else 0), True


def _day_of(parts: dict[str, str | None], year: int, years: Years) -> dt.date | None:
    month = value(parts.get("month") or "") if parts.get("month") else None
    if month:
        day = value(parts.get("day") or "") if parts.get("day") else None
        return _safe_date(year, month, day or PART_DAYS.get(parts.get("part") or "", 31))
    if parts.get("half"):
        return _safe_date(year, 6 if parts["half"] == "上半年" else 12, 31)
    if parts.get("quarter"):
        return _safe_date(year, 3 * (value(parts["quarter"] or "") or 1), 31)
    if parts.get("end"):
        return _safe_date(year, 6 if "中" in (parts["end"] or "") else 12, 31)
    if years.signed and parts.get("month_end"):
        return _safe_date(years.signed.year, years.signed.month, 31)
    if years.signed and parts.get("day_only"):
        return _safe_date(years.signed.year, years.signed.month, int(parts["day_only"] or 1))
    return None


PART_DAYS = {"初": 10, "上旬": 10, "中旬": 20, "下旬": 31, "底": 31, "末": 31}


def _safe_date(year: int, month: int, day: int) -> dt.date | None:
    """A day past the end of its month is the last day (民法典 arithmetic: a missing day is the month's end)."""
    if not (1900 <= year <= 2200 and 1 <= month <= 12 and day >= 1):
        return None
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _recurring(parts: dict[str, str | None], written: str, years: Years) -> When:
    day = value(parts["day"] or "") if parts.get("day") else LAST.get(parts.get("part") or "")
    on = f";BYMONTHDAY={day}" if day else ""
    if parts.get("month"):
        return When(rule=f"FREQ=YEARLY;BYMONTH={value(parts['month'] or '')}{on or ';BYMONTHDAY=-1'}")
    if "季" in written:
        ends = ";BYMONTH=3,6,9,12" if parts.get("part") in ("末", "底") else ";INTERVAL=3"
        return When(rule=f"FREQ=MONTHLY{ends}{on}")
    if parts.get("count"):
        return When(rule=f"FREQ=MONTHLY;INTERVAL={_months(parts['count'] or '')}")
    if "周" in written or "星期" in written:
        weekday = parts.get("weekday")
        return When(rule="FREQ=WEEKLY" + (f";BYDAY={WEEKDAYS[weekday]}" if weekday else ""))
    if written.startswith("每月"):
        return When(rule=f"FREQ=MONTHLY{on}")
    daily = "工作日" in written
    return When(
        rule=("FREQ=DAILY" + (";BYDAY=MO,TU,WE,TH,FR" if daily else "")) if "年" not in written else "FREQ=YEARLY"
    )


LAST = {"底": -1, "末": -1, "下旬": -1, "初": 10, "上旬": 10, "中旬": 20}
WEEKDAYS = dict(zip("一二三四五六日天", ("MO", "TU", "WE", "TH", "FR", "SA", "SU", "SU"), strict=True))


def _months(written: str) -> int:
    named = {"半年": 6, "学期": 6, "学年": 12, "两年": 24}
    return named.get(written) or value(written.replace("个", "").replace("月", "")) or 1


def _relative(parts: dict[str, str | None], written: str, years: Years) -> When:
    count, unit = value(parts["n"] or ""), AFTER_UNIT[parts["unit"] or "日"]
    event = (parts.get("event") or "").removeprefix("自").removeprefix("从").strip()
    issued = bool(re.search(ISSUE + "$", event))
    start = "issue" if issued else event
    rule = f"{start}+{count}{unit}"
    return When(date=_later(years.signed, count, unit) if issued else None, rule=rule)


def _later(signed: dt.date | None, count: int | None, unit: str) -> dt.date | None:
    """Working days need a calendar, so they stay a rule."""
    if signed is None or count is None or unit not in ("d", "w"):
        return None
    return signed + dt.timedelta(days=count * (7 if unit == "w" else 1))


def _event(parts: dict[str, str | None], written: str, years: Years) -> When:
    side = "after" if "后" in (parts.get("side") or "") else "before"
    return When(rule=f"{side}:{(parts.get('event') or '').strip()}")


def _ongoing(parts: dict[str, str | None], written: str, years: Years) -> When:
    return When(rule="ongoing")


MEANINGS: dict[DeadlineKind, Callable[[dict[str, str | None], str, Years], When]] = {
    "fixed": _fixed,
    "goal": _goal,
    "recurring": _recurring,
    "relative": _relative,
    "event": _event,
    "ongoing": _ongoing,
}
