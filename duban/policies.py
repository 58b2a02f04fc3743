"""The settings plans run under: stored versions, found by name, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from pydantic import ValidationError
from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select

from duban.desk.desk import Desk
from duban.desk.opened import desk_of
from duban.desk.prepared import Prepared, pick
from models.errors import BadInput, NotFound, NotYours
from models.plan import Plan
from models.policy import PolicySettings
from models.policy_stored import AT, Policy
from models.values import Actor
from models.words import PlanState, Role

DEFAULT = "default"
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Stored:
    """Who stored a policy and why."""

    by: int | None = None
    why: str = ""


HOUSE = Stored(why="随程序提供")


# fmt: off
_PLAN     = (pick(Plan.state, Plan.policy_id, Policy.stored_at, Plan.unit_id)
             .join(Policy, col(Plan.policy_id) == Policy.id).where(Plan.id == bindparam("plan_id")))
_LOOK     = Prepared(_PLAN)
_HOLD     = Prepared(_PLAN.with_for_update(read=True, of=Plan))
_SETTINGS = Prepared(pick(Policy.settings).where(Policy.id == bindparam("policy_id")))
# fmt: on


@dataclass(frozen=True, slots=True)
class Frame:
    """What a plan sets for everything in it: its own state, the settings it runs under, the unit whose own it is."""

    state: PlanState
    settings: PolicySettings
    unit_id: int | None = None


def frame_of(desk: Desk, plan_id: int | None) -> Frame:
    """Read the frame of a plan, once in a transaction; a version of a policy is parsed once and for all.

    Whoever writes holds the plan as it is until the transaction ends: nobody withdraws or concludes it in between.
    """
    frames: dict[int | None, Frame] = desk.notes.setdefault("frames", {})
    if plan_id not in frames:
        state, policy_id, stored_at, unit_id = desk.read(_HOLD if desk.writes else _LOOK, plan_id=plan_id)[0]
        frames[plan_id] = Frame(state, _parsed(desk, policy_id, stored_at), unit_id)
    return frames[plan_id]


def _parsed(desk: Desk, policy_id: int, stored_at: datetime) -> PolicySettings:
    """A number may be given twice when a transaction is undone; number and moment may not."""
    known: dict[tuple[int, datetime], PolicySettings] = desk.known.policies
    key = (policy_id, stored_at)
    if key not in known:
        known[key] = PolicySettings.model_validate(desk.first(_SETTINGS, policy_id=policy_id))
    return known[key]


def settings_of(desk: Desk, plan_id: int | None) -> PolicySettings:
    """Read the policy of a plan."""
    return frame_of(desk, plan_id).settings


def settings_numbered(desk: Desk, policy_id: int) -> PolicySettings:
    """Read the settings of one stored version by its number."""
    return PolicySettings.model_validate(desk.first(_SETTINGS, policy_id=policy_id))


def store_policy(
    session: Session, name: str, settings: PolicySettings, *, now: datetime, stored: Stored = HOUSE
) -> Policy:
    """Store a new version of a policy, or give the newest one when nothing changed. Does not commit."""
    newest = newest_version(session, name)
    wanted = settings.model_dump(mode="json")
    if newest is not None and _as_settled(newest) == settings:
        return newest
    version = newest.version + 1 if newest else 1
    policy = Policy(name=name, version=version, settings=wanted, stored_by=stored.by, why=stored.why, stored_at=now)
    session.add(policy)
    session.flush()
    return policy


def _as_settled(policy: Policy) -> PolicySettings | None:
    """Read a stored version; settings that came later than it have the value they have when nothing is said."""
    try:
        return PolicySettings.model_validate(policy.settings)
    except ValidationError:
        return None


def store_policy_as(
    session: Session, name: str, settings: PolicySettings, *, by: Actor, now: datetime, why: str
) -> Policy:
    """Store a new version of a policy as a person, who has to be a planner and to say why. Does not commit.

    Raises:
        NotYours: the person is no planner.
        BadInput: the name cannot be used, or no reason is given.
    """
    from duban.posts import standing  # who only reads a policy asks for nobody

    if Role.PLANNER not in standing(desk_of(session), by, now=now).house_roles:
        raise NotYours(f"不能存入督办规则：只有{Role.PLANNER.zh}可以办这件事。", "Only the planner may store a policy.")
    if not why.strip():
        raise BadInput(
            "必须写明理由：请用 --reason 说明为什么要这样定规则。", "A reason has to be given; write it after --reason."
        )
    return store_policy(session, _name(name), settings, now=now, stored=Stored(by.person_id, why.strip()))


def _name(name: str) -> str:
    wanted = name.strip()
    if not wanted or AT in wanted or len(wanted) > LONGEST_NAME or not wanted.isprintable():
        raise BadInput(
            f"规则的名称写 1 到 {LONGEST_NAME} 个字，不能有 {AT}。",
            f"A policy's name has 1 to {LONGEST_NAME} characters, and no {AT}.",
        )
    return wanted


def every_version(session: Session) -> list[tuple[Policy, int]]:
    """List every policy, by name and the newest version first, each with the number of plans that run under it."""
    plans = select(func.count(col(Plan.id))).where(Plan.policy_id == Policy.id).correlate(Policy).scalar_subquery()
    wanted = select(Policy, plans).order_by(Policy.name, col(Policy.version).desc())
    return [(policy, int(count)) for policy, count in session.exec(wanted).all()]


def newest_version(session: Session, name: str) -> Policy | None:
    """Find the newest version of a policy."""
    return session.exec(select(Policy).where(Policy.name == name).order_by(col(Policy.version).desc())).first()


def policy_called(session: Session, called: str) -> Policy:
    """Find a version of a policy by NAME@VERSION, or the newest of a NAME.

    Raises:
        NotFound: there is no such policy, or no such version of it.
    """
    name, _, version = called.strip().partition(AT)
    newest = newest_version(session, name)
    if newest is None:
        raise _unknown(session, name)
    if not version:
        return newest
    number = int(version) if version.isdecimal() else 0
    found = session.exec(select(Policy).where(Policy.name == name, Policy.version == number)).first()
    if found is None:
        raise NotFound(
            f"督办规则“{name}”没有第 {version} 版；最新是第 {newest.version} 版。",
            f"The policy {name} has no version {version}; the newest is {newest.version}.",
        )
    return found


def _unknown(session: Session, name: str) -> NotFound:
    known = session.exec(select(Policy.name).distinct().order_by(Policy.name)).all()
    near = get_close_matches(name, known, n=1, cutoff=0.6)
    if near:
        return NotFound(f"没有叫“{name}”的督办规则，是不是 {near[0]}？", f"No policy {name!r}; did you mean {near[0]}?")
    listed = f"现有：{'、'.join(known)}" if known else "现在还没有存入任何规则"
    return NotFound(f"没有叫“{name}”的督办规则；{listed}。", f"There is no policy {name!r}.")


def stored_policies(session: Session) -> Sequence[tuple[Policy, int]]:
    """List every version of every policy, by name, oldest first, and how many plans run under it."""
    running = select(func.count(col(Plan.id))).where(Plan.policy_id == Policy.id).correlate(Policy).scalar_subquery()
    found = select(Policy, running).order_by(col(Policy.name), col(Policy.version))
    return [(policy, count) for policy, count in session.exec(found).all()]
