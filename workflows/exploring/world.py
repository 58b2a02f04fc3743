"""What the rules can tell apart about one task and what belongs to it: small, frozen, compared by value.

What only grows and decides nothing is left out (returns counted, versions of the deadline, escalations), so the worlds
are finitely many however often a task is returned, suspended or reopened; what has ended is forgotten at once.
"""

from dataclasses import dataclass, replace
from typing import TypeVar

from models.values import NOTHING, Given
from models.words import (
    Act,
    ExtensionState,
    Life,
    PanelRule,
    ReviewState,
    Role,
    SupervisionState,
    TaskState,
    Verdict,
)
from workflows.exploring.cast import LEAD
from workflows.rules import NEW

T = TypeVar("T")

FILE, COUNT, CONTRIBUTION = "file", "count", "contribution"
"""What a task may still miss before it can be reported."""


@dataclass(frozen=True, slots=True)
class Chair:
    """A seat of a post or a person. `was`: whose before it was passed on. `adviser`: whose advice it waits for."""

    post: str | None
    person: int | None = None
    weight: int = 1
    veto: bool = False
    was: tuple[str | None, int | None] | None = None
    adviser: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a chair, by its place on the panel, and everybody it counts as."""

    chair: int
    verdict: Verdict
    hands: frozenset[int]


@dataclass(frozen=True, slots=True)
class Review:
    """A question put to a panel. `life`, `at`, `about`: the act on which subject; `gated`: it stands before that act.

    `askers`: everybody whom putting the question counts as. `excluded` is what the rules are told.
    """

    life: Life
    at: int
    about: Act
    panel: str
    chairs: tuple[Chair, ...]
    excluded: frozenset[int]
    askers: frozenset[int]
    asked_by: int | None
    gated: bool = False
    asked_as: Role | None = None
    given: Given = NOTHING
    answers: tuple[Answer, ...] = ()
    state: str = NEW

    @property
    def open(self) -> bool:
        return self.state == ReviewState.OPEN


@dataclass(frozen=True, slots=True)
class Extension:
    """A wish for a later deadline. `in_time`: asked before the deadline; `current`: which is still the deadline."""

    askers: frozenset[int] = frozenset()
    in_time: bool = True
    current: bool = True
    state: str = NEW

    @property
    def open(self) -> bool:
        return self.state == ExtensionState.REQUESTED


@dataclass(frozen=True, slots=True)
class Ladder:
    """The supervision under one deadline; `current`: which is still the deadline."""

    current: bool = True
    state: str = NEW

    @property
    def open(self) -> bool:
        return self.state != SupervisionState.SETTLED


@dataclass(frozen=True, slots=True)
class World:
    """One task and all that belongs to it. `past`: its deadline has passed; `away`: who is not there."""

    task: str = NEW
    lead: int = LEAD
    reporters: frozenset[int] = frozenset()
    missing: frozenset[str] = frozenset()
    past: bool = False
    extended: int = 0
    extensions: tuple[Extension, ...] = ()
    ladders: tuple[Ladder, ...] = ()
    reviews: tuple[Review, ...] = ()
    away: frozenset[int] = frozenset()

    @property
    def ended(self) -> bool:
        return self.task in (TaskState.CLOSED, TaskState.CANCELLED)

    def state_of(self, life: Life, at: int) -> str:
        """Give the state of a subject; a subject that is not there yet is new."""
        if life is Life.TASK:
            return self.task
        there = self._all(life)
        return there[at].state if at < len(there) else NEW

    def becoming(self, life: Life, at: int, state: str) -> "World":
        """Give the world in which a subject is in another state."""
        if self.state_of(life, at) == state:
            return self
        if life is Life.TASK:
            return replace(self, task=state)
        if life is Life.REVIEW:
            return replace(self, reviews=put(self.reviews, at, replace(self.reviews[at], state=state)))
        if life is Life.EXTENSION:
            return replace(self, extensions=put(self.extensions, at, replace(self.extensions[at], state=state)))
        return replace(self, ladders=put(self.ladders, at, replace(self.ladders[at], state=state)))

    def latest_review(self) -> Review | None:
        """Give the newest review of the task that is a step of its life, not a gate before one."""
        return next((r for r in reversed(self.reviews) if r.life is Life.TASK and not r.gated), None)

    def gates_open(self, life: Life, at: int) -> list[int]:
        """List the open reviews that stand before an act on a subject."""
        return [n for n, r in enumerate(self.reviews) if r.open and r.gated and r.life is life and r.at == at]

    def _all(self, life: Life) -> tuple[Review, ...] | tuple[Extension, ...] | tuple[Ladder, ...]:
        if life is Life.REVIEW:
            return self.reviews
        return self.extensions if life is Life.EXTENSION else self.ladders


def put(all_of: tuple[T, ...], at: int, one: T) -> tuple[T, ...]:
    return (*all_of[:at], one, *all_of[at + 1 :])


def deadline_moved(world: World) -> World:
    """Give the world under a new deadline: what was about the one before is no longer current."""
    return replace(
        world,
        past=False,
        ladders=tuple(replace(ladder, current=False) for ladder in world.ladders),
        extensions=tuple(replace(extension, current=False) for extension in world.extensions),
    )


def forget_what_ended(world: World) -> World:
    """Leave out what has ended and is asked about by nothing that is open.

    Kept: the settled ladder of this deadline (it stops a second one), and the review of a task that is still in review.
    """
    open_only = all(r.open for r in world.reviews) and all(e.open for e in world.extensions)
    if open_only and all(ladder.open for ladder in world.ladders):
        return world
    last = world.latest_review() if world.task == TaskState.IN_REVIEW else None
    reviews = tuple(r for r in world.reviews if r.open or r is last)
    asked = {(r.life, r.at) for r in reviews if r.open}
    kept = [n for n, e in enumerate(world.extensions) if e.open or (Life.EXTENSION, n) in asked]
    climbing = [n for n, w in enumerate(world.ladders) if w.open or w.current or (Life.SUPERVISION, n) in asked]
    place = {(Life.EXTENSION, n): new for new, n in enumerate(kept)}
    place |= {(Life.SUPERVISION, n): new for new, n in enumerate(climbing)}
    return replace(
        world,
        reviews=tuple(replace(r, at=place.get((r.life, r.at), r.at)) for r in reviews),
        extensions=tuple(world.extensions[n] for n in kept),
        ladders=tuple(world.ladders[n] for n in climbing),
    )


def in_order(rule: PanelRule, answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
    """Forget in which order the answers came, except where the first one decides."""
    return answers if rule is PanelRule.ANY else tuple(sorted(answers, key=lambda answer: answer.chair))
