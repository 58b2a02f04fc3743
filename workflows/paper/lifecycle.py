"""The life of a paper: a report drafted from the ledger, reviewed where the policy asks, published to its recipients.

Its file never changes. A paper that was returned has ended: what is written anew is another paper.
"""

from models.errors import Sentence
from models.words import Act, Life, Role, Then
from models.words import PaperState as S
from workflows.paper.guards import (
    PaperFacts,
    panel_said_no,
    panel_said_yes,
    reason_given,
    review_asked,
    review_not_asked,
    review_withdrawn,
)
from workflows.rules import NEW, Lifecycle, Row

# fmt: off
NOT_OUT = (S.DRAFTED, S.IN_REVIEW)

ROWS: tuple[Row[PaperFacts], ...] = (
    # when it is     who           may            if all of these hold           it becomes     and then
    Row(NEW,           Role.SYSTEM,  Act.OPEN,      (),                            S.DRAFTED,     (Then.TELL_PLANNER,)),
    Row(NEW,           Role.PLANNER, Act.OPEN,      (),                            S.DRAFTED),
    Row(S.DRAFTED,     Role.SYSTEM,  Act.SUBMIT,    (review_asked,),               S.IN_REVIEW,   (Then.OPEN_PANEL,)),
    Row(S.DRAFTED,     Role.PLANNER, Act.SUBMIT,    (),                            S.IN_REVIEW,   (Then.OPEN_PANEL,)),
    Row(S.DRAFTED,     Role.PLANNER, Act.ISSUE,     (review_not_asked,),           S.PUBLISHED,   (Then.TELL_RECIPIENTS,)),
    Row(S.IN_REVIEW,   Role.PANEL,   Act.APPROVE,   (panel_said_yes,),             S.PUBLISHED,   (Then.TELL_RECIPIENTS, Then.TELL_PLANNER)),
    Row(S.IN_REVIEW,   Role.PANEL,   Act.SEND_BACK, (panel_said_no, reason_given), S.RETURNED,    (Then.TELL_PLANNER,)),
    Row(S.IN_REVIEW,   Role.PANEL,   Act.TAKE_BACK, (review_withdrawn,),           S.DRAFTED),
    Row(NOT_OUT,       Role.PLANNER, Act.WITHDRAW,  (reason_given,),               S.WITHDRAWN,   (Then.CLOSE_REVIEWS,)),
)
# fmt: on

PAPER = Lifecycle(
    Life.PAPER,
    S,
    ROWS,
    ended=frozenset({S.PUBLISHED, S.RETURNED, S.WITHDRAWN}),
    untimed={
        S.DRAFTED: Sentence("何时发布由计划专责把握", "the planner publishes it when the time has come"),
        S.IN_REVIEW: Sentence("时限在它的审核上", "its review has the deadline"),
    },
)
