"""What a time that was found means: a day, a rule, or nothing yet.

Where a day has no year of its own, it takes, in this order: the year of an earlier date in the same item; the year the
plan is for, when that is after the day of signing; the year of signing, or the next one when the day would else lie
more than half a year before the signature; a year that only the number or the title tells.
"""

import calendar
import datetime as dt
import re
from collections.abc import Callable
from typing import NamedTuple

from duban.notices import doubts as kinds
from duban.notices.numerals import value
from models.reading import DeadlineFound, DeadlineKind

Parts = dict[str, str | None]
CENTURY = 2000
HALF_A_YEAR_DAYS = 183
NEXT_YEAR = ("明年", "次年", "翌年", "来年")

# fmt: off
UNITS = {"工作日": "wd", "日": "d", "天": "d", "周": "w", "星期": "w", "月": "m", "年": "y", "小时": "h", "分钟": "min"}
PART_DAYS = {"初": 10, "上旬": 10, "中旬": 20, "下旬": 31, "底": 31, "末": 31}
RULE_DAYS = {"底": -1, "末": -1, "下旬": -1, "初": 10, "上旬": 10, "中旬": 20}
MONTHS_OF = {"半年": 6, "半年度": 6, "学期": 6, "学年": 12, "两年": 24, "年": 12}
# fmt: on
HALF_OF = {"y": (6, "m"), "m": (15, "d"), "d": (12, "h"), "h": (30, "min")}
DAYS_AWAY = {"明日": 1, "明天": 1, "后天": 2}
WEEKDAYS = dict(zip("一二三四五六日天", ("MO", "TU", "WE", "TH", "FR", "SA", "SU", "SU"), strict=True))
IN_THE_QUARTER = re.compile(r"第([一二三123])个?月|首月")
AFTER_THE_QUARTER = re.compile("(?:结束|终了)之?后")
MONTH_ALONE = re.compile(r"月(?:之前|以前|前)$")
DAY_ALONE = re.compile(r"\d{1,2}日|月底")
A_MONTH = re.compile(
    r"(?P<month>(?<!\d)(?:1[0-2]|0?[1-9])|十[一二]?|[一二三四五六七八九]) ?月"
    r"(?:(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3}) ?[日号]|(?P<part>底|末|初|中旬|上旬|下旬))?"
)
IN_A_ROW = re.compile(r"(?<=[年、和及])(\d{1,2})(?=[、和及])")
"""每年3、9月."""
WEEKDAY_ALONE = re.compile(r"(?:周|星期)[一二三四五六日天]")
WRITTEN_DAY = re.compile(r"(\d{1,2}) ?月 ?(\d{1,2}) ?[日号]")
ISSUED = re.compile(r"(?:印发|发布|发文|下发|公布|施行|签发)$")


class When(NamedTuple):
    """What one match means."""

    date: dt.date | None = None
    rule: str | None = None
    inherited: bool = False


class Years(NamedTuple):
    """Where a day without a year takes it from; in a plan for `several` years it may be of any."""

    item: int | None = None
    signed: dt.date | None = None
    named: int | None = None
    guess: int | None = None
    before: When | None = None
    several: bool = False


def meaning(kind: DeadlineKind, match: re.Match[str], years: Years) -> When:
    """Work out what a match of a kind means."""
    return MEANINGS[kind](match.groupdict(), match[0], years)


def date_doubts(deadlines: tuple[DeadlineFound, ...], years: Years) -> list[str]:
    """Say which days could not be worked out, or took a year that the text does not settle."""
    written = {d.date.year for d in deadlines if d.date and not d.year_inherited} | {years.item}
    doubts = []
    for deadline in deadlines:
        if deadline.kind == "fixed" and deadline.date is None:
            doubts.append(kinds.NO_YEAR.of(text=deadline.text))
        if deadline.kind == "recurring" and deadline.rule is None:
            doubts.append(kinds.NO_RHYTHM.of(text=deadline.text))
        if DAY_ALONE.match(deadline.text) and deadline.date:
            doubts.append(kinds.NO_MONTH.of(text=deadline.text, month=deadline.date.month))
        if WEEKDAY_ALONE.match(deadline.text) and deadline.date:
            doubts.append(kinds.NO_WEEK.of(text=deadline.text))
        if _no_such_day(deadline):
            doubts.append(kinds.NO_SUCH_DAY.of(text=deadline.text, days=deadline.date))
        if MONTH_ALONE.search(deadline.text) and deadline.kind == "fixed" and deadline.date:
            doubts.append(kinds.BEFORE_THE_MONTH.of(text=deadline.text, days=deadline.date))
        if deadline.kind == "relative" and (deadline.rule or "").startswith("+") and "内" in deadline.text:
            doubts.append(kinds.NO_START.of(text=deadline.text))
        if deadline.kind == "fixed" and not deadline.year_inherited and _before_signing(deadline, years):
            doubts.append(kinds.LONG_PAST.of(text=deadline.text))
        if not deadline.year_inherited or deadline.date is None or deadline.date.year in written:
            continue
        if years.signed and deadline.date < years.signed:
            doubts.append(kinds.YEAR_PASSED.of(text=deadline.text, year=deadline.date.year))
        elif any(word in deadline.text for word in NEXT_YEAR) and years.signed:
            continue
        elif years.several or not years.signed or deadline.date.year != years.signed.year:
            doubts.append(kinds.YEAR_TAKEN.of(text=deadline.text, year=deadline.date.year))
    return doubts


def _no_such_day(deadline: DeadlineFound) -> bool:
    """6月31日 was taken to be the last day of June."""
    found = WRITTEN_DAY.search(deadline.text) if deadline.date else None
    return bool(found and deadline.date and int(found[1]) == deadline.date.month and int(found[2]) > deadline.date.day)


def _before_signing(deadline: DeadlineFound, years: Years) -> bool:
    return bool(deadline.date and years.signed and deadline.date < years.signed)


def _fixed(parts: Parts, written: str, years: Years) -> When:
    def build(year: int) -> dt.date | None:
        return _day_of(parts, year)

    if parts.get("short"):
        return When(date=build(CENTURY + int(parts["short"] or 0)))
    if parts.get("year"):
        year = value(parts["year"] or "")
        return When(date=build(year) if year else None)
    if parts.get("from_year"):
        return When(date=build(int(parts["from_year"] or 0) + _over_new_year(parts)))
    near = parts.get("near") or parts.get("near_end") or ""
    if near and (years.signed or years.guess):
        year = years.signed.year if years.signed else years.guess or 0
        return When(date=build(year + (near in NEXT_YEAR)), inherited=True)
    if parts.get("in_month"):
        return When(date=_in_month(parts, years.signed) if years.signed else None, inherited=True)
    if parts.get("weekday"):
        return When(date=_in_week(parts, years.signed) if years.signed else None, inherited=True)
    if parts.get("today"):
        away = dt.timedelta(days=DAYS_AWAY.get(parts["today"] or "", 0))
        return When(date=years.signed + away if years.signed else None, inherited=True)
    alone = parts.get("day_only") or ("-1" if parts.get("month_end") in ("月", "当月") else None)
    if alone and years.before:
        return _after(int(alone), years.before)
    if years.signed and (parts.get("month_end") or parts.get("day_only")):
        return When(date=_near_signing(parts, years.signed), inherited=True)
    return When(date=_settled(build, years), inherited=True)


def _over_new_year(parts: Parts) -> bool:
    """2024年11月至1月 ends in the year after."""
    return int(parts.get("from_month") or 0) > (value(parts.get("month") or "") or 0)


def _in_month(parts: Parts, signed: dt.date) -> dt.date | None:
    """本月25日 is of the month of signing, 下月5日 of the month after it."""
    ahead = 1 if (parts.get("in_month") or "").startswith("下") else 0
    years, month = divmod(signed.month - 1 + ahead, 12)
    return safe_date(signed.year + years, month + 1, value(parts["day"] or "") or 31)


def _in_week(parts: Parts, signed: dt.date) -> dt.date:
    """本周五 is the Friday of the week of signing, 下周三 the Wednesday after it."""
    day = [*WEEKDAYS].index(parts["weekday"] or "一") % 7
    weeks = 1 if parts.get("in_week") == "下" else 0
    return signed + dt.timedelta(days=min(day, 6) - signed.weekday() + 7 * weeks)


def _settled(build: Callable[[int], dt.date | None], years: Years) -> dt.date | None:
    if years.item:
        return build(years.item)
    if years.signed is None:
        year = years.named or years.guess
        return build(year) if year else None
    if years.named and years.named > years.signed.year:
        return build(years.named)
    day = build(years.signed.year)
    if day and (years.signed - day).days > HALF_A_YEAR_DAYS:
        return build(years.signed.year + 1)
    return day


def _near_signing(parts: Parts, signed: dt.date) -> dt.date | None:
    """本月底前 and 20日前 belong to the month of signing."""
    return safe_date(signed.year, signed.month, int(parts.get("day_only") or 31))


def _after(day: int, before: When) -> When:
    """6月10日前…，20日前 is the same month; 每月5日前…，10日前 is every month."""
    if before.date:
        return When(date=safe_date(before.date.year, before.date.month, day if day > 0 else 31), inherited=True)
    return When(rule=f"FREQ=MONTHLY;BYMONTHDAY={day}")


def _goal(parts: Parts, written: str, years: Years) -> When:
    if parts.get("plan"):
        return When(date=dt.date(2005 + 5 * (value(parts["plan"] or "") or 0), 12, 31))
    return _fixed(parts | {"end": parts.get("end") or "底"}, written, years)


def _day_of(parts: Parts, year: int) -> dt.date | None:
    if parts.get("month"):
        month = value(parts["month"] or "") or 0
        if parts.get("begins"):
            return _day_before_month(year, month)
        day = value(parts.get("day") or "") if parts.get("day") else None
        return safe_date(year, month, day or PART_DAYS.get(parts.get("part") or "", 31))
    if parts.get("half"):
        return safe_date(year, 6 if parts["half"] == "上半年" else 12, 31)
    if parts.get("quarter"):
        return safe_date(year, 3 * (value(parts["quarter"] or "") or 1), 31)
    if parts.get("end") is not None:
        return safe_date(year, 6 if "中" in (parts["end"] or "") else 12, 31)
    return None


def _day_before_month(year: int, month: int) -> dt.date | None:
    """9月前 ends on 31 August, 1月前 with the year before."""
    return safe_date(year, month - 1, 31) if month > 1 else safe_date(year - 1, 12, 31)


def safe_date(year: int, month: int, day: int) -> dt.date | None:
    """A day past the end of its month is the last day (民法典 arithmetic: a missing day is the month's end)."""
    if not (1900 <= year <= 2200 and 1 <= month <= 12 and day >= 1):
        return None
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _recurring(parts: Parts, written: str, years: Years) -> When:
    day = value(parts["day"] or "") if parts.get("day") else RULE_DAYS.get(parts.get("part") or "")
    more = re.findall(r"\d+", parts.get("more") or "")
    on = f";BYMONTHDAY={','.join((str(day), *more))}" if day else ""
    if parts.get("month"):
        return When(rule=_yearly(written))
    if parts.get("of_quarter") or parts.get("of_half"):
        month = 3 * (value(parts["of_quarter"] or "") or 1) if parts.get("of_quarter") else 6
        return When(rule=f"FREQ=YEARLY;BYMONTH={12 if parts.get('of_half') == '下' else month};BYMONTHDAY=-1")
    if parts.get("nth"):
        place = -1 if "最后" in (parts["nth"] or "") else value((parts["nth"] or "").removeprefix("第"))
        return When(rule=f"FREQ=MONTHLY;BYDAY={place}{WEEKDAYS[parts['weekday'] or '一']}")
    if every := parts.get("every") or parts.get("every_"):
        return When(rule=f"FREQ=MONTHLY;BYMONTH={'2,4,6,8,10,12' if every == '双' else '1,3,5,7,9,11'}{on}")
    if parts.get("other"):
        return When(rule=f"FREQ=MONTHLY;INTERVAL=2{on}")
    if parts.get("last"):
        each = "BYMONTH=3,6,9,12;" if "季" in written else ""
        on = "BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1" if parts["last"] == "工作日" else "BYMONTHDAY=-1"
        return When(rule=f"FREQ=MONTHLY;{each}{on}")
    if "季" in written:
        nth = IN_THE_QUARTER.search(written)
        if nth:
            months = ",".join(str(month) for month in range(value(nth[1] or "一") or 1, 13, 3))
            return When(rule=f"FREQ=MONTHLY;BYMONTH={months}{on}")
        if on and AFTER_THE_QUARTER.search(written):
            return When(rule=f"FREQ=MONTHLY;BYMONTH=1,4,7,10{on}")
        last = parts.get("part") in ("末", "底") or "末月" in written or "最后" in written
        return When(rule=f"FREQ=MONTHLY{';BYMONTH=3,6,9,12' if last else ';INTERVAL=3'}{on}")
    if parts.get("each") == "旬":
        return When(rule="FREQ=MONTHLY;BYMONTHDAY=10,20,-1")
    if parts.get("days"):
        return When(rule=f"FREQ=DAILY;INTERVAL={value(parts['days'] or '')}")
    if parts.get("weeks"):
        return When(rule=f"FREQ=WEEKLY;INTERVAL={2 if parts['weeks'] == '双' else value(parts['weeks'] or '')}")
    if (parts.get("count") or "").startswith("半") and "月" in (parts["count"] or ""):
        return When(rule="FREQ=DAILY;INTERVAL=15")
    if parts.get("count"):
        return When(rule=f"FREQ=MONTHLY;INTERVAL={_months(parts['count'] or '')}")
    if "周" in written or "星期" in written:
        weekday = parts.get("weekday")
        return When(rule="FREQ=WEEKLY" + (f";BYDAY={WEEKDAYS[weekday]}" if weekday else ""))
    if "月" in written:
        return When(rule=f"FREQ=MONTHLY{on}")
    if "工作日" in written:
        return When(rule="FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR")
    return When(rule="FREQ=YEARLY" if "年" in written else "FREQ=DAILY")


def _yearly(written: str) -> str | None:
    """每年5月、10月; None where the days of the months differ, since no one rule says that."""
    written = IN_A_ROW.sub(r"\1月", written)
    found = [(value(m["month"]) or 0, value(m["day"] or ""), m["part"]) for m in A_MONTH.finditer(written)]
    days = {RULE_DAYS[part] if part else day or -1 for _, day, part in found}
    if len(days) > 1 and not all(_ends_month(month, day, part) for month, day, part in found):
        return None
    day = -1 if len(days) > 1 else days.pop()
    return f"FREQ=YEARLY;BYMONTH={','.join(str(month) for month, _, _ in found)};BYMONTHDAY={day}"


def _ends_month(month: int, day: int | None, part: str | None) -> bool:
    return day == calendar.monthrange(2001, month)[1] if day else part in (None, "底", "下旬")


def _months(written: str) -> int:
    return MONTHS_OF.get(written) or value(written.replace("个", "").replace("月", "")) or 1


def _relative(parts: Parts, written: str, years: Years) -> When:
    unit = UNITS[parts["unit"] or "日"]
    count, unit = HALF_OF.get(unit, (None, unit)) if parts.get("n") == "半" else (value(parts["n"] or ""), unit)
    if parts.get("ahead"):
        return When(rule=f"-{count}{unit}")
    event = (parts.get("event") or "").removeprefix("自").removeprefix("从").strip()
    issued = bool(ISSUED.search(event))
    rule = f"{'issue' if issued else event}+{count}{unit}"
    return When(date=_later(years.signed, count, unit) if issued else None, rule=rule)


def _later(signed: dt.date | None, count: int | None, unit: str) -> dt.date | None:
    """Working days need a calendar, so they stay a rule."""
    if signed is None or count is None or unit not in ("d", "w"):
        return None
    return signed + dt.timedelta(days=count * (7 if unit == "w" else 1))


def _event(parts: Parts, written: str, years: Years) -> When:
    side = "after" if "后" in (parts.get("side") or "") else "before"
    earlier = f"-{value(parts['n'] or '')}{UNITS[parts['unit'] or '日']}" if parts.get("n") else ""
    return When(rule=f"{side}:{(parts.get('event') or '').strip()}{earlier}")


def _ongoing(parts: Parts, written: str, years: Years) -> When:
    return When(rule="ongoing")


MEANINGS: dict[DeadlineKind, Callable[[Parts, str, Years], When]] = {
    "fixed": _fixed,
    "goal": _goal,
    "recurring": _recurring,
    "relative": _relative,
    "event": _event,
    "ongoing": _ongoing,
}
