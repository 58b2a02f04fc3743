"""Every life written again by hand, state by state: what may happen, who may do it, what it becomes, what has to hold.

A line reads: act | who, or | what it becomes (= stays) | what has to hold | and then. What is not here must be refused.
Lines of one act in one state stand in the order in which they are tried.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from models.words import Life
from workflows.rules import Row

CANCEL_TASK = (
    "cancel | planner | cancelled | not_prescribed_above, reason_given | tell_lead, close_reviews, close_asks, settle_ladder\n"
    "            cancel | system | cancelled | reason_given | tell_lead, close_reviews, close_asks, settle_ladder"
)
REASSIGN = "reassign | planner | assigned | new_lead_given, new_lead_within, reason_given | tell_old_lead, tell_lead, close_asks"
HAND_ON = "reassign | system | assigned | new_lead_given, reason_given | tell_old_lead, tell_lead, close_asks"
RECOUNT = "recount | system | = | new_due_given, due_not_past, reason_given | tell_lead, move_asks, settle_ladder"
CONTRIBUTE = "contribute | supporter | = | i_owe, text_given |"
WAIVE = "waive | planner | = | somebody_owes, unit_owes, reason_given | tell_lead"
WITHDRAW_PLAN = "withdraw | planner | withdrawn | binds_nothing, reason_given | tell_all, close_reviews, cancel_tasks"
SET_POLICY = "set_policy | planner | = | policy_known, policy_differs, reason_given | set_times, tell_planner"
SET_EVENT = "set_event | planner | = | tied_to_an_event, event_known, new_due_given, event_date_fits, event_date_differs, reason_given | move_bound"
SETTLE = "settle | system | settled | task_over |"
WITH_UNIT_TOO_LONG = "urge | clock | = | late | tell_lead, tell_supervisor"
WITH_SUPERVISOR_TOO_LONG = "urge | clock | = | late | ask_supervisor"

# the rungs, each once for the clock and once for a named person
REMIND = """
    remind    | clock      | reminded   | with_lead, reminder_due | tell_lead
    remind    | supervisor | reminded   | with_lead, reason_given | tell_lead"""
URGE = """
    urge      | clock      | urged      | with_lead, urging_due   | tell_lead, tell_unit_head
    urge      | supervisor | urged      | with_lead, reason_given | tell_lead, tell_unit_head"""
ORDER = """
    order     | clock      | ordered    | with_lead, order_due    | tell_lead, tell_unit_head, tell_leader
    order     | supervisor | ordered    | with_lead, reason_given | tell_lead, tell_unit_head, tell_leader"""
SUMMON = """
    summon    | clock      | summoned   | with_lead, talk_due     | tell_unit_head, tell_leader
    summon    | supervisor | summoned   | with_lead, reason_given | tell_unit_head, tell_leader"""
CIRCULATE = """
    circulate | clock      | circulated | with_lead, circular_due | tell_unit_head, tell_leader
    circulate | supervisor | circulated | with_lead, reason_given | tell_unit_head, tell_leader"""

BY_HAND: dict[Life, dict[str, str]] = {
    Life.PLAN: {
        "new": "open | planner | drafted | above_issued |",
        "drafted": f"""
            confirm    | planner | =         | requirement_known, who_settled, when_settled, within_the_unit, as_prescribed_above |
            add        | planner | =         | text_given, who_settled, when_settled, within_the_unit |
            drop       | planner | =         | requirement_known, not_prescribed_above, reason_given |
            submit     | planner | in_review | has_requirements, every_requirement_confirmed | open_panel
            {SET_POLICY}
            {SET_EVENT}
            {WITHDRAW_PLAN}""",
        "in_review": f"""
            approve    | panel   | approved  | panel_said_yes              | tell_planner
            send_back  | panel   | drafted   | panel_said_no, reason_given | tell_planner
            take_back  | panel   | drafted   | review_withdrawn            |
            {SET_POLICY}
            {SET_EVENT}
            {WITHDRAW_PLAN}""",
        "approved": f"""
            take_back  | planner | drafted   | reason_given                                  |
            issue      | planner | issued    | has_requirements, every_requirement_confirmed | tell_all, open_tasks
            {SET_POLICY}
            {SET_EVENT}
            {WITHDRAW_PLAN}""",
        "issued": f"""
            file       | planner | =         | under_a_plan, not_filed                       | tell_above
            add        | planner | =         | text_given, who_settled, when_settled, within_the_unit, reason_given | open_tasks
            amend      | planner | =         | requirement_known, who_settled, when_settled, within_the_unit, as_prescribed_above, reason_given | follow_demand
            drop       | planner | =         | requirement_known, not_prescribed_above, reason_given | cancel_demand
            submit     | planner | =         | every_task_ended, no_review_open, text_given  | open_panel
            approve    | panel   | =         | panel_said_yes, summary_written               | tell_planner
            send_back  | panel   | =         | panel_said_no, reason_given                   | tell_planner
            take_back  | panel   | =         | review_withdrawn                              |
            conclude   | planner | concluded | every_task_ended, summary_approved            | tell_all
            urge       | system  | =         | reason_given                                  | tell_missing
            {SET_POLICY}
            {SET_EVENT}
            {WITHDRAW_PLAN}""",
        "concluded": "archive | planner | archived | |",
        "archived": "",
        "withdrawn": "",
    },
    Life.TASK: {
        "new": "open | system | planned | | void_summary",
        "planned": f"""
            assign     | planner, system | assigned | plan_issued, lead_named, timed | tell_lead, tell_supporting
            urge       | clock           | =        | late                           | ask_planner
            recount    | system          | =        | new_due_given, due_not_past, reason_given |
            {CANCEL_TASK}""",
        "assigned": f"""
            accept     | liaison    | in_progress |              |
            decline    | liaison    | declined    | reason_given | tell_planner
            urge       | clock      | =           | late         | tell_lead
            {RECOUNT}
            {REASSIGN}
            {HAND_ON}
            {CONTRIBUTE}
            {WAIVE}
            {CANCEL_TASK}""",
        "declined": f"""
            urge       | clock      | =           | late         | ask_planner
            {RECOUNT}
            {REASSIGN}
            {HAND_ON}
            {CANCEL_TASK}""",
        "in_progress": f"""
            {REASSIGN}
            {HAND_ON}
            add_entry  | liaison    | =           | progress_given, percent_has_an_end                            |
            attach     | liaison    | =           | file_given                                                    |
            {CONTRIBUTE}
            {WAIVE}
            report     | liaison    | reported    | deliverables_attached, quantity_met, nobody_owes, text_given  | ask_checker, close_asks
            suspend    | planner    | suspended   | not_prescribed_above, reason_given                            | tell_lead, stop_clock, close_asks
            move_due   | system     | =           | new_due_given, due_not_past, reason_given                     | tell_lead, settle_ladder
            {RECOUNT}
            {CANCEL_TASK}""",
        "suspended": f"""
            resume     | planner    | in_progress | reason_given                | tell_lead, start_clock
            {RECOUNT}
            {CANCEL_TASK}""",
        "reported": f"""
            take_back  | liaison    | in_progress |                             |
            pass_check | checker    | in_review   | other_person                | open_panel
            send_back  | checker    | in_progress | other_person, reason_given  | tell_lead, count_return
            urge       | clock      | =           | late                        | ask_checker, tell_leader
            {RECOUNT}
            {CANCEL_TASK}""",
        "in_review": f"""
            approve    | panel      | closed      | panel_said_yes              | tell_lead, tell_planner, settle_ladder
            send_back  | panel      | in_progress | panel_said_no, reason_given | tell_lead, count_return
            take_back  | panel      | reported    | review_withdrawn            | ask_checker
            {RECOUNT}
            {CANCEL_TASK}""",
        "closed": "reopen | supervisor | in_progress | plan_issued, reason_given, new_due_given, due_not_past | tell_lead, void_summary",
        "cancelled": "",
    },
    Life.REVIEW: {
        "new": "open | system | open | | ask_panel",
        "open": """
            decide      | reviewer | =         | has_seat, my_turn, not_excluded, answers_once, no_advice_open, verdict_given, reason_for_no |
            pass_on     | reviewer | =         | has_seat, not_excluded, no_advice_open, new_signer_fits, reason_given                      | ask_panel
            consult     | reviewer | =         | has_seat, my_turn, not_excluded, no_advice_open, adviser_fits, text_given                  | ask_adviser
            advise      | adviser  | =         | advice_wanted, not_excluded, text_given                                                    | tell_signer
            take_back   | reviewer | =         | can_take_back, not_excluded                                                                |
            add_signer  | planner  | =         | not_excluded, new_signer_fits, reason_given                                                | ask_panel
            drop_signer | planner  | =         | not_excluded, seat_unanswered, seat_without_veto, enough_seats_left, somebody_still_answers, reason_given |
            approve     | panel    | approved  | panel_said_yes                | carry_out, tell_asker
            return      | panel    | returned  | panel_said_no, reason_given   | carry_out, tell_asker
            withdraw    | asker    | withdrawn | nobody_answered, reason_given | carry_out
            withdraw    | planner  | withdrawn | nobody_answered, reason_given | carry_out, tell_asker
            make_moot   | system   | moot      | subject_ended                 |
            recount     | system   | =         | new_due_given, reason_given   | ask_panel
            urge        | clock    | =         | late                          | ask_panel, tell_escalation""",
        "approved": "",
        "returned": "",
        "withdrawn": "",
        "moot": "",
    },
    Life.EXTENSION: {
        "new": "request | liaison | requested | task_in_progress, has_due, not_prescribed_above, before_due, wanted_workday, wanted_later, may_extend_again, none_open, reason_given, text_given | ask_granter",
        "requested": """
            grant     | planner | granted   | other_person, task_in_progress, before_due, wanted_workday, wanted_later | move_deadline, tell_asker
            refuse    | planner | refused   | other_person, reason_given | tell_asker
            withdraw  | liaison | withdrawn |                            |
            make_moot | system  | moot      | task_moved_on              |
            recount   | system  | =         | new_due_given, reason_given | tell_asker
            urge      | clock   | =         | late                       | ask_granter, tell_leader""",
        "granted": "",
        "refused": "",
        "withdrawn": "",
        "moot": "",
    },
    Life.SUPERVISION: {
        "new": "open | system | calm | |",
        "calm": REMIND + URGE + ORDER + SUMMON + CIRCULATE + "\n" + SETTLE,
        "reminded": URGE + ORDER + SUMMON + CIRCULATE + "\n" + SETTLE,
        "urged": ORDER + SUMMON + CIRCULATE + "\n" + SETTLE,
        "ordered": SUMMON + CIRCULATE + "\n" + SETTLE,
        "summoned": CIRCULATE + "\n" + SETTLE,
        "circulated": SETTLE,
        "settled": "",
    },
    Life.FINDING: {
        "new": "find | supervisor | found | text_given |",
        "found": f"""
            assign      | supervisor | assigned | | tell_lead
            {WITH_SUPERVISOR_TOO_LONG}""",
        "assigned": f"""
            start_fix   | liaison | fixing | |
            {WITH_UNIT_TOO_LONG}""",
        "fixing": f"""
            claim_fixed | liaison | claimed_fixed | text_given | ask_supervisor
            {WITH_UNIT_TOO_LONG}""",
        "claimed_fixed": f"""
            verify      | supervisor | verified | other_person               | tell_lead
            reopen      | supervisor | reopened | other_person, reason_given | tell_lead
            {WITH_SUPERVISOR_TOO_LONG}""",
        "verified": "reopen | supervisor | reopened | reason_given | tell_lead",
        "reopened": f"""
            start_fix   | liaison | fixing | |
            {WITH_UNIT_TOO_LONG}""",
    },
    Life.EXEMPLAR: {
        "new": "nominate | liaison | nominated | text_given | tell_planner",
        "nominated": """
            adopt     | planner | accepted | other_person               | tell_lead
            pass_over | planner | declined | other_person, reason_given | tell_lead""",
        "accepted": "publish | planner | published | text_given | tell_lead",
        "published": "",
        "declined": "",
    },
    Life.PAPER: {
        "new": """
            open      | system  | drafted   |                             | tell_planner
            open      | planner | drafted   |                             |""",
        "drafted": """
            submit    | system  | in_review | review_asked                | open_panel
            submit    | planner | in_review |                             | open_panel
            issue     | planner | published | review_not_asked            | tell_recipients
            withdraw  | planner | withdrawn | reason_given                | close_reviews""",
        "in_review": """
            approve   | panel   | published | panel_said_yes              | tell_recipients, tell_planner
            send_back | panel   | returned  | panel_said_no, reason_given | tell_planner
            take_back | panel   | drafted   | review_withdrawn            |
            withdraw  | planner | withdrawn | reason_given                | close_reviews""",
        "published": "",
        "returned": "",
        "withdrawn": "",
    },
    Life.APPEAL: {
        "new": "request | liaison | lodged | circular_out, in_time, not_appealed_before, reason_given | ask_supervisor",
        "lodged": """
            uphold   | supervisor, leader | upheld    | other_person, reason_given | tell_asker, tell_planner
            dismiss  | supervisor, leader | dismissed | other_person, reason_given | tell_asker, tell_planner
            withdraw | liaison            | withdrawn | reason_given               |
            urge     | clock              | =         | late                       | ask_supervisor, tell_leader""",
        "upheld": "",
        "dismissed": "",
        "withdrawn": "",
    },
    Life.INSPECTION: {
        "new": "open | supervisor | underway | text_given | tell_inspected",
        "underway": """
            conclude | supervisor | concluded | every_finding_assigned, text_given | tell_inspected
            cancel   | supervisor | cancelled | reason_given                       | tell_inspected""",
        "concluded": "",
        "cancelled": "",
    },
}

OPEN_AND_ENDED = {
    # life            ended states; every other state is open
    Life.PLAN: {"archived", "withdrawn"},
    Life.TASK: {"closed", "cancelled"},
    Life.REVIEW: {"approved", "returned", "withdrawn", "moot"},
    Life.EXTENSION: {"granted", "refused", "withdrawn", "moot"},
    Life.SUPERVISION: {"settled"},
    Life.FINDING: {"verified"},
    Life.EXEMPLAR: {"published", "declined"},
    Life.PAPER: {"published", "returned", "withdrawn"},
    Life.INSPECTION: {"concluded", "cancelled"},
    Life.APPEAL: {"upheld", "dismissed", "withdrawn"},
}

UNTIMED: dict[Life, dict[str, tuple[str, str]]] = {
    # life: open states that the clock leaves alone, and no others, each with the reason that people read
    Life.PLAN: {
        "drafted": ("方案在办公室手里，外面没有人等", "the office works on it; nobody outside waits"),
        "in_review": ("时限在它的审核上", "its review has the deadline"),
        "approved": ("何时印发由计划专责把握", "the planner issues it when the time has come"),
        "issued": ("时限在它的各项任务上", "its tasks have the deadlines"),
        "concluded": ("归档不急", "filing it is not urgent"),
    },
    Life.TASK: {
        "in_progress": ("时限由督办逐级催办", "its supervision climbs with the deadline"),
        "suspended": ("停止计时，到恢复办理为止", "the deadline clock stands still until somebody resumes it"),
        "in_review": ("时限在它的审核上", "its review has the deadline"),
    },
    Life.REVIEW: {},
    Life.EXTENSION: {},
    Life.SUPERVISION: {"circulated": ("已是最高一级，由人接手", "the ladder has no higher rung; people take over")},
    Life.FINDING: {},
    Life.EXEMPLAR: {
        "nominated": ("等下一次评选", "it waits for the next selection"),
        "accepted": ("适时宣传，不设时限", "it is published when it fits"),
    },
    Life.PAPER: {
        "drafted": ("何时发布由计划专责把握", "the planner publishes it when the time has come"),
        "in_review": ("时限在它的审核上", "its review has the deadline"),
    },
    Life.APPEAL: {},
    Life.INSPECTION: {"underway": ("检查组按自己的日程进行", "its team keeps its own schedule")},
}

STAGES = {
    # state of a task: where it stands on its way
    "planned": "plan",
    "assigned": "assignment",
    "declined": "assignment",
    "in_progress": "execution",
    "suspended": "execution",
    "reported": "report",
    "in_review": "review",
    "closed": "closed",
    "cancelled": "closed",
}


@dataclass(frozen=True)
class Cell:
    """One thing that may happen: in a state, an act, by one role. `becomes` is "=" when the state stays."""

    state: str
    act: str
    who: str
    becomes: str
    if_: tuple[str, ...]
    then: tuple[str, ...]

    @property
    def lands(self) -> str:
        return self.state if self.becomes == "=" else self.becomes


Matrix = dict[tuple[str, str], list[Cell]]
"""By state and act: the cells in the order in which they are tried."""


def cells(life: Life) -> list[Cell]:
    """Read the hand-written matrix of a life, one cell per role."""
    return [cell for state, lines in BY_HAND[life].items() for cell in _cells(state, lines)]


def written(life: Life) -> Matrix:
    """Give the matrix of a life as written here."""
    return _matrix(cells(life))


def told(rows: Iterable[Row[Any]]) -> Matrix:
    """Give the matrix that the rows of a life tell."""
    return _matrix(
        Cell(
            str(source),
            row.may.value,
            str(row.who),
            str(row.becomes),
            tuple(guard.__name__ for guard in row.if_),
            tuple(what.value for what in row.then),
        )
        for row in rows
        for source in row.sources
    )


def _matrix(found: Iterable[Cell]) -> Matrix:
    matrix: Matrix = defaultdict(list)
    for cell in found:
        matrix[cell.state, cell.act].append(cell)
    return dict(matrix)


def _cells(state: str, lines: str) -> list[Cell]:
    found = []
    for line in filter(str.strip, lines.splitlines()):
        act, who, becomes, guards, then = (part.strip() for part in line.split("|"))
        found += [Cell(state, act, role, becomes, _names(guards), _names(then)) for role in _names(who)]
    return found


def _names(listed: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in listed.split(",") if name.strip())
