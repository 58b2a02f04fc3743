"""What Moves are called as events: `duban.plan.issued`, `duban.review.decided`, `duban.rung.reached`."""

from typing import Any

from models.record import Move
from models.words import Act, Life
from workflows.lives import LIVES

# fmt: off
PAST: dict[Act, str] = {
    Act.OPEN: "opened", Act.REQUEST: "requested", Act.FIND: "found", Act.NOMINATE: "nominated",
    Act.CONFIRM: "requirement_confirmed", Act.DROP: "requirement_dropped", Act.SUBMIT: "submitted",
    Act.APPROVE: "approved", Act.SEND_BACK: "sent_back", Act.ISSUE: "issued", Act.CONCLUDE: "concluded",
    Act.ARCHIVE: "archived", Act.SET_POLICY: "policy_changed", Act.WITHDRAW: "withdrawn", Act.ASSIGN: "assigned",
    Act.ACCEPT: "accepted", Act.DECLINE: "declined", Act.REASSIGN: "reassigned", Act.REPORT: "reported",
    Act.TAKE_BACK: "taken_back", Act.PASS_CHECK: "check_passed", Act.SUSPEND: "suspended", Act.RESUME: "resumed",
    Act.CANCEL: "cancelled", Act.REOPEN: "reopened", Act.DECIDE: "decided", Act.PASS_ON: "passed_on",
    Act.CONSULT: "advice_asked", Act.ADVISE: "advice_given", Act.ADD_SIGNER: "signer_added",
    Act.DROP_SIGNER: "signer_dropped", Act.RETURN: "returned", Act.MAKE_MOOT: "made_moot", Act.GRANT: "granted",
    Act.REFUSE: "refused", Act.REMIND: "reminded", Act.URGE: "urged", Act.ORDER: "ordered", Act.SUMMON: "summoned",
    Act.CIRCULATE: "circulated", Act.SETTLE: "settled", Act.START_FIX: "fix_started",
    Act.CLAIM_FIXED: "claimed_fixed", Act.VERIFY: "verified", Act.ADOPT: "adopted", Act.PASS_OVER: "passed_over",
    Act.PUBLISH: "published", Act.MIGRATE: "migrated", Act.MOVE_DUE: "deadline_moved", Act.ADD_ENTRY: "progress_filed",
    Act.ATTACH: "evidence_attached", Act.CONTRIBUTE: "contribution_filed", Act.WAIVE: "contribution_waived",
}
RUNGS = frozenset({Act.REMIND, Act.URGE, Act.ORDER, Act.SUMMON, Act.CIRCULATE})
# fmt: on
RUNG_REACHED = "duban.rung.reached"


def event_of(life: Life, act: Act) -> str:
    """Name the event that an act on a life is; all rungs of the ladder are one event, and `to` tells which."""
    if life is Life.SUPERVISION and act in RUNGS:
        return RUNG_REACHED
    return f"duban.{life}.{PAST[act]}"


def known_events() -> tuple[str, ...]:
    """List every event that can happen, in the order of the lives."""
    return tuple(dict.fromkeys(event_of(life, row.may) for life in Life for row in LIVES[life].rows))


def told(event: str, move: Move) -> dict[str, Any]:
    """Give the body of an event: what moved, from where to where; never what was written with it.

    Whoever may read more asks the API.
    """
    return {
        "type": event,
        "timestamp": move.at.isoformat(),
        "data": {
            "move": move.id,
            "life": move.life,
            "id": move.subject_id,
            "version": move.version,
            "plan_id": move.plan_id,
            "act": move.act,
            "from": move.became_from,
            "to": move.became,
            "role": move.role,
            "href": f"/api/v1/{move.life}s/{move.subject_id}",
        },
    }
