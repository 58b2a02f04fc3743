"""The escalation ladder of one task under one deadline. It only ever climbs, until it is settled.

The clock climbs one rung at a time, each after the one before went unanswered (`workflows/ladder.py` says what answers
it); a named supervisor may start higher.
"""

from models.errors import Sentence
from models.words import Act, Life, Role, Then
from models.words import SupervisionState as S
from workflows.rules import NEW, Lifecycle, Row
from workflows.supervision.guards import (
    SupervisionFacts,
    circular_due,
    order_due,
    reason_given,
    reminder_due,
    talk_due,
    task_over,
    urging_due,
    with_lead,
)

# fmt: off
BELOW_URGED      = (S.CALM, S.REMINDED)
BELOW_ORDERED    = (*BELOW_URGED, S.URGED)
BELOW_SUMMONED   = (*BELOW_ORDERED, S.ORDERED)
BELOW_CIRCULATED = (*BELOW_SUMMONED, S.SUMMONED)
UNSETTLED        = (*BELOW_CIRCULATED, S.CIRCULATED)
BY_HAND          = (with_lead, reason_given)

ROWS: tuple[Row[SupervisionFacts], ...] = (
    # when it is        who              may             if all of these hold         it becomes     and then
    Row(NEW,              Role.SYSTEM,     Act.OPEN,       (),                          S.CALM),
    Row(S.CALM,           Role.CLOCK,      Act.REMIND,     (with_lead, reminder_due),   S.REMINDED,    (Then.TELL_LEAD,)),
    Row(BELOW_URGED,      Role.CLOCK,      Act.URGE,       (with_lead, urging_due),     S.URGED,       (Then.TELL_LEAD, Then.TELL_UNIT_HEAD)),
    Row(BELOW_ORDERED,    Role.CLOCK,      Act.ORDER,      (with_lead, order_due),      S.ORDERED,     (Then.TELL_LEAD, Then.TELL_UNIT_HEAD, Then.TELL_LEADER)),
    Row(BELOW_SUMMONED,   Role.CLOCK,      Act.SUMMON,     (with_lead, talk_due),       S.SUMMONED,    (Then.TELL_UNIT_HEAD, Then.TELL_LEADER)),
    Row(BELOW_CIRCULATED, Role.CLOCK,      Act.CIRCULATE,  (with_lead, circular_due),   S.CIRCULATED,  (Then.TELL_UNIT_HEAD, Then.TELL_LEADER)),
    Row(S.CALM,           Role.SUPERVISOR, Act.REMIND,     BY_HAND,                     S.REMINDED,    (Then.TELL_LEAD,)),
    Row(BELOW_URGED,      Role.SUPERVISOR, Act.URGE,       BY_HAND,                     S.URGED,       (Then.TELL_LEAD, Then.TELL_UNIT_HEAD)),
    Row(BELOW_ORDERED,    Role.SUPERVISOR, Act.ORDER,      BY_HAND,                     S.ORDERED,     (Then.TELL_LEAD, Then.TELL_UNIT_HEAD, Then.TELL_LEADER)),
    Row(BELOW_SUMMONED,   Role.SUPERVISOR, Act.SUMMON,     BY_HAND,                     S.SUMMONED,    (Then.TELL_UNIT_HEAD, Then.TELL_LEADER)),
    Row(BELOW_CIRCULATED, Role.SUPERVISOR, Act.CIRCULATE,  BY_HAND,                     S.CIRCULATED,  (Then.TELL_UNIT_HEAD, Then.TELL_LEADER)),
    Row(UNSETTLED,        Role.SYSTEM,     Act.SETTLE,     (task_over,),                S.SETTLED),
)
# fmt: on

SUPERVISION = Lifecycle(
    Life.SUPERVISION,
    S,
    ROWS,
    ended=frozenset({S.SETTLED}),
    untimed={S.CIRCULATED: Sentence("已是最高一级，由人接手", "the ladder has no higher rung; people take over")},
)
