"""Statements about a review that can be true; each docstring is what a refused person reads."""

from dataclasses import dataclass

from models.words import Verdict
from workflows.given import Asking, late, new_due_given, reason_given, text_given
from workflows.rules import asks

__all__ = ["ReviewFacts", "late", "new_due_given", "reason_given", "text_given"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFacts(Asking):
    """What the rules need to know about a review.

    `my_seats`: seats the person may answer for. `turn`: seats whose turn it is. `excluded`: people who may not answer.
    `answering`: everybody an answer would count as: the person, and the holder whose seat it is when a deputy answers.
    `outcome`: what the panel has decided. `answers` counts decisions. `seats` counts seats not dropped.
    `undecided_without`: the answers given decide nothing once the seat named is gone.
    `new_signer_fits`, `adviser_fits`: the person named exists, is not excluded and not the actor; a new signer
    has no seat yet. `advice_open`: a seat of the person waits for advice. `advice_wanted`: the person was asked for it.
    `can_take_back`: the person's last answer, passing on or asking for advice can still be undone.
    """

    my_seats: frozenset[int] = frozenset()
    turn: frozenset[int] = frozenset()
    excluded: frozenset[int] = frozenset()
    answered_by: frozenset[int] = frozenset()
    answering: frozenset[int] = frozenset()
    outcome: Verdict | None = None
    answers: int = 0
    seats: int = 1
    needed: int = 1
    new_signer_fits: bool = False
    adviser_fits: bool = False
    advice_open: bool = False
    advice_wanted: bool = False
    can_take_back: bool = False
    seat_unanswered: bool = False
    seat_has_veto: bool = False
    undecided_without: bool = False
    subject_ended: bool = False


def has_seat(facts: ReviewFacts) -> bool:
    """You have no seat on this panel, or have already answered.
    你不在这次审核的名单里，或者已经表态。"""
    return bool(facts.my_seats)


def my_turn(facts: ReviewFacts) -> bool:
    """It is not your turn yet, or nobody waits for your answer any more.
    还没有轮到你签署，或者已不需要你表态。"""
    return bool(facts.my_seats & facts.turn)


def not_excluded(facts: ReviewFacts) -> bool:
    """Whoever reported or asked may not decide on it or choose who does, not even through a deputy or a second post.
    报告人、送审人不能审核自己的事项，也不能更动审核人，代理或兼任也不行。"""
    return not (facts.excluded & facts.hands)


def answers_once(facts: ReviewFacts) -> bool:
    """One person answers once, also with two seats.
    一人只能表态一次，兼任也只算一次。"""
    return not (facts.answered_by & facts.answering)


def no_advice_open(facts: ReviewFacts) -> bool:
    """You have asked somebody for advice; wait for it, or take it back first.
    你已委派他人提出意见；请等对方回复，或者先拿回。"""
    return not facts.advice_open


@asks("verdict")
def verdict_given(facts: ReviewFacts) -> bool:
    """The answer has to be yes or no.
    必须表明同意还是退回。"""
    return facts.given.verdict is not None


@asks("reason")
def reason_for_no(facts: ReviewFacts) -> bool:
    """Returning it needs a reason.
    退回必须写明理由。"""
    return facts.given.verdict is not Verdict.NO or bool(facts.given.reason.strip())


@asks("person_id")
def new_signer_fits(facts: ReviewFacts) -> bool:
    """The person named has to hold a post, may not be excluded and may not have a seat already.
    指定的人没有在任岗位、应当回避或者已在名单里。"""
    return facts.new_signer_fits


@asks("person_id")
def adviser_fits(facts: ReviewFacts) -> bool:
    """The person asked for advice has to hold a post, may not be excluded and may not be yourself.
    受委派的人没有在任岗位、应当回避，或者就是你自己。"""
    return facts.adviser_fits


def advice_wanted(facts: ReviewFacts) -> bool:
    """Nobody waits for your advice on this.
    此事没有等你回复的委派。"""
    return facts.advice_wanted


def can_take_back(facts: ReviewFacts) -> bool:
    """There is nothing of yours that could still be taken back: the next person has already acted.
    没有可以拿回的事：后面的人已经办理。"""
    return facts.can_take_back


@asks("signer_id")
def seat_unanswered(facts: ReviewFacts) -> bool:
    """Only a seat that has not answered can be taken off the panel.
    只能减去尚未表态的人。"""
    return facts.seat_unanswered


@asks("signer_id")
def seat_without_veto(facts: ReviewFacts) -> bool:
    """A seat with a veto stays on the panel; it can only be passed on.
    有一票否决权的席位不能减去，只能转办。"""
    return not facts.seat_has_veto


def enough_seats_left(facts: ReviewFacts) -> bool:
    """Without this seat the panel could no longer decide.
    减去后人数不足，审核无法作出结论。"""
    return facts.seats - 1 >= max(facts.needed, 1)


@asks("signer_id")
def somebody_still_answers(facts: ReviewFacts) -> bool:
    """Without this seat the answers given would decide it; the last word has to be a person's answer.
    减去后审核会随即作出结论；结论只能由审核人表态得出。"""
    return facts.undecided_without


def panel_said_yes(facts: ReviewFacts) -> bool:
    """The panel has not said yes.
    审核组尚未同意。"""
    return facts.outcome is Verdict.YES


def panel_said_no(facts: ReviewFacts) -> bool:
    """The panel has not said no.
    审核组尚未退回。"""
    return facts.outcome is Verdict.NO


def nobody_answered(facts: ReviewFacts) -> bool:
    """Somebody has already answered.
    已有人表态，不能撤回。"""
    return facts.answers == 0


def subject_ended(facts: ReviewFacts) -> bool:
    """The subject still waits for the answer.
    所审事项仍在等待结论。"""
    return facts.subject_ended
