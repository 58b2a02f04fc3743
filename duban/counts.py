"""How the deadline of a stored task is counted."""

from models.task import Task
from workflows.counting import Count


def count_of(task: Task) -> Count:
    """Give the count of a task whose days have begun to count."""
    if task.counted_from is None:
        raise AssertionError("its days do not count")
    return Count(task.counted_from, task.days, task.in_workdays, task.stood_still)
