"""Gates: an act that a policy puts a panel before opens a review, and happens when the panel says yes."""

from duban.actions.case import Case
from duban.actions.panel_opening import Gate, open_review
from duban.desk.desk import Desk
from duban.policies import settings_of
from duban.question import gates_open
from duban.subjects import name_of, plan_id_of
from models.errors import Refused, RuleRefused
from models.question import Review
from models.record import Move, Refusal
from models.register import Person
from models.values import Actor, Attempt, Given
from models.words import Act, Life, ReviewState, Role
from workflows.gates import gate_of
from workflows.lives import LIVES
from workflows.rules import HOUSE_ROLES, rows_for


def panel_before(case: Case) -> str | None:
    """Name the panel that has to say yes before this act; None when it may happen now."""
    if case.life is Life.REVIEW or _said_yes(case):
        return None
    settings = settings_of(case.desk, plan_id_of(case.life, case.subject))
    return gate_of(settings, case.life, case.act, ruling=case.ruling)


def _said_yes(case: Case) -> bool:
    """Say whether the review that the attempt names has approved this very act."""
    if case.attempt.passed is None:
        return False
    review = case.desk.one(Review, case.attempt.passed)
    about = (review.life, review.subject_id, review.about)
    return review.gated and review.state is ReviewState.APPROVED and about == (case.life, case.subject.id, case.act)


def open_gate(case: Case, panel: str) -> Move:
    """Ask a panel whether this act may happen; the subject stays as it is. Gives the Move that opened the review.

    Raises:
        Refused: the same act waits for a panel already, or the panel cannot be filled.
    """
    waiting = next((r for r in gates_open(case.desk, case.life, case.subject.id) if r.about == case.act), None)
    if waiting is not None:
        raise Refused(
            f"{name_of(case.life, case.subject).zh}的“{case.act.zh}”已送审（审核 {waiting.id}），"
            "请等审核结论，或先撤回那次送审。",
            f"“{case.act.en}” waits for review {waiting.id} already; wait for its outcome or withdraw it.",
        )
    asked = case.given.model_dump(mode="json", exclude_defaults=True)
    return open_review(case, panel, gate=Gate(panel, asked, case.ruling.role))


def carry_out(case: Case) -> None:
    """Do what the panel said yes to, as the person who asked; what the rules no longer allow is put on record."""
    from duban.actions.door import act

    review: Review = case.subject
    if case.ruling.becomes != ReviewState.APPROVED:
        return
    attempt = _attempt(review).model_copy(update={"passed": review.id})
    by = asker(case.desk, review)
    try:
        with case.desk.nested():
            act(case.desk, attempt, by=by, now=case.now)
    except Refused as refused:
        _hindered(case, attempt, refused, by=by)


def asker(desk: Desk, review: Review) -> Actor:
    """Give the actor who put a question to a panel, in the role that still has to hold."""
    person = desk.get(Person, review.asked_by)
    as_house = review.asked_as if review.asked_as in HOUSE_ROLES else None
    return Actor(person_id=review.asked_by, name=person.name if person else "系统", speaks_as=as_house)


def _hindered(case: Case, attempt: Attempt, refused: Refused, *, by: Actor) -> None:
    """The panel said yes, and the world has moved: keep the yes, say why nothing happened."""
    reasons = refused.reasons if isinstance(refused, RuleRefused) else (refused.sentence,)
    why = "；".join(reason.zh for reason in reasons)
    review = case.desk.one(Review, case.subject.id)
    case.desk.change(review, hindered=why)
    case.desk.add(
        Refusal,
        life=attempt.life,
        subject_id=attempt.subject_id,
        at=case.now,
        act=attempt.act,
        person_id=by.person_id,
        why=why,
    )


def void_gates(case: Case) -> None:
    """Make the reviews moot that stand before an act which the subject's new state does not know."""
    from duban.actions.door import act

    if case.life is Life.REVIEW or case.ruling.stays:
        return
    system = Actor(name="系统", speaks_as=Role.SYSTEM)
    for review in gates_open(case.desk, case.life, case.subject.id):
        if not rows_for(LIVES[case.life], case.ruling.becomes, Act(review.about)):
            given = Given(reason=f"{case.life.zh}已{case.act.zh}")
            attempt = Attempt(life=Life.REVIEW, subject_id=review.id or 0, act=Act.MAKE_MOOT, given=given)
            act(case.desk, attempt, by=system, now=case.now)


def asked_by(desk: Desk, move: Move) -> Attempt | None:
    """Give the attempt that a Move of a review's opening stands for; None for any other Move."""
    if move.life is not Life.REVIEW or move.act is not Act.OPEN:
        return None
    review = desk.one(Review, move.subject_id)
    return _attempt(review) if review.gated else None


def _attempt(review: Review) -> Attempt:
    given = Given.model_validate(review.asked)
    return Attempt(life=review.life, subject_id=review.subject_id, act=Act(review.about), given=given)
