"""The life of a finding: a problem stays open until somebody else has verified its fix."""

from models.words import Act, Life, Role, Then
from models.words import FindingState as S
from workflows.finding.guards import FindingFacts, late, other_person, reason_given, text_given
from workflows.rules import NEW, SAME, Lifecycle, Row

# fmt: off
TO_FIX    = (S.ASSIGNED, S.REOPENED)
WITH_UNIT = (*TO_FIX, S.FIXING)

ROWS: tuple[Row[FindingFacts], ...] = (
    # when it is       who              may               if all of these hold           it becomes        and then
    Row(NEW,             Role.SUPERVISOR, Act.FIND,         (text_given,),                 S.FOUND),
    Row(S.FOUND,         Role.SUPERVISOR, Act.ASSIGN,       (),                            S.ASSIGNED,       (Then.TELL_LEAD,)),
    Row(TO_FIX,          Role.LIAISON,    Act.START_FIX,    (),                            S.FIXING),
    Row(S.FIXING,        Role.LIAISON,    Act.CLAIM_FIXED,  (text_given,),                 S.CLAIMED_FIXED,  (Then.ASK_SUPERVISOR,)),
    Row(S.CLAIMED_FIXED, Role.SUPERVISOR, Act.VERIFY,       (other_person,),               S.VERIFIED,       (Then.TELL_LEAD,)),
    Row(S.CLAIMED_FIXED, Role.SUPERVISOR, Act.REOPEN,       (other_person, reason_given),  S.REOPENED,       (Then.TELL_LEAD,)),
    Row(S.VERIFIED,      Role.SUPERVISOR, Act.REOPEN,       (reason_given,),               S.REOPENED,       (Then.TELL_LEAD,)),
    Row(S.FOUND,         Role.CLOCK,      Act.URGE,         (late,),                       SAME,             (Then.ASK_SUPERVISOR,)),
    Row(WITH_UNIT,       Role.CLOCK,      Act.URGE,         (late,),                       SAME,             (Then.TELL_LEAD, Then.TELL_SUPERVISOR)),
    Row(S.CLAIMED_FIXED, Role.CLOCK,      Act.URGE,         (late,),                       SAME,             (Then.ASK_SUPERVISOR,)),
)
# fmt: on

FINDING = Lifecycle(Life.FINDING, S, ROWS, ended=frozenset({S.VERIFIED}))
