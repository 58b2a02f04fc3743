"""How the deadline of a stored task is counted, and the day an event gives it."""

from datetime import date, datetime

from duban.desk.desk import Desk
from duban.local_days import calendars_of
from models.plan import Plan
from models.task import Task
from models.words import Start
from workflows.counting import Count, last_day, not_gone_by
from workflows.moments import day_of


def count_of(task: Task) -> Count:
    """Give the count of a task whose days have begun to count."""
    if task.counted_from is None:
        raise AssertionError("its days do not count")
    return Count(task.counted_from, task.days, task.in_workdays, task.stood_still)


def date_of_event(desk: Desk, task: Task) -> date | None:
    """Give the date of the event that a task is tied to, as far as it is known."""
    if task.starts_from is not Start.EVENT:
        return None
    said = desk.one(Plan, task.plan_id).event_dates.get(task.event)
    return date.fromisoformat(said) if said else None


def waits_or_counts(task: Task) -> bool:
    """Say whether what a task's days start from still gives its deadline: it has not become a date of its own."""
    return task.counted_from is not None or task.due is None


def due_after(desk: Desk, start: date, task: Task, *, now: datetime, unit_id: int | None = None) -> date:
    """Count a deadline from a day, by the calendar of who leads, or is to lead (`unit_id`); never a day gone by."""
    calendars = calendars_of(desk)
    calendar = calendars.of(unit_id or task.lead_unit_id) if calendars.local else calendars.national
    return not_gone_by(last_day(Count(start, task.days, task.in_workdays), calendar), day_of(now))
