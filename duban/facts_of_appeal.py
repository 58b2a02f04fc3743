"""Gathers the facts about an appeal: whether its circular is out, until when it may be lodged, who had a part in it."""

from datetime import date, datetime

from sqlalchemy import bindparam

from duban.desk.desk import Desk
from duban.desk.prepared import Prepared, pick
from duban.local_days import calendars_of
from duban.policies import settings_of
from duban.question import Question
from models.appeal import Appeal, Scored
from models.appeal_words import AppealState
from models.paper import Paper
from models.record import Move
from models.words import Act, Life, PaperState, Role
from workflows.appeal.guards import AppealFacts
from workflows.moments import day_of

CIRCULAR = "circular"
"""The kind of report whose points can be appealed against."""

_STEPS = Prepared(
    pick(Move.act, Move.became, Move.at, Move.hands).where(
        Move.life == bindparam("life"), Move.subject_id == bindparam("subject_id")
    )
)
_BEHIND = Prepared(
    pick(Move.hands).where(
        Move.id == Scored.move_id, Scored.paper_id == bindparam("paper_id"), Scored.number == bindparam("number")
    )
)


def appeal_facts(q: Question, appeal: Appeal) -> AppealFacts:
    """Gather what the rules need to know about an appeal, stored or about to begin."""
    paper = q.desk.one(Paper, appeal.paper_id)
    mine = {Role.LIAISON} if appeal.unit_id in q.standing.units_as(Role.LIAISON) else set()
    last = last_day(q.desk, paper, appeal.unit_id)
    others = (one for one in q.desk.of(Appeal, "paper_id", paper.id) if one.id != appeal.id)
    return AppealFacts(
        roles=q.standing.house_roles | mine,
        hands=q.standing.hands,
        given=q.given,
        circular_out=last is not None,
        in_time=last is not None and day_of(q.now) <= last,
        appealed_before=any(one.number == appeal.number and one.state is not AppealState.WITHDRAWN for one in others),
        involved=involved(q.desk, appeal),
        late=appeal.next_at is not None and q.now >= appeal.next_at,
    )


def last_day(desk: Desk, paper: Paper, unit_id: int) -> date | None:
    """Say until which day a unit can appeal against a circular; None while it is not out, or is none."""
    if paper.kind != CIRCULAR or paper.state is not PaperState.PUBLISHED:
        return None
    out = max(at for _, became, at, _ in _steps_of(desk, Life.PAPER, paper.id) if became == PaperState.PUBLISHED)
    days = settings_of(desk, paper.plan_id).scores.appeal_days
    return calendars_of(desk).of(unit_id).add_workdays(day_of(out), days)


def involved(desk: Desk, appeal: Appeal) -> frozenset[int]:
    """Everybody who has a part in it: appealed, drafted or issued the circular, took the step behind the point."""
    steps = [] if appeal.id is None else _steps_of(desk, Life.APPEAL, appeal.id)
    asked = [hands for act, _, _, hands in steps if act is Act.REQUEST]
    made = [hands for act, _, _, hands in _steps_of(desk, Life.PAPER, appeal.paper_id) if act in (Act.OPEN, Act.ISSUE)]
    taken = [hands for (hands,) in desk.read(_BEHIND, paper_id=appeal.paper_id, number=appeal.number)]
    return frozenset(person for hands in (*asked, *made, *taken) for person in hands)


def _steps_of(desk: Desk, life: Life, subject_id: int | None) -> list[tuple[Act, str, datetime, list[int]]]:
    return desk.read(_STEPS, life=life, subject_id=subject_id)
