"""One act under way in a world: who tries what, what the rules said, which rows have fired by now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from models.errors import RuleRefused
from models.values import NOTHING, Given
from models.words import Act, Life, Role
from workflows.exploring.cast import Standing
from workflows.exploring.configuration import Configuration
from workflows.exploring.world import Review, World
from workflows.given import Asking
from workflows.rules import Lifecycle, Ruling, ask

Lives = Mapping[Life, Lifecycle[Any]]
Acts = dict[tuple[Life, str], tuple[tuple[Act, frozenset[Role]], ...]]
"""By life and state: every act that a row speaks of, and the roles that may do it."""


class Rulings:
    """Asks the lives, each question once: facts are frozen, so the same question has the same answer."""

    def __init__(self, lives: Lives) -> None:
        self.lives = lives
        self.acts = acts_in(lives)
        self._known: dict[tuple[Life, str, Act, Asking], Ruling | RuleRefused] = {}

    @property
    def asked(self) -> int:
        return len(self._known)

    def ask(self, life: Life, state: str, act: Act, facts: Asking) -> Ruling | RuleRefused:
        question = (life, state, act, facts)
        known = self._known.get(question)
        if known is None:
            known = self._known[question] = self._ruling(life, state, act, facts)
        return known

    def _ruling(self, life: Life, state: str, act: Act, facts: Asking) -> Ruling | RuleRefused:
        try:
            return ask(self.lives[life], state, act, facts=facts)
        except RuleRefused as refused:
            return refused


@dataclass(frozen=True, slots=True)
class Try:
    """What somebody wants to happen. `later`: days have gone by meanwhile. `passed`: a gate has said yes to it."""

    life: Life
    at: int
    act: Act
    given: Given = NOTHING
    later: bool = False
    passed: bool = False


@dataclass(frozen=True, slots=True)
class Fired:
    """A row that fired: in which state, by whom, what it became. `review`: as it stood just before, for a review."""

    life: Life
    at: int
    act: Act
    was: str
    becomes: str
    role: Role
    hands: frozenset[int]
    stays: bool = False
    review: Review | None = None
    row: int = -1


@dataclass
class Scene:
    """The world as it is by now, and the rows that have fired, in their order."""

    configuration: Configuration
    rulings: Rulings
    world: World
    fired: list[Fired] = field(default_factory=list)

    @property
    def lives(self) -> Lives:
        return self.rulings.lives


@dataclass
class Case:
    """An attempt that the rules allow."""

    scene: Scene
    attempt: Try
    by: Standing
    ruling: Ruling

    @property
    def life(self) -> Life:
        return self.attempt.life

    @property
    def at(self) -> int:
        return self.attempt.at

    @property
    def given(self) -> Given:
        return self.attempt.given

    @property
    def world(self) -> World:
        return self.scene.world

    @world.setter
    def world(self, world: World) -> None:
        self.scene.world = world


def acts_in(lives: Lives) -> Acts:
    """Index the rows by life and state."""
    found: dict[tuple[Life, str], dict[Act, frozenset[Role]]] = {}
    for life, lifecycle in lives.items():
        for row in lifecycle.rows:
            for source in row.sources:
                acts = found.setdefault((life, str(source)), {})
                acts[row.may] = acts.get(row.may, frozenset()) | {row.who}
    return {where: tuple(acts.items()) for where, acts in found.items()}
