"""A review's panel as it stands: seats, answers, whose turn it is, what it has decided."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from duban.posts import Standing
from models.question import Decision, Review, Signer
from models.values import REASON_LENGTH
from models.words import Verdict
from workflows.review.panel import turn_of, verdict_of


@dataclass(frozen=True, slots=True)
class Panel:
    """Seats in signing order, and the answers given."""

    review: Review
    signers: tuple[Signer, ...]
    decisions: tuple[Decision, ...]

    @property
    def seats(self) -> tuple[int, ...]:
        return tuple(s.id or 0 for s in self.signers if not s.dropped)

    @property
    def answers(self) -> dict[int, Verdict]:
        return {decision.signer_id: decision.verdict for decision in self.decisions}

    @property
    def answered_by(self) -> frozenset[int]:
        both = {d.person_id for d in self.decisions} | {d.on_behalf_of for d in self.decisions}
        return frozenset(both - {None})  # type: ignore[arg-type]

    @property
    def turn(self) -> frozenset[int]:
        return turn_of(self.review.rule, self.seats, self.answers)

    @property
    def outcome(self) -> Verdict | None:
        return verdict_of(self.review.rule, self.seats, self.answers, needed=self.review.needed)

    def undecided_without(self, seat: int | None) -> bool:
        """Say whether the answers given would decide nothing if a seat were gone."""
        left = [other for other in self.seats if other != seat]
        return verdict_of(self.review.rule, left, self.answers, needed=self.review.needed) is None

    def seats_for(self, standing: Standing) -> frozenset[int]:
        """Seats an actor may speak for: those of posts held, and those named for the person."""
        posts = standing.posts()
        mine = (s for s in self.signers if not s.dropped)
        return frozenset(
            s.id or 0
            for s in mine
            if s.post_id in posts or (s.person_id is not None and s.person_id == standing.actor.person_id)
        )

    def reasons(self, verdict: Verdict) -> str:
        """Join the reasons of those who answered so, cut to what one reason may hold; each decision keeps its own."""
        return "；".join(d.reason for d in self.decisions if d.verdict is verdict and d.reason)[:REASON_LENGTH]


def panel_of(session: Session, review: Review) -> Panel:
    """Read the panel of a review."""
    signers = session.exec(
        select(Signer).where(Signer.review_id == review.id).order_by(col(Signer.seq), col(Signer.id))
    ).all()
    decisions = session.exec(select(Decision).where(Decision.review_id == review.id).order_by(col(Decision.id))).all()
    return Panel(review, tuple(signers), tuple(decisions))
