"""The door of the exploration: does one act through the real rows, and whatever follows from it.

It goes the way of the application's door: ask, stand before a gate, change, carry out, make gates moot. What the rules
refuse is refused with everything that led to it; only what a gate's panel has said yes to is tried on its own.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from models.errors import Refused, RuleRefused
from models.policy import PanelSettings
from models.values import NOTHING, Given
from models.words import Act, Life, ReviewState, Role, Then, Verdict
from workflows.exploring.cast import Standing
from workflows.exploring.facts import facts_of
from workflows.exploring.recording import record
from workflows.exploring.scene import Case, Fired, Scene, Try
from workflows.exploring.seating import chairs
from workflows.exploring.sitting import sitting_of
from workflows.exploring.world import Ladder, Review
from workflows.gates import gate_of
from workflows.rules import HOUSE_ROLES, NEW, Ruling, rows_for
from workflows.task.lifecycle import WITH_LEAD

SYSTEM = Standing(None, speaks_as=Role.SYSTEM)
BECAUSE = Given(reason="随之办理")
NEW_DUE = Given(reason="延期", due=date(2026, 6, 30))


def do(scene: Scene, attempt: Try, by: Standing) -> None:
    """Do one act to one subject, and all that follows.

    Raises:
        RuleRefused: a life does not allow it, or not what would follow.
        Refused: its panel cannot be filled, or it waits for one already.
    """
    state = scene.world.state_of(attempt.life, attempt.at)
    ruling = scene.rulings.ask(attempt.life, state, attempt.act, facts_of(scene, attempt, by))
    if isinstance(ruling, RuleRefused):
        raise ruling.with_traceback(None)
    case = Case(scene, attempt, by, ruling)
    gate = None if attempt.passed or attempt.life is Life.REVIEW else _gate(case)
    if gate is not None:
        _open_gate(case, gate)
        return
    scene.fired.append(_fired(case, state))
    if state != NEW or attempt.life is Life.TASK:
        record(case)
        case.world = case.world.becoming(attempt.life, attempt.at, ruling.becomes)
    else:
        record(case)
    _carry_out(case)


def _fired(case: Case, state: str) -> Fired:
    reviews = case.world.reviews
    review = reviews[case.at] if case.life is Life.REVIEW and case.at < len(reviews) else None
    ruling = case.ruling
    return Fired(
        case.life, case.at, case.attempt.act, state, ruling.becomes, ruling.role, case.by.hands, ruling.stays, review
    )


def _gate(case: Case) -> str | None:
    return gate_of(case.scene.configuration.policy, case.life, case.attempt.act, ruling=case.ruling)


def _carry_out(case: Case) -> None:
    """Carry out every effect of the row, in its order; then what always follows."""
    for what in case.ruling.then:
        if what in EFFECTS:
            EFFECTS[what](case)
    if (case.life, case.attempt.act) == (Life.REVIEW, Act.DECIDE):
        _conclude(case)
    if case.life is Life.TASK and case.ruling.becomes in WITH_LEAD:
        _ensure_ladder(case)
    _void_gates(case)


def _follow(case: Case, life: Life, at: int, act: Act, *, given: Given = BECAUSE) -> None:
    do(case.scene, Try(life, at, act, given), SYSTEM)


def _speak(case: Case, attempt: Try) -> None:
    do(case.scene, attempt, Standing(case.by.person, speaks_as=Role.PANEL))


def _conclude(case: Case) -> None:
    """The panel speaks as soon as the answers decide it."""
    outcome = sitting_of(case.scene.configuration, case.world.reviews[case.at]).outcome
    if outcome is not None:
        said = Act.APPROVE if outcome is Verdict.YES else Act.RETURN
        _speak(case, Try(Life.REVIEW, case.at, said, BECAUSE))


_SUBJECT_DOES = {
    ReviewState.APPROVED: Act.APPROVE,
    ReviewState.RETURNED: Act.SEND_BACK,
    ReviewState.WITHDRAWN: Act.TAKE_BACK,
}


def _carry_out_decision(case: Case) -> None:
    review = case.world.reviews[case.at]
    if not review.gated:
        _speak(case, Try(review.life, review.at, _SUBJECT_DOES[ReviewState(case.ruling.becomes)], BECAUSE))
    elif case.ruling.becomes == ReviewState.APPROVED:
        _let_through(case, review)


def _let_through(case: Case, review: Review) -> None:
    """Do what the panel said yes to, as the person who asked; what the rules no longer allow does not happen."""
    scene = case.scene
    before, fired = scene.world, len(scene.fired)
    if review.asked_as in HOUSE_ROLES:
        by = Standing(review.asked_by, speaks_as=review.asked_as)
    else:
        by = scene.configuration.standing(review.asked_by or 0, before.away)
    try:
        do(scene, Try(review.life, review.at, review.about, review.given, passed=True), by)
    except Refused:
        scene.world = before
        del scene.fired[fired:]


def _open_gate(case: Case, panel: str) -> None:
    reviews = case.world.reviews
    if any(reviews[n].about is case.attempt.act for n in case.world.gates_open(case.life, case.at)):
        raise Refused("已送审", "it waits for a review already")
    _open_review(case, panel, gated=True)


def _open_panel(case: Case) -> None:
    _open_review(case, "task", gated=False)


def _open_review(case: Case, panel: str, *, gated: bool) -> None:
    """Open a review; whoever puts the question and whoever stands behind what is judged are excluded."""
    configuration, world = case.scene.configuration, case.world
    settings = configuration.panel(panel)
    excluded = _excluded(case, settings)
    at = len(world.reviews)
    review = Review(
        life=case.life,
        at=case.at,
        about=case.attempt.act,
        panel=panel,
        chairs=chairs(settings, configuration.posts, away=world.away, barred=excluded),
        excluded=excluded,
        askers=case.by.hands,
        asked_by=case.by.person,
        gated=gated,
        asked_as=case.ruling.role if gated else None,
        given=case.given if gated else NOTHING,
    )
    _begin(case, Life.REVIEW, at)
    case.world = replace(world, reviews=(*world.reviews, replace(review, state=ReviewState.OPEN)))


def _begin(case: Case, life: Life, at: int) -> Ruling:
    """Ask a life whether it may begin, as the system, and put the beginning on record."""
    attempt = Try(life, at, Act.OPEN)
    ruling = case.scene.rulings.ask(life, NEW, Act.OPEN, facts_of(case.scene, attempt, SYSTEM))
    if isinstance(ruling, RuleRefused):
        raise ruling.with_traceback(None)
    case.scene.fired.append(Fired(life, at, Act.OPEN, NEW, ruling.becomes, ruling.role, case.by.hands))
    return ruling


def _excluded(case: Case, settings: PanelSettings) -> frozenset[int]:
    world = case.world
    behind = world.extensions[case.at].askers if case.life is Life.EXTENSION else world.reporters
    if settings.exclude_reporting_unit:
        present = case.scene.configuration.places(world.away)
        behind |= {place.person for place in present if place.post.unit == world.lead}
    return case.by.hands | behind


def _move_deadline(case: Case) -> None:
    _follow(case, Life.TASK, 0, Act.MOVE_DUE, given=NEW_DUE)


def _close_reviews(case: Case) -> None:
    for n, review in enumerate(case.world.reviews):
        if review.open and (review.life, review.at) == (case.life, case.at):
            _follow(case, Life.REVIEW, n, Act.MAKE_MOOT)


def _close_asks(case: Case) -> None:
    for n, extension in enumerate(case.world.extensions):
        if extension.open:
            _follow(case, Life.EXTENSION, n, Act.MAKE_MOOT)


def _move_asks(case: Case) -> None:
    for n, extension in enumerate(case.world.extensions):
        if extension.open:
            _follow(case, Life.EXTENSION, n, Act.RECOUNT, given=NEW_DUE)


def _settle_ladder(case: Case) -> None:
    for n, ladder in enumerate(case.world.ladders):
        if ladder.open:
            _follow(case, Life.SUPERVISION, n, Act.SETTLE)


def _ensure_ladder(case: Case) -> None:
    """A task that lies with its lead has one ladder for its deadline; the one of an earlier deadline is settled."""
    for n, ladder in enumerate(case.world.ladders):
        if ladder.open and not ladder.current:
            _follow(case, Life.SUPERVISION, n, Act.SETTLE)
    if not any(ladder.current for ladder in case.world.ladders):
        ruling = _begin(case, Life.SUPERVISION, len(case.world.ladders))
        case.world = replace(case.world, ladders=(*case.world.ladders, Ladder(state=ruling.becomes)))


def _void_gates(case: Case) -> None:
    """Make the reviews moot that stand before an act which the subject's new state does not know."""
    for n in case.world.gates_open(case.life, case.at):
        if not rows_for(case.scene.lives[case.life], case.ruling.becomes, case.world.reviews[n].about):
            _follow(case, Life.REVIEW, n, Act.MAKE_MOOT)


# fmt: off
EFFECTS: dict[Then, Callable[[Case], None]] = {
    Then.OPEN_PANEL:    _open_panel,
    Then.CLOSE_REVIEWS: _close_reviews,
    Then.CLOSE_ASKS:    _close_asks,
    Then.MOVE_ASKS:     _move_asks,
    Then.SETTLE_LADDER: _settle_ladder,
    Then.CARRY_OUT:     _carry_out_decision,
    Then.MOVE_DEADLINE: _move_deadline,
}
BESIDE = frozenset({
    Then.COUNT_RETURN,  # the number of returns decides nothing
    Then.STOP_CLOCK,    # a suspended task is not with its lead, and so its ladder stands still
    Then.START_CLOCK,   # the act itself moves the deadline
    Then.VOID_SUMMARY,  # it is about the plan
})
"""Effects that change nothing here; every other one that is no duty is in `EFFECTS`."""
# fmt: on
