"""The life of a finding: a problem stays open until somebody else has verified its fix."""

from models.errors import Sentence
from models.words import Act, Life, Role, Then
from models.words import FindingState as S
from workflows.finding.guards import FindingFacts, other_person, reason_given, text_given
from workflows.rules import NEW, Lifecycle, Row

# fmt: off
TO_FIX = (S.ASSIGNED, S.REOPENED)

ROWS: tuple[Row[FindingFacts], ...] = (
    # when it is       who              may               if all of these hold           it becomes        and then
    Row(NEW,             Role.SUPERVISOR, Act.FIND,         (text_given,),                 S.FOUND),
    Row(S.FOUND,         Role.SUPERVISOR, Act.ASSIGN,       (),                            S.ASSIGNED,       (Then.TELL_LEAD,)),
    Row(TO_FIX,          Role.LIAISON,    Act.START_FIX,    (),                            S.FIXING),
    Row(S.FIXING,        Role.LIAISON,    Act.CLAIM_FIXED,  (text_given,),                 S.CLAIMED_FIXED,  (Then.ASK_SUPERVISOR,)),
    Row(S.CLAIMED_FIXED, Role.SUPERVISOR, Act.VERIFY,       (other_person,),               S.VERIFIED,       (Then.TELL_LEAD,)),
    Row(S.CLAIMED_FIXED, Role.SUPERVISOR, Act.REOPEN,       (other_person, reason_given),  S.REOPENED,       (Then.TELL_LEAD,)),
    Row(S.VERIFIED,      Role.SUPERVISOR, Act.REOPEN,       (reason_given,),               S.REOPENED,       (Then.TELL_LEAD,)),
)
# fmt: on

FINDING = Lifecycle(
    Life.FINDING,
    S,
    ROWS,
    ended=frozenset({S.VERIFIED}),
    untimed={
        S.FOUND: Sentence("由登记的督办专员随即交办", "the supervisor who found it hands it out at once"),
        S.ASSIGNED: Sentence("整改期限由督办专员跟踪", "the supervisor follows the date set for the fix"),
        S.REOPENED: Sentence("整改期限由督办专员跟踪", "the supervisor follows the date set for the fix"),
        S.FIXING: Sentence("整改期限由督办专员跟踪", "the supervisor follows the date set for the fix"),
        S.CLAIMED_FIXED: Sentence("由督办专员安排时间现场核实", "the supervisor chooses when to go and see"),
    },
)
