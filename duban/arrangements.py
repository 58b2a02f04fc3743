"""Reads the State Council's yearly arrangement of holidays (国务院办公厅关于…年部分节假日安排的通知) into days.

The notice of year N speaks of the days from 1 December of N−1 to 30 November of N. Nothing is guessed: a date that does
not fit its weekday, a count of days that does not add up, or a festival that is missing is refused with its place.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from unicodedata import normalize

from models.errors import BadInput
from models.words import DayKind

FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
WEEKDAYS = "一二三四五六日"

ITEM = re.compile(r"[一二三四五六七八九十]{1,3}、(?=[^:,。()\d]{2,20}:|\d{4}年)")
NAMED = re.compile(r"^([^:。,\d]{2,20}):")
DATE = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^()]*)\))?")
WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
TITLE_YEAR = re.compile(r"关于(?:调整)?(\d{4})年")
AMENDED = re.compile(r"调整\d{4}年(.{2,4}?)(?:假期|放假)")
NUMBER = re.compile(r"国办发(?:明电)?〔\d{4}〕\d+号")
SIGNED = re.compile(r"国务院办公厅\d{4}年\d{1,2}月\d{1,2}日")
RANGE_MARKS = {"至", "到", "-", "—", "~", "–"}


@dataclass(frozen=True)
class ArrangedDay:
    """A day that a notice sets off or to work, for the sake of a festival."""

    day: date
    kind: DayKind
    name: str


@dataclass(frozen=True)
class Arrangement:
    """What a notice sets: `days` earliest first; `complete` is False for an amendment of some festivals only."""

    year: int
    source: str
    days: tuple[ArrangedDay, ...]
    festivals: frozenset[str]

    @property
    def complete(self) -> bool:
        return self.festivals >= set(FESTIVALS)

    @property
    def first(self) -> date:
        return date(self.year - 1, 12, 1)

    @property
    def last(self) -> date:
        return date(self.year, 11, 30)


@dataclass
class _Reading:
    """One reading: what was found so far and what is wrong with it."""

    year: int
    days: dict[date, ArrangedDay] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def read_arrangement(text: str, year: int | None = None) -> Arrangement:
    """Read an arrangement notice, whole or an amendment of one festival, in any layout, even flattened to one line.

    1. Take the year from the title; `year` must agree, or stands in when the title is missing.
    2. Cut the text into its numbered items and each item into sentences.
    3. Read 放假 as off and 上班 as work; a sentence that only encourages (鼓励) sets nothing.

    Raises: BadInput with every problem at once.
    """
    plain = re.sub(r"\s+", "", normalize("NFKC", text))
    reading = _Reading(_year(plain, given=year))
    amended = AMENDED.search(plain)
    festivals: set[str] = set()
    for name, body in _items(plain, amended[1] if amended else ""):
        set_off = [_read_sentence(reading, sentence, name=name) for sentence in body.split("。")]
        if any(set_off):
            festivals.update(re.split("[、和]", name))
    missing = [festival for festival in FESTIVALS if festival not in festivals]
    if not festivals or (missing and not amended):
        reading.problems.append(f"没有读到{'、'.join(missing)}的放假安排")
    if reading.problems:
        raise _unreadable(reading)
    number = NUMBER.search(plain)
    source = number[0] if number else f"国务院办公厅关于{reading.year}年部分节假日安排的通知"
    days = tuple(reading.days[day] for day in sorted(reading.days))
    return Arrangement(reading.year, source, days=days, festivals=frozenset(festivals))


def _year(plain: str, *, given: int | None) -> int:
    found = TITLE_YEAR.search(plain)
    titled = int(found[1]) if found else None
    if given and titled and given != titled:
        raise BadInput(
            f"通知标题写的是 {titled} 年，要导入的却是 {given} 年；请核对年份。",
            f"The title of the notice says {titled}, but {given} was asked for; check the year.",
        )
    year = titled or given
    if year is None:
        raise BadInput(
            "看不出这是哪一年的放假安排；请保留通知标题（关于…年部分节假日安排的通知），或写明年份。",
            "The notice does not say which year it arranges; keep its title, or give the year.",
        )
    return year


def _items(plain: str, amended: str) -> Iterator[tuple[str, str]]:
    """Give the name and the body of each numbered item; an amendment's items take the name from its title."""
    signed = SIGNED.search(plain)
    for piece in ITEM.split(plain[: signed.start()] if signed else plain)[1:]:
        named = NAMED.match(piece)
        name = named[1] if named else amended
        if name:
            yield name, piece[named.end() :] if named else piece


def _read_sentence(reading: _Reading, sentence: str, *, name: str) -> bool:
    """Put the days of one sentence into the reading; says whether it set any day off."""
    off, work = "放假" in sentence, "上班" in sentence
    if "鼓励" in sentence or not DATE.search(sentence) or not (off or work):
        return False
    if off and work:
        reading.problems.append(f"“{sentence}”同时写了放假和上班，请拆成两句")
        return False
    days = list(_days(reading, sentence))
    counted = re.search(r"共(\d+)天", sentence)
    if off and counted and int(counted[1]) != len(days):
        reading.problems.append(f"“{sentence}”写明共 {counted[1]} 天，数出来是 {len(days)} 天")
    for day in days:
        _set(reading, ArrangedDay(day, DayKind.OFF if off else DayKind.WORK, name=name))
    return off


def _set(reading: _Reading, arranged: ArrangedDay) -> None:
    day, before = arranged.day, reading.days.get(arranged.day)
    if before and before.kind != arranged.kind:
        reading.problems.append(f"{day} 既写了放假又写了上班")
    if arranged.kind == DayKind.WORK and day.weekday() < WEEKDAYS.index("六"):
        reading.problems.append(f"{day} 本来就是工作日，却写了上班")
    if not date(reading.year - 1, 12, 1) <= day <= date(reading.year, 11, 30):
        reading.problems.append(f"{day} 不在 {reading.year} 年的安排范围之内")
    reading.days[day] = arranged


def _days(reading: _Reading, sentence: str) -> Iterator[date]:
    """Give the days of a sentence; two dates joined by 至 are a range with both ends."""
    start: date | None = None
    end_at, month = 0, 0
    for match in DATE.finditer(sentence):
        month = int(match[2] or month)
        day = _date(reading, match, month=month)
        if day is None:
            return
        if start and sentence[end_at : match.start()] in RANGE_MARKS:
            yield from (start + timedelta(days=n) for n in range(1, (day - start).days + 1))
        else:
            yield day
        start, end_at = day, match.end()


def _date(reading: _Reading, match: re.Match[str], *, month: int) -> date | None:
    """Make a date; without a year, December belongs to the year before. The weekday in brackets must fit."""
    year = int(match[1]) if match[1] else reading.year - (month == 12)
    try:
        day = date(year, month, int(match[3]))
    except ValueError:
        reading.problems.append(f"“{match[0]}”不是日历上的日子")
        return None
    weekday = WEEKDAY.search(match[4] or "")
    if weekday and WEEKDAYS[day.weekday()] != weekday[1].replace("天", "日"):
        reading.problems.append(f"“{match[0]}”与日历不符，{day} 是星期{WEEKDAYS[day.weekday()]}")
    return day


def _unreadable(reading: _Reading) -> BadInput:
    found = "；".join(reading.problems)
    return BadInput(
        f"{reading.year} 年的放假安排不能导入：{found}。请对照国务院办公厅通知原文改正后再导入。",
        f"The arrangement of {reading.year} cannot be loaded: {found}. Correct it against the original notice.",
    )
