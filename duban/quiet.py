"""When nobody is reminded: on days off, before the morning's work and after the evening's end.

On a day on which only some units work, a sweep leaves out what belongs to the others (`duban/actions/resting.py`).

What becomes due in the meantime waits for the next working morning; nothing is lost, since a sweep goes by what is due.
"""

from datetime import datetime

from sqlmodel import Session, select

from duban.desk.opened import desk_of
from duban.local_days import calendars_of
from models.policy import Policy, PolicySettings
from workflows.moments import SHANGHAI, day_of

WORK_ENDS = "18:00"


def is_quiet(session: Session, now: datetime) -> bool:
    """Say whether nobody is to be reminded at `now`.

    The morning begins at the earliest hour of any policy; where one reminds in the evening, the evening does not count.
    """
    calendars, day = calendars_of(desk_of(session)), day_of(now)
    if not any(calendar.is_workday(day) for calendar in {calendars.national, *calendars.local.values()}):
        return True
    stored = session.exec(select(Policy.settings)).all()
    starts = [str(settings.get("work_starts", PolicySettings().work_starts)) for settings in stored]
    starts = starts or [PolicySettings().work_starts]
    hour = f"{now.astimezone(SHANGHAI):%H:%M}"
    return hour < min(starts) or (hour >= WORK_ENDS and max(starts) < WORK_ENDS)
