"""What stands in a cell where units stand against demands."""

from models.words import Lamp, TaskState, Word


class Covered(Word):
    """What stands in a cell of unit × demand, worst first."""

    # fmt: off
    NOTHING  = "nothing",  "未分解", "no task"
    PROBLEM  = "problem",  "有问题", "has a problem"
    WAITING  = "waiting",  "未开始", "not started"
    AT_WORK  = "at_work",  "办理中", "under way"
    SET_DOWN = "set_down", "已挂账", "suspended"
    DONE_BELOW = "done_below", "下级已办，待报告", "done in the unit's own plan"
    DONE     = "done",     "已报告", "done"
    VERIFIED = "verified", "已办结", "verified"
    DROPPED  = "dropped",  "已撤销", "cancelled"
    # fmt: on


# fmt: off
CELLS: dict[TaskState, Covered] = {
    TaskState.PLANNED:     Covered.WAITING,
    TaskState.ASSIGNED:    Covered.WAITING,
    TaskState.DECLINED:    Covered.WAITING,
    TaskState.IN_PROGRESS: Covered.AT_WORK,
    TaskState.SUSPENDED:   Covered.SET_DOWN,
    TaskState.REPORTED:    Covered.DONE,
    TaskState.IN_REVIEW:   Covered.DONE,
    TaskState.CLOSED:      Covered.VERIFIED,
    TaskState.CANCELLED:   Covered.DROPPED,
}
# fmt: on
WORST_FIRST = tuple(Covered)


def covered_by(state: TaskState, lamp: Lamp) -> Covered:
    """Say what a task puts into its cell, of itself."""
    if lamp is Lamp.RED and state is not TaskState.CLOSED:
        return Covered.PROBLEM
    return CELLS[state]


def rank_of(state: TaskState, lamp: Lamp) -> int:
    """Give the place of what a task puts into its cell, the worst lowest."""
    return WORST_FIRST.index(covered_by(state, lamp))
