"""What the parts of a report are written from: the facts and the summary of a plan, and the steps behind them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from duban.reports.facts import Facts
from duban.reports.values import Lamps, Summary
from duban.rolled_up import Below
from models.appeal_words import AppealState
from models.words import Act, FindingState, InspectionState, Life, Role
from workflows.moments import day_of


@dataclass(frozen=True, slots=True)
class StepFact:
    """One Move of anything in the plan, in the order they were made."""

    id: int
    life: Life
    subject_id: int
    at: datetime
    act: Act
    was: str
    became: str
    role: Role
    person_id: int | None
    why: str
    text: str
    due: str

    @property
    def day(self) -> date:
        return day_of(self.at)


@dataclass(frozen=True, slots=True)
class FindingFact:
    """A problem found, as it stood; `fix` is the last fix that was claimed."""

    id: int
    unit_id: int
    task_id: int | None
    text: str
    state: FindingState
    fix: str
    found_on: date
    due: date | None


@dataclass(frozen=True, slots=True)
class InspectionFact:
    """A round of inspection as it stood; `findings`: numbers of the problems found by it, also later ones."""

    name: str
    units: tuple[int, ...]
    begins: date
    ends: date
    state: InspectionState
    conclusion: str
    findings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AppealFact:
    """An appeal against a point of a circular as it stood; `published`: as of when the circular was, the unit's score.

    `decided_at`, `answer`: when and with which words it was decided; None and empty while it is not.
    """

    number: int
    unit_id: int
    called: str
    what: str
    worth: int
    published: tuple[datetime, int]
    state: AppealState
    decided_at: datetime | None = None
    answer: str = ""


@dataclass(frozen=True, slots=True)
class HolderFact:
    """A person who speaks for a unit on the day of the report."""

    person_id: int
    name: str
    unit_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Everything one report is written from.

    `wanted`: by requirement, the units that have to do it, by the register. `addressed`: the units the notice is sent
    to, by full name; `ids`: every unit by it. `about`: a task, or a measure by its place (2.1). `history`: lamps at
    moments, oldest first. `children`: the plans below; `below`: by task, what the unit's own plan has made of it;
    `filed`: by number of a plan below, when it was filed. `last_circular`: as of when the latest one that is out
    had been made.
    """

    facts: Facts
    summary: Summary
    since: date | None
    until: date
    steps: tuple[StepFact, ...]
    findings: tuple[FindingFact, ...] = ()
    inspections: tuple[InspectionFact, ...] = ()
    appeals: tuple[AppealFact, ...] = ()
    last_circular: datetime | None = None
    holders: tuple[HolderFact, ...] = ()
    people: Mapping[int, str] = field(default_factory=dict)
    wanted: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    addressed: Mapping[int, str] = field(default_factory=dict)
    ids: Mapping[str, int] = field(default_factory=dict)
    children: tuple[Summary, ...] = ()
    below: Mapping[int, Below] = field(default_factory=dict)
    filed: Mapping[str, date] = field(default_factory=dict)
    history: tuple[tuple[date, Lamps], ...] = ()
    about: str = ""

    def in_period(self, day: date | None) -> bool:
        """Say whether a day lies in the period; every day until now does when there is none."""
        return day is not None and (self.since is None or self.since <= day) and day <= self.until

    def steps_of(self, life: Life, *acts: Act) -> tuple[StepFact, ...]:
        """The steps of a life, by some acts, in the period."""
        return tuple(s for s in self.steps if s.life is life and s.act in acts and self.in_period(s.day))

    def unit(self, unit_id: int | None) -> str:
        return self.facts.units.get(unit_id or 0, "（未定单位）")
