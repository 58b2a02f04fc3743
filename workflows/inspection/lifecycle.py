"""The life of an inspection: announced to the units it goes to, concluded with words that go back to them."""

from models.errors import Sentence
from models.words import Act, Life, Role, Then
from models.words import InspectionState as S
from workflows.inspection.guards import InspectionFacts, every_finding_assigned, reason_given, text_given
from workflows.rules import NEW, Lifecycle, Row

# fmt: off
ROWS: tuple[Row[InspectionFacts], ...] = (
    # when it is    who              may            if all of these hold                     it becomes     and then
    Row(NEW,          Role.SUPERVISOR, Act.OPEN,      (text_given,),                           S.UNDERWAY,    (Then.TELL_INSPECTED,)),
    Row(S.UNDERWAY,   Role.SUPERVISOR, Act.CONCLUDE,  (every_finding_assigned, text_given),    S.CONCLUDED,   (Then.TELL_INSPECTED,)),
    Row(S.UNDERWAY,   Role.SUPERVISOR, Act.CANCEL,    (reason_given,),                         S.CANCELLED,   (Then.TELL_INSPECTED,)),
)
# fmt: on

INSPECTION = Lifecycle(
    Life.INSPECTION,
    S,
    ROWS,
    ended=frozenset({S.CONCLUDED, S.CANCELLED}),
    untimed={S.UNDERWAY: Sentence("检查组按自己的日程进行", "its team keeps its own schedule")},
)
