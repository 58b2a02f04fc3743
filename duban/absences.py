"""Who is away (外出), entered by the person or by the office; meanwhile the deputies of the person's posts act."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from duban.database import writing
from duban.desk.opened import desk_of
from duban.posts import standing
from models.errors import BadInput, NotFound, NotYours
from models.register import Absence, Holding, Person, Post, Unit
from models.values import Actor
from models.words import Holds, Role
from workflows.moments import day_of

OFFICE = frozenset({Role.PLANNER, Role.OPERATOR})
"""Who may enter the absence of others."""
REASON_LENGTH = 200
LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Away:
    """From when until when somebody is away, both days included, and why."""

    since: date
    until: date
    why: str = ""


@dataclass(frozen=True, slots=True)
class Cover:
    """A post of somebody, and who stands in for it on the days of an absence; nobody, when there is no deputy."""

    post: str
    deputies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AbsenceShown:
    """An absence as people read it."""

    absence: Absence
    person: Person
    entered_by: str
    covers: tuple[Cover, ...]

    @property
    def uncovered(self) -> tuple[str, ...]:
        """Posts for which nobody stands in."""
        return tuple(cover.post for cover in self.covers if not cover.deputies)


def may_enter_for_others(session: Session, by: Actor, *, now: datetime) -> bool:
    """Say whether somebody may enter the absences of others."""
    return bool(standing(desk_of(session), by, now=now).house_roles & OFFICE)


def add_absence(person_id: int, away: Away, *, by: Actor, now: datetime) -> Absence:
    """Enter an absence and commit it. One's own, or as planner or operator anybody's.

    Raises:
        NotYours: it is somebody else's. NotFound: there is no such person.
        BadInput: it ends before it begins or before today, lasts too long, or overlaps another one.
    """
    with writing() as session:
        _check_allowed(session, person_id, by=by, now=now)
        if session.get(Person, person_id) is None:
            raise NotFound(f"名册里没有编号为 {person_id} 的人。", f"There is no person {person_id}.")
        _check_days(session, person_id, away, now=now)
        absence = Absence(
            person_id=person_id,
            since=away.since,
            until=away.until,
            why=away.why.strip(),
            entered_by=by.person_id,
            entered_at=now,
        )
        session.add(absence)
        session.flush()
        return absence


def end_absence(absence_id: int, *, by: Actor, now: datetime) -> Absence | None:
    """End an absence and commit it: one that runs lasts until yesterday, one that has not begun is deleted (None).

    Raises:
        NotFound: there is no such absence. NotYours: it is somebody else's. BadInput: it is over.
    """
    today = day_of(now)
    with writing() as session:
        absence = session.get(Absence, absence_id)
        if absence is None:
            raise NotFound(f"没有编号为 {absence_id} 的外出登记。", f"There is no absence {absence_id}.")
        _check_allowed(session, absence.person_id, by=by, now=now)
        if absence.until < today:
            raise BadInput(
                f"这次外出已于 {absence.until} 结束，不能再改。", f"This absence ended on {absence.until} already."
            )
        if absence.since >= today:
            session.delete(absence)
            return None
        absence.until = today - timedelta(days=1)
        absence.entered_by, absence.entered_at = by.person_id, now
        session.add(absence)
        return absence


def _check_allowed(session: Session, person_id: int, *, by: Actor, now: datetime) -> None:
    if by.person_id != person_id and not may_enter_for_others(session, by, now=now):
        raise NotYours(
            "只能登记自己的外出；替别人登记请找计划专责或系统操作员。",
            "You may enter your own absence only; ask the planner or the operator to enter somebody else's.",
        )


def _check_days(session: Session, person_id: int, away: Away, *, now: datetime) -> None:
    if away.until < away.since:
        raise BadInput(
            f"外出结束日期 {away.until} 早于开始日期 {away.since}，请改正。", "The absence ends before it begins."
        )
    if away.until < day_of(now):
        raise BadInput("这段外出已经过去，不用登记；已经办的事不会改变。", "The absence is over already.")
    if away.until - away.since > LONGEST:
        raise BadInput(
            "外出超过一年，请改任职，不要登记外出。", "For more than a year, change who holds the post instead."
        )
    if len(away.why.strip()) > REASON_LENGTH:
        raise BadInput(f"事由最多 {REASON_LENGTH} 字。", f"The reason has at most {REASON_LENGTH} characters.")
    same = select(Absence).where(Absence.person_id == person_id)
    other = session.exec(same.where(Absence.since <= away.until, Absence.until >= away.since)).first()
    if other is not None:
        raise BadInput(
            f"与已登记的外出（{other.since} 至 {other.until}）重叠；请先结束那一次，或改日期。",
            f"It overlaps the absence from {other.since} to {other.until}; end that one first, or change the days.",
        )


def absences(session: Session, person_id: int | None = None, *, since: date) -> list[AbsenceShown]:
    """List the absences, of one person or of everybody, that are not over on a day, the earliest first.

    Who stands in is told as of each absence's first day still to come. A fixed number of queries.
    """
    wanted = select(Absence, Person).join(Person, col(Person.id) == Absence.person_id)
    wanted = wanted.where(Absence.until >= since)
    if person_id is not None:
        wanted = wanted.where(Absence.person_id == person_id)
    rows = session.exec(wanted.order_by(col(Absence.since), col(Absence.id))).all()
    held = _held(session, [person.id for _, person in rows])
    entered = _names(session, [absence.entered_by for absence, _ in rows])
    away = session.exec(select(Absence).where(Absence.until >= since)).all()
    return [
        AbsenceShown(
            absence,
            person,
            entered.get(absence.entered_by, ""),
            _covers(held.get(person.id or 0, []), max(absence.since, since), away),
        )
        for absence, person in rows
    ]


@dataclass(frozen=True, slots=True)
class _Held:
    """A post somebody holds, its name, and its deputies with their names."""

    holding: Holding
    post: str
    deputies: tuple[tuple[Holding, str], ...]


def _held(session: Session, people: Sequence[int | None]) -> dict[int, list[_Held]]:
    mine = (
        select(Holding, Post, Unit).join(Post, col(Post.id) == Holding.post_id).join(Unit, col(Unit.id) == Post.unit_id)
    )
    rows = session.exec(
        mine.where(col(Holding.person_id).in_(people), Holding.kind == Holds.HOLDER).order_by(col(Holding.id))
    ).all()
    standing_in = select(Holding, Person).join(Person, col(Person.id) == Holding.person_id)
    standing_in = standing_in.where(
        Holding.kind == Holds.DEPUTY, col(Holding.post_id).in_([holding.post_id for holding, _, _ in rows])
    )
    deputies: defaultdict[int, list[tuple[Holding, str]]] = defaultdict(list)
    for holding, person in session.exec(standing_in.order_by(col(Holding.id))).all():
        deputies[holding.post_id].append((holding, person.name))
    found: defaultdict[int, list[_Held]] = defaultdict(list)
    for holding, post, unit in rows:
        name = f"{unit.short_name or unit.name}{post.name}"
        found[holding.person_id].append(_Held(holding, name, tuple(deputies[holding.post_id])))
    return found


def _covers(held: Sequence[_Held], day: date, away: Sequence[Absence]) -> tuple[Cover, ...]:
    """Tell of every post held on a day who stands in then: its deputies who are not away themselves."""
    gone = {absence.person_id for absence in away if absence.since <= day <= absence.until}
    return tuple(
        Cover(one.post, tuple(name for h, name in one.deputies if _holds(h, day) and h.person_id not in gone))
        for one in held
        if _holds(one.holding, day)
    )


def _holds(holding: Holding, day: date) -> bool:
    return holding.since <= day and (holding.until is None or holding.until >= day)


def _names(session: Session, ids: Sequence[int | None]) -> dict[int | None, str]:
    return dict(session.exec(select(Person.id, Person.name).where(col(Person.id).in_(set(ids) - {None}))).all())
