"""The settings of a plan, versioned: thresholds, ladder, panels, caps. Bodies differ, so this is data."""

from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, field_validator, model_validator
from pydantic import Field as Bounded
from sqlmodel import Field, SQLModel, UniqueConstraint

from models.columns import json_dict, moment
from models.words import PanelRule, Role, SupervisionState

NOBODY = frozenset({Role.PANEL, Role.CLOCK, Role.SYSTEM, Role.ADVISER, Role.ASKER})
"""Roles that no post gives: the house itself, and what somebody is only to one review."""

RUNGS = tuple(SupervisionState)[1:-1]
"""The rungs of the ladder, lowest first; calm and settled are none."""


class Frozen(BaseModel):
    """A value: never changes, refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class LampSettings(Frozen):
    """When a lamp turns; days are working days, points are percent of the plan's time."""

    blue_days_left: int = Bounded(5, ge=0)
    yellow_days_left: int = Bounded(2, ge=0)
    yellow_points_behind: int = Bounded(10, ge=0, le=100)
    red_points_behind: int = Bounded(30, ge=0, le=100)
    yellow_after_returns: int = Bounded(1, ge=1)
    silent_days: int = Bounded(45, ge=1, description="a standing task without a report for so many days turns yellow")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.yellow_days_left > self.blue_days_left:
            raise ValueError("yellow_days_left may not be more than blue_days_left: blue comes first")
        if self.yellow_points_behind > self.red_points_behind:
            raise ValueError("yellow_points_behind may not be more than red_points_behind: yellow comes first")
        return self


class Rung(Frozen):
    """One rung of the ladder.

    `days_after_due` counts working days from the deadline (negative: before it).
    `reply_days`: working days the rung before must have stayed unanswered.
    """

    to: SupervisionState
    days_after_due: int
    reply_days: int = Bounded(0, ge=0)


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


class SeatSettings(Frozen):
    """One seat of a panel: the code of a post, what its answer weighs, and whether its no decides alone (一票否决)."""

    post: str = Bounded(min_length=1, description="code of the post, as in the register")
    weight: int = Bounded(1, ge=1, le=1000)
    veto: bool = False


class PanelSettings(Frozen):
    """Who must say yes, and within how many working days before it escalates.

    Without `seats` every post that gives `role` has a seat that weighs 1; with them only those posts, in their order.
    `needed`: yes answers of a quorum. `percent`: share of the weights a vote by weight takes, 1 to 100.
    `escalates_to`: the code of the post that hears of an answer that is late; empty: the leaders.
    """

    rule: PanelRule = PanelRule.ANY
    needed: int = Bounded(1, ge=1, description="yes answers that a quorum takes")
    percent: int = Bounded(60, ge=1, le=100, description="percent of the weights that a vote by weight takes")
    role: Role = Role.REVIEWER
    seats: tuple[SeatSettings, ...] = ()
    review_days: int = Bounded(3, ge=1, description="working days before it escalates")
    exclude_reporting_unit: bool = False
    escalates_to: str = Bounded("", description="code of a post; empty: the leaders")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.role in NOBODY:
            raise ValueError(f"{self.role.value} is no role that people on a panel can have")
        posts = [seat.post for seat in self.seats]
        if len(posts) != len(set(posts)):
            raise ValueError("a post has at most one seat on a panel")
        if self.seats and self.rule is PanelRule.QUORUM and self.needed > len(posts):
            raise ValueError(f"needed is {self.needed}, and the panel has only {len(posts)} seats")
        return self


class WaitSettings(Frozen):
    """For how many working days something may lie with somebody before the clock urges; then again as often."""

    hand_out: int = Bounded(2, ge=1, description="a planned task, with the planner")
    sign: int = Bounded(3, ge=1, description="a task handed out, with the lead unit")
    reassign: int = Bounded(2, ge=1, description="a declined task, with the planner")
    check: int = Bounded(3, ge=1, description="a report, with the checker")
    assign_finding: int = Bounded(2, ge=1, description="a problem found, with the supervisor")
    fix: int = Bounded(10, ge=1, description="a problem without a date of its own, with the unit")
    verify: int = Bounded(5, ge=1, description="a fix claimed, with the supervisor")


# fmt: off
DEFAULT_PANELS = {
    # panel      who must say yes
    "plan":    PanelSettings(rule=PanelRule.QUORUM, needed=2),
    "task":    PanelSettings(rule=PanelRule.ANY),
    "summary": PanelSettings(rule=PanelRule.ANY, role=Role.LEADER),
    "policy":  PanelSettings(rule=PanelRule.ANY, role=Role.LEADER),
}
"""The panels that every policy has: for a plan, a task's report, a plan's summary, a change of the policy."""
# fmt: on


class PolicySettings(Frozen):
    """One version of a body's settings. What is left out takes the value given here.

    `panels`: by name; `gates`: which panel stands before which act, as in `task.assign: assignment`.
    """

    lamps: LampSettings = LampSettings()
    ladder: tuple[Rung, ...] = DEFAULT_LADDER
    panels: dict[str, PanelSettings] = Bounded(default_factory=lambda: dict(DEFAULT_PANELS))
    gates: dict[str, str] = Bounded(default_factory=dict, description="life.act: name of a panel")
    waits: WaitSettings = WaitSettings()
    extensions_at_most: int = Bounded(2, ge=0)
    work_starts: str = Bounded(
        "08:30", pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="hour of reminders, Asia/Shanghai"
    )

    @field_validator("panels")
    @classmethod
    def _with_defaults(cls, panels: dict[str, PanelSettings]) -> dict[str, PanelSettings]:
        return DEFAULT_PANELS | panels

    @model_validator(mode="after")
    def _fits(self) -> Self:
        for act, panel in self.gates.items():
            if panel not in self.panels:
                raise ValueError(f"the gate {act} names the panel {panel}, which is not among the panels")
        heights = [RUNGS.index(rung.to) for rung in self.ladder if rung.to in RUNGS]
        if len(heights) != len(self.ladder):
            raise ValueError("calm and settled are no rungs of the ladder")
        if heights != sorted(set(heights)):
            raise ValueError("the rungs of the ladder go up, each once")
        days = [rung.days_after_due for rung in self.ladder]
        if days != sorted(days):
            raise ValueError("a higher rung of the ladder cannot come before a lower one")
        return self


class Policy(SQLModel, table=True):
    """One version of a body's settings; never changed once stored."""

    __table_args__ = (UniqueConstraint("name", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str
    version: int
    stored_by: int | None = Field(default=None, foreign_key="person.id")
    why: str = ""
    settings: dict[str, Any] = json_dict()
    stored_at: datetime = moment()
