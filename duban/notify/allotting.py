"""Settles how each person is told of a duty, before anything is sent: by itself, or in the bundle of the day.

1. As many reminders a day as the plan's policy says go one by one; what is urgent is counted first.
2. The others gather in the person's open bundle. The first of a day goes out with the delivery that opened it, so that
   a morning's work is told that morning. What comes later that day waits for the next working day; what is urgent only
   until an hour after the bundle before.

What is settled stays: a repeat after a crash sends the same under the same reference.
"""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, or_, select

from duban.database import writing
from duban.desk.opened import desk_of
from duban.fault_points import reach
from duban.local_days import calendars_of
from duban.notify.told import Written
from models.errors import BadInput
from models.record import Allotment, Bundle, Duty
from models.register import Person
from models.words import Delivery
from workflows.moments import at_hour, day_of

APART = timedelta(hours=1)
"""The least time between a bundle and one that is urgent."""
DAY = timedelta(days=1)

Allotted = dict[tuple[int, int], int | None]
"""By duty and person the bundle it goes in; None: by itself."""


@dataclass(slots=True)
class _Day:
    """What is known of the people of some duties and of their day, as it is being settled."""

    session: Session
    now: datetime
    allotted: Allotted
    singles: Counter[int]
    open: dict[int, Bundle]
    last: dict[int, datetime] = field(default_factory=dict)


def allot(duties: Sequence[Duty], words: Sequence[Written], *, now: datetime) -> Allotted:
    """Settle how everybody is told of some duties, urgent ones first, and commit it."""
    pairs = [(duty, one) for duty, one in zip(duties, words, strict=True) if one.letters]
    if not pairs:
        return {}
    with writing() as session:
        day = _day(session, pairs, now)
        for duty, one in sorted(pairs, key=lambda pair: not is_urgent(pair[1])):
            for letter in one.letters:
                _settle(day, duty, letter.person_id, one)
        reach("deliver.allotting")
    reach("deliver.allotted")
    return day.allotted


def is_urgent(words: Written) -> bool:
    """Say whether a duty is told first, and not kept for the next day."""
    return words.brief is not None and words.brief.urgent


def _day(session: Session, pairs: Sequence[tuple[Duty, Written]], now: datetime) -> _Day:
    people = sorted({letter.person_id for _, one in pairs for letter in one.letters})
    lock(session, people)
    begins = at_hour(day_of(now), "00:00")
    today = (col(Allotment.at) >= begins, col(Allotment.at) < begins + DAY, col(Allotment.bundle_id).is_(None))
    counted = select(Allotment.person_id, func.count()).where(col(Allotment.person_id).in_(people), *today)
    told = or_(col(Bundle.title) != "", Bundle.delivery != Delivery.DELIVERED)  # else nothing was left to tell
    mine = (col(Bundle.person_id).in_(people), told, col(Bundle.closed_at) >= begins)
    sent = select(Bundle.person_id, func.max(Bundle.closed_at)).where(*mine, col(Bundle.closed_at) < begins + DAY)
    gathering = select(Bundle).where(col(Bundle.person_id).in_(people), col(Bundle.closed_at).is_(None))
    before = select(Allotment).where(col(Allotment.duty_id).in_([duty.id for duty, _ in pairs]))
    return _Day(
        session,
        now,
        {(row.duty_id, row.person_id): row.bundle_id for row in session.exec(before).all()},
        Counter(dict(session.exec(counted.group_by(col(Allotment.person_id))).all())),
        {bundle.person_id: bundle for bundle in session.exec(gathering).all()},
        {person: closed for person, closed in session.exec(sent.group_by(col(Bundle.person_id))).all() if closed},
    )


def lock(session: Session, people: Sequence[int]) -> None:
    """Hold some people against anybody else who settles or closes what they get."""
    held = select(Person.id).where(col(Person.id).in_(people)).order_by(col(Person.id))
    session.exec(held.with_for_update(key_share=True)).all()


def _settle(day: _Day, duty: Duty, person_id: int, words: Written) -> None:
    key = (duty.id or 0, person_id)
    if key in day.allotted:
        _revive(day, day.allotted[key])
        return
    bundle = None
    told_before = any(person == person_id for person, _ in words.told)
    if told_before or day.singles[person_id] < words.policy.reminders_a_day:
        day.singles[person_id] += 1
    else:
        bundle = _gathering(day, person_id, words)
    day.allotted[key] = bundle.id if bundle else None
    day.session.add(Allotment(duty_id=key[0], person_id=person_id, bundle_id=day.allotted[key], at=day.now))


def _revive(day: _Day, bundle_id: int | None) -> None:
    """Give a bundle that was given up another round, now that somebody has asked for one of its duties again."""
    bundle = day.session.get(Bundle, bundle_id) if bundle_id else None
    if bundle is not None and bundle.delivery is Delivery.FAILED:
        bundle.delivery, bundle.next_at, bundle.tries = Delivery.WAITING, day.now, 0
        day.session.add(bundle)


def _gathering(day: _Day, person_id: int, words: Written) -> Bundle:
    """Find or open the bundle that gathers for somebody, and let it go out no later than this duty may wait."""
    bundle = day.open.get(person_id) or Bundle(person_id=person_id, opened_at=day.now)
    at = _moment(day, person_id, words)
    bundle.next_at = min(bundle.next_at, at) if bundle.next_at else at
    day.open[person_id] = bundle
    day.session.add(bundle)
    day.session.flush()
    return bundle


def _moment(day: _Day, person_id: int, words: Written) -> datetime:
    """Say until when a duty may gather, by when the last bundle of today went out."""
    last = day.last.get(person_id)
    if last is None:
        return day.now
    if is_urgent(words):
        return max(day.now, last + APART)
    tomorrow, unit_id = day_of(day.now) + DAY, day.session.get_one(Person, person_id).unit_id
    with suppress(BadInput):  # a year nobody has loaded: rather told on a day off than not at all
        tomorrow = calendars_of(desk_of(day.session)).of(unit_id).on_or_after(tomorrow)
    return at_hour(tomorrow, words.policy.work_starts)
