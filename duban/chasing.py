"""Chases missing reports before the day on which a report is put together, once for each report."""

from datetime import datetime

from sqlmodel import Session, col, select

from duban.calendars import load_calendar
from duban.database import reading
from duban.desk.opened import desk_of
from duban.doing import do
from duban.papers import SYSTEM
from duban.policies import settings_of
from duban.reports.rhythm import due_reports
from duban.unreported import units_missing
from models.plan import Plan
from models.record import Move
from models.values import Attempt, Given, Value
from models.words import Act, Life, PlanState
from workflows.moments import day_of


class Chased(Value):
    """One report whose units were chased: of which plan, what for, how many units owed by then."""

    plan_id: int
    number: str
    why: str
    units: int


def chase_missing(*, now: datetime) -> list[Chased]:
    """Tell the units that owe a report of every plan whose rhythm asks for a report within the days of its policy.

    Writes one Move on the plan for each such report and its Duties; repeated, it adds nothing.
    """
    chased = []
    with reading() as session:
        wanted = [one for plan in _issued(session) for one in _to_chase(session, plan, now)]
    for one, key in wanted:
        attempt = Attempt(life=Life.PLAN, subject_id=one.plan_id, act=Act.URGE, given=Given(reason=one.why), key=key)
        do(attempt, by=SYSTEM, now=now)
        chased.append(one)
    return chased


def _issued(session: Session) -> list[Plan]:
    return list(session.exec(select(Plan).where(Plan.state == PlanState.ISSUED).order_by(col(Plan.id))).all())


def _to_chase(session: Session, plan: Plan, now: datetime) -> list[tuple[Chased, str]]:
    """The reports that come within the days of the policy and were not chased for yet, where some unit owes."""
    from duban.reports.kinds import BY_NAME

    desk, today, plan_id = desk_of(session), day_of(now), plan.id or 0
    rhythm, days = settings_of(desk, plan_id).reports, load_calendar(desk)
    if rhythm.chase_days == 0:
        return []
    owing = units_missing(session, plan_id, now)
    found = []
    for due in due_reports(rhythm, days, days.add_workdays(today, rhythm.chase_days)):
        key = f"chase:{plan_id}:{due.kind}:{due.day}"
        if owing and due.day > today and not _done(session, key):
            why = f"{due.day.month}月{due.day.day}日汇总{BY_NAME[due.kind].zh}，尚有单位缺报"
            found.append((Chased(plan_id=plan_id, number=plan.number, why=why, units=len(owing)), key))
    return found


def _done(session: Session, key: str) -> bool:
    return session.exec(select(Move.id).where(Move.key == key)).first() is not None
