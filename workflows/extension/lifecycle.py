"""The life of an extension: asked for before the deadline, decided by somebody else."""

from models.words import Act, Life, Role, Then
from models.words import ExtensionState as S
from workflows.extension.guards import (
    ExtensionFacts,
    before_due,
    has_due,
    late,
    may_extend_again,
    new_due_given,
    none_open,
    not_prescribed_above,
    other_person,
    reason_given,
    task_in_progress,
    task_moved_on,
    text_given,
    wanted_later,
    wanted_workday,
)
from workflows.rules import NEW, SAME, Lifecycle, Row

# fmt: off
DATE_FITS = (wanted_workday, wanted_later)
ASKING    = (task_in_progress, has_due, not_prescribed_above, before_due, *DATE_FITS, may_extend_again, none_open, reason_given, text_given)

ROWS: tuple[Row[ExtensionFacts], ...] = (
    # when it is    who            may             if all of these hold                                    it becomes    and then
    Row(NEW,          Role.LIAISON,  Act.REQUEST,    ASKING,                                                 S.REQUESTED,  (Then.ASK_GRANTER,)),
    Row(S.REQUESTED,  Role.PLANNER,  Act.GRANT,      (other_person, task_in_progress, before_due, *DATE_FITS), S.GRANTED,  (Then.MOVE_DEADLINE, Then.TELL_ASKER)),
    Row(S.REQUESTED,  Role.PLANNER,  Act.REFUSE,     (other_person, reason_given),                           S.REFUSED,    (Then.TELL_ASKER,)),
    Row(S.REQUESTED,  Role.LIAISON,  Act.WITHDRAW,   (),                                                     S.WITHDRAWN),
    Row(S.REQUESTED,  Role.SYSTEM,   Act.MAKE_MOOT,  (task_moved_on,),                                       S.MOOT),
    Row(S.REQUESTED,  Role.SYSTEM,   Act.RECOUNT,    (new_due_given, reason_given),                          SAME,         (Then.TELL_ASKER,)),
    Row(S.REQUESTED,  Role.CLOCK,    Act.URGE,       (late,),                                                SAME,         (Then.ASK_GRANTER, Then.TELL_LEADER)),
)
# fmt: on

EXTENSION = Lifecycle(Life.EXTENSION, S, ROWS, ended=frozenset({S.GRANTED, S.REFUSED, S.WITHDRAWN, S.MOOT}))
