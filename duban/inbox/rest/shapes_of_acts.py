"""What the API tells of acts: offered, done, refused, and what a panel said."""

from datetime import datetime
from typing import Any

from pydantic import Field

from duban.inbox.rest.shapes import Shape
from models.words import Act, Life, Role, Verdict


class MoveTold(Shape):
    """One step of one life. `hands`: everybody the step counts as."""

    id: int
    life: Life
    subject_id: int
    version: int
    plan_id: int | None
    at: datetime
    act: Act
    became_from: str
    became: str
    role: Role
    person_id: int | None
    on_behalf_of: int | None
    hands: list[int]
    why: str
    detail: dict[str, Any]
    rules: str


class RefusalTold(Shape):
    """An attempt that was refused."""

    id: int
    life: Life
    subject_id: int | None
    at: datetime
    act: Act
    person_id: int | None
    why: str


class ActTold(Shape):
    """One act that people may do to such a thing: whether this person can, what it asks for, what stands against it.

    `offered`: the person's role allows it now; with nothing `missing` it can be done. `panel`: who must allow it first.
    """

    act: Act
    called: str
    offered: bool
    role: Role | None = None
    asks: list[str] = Field(default_factory=list)
    missing: list[str] = Field(default_factory=list)
    panel: str = ""


class Beginning(Shape):
    """What an act has begun."""

    life: Life
    id: int


class Done(Shape):
    """What came of an act: its Move, or the review that has to allow it first, or what it began."""

    move: MoveTold | None = None
    review: int | None = Field(None, description="the review opened because a panel has to allow it first")
    begun: Beginning | None = None


class Outcome(Shape):
    """What came of one of many acts: done, or the problem that stood against it."""

    id: int
    done: Done | None = None
    problem: Any = Field(None, description="a problem, as ProblemTold")


class SeatTold(Shape):
    """A seat of a panel, whoever sits there, and the answer so far."""

    signer: int
    seat: str
    holders: list[str]
    weight: int
    veto: bool
    dropped: bool
    passed_on: str
    waits: bool
    who: str
    verdict: Verdict | None
    reason: str
    taken_back: list[dict[str, Any]]
    advice: list[dict[str, Any]]


class QuestionTold(Shape):
    """The act that waits for a review: by whom it was asked for, with what, and what came of it."""

    question: str
    by: str
    given: dict[str, str]
    outcome: str
