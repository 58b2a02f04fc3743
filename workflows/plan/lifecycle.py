"""The life of a plan, from 拟稿 to 归档. Read each row as a sentence, left to right."""

from models.errors import Sentence
from models.words import Act, Life, Role, Then
from models.words import PlanState as S
from workflows.plan.guards import (
    PlanFacts,
    above_issued,
    as_prescribed_above,
    binds_nothing,
    event_date_differs,
    event_date_fits,
    event_known,
    every_requirement_confirmed,
    every_task_ended,
    has_requirements,
    new_due_given,
    no_review_open,
    not_filed,
    not_prescribed_above,
    panel_said_no,
    panel_said_yes,
    policy_differs,
    policy_known,
    reason_given,
    requirement_known,
    review_withdrawn,
    summary_approved,
    summary_written,
    text_given,
    tied_to_an_event,
    under_a_plan,
    when_settled,
    who_settled,
    within_the_unit,
)
from workflows.rules import NEW, SAME, Lifecycle, Row

# fmt: off
BEFORE_CONCLUDED = (S.DRAFTED, S.IN_REVIEW, S.APPROVED, S.ISSUED)
SETTLING         = (who_settled, when_settled, within_the_unit)
AMENDING         = (requirement_known, *SETTLING, as_prescribed_above, reason_given)
DROPPING         = (requirement_known, not_prescribed_above, reason_given)
DATING           = (tied_to_an_event, event_known, new_due_given, event_date_fits, event_date_differs, reason_given)

ROWS: tuple[Row[PlanFacts], ...] = (
    # when it is        who           may            if all of these hold                                       it becomes    and then
    Row(NEW,              Role.PLANNER, Act.OPEN,      (above_issued,),                                           S.DRAFTED),
    Row(S.DRAFTED,        Role.PLANNER, Act.CONFIRM,   (requirement_known, *SETTLING, as_prescribed_above),       SAME),
    Row(S.DRAFTED,        Role.PLANNER, Act.ADD,       (text_given, *SETTLING),                                   SAME),
    Row(S.DRAFTED,        Role.PLANNER, Act.DROP,      DROPPING,                                                  SAME),
    Row(S.DRAFTED,        Role.PLANNER, Act.SUBMIT,    (has_requirements, every_requirement_confirmed),           S.IN_REVIEW,  (Then.OPEN_PANEL,)),
    Row(S.IN_REVIEW,      Role.PANEL,   Act.APPROVE,   (panel_said_yes,),                                         S.APPROVED,   (Then.TELL_PLANNER,)),
    Row(S.IN_REVIEW,      Role.PANEL,   Act.SEND_BACK, (panel_said_no, reason_given),                             S.DRAFTED,    (Then.TELL_PLANNER,)),
    Row(S.IN_REVIEW,      Role.PANEL,   Act.TAKE_BACK, (review_withdrawn,),                                       S.DRAFTED),
    Row(S.APPROVED,       Role.PLANNER, Act.TAKE_BACK, (reason_given,),                                           S.DRAFTED),
    Row(S.APPROVED,       Role.PLANNER, Act.ISSUE,     (has_requirements, every_requirement_confirmed),           S.ISSUED,     (Then.TELL_ALL, Then.OPEN_TASKS)),
    Row(S.ISSUED,         Role.PLANNER, Act.FILE,      (under_a_plan, not_filed),                                 SAME,         (Then.TELL_ABOVE,)),
    Row(S.ISSUED,         Role.PLANNER, Act.ADD,       (text_given, *SETTLING, reason_given),                     SAME,         (Then.OPEN_TASKS,)),
    Row(S.ISSUED,         Role.PLANNER, Act.AMEND,     AMENDING,                                                  SAME,         (Then.FOLLOW_DEMAND,)),
    Row(S.ISSUED,         Role.PLANNER, Act.DROP,      DROPPING,                                                  SAME,         (Then.CANCEL_DEMAND,)),
    Row(S.ISSUED,         Role.PLANNER, Act.SUBMIT,    (every_task_ended, no_review_open, text_given),            SAME,         (Then.OPEN_PANEL,)),
    Row(S.ISSUED,         Role.PANEL,   Act.APPROVE,   (panel_said_yes, summary_written),                         SAME,         (Then.TELL_PLANNER,)),
    Row(S.ISSUED,         Role.PANEL,   Act.SEND_BACK, (panel_said_no, reason_given),                             SAME,         (Then.TELL_PLANNER,)),
    Row(S.ISSUED,         Role.PANEL,   Act.TAKE_BACK, (review_withdrawn,),                                       SAME),
    Row(S.ISSUED,         Role.PLANNER, Act.CONCLUDE,  (every_task_ended, summary_approved),                      S.CONCLUDED,  (Then.TELL_ALL,)),
    Row(S.ISSUED,         Role.SYSTEM,  Act.URGE,      (reason_given,),                                           SAME,         (Then.TELL_MISSING,)),
    Row(S.CONCLUDED,      Role.PLANNER, Act.ARCHIVE,   (),                                                        S.ARCHIVED),
    Row(BEFORE_CONCLUDED, Role.PLANNER, Act.WITHDRAW,  (binds_nothing, reason_given),                             S.WITHDRAWN,  (Then.TELL_ALL, Then.CLOSE_REVIEWS, Then.CANCEL_TASKS)),
    Row(BEFORE_CONCLUDED, Role.PLANNER, Act.SET_POLICY, (policy_known, policy_differs, reason_given),             SAME,         (Then.SET_TIMES, Then.TELL_PLANNER)),
    Row(BEFORE_CONCLUDED, Role.PLANNER, Act.SET_EVENT, DATING,                                                    SAME,         (Then.MOVE_BOUND,)),
)
# fmt: on

PLAN = Lifecycle(
    Life.PLAN,
    S,
    ROWS,
    ended=frozenset({S.ARCHIVED, S.WITHDRAWN}),
    untimed={
        S.DRAFTED: Sentence("方案在办公室手里，外面没有人等", "the office works on it; nobody outside waits"),
        S.IN_REVIEW: Sentence("时限在它的审核上", "its review has the deadline"),
        S.APPROVED: Sentence("何时印发由计划专责把握", "the planner issues it when the time has come"),
        S.ISSUED: Sentence("时限在它的各项任务上", "its tasks have the deadlines"),
        S.CONCLUDED: Sentence("归档不急", "filing it is not urgent"),
    },
)
