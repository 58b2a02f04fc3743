"""What a policy will do about a deadline, told ahead: on which days a lamp turns and a rung of the ladder comes.

A foretelling is about a task of which nothing more is heard. `day_of_turning` and `day_of_rung` decide, as they do
when the clock acts.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from models.errors import BadInput, Sentence
from models.policy import PolicySettings
from models.words import Lamp
from workflows.ladder import day_of_rung
from workflows.lamps import day_of_turning
from workflows.moments import at_hour
from workflows.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class Foretold:
    """A moment at which to think of a deadline (aware UTC, at the hour of reminders), and what is said then."""

    at: datetime
    said: Sentence


@dataclass(frozen=True, slots=True)
class Foretelling:
    """Everything that is foretold, earliest first.

    `beyond`: some of it lies outside the years of the calendar, and is left out. `provisional`: some of it lies in, or
    was counted through, a year whose days off are not published yet, and may move.
    """

    marks: tuple[Foretold, ...]
    beyond: bool
    provisional: bool


@dataclass(frozen=True, slots=True)
class _Coming:
    day: Callable[[], date]
    said: Sentence


def foretell(last: date, policy: PolicySettings, *, calendar: WorkCalendar) -> Foretelling:
    """Foretell what happens about a deadline that ends with the day `last`; one mark a day."""
    by_day: dict[date, list[Sentence]] = {}
    beyond = False
    for coming in _coming(last, policy, calendar):
        try:
            by_day.setdefault(coming.day(), []).append(coming.said)
        except BadInput:  # a year nobody has loaded; what lies in the others is foretold all the same
            beyond = True
    marks = tuple(
        Foretold(at_hour(day, policy.work_starts), _said(day, last, by_day[day], calendar)) for day in sorted(by_day)
    )
    return Foretelling(marks, beyond, any(calendar.provisional(day, last) for day in (*by_day, last)))


def _coming(last: date, policy: PolicySettings, calendar: WorkCalendar) -> Iterator[_Coming]:
    lamps, ladder = policy.lamps, policy.ladder
    turning = {lamps.blue_days_left: Lamp.BLUE, lamps.yellow_days_left: Lamp.YELLOW}  # on one day yellow comes first
    for days_left, lamp in turning.items():
        day = partial(day_of_turning, days_left, last, calendar=calendar)
        yield _Coming(day, Sentence(f"亮{lamp.zh}", f"the lamp turns {lamp.en}"))
    for rung in ladder:
        day = partial(day_of_rung, rung, last, calendar=calendar)
        yield _Coming(day, Sentence(rung.to.zh.removeprefix("已"), rung.to.en))


def _said(day: date, last: date, what: list[Sentence], calendar: WorkCalendar) -> Sentence:
    left = calendar.workdays_between(day, last)
    zh, en = "、".join(said.zh for said in what), ", ".join(said.en for said in what)
    if day > last:
        late = max(-left, 1)
        said = f"{late} working days late, if not reported: {en}"
        return Sentence(f"已过时限 {late} 个工作日，仍未报告的：{zh}", said)
    if day == last:
        return Sentence(f"今天是时限：{zh}", f"due today: {en}")
    if left == 0:
        return Sentence(f"时限前最后一个工作日：{zh}", f"the last working day before the deadline: {en}")
    return Sentence(f"距时限还有 {left} 个工作日：{zh}", f"{left} working days left: {en}")
