"""What colour a task shows, why, and when that next changes. The same answer everywhere it is shown.

An extension does not wash a red lamp green: against the original date the task stays late, and that is said.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.errors import Sentence
from models.policy import LampSettings
from models.words import Lamp, Start, TaskState
from workflows.moments import at_hour, day_of
from workflows.workdays import WorkCalendar

ENDED = frozenset({TaskState.CLOSED, TaskState.CANCELLED})
WITH_OTHERS = frozenset({TaskState.REPORTED, TaskState.IN_REVIEW})


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What a lamp depends on. Moments are aware UTC; `percent` is progress filed; `heard_at` the lead's last word."""

    state: TaskState
    due: datetime | None
    original_due: datetime | None
    assigned_at: datetime | None
    closed_at: datetime | None = None
    reported_at: datetime | None = None
    heard_at: datetime | None = None
    percent: int = 0
    returns: int = 0
    starts_from: Start | None = None
    event: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A lamp with its reason; `late_against_original` when an extension hides that the first date has passed."""

    lamp: Lamp
    why: Sentence
    late_against_original: bool = False


@dataclass(frozen=True, slots=True)
class _Look:
    """A glance at one moment, with what every rule needs worked out once."""

    glance: Glance
    settings: LampSettings
    now: datetime
    days_left: int
    points_behind: int
    silent_days: int


def lamp(glance: Glance, settings: LampSettings, *, calendar: WorkCalendar, now: datetime) -> Shown:
    """Say what a task shows at `now`; the first rule of the table that holds decides."""
    look = _look(glance, settings, calendar=calendar, now=now)
    late = _late_against_original(glance, now)
    for holds, colour, why in _RULES:
        if holds(look):
            return Shown(colour, why(look), late)
    return Shown(Lamp.GREEN, Sentence("按计划推进", "on plan"), late)


def _look(glance: Glance, settings: LampSettings, *, calendar: WorkCalendar, now: datetime) -> _Look:
    days_left = calendar.workdays_between(day_of(now), day_of(glance.due)) if glance.due else 0
    heard = glance.heard_at or glance.assigned_at
    silent = (now - heard).days if heard else 0
    return _Look(glance, settings, now, days_left, _points_behind(glance, now), silent)


def _points_behind(glance: Glance, now: datetime) -> int:
    """Compare progress with the share of time gone, in percent points; 0 without a span to measure.

    Past the deadline it grows beyond 100; the lamp is red by then.
    """
    if glance.due is None or glance.assigned_at is None or glance.due <= glance.assigned_at:
        return 0
    gone = (now - glance.assigned_at) / (glance.due - glance.assigned_at)
    return round(gone * 100) - glance.percent


def _late_against_original(glance: Glance, now: datetime) -> bool:
    until = glance.closed_at or now
    extended = glance.due is not None and glance.original_due is not None and glance.original_due < glance.due
    return extended and glance.original_due is not None and until > glance.original_due


def _overdue(look: _Look) -> bool:
    return look.glance.due is not None and look.now > look.glance.due


def _filed_late(look: _Look) -> bool:
    filed = look.glance.reported_at
    return look.glance.due is not None and filed is not None and filed > look.glance.due


def _closed_late(look: _Look) -> bool:
    done, due = look.glance.reported_at or look.glance.closed_at, look.glance.due
    return look.glance.state is TaskState.CLOSED and due is not None and done is not None and done > due


def _days(look: _Look) -> Sentence:
    n = look.days_left
    return Sentence(f"距时限还有 {n} 个工作日", f"{n} working days left")


def _overdue_by(look: _Look) -> Sentence:
    n = -look.days_left
    return Sentence(f"已逾期 {n} 个工作日", f"overdue by {n} working days")


def _behind(look: _Look) -> Sentence:
    return Sentence(f"进度落后 {look.points_behind} 个百分点", f"{look.points_behind} percent points behind")


def _says(zh: str, en: str) -> Callable[[_Look], Sentence]:
    return lambda _: Sentence(zh, en)


def _returned(look: _Look) -> Sentence:
    n = look.glance.returns
    return Sentence(f"已退回重办 {n} 次", f"sent back {n} times")


def _unstarted(look: _Look) -> Sentence:
    n = look.silent_days
    return Sentence(f"交办 {n} 天没有填报任何进展", f"no word since it was handed out {n} days ago")


def _silent(look: _Look) -> Sentence:
    zh, en = f"已 {look.silent_days} 天没有填报进展", f"no word for {look.silent_days} days"
    if not _waits(look):
        return Sentence(zh, en)
    waiting = _waiting(look)
    return Sentence(f"{waiting.zh}；{zh}", f"{waiting.en}; {en}")


def _waits(look: _Look) -> bool:
    return look.glance.due is None and look.glance.starts_from is not None


def _waiting(look: _Look) -> Sentence:
    """Say what a deadline that does not count yet waits for."""
    start = look.glance.starts_from
    if start is Start.EVENT:
        return Sentence(f"等待“{look.glance.event}”的日期", f"waiting for the date of {look.glance.event}")
    said = start or Start.SIGNING
    return Sentence(f"{said.zh}后起算时限", f"the deadline counts from {said.en}")


# fmt: off
_RULES: tuple[tuple[Callable[[_Look], bool], Lamp, Callable[[_Look], Sentence]], ...] = (
    # when                                                                              lamp         why
    (lambda k: k.glance.state is TaskState.CANCELLED,                                   Lamp.GREY,   _says("已撤销", "cancelled")),
    (_closed_late,                                                                      Lamp.RED,    _says("逾期办结", "closed late")),
    (lambda k: k.glance.state is TaskState.CLOSED,                                      Lamp.GREEN,  _says("已办结", "closed")),
    (lambda k: k.glance.state is TaskState.SUSPENDED,                                   Lamp.GREY,   _says("已挂账，停止计时", "suspended; the clock stands still")),
    (lambda k: k.glance.state is TaskState.PLANNED,                                     Lamp.GREY,   _says("尚未交办", "not handed out yet")),
    (lambda k: k.glance.state in WITH_OTHERS and _filed_late(k),                        Lamp.RED,    _says("逾期报告，审核中", "reported late, with the reviewers")),
    (lambda k: k.glance.state in WITH_OTHERS,                                           Lamp.GREEN,  _says("已按时报告，审核中", "reported in time, with the reviewers")),
    (_overdue,                                                                          Lamp.RED,    _overdue_by),
    (lambda k: k.points_behind >= k.settings.red_points_behind and k.glance.percent > 0, Lamp.RED,   _behind),
    (lambda k: 0 < k.settings.unstarted_days <= k.silent_days and k.glance.heard_at is None, Lamp.RED, _unstarted),
    (lambda k: k.glance.returns >= k.settings.red_after_returns,                        Lamp.RED,    _returned),
    (lambda k: k.glance.due is None and k.silent_days >= k.settings.silent_days,        Lamp.YELLOW, _silent),
    (_waits,                                                                            Lamp.GREY,   _waiting),
    (lambda k: k.glance.due is None,                                                    Lamp.GREY,   _says("长期坚持，按周期报告", "standing; reports by rhythm")),
    (lambda k: k.days_left <= k.settings.yellow_days_left,                              Lamp.YELLOW, _days),
    (lambda k: k.points_behind >= k.settings.yellow_points_behind and k.glance.percent > 0, Lamp.YELLOW, _behind),
    (lambda k: k.glance.returns >= k.settings.yellow_after_returns,                     Lamp.YELLOW, _says("曾被退回重办", "was sent back")),
    (lambda k: k.days_left <= k.settings.blue_days_left,                                Lamp.BLUE,   _days),
)
# fmt: on


def next_change(glance: Glance, settings: LampSettings, *, calendar: WorkCalendar, now: datetime) -> datetime | None:
    """Say when a deadline's nearness will next turn the lamp: blue, yellow, then red; None when it will not."""
    if glance.due is None or glance.state in ENDED | WITH_OTHERS | {TaskState.SUSPENDED, TaskState.PLANNED}:
        return None
    turning = [at_hour(day_of_turning(n, day_of(glance.due), calendar=calendar), "00:00") for n in _nearness(settings)]
    marks = [*turning, glance.due + timedelta(seconds=1)]
    return min((mark for mark in marks if mark > now), default=None)


def _nearness(settings: LampSettings) -> tuple[int, ...]:
    """Give the working days left at which a lamp turns; a colour that the policy leaves out never shines."""
    return tuple(days for days in (settings.blue_days_left, settings.yellow_days_left) if days >= 0)


def day_of_turning(days_left: int, last: date, *, calendar: WorkCalendar) -> date:
    """Say from which day on so many working days are left of a deadline that ends with the day `last`."""
    more = 0 if calendar.is_workday(last) else 1  # before a day off, the working day before it is the last
    return calendar.add_workdays(last, -days_left - more)
