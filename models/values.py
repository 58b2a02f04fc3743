"""Frozen values that pass between the layers: who acts, what is wanted, what was given with it."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from models.words import Act, Life, Role, Verdict


class Value(BaseModel):
    """A frozen value that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Actor(Value):
    """Who acts: a person, or the house itself (clock, panel, system) when `person_id` is None or `speaks_as` is set.

    `speaks_as` is only ever set by the application for what follows from something else.
    """

    person_id: int | None = None
    name: str = ""
    speaks_as: Role | None = None


CLOCK = Actor(name="时钟", speaks_as=Role.CLOCK)


class Given(Value):
    """What came along with an act; every field is optional, the guards say which are needed."""

    reason: str = Field("", max_length=4000)
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


NOTHING = Given()


class Attempt(Value):
    """What somebody wants to happen to one subject. `key` makes a retry return the first Move."""

    life: Life
    subject_id: int
    act: Act
    given: Given = NOTHING
    key: str | None = None
