"""For how long something may lie with somebody before the clock urges, by state; and with whom."""

from models.appeal_words import AppealState
from models.policy import PolicySettings
from models.words import FindingState, Life, TaskState

# fmt: off
WAITS: dict[tuple[Life, str], str] = {
    # it lies while it is                    setting of the policy, in working days
    (Life.TASK,    TaskState.PLANNED):          "hand_out",
    (Life.TASK,    TaskState.ASSIGNED):         "sign",
    (Life.TASK,    TaskState.DECLINED):         "reassign",
    (Life.TASK,    TaskState.REPORTED):         "check",
    (Life.FINDING, FindingState.FOUND):         "assign_finding",
    (Life.FINDING, FindingState.ASSIGNED):      "fix",
    (Life.FINDING, FindingState.REOPENED):      "fix",
    (Life.FINDING, FindingState.FIXING):        "fix",
    (Life.FINDING, FindingState.CLAIMED_FIXED): "verify",
    (Life.APPEAL,  AppealState.LODGED):         "answer_appeal",
}
# fmt: on


def wait_days(settings: PolicySettings, life: Life, state: str) -> int | None:
    """Say for how many working days something may lie in a state; None where the clock does not count."""
    name = WAITS.get((life, state))
    return None if name is None else int(getattr(settings.waits, name))
