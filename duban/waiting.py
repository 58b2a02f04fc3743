"""What waits for somebody: the acts that are a person's duty in the state a subject is in.

`DUTIES` names, per life, who has to do what in which states; every line of it is a row of that life's table. Whether a
reviewer's turn has come is asked of the life itself. A fixed number of queries, however much there is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, false, true
from sqlmodel import Session, and_, col, func, or_, select

from duban.desk.opened import desk_of
from duban.panels import Panel, panels_of
from duban.panels_alike import kinds_of
from duban.posts import Standing
from duban.question import ENDED_TASK
from duban.subjects import TABLES
from duban.tongue import mark
from models.appeal import Appeal
from models.appeal_words import AppealState
from models.found import Exemplar, Finding, Inspection
from models.paper import Paper
from models.plan import Plan, Requirement
from models.question import Advice, Extension, Review, Signer, Supervision
from models.task import Contribution, Task
from models.words import Act, InspectionState, Life, Owed, PaperState, PlanState, ReviewState, Role
from models.words import Act as A
from models.words import ExemplarState as E
from models.words import ExtensionState as X
from models.words import FindingState as F
from models.words import Life as L
from models.words import PlanState as P
from models.words import Role as R
from models.words import SupervisionState as Rung
from models.words import TaskState as S
from workflows.review.guards import ReviewFacts
from workflows.review.lifecycle import REVIEW
from workflows.rules import offers

SHOWN = 50
Which = Callable[[Standing], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Duty:
    """Who has to do what to which subjects, and what people call it. `which` narrows it to the person's own."""

    life: Life
    states: tuple[str, ...]
    who: Role
    act: Act
    zh: str
    which: Which


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits under one heading: how many in all, and the first of them, the earliest deadline first."""

    life: Life
    act: Act
    zh: str
    count: int
    subjects: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Only:
    """What narrows the list: the things of one plan; those whose date is before a moment. Empty: everything."""

    plan_id: int | None = None
    before: datetime | None = None

    def clauses(self, life: Life) -> list[ColumnElement[bool]]:
        """Say it in SQL; nothing without a date is before a moment."""
        table, due = TABLES[life], _DATES.get(life)
        plan = table.id if life is Life.PLAN else table.plan_id
        found = [plan == self.plan_id] if self.plan_id is not None else []
        if self.before is not None:
            found.append(false() if due is None else due < self.before)
        return found


EVERYTHING = Only()
_DATES: dict[Life, Any] = {
    Life.TASK: col(Task.due),
    Life.REVIEW: col(Review.due),
    Life.EXTENSION: col(Extension.old_due),
    Life.FINDING: col(Finding.due),
}


def _any(_: Standing) -> ColumnElement[bool]:
    return true()


def _i_lead(standing: Standing) -> ColumnElement[bool]:
    return or_(
        col(Task.lead_unit_id).in_(standing.units_as(Role.LIAISON)), col(Task.subject_person_id).in_(standing.hands)
    )


def _i_owe(standing: Standing) -> ColumnElement[bool]:
    units = standing.units_as(Role.LIAISON)
    owed = select(Contribution.task_id).where(Contribution.owed == Owed.OWED, col(Contribution.unit_id).in_(units))
    return col(Task.id).in_(owed)


def _not_my_report(standing: Standing) -> ColumnElement[bool]:
    mine = or_(col(Task.reported_by).in_(standing.hands), col(Task.reported_for).in_(standing.hands))
    return func.coalesce(mine, False).is_(False)


def _not_my_ask(standing: Standing) -> ColumnElement[bool]:
    mine = or_(col(Extension.asked_by).in_(standing.hands), col(Extension.asked_for).in_(standing.hands))
    return func.coalesce(mine, False).is_(False)


def _issued(_: Standing) -> ColumnElement[bool]:
    return col(Task.plan_id).in_(select(Plan.id).where(Plan.state == PlanState.ISSUED))


def _unit_to_fix(standing: Standing) -> ColumnElement[bool]:
    return col(Finding.unit_id).in_(standing.units_as(Role.LIAISON))


def _all_ended(_: Standing) -> ColumnElement[bool]:
    has, open_ = select(Task.plan_id), select(Task.plan_id).where(col(Task.state).not_in(ENDED_TASK))
    return and_(col(Plan.id).in_(has), col(Plan.id).not_in(open_), ~_in_review())


def _in_review() -> ColumnElement[bool]:
    open_now = select(Review.subject_id).where(Review.life == Life.PLAN, Review.state == ReviewState.OPEN)
    return col(Plan.id).in_(open_now.where(col(Review.gated).is_(False)))


def _unconfirmed(_: Standing) -> ColumnElement[bool]:
    return col(Plan.id).in_(_left_over())


def _all_confirmed(_: Standing) -> ColumnElement[bool]:
    return col(Plan.id).not_in(_left_over())


def _left_over() -> Any:
    return select(Requirement.plan_id).where(col(Requirement.confirmed_at).is_(None), Requirement.dropped_why == "")


def _no_summary(standing: Standing) -> ColumnElement[bool]:
    return and_(_all_ended(standing), col(Plan.summary_approved_at).is_(None))


def _summary_done(standing: Standing) -> ColumnElement[bool]:
    return and_(_all_ended(standing), col(Plan.summary_approved_at).is_not(None))


# fmt: off
TO_FIX   = (F.ASSIGNED, F.REOPENED)
SERIOUS  = (Rung.ORDERED, Rung.SUMMONED)

DUTIES = (
    #    life           when it is                   who           has to         called              narrowed to
    Duty(L.TASK,        (S.ASSIGNED,),               R.LIAISON,    A.ACCEPT,      "待签收",           _i_lead),
    Duty(L.TASK,        (S.IN_PROGRESS,),            R.LIAISON,    A.REPORT,      "正在办理",         _i_lead),
    Duty(L.TASK,        (S.ASSIGNED, S.IN_PROGRESS), R.SUPPORTER,  A.CONTRIBUTE,  "待报送配合情况",   _i_owe),
    Duty(L.FINDING,     TO_FIX,                      R.LIAISON,    A.START_FIX,   "待整改的问题",     _unit_to_fix),
    Duty(L.FINDING,     (F.FIXING,),                 R.LIAISON,    A.CLAIM_FIXED, "整改中的问题",     _unit_to_fix),
    Duty(L.TASK,        (S.REPORTED,),               R.CHECKER,    A.PASS_CHECK,  "待初审的报告",     _not_my_report),
    Duty(L.EXTENSION,   (X.REQUESTED,),              R.PLANNER,    A.GRANT,       "待批复的延期",     _not_my_ask),
    Duty(L.TASK,        (S.DECLINED,),               R.PLANNER,    A.REASSIGN,    "退回待改派",       _any),
    Duty(L.TASK,        (S.PLANNED,),                R.PLANNER,    A.ASSIGN,      "待交办",           _issued),
    Duty(L.PLAN,        (P.DRAFTED,),                R.PLANNER,    A.CONFIRM,     "待确认要求的方案", _unconfirmed),
    Duty(L.PLAN,        (P.DRAFTED,),                R.PLANNER,    A.SUBMIT,      "待送审的方案",     _all_confirmed),
    Duty(L.PLAN,        (P.APPROVED,),               R.PLANNER,    A.ISSUE,       "待印发的方案",     _any),
    Duty(L.PLAN,        (P.ISSUED,),                 R.PLANNER,    A.SUBMIT,      "待总结送审的方案", _no_summary),
    Duty(L.PLAN,        (P.ISSUED,),                 R.PLANNER,    A.CONCLUDE,    "待总结的方案",     _summary_done),
    Duty(L.EXEMPLAR,    (E.NOMINATED,),              R.PLANNER,    A.ADOPT,       "待采纳的典型",     _any),
    Duty(L.EXEMPLAR,    (E.ACCEPTED,),               R.PLANNER,    A.PUBLISH,     "待宣传的典型",     _any),
    Duty(L.INSPECTION,  (InspectionState.UNDERWAY,), R.SUPERVISOR, A.CONCLUDE,    "进行中的检查",     _any),
    Duty(L.APPEAL,      (AppealState.LODGED,),       R.SUPERVISOR, A.UPHOLD,      "待复核的申诉",     _any),
    Duty(L.APPEAL,      (AppealState.LODGED,),       R.LEADER,     A.UPHOLD,      "待复核的申诉",     _any),
    Duty(L.PAPER,       (PaperState.DRAFTED,),       R.PLANNER,    A.SUBMIT,      "待处理的报告稿",   _any),
    Duty(L.FINDING,     (F.FOUND,),                  R.SUPERVISOR, A.ASSIGN,      "待交办的问题",     _any),
    Duty(L.FINDING,     (F.CLAIMED_FIXED,),          R.SUPERVISOR, A.VERIFY,      "待核实的整改",     _any),
    Duty(L.SUPERVISION, SERIOUS,                     R.SUPERVISOR, A.CIRCULATE,   "督办中的任务",     _any),
)
# fmt: on

OPEN = (Review.state == ReviewState.OPEN,)
SOON = (col(Review.due).is_(None), col(Review.due), col(Review.id))
_ORDER: dict[Life, tuple[Any, ...]] = {
    Life.TASK: (col(Task.due).is_(None), col(Task.due), col(Task.id)),
    Life.PLAN: (col(Plan.id),),
    Life.EXTENSION: (col(Extension.old_due), col(Extension.id)),
    Life.FINDING: (col(Finding.due).is_(None), col(Finding.due), col(Finding.id)),
    Life.EXEMPLAR: (col(Exemplar.id),),
    Life.PAPER: (col(Paper.id),),
    Life.INSPECTION: (col(Inspection.ends), col(Inspection.id)),
    Life.APPEAL: (col(Appeal.id),),
    Life.SUPERVISION: (col(Supervision.rung_at), col(Supervision.id)),
}


def waiting_for(session: Session, standing: Standing, only: Only = EVERYTHING) -> list[Waiting]:
    """List what waits for somebody, by heading; headings under which nothing waits are left out."""
    found = [_reviews(session, standing, only), _advice(session, standing, only)]
    found += [_of_duty(session, standing, duty, only) for duty in DUTIES if _has(standing, duty.who)]
    return [waiting for waiting in found if waiting.count]


def _has(standing: Standing, role: Role) -> bool:
    if role is Role.LIAISON:
        return bool(standing.seats)
    if role is Role.SUPPORTER:
        return bool(standing.units_as(Role.LIAISON))
    if role is Role.PLANNER and standing.units_as(Role.LIAISON):
        return True
    return role in standing.house_roles


def _planned_by(standing: Standing, life: Life) -> ColumnElement[bool]:
    """What somebody plans: the plans of the house as its planner, the own plans of units as their liaison."""
    mine = col(Plan.unit_id).in_(standing.units_as(Role.LIAISON))
    which = or_(col(Plan.unit_id).is_(None), mine) if Role.PLANNER in standing.house_roles else mine
    return which if life is Life.PLAN else col(TABLES[life].plan_id).in_(select(Plan.id).where(which))


def _of_duty(session: Session, standing: Standing, duty: Duty, only: Only) -> Waiting:
    table = TABLES[duty.life]
    where = [col(table.state).in_(duty.states), duty.which(standing), *only.clauses(duty.life)]
    where += [_planned_by(standing, duty.life)] if duty.who is Role.PLANNER else []
    wanted = select(table, func.count().over()).where(*where)
    rows = session.exec(wanted.order_by(*_ORDER[duty.life]).limit(SHOWN)).all()
    return Waiting(duty.life, duty.act, duty.zh, rows[0][1] if rows else 0, [subject for subject, _ in rows])


def _reviews(session: Session, standing: Standing, only: Only) -> Waiting:
    mine = reviews_waiting(session, standing, only)
    shown = session.exec(select(Review).where(col(Review.id).in_(mine[:SHOWN])).order_by(*SOON)).all()
    return Waiting(Life.REVIEW, Act.DECIDE, mark("待我审核"), len(mine), shown)


def _advice(session: Session, standing: Standing, only: Only) -> Waiting:
    """Reviews in which somebody waits for the person's advice."""
    mine = select(Advice.review_id).where(
        Advice.person_id == standing.actor.person_id,
        col(Advice.answered_at).is_(None),
        col(Advice.taken_back_at).is_(None),
    )
    wanted = select(Review).where(
        Review.state == ReviewState.OPEN, col(Review.id).in_(mine), *only.clauses(Life.REVIEW)
    )
    found = session.exec(wanted.order_by(*SOON)).all()
    return Waiting(Life.REVIEW, Act.ADVISE, mark("待我回复的委派"), len(found), found[:SHOWN])


def reviews_waiting(session: Session, standing: Standing, only: Only = EVERYTHING) -> list[int]:
    """List the ids of the open reviews that somebody can answer now, the earliest deadline first.

    The rules are asked once for all panels that are alike: a busy office has a thousand reviews open, and few kinds.
    """
    seats = select(Signer.review_id).where(
        or_(col(Signer.post_id).in_(standing.posts()), Signer.person_id == standing.actor.person_id)
    )
    wanted = select(Review.id).where(
        Review.state == ReviewState.OPEN, col(Review.id).in_(seats), *only.clauses(Life.REVIEW)
    )
    kinds = kinds_of(session, wanted.order_by(*SOON), standing)
    examples = {kind: id_ for id_, kind in kinds.items()}
    reviews = session.exec(select(Review).where(col(Review.id).in_(examples.values()))).all()
    panels = panels_of(desk_of(session), reviews)
    answerable = {kind for kind, id_ in examples.items() if may_decide(panels[id_], standing)}
    return [id_ for id_, kind in kinds.items() if kind in answerable]


def may_decide(panel: Panel, standing: Standing) -> bool:
    """Say whether the rules let somebody answer a review that is open."""
    facts = ReviewFacts(
        roles=frozenset({Role.REVIEWER}),
        hands=standing.hands,
        my_seats=panel.seats_for(standing) - panel.answers.keys(),
        turn=panel.turn,
        excluded=frozenset(panel.review.excluded),
        answered_by=panel.answered_by,
        answering=panel.answering(standing),
        advice_open=bool(panel.advice_open_for(standing)),
    )
    return any(o.act is Act.DECIDE and not o.missing for o in offers(REVIEW, ReviewState.OPEN, facts=facts))


def waits_too_long(review: Review, now: datetime) -> bool:
    """Say whether a review is past its deadline."""
    return review.due is not None and now > review.due
