"""The life of an appeal: a unit objects to one point of a circular, and somebody who had no part in it decides.

What was published stays as it was; an appeal that is upheld is stated as a correction in the next circular.
"""

from models.appeal_words import AppealState as S
from models.words import Act, Life, Role, Then
from workflows.appeal.guards import (
    AppealFacts,
    circular_out,
    in_time,
    late,
    not_appealed_before,
    other_person,
    reason_given,
)
from workflows.rules import NEW, SAME, Lifecycle, Row

# fmt: off
POSSIBLE = (circular_out, in_time, not_appealed_before)
TOLD     = (Then.TELL_ASKER, Then.TELL_PLANNER)

ROWS: tuple[Row[AppealFacts], ...] = (
    # when it is    who              may            if all of these hold            it becomes     and then
    Row(NEW,        Role.LIAISON,    Act.REQUEST,   (*POSSIBLE, reason_given),      S.LODGED,      (Then.ASK_SUPERVISOR,)),
    Row(S.LODGED,   Role.SUPERVISOR, Act.UPHOLD,    (other_person, reason_given),   S.UPHELD,      TOLD),
    Row(S.LODGED,   Role.LEADER,     Act.UPHOLD,    (other_person, reason_given),   S.UPHELD,      TOLD),
    Row(S.LODGED,   Role.SUPERVISOR, Act.DISMISS,   (other_person, reason_given),   S.DISMISSED,   TOLD),
    Row(S.LODGED,   Role.LEADER,     Act.DISMISS,   (other_person, reason_given),   S.DISMISSED,   TOLD),
    Row(S.LODGED,   Role.LIAISON,    Act.WITHDRAW,  (reason_given,),                S.WITHDRAWN),
    Row(S.LODGED,   Role.CLOCK,      Act.URGE,      (late,),                        SAME,          (Then.ASK_SUPERVISOR, Then.TELL_LEADER)),
)
# fmt: on

APPEAL = Lifecycle(Life.APPEAL, S, ROWS, ended=frozenset({S.UPHELD, S.DISMISSED, S.WITHDRAWN}))
