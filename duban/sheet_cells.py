"""Reads the cells that a person filled in about one requirement into a settled value; every mistake has its column."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, TypeVar

from duban.register_tables import GIVEN_BY_POST, Unreadable, read_date
from duban.sheet_words import FAN_OUTS, HEADINGS, RHYTHMS, Labels
from duban.spans import Span, read_span
from models.errors import Sentence
from models.values import FanOut, Settled
from models.words import Origin, Role, Start, SubjectKind, Timing, Word

UNIT_SEPARATOR = re.compile(r"[、;；,，\n]")
SEPARATOR = re.compile(r"[;；\n]")
FAN_OUT = re.compile(rf"({'|'.join(written for written, _ in FAN_OUTS)})\s*[：:]\s*(.+)", re.DOTALL)
KINDS = dict(FAN_OUTS)
TIMINGS = {start: Timing.EVENT if start is Start.EVENT else Timing.AFTER for start in Start}
MONTH_ENDS = frozenset({"月末", "月底", "季末", "季度末", "季底", "最后一日", "最后一天"})

ALSO_LEAD = Sentence("牵头单位不能同时是配合单位", "the lead cannot also be a supporting unit")
ONLY_FIXED = Sentence("只有“规定日期”才填日期", "a date goes only with a fixed date")
ONLY_RHYTHM = Sentence(
    f"只有{''.join(f'“{one.zh}”' for one in RHYTHMS)}才填每期几日",
    f"a day goes only with {', '.join(one.en for one in RHYTHMS)}",
)
SPAN_AND_TIMING = Sentence(
    "“印发后、交办后、签收后”只与“限期办理”同用，“活动前、活动后”只与“随活动时间”同用",
    "days after an act go only with days after an act, days before or after an event only with an event",
)
ONLY_EVENT = Sentence("只有“随活动时间”才填活动", "an event goes only with tied to an event")

W = TypeVar("W", bound=Word)


@dataclass
class Line:
    """One line of a sheet: its cells by column key, and what is wrong with them (heading, Chinese, English)."""

    cells: Mapping[str, object]
    faults: list[tuple[str, str, str]] = field(default_factory=list)

    def text(self, key: str) -> str:
        return cell_text(self.cells.get(key))

    def read(self, key: str, reader: Callable[[str], Any], *, default: Any = None) -> Any:
        """Read one cell; an empty one gives the default, a mistake is noted and gives the default too."""
        text = self.text(key)
        if not text:
            return default
        try:
            return reader(text)
        except Unreadable as problem:
            self.faults.append((HEADINGS[key], problem.zh, problem.en))
            return default


def cell_text(value: object) -> str:
    """Give what a cell shows as text; a date as 2026-03-31, a whole number without a point."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def settled_in(line: Line, called: Labels) -> Settled:
    """Read what a line settles. Look at `line.faults` before using it: a cell with a mistake counts as empty."""
    lead = line.read("lead_unit", lambda text: read_unit(text, called))
    timing, due = line.read("timing", lambda text: read_word(text, Timing)), line.read("due", read_date)
    span = line.read("span", read_span)
    timing = timing or (Timing.FIXED if due else TIMINGS.get(span.start) if span else None)
    settled = Settled(
        lead_unit_id=lead,
        supporting=line.read("supporting", lambda text: read_units(text, called), default=()),
        timing=timing,
        due=due,
        rhythm_day=line.read("rhythm_day", read_day),
        event=line.text("event"),
        **_counted(line, span, timing),
        fan_out=line.read("fan_out", lambda text: read_fan_out(text, called), default=FanOut()),
        deliverables=tuple(part.strip() for part in SEPARATOR.split(line.text("deliverables")) if part.strip()),
        quantity=line.read("quantity", read_count),
        origin=line.read("origin", lambda text: read_word(text, Origin), default=Origin.PRESCRIBED),
    )
    _check(line, settled)
    return settled


def _counted(line: Line, span: Span | None, timing: Timing | None) -> dict[str, Any]:
    """Give the days and what they are counted from; of an event the timing says it."""
    if span is None:
        return {}
    if TIMINGS.get(span.start) is not timing:
        line.faults.append((HEADINGS["span"], SPAN_AND_TIMING.zh, SPAN_AND_TIMING.en))
    start = None if span.start is Start.EVENT else span.start
    return {"starts_from": start, "days": span.days, "in_workdays": span.in_workdays}


def _check(line: Line, settled: Settled) -> None:
    timing = settled.timing
    # fmt: off
    checks = (
        # column        it is wrong when                                         what is wrong
        ("supporting",  settled.lead_unit_id in settled.supporting,              ALSO_LEAD),
        ("due",         settled.due is not None and timing is not Timing.FIXED,  ONLY_FIXED),
        ("rhythm_day",  bool(settled.rhythm_day) and timing not in RHYTHMS,      ONLY_RHYTHM),
        ("event",       bool(settled.event) and timing is not Timing.EVENT,      ONLY_EVENT),
    )
    # fmt: on
    line.faults += [(HEADINGS[key], what.zh, what.en) for key, wrong, what in checks if wrong]


def read_unit(text: str, called: Labels) -> int:
    """Find the unit that goes by this name or code."""
    found = called.unit(text)
    if found is None:
        near = get_close_matches(text, [*called.names.units, *called.codes], n=3, cutoff=0.5)
        hint = f"；名称相近的有：{'、'.join(near)}" if near else "；请按名册里的名称填写"
        raise Unreadable(f"名册里没有叫“{text}”的单位{hint}", f"no unit is called {text}")
    return found


def read_units(text: str, called: Labels) -> tuple[int, ...]:
    """Find several units; the names stand with 、 or ； between them."""
    names = [part.strip() for part in UNIT_SEPARATOR.split(text) if part.strip()]
    return tuple(dict.fromkeys(read_unit(name, called) for name in names))


def read_word(text: str, words: type[W]) -> W:
    """Find the word of a list by its phrase or its stored value."""
    return _one_of(text, tuple(words))


def read_day(text: str) -> int:
    """Read a day of the month; the last one may be called so."""
    if text in MONTH_ENDS:
        return 31
    number = text.removesuffix("日")
    if not number.isdecimal() or not 1 <= int(number) <= 31:
        raise Unreadable(f"“{text}”不是一个月里的日子，请填 1 到 31；月底填 31", f"{text} is no day; write 1 to 31")
    return int(number)


def read_count(text: str) -> int:
    """Read a number of at least one."""
    if not text.isdecimal() or int(text) < 1:
        raise Unreadable(f"“{text}”不是数量，请填 1 以上的整数", f"{text} is no count; write a whole number from 1")
    return int(text)


def read_fan_out(text: str, called: Labels) -> FanOut:
    """Read 单位：地级以上市科协, 人员：领导, 岗位：…, 小组：…；…; a bare class or role is understood too."""
    found = FAN_OUT.fullmatch(text)
    written, rest = (found.group(1), found.group(2).strip()) if found else ("", "")
    parts = tuple(part.strip() for part in SEPARATOR.split(rest) if part.strip())
    if not parts:
        return _bare(text, called)
    kind = KINDS[written]
    if kind is SubjectKind.UNIT:
        return FanOut(kind=kind, unit_class=_unit_class(rest, called))
    if written == "人员":
        post = next((part.partition("：")[2] for part in parts[1:] if part.startswith("岗位：")), "")
        return FanOut(kind=kind, role=_one_of(parts[0], GIVEN_BY_POST), post_name=post)
    if written == "岗位":
        return FanOut(kind=kind, post_name=rest)
    return FanOut(kind=kind, names=parts)


def _bare(text: str, called: Labels) -> FanOut:
    unit_class = called.names.unit_class(text)
    if unit_class is not None:
        return FanOut(kind=SubjectKind.UNIT, unit_class=unit_class)
    role: Role | None = next((role for role in GIVEN_BY_POST if text in (role.zh, role.value)), None)
    if role is not None:
        return FanOut(kind=SubjectKind.PERSON, role=role)
    raise Unreadable(
        f"看不懂“{text}”；请写成“单位：类别”（{'、'.join(sorted(called.names.classes))}）、“人员：角色”、"
        "“岗位：名称”、“小组：甲；乙”、“地区：甲；乙”或“结对：甲；乙”",
        f"{text} is not understood; write 单位：class, 人员：role, 岗位：post or 小组：a；b",
    )


def _unit_class(text: str, called: Labels) -> str:
    found = called.names.unit_class(text)
    if found is None:
        known = "、".join(sorted(called.names.classes))
        raise Unreadable(f"名册里没有“{text}”这类单位，有的是：{known}", f"no class is called {text}")
    return found


def _one_of(text: str, allowed: tuple[W, ...]) -> W:
    for word in allowed:
        if text in (word.zh, word.value):
            return word
    known = "、".join(word.zh for word in allowed)
    raise Unreadable(f"不认识“{text}”，可以填：{known}", f"{text} is unknown; write one of {known}")
