"""What an act writes beside its Move: entries, contributions, decisions, seats."""

from collections.abc import Callable

from duban.actions.case import Case
from duban.actions.demands import write_added, write_amended
from duban.panels import panel_of
from duban.settled import columns_of
from models.plan import Requirement
from models.question import Advice, Decision, Review, Signer
from models.task import Contribution, Entry
from models.values import Settled
from models.words import Act, Life, Owed, Verdict


def write(case: Case) -> None:
    """Write the records of this act; most acts have none."""
    record = _RECORDS.get((case.life, case.act))
    if record is not None:
        record(case)


def _confirmed(case: Case) -> None:
    case.desk.change(
        case.desk.one(Requirement, case.given.requirement_id),
        **columns_of(case.given.settled or Settled()),
        confirmed_at=case.now,
        confirmed_by=case.person_id,
        dropped_why="",
    )


def _dropped(case: Case) -> None:
    requirement = case.desk.one(Requirement, case.given.requirement_id)
    case.desk.change(requirement, confirmed_at=None, confirmed_by=None, dropped_why=case.given.reason)


def _entry(case: Case) -> None:
    given = case.given
    case.desk.add(
        Entry,
        task_id=case.subject.id,
        person_id=case.person_id,
        at=case.now,
        percent=given.percent,
        count=given.count,
        text=given.text,
    )


def _contribution(case: Case) -> None:
    owed = case.contribution
    if owed is None:
        raise AssertionError("the rules ask that one is owed")
    _settle(case, owed, Owed.FILED)


def _waived(case: Case) -> None:
    """The unit named owes nothing any more: it was waived, or it has become the lead."""
    for one in case.desk.of(Contribution, "task_id", case.subject.id):
        if one.unit_id == case.given.unit_id and one.owed is Owed.OWED:
            _settle(case, one, Owed.WAIVED)


def _settle(case: Case, contribution: Contribution, owed: Owed) -> None:
    text = case.given.text or case.given.reason
    case.desk.change(contribution, owed=owed, text=text, person_id=case.person_id, at=case.now)


def _decision(case: Case) -> None:
    """One person's answer for the first of the seats whose turn it is."""
    seat = _seat(case)
    case.desk.add(
        Decision,
        review_id=case.subject.id,
        signer_id=seat.id or 0,
        person_id=case.person_id or 0,
        on_behalf_of=case.on_behalf_of,
        hands=case.hands,
        verdict=case.given.verdict or Verdict.NO,
        reason=case.given.reason,
        at=case.now,
    )


def _seat(case: Case, *, in_turn: bool = True) -> Signer:
    seat = panel_of(case.desk, case.subject).next_seat_of(case.standing, in_turn=in_turn)
    if seat is None:
        raise AssertionError("the rules ask for a seat")
    return seat


def _passed_on(case: Case) -> None:
    signer = _seat(case, in_turn=False)
    case.desk.change(
        signer,
        was_post_id=signer.post_id,
        was_person_id=signer.person_id,
        passed_by=case.person_id,
        post_id=None,
        person_id=case.given.person_id,
    )


def _advice_asked(case: Case) -> None:
    """The first of the seats whose turn it is waits for the answer."""
    case.desk.add(
        Advice,
        review_id=case.subject.id,
        signer_id=_seat(case).id or 0,
        asked_by=case.person_id or 0,
        person_id=case.given.person_id or 0,
        question=case.given.text,
        asked_at=case.now,
    )


def _advised(case: Case) -> None:
    wanted = panel_of(case.desk, case.subject).advice_wanted_of(case.standing)
    if wanted is None:
        raise AssertionError("the rules ask for a question before an answer")
    case.desk.change(wanted, answer=case.given.text, answered_by=case.person_id, answered_at=case.now)


def _taken_back(case: Case) -> None:
    """The question for advice is withdrawn, the seat is the signer's again, or the answer counts no more."""
    undone = panel_of(case.desk, case.subject).to_take_back(case.standing)
    if isinstance(undone, Signer):
        case.detail["took_back"] = "signer"
        case.desk.change(
            undone,
            post_id=undone.was_post_id,
            person_id=undone.was_person_id,
            passed_by=None,
            was_post_id=None,
            was_person_id=None,
        )
        _close_advice(case, undone.id)
    else:
        case.detail["took_back"] = "decision" if isinstance(undone, Decision) else "advice"
        case.desk.change(undone, taken_back_at=case.now)


def _close_advice(case: Case, seat: int | None) -> None:
    """Nobody waits for advice for a seat that has gone to somebody else."""
    for advice in panel_of(case.desk, case.subject).advices:
        if advice.signer_id == seat:
            case.desk.change(advice, taken_back_at=case.now)


def _seat_added(case: Case) -> None:
    review: Review = case.subject
    last = max((s.seq for s in panel_of(case.desk, review).signers), default=0)
    case.desk.add(Signer, review_id=review.id or 0, person_id=case.given.person_id, seq=last + 1)


def _seat_dropped(case: Case) -> None:
    signer = case.desk.one(Signer, case.given.signer_id)
    case.desk.change(signer, dropped=True)
    _close_advice(case, signer.id)


# fmt: off
_RECORDS: dict[tuple[Life, Act], Callable[[Case], None]] = {
    (Life.PLAN,   Act.CONFIRM):     _confirmed,
    (Life.PLAN,   Act.ADD):         write_added,
    (Life.PLAN,   Act.AMEND):       write_amended,
    (Life.PLAN,   Act.DROP):        _dropped,
    (Life.TASK,   Act.ADD_ENTRY):   _entry,
    (Life.TASK,   Act.CONTRIBUTE):  _contribution,
    (Life.TASK,   Act.WAIVE):       _waived,
    (Life.TASK,   Act.REASSIGN):    _waived,
    (Life.REVIEW, Act.DECIDE):      _decision,
    (Life.REVIEW, Act.PASS_ON):     _passed_on,
    (Life.REVIEW, Act.CONSULT):     _advice_asked,
    (Life.REVIEW, Act.ADVISE):      _advised,
    (Life.REVIEW, Act.TAKE_BACK):   _taken_back,
    (Life.REVIEW, Act.ADD_SIGNER):  _seat_added,
    (Life.REVIEW, Act.DROP_SIGNER): _seat_dropped,
}
# fmt: on
