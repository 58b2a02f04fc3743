"""Delivers waiting duties: claimed first, sent outside any transaction, recorded after; safe to repeat at any point."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from random import Random

from sqlmodel import col, select

from duban.database import reading, writing
from duban.notify import email, file, in_app
from duban.notify.audience import audience_of
from duban.notify.letter import Letter, Unsent
from duban.notify.told import Delivered, Told, Written
from duban.notify.topic import Topic, topic_of
from duban.notify.wording import body_of, title_of
from duban.posts import Seat, seats
from models.errors import Problem
from models.record import Duty, Message
from models.register import Person
from models.words import Channel, Delivery
from workflows.moments import day_of

LEASE = timedelta(minutes=10)
TRIES_AT_MOST = 8
FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Carrier:
    """A channel: whether it reaches somebody, how it sends, and whether sending the same letter again is seen."""

    channel: Channel
    reaches: Callable[[Letter], bool]
    send: Callable[[Letter], None]
    repeat_is_seen: bool


# fmt: off
CARRIERS: tuple[Carrier, ...] = (
    #       channel           reaches          send          repeat is seen
    Carrier(Channel.IN_APP,   in_app.reaches,  in_app.send,  False),
    Carrier(Channel.FILE,     file.reaches,    file.send,    False),
    Carrier(Channel.EMAIL,    email.reaches,   email.send,   True),
)
# fmt: on


def deliver(*, now: datetime, limit: int = 1000, chance: Random | None = None) -> Delivered:
    """Tell everybody what waits to be told at `now`; `chance` spreads the next tries of what could not be told.

    1. Duties are claimed for ten minutes, so that nobody else sends them. 2. Each is addressed, worded and sent,
    outside any transaction. 3. What each person was told is recorded at once; a crash in between repeats at most one
    message. One duty's failure never stops the others.
    """
    chance = chance or Random()  # noqa: S311 - spreads load, guards nothing
    duties = _claim(now, limit)
    with reading() as session:
        sitting = tuple(seats(session, day_of(now))) if duties else ()
    return Delivered(at=now, duties=tuple(_tell(duty, _written(duty, sitting, now), now, chance) for duty in duties))


def _claim(now: datetime, limit: int) -> Sequence[Duty]:
    with writing() as session:
        waiting = select(Duty).where(Duty.delivery == Delivery.WAITING, col(Duty.next_at) <= now)
        oldest = waiting.order_by(col(Duty.next_at), col(Duty.id)).limit(limit).with_for_update(skip_locked=True)
        duties = session.exec(oldest).all()
        for duty in duties:
            duty.tries += 1
            duty.next_at = now + LEASE
            session.add(duty)
    return duties


def _tell(duty: Duty, written: Written, now: datetime, chance: Random) -> Told:
    """Send what was not sent before; what a repeat would show is recorded at once, the rest with the duty."""
    troubles, messages, sent = list(written.troubles), [], 0
    for letter, carrier in product(written.letters, CARRIERS):
        if not carrier.reaches(letter) or (letter.person_id, carrier.channel) in written.told:
            continue
        trouble = _send(carrier, letter)
        if trouble:
            troubles.append(trouble)
            continue
        sent += 1
        message = _message(letter, carrier.channel, now)
        if carrier.repeat_is_seen:
            _record([message])
        else:
            messages.append(message)
    told = _told(duty, written, sent, "；".join(troubles))
    return _settle(told, messages, next_try=now + wait_before(duty.tries, chance))


def _told(duty: Duty, written: Written, sent: int, trouble: str) -> Told:
    return Told(
        duty_id=duty.id or 0,
        what=duty.what,
        title=written.title,
        plan_number=written.plan_number,
        people=len(written.letters),
        messages=sent,
        delivery=duty.delivery,
        trouble=trouble,
    )


def _written(duty: Duty, sitting: tuple[Seat, ...], now: datetime) -> Written:
    """Address and word a duty; whatever is wrong with it is its own trouble and stops no other."""
    try:
        with reading() as session:
            return _write(topic_of(session, duty, sitting), now)
    except Problem as problem:
        return Written(troubles=(problem.sentence.zh,))
    except Exception as problem:
        return Written(troubles=(f"{type(problem).__name__}：{problem}",))


def _write(topic: Topic, now: datetime) -> Written:
    audience = audience_of(topic)
    people = select(Person).where(col(Person.id).in_(audience.people))
    found = {person.id: person for person in topic.session.exec(people).all()}
    title, body = title_of(topic), body_of(topic, now=now)
    before = select(Message.person_id, Message.channel).where(Message.duty_id == topic.duty.id)
    return Written(
        title=title,
        plan_number=topic.plan.number if topic.plan else "",
        letters=tuple(_letter(topic, found[one], title=title, body=body) for one in audience.people),
        troubles=audience.missing,
        told=frozenset(topic.session.exec(before).all()),
    )


def _letter(topic: Topic, person: Person, *, title: str, body: str) -> Letter:
    return Letter(
        reference=f"duty-{topic.duty.id}-{person.id}",
        duty_id=topic.duty.id or 0,
        person_id=person.id or 0,
        person_name=person.name,
        email=person.email,
        life=topic.move.life,
        subject_id=topic.move.subject_id,
        title=title,
        body=body,
    )


def _send(carrier: Carrier, letter: Letter) -> str:
    """Send one letter through one channel; say what is in the way, "" when nothing was."""
    try:
        carrier.send(letter)
    except Unsent as problem:
        return str(problem)
    except Exception as problem:  # a letter that a channel chokes on must not stop the others
        return f"{carrier.channel.zh}送不到 {letter.person_name}：{problem}"
    return ""


def _message(letter: Letter, channel: Channel, now: datetime) -> Message:
    return Message(
        duty_id=letter.duty_id,
        person_id=letter.person_id,
        channel=channel,
        life=letter.life,
        subject_id=letter.subject_id,
        title=letter.title,
        body=letter.body,
        told_at=now,
    )


def _record(messages: list[Message]) -> None:
    with writing() as session:
        session.add_all(messages)


def _settle(told: Told, messages: list[Message], *, next_try: datetime) -> Told:
    """Record what was told and where the duty stands, in one transaction."""
    with writing() as session:
        session.add_all(messages)
        duty = session.get_one(Duty, told.duty_id)
        duty.trouble = told.trouble
        if told.trouble and duty.tries < TRIES_AT_MOST:
            duty.next_at = next_try
        else:
            duty.delivery = Delivery.FAILED if told.trouble else Delivery.DELIVERED
            duty.next_at = None
        session.add(duty)
        return told.model_copy(update={"delivery": duty.delivery})


def wait_before(tries: int, chance: Random) -> timedelta:
    """Give how long to wait after so many tries: doubling from five minutes to twelve hours, spread by half."""
    whole: timedelta = min(FIRST_WAIT * (1 << (tries - 1)), LONGEST_WAIT)
    return whole * (0.5 + chance.random() / 2)
