"""Registers addresses that events are posted to, lists them with their last tries, ends them: by operators only."""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from duban.database import writing
from duban.desk.opened import desk_of
from duban.posts import standing
from duban.webhooks.reaching import SECRET_PREFIX, check_url
from models.errors import BadInput, NotFound, NotYours
from models.plan import Plan
from models.record import Move
from models.values import Actor
from models.webhook import Posting, Webhook
from models.words import Role

SHOWN = 10
AT_MOST = 50


@dataclass(frozen=True, slots=True)
class HookWanted:
    """Where to post, about which plan (None: all) and which events (none: all)."""

    url: str
    plan_id: int | None = None
    events: tuple[str, ...] = ()


def check_operator(session: Session, by: Actor, *, now: datetime) -> None:
    """Let only operators manage webhooks.

    Raises:
        NotYours: it is none.
    """
    if Role.OPERATOR not in standing(desk_of(session), by, now=now).house_roles:
        raise NotYours("推送地址由系统操作员管理。", "Webhooks are managed by the operator.")


def add_webhook(wanted: HookWanted, *, by: Actor, now: datetime) -> Webhook:
    """Register an address; it is told of what happens from now on. Commits.

    Raises:
        NotYours: only operators may. NotFound: there is no such plan.
        BadInput: the address or an event cannot be used, or there are too many.
    """
    from duban.ledger_events import events  # asks the rules of all lives; whoever only lists addresses needs none

    check_url(wanted.url)
    known = events()
    for event in wanted.events:
        if event not in known:
            raise BadInput(f"没有“{event}”这种事件；可用：{'、'.join(known)}。", f"There is no event {event}.")
    with writing() as session:
        check_operator(session, by, now=now)
        if wanted.plan_id is not None and session.get(Plan, wanted.plan_id) is None:
            raise NotFound(f"没有编号为 {wanted.plan_id} 的工作方案。", f"There is no plan {wanted.plan_id}.")
        if len([hook for hook in webhooks(session) if hook.ended_at is None]) >= AT_MOST:
            raise BadInput(f"推送地址最多 {AT_MOST} 个。", f"There are {AT_MOST} webhooks already.")
        since = session.exec(select(func.max(Move.id))).one() or 0
        hook = Webhook(
            url=wanted.url,
            secret=SECRET_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode(),
            plan_id=wanted.plan_id,
            events=list(wanted.events),
            made_by=by.person_id,
            made_at=now,
            since_id=since,
            seen_id=since,
        )
        session.add(hook)
        session.flush()
    return hook


def end_webhook(webhook_id: int, *, by: Actor, now: datetime) -> Webhook:
    """End a webhook for good; what was not posted yet is not posted any more. Commits.

    Raises:
        NotYours: only operators may. NotFound: there is no such webhook.
    """
    with writing() as session:
        check_operator(session, by, now=now)
        hook = session.get(Webhook, webhook_id)
        if hook is None:
            raise NotFound(f"没有编号为 {webhook_id} 的推送地址。", f"There is no webhook {webhook_id}.")
        hook.ended_at = hook.ended_at or now
        session.add(hook)
    return hook


def webhooks(session: Session) -> list[Webhook]:
    """List every webhook, the newest first, also those that have ended."""
    return list(session.exec(select(Webhook).order_by(col(Webhook.id).desc())).all())


def last_tries(session: Session, hooks: Sequence[Webhook]) -> dict[int, list[Posting]]:
    """List the newest postings of each webhook, with one query."""
    place = func.row_number().over(partition_by=col(Posting.webhook_id), order_by=col(Posting.id).desc())
    ids = [hook.id for hook in hooks]
    ranked = select(Posting.id, place.label("place")).where(col(Posting.webhook_id).in_(ids)).subquery()
    wanted = select(Posting).join(ranked, ranked.c.id == Posting.id).where(ranked.c.place <= SHOWN)
    found: dict[int, list[Posting]] = {}
    for posting in session.exec(wanted.order_by(col(Posting.id).desc())).all():
        found.setdefault(posting.webhook_id, []).append(posting)
    return found
