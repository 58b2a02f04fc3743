"""Looks back over the lamps of a plan, at the ends of days: each course that tasks have in common is replayed once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlmodel import Session

from duban.reports.courses import Line, courses, lines_of, read_line
from duban.reports.facts import Frame, TaskFact
from duban.reports.rewinding import after, as_opened, lead_before, settings_at, waited
from duban.reports.streaming import KEPT, Row, counted, moment_of
from duban.reports.values import Lamps
from models.policy import LampSettings
from models.words import Lamp, Start, SubjectKind, TaskState
from workflows.lamps import Glance, lamp
from workflows.moments import end_of
from workflows.workdays import Calendars

SOMETHING = TaskFact(
    id=0,
    requirement_id=0,
    measure_id=0,
    unit_id=None,
    title="",
    subject_kind=SubjectKind.WHOLE,
    subject="",
    period="",
    deliverables=(),
    quantity_wanted=None,
    quantity_done=0,
    extensions=0,
    deadline_version=1,
    glance=Glance(state=TaskState.PLANNED, due=None, original_due=None, assigned_at=None),
)
"""A task of which only the glance is looked at."""


@dataclass
class Look:
    """The lamps at one moment, in the making."""

    moment: datetime
    settings: LampSettings
    lamps: Counter[Lamp] = field(default_factory=Counter)


@dataclass
class Replays:
    """Replays courses; what a step makes of a glance, and how that is lit, is worked out once."""

    days: Sequence[date]
    looks: Sequence[Look]
    calendars: Calendars
    glances: list[Glance] = field(default_factory=list)
    places: dict[Glance, int] = field(default_factory=dict)
    lines: dict[tuple[str, str | None], Line] = field(default_factory=dict)
    became: dict[tuple[int, str], int] = field(default_factory=dict)
    lit: dict[tuple[int, int, int | None], Lamp] = field(default_factory=dict)

    def count(self, row: Row, tasks: int) -> None:
        """Count so many tasks of a course on each day looked at."""
        first_due, start, lead, course = row
        if course is None:
            return
        if len(self.became) > KEPT or len(self.lit) > KEPT:
            self.forget()
        written = lines_of(course)
        lines = [self._line(line, first_due) for line in written]
        opened = self._opened(first_due, start, waits=waited(line.step for line in lines))
        known, place = 0, opened
        for n, look in enumerate(self.looks):
            past = [line for line, read in zip(written, lines, strict=True) if read.stretch <= n]
            if not past:
                continue
            if len(past) != known:
                known, place = len(past), opened
                for line in past:
                    place = self._after(place, line, first_due)
            unit = lead_before((line.step for line in lines if line.stretch > n), lead)
            look.lamps[self._lit(n, place, unit if unit in self.calendars.local else None)] += tasks

    def forget(self) -> None:
        """Memory stays flat, whatever tasks have gone through."""
        for kept in (self.glances, self.places, self.lines, self.became, self.lit):
            kept.clear()

    def _line(self, line: str, first_due: str | None) -> Line:
        found = self.lines.get((line, first_due))
        if found is None:
            found = self.lines[line, first_due] = read_line(line, self.days, moment_of(first_due))
        return found

    def _opened(self, first_due: str | None, start: str | None, *, waits: bool) -> int:
        glance = replace(
            SOMETHING.glance, original_due=moment_of(first_due), starts_from=Start(start) if start else None
        )
        return self._place(as_opened(replace(SOMETHING, glance=glance), waited=waits).glance)

    def _after(self, place: int, line: str, first_due: str | None) -> int:
        found = self.became.get((place, line))
        if found is None:
            was = replace(SOMETHING, glance=self.glances[place])
            found = self._place(after(was, self._line(line, first_due).step).glance)
            self.became[place, line] = found
        return found

    def _place(self, glance: Glance) -> int:
        place = self.places.setdefault(glance, len(self.glances))
        if place == len(self.glances):
            self.glances.append(glance)
        return place

    def _lit(self, n: int, place: int, unit: int | None) -> Lamp:
        shown = self.lit.get((n, place, unit))
        if shown is None:
            look, calendar = self.looks[n], self.calendars.of(unit)
            shown = lamp(self.glances[place], look.settings, calendar=calendar, now=look.moment).lamp
            self.lit[n, place, unit] = shown
        return shown


def lamps_on(session: Session, plan_id: int, frame: Frame, days: Sequence[date]) -> tuple[Lamps, ...]:
    """Say how many tasks showed which lamp at the end of each day, earliest first, by the policy of then.

    `frame`: as it is today.
    """
    if not days:
        return ()
    looks = [Look(at, settings_at(session, plan_id, replace(frame, as_of=at)).lamps) for at in map(end_of, days)]
    replays = Replays(days, looks, frame.calendars)
    for row, tasks in counted(session, courses(session, plan_id, days, by_lead=bool(frame.calendars.local))):
        replays.count(row, tasks)
    return tuple(Lamps(**{shown.value: look.lamps[shown] for shown in Lamp}) for look in looks)
