"""The life of a review. A deadline passing never approves anything; it escalates."""

from models.words import Act, Life, Role, Then
from models.words import ReviewState as S
from workflows.review.guards import (
    ReviewFacts,
    advice_wanted,
    adviser_fits,
    answers_once,
    can_take_back,
    enough_seats_left,
    has_seat,
    late,
    my_turn,
    new_due_given,
    new_signer_fits,
    no_advice_open,
    nobody_answered,
    not_excluded,
    panel_said_no,
    panel_said_yes,
    reason_for_no,
    reason_given,
    seat_unanswered,
    seat_without_veto,
    somebody_still_answers,
    subject_ended,
    text_given,
    verdict_given,
)
from workflows.rules import NEW, SAME, Lifecycle, Row

# fmt: off
DECIDING   = (has_seat, my_turn, not_excluded, answers_once, no_advice_open, verdict_given, reason_for_no)
PASSING_ON = (has_seat, not_excluded, no_advice_open, new_signer_fits, reason_given)
CONSULTING = (has_seat, my_turn, not_excluded, no_advice_open, adviser_fits, text_given)
ADVISING   = (advice_wanted, not_excluded, text_given)
DROPPING   = (not_excluded, seat_unanswered, seat_without_veto, enough_seats_left, somebody_still_answers, reason_given)

ROWS: tuple[Row[ReviewFacts], ...] = (
    # when it is  who            may               if all of these hold                           it becomes    and then
    Row(NEW,        Role.SYSTEM,   Act.OPEN,         (),                                            S.OPEN,       (Then.ASK_PANEL,)),
    Row(S.OPEN,     Role.REVIEWER, Act.DECIDE,       DECIDING,                                      SAME),
    Row(S.OPEN,     Role.REVIEWER, Act.PASS_ON,      PASSING_ON,                                    SAME,         (Then.ASK_PANEL,)),
    Row(S.OPEN,     Role.REVIEWER, Act.CONSULT,      CONSULTING,                                    SAME,         (Then.ASK_ADVISER,)),
    Row(S.OPEN,     Role.ADVISER,  Act.ADVISE,       ADVISING,                                      SAME,         (Then.TELL_SIGNER,)),
    Row(S.OPEN,     Role.REVIEWER, Act.TAKE_BACK,    (can_take_back, not_excluded),                 SAME),
    Row(S.OPEN,     Role.PLANNER,  Act.ADD_SIGNER,   (not_excluded, new_signer_fits, reason_given), SAME,         (Then.ASK_PANEL,)),
    Row(S.OPEN,     Role.PLANNER,  Act.DROP_SIGNER,  DROPPING,                                      SAME),
    Row(S.OPEN,     Role.PANEL,    Act.APPROVE,      (panel_said_yes,),                             S.APPROVED,   (Then.CARRY_OUT, Then.TELL_ASKER)),
    Row(S.OPEN,     Role.PANEL,    Act.RETURN,       (panel_said_no, reason_given),                 S.RETURNED,   (Then.CARRY_OUT, Then.TELL_ASKER)),
    Row(S.OPEN,     Role.ASKER,    Act.WITHDRAW,     (nobody_answered, reason_given),               S.WITHDRAWN,  (Then.CARRY_OUT,)),
    Row(S.OPEN,     Role.PLANNER,  Act.WITHDRAW,     (nobody_answered, reason_given),               S.WITHDRAWN,  (Then.CARRY_OUT, Then.TELL_ASKER)),
    Row(S.OPEN,     Role.SYSTEM,   Act.MAKE_MOOT,    (subject_ended,),                              S.MOOT),
    Row(S.OPEN,     Role.SYSTEM,   Act.RECOUNT,      (new_due_given, reason_given),                 SAME,         (Then.ASK_PANEL,)),
    Row(S.OPEN,     Role.CLOCK,    Act.URGE,         (late,),                                       SAME,         (Then.ASK_PANEL, Then.TELL_ESCALATION)),
)
# fmt: on

REVIEW = Lifecycle(Life.REVIEW, S, ROWS, ended=frozenset({S.APPROVED, S.RETURNED, S.WITHDRAWN, S.MOOT}))
