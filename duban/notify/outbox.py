"""The outbox: duties are claimed for a while, tried, and settled; what was told is noted once. Commits each time.

A claim counts as a try and ends by itself, so a deliverer that dies loses nothing; the number of tries also tells
its claim from a later one. A duty that was claimed and never came to an end may be what ended the process: from then on
it is claimed alone, and given up after the last try like any other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from random import Random
from typing import Any

from sqlalchemy import and_, bindparam, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col, select

from duban.database import reading, writing
from duban.fault_points import reach
from duban.notify.told import Told
from models.record import Allotment, Bundle, Duty, Message
from models.words import Delivery

LEASE = timedelta(minutes=10)
TOGETHER = 50
"""Duties claimed, told and settled together."""
TRIES_AT_MOST = 8
FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=12)
WORN_OUT = f"送了 {TRIES_AT_MOST} 次，每次都没有送完就中断了。"

NOT_TOGETHER = "合并的提醒没有送成。"


@dataclass(frozen=True, slots=True)
class Claimed:
    """What one deliverer has in hand, and what was given up because no try of it ever came to an end."""

    duties: Sequence[Duty] = ()
    given_up: Sequence[Duty] = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """One duty after a try; `messages` are not noted yet."""

    duty: Duty
    told: Told
    messages: Sequence[dict[str, Any]]


def claim(*, now: datetime, until: datetime, at_most: int) -> Claimed:
    """Take the oldest duties that wait at `now`, so that nobody else has them before `until`."""
    waiting = select(Duty).where(Duty.delivery == Delivery.WAITING, col(Duty.next_at) <= now)
    with reading() as session:  # most of the time nothing waits, and nobody should have to wait for that
        if session.exec(waiting.limit(1)).first() is None:
            return Claimed()
    oldest = waiting.order_by(col(Duty.next_at), col(Duty.id)).limit(at_most).with_for_update(skip_locked=True)
    with writing() as session:
        found = _together(session.exec(oldest).all())
        claimed = Claimed(*([d for d in found if worn_out(d) is so] for so in (False, True)))
        for duty in claimed.given_up:
            duty.delivery, duty.next_at, duty.trouble = Delivery.FAILED, None, WORN_OUT
        for duty in claimed.duties:
            duty.tries, duty.next_at, duty.trouble = duty.tries + 1, until, ""
        session.add_all(found)
    reach("deliver.claimed")
    return claimed


def worn_out(duty: Duty) -> bool:
    """Say whether a waiting duty has had its last try, which must have been interrupted."""
    return duty.tries >= TRIES_AT_MOST


def _together(found: Sequence[Duty]) -> Sequence[Duty]:
    if not found or _interrupted(found[0]):
        return found[:1]
    return list(takewhile(lambda duty: not _interrupted(duty), found))


def _interrupted(duty: Duty) -> bool:
    return duty.tries > 0 and not duty.trouble


def give_back(duties: Iterable[Duty], *, now: datetime) -> None:
    """Give back what there was no time to try, as if it had not been claimed."""
    rows = [
        {"of": duty.id, "claim": duty.tries, "tries": duty.tries - 1, "next_at": now, "trouble": "上次没有轮到。"}
        for duty in duties
    ]
    with writing() as session:
        _update(session, rows)


def note(messages: Sequence[dict[str, Any]]) -> None:
    """Note what was told, at once."""
    with writing() as session:
        insert_messages(session, messages)
    reach("deliver.noted")


def settle(tried: Sequence[Tried], *, now: datetime, chance: Random) -> list[Told]:
    """Note what was told and where the duties stand, in one transaction; give what became of each.

    A duty whose claim has ended and that somebody else has by now is left to them.
    """
    with writing() as session:
        insert_messages(session, [message for one in tried for message in one.messages])
        gathering = gathering_states(session, [one.duty.id or 0 for one in tried if one.told.gathered], hold=True)
        rows = [
            _settled(one, gathering.get(one.duty.id or 0, frozenset()), now + wait_before(one.duty.tries, chance))
            for one in tried
        ]
        _update(session, rows)
        reach("deliver.settling")
    reach("deliver.settled")
    return [one.told.model_copy(update={"delivery": row["delivery"]}) for one, row in zip(tried, rows, strict=True)]


def _settled(one: Tried, gathering: frozenset[Delivery], next_try: datetime) -> dict[str, Any]:
    """Say where a duty stands: what is in the way comes first, then the bundles in which some are told of it."""
    trouble, waits = one.told.trouble, Delivery.WAITING in gathering
    again = bool(trouble) and (waits or not worn_out(one.duty))
    if not trouble and Delivery.FAILED in gathering:
        trouble = NOT_TOGETHER
    ended = Delivery.FAILED if trouble else Delivery.DELIVERED
    return {
        "of": one.duty.id,
        "claim": one.duty.tries,
        "tries": min(one.duty.tries, TRIES_AT_MOST - 1) if waits else one.duty.tries,
        "trouble": "" if waits and not again else trouble,
        "delivery": Delivery.WAITING if again or waits else ended,
        "next_at": next_try if again else None,
    }


def gathering_states(
    session: Session, duty_ids: Sequence[int], *, hold: bool = False
) -> dict[int, frozenset[Delivery]]:
    """Say, by duty, where the bundles stand in which some duties are told; `hold` keeps them so until the commit."""
    mine = select(Allotment.duty_id, Bundle).join(Bundle, col(Bundle.id) == Allotment.bundle_id)
    wanted = mine.where(col(Allotment.duty_id).in_(duty_ids)).order_by(col(Bundle.id))
    wanted = wanted.with_for_update(read=True, of=Bundle) if hold else wanted
    found: dict[int, set[Delivery]] = {}
    for duty_id, bundle in session.exec(wanted.execution_options(populate_existing=True)).all():
        found.setdefault(duty_id, set()).add(bundle.delivery)
    return {duty_id: frozenset(states) for duty_id, states in found.items()}


def _update(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Set columns of duties, by id, as long as their claim is the one given."""
    if rows:
        claimed = and_(col(Duty.id) == bindparam("of"), col(Duty.tries) == bindparam("claim"))
        columns: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name not in ("of", "claim")}
        ours = update(_table(Duty)).where(claimed, col(Duty.delivery) == Delivery.WAITING)
        session.connection().execute(ours.values(columns), rows)


def insert_messages(session: Session, messages: Sequence[dict[str, Any]]) -> None:
    """Add messages; a person that a second deliverer has told meanwhile keeps the first."""
    if messages:
        made = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        session.connection().execute(made(_table(Message)).on_conflict_do_nothing(), messages)


def _table(model: type[SQLModel]) -> Any:
    return model.__table__  # type: ignore[attr-defined]


def wait_before(tries: int, chance: Random) -> timedelta:
    """Give how long to wait after so many tries: doubling from five minutes to twelve hours, spread by half."""
    whole: timedelta = min(FIRST_WAIT * (1 << (tries - 1)), LONGEST_WAIT)
    return whole * (0.5 + chance.random() / 2)
