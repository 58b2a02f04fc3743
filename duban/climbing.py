"""When the ladder of a stored task climbs next: the pure rule of `workflows.ladder` with what is on the desk."""

from duban.desk.desk import Desk
from duban.local_days import calendar_for
from duban.policies import settings_of
from models.question import Supervision
from models.task import Task
from workflows.ladder import Climb, next_climb


def climb_of(desk: Desk, ladder: Supervision, task: Task) -> Climb | None:
    """Say which rung of a ladder comes next and when; None without a deadline, at the top, and once it is settled."""
    if task.due is None:
        return None
    return next_climb(
        ladder.state,
        task.due,
        rung_at=ladder.rung_at,
        replied_on=ladder.replied_on,
        policy=settings_of(desk, task.plan_id),
        calendar=calendar_for(desk, task),
    )
