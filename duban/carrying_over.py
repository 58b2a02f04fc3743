"""Carries stored lives over to a changed definition: surveys how each would land, and moves those that a mapping moves.

The survey is the one list that a dry run prints and that carrying over works through.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from duban.actions import gates, next_at
from duban.actions.act import desk_on
from duban.actions.case import Case
from duban.actions.door import carry_over
from duban.database import reading, writing
from duban.definitions import Definitions, in_force, on_record
from duban.desk.opened import desk_of
from duban.posts import standing
from duban.stored_lives import open_reviews, plan_ids, stored_lives
from models.errors import NotYours
from models.values import Actor
from models.words import Life, Role
from workflows.definition import Definition
from workflows.landing import MAPPINGS, Landing, Lands, Lost, Mappings, Stored, land, lost


@dataclass(frozen=True, slots=True)
class Survey:
    """How every stored life would land, life by life in the order of their numbers, and which reviews would be lost."""

    landings: tuple[Landing, ...]
    lost: tuple[Lost, ...] = ()

    def landing(self, lands: Lands) -> tuple[Landing, ...]:
        return tuple(one for one in self.landings if one.lands is lands)


def survey(session: Session, to: Definitions, *, mappings: Mappings = MAPPINGS) -> Survey:
    """Say of every stored life how it would land under the definitions `to`. Changes nothing."""
    known = on_record(session)
    landings = tuple(
        land(stored, to[stored.life], before=_before(known, stored), mappings=mappings)
        for stored in stored_lives(session)
    )
    becomes = {(one.stored.life, one.stored.subject_id): one.becomes for one in landings}
    gone = (lost(one, becomes[one.life, one.subject_id], to[one.life]) for one in open_reviews(session))
    return Survey(landings, tuple(one for one in gone if one is not None))


def _before(known: Mapping[tuple[Life, str], Definition], stored: Stored) -> Definition | None:
    """The definition that decided the last Move; where nobody kept it, the newest on record that knows the state."""
    exact = known.get((stored.life, stored.rules))
    if exact is not None:
        return exact
    fitting = [one for (life, _), one in known.items() if life is stored.life and one.knows(stored.state)]
    return fitting[-1] if fitting else None


def carry_all_over(mappings: Mappings = MAPPINGS, *, by: Actor, now: datetime) -> Survey:
    """Move every life that a mapping moves under the definitions in force, and nothing else; give what was surveyed.

    One transaction per plan, so that a crash leaves each plan as it was or as it is to be. Repeating it goes on.

    Raises:
        NotYours: the person is no operator.
        SomeoneWasFirst: a life changed while it was carried over; its plan is left as it was.
    """
    with reading() as session:
        if Role.OPERATOR not in standing(desk_of(session), by, now=now).house_roles:
            raise NotYours("只有系统操作员可以把事项转入新规则。", "Only an operator may carry lives over.")
        found = survey(session, in_force(), mappings=mappings)
        plans = _by_plan(session, found.landing(Lands.BY_MAPPING))
    for landings in plans.values():
        with writing() as session:
            _carry_plan_over(session, landings, by=by, now=now)
    return found


def _by_plan(session: Session, landings: Sequence[Landing]) -> dict[int, list[Landing]]:
    plans: dict[int, list[Landing]] = {}
    of = {life: plan_ids(session, life) for life in dict.fromkeys(one.stored.life for one in landings)}
    for one in landings:
        plans.setdefault(of[one.stored.life][one.stored.subject_id], []).append(one)
    return plans


def _carry_plan_over(session: Session, landings: list[Landing], *, by: Actor, now: datetime) -> None:
    """States and Moves first, what depends on several of them after: one life's times may hang on another's state."""
    with desk_on(session) as desk:
        cases = [carry_over(desk, one, by=by, now=now) for one in landings]
        for case in cases:
            gates.void_gates(case)
            _set_next_at(case)


def _set_next_at(case: Case) -> None:
    """Work its time out anew; where a neighbour's state cannot be read yet, let the clock look at it at once."""
    try:
        with case.desk.nested():
            next_at.refresh(case)
    except (LookupError, ValueError):  # what a word that nobody knows raises
        case.desk.change(case.subject, next_at=case.now)
