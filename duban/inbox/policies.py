"""The page of a policy: what it says, in words; and the list of all of them."""

from collections.abc import Sequence

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session, col, select

from duban.database import reading
from duban.inbox.asked import Number
from duban.inbox.doorway import AVisitor
from duban.inbox.gates_shown import posts_named
from duban.inbox.pages import page
from duban.names import person_names
from duban.policies import every_version
from duban.policy_told import policy_told
from duban.sight import Sight, check_office, plans_seen
from models.errors import NotFound, NotYours
from models.plan import Plan
from models.policy import PolicySettings
from models.policy_stored import Policy, named

router = APIRouter()


@router.get("/policies")
def policies(visitor: AVisitor) -> Response:
    """List every version of every policy, for the office."""
    check_office(visitor.sight)
    with reading() as session:
        rows = every_version(session)
        names = person_names(session, (policy.stored_by for policy, _ in rows))
    return page("policies.html", visitor, rows=[(row, named(row), count) for row, count in rows], names=names)


@router.get("/policies/{policy_id}")
def policy_case(policy_id: Number, visitor: AVisitor) -> Response:
    """Show a policy to the office, and to whoever sees a plan that runs under it."""
    with reading() as session:
        policy, plans = policy_seen(session, visitor.sight, policy_id)
        settings = PolicySettings.model_validate(policy.settings)
        chapters = policy_told(settings, posts_named(session, settings))
        by = person_names(session, [policy.stored_by]).get(policy.stored_by, "")
    return page("policy.html", visitor, policy=policy, called=named(policy), by=by, chapters=chapters, plans=plans)


def policy_seen(session: Session, sight: Sight, policy_id: int) -> tuple[Policy, Sequence[Plan]]:
    """Read a policy, and the plans in sight that run under it.

    Raises:
        NotFound: there is no such policy. NotYours: no plan in sight runs under it.
    """
    policy = session.get(Policy, policy_id)
    if policy is None:
        raise NotFound(f"没有编号为 {policy_id} 的督办规则。", f"There is no policy {policy_id}.")
    plans = session.exec(
        select(Plan).where(Plan.policy_id == policy_id, plans_seen(sight)).order_by(col(Plan.id))
    ).all()
    if not plans and not sight.everything:
        raise NotYours("这份督办规则不涉及你能看到的方案，不能查看。", "No plan of yours runs under this policy.")
    return policy, plans
