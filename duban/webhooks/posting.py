"""Posts what happened to every webhook it concerns: the ledger is the outbox, each Move once for each webhook.

1. Moves that were not looked at yet become postings. 2. Postings that wait are claimed for a while, as duties are.
3. They are posted outside any transaction. 4. What came of each is noted; what failed is tried again, later each time,
and given up in the end. A crash in between posts one message twice, under the same id, by which the receiver knows it.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from duban.clock import stopwatch
from duban.database import reading, writing
from duban.fault_points import reach
from duban.ledger_events import LedgerEvent, event_name, told
from duban.notify.outbox import LEASE, TOGETHER, TRIES_AT_MOST, wait_before
from duban.webhooks.reaching import post, signature
from models.record import Move
from models.values import Value
from models.webhook import Posting, Webhook
from models.words import Delivery

AHEAD = 1_000
"""Moves that are made postings of in one transaction."""
LAG = {"postgresql": 10_000}
"""Where several write at once, a Move can be seen later than others with greater numbers: so far back is looked."""
TIME_TO_POST = LEASE / 2


class Posted(Value):
    """What one round did."""

    at: datetime
    delivered: int = 0
    failed: int = 0
    troubles: tuple[str, ...] = ()


def post_webhooks(*, now: datetime, limit: int = 1000, chance: Random | None = None) -> Posted:
    """Post everything that waits at `now`; what one address does hinders no other."""
    chance = chance or Random()  # noqa: S311 - spreads load, guards nothing
    passed, done, troubles = stopwatch(), 0, list[str]()
    while _look_ahead(now):
        pass
    lost: set[int] = set()
    while done + len(troubles) < limit and passed() < TIME_TO_POST:
        claimed = _claim(now, but_not=lost)
        if not claimed:
            break
        for posting, hook, event in claimed:
            if hook.id in lost:
                _put_off(posting, now=now, chance=chance)
                continue
            trouble = _post(posting, hook, event, now=now)
            _settle(posting, trouble, now=now, chance=chance)
            if trouble:
                lost.add(hook.id or 0)
                troubles.append(f"{hook.url}：{trouble}")
            else:
                done += 1
    return Posted(at=now, delivered=done, failed=len(troubles), troubles=tuple(dict.fromkeys(troubles)))


def _look_ahead(now: datetime) -> bool:
    """Make postings of the next Moves of each webhook; say whether there may be more."""
    more = False
    with writing() as session:
        dialect = session.get_bind().dialect.name
        for hook in session.exec(select(Webhook).where(col(Webhook.ended_at).is_(None)).with_for_update()).all():
            after = max(hook.since_id, hook.seen_id - LAG.get(dialect, 0))
            there = select(Posting.move_id).where(Posting.webhook_id == hook.id)
            wanted = select(Move).where(col(Move.id) > after, col(Move.id).not_in(there)).order_by(col(Move.id))
            moves = session.exec(wanted.limit(AHEAD + LAG.get(dialect, 0))).all()
            rows = [_row(hook, move, now) for move in moves if _concerns(hook, move)]
            if rows:
                made = postgresql.insert if dialect == "postgresql" else sqlite.insert
                table: Any = Posting.__table__  # type: ignore[attr-defined]
                session.connection().execute(made(table).on_conflict_do_nothing(), rows)
            newest = max((move.id or 0 for move in moves), default=0)
            more |= newest > hook.seen_id and len(moves) >= AHEAD
            hook.seen_id = max(hook.seen_id, newest)
            session.add(hook)
    return more


def _concerns(hook: Webhook, move: Move) -> bool:
    of_plan = hook.plan_id is None or hook.plan_id == move.plan_id
    name = _name(move)
    return bool(name) and of_plan and (not hook.events or name in hook.events)


def _name(move: Move) -> str:
    return event_name(move.life, move.act, move.became_from, move.became)


def _row(hook: Webhook, move: Move, now: datetime) -> dict[str, Any]:
    return {
        "webhook_id": hook.id,
        "move_id": move.id,
        "event": _name(move),
        "delivery": Delivery.WAITING,
        "next_at": now,
        "tries": 0,
        "trouble": "",
    }


def _claim(now: datetime, *, but_not: set[int]) -> Sequence[tuple[Posting, Webhook, LedgerEvent]]:
    waiting = (
        select(Posting)
        .join(Webhook, col(Webhook.id) == Posting.webhook_id)
        .where(Posting.delivery == Delivery.WAITING, col(Posting.next_at) <= now, col(Webhook.ended_at).is_(None))
        .where(col(Posting.webhook_id).not_in(but_not))
        .order_by(col(Posting.id))
        .limit(TOGETHER)
    )
    with writing() as session:
        found = session.exec(waiting.with_for_update(skip_locked=True, of=Posting)).all()
        for posting in found:
            posting.tries, posting.next_at = posting.tries + 1, now + LEASE
            session.add(posting)
    reach("webhook.claimed")
    with reading() as session:
        hooks = session.exec(select(Webhook).where(col(Webhook.id).in_({p.webhook_id for p in found}))).all()
        moves = session.exec(select(Move).where(col(Move.id).in_({p.move_id for p in found}))).all()
        events = {event.move_id: event for event in told(session, moves)}
    known = {hook.id: hook for hook in hooks}
    return [(posting, known[posting.webhook_id], events[posting.move_id]) for posting in found]


def _body(event: LedgerEvent) -> bytes:
    """Write an event as Standard Webhooks has it; what was written with the act is never in it."""
    left_out = {"id", "name", "at"}
    said = {
        "type": event.name,
        "timestamp": event.at.isoformat(),
        "data": event.model_dump(mode="json", exclude=left_out),
    }
    return json.dumps(said, ensure_ascii=False).encode()


def _post(posting: Posting, hook: Webhook, event: LedgerEvent, *, now: datetime) -> str:
    """Post one event; say what is in the way, "" when it was taken."""
    body = _body(event)
    message_id, sent_at = f"msg_{hook.id}_{event.move_id}", int(now.timestamp())
    headers = {
        "webhook-id": message_id,
        "webhook-timestamp": str(sent_at),
        "webhook-signature": signature(hook.secret, message_id, sent_at, body),
    }
    posting.tried_at, posting.answered = now, None
    try:
        posting.answered = post(hook.url, body, headers)
    except Exception as problem:  # whatever an address does must not stop the others
        return str(problem) or type(problem).__name__
    return "" if 200 <= posting.answered < 300 else f"对方答复 {posting.answered}。"


def _put_off(posting: Posting, *, now: datetime, chance: Random) -> None:
    """Leave what was not tried, since its address has just failed, for later; it is no try."""
    with writing() as session:
        row = session.get_one(Posting, posting.id)
        row.tries, row.next_at = row.tries - 1, now + wait_before(row.tries, chance)
        row.trouble = "这个地址刚才没有送到，稍后再送。"
        session.add(row)


def _settle(posting: Posting, trouble: str, *, now: datetime, chance: Random) -> None:
    reach("webhook.posted")
    with writing() as session:
        row = session.get_one(Posting, posting.id)
        row.tried_at, row.answered, row.trouble = posting.tried_at, posting.answered, trouble[:500]
        if not trouble:
            row.delivery, row.next_at = Delivery.DELIVERED, None
        elif row.tries >= TRIES_AT_MOST:
            row.delivery, row.next_at = Delivery.FAILED, None
        else:
            row.next_at = now + wait_before(row.tries, chance)
        session.add(row)
