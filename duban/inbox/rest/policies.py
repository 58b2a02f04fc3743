"""The rules that plans run under: every stored version, and what one says. A new version is stored by the command."""

from fastapi import APIRouter
from sqlmodel import Session, col, func, select

from duban.database import reading
from duban.inbox.asked import Number
from duban.inbox.policies import policy_seen
from duban.inbox.rest.caller import Reader
from duban.inbox.rest.paging import Cursor, Limit, Listed, newest_first
from duban.inbox.rest.problems import READS
from duban.inbox.rest.shapes_of_door import PolicyListed, PolicyTold
from duban.sight import check_office
from models.plan import Plan
from models.policy_stored import Policy

router = APIRouter(tags=["policies"])


@router.get("/policies", responses=READS, summary="List every version of every policy, the newest first (office)")
def policies(caller: Reader, cursor: Cursor = "", limit: Limit = 50) -> Listed[PolicyListed]:
    check_office(caller.sight)
    with reading() as session:
        rows, following = newest_first(session, select(Policy), Policy.id, kind="policy", cursor=cursor, limit=limit)
        plans = _plans_under(session, [row.id for row in rows])
        told = [
            PolicyListed(**PolicyListed.model_validate(row).model_dump() | {"plans": plans.get(row.id, 0)})
            for row in rows
        ]
        return Listed(items=told, next=following)


def _plans_under(session: Session, policies: list[int]) -> dict[int, int]:
    wanted = select(Plan.policy_id, func.count(col(Plan.id))).where(col(Plan.policy_id).in_(policies))
    return dict(session.exec(wanted.group_by(col(Plan.policy_id))).all())


@router.get(
    "/policies/{number}", responses=READS, summary="Tell of a version of a policy, to whoever sees a plan under it"
)
def policy(number: Number, caller: Reader) -> PolicyTold:
    with reading() as session:
        found, plans = policy_seen(session, caller.sight, number)
        listed = PolicyListed.model_validate(found).model_dump() | {"plans": len(plans)}
        return PolicyTold(**listed, settings=found.settings, plan_ids=[plan.id or 0 for plan in plans])
