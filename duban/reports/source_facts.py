"""What is known beside the tasks of a plan: steps, problems found, inspections, appeals, who speaks for whom."""

from dataclasses import dataclass
from datetime import date, datetime

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
