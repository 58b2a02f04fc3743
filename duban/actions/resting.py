"""Whom a sweep leaves alone today: units that rest on days of their own, and all others when only some units work."""

from collections.abc import Mapping, Sequence
from datetime import date

from duban.actions.swept import Due, DueKind
from duban.desk.desk import Desk
from duban.desk.prepared import Prepared, among, pick
from duban.local_days import calendars_of
from models.found import Finding
from models.question import Supervision
from models.task import Task

# fmt: off
UNITS: Mapping[DueKind, Prepared] = {
    # what is due    whose day counts
    DueKind.LADDER:  Prepared(pick(Supervision.id, Task.lead_unit_id).join(Task).where(among(Supervision.id, "ids"))),
    DueKind.TASK:    Prepared(pick(Task.id, Task.lead_unit_id).where(among(Task.id, "ids"))),
    DueKind.FINDING: Prepared(pick(Finding.id, Finding.unit_id).where(among(Finding.id, "ids"))),
}
# fmt: on
"""A review, a request for time and a new period wait for the office, which keeps the national days."""


def awake(desk: Desk, dues: Sequence[Due], day: date) -> list[Due]:
    """Keep what is due for those who work on `day`; the rest waits, as it is, for a sweep on a day they work."""
    calendars = calendars_of(desk)
    if not calendars.local:
        return list(dues)
    units: dict[tuple[DueKind, int], int | None] = {}
    for kind, wanted in UNITS.items():
        ids = [due.subject_id for due in dues if due.kind is kind]
        units |= {(kind, id_): unit_id for id_, unit_id in (desk.read(wanted, ids=ids) if ids else ())}
    return [due for due in dues if calendars.of(units.get((due.kind, due.subject_id))).is_workday(day)]
