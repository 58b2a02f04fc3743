"""When nobody is reminded: on days off, before the morning's work and after the evening's end.

What becomes due in the meantime waits for the next working morning; nothing is lost, since a sweep goes by what is due.
"""

from datetime import datetime

from sqlmodel import Session, select

from duban.calendars import load_calendar
from duban.desk.opened import desk_of
from models.policy import Policy, PolicySettings
from workflows.moments import SHANGHAI, day_of

WORK_ENDS = "18:00"


def is_quiet(session: Session, now: datetime) -> bool:
    """Say whether nobody is to be reminded at `now`.

    The morning begins at the earliest hour of any policy; where one reminds in the evening, the evening does not count.
    """
    if not load_calendar(desk_of(session)).is_workday(day_of(now)):
        return True
    stored = session.exec(select(Policy.settings)).all()
    starts = [str(settings.get("work_starts", PolicySettings().work_starts)) for settings in stored]
    starts = starts or [PolicySettings().work_starts]
    hour = f"{now.astimezone(SHANGHAI):%H:%M}"
    return hour < min(starts) or (hour >= WORK_ENDS and max(starts) < WORK_ENDS)
