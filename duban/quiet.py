"""When nobody is reminded: on days off, before the morning's work and after the evening's end.

On a day on which only some units work, a sweep leaves out what belongs to the others (`duban/actions/resting.py`).

What becomes due in the meantime waits for the next working morning; nothing is lost, since a sweep goes by what is due.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from duban.desk.opened import desk_of
from duban.local_days import calendars_of
from models.policy import PolicySettings
from models.policy_stored import Policy
from workflows.moments import SHANGHAI, day_of

USUAL = PolicySettings()


def is_quiet(session: Session, now: datetime) -> bool:
    """Say whether nobody is to be reminded at `now`.

    The morning begins at the earliest hour of any policy, the evening at the latest; where one reminds in the evening,
    the evening does not count.
    """
    calendars, day = calendars_of(desk_of(session)), day_of(now)
    if not any(calendar.is_workday(day) for calendar in {calendars.national, *calendars.local.values()}):
        return True
    stored = session.exec(select(Policy.settings)).all()
    starts, ends = (_hours(stored, name) for name in ("work_starts", "work_ends"))
    hour = f"{now.astimezone(SHANGHAI):%H:%M}"
    return hour < min(starts) or max(starts) < max(ends) <= hour


def _hours(stored: Sequence[Mapping[Any, Any]], name: str) -> list[str]:
    """List the hours that policies set; the usual one for those that are older than the setting, and without any."""
    return [str(settings.get(name, getattr(USUAL, name))) for settings in stored or [{}]]
