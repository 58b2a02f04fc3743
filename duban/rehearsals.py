"""A rehearsal as it is asked for: by the plan's name; what it found is written beside the reports."""

from datetime import date, datetime
from pathlib import Path

from duban.calendars import load_calendar
from duban.database import reading
from duban.desk.opened import desk_of
from duban.lookups import plan_named
from duban.rehearsing.assuming import read_assumptions
from duban.rehearsing.files import write_rehearsal
from duban.rehearsing.rehearsal import Rehearsed, rehearse


def rehearse_plan(
    plan: str, *, now: datetime, until: date | None = None, assume: str = "", folder: Path | None = None
) -> tuple[Rehearsed, dict[str, Path]]:
    """Rehearse a plan; give what was found and the files it was written to. Nothing stored is touched.

    Raises: Refused, NotFound, BadInput.
    """
    assumed = read_assumptions(assume)
    with reading() as session:
        found = rehearse(session, plan_named(session, plan), assumed, now=now, until=until)
        calendar = load_calendar(desk_of(session))
    return found, write_rehearsal(found, calendar, folder=folder)
