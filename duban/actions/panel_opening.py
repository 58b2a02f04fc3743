"""Opens reviews: those that are a step of a plan or a task, and those that a policy puts before an act."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam

from duban.actions.case import Case, New, unit_of
from duban.calendars import load_calendar
from duban.desk.prepared import Prepared, pick
from duban.facts import behind
from duban.policies import settings_of
from duban.posts import seats
from duban.seating import Sitting, seated
from duban.subjects import plan_id_of
from models.policy import PanelSettings
from models.question import Review, Signer
from models.record import Move
from models.register import Post
from models.values import Actor
from models.words import Act, Life, PanelRule, PlanState, Role
from workflows.moments import day_of, end_of

_POST = Prepared(pick(Post.id).where(Post.code == bindparam("code")))


@dataclass(frozen=True, slots=True)
class Gate:
    """What a review that stands before an act keeps: the name of its panel, what was given, and in which role."""

    panel: str
    asked: dict[str, Any]
    asked_as: Role


def open_panel(case: Case) -> None:
    """Open the review that a submitted plan, a checked task, a summary or a paper asks for; see `open_review`."""
    open_review(case, _panel_of(case))


def _panel_of(case: Case) -> str:
    if case.life is Life.TASK:
        return "task"
    if case.life is Life.PAPER:
        return settings_of(case.desk, case.subject.plan_id).reports.review or "summary"
    return "summary" if case.ruling.becomes == PlanState.ISSUED else "plan"


def open_review(case: Case, panel: str, *, gate: Gate | None = None) -> Move:
    """Open a review of the subject by a panel of its policy.

    People who reported, asked, checked or submitted are excluded. Writes the review, its seats, one Move, its Duties.

    Raises:
        Refused: the panel could never decide.
    """
    from duban.actions.door import begin

    settings = settings_of(case.desk, plan_id_of(case.life, case.subject)).panels[panel]
    excluded = _excluded(case, settings)
    sitting = Sitting(day_of(case.now), unit_of(case.task_or_subject()), frozenset(excluded))
    found = seated(case.desk, settings, sitting)
    by = Actor(person_id=case.person_id, name=case.standing.actor.name, speaks_as=Role.SYSTEM)
    new = New(Review, _review(case, settings, excluded=excluded, gate=gate), case.attempt.key if gate else None)
    move = begin(case.desk, new, Act.OPEN, by=by, now=case.now)
    for seq, seat in enumerate(found, start=1):
        case.desk.add(
            Signer, review_id=move.subject_id, post_id=seat.post_id, seq=seq, weight=seat.weight, veto=seat.veto
        )
    return move


def _excluded(case: Case, settings: PanelSettings) -> list[int]:
    """Whoever puts the question; whoever stands behind what is judged; the unit, if the policy says so."""
    people = case.standing.hands | behind(case.desk, case.life, case.subject)
    unit = unit_of(case.task_or_subject())
    if settings.exclude_reporting_unit and unit is not None:
        people |= {s.person_id for s in seats(case.desk, day_of(case.now)) if s.unit_id == unit}
    return sorted(people)


def _review(case: Case, settings: PanelSettings, *, excluded: list[int], gate: Gate | None) -> dict[str, Any]:
    calendar = load_calendar(case.desk)
    return {
        "life": case.life,
        "subject_id": case.subject.id,
        "plan_id": plan_id_of(case.life, case.subject) or 0,
        "about": case.act.value,
        "rule": settings.rule,
        "needed": settings.percent if settings.rule is PanelRule.WEIGHT else settings.needed,
        "round": getattr(case.subject, "returns", 0) + 1,
        "role": None if settings.seats else settings.role,
        "excluded": excluded,
        "escalates_to": _post(case, settings.escalates_to),
        "gated": gate is not None,
        "asked": gate.asked if gate else {},
        "asked_as": gate.asked_as if gate else None,
        "asked_by": case.person_id,
        "opened_at": case.now,
        "due": end_of(calendar.add_workdays(day_of(case.now), settings.review_days)),
    }


def _post(case: Case, code: str) -> int | None:
    return case.desk.first(_POST, code=code) if code else None
