"""The life of a task, from 拟办 to 办结. Read each row as a sentence, left to right."""

from models.errors import Sentence
from models.words import Act, Life, Role, Stage, Then
from models.words import TaskState as S
from workflows.rules import NEW, SAME, Lifecycle, Row
from workflows.task.guards import (
    TaskFacts,
    deliverables_attached,
    due_not_past,
    file_given,
    i_owe,
    late,
    lead_named,
    new_due_given,
    new_lead_given,
    new_lead_within,
    nobody_owes,
    not_prescribed_above,
    other_person,
    panel_said_no,
    panel_said_yes,
    percent_has_an_end,
    plan_issued,
    progress_given,
    quantity_met,
    reason_given,
    review_withdrawn,
    somebody_owes,
    text_given,
    timed,
    unit_owes,
)

# fmt: off
OPEN_STATES = (S.PLANNED, S.ASSIGNED, S.DECLINED, S.IN_PROGRESS, S.SUSPENDED, S.REPORTED, S.IN_REVIEW)
HANDED_OUT  = (S.ASSIGNED, S.DECLINED, S.IN_PROGRESS)
WITH_LEAD   = (S.ASSIGNED, S.IN_PROGRESS)
WITH_PLANNER = (S.PLANNED, S.DECLINED)
OUT         = tuple(state for state in OPEN_STATES if state is not S.PLANNED)
RECOUNTING  = (new_due_given, due_not_past, reason_given)

ROWS: tuple[Row[TaskFacts], ...] = (
    # when it is      who              may             if all of these hold                                 it becomes      and then
    Row(NEW,           Role.SYSTEM,     Act.OPEN,       (),                                                  S.PLANNED,      (Then.VOID_SUMMARY,)),
    Row(S.PLANNED,     Role.PLANNER,    Act.ASSIGN,     (plan_issued, lead_named, timed),                    S.ASSIGNED,     (Then.TELL_LEAD, Then.TELL_SUPPORTING)),
    Row(S.PLANNED,     Role.SYSTEM,     Act.ASSIGN,     (plan_issued, lead_named, timed),                    S.ASSIGNED,     (Then.TELL_LEAD, Then.TELL_SUPPORTING)),
    Row(S.ASSIGNED,    Role.LIAISON,    Act.ACCEPT,     (),                                                  S.IN_PROGRESS),
    Row(S.ASSIGNED,    Role.LIAISON,    Act.DECLINE,    (reason_given,),                                     S.DECLINED,     (Then.TELL_PLANNER,)),
    Row(HANDED_OUT,    Role.PLANNER,    Act.REASSIGN,   (new_lead_given, new_lead_within, reason_given),     S.ASSIGNED,     (Then.TELL_OLD_LEAD, Then.TELL_LEAD, Then.CLOSE_ASKS)),
    Row(HANDED_OUT,    Role.SYSTEM,     Act.REASSIGN,   (new_lead_given, reason_given),                      S.ASSIGNED,     (Then.TELL_OLD_LEAD, Then.TELL_LEAD, Then.CLOSE_ASKS)),
    Row(S.IN_PROGRESS, Role.LIAISON,    Act.ADD_ENTRY,  (progress_given, percent_has_an_end),                SAME),
    Row(S.IN_PROGRESS, Role.LIAISON,    Act.ATTACH,     (file_given,),                                       SAME),
    Row(WITH_LEAD,     Role.SUPPORTER,  Act.CONTRIBUTE, (i_owe, text_given),                                 SAME),
    Row(WITH_LEAD,     Role.PLANNER,    Act.WAIVE,      (somebody_owes, unit_owes, reason_given),            SAME,           (Then.TELL_LEAD,)),
    Row(S.IN_PROGRESS, Role.LIAISON,    Act.REPORT,     (deliverables_attached, quantity_met, nobody_owes, text_given), S.REPORTED, (Then.ASK_CHECKER, Then.CLOSE_ASKS)),
    Row(S.REPORTED,    Role.LIAISON,    Act.TAKE_BACK,  (),                                                  S.IN_PROGRESS),  # reported: nobody can have decided yet
    Row(S.REPORTED,    Role.CHECKER,    Act.PASS_CHECK, (other_person,),                                     S.IN_REVIEW,    (Then.OPEN_PANEL,)),
    Row(S.REPORTED,    Role.CHECKER,    Act.SEND_BACK,  (other_person, reason_given),                        S.IN_PROGRESS,  (Then.TELL_LEAD, Then.COUNT_RETURN)),
    Row(S.IN_REVIEW,   Role.PANEL,      Act.APPROVE,    (panel_said_yes,),                                   S.CLOSED,       (Then.TELL_LEAD, Then.TELL_PLANNER, Then.SETTLE_LADDER)),
    Row(S.IN_REVIEW,   Role.PANEL,      Act.SEND_BACK,  (panel_said_no, reason_given),                       S.IN_PROGRESS,  (Then.TELL_LEAD, Then.COUNT_RETURN)),
    Row(S.IN_REVIEW,   Role.PANEL,      Act.TAKE_BACK,  (review_withdrawn,),                                 S.REPORTED,     (Then.ASK_CHECKER,)),
    Row(S.IN_PROGRESS, Role.PLANNER,    Act.SUSPEND,    (not_prescribed_above, reason_given),                S.SUSPENDED,    (Then.TELL_LEAD, Then.STOP_CLOCK, Then.CLOSE_ASKS)),
    Row(S.SUSPENDED,   Role.PLANNER,    Act.RESUME,     (reason_given,),                                     S.IN_PROGRESS,  (Then.TELL_LEAD, Then.START_CLOCK)),
    Row(S.IN_PROGRESS, Role.SYSTEM,     Act.MOVE_DUE,   (new_due_given, due_not_past, reason_given),         SAME,           (Then.TELL_LEAD, Then.SETTLE_LADDER)),
    Row(S.PLANNED,     Role.SYSTEM,     Act.RECOUNT,    RECOUNTING,                                          SAME),
    Row(OUT,           Role.SYSTEM,     Act.RECOUNT,    RECOUNTING,                                          SAME,           (Then.TELL_LEAD, Then.MOVE_ASKS, Then.SETTLE_LADDER)),
    Row(OPEN_STATES,   Role.PLANNER,    Act.CANCEL,     (not_prescribed_above, reason_given),                S.CANCELLED,    (Then.TELL_LEAD, Then.CLOSE_REVIEWS, Then.CLOSE_ASKS, Then.SETTLE_LADDER)),
    Row(OPEN_STATES,   Role.SYSTEM,     Act.CANCEL,     (reason_given,),                                     S.CANCELLED,    (Then.TELL_LEAD, Then.CLOSE_REVIEWS, Then.CLOSE_ASKS, Then.SETTLE_LADDER)),
    Row(S.CLOSED,      Role.SUPERVISOR, Act.REOPEN,     (plan_issued, reason_given, new_due_given, due_not_past), S.IN_PROGRESS, (Then.TELL_LEAD, Then.VOID_SUMMARY)),
    Row(WITH_PLANNER,  Role.CLOCK,      Act.URGE,       (late,),                                             SAME,           (Then.ASK_PLANNER,)),
    Row(S.ASSIGNED,    Role.CLOCK,      Act.URGE,       (late,),                                             SAME,           (Then.TELL_LEAD,)),
    Row(S.REPORTED,    Role.CLOCK,      Act.URGE,       (late,),                                             SAME,           (Then.ASK_CHECKER, Then.TELL_LEADER)),
)

STAGES = {
    S.PLANNED:     Stage.PLAN,
    S.ASSIGNED:    Stage.ASSIGNMENT,
    S.DECLINED:    Stage.ASSIGNMENT,
    S.IN_PROGRESS: Stage.EXECUTION,
    S.SUSPENDED:   Stage.EXECUTION,
    S.REPORTED:    Stage.REPORT,
    S.IN_REVIEW:   Stage.REVIEW,
    S.CLOSED:      Stage.CLOSED,
    S.CANCELLED:   Stage.CLOSED,
}
# fmt: on

TASK = Lifecycle(
    Life.TASK,
    S,
    ROWS,
    ended=frozenset({S.CLOSED, S.CANCELLED}),
    untimed={
        S.IN_PROGRESS: Sentence("时限由督办逐级催办", "its supervision climbs with the deadline"),
        S.SUSPENDED: Sentence("停止计时，到恢复办理为止", "the deadline clock stands still until somebody resumes it"),
        S.IN_REVIEW: Sentence("时限在它的审核上", "its review has the deadline"),
    },
)
