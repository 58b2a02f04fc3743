"""What a notice asks for: the plan, its measures, its requirements."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, SQLModel, UniqueConstraint

from models.columns import json_dict, json_list, moment, word
from models.words import Origin, PlanState, Start, Timing


class Plan(SQLModel, table=True):
    """One issued notice with its work plan. `text` is the source that every span counts in, in characters.

    `unit_id`: the unit whose own plan it is, under the plan `parent_id`; None for a plan of the house. `filed_at`: when
    it was filed with the office above.
    `event_dates`: by name, the dates (2026-09-20) of the events that requirements are tied to, if known.
    """

    id: int | None = Field(default=None, primary_key=True)
    state: PlanState = word(PlanState, index=True)
    version: int = 0
    next_at: datetime | None = moment(default=None, index=True)
    number: str = Field(unique=True)
    title: str
    plan_title: str = ""
    issuer: str = ""
    issued_on: date | None = None
    ends_on: date
    addressees: list[list[str]] = json_list()
    addressee_classes: list[str] = json_list()
    basis: list[dict[str, Any]] = json_list()
    contact: dict[str, Any] = json_dict()
    text: str
    text_sha256: str = Field(index=True)
    policy_id: int = Field(foreign_key="policy.id")
    parent_id: int | None = Field(default=None, foreign_key="plan.id", index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    filed_at: datetime | None = moment(default=None)
    created_at: datetime = moment()
    event_dates: dict[str, str] = json_dict()
    summary: str = ""
    summary_approved_at: datetime | None = moment(default=None)


class Measure(SQLModel, table=True):
    """A numbered heading of the plan; `position` counts, as in 2.1; text[start:end] is heading and body."""

    __table_args__ = (UniqueConstraint("plan_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    position: str
    level: int
    number: str
    title: str
    start: int
    end: int


class Requirement(SQLModel, table=True):
    """One demand read from a measure, and what a person has settled about it.

    Read from the source: text, start, end, reading (the proposal as read), certainty, unsure.
    Settled by a person: lead, supporting, when, fan_out, deliverables, quantity; then confirmed or dropped.
    `above_id`: the requirement of the plan above that it carries out, in a unit's own plan.
    `days` count from what it `starts_from`, or from the event it is tied to (before it when negative).
    """

    __table_args__ = (UniqueConstraint("plan_id", "seq"),)

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    measure_id: int = Field(foreign_key="measure.id", index=True)
    seq: int
    above_id: int | None = Field(default=None, foreign_key="requirement.id", index=True)
    text: str
    start: int
    end: int
    reading: dict[str, Any] = json_dict()
    certainty: str = "unsure"
    unsure: list[str] = json_list()
    origin: Origin = word(Origin, default=Origin.PRESCRIBED)
    lead_unit_id: int | None = Field(default=None, foreign_key="unit.id")
    supporting: list[int] = json_list()
    timing: Timing | None = word(Timing, default=None, nullable=True)
    due: date | None = None
    rhythm_day: int | None = None
    event: str = ""
    starts_from: Start | None = word(Start, default=None, nullable=True)
    days: int | None = None
    in_workdays: bool = True
    fan_out: dict[str, Any] = json_dict()
    deliverables: list[str] = json_list()
    quantity: int | None = None
    confirmed_at: datetime | None = moment(default=None)
    confirmed_by: int | None = Field(default=None, foreign_key="person.id")
    dropped_why: str = ""
    next_at: datetime | None = moment(default=None, index=True)
