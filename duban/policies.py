"""The settings a plan runs under."""

from datetime import datetime

from sqlmodel import Session, col, select

from models.plan import Plan
from models.policy import Policy, PolicySettings

DEFAULT = "default"


def settings_of(session: Session, plan_id: int | None) -> PolicySettings:
    """Read the policy of a plan; the settings are parsed once per session and version."""
    plan = session.get_one(Plan, plan_id)
    session.info.setdefault("plans", {})[plan_id] = plan  # a session forgets what nobody holds, and would ask again
    known: dict[int, PolicySettings] = session.info.setdefault("policies", {})
    if plan.policy_id not in known:
        known[plan.policy_id] = PolicySettings.model_validate(session.get_one(Policy, plan.policy_id).settings)
    return known[plan.policy_id]


def store_policy(session: Session, name: str, settings: PolicySettings, *, now: datetime) -> Policy:
    """Store a new version of a policy, or give the newest one when nothing changed. Does not commit."""
    newest = session.exec(select(Policy).where(Policy.name == name).order_by(col(Policy.version).desc())).first()
    wanted = settings.model_dump(mode="json")
    if newest is not None and newest.settings == wanted:
        return newest
    stored = Policy(name=name, version=newest.version + 1 if newest else 1, settings=wanted, stored_at=now)
    session.add(stored)
    session.flush()
    return stored
