"""The settings of a plan, versioned: thresholds, ladder, panels, caps. Bodies differ, so this is data."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Bounded
from sqlmodel import Field, SQLModel, UniqueConstraint

from models.columns import json_dict, moment
from models.words import PanelRule, Role, SupervisionState


class Frozen(BaseModel):
    """A value: never changes, refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class LampSettings(Frozen):
    """When a lamp turns; days are working days, points are percent of the plan's time."""

    blue_days_left: int = 5
    yellow_days_left: int = 2
    yellow_points_behind: int = 10
    red_points_behind: int = 30
    yellow_after_returns: int = 1
    silent_days: int = Bounded(45, description="a standing task without a report for so many days turns yellow")


class Rung(Frozen):
    """One rung of the ladder.

    `days_after_due` counts working days from the deadline (negative: before it).
    `reply_days`: working days the rung before must have stayed unanswered.
    """

    to: SupervisionState
    days_after_due: int
    reply_days: int = 0


# fmt: off
DEFAULT_LADDER = (
    #    rung                          days after due   unanswered for
    Rung(to=SupervisionState.REMINDED,   days_after_due=-5, reply_days=0),
    Rung(to=SupervisionState.URGED,      days_after_due=-2, reply_days=2),
    Rung(to=SupervisionState.ORDERED,    days_after_due=1,  reply_days=2),
    Rung(to=SupervisionState.SUMMONED,   days_after_due=5,  reply_days=3),
    Rung(to=SupervisionState.CIRCULATED, days_after_due=10, reply_days=4),
)
# fmt: on


class PanelSettings(Frozen):
    """Who must say yes, and within how many working days before it escalates."""

    rule: PanelRule = PanelRule.ANY
    needed: int = Bounded(1, ge=1)
    role: Role = Role.REVIEWER
    review_days: int = Bounded(3, ge=1)
    exclude_reporting_unit: bool = False


PanelName = Literal["plan", "task", "summary"]


def _default_panels() -> dict[PanelName, PanelSettings]:
    return {
        "plan": PanelSettings(rule=PanelRule.QUORUM, needed=2),
        "task": PanelSettings(rule=PanelRule.ANY),
        "summary": PanelSettings(rule=PanelRule.ANY, role=Role.LEADER),
    }


class PolicySettings(Frozen):
    """One version of a body's settings."""

    lamps: LampSettings = LampSettings()
    ladder: tuple[Rung, ...] = DEFAULT_LADDER
    panels: dict[PanelName, PanelSettings] = Bounded(default_factory=_default_panels)
    extensions_at_most: int = Bounded(2, ge=0)
    work_starts: str = Bounded("08:30", pattern=r"^\d\d:\d\d$", description="hour of reminders, Asia/Shanghai")


class Policy(SQLModel, table=True):
    """One version of a body's settings; never changed once stored."""

    __table_args__ = (UniqueConstraint("name", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str
    version: int
    settings: dict[str, Any] = json_dict()
    stored_at: datetime = moment()
