"""What was read from a notice: proposals for a person to confirm, every one with its place in the text.

A `Span` is `(start, end)` in characters of `Reading.text`; `text[start:end]` is the piece exactly as written.
"""

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict

Span = tuple[int, int]
OwnerRole = Literal["lead", "supporting", "responsible"]
DeadlineKind = Literal["fixed", "relative", "recurring", "event", "ongoing", "goal"]
Certainty = Literal["certain", "likely", "unsure"]


class Piece(BaseModel):
    """A frozen value; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class OwnerFound(Piece):
    """A unit or post that the notice names as doing the work; `unit` is filled when it is matched to the register."""

    name: str
    role: OwnerRole
    unit: str | None = None
    span: Span


class DeadlineFound(Piece):
    """A time that the notice sets.

    `date` is set only when the text gives one day. `rule` is an RRULE (recurring), `before:`/`after:` and the event
    (event), or the length of time and its start (relative); `-15d` is as long before what its sentence speaks of.
    """

    text: str
    kind: DeadlineKind
    date: dt.date | None = None
    rule: str | None = None
    year_inherited: bool = False
    span: Span


class RequirementFound(Piece):
    """One demand. `measure` is the id of the measure it stands in, "" when it stands in none."""

    measure: str
    text: str
    span: Span
    owners: tuple[OwnerFound, ...] = ()
    deadlines: tuple[DeadlineFound, ...] = ()
    deliverables: tuple[str, ...] = ()
    quantities: tuple[str, ...] = ()
    fan_out: str | None = None
    certainty: Certainty = "certain"
    unsure: tuple[str, ...] = ()


class MeasureFound(Piece):
    """One numbered heading; the span covers the heading and its own text, up to the next heading."""

    id: str
    level: int
    number: str
    title: str
    span: Span


class BasisFound(Piece):
    """A superior document that the notice carries out."""

    title: str
    number: str | None = None


class ContactFound(Piece):
    """Whom to ask. Personal data: for members only, never in exports."""

    name: str | None = None
    phone: str | None = None


class RestFound(Piece):
    """Text that became neither head data nor measure nor requirement, and why."""

    span: Span
    why: str


class Reading(Piece):
    """Everything that was read from one notice."""

    text: str
    number: str | None = None
    title: str | None = None
    plan_title: str | None = None
    issuer: str | None = None
    date: dt.date | None = None
    addressees: tuple[tuple[str, ...], ...] = ()
    addressee_classes: tuple[str, ...] = ()
    contact: ContactFound | None = None
    basis: tuple[BasisFound, ...] = ()
    measures: tuple[MeasureFound, ...] = ()
    requirements: tuple[RequirementFound, ...] = ()
    rest: tuple[RestFound, ...] = ()
    warnings: tuple[str, ...] = ()
