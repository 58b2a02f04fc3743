"""A panel as it stands in a world: who may speak for which chair, whose turn it is, what it has decided."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from models.policy import PanelSettings
from models.words import PanelRule, Role, Verdict
from workflows.exploring.cast import Standing
from workflows.exploring.configuration import Configuration
from workflows.exploring.world import Review
from workflows.review.panel import Seat, turn_of, verdict_of


@dataclass(frozen=True, slots=True)
class Undoing:
    """What somebody could take back: advice asked for a chair, a chair passed on, an answer of a chair."""

    kind: str
    chair: int


@dataclass(frozen=True, eq=False)
class Sitting:
    """A review with the settings of its panel. What is worked out once about it is kept."""

    review: Review
    settings: PanelSettings
    needed: int
    _mine: dict[Standing, frozenset[int]] = field(default_factory=dict)

    @property
    def role(self) -> Role | None:
        return None if self.settings.seats else self.settings.role

    @cached_property
    def seats(self) -> tuple[Seat, ...]:
        return tuple(Seat(n, chair.weight, chair.veto) for n, chair in enumerate(self.review.chairs))

    @cached_property
    def answers(self) -> dict[int, Verdict]:
        return {answer.chair: answer.verdict for answer in self.review.answers}

    @cached_property
    def answered_by(self) -> frozenset[int]:
        return frozenset(hand for answer in self.review.answers for hand in answer.hands)

    @cached_property
    def turn(self) -> frozenset[int]:
        return turn_of(self.settings.rule, self.seats, self.answers)

    @cached_property
    def outcome(self) -> Verdict | None:
        return verdict_of(self.settings.rule, self.seats, self.answers, needed=self.needed)

    def undecided_without(self, gone: int | None) -> bool:
        left = [seat for seat in self.seats if seat.id != gone]
        return verdict_of(self.settings.rule, left, self.answers, needed=self.needed) is None

    def chairs_of(self, standing: Standing) -> frozenset[int]:
        """Chairs somebody may speak for: those of posts that give the role, and those named for the person."""
        if not standing.places:
            return frozenset()
        if standing not in self._mine:
            chairs = enumerate(self.review.chairs)
            self._mine[standing] = frozenset(n for n, c in chairs if self._speaks_for(standing, c.post, c.person))
        return self._mine[standing]

    def advice_open(self, standing: Standing) -> bool:
        return any(self.review.chairs[n].adviser is not None for n in self.chairs_of(standing))

    def advises(self, person: int | None) -> int | None:
        """Find the first chair that waits for the advice of a person."""
        chairs = enumerate(self.review.chairs)
        return next((n for n, chair in chairs if chair.adviser is not None and chair.adviser == person), None)

    def to_take_back(self, standing: Standing) -> Undoing | None:
        """Find what somebody can still undo: a question for advice, then a chair passed on, then an answer."""
        return next(self._undoings(standing), None)

    def _undoings(self, standing: Standing) -> Iterator[Undoing]:
        mine, answers = self.chairs_of(standing), self.answers
        for n in sorted(mine):
            if self.review.chairs[n].adviser is not None:
                yield Undoing("advice", n)
        for n, chair in enumerate(self.review.chairs):
            if chair.was is not None and n not in answers and self._speaks_for(standing, *chair.was):
                yield Undoing("passed", n)
        last = max(answers, default=None)
        for answer in self.review.answers:
            own = answer.chair in mine and standing.hands & answer.hands
            if own and (self.settings.rule is not PanelRule.SEQUENCE or answer.chair == last):
                yield Undoing("answer", answer.chair)

    def _speaks_for(self, standing: Standing, post: str | None, person: int | None) -> bool:
        if post is not None:
            return standing.gives(post, self.role)
        return person is not None and person == standing.person and bool(standing.places)


@lru_cache(maxsize=4096)
def sitting_of(configuration: Configuration, review: Review) -> Sitting:
    return Sitting(review, configuration.panel(review.panel), configuration.needed(review.panel))
