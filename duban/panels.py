"""A review's panel as it stands: seats, answers, whose turn it is, what it has decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from duban.desk.desk import Desk
from models.question import Advice, Decision, Review, Signer
from models.values import REASON_LENGTH
from models.words import PanelRule, Verdict
from workflows.review.panel import Seat, turn_of, verdict_of

if TYPE_CHECKING:
    from duban.posts import Standing


@dataclass(frozen=True)
class Panel:
    """Seats in signing order, the answers that stand, and the questions for advice that are open.

    It is how a panel stood when it was read: what follows from that is worked out once, when somebody asks.
    """

    review: Review
    signers: tuple[Signer, ...]
    decisions: tuple[Decision, ...]
    advices: tuple[Advice, ...] = ()

    @cached_property
    def sitting(self) -> tuple[Signer, ...]:
        return tuple(signer for signer in self.signers if not signer.dropped)

    @cached_property
    def seats(self) -> tuple[Seat, ...]:
        return tuple(Seat(s.id or 0, s.weight, s.veto) for s in self.sitting)

    @cached_property
    def answers(self) -> dict[int, Verdict]:
        return {decision.signer_id: decision.verdict for decision in self.decisions}

    @cached_property
    def answered_by(self) -> frozenset[int]:
        return frozenset(person for decision in self.decisions for person in decision.hands)

    @cached_property
    def turn(self) -> frozenset[int]:
        return turn_of(self.review.rule, self.seats, self.answers)

    @cached_property
    def waiting(self) -> tuple[Signer, ...]:
        """Seats whose turn it is and for which nobody has answered."""
        return tuple(s for s in self.signers if s.id in self.turn and s.id not in self.answers)

    @cached_property
    def barred(self) -> frozenset[int]:
        """People who may not answer: those excluded, and those who have answered already."""
        return frozenset(self.review.excluded) | self.answered_by

    @cached_property
    def outcome(self) -> Verdict | None:
        return verdict_of(self.review.rule, self.seats, self.answers, needed=self.review.needed)

    def undecided_without(self, seat_id: int | None) -> bool:
        """Say whether the answers given would decide nothing if a seat were gone."""
        left = [seat for seat in self.seats if seat.id != seat_id]
        return verdict_of(self.review.rule, left, self.answers, needed=self.review.needed) is None

    def seats_for(self, standing: "Standing") -> frozenset[int]:
        """Seats an actor may speak for: those of posts that still give the role, and those named for the person."""
        if not standing.seats:
            return frozenset()
        mine = (s for s in self.sitting if _speaks_for(standing, self.review, s.post_id, s.person_id))
        return frozenset(s.id or 0 for s in mine)

    def next_seat_of(self, standing: "Standing", *, in_turn: bool = True) -> Signer | None:
        """Find the seat an actor speaks for next: the first of those not answered yet, and, if asked, in turn."""
        free = self.seats_for(standing) - self.answers.keys()
        return self._first_of(free & self.turn if in_turn else free)

    def _first_of(self, seats: frozenset[int]) -> Signer | None:
        return next((signer for signer in self.sitting if signer.id in seats), None)

    def answering(self, standing: "Standing") -> frozenset[int]:
        """Everybody the actor's next answer counts as: the person, and the holders whose post a deputy answers for."""
        free = self.seats_for(standing) - self.answers.keys()
        seat = self._first_of(free & self.turn) or self._first_of(free)
        stood_in = standing.stands_in(lambda held: seat is not None and held.post_id == seat.post_id)
        return frozenset({standing.actor.person_id, *stood_in} - {None})  # type: ignore[arg-type]

    def advice_open_for(self, standing: "Standing") -> list[Advice]:
        """List the open questions for advice of the seats an actor may speak for."""
        mine = self.seats_for(standing) if self.advices else frozenset()
        return [advice for advice in self.advices if advice.signer_id in mine]

    def advice_wanted_of(self, standing: "Standing") -> Advice | None:
        """Find the question for advice that waits for a person, while that person holds any post."""
        mine = (advice for advice in self.advices if advice.person_id == standing.actor.person_id)
        return next(mine, None) if standing.seats else None

    def to_take_back(self, standing: "Standing") -> Advice | Signer | Decision | None:
        """Find what an actor can still undo: a question for advice, then a seat passed on, then an answer."""
        undone: list[Advice | Signer | Decision] = [*self.advice_open_for(standing)]
        undone += [*self._passed_on(standing), *self._answers_of(standing)]
        return undone[0] if undone else None

    def _passed_on(self, standing: "Standing") -> list[Signer]:
        """Seats that were passed on and would be the actor's again, while nobody has answered for them."""
        return [
            s
            for s in self.sitting
            if s.passed_by is not None
            and s.id not in self.answers
            and _speaks_for(standing, self.review, s.was_post_id, s.was_person_id)
        ]

    def _answers_of(self, standing: "Standing") -> list[Decision]:
        """Answers of the actor for seats that are still the actor's; in a 顺序会签 only until the next has signed."""
        mine = self.seats_for(standing) if self.decisions else frozenset()
        own = [d for d in self.decisions if d.signer_id in mine and standing.hands & set(d.hands)]
        if self.review.rule is PanelRule.SEQUENCE:
            last = next((s.id for s in reversed(self.sitting) if s.id in self.answers), None)
            own = [d for d in own if d.signer_id == last]
        return own

    def reasons(self, verdict: Verdict) -> str:
        """Join the reasons of those who answered so, cut to what one reason may hold; each decision keeps its own."""
        return "；".join(d.reason for d in self.decisions if d.verdict is verdict and d.reason)[:REASON_LENGTH]


def _speaks_for(standing: "Standing", review: Review, post_id: int | None, person_id: int | None) -> bool:
    """A post's seat counts while the post gives the role; a named one while the person holds any post."""
    if post_id is not None:
        return standing.gives(post_id, review.role)
    return person_id is not None and person_id == standing.actor.person_id and bool(standing.seats)


def panel_of(desk: Desk, review: Review) -> Panel:
    """Read the panel of a review; answers and questions that were taken back are left out."""
    id_ = review.id  # one that is about to be opened has no seats yet
    if id_ is None:
        return Panel(review, (), ())
    signers = sorted(desk.of(Signer, "review_id", id_), key=lambda signer: (signer.seq, signer.id))
    decisions = tuple(d for d in desk.of(Decision, "review_id", id_) if d.taken_back_at is None)
    advices = (a for a in desk.of(Advice, "review_id", id_) if a.answered_at is None and a.taken_back_at is None)
    return Panel(review, tuple(signers), decisions, tuple(advices))


def panels_of(desk: Desk, reviews: Sequence[Review]) -> dict[int, Panel]:
    """Read the panels of many reviews with a fixed number of queries, by review id."""
    ids = [review.id or 0 for review in reviews]
    for model in (Signer, Decision, Advice):
        desk.fetch(model, "review_id", ids)
    return {review.id or 0: panel_of(desk, review) for review in reviews}
