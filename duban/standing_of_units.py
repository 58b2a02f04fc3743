"""How every unit stands: its open tasks by lamp, the worst first."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from duban.database import reading
from duban.desk.opened import desk_of
from duban.glances import alike
from duban.local_days import calendars_of
from duban.policies import settings_of
from models.policy import LampSettings
from models.register import Unit
from models.task import Task
from models.values import Value
from models.words import Lamp
from workflows.lamps import lamp
from workflows.task.lifecycle import TASK

WORST_FIRST = (Lamp.RED, Lamp.YELLOW, Lamp.BLUE)


class UnitLamps(Value):
    """The open tasks of one unit, counted by lamp."""

    unit_id: int
    name: str
    counts: Mapping[Lamp, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def lamps_by_unit(*, now: datetime) -> list[UnitLamps]:
    """Count the open tasks of every unit by lamp, the unit with the most red first."""
    with reading() as session:
        return count_lamps(session, now=now)


def open_alike(
    session: Session, *which: ColumnElement[bool], now: datetime
) -> Iterator[tuple[int | None, Lamp, datetime | None, int]]:
    """Count the open tasks that are alike: whose they are, their lamp, their deadline, how many.

    The database counts, the rule is asked once for each kind: a fixed number of queries, and one per plan; what is held
    in memory grows with plans, not with tasks.
    """
    desk = desk_of(session)
    calendars, policies = calendars_of(desk), dict[int, LampSettings]()
    for unit_id, plan_id, glance, count in alike(session, col(Task.state).not_in(TASK.ended), *which):
        if plan_id not in policies:
            policies[plan_id] = settings_of(desk, plan_id).lamps
        shown = lamp(glance, policies[plan_id], calendar=calendars.of(unit_id), now=now)
        yield unit_id, shown.lamp, glance.due, count


def count_lamps(session: Session, *, now: datetime) -> list[UnitLamps]:
    """Count in a session that is open."""
    counts: dict[int, Counter[Lamp]] = {}
    for unit_id, shown, _, count in open_alike(session, col(Task.lead_unit_id).is_not(None), now=now):
        counts.setdefault(unit_id or 0, Counter())[shown] += count
    units = session.exec(select(Unit.id, Unit.name)).all()  # they may be more than a statement takes parameters
    found = [UnitLamps(unit_id=id_ or 0, name=name, counts=counts[id_ or 0]) for id_, name in units if id_ in counts]
    return sorted(found, key=lambda unit: ([-unit.counts.get(lamp, 0) for lamp in WORST_FIRST], unit.unit_id))
