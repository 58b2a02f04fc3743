"""What the guards are told in a world: the facts of each life, as the application gathers them from its records."""

from collections.abc import Callable

from models.policy import Rung
from models.words import Act, Life, PanelRule, ReviewState, Role, TaskState, Verdict
from workflows.exploring.cast import OTHER, Standing
from workflows.exploring.configuration import Configuration
from workflows.exploring.scene import Scene, Try
from workflows.exploring.sitting import Sitting, sitting_of
from workflows.exploring.world import CONTRIBUTION, COUNT, FILE, Extension, Ladder, World
from workflows.extension.guards import ExtensionFacts
from workflows.given import Asking
from workflows.ladder import next_rung
from workflows.review.guards import ReviewFacts
from workflows.rules import rows_for
from workflows.supervision.guards import SupervisionFacts
from workflows.task.guards import TaskFacts
from workflows.task.lifecycle import WITH_LEAD

SAID = {ReviewState.APPROVED: Verdict.YES, ReviewState.RETURNED: Verdict.NO}


def facts_of(scene: Scene, attempt: Try, by: Standing) -> Asking:
    """Gather what the rules need to know about one subject for one actor."""
    return _FACTS[attempt.life](scene, attempt, by)


def roles_on(configuration: Configuration, world: World, life: Life, at: int, by: Standing) -> frozenset[Role]:
    """Say what somebody is to a subject."""
    if life is Life.REVIEW:
        return _roles_on_review(sitting_of(configuration, world.reviews[at]), by)
    if life is Life.SUPERVISION:
        return by.house_roles
    roles = set(by.house_roles)
    if world.lead in by.liaison_of:
        roles.add(Role.LIAISON)
    if life is Life.TASK and CONTRIBUTION in configuration.missing and OTHER in by.liaison_of:
        roles.add(Role.SUPPORTER)
    return frozenset(roles)


def _roles_on_review(sitting: Sitting, by: Standing) -> frozenset[Role]:
    is_so = {
        Role.REVIEWER: bool(sitting.chairs_of(by)) or sitting.to_take_back(by) is not None,
        Role.ADVISER: sitting.advises(by.person) is not None,
        Role.ASKER: sitting.review.asked_by in by.hands,
    }
    return by.house_roles | {role for role, holds in is_so.items() if holds}


def _task(scene: Scene, attempt: Try, by: Standing) -> TaskFacts:
    world, given = scene.world, attempt.given
    review = world.latest_review() if world.task == TaskState.IN_REVIEW else None
    owes = CONTRIBUTION in world.missing
    return TaskFacts(
        roles=roles_on(scene.configuration, world, Life.TASK, 0, by),
        hands=by.hands,
        given=given,
        plan_issued=True,
        lead_named=True,
        timed=True,
        reporters=world.reporters,
        lead_unit_id=world.lead,
        deliverables_missing=("佐证材料",) if FILE in world.missing else (),
        quantity_met=COUNT not in world.missing,
        owed=int(owes),
        unit_known=given.unit_id is not None,
        unit_owes=owes and given.unit_id == OTHER,
        i_owe=owes and OTHER in by.liaison_of,
        panel_said=SAID.get(ReviewState(review.state)) if review else None,
        review_withdrawn=review is not None and review.state == ReviewState.WITHDRAWN,
        late=by.speaks_as is Role.CLOCK and not world.gates_open(Life.TASK, 0),
    )


def _extension(scene: Scene, attempt: Try, by: Standing) -> ExtensionFacts:
    world = scene.world
    there = world.extensions
    extension = there[attempt.at] if attempt.at < len(there) else Extension(in_time=not world.past)
    in_progress = world.task == TaskState.IN_PROGRESS
    return ExtensionFacts(
        roles=roles_on(scene.configuration, world, Life.EXTENSION, attempt.at, by),
        hands=by.hands,
        given=attempt.given,
        task_in_progress=in_progress,
        before_due=extension.in_time and extension.current,
        wanted_workday=True,
        wanted_later=True,
        granted_before=world.extended,
        at_most=scene.configuration.policy.extensions_at_most,
        one_open=any(other.open for n, other in enumerate(there) if n != attempt.at),
        askers=extension.askers,
        task_moved_on=not in_progress,
        late=by.speaks_as is Role.CLOCK,
    )


def _supervision(scene: Scene, attempt: Try, by: Standing) -> SupervisionFacts:
    world = scene.world
    ladder = world.ladders[attempt.at] if attempt.at < len(world.ladders) else Ladder()
    rung = rung_due(scene.configuration, world, ladder)
    return SupervisionFacts(
        roles=by.house_roles,
        hands=by.hands,
        given=attempt.given,
        due_rung=rung.to if rung else None,
        with_lead=world.task in WITH_LEAD,
        task_over=world.ended or not ladder.current,
    )


def rung_due(configuration: Configuration, world: World, ladder: Ladder) -> Rung | None:
    """Find the rung whose moment may have come: one before the deadline at any time, the others only after it."""
    rung = next_rung(ladder.state, configuration.policy.ladder)
    return rung if rung and (world.past or rung.days_after_due < 0) else None


def _review(scene: Scene, attempt: Try, by: Standing) -> ReviewFacts:
    world, given = scene.world, attempt.given
    if attempt.at == len(world.reviews):
        return ReviewFacts(roles=by.house_roles, hands=by.hands)
    review = world.reviews[attempt.at]
    sitting = sitting_of(scene.configuration, review)
    answers, seats = sitting.answers, sitting.seats
    seat = next((seat for seat in seats if seat.id == given.signer_id), None)
    theirs = _named(scene, given.person_id, review.excluded)
    return ReviewFacts(
        roles=_roles_on_review(sitting, by),
        hands=by.hands,
        given=given,
        my_seats=sitting.chairs_of(by).difference(answers),
        turn=sitting.turn,
        excluded=review.excluded,
        answered_by=sitting.answered_by,
        answering=_answering(sitting, by),
        outcome=sitting.outcome,
        answers=len(answers),
        seats=len(seats),
        needed=sitting.needed if sitting.settings.rule is PanelRule.QUORUM else 1,
        new_signer_fits=theirs is not None and not sitting.chairs_of(theirs) and not theirs.hands & sitting.answered_by,
        adviser_fits=theirs is not None and not theirs.hands & by.hands,
        advice_open=sitting.advice_open(by),
        advice_wanted=sitting.advises(by.person) is not None,
        can_take_back=sitting.to_take_back(by) is not None,
        seat_unanswered=seat is not None and seat.id not in answers,
        seat_has_veto=seat is not None and seat.veto,
        undecided_without=sitting.undecided_without(given.signer_id),
        late=by.speaks_as is Role.CLOCK,
        subject_ended=_subject_ended(scene, attempt.at),
    )


def _answering(sitting: Sitting, by: Standing) -> frozenset[int]:
    """Everybody the person's next answer counts as: the person, and the holder whose chair it is."""
    free = sitting.chairs_of(by) - sitting.answers.keys()
    chair = min(free & sitting.turn or free, default=None)
    post = None if chair is None else sitting.review.chairs[chair].post
    own = frozenset() if by.person is None else frozenset({by.person})
    return own | by.stands_in(lambda place: post is not None and place.post.code == post)


def _named(scene: Scene, person: int | None, excluded: frozenset[int]) -> Standing | None:
    """The standing of the person named with the act, when that person holds a post and is not excluded."""
    if person is None:
        return None
    theirs = scene.configuration.standing(person, scene.world.away)
    return theirs if theirs.places and not theirs.hands & excluded else None


def _subject_ended(scene: Scene, at: int) -> bool:
    world, review = scene.world, scene.world.reviews[at]
    if review.gated:
        return not rows_for(scene.lives[review.life], world.state_of(review.life, review.at), Act(review.about))
    return world.task != TaskState.IN_REVIEW


_FACTS: dict[Life, Callable[[Scene, Try, Standing], Asking]] = {
    Life.TASK: _task,
    Life.REVIEW: _review,
    Life.EXTENSION: _extension,
    Life.SUPERVISION: _supervision,
}
