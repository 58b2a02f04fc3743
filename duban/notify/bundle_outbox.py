"""The outbox of bundles: one is claimed for a while, closed, put in words for good, and settled with its duties.

Like a duty's, a claim counts as a try and ends by itself. Commits each time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import and_
from sqlmodel import Session, col, delete, select

from duban.accounts import languages_of
from duban.database import reading, writing
from duban.fault_points import reach
from duban.notify.allotting import lock
from duban.notify.bundle_wording import bundle_body, bundle_title, sorted_briefs
from duban.notify.letters import written
from duban.notify.outbox import NOT_TOGETHER, TRIES_AT_MOST, WORN_OUT, gathering_states, insert_messages, wait_before
from duban.notify.told import Brief, Written
from duban.tongue import speaking
from models.record import Allotment, Bundle, Duty
from models.words import Channel, Delivery


@dataclass(frozen=True, slots=True)
class Contents:
    """A bundle with its duties, in order, each with its words as they are now, and the channels that have taken it."""

    bundle: Bundle
    duties: Sequence[Duty]
    words: Sequence[Written]
    taken: frozenset[Channel]


def claim_bundle(*, now: datetime, until: datetime) -> Bundle | None:
    """Take the bundle that is due longest, close it, and keep it from others before `until`.

    One that was begun as often as may be and never came to an end is given up, and the next one is looked at.
    """
    due = select(Bundle).where(Bundle.delivery == Delivery.WAITING, col(Bundle.next_at) <= now)
    while True:
        with reading() as session:
            found = session.exec(due.order_by(col(Bundle.next_at), col(Bundle.id)).limit(1)).first()
        if found is None:
            return None
        with writing() as session:
            lock(session, [found.person_id])  # nobody adds to it any more
            bundle = session.exec(due.where(Bundle.id == found.id).with_for_update(skip_locked=True)).first()
            if bundle is None:
                continue
            if bundle.tries >= TRIES_AT_MOST:
                _end(session, bundle, Delivery.FAILED, WORN_OUT)
                continue
            bundle.closed_at = bundle.closed_at or now
            bundle.tries, bundle.next_at, bundle.trouble = bundle.tries + 1, until, ""
            session.add(bundle)
        reach("bundle.closed")
        return bundle


def open_bundle(bundle: Bundle, *, now: datetime) -> Contents:
    """Read what is in a closed bundle; put it in words when it has none yet."""
    with reading() as session:
        mine = select(Duty).join(Allotment, col(Allotment.duty_id) == col(Duty.id))
        duties = session.exec(mine.where(Allotment.bundle_id == bundle.id).order_by(col(Duty.id))).all()
    with speaking(languages_of([bundle.person_id])[bundle.person_id]):
        words = written(duties, now=now)
        left_out: set[int | None] = set()
        if not bundle.title:
            bundle, left_out = _worded(bundle, duties, words, now=now)
    if left_out:
        kept = [(duty, one) for duty, one in zip(duties, words, strict=True) if duty.id not in left_out]
        duties, words = [duty for duty, _ in kept], [one for _, one in kept]
    reach("bundle.worded")
    lead = next((one for duty, one in zip(duties, words, strict=True) if duty.id == bundle.lead_duty_id), Written())
    taken = frozenset(channel for person, channel in lead.told if person == bundle.person_id)
    return Contents(bundle, duties, words, taken)


def _worded(
    bundle: Bundle, duties: Sequence[Duty], words: Sequence[Written], *, now: datetime
) -> tuple[Bundle, set[int | None]]:
    """Fix the words. What the person need not be told any more is left out, and its duty is looked at again.

    Somebody else may hold the post by now, or the question may be answered.
    """
    briefs: dict[int, Brief] = {
        duty.id or 0: one.brief
        for duty, one in zip(duties, words, strict=True)
        if one.brief and any(letter.person_id == bundle.person_id for letter in one.letters)
    }
    left_out = {duty.id for duty in duties} - briefs.keys()
    with writing() as session:
        row = session.get_one(Bundle, bundle.id)
        if row.title:  # a claim of ours that had ended: somebody else has put it in words meanwhile
            return row, set()
        for duty in session.exec(select(Duty).where(col(Duty.id).in_(left_out))).all():
            if duty.delivery is Delivery.WAITING and duty.next_at is None:
                duty.next_at, duty.tries = now, 0
                session.add(duty)
        gone = delete(Allotment).where(col(Allotment.bundle_id) == bundle.id, col(Allotment.duty_id).in_(left_out))
        session.connection().execute(gone)
        if briefs:
            told = sorted_briefs(briefs.values())
            row.title, row.body = bundle_title(told), bundle_body(told)
            row.lead_duty_id = next(id_ for id_, brief in briefs.items() if brief is told[0])
        session.add(row)
    return row, left_out


def settle_bundle(
    contents: Contents, messages: Sequence[dict[str, Any]], *, trouble: str, now: datetime, chance: Random
) -> Delivery:
    """Note what was told together, and where the bundle and its duties stand, in one transaction."""
    bundle = contents.bundle
    with writing() as session:
        insert_messages(session, messages)
        row = session.exec(select(Bundle).where(Bundle.id == bundle.id).with_for_update()).one()
        if row.delivery is not Delivery.WAITING or row.tries != bundle.tries:
            return row.delivery  # the claim has ended, and somebody else has it by now
        if trouble and row.tries < TRIES_AT_MOST:
            row.trouble, row.next_at = trouble, now + wait_before(row.tries, chance)
            _tell_duties(session, row, trouble=trouble)
            session.add(row)
        else:
            _end(session, row, Delivery.FAILED if trouble else Delivery.DELIVERED, trouble)
        reach("bundle.settling")
        ended = row.delivery
    reach("bundle.settled")
    return ended


def _end(session: Session, bundle: Bundle, delivery: Delivery, trouble: str) -> None:
    """End a bundle, and with it the duties that waited for nothing else."""
    bundle.delivery, bundle.next_at, bundle.trouble = delivery, None, trouble
    session.add(bundle)
    session.flush()
    duties = _handed_over(session, bundle)
    gathering = gathering_states(session, [duty.id or 0 for duty in duties])
    for duty in duties:
        if Delivery.WAITING not in gathering[duty.id or 0]:
            failed = Delivery.FAILED in gathering[duty.id or 0]
            duty.delivery = Delivery.FAILED if failed else Delivery.DELIVERED
            duty.trouble = (trouble or NOT_TOGETHER) if failed else ""
            session.add(duty)


def _tell_duties(session: Session, bundle: Bundle, *, trouble: str) -> None:
    for duty in _handed_over(session, bundle):
        duty.trouble = trouble
        session.add(duty)


def _handed_over(session: Session, bundle: Bundle) -> Sequence[Duty]:
    """Find the duties of a bundle that nobody has in hand and that wait for nothing but bundles."""
    mine = select(Duty).join(Allotment, col(Allotment.duty_id) == col(Duty.id))
    waiting = and_(col(Duty.delivery) == Delivery.WAITING, col(Duty.next_at).is_(None))
    return session.exec(mine.where(Allotment.bundle_id == bundle.id, waiting).order_by(col(Duty.id))).all()
