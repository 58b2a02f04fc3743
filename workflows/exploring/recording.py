"""What an act changes in the world beside the state: one row per act that changes anything."""

from collections.abc import Callable
from dataclasses import replace

from models.words import Act, Life, Role, Verdict
from workflows.exploring.cast import BY_UNIT, OTHER, Place
from workflows.exploring.scene import Case
from workflows.exploring.sitting import Sitting, sitting_of
from workflows.exploring.world import (
    CONTRIBUTION,
    COUNT,
    FILE,
    Answer,
    Chair,
    Extension,
    World,
    deadline_moved,
    in_order,
    put,
)


def record(case: Case) -> None:
    """Change the world as the act does; most acts change nothing but the state."""
    change = _CHANGES.get((case.life, case.attempt.act))
    if change is not None:
        case.world = change(case)


def hands_of(case: Case) -> frozenset[int]:
    """Everybody this act counts as: the person, and every holder whose place the person takes in it."""
    own = frozenset() if case.by.person is None else frozenset({case.by.person})
    return own | case.by.stands_in(lambda place: _through(case, place))


def _through(case: Case, place: Place) -> bool:
    """Say whether it is this place that lets the person do this."""
    role, post = case.ruling.role, place.post
    if case.life is Life.REVIEW:
        review = case.world.reviews[case.at]
        if role is Role.REVIEWER:
            return post.code in {chair.post for chair in review.chairs}
        if role is Role.ASKER:
            return review.asked_by != case.by.person and place.stands_in_for == review.asked_by
    if role is Role.SUPPORTER:
        return Role.LIAISON in post.roles and post.unit == OTHER
    if role in BY_UNIT:
        return role in post.roles and post.unit == case.world.lead
    return role in post.roles


def _reassigned(case: Case) -> World:
    """The unit given leads now; what it owed as a supporting unit is waived."""
    lead = case.given.unit_id or case.world.lead
    missing = case.world.missing - {CONTRIBUTION} if lead == OTHER else case.world.missing
    return replace(case.world, lead=lead, missing=missing)


def _entered(case: Case) -> World:
    return replace(case.world, missing=case.world.missing - {COUNT})


def _attached(case: Case) -> World:
    return replace(case.world, missing=case.world.missing - {FILE})


def _contributed(case: Case) -> World:
    return replace(case.world, missing=case.world.missing - {CONTRIBUTION})


def _reported(case: Case) -> World:
    return replace(case.world, reporters=hands_of(case))


def _unreported(case: Case) -> World:
    return replace(case.world, reporters=frozenset())


def _taken_back(case: Case) -> World:
    """Back with the lead it is unreported; back with the checker the report stands."""
    return _unreported(case) if case.ruling.role is Role.LIAISON else case.world


def _resumed(case: Case) -> World:
    """The deadline moves by the working days the clock stood still, if there are any."""
    return deadline_moved(case.world) if case.attempt.later else case.world


def _due_moved(case: Case) -> World:
    return replace(deadline_moved(case.world), extended=case.world.extended + 1)


def _recounted(case: Case) -> World:
    return deadline_moved(case.world)


def _held_against_new_due(case: Case) -> World:
    """A request for time is about the deadline as it is now."""
    held = replace(case.world.extensions[case.at], current=True)
    return replace(case.world, extensions=put(case.world.extensions, case.at, held))


def _reopened(case: Case) -> World:
    return replace(deadline_moved(case.world), reporters=frozenset())


def _requested(case: Case) -> World:
    extension = Extension(hands_of(case), in_time=not case.world.past, state=case.ruling.becomes)
    return replace(case.world, extensions=put(case.world.extensions, case.at, extension))


def _sitting(case: Case) -> Sitting:
    return sitting_of(case.scene.configuration, case.world.reviews[case.at])


def _seated(case: Case, at: int, chair: Chair) -> World:
    review = case.world.reviews[case.at]
    new = replace(review, chairs=put(review.chairs, at, chair))
    return replace(case.world, reviews=put(case.world.reviews, case.at, new))


def _decided(case: Case) -> World:
    """One person's answer for the first of the chairs whose turn it is."""
    sitting, review = _sitting(case), case.world.reviews[case.at]
    mine = sitting.chairs_of(case.by) & sitting.turn or sitting.chairs_of(case.by) or {0}
    chair = min(mine)
    post = review.chairs[chair].post
    hands = frozenset({case.by.person or 0}) | case.by.stands_in(lambda place: place.post.code == post)
    answer = Answer(chair, case.given.verdict or Verdict.NO, hands)
    answers = in_order(sitting.settings.rule, (*(a for a in review.answers if a.chair != chair), answer))
    return replace(case.world, reviews=put(case.world.reviews, case.at, replace(review, answers=answers)))


def _passed_on(case: Case) -> World:
    sitting = _sitting(case)
    at = min(sitting.chairs_of(case.by) - sitting.answers.keys())
    old = sitting.review.chairs[at]
    return _seated(case, at, replace(old, post=None, person=case.given.person_id, was=(old.post, old.person)))


def _advice_asked(case: Case) -> World:
    sitting = _sitting(case)
    at = min((sitting.chairs_of(case.by) & sitting.turn) - sitting.answers.keys())
    return _seated(case, at, replace(sitting.review.chairs[at], adviser=case.given.person_id))


def _advised(case: Case) -> World:
    sitting = _sitting(case)
    at = sitting.advises(case.by.person)
    return case.world if at is None else _seated(case, at, replace(sitting.review.chairs[at], adviser=None))


def _took_back(case: Case) -> World:
    """The question for advice is withdrawn, the chair is the signer's again, or the answer counts no more."""
    sitting = _sitting(case)
    undone = sitting.to_take_back(case.by)
    if undone is None:
        return case.world
    chair = sitting.review.chairs[undone.chair]
    if undone.kind == "advice":
        return _seated(case, undone.chair, replace(chair, adviser=None))
    if undone.kind == "passed" and chair.was is not None:
        post, person = chair.was
        return _seated(case, undone.chair, replace(chair, post=post, person=person, was=None, adviser=None))
    answers = tuple(answer for answer in sitting.review.answers if answer.chair != undone.chair)
    new = replace(sitting.review, answers=answers)
    return replace(case.world, reviews=put(case.world.reviews, case.at, new))


def _seat_added(case: Case) -> World:
    review = case.world.reviews[case.at]
    new = replace(review, chairs=(*review.chairs, Chair(None, case.given.person_id)))
    return replace(case.world, reviews=put(case.world.reviews, case.at, new))


def _seat_dropped(case: Case) -> World:
    """The chairs behind it move up, and their answers with them."""
    review, gone = case.world.reviews[case.at], case.given.signer_id or 0
    answers = tuple(
        replace(answer, chair=answer.chair - (answer.chair > gone)) for answer in review.answers if answer.chair != gone
    )
    new = replace(review, chairs=review.chairs[:gone] + review.chairs[gone + 1 :], answers=answers)
    return replace(case.world, reviews=put(case.world.reviews, case.at, new))


# fmt: off
_CHANGES: dict[tuple[Life, Act], Callable[[Case], World]] = {
    # life           act                 the world afterwards
    (Life.TASK,      Act.REASSIGN):      _reassigned,
    (Life.TASK,      Act.ADD_ENTRY):     _entered,
    (Life.TASK,      Act.ATTACH):        _attached,
    (Life.TASK,      Act.CONTRIBUTE):    _contributed,
    (Life.TASK,      Act.WAIVE):         _contributed,
    (Life.TASK,      Act.REPORT):        _reported,
    (Life.TASK,      Act.TAKE_BACK):     _taken_back,
    (Life.TASK,      Act.SEND_BACK):     _unreported,
    (Life.TASK,      Act.RESUME):        _resumed,
    (Life.TASK,      Act.MOVE_DUE):      _due_moved,
    (Life.TASK,      Act.RECOUNT):       _recounted,
    (Life.EXTENSION, Act.RECOUNT):       _held_against_new_due,
    (Life.TASK,      Act.REOPEN):        _reopened,
    (Life.EXTENSION, Act.REQUEST):       _requested,
    (Life.REVIEW,    Act.DECIDE):        _decided,
    (Life.REVIEW,    Act.PASS_ON):       _passed_on,
    (Life.REVIEW,    Act.CONSULT):       _advice_asked,
    (Life.REVIEW,    Act.ADVISE):        _advised,
    (Life.REVIEW,    Act.TAKE_BACK):     _took_back,
    (Life.REVIEW,    Act.ADD_SIGNER):    _seat_added,
    (Life.REVIEW,    Act.DROP_SIGNER):   _seat_dropped,
}
# fmt: on
