"""The facts of a review: its panel, who may sit on it, whether its subject still waits."""

from duban.desk.desk import Desk
from duban.panels import Panel, panel_of
from duban.posts import Standing, standing
from duban.question import Question, unended
from duban.subjects import TABLES
from models.paper import Paper
from models.plan import Plan
from models.question import Review
from models.task import Task
from models.values import Actor
from models.words import Act, Life, PanelRule, PaperState, PlanState, Role, TaskState
from workflows.lives import LIVES
from workflows.review.guards import ReviewFacts
from workflows.rules import rows_for


def review_facts(q: Question, review: Review) -> ReviewFacts:
    panel = panel_of(q.desk, review)
    mine, takes_back = panel.seats_for(q.standing), panel.to_take_back(q.standing) is not None
    advice = panel.advice_wanted_of(q.standing)
    seat = next((s for s in panel.seats if s.id == q.given.signer_id), None)
    return ReviewFacts(
        roles=_roles_on_review(q.standing, panel, has_part=bool(mine) or takes_back, advises=advice is not None),
        hands=q.standing.hands,
        given=q.given,
        my_seats=mine - frozenset(panel.answers),
        turn=panel.turn,
        excluded=frozenset(review.excluded),
        answered_by=panel.answered_by,
        answering=panel.answering(q.standing),
        outcome=panel.outcome,
        answers=len(panel.answers),
        seats=len(panel.seats),
        needed=review.needed if review.rule is PanelRule.QUORUM else 1,
        new_signer_fits=_may_sit(q, panel),
        adviser_fits=_may_advise(q, panel),
        advice_open=bool(panel.advice_open_for(q.standing)),
        advice_wanted=advice is not None,
        can_take_back=takes_back,
        seat_unanswered=seat is not None and seat.id not in panel.answers,
        seat_has_veto=seat is not None and seat.veto,
        undecided_without=panel.undecided_without(q.given.signer_id),
        late=review.due is not None and q.now > review.due and (review.next_at is None or q.now >= review.next_at),
        subject_ended=_subject_ended(q.desk, review),
    )


def _may_sit(q: Question, panel: Panel) -> bool:
    """The person named holds a post, is not excluded, not even through a deputy, and sits on no seat of the panel."""
    theirs = _named(q, panel)
    return theirs is not None and not panel.seats_for(theirs) and not theirs.hands & panel.answered_by


def _may_advise(q: Question, panel: Panel) -> bool:
    """The person named holds a post, is not excluded, not even through a deputy, and is somebody else."""
    theirs = _named(q, panel)
    return theirs is not None and not theirs.hands & q.standing.hands


def _named(q: Question, panel: Panel) -> Standing | None:
    """The standing of the person named with the act, when that person holds a post and is not excluded."""
    if q.given.person_id is None:
        return None
    theirs = standing(q.desk, Actor(person_id=q.given.person_id), now=q.now)
    return theirs if theirs.seats and not theirs.hands & set(panel.review.excluded) else None


def _roles_on_review(standing: Standing, panel: Panel, *, has_part: bool, advises: bool) -> frozenset[Role]:
    """Say what somebody is to a review: house roles, reviewer by a seat, adviser, or the one who put the question."""
    is_so = {
        Role.REVIEWER: has_part,
        Role.ADVISER: advises,
        Role.ASKER: panel.review.asked_by in standing.hands,
    }
    return standing.house_roles | {role for role, holds in is_so.items() if holds}


def _subject_ended(desk: Desk, review: Review) -> bool:
    if review.gated:
        subject = desk.one(TABLES[review.life], review.subject_id)
        return not rows_for(LIVES[review.life], str(subject.state), Act(review.about))
    if review.life is Life.TASK:
        return desk.one(Task, review.subject_id).state is not TaskState.IN_REVIEW
    if review.life is Life.PAPER:
        return desk.one(Paper, review.subject_id).state is not PaperState.IN_REVIEW
    state = desk.one(Plan, review.subject_id).state
    if state is PlanState.ISSUED:  # a review of its summary: over when a task runs again
        return unended(desk, review.plan_id) > 0
    return state is not PlanState.IN_REVIEW
