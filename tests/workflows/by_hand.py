"""Every life written again by hand, state by state: what may happen, who may do it, what it becomes, what has to hold.

A line reads: act | who, or | what it becomes (= stays) | what has to hold. What is not here must be refused.
"""

from dataclasses import dataclass

from models.words import Life

CANCEL_TASK = "cancel | planner, system | cancelled | reason_given"
REASSIGN = "reassign | planner | assigned | new_lead_given, reason_given"
CONTRIBUTE = "contribute | supporter | = | i_owe, text_given"
WAIVE = "waive | planner | = | somebody_owes, unit_owes, reason_given"
WITHDRAW_PLAN = "withdraw | planner | withdrawn | reason_given"
SETTLE = "settle | system | settled | task_over"

BY_HAND: dict[Life, dict[str, str]] = {
    Life.PLAN: {
        "new": "open | planner | drafted |",
        "drafted": f"""
            confirm   | planner | =         | requirement_known, who_settled, when_settled
            drop      | planner | =         | requirement_known, reason_given
            submit    | planner | in_review | has_requirements, every_requirement_confirmed
            {WITHDRAW_PLAN}""",
        "in_review": f"""
            approve   | panel   | approved  | panel_said_yes
            send_back | panel   | drafted   | panel_said_no, reason_given
            take_back | panel   | drafted   | review_withdrawn
            {WITHDRAW_PLAN}""",
        "approved": f"""
            issue     | planner | issued    | has_requirements, every_requirement_confirmed
            {WITHDRAW_PLAN}""",
        "issued": f"""
            submit    | planner | =         | every_task_ended, no_review_open, text_given
            approve   | panel   | =         | panel_said_yes, summary_written
            send_back | panel   | =         | panel_said_no, reason_given
            take_back | panel   | =         | review_withdrawn
            conclude  | planner | concluded | every_task_ended, summary_approved
            {WITHDRAW_PLAN}""",
        "concluded": "archive | planner | archived |",
        "archived": "",
        "withdrawn": "",
    },
    Life.TASK: {
        "new": "open | system | planned |",
        "planned": f"""
            assign     | planner, system | assigned | plan_issued, lead_named, timed
            {CANCEL_TASK}""",
        "assigned": f"""
            accept     | liaison    | in_progress |
            decline    | liaison    | declined    | reason_given
            {REASSIGN}
            {CONTRIBUTE}
            {WAIVE}
            {CANCEL_TASK}""",
        "declined": f"""
            {REASSIGN}
            {CANCEL_TASK}""",
        "in_progress": f"""
            {REASSIGN}
            add_entry  | liaison    | =           | progress_given
            attach     | liaison    | =           | file_given
            {CONTRIBUTE}
            {WAIVE}
            report     | liaison    | reported    | deliverables_attached, quantity_met, nobody_owes, text_given
            suspend    | planner    | suspended   | reason_given
            move_due   | system     | =           | new_due_given, due_not_past, reason_given
            {CANCEL_TASK}""",
        "suspended": f"""
            resume     | planner    | in_progress | reason_given
            {CANCEL_TASK}""",
        "reported": f"""
            take_back  | liaison    | in_progress |
            pass_check | checker    | in_review   | other_person
            send_back  | checker    | in_progress | other_person, reason_given
            {CANCEL_TASK}""",
        "in_review": f"""
            approve    | panel      | closed      | panel_said_yes
            send_back  | panel      | in_progress | panel_said_no, reason_given
            take_back  | panel      | reported    | review_withdrawn
            {CANCEL_TASK}""",
        "closed": "reopen | supervisor | in_progress | plan_issued, reason_given, new_due_given, due_not_past",
        "cancelled": "",
    },
    Life.REVIEW: {
        "new": "open | system | open |",
        "open": """
            decide      | reviewer | =         | has_seat, my_turn, not_excluded, answers_once, verdict_given, reason_for_no
            pass_on     | reviewer | =         | has_seat, not_excluded, new_signer_fits, reason_given
            add_signer  | planner  | =         | not_excluded, new_signer_fits, reason_given
            drop_signer | planner  | =         | not_excluded, seat_unanswered, enough_seats_left, somebody_still_answers, reason_given
            approve     | panel    | approved  | panel_said_yes
            return      | panel    | returned  | panel_said_no, reason_given
            withdraw    | planner  | withdrawn | nobody_answered, reason_given
            make_moot   | system   | moot      | subject_ended
            urge        | clock    | =         | late""",
        "approved": "",
        "returned": "",
        "withdrawn": "",
        "moot": "",
    },
    Life.EXTENSION: {
        "new": "request | liaison | requested | task_in_progress, has_due, before_due, wanted_workday, wanted_later, may_extend_again, none_open, reason_given, text_given",
        "requested": """
            grant     | planner | granted   | other_person, task_in_progress, before_due, wanted_workday, wanted_later
            refuse    | planner | refused   | other_person, reason_given
            withdraw  | liaison | withdrawn |
            make_moot | system  | moot      | task_moved_on
            urge      | clock   | =         | late""",
        "granted": "",
        "refused": "",
        "withdrawn": "",
        "moot": "",
    },
    Life.SUPERVISION: {
        "new": "open | system | calm |",
        "calm": f"""
            remind    | clock      | reminded   | with_lead, reminder_due
            urge      | clock      | urged      | with_lead, urging_due
            order     | clock      | ordered    | with_lead, order_due
            summon    | clock      | summoned   | with_lead, talk_due
            circulate | clock      | circulated | with_lead, circular_due
            remind    | supervisor | reminded   | with_lead, reason_given
            urge      | supervisor | urged      | with_lead, reason_given
            order     | supervisor | ordered    | with_lead, reason_given
            summon    | supervisor | summoned   | with_lead, reason_given
            circulate | supervisor | circulated | with_lead, reason_given
            {SETTLE}""",
        "reminded": f"""
            urge      | clock      | urged      | with_lead, urging_due
            order     | clock      | ordered    | with_lead, order_due
            summon    | clock      | summoned   | with_lead, talk_due
            circulate | clock      | circulated | with_lead, circular_due
            urge      | supervisor | urged      | with_lead, reason_given
            order     | supervisor | ordered    | with_lead, reason_given
            summon    | supervisor | summoned   | with_lead, reason_given
            circulate | supervisor | circulated | with_lead, reason_given
            {SETTLE}""",
        "urged": f"""
            order     | clock      | ordered    | with_lead, order_due
            summon    | clock      | summoned   | with_lead, talk_due
            circulate | clock      | circulated | with_lead, circular_due
            order     | supervisor | ordered    | with_lead, reason_given
            summon    | supervisor | summoned   | with_lead, reason_given
            circulate | supervisor | circulated | with_lead, reason_given
            {SETTLE}""",
        "ordered": f"""
            summon    | clock      | summoned   | with_lead, talk_due
            circulate | clock      | circulated | with_lead, circular_due
            summon    | supervisor | summoned   | with_lead, reason_given
            circulate | supervisor | circulated | with_lead, reason_given
            {SETTLE}""",
        "summoned": f"""
            circulate | clock      | circulated | with_lead, circular_due
            circulate | supervisor | circulated | with_lead, reason_given
            {SETTLE}""",
        "circulated": SETTLE,
        "settled": "",
    },
    Life.FINDING: {
        "new": "find | supervisor | found | text_given",
        "found": "assign | supervisor | assigned |",
        "assigned": "start_fix | liaison | fixing |",
        "fixing": "claim_fixed | liaison | claimed_fixed | text_given",
        "claimed_fixed": """
            verify | supervisor | verified | other_person
            reopen | supervisor | reopened | other_person, reason_given""",
        "verified": "reopen | supervisor | reopened | reason_given",
        "reopened": "start_fix | liaison | fixing |",
    },
    Life.EXEMPLAR: {
        "new": "nominate | liaison | nominated | text_given",
        "nominated": """
            adopt     | planner | accepted | other_person
            pass_over | planner | declined | other_person, reason_given""",
        "accepted": "publish | planner | published | text_given",
        "published": "",
        "declined": "",
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
}


@dataclass(frozen=True)
class Cell:
    """One thing that may happen: in a state, an act, by one role."""

    state: str
    act: str
    who: str
    becomes: str
    if_: tuple[str, ...]


def cells(life: Life) -> list[Cell]:
    """Read the hand-written matrix of a life, one cell per role."""
    return [cell for state, lines in BY_HAND[life].items() for cell in _cells(state, lines)]


def _cells(state: str, lines: str) -> list[Cell]:
    found = []
    for line in filter(str.strip, lines.splitlines()):
        act, who, becomes, guards = (part.strip() for part in line.split("|"))
        needed = tuple(guard.strip() for guard in guards.split(",") if guard.strip())
        target = state if becomes == "=" else becomes
        found += [Cell(state, act, role.strip(), target, needed) for role in who.split(",")]
    return found
