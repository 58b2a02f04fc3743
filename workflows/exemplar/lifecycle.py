"""The life of an exemplar: nominated by a unit, accepted by the office, published."""

from models.errors import Sentence
from models.words import Act, Life, Role, Then
from models.words import ExemplarState as S
from workflows.exemplar.guards import ExemplarFacts, other_person, reason_given, text_given
from workflows.rules import NEW, Lifecycle, Row

# fmt: off
ROWS: tuple[Row[ExemplarFacts], ...] = (
    # when it is    who            may             if all of these hold           it becomes     and then
    Row(NEW,          Role.LIAISON,  Act.NOMINATE,   (text_given,),                 S.NOMINATED,   (Then.TELL_PLANNER,)),
    Row(S.NOMINATED,  Role.PLANNER,  Act.ADOPT,      (other_person,),               S.ACCEPTED,    (Then.TELL_LEAD,)),
    Row(S.NOMINATED,  Role.PLANNER,  Act.PASS_OVER,  (other_person, reason_given),  S.DECLINED,    (Then.TELL_LEAD,)),
    Row(S.ACCEPTED,   Role.PLANNER,  Act.PUBLISH,    (text_given,),                 S.PUBLISHED,   (Then.TELL_LEAD,)),
)
# fmt: on

EXEMPLAR = Lifecycle(
    Life.EXEMPLAR,
    S,
    ROWS,
    ended=frozenset({S.PUBLISHED, S.DECLINED}),
    untimed={
        S.NOMINATED: Sentence("等下一次评选", "it waits for the next selection"),
        S.ACCEPTED: Sentence("适时宣传，不设时限", "it is published when it fits"),
    },
)
