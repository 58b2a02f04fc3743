"""Frozen values that pass between the layers: who acts, what is wanted, what was given with it."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from models.words import Act, Life, Origin, Role, Start, SubjectKind, Timing, Verdict

REASON_LENGTH = 4000
LARGEST = 2**31 - 1
"""The largest number that anything can have in the database."""


class Value(BaseModel):
    """A frozen value that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Actor(Value):
    """Who acts: a person, or the house itself (clock, panel, system) when `person_id` is None or `speaks_as` is set.

    `speaks_as` is only ever set by the application for what follows from something else; `stands_for` then holds
    the ids of everybody that the person whose act it follows from acted for.
    """

    person_id: int | None = None
    name: str = ""
    speaks_as: Role | None = None
    stands_for: tuple[int, ...] = ()


CLOCK = Actor(name="时钟", speaks_as=Role.CLOCK)


class FanOut(Value):
    """Whom one requirement becomes a task for.

    WHOLE: one task for the lead. UNIT: every unit of `unit_class`, each its own lead. PERSON: everybody in a post that
    gives `role`, or has `post_name`. GROUP, REGION, PAIR: one task per name, all for the lead.
    """

    kind: SubjectKind = SubjectKind.WHOLE
    unit_class: str = ""
    role: Role | None = None
    post_name: str = ""
    names: tuple[str, ...] = ()


class Settled(Value):
    """What a person settles about one requirement: who, when, how many, for whom.

    `days` goes with two ways of saying when: after what it `starts_from`, or before (negative) or after an event.
    """

    lead_unit_id: int | None = Field(None, ge=1, le=LARGEST)
    supporting: tuple[Annotated[int, Field(ge=1, le=LARGEST)], ...] = ()
    timing: Timing | None = None
    due: date | None = None
    rhythm_day: int | None = Field(None, ge=1, le=31)
    event: str = ""
    starts_from: Start | None = None
    days: int | None = Field(None, ge=-999, le=999)
    in_workdays: bool = True
    fan_out: FanOut = FanOut()
    deliverables: tuple[str, ...] = ()
    quantity: int | None = Field(None, ge=1, le=1_000_000)
    origin: Origin = Origin.PRESCRIBED


class Given(Value):
    """What came along with an act; every field is optional, the guards say which are needed."""

    reason: str = Field("", max_length=REASON_LENGTH)
    text: str = Field("", max_length=20000)
    due: date | None = None
    unit_id: int | None = None
    person_id: int | None = None
    signer_id: int | None = None
    percent: int | None = Field(None, ge=0, le=100)
    count: int = Field(0, ge=0, le=1_000_000)
    verdict: Verdict | None = None
    deliverable: str = ""
    evidence_id: int | None = None
    requirement_id: int | None = None
    policy_id: int | None = None
    record: int | None = Field(None, ge=1, le=LARGEST)
    settled: Settled | None = None


NOTHING = Given()


class Attempt(Value):
    """What somebody wants to happen to one subject. `key` makes a retry return the first Move.

    `passed`: the id of the review that has said yes to this act, when a policy puts a panel before it; the door checks.
    `version`: the one that whoever asks has read; the act is refused when the subject has moved on since.
    """

    life: Life
    subject_id: int
    act: Act
    given: Given = NOTHING
    key: str | None = None
    passed: int | None = None
    version: int | None = None
