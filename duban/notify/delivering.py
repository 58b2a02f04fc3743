"""Delivers waiting duties: claimed first, sent outside any transaction, recorded after; safe to repeat at any point."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlmodel import col, select

from duban.database import reading, writing
from duban.notify import email, file, in_app
from duban.notify.audience import audience_of
from duban.notify.letter import Letter, Unsent
from duban.notify.topic import Topic, topic_of
from duban.notify.wording import body_of, title_of
from duban.posts import Seat, seats
from models.errors import Problem
from models.record import Duty, Message
from models.register import Person
from models.values import Value
from models.words import Channel, Delivery, Then
from workflows.moments import day_of

LEASE = timedelta(minutes=10)
TRIES_AT_MOST = 8
FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Carrier:
    """A channel: whether it reaches somebody, and how it sends."""

    channel: Channel
    reaches: Callable[[Letter], bool]
    send: Callable[[Letter], None]


# fmt: off
CARRIERS: tuple[Carrier, ...] = (
    #       channel           reaches          send
    Carrier(Channel.IN_APP,   in_app.reaches,  in_app.send),
    Carrier(Channel.FILE,     file.reaches,    file.send),
    Carrier(Channel.EMAIL,    email.reaches,   email.send),
)
# fmt: on


class Told(Value):
    """What became of one duty; `trouble` says what is still in the way."""

    duty_id: int
    what: Then
    title: str
    plan_number: str = ""
    people: int = 0
    messages: int = 0
    delivery: Delivery
    trouble: str = ""


class Written(Value):
    """A duty in words, one letter per person, with whatever is in the way of telling everybody."""

    title: str = ""
    plan_number: str = ""
    letters: tuple[Letter, ...] = ()
    troubles: tuple[str, ...] = ()


class Delivered(Value):
    """What one delivery did, duty by duty."""

    at: datetime
    duties: tuple[Told, ...] = ()

    @property
    def messages(self) -> int:
        return sum(duty.messages for duty in self.duties)

    @property
    def troubled(self) -> tuple[Told, ...]:
        return tuple(duty for duty in self.duties if duty.trouble)


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
    answers = [_send(carrier, letter, now) for letter in written.letters for carrier in CARRIERS]
    trouble = "；".join([*written.troubles, *filter(None, answers)])
    return Told(
        duty_id=duty.id or 0,
        what=duty.what,
        title=written.title,
        plan_number=written.plan_number,
        people=len(written.letters),
        messages=answers.count(None),
        delivery=_settle(duty, trouble, now=now, chance=chance),
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
    wanted = select(Person).where(col(Person.id).in_(audience.people))
    people = {person.id: person for person in topic.session.exec(wanted).all()}
    title, body = title_of(topic), body_of(topic, now=now)
    return Written(
        title=title,
        plan_number=topic.plan.number if topic.plan else "",
        letters=tuple(_letter(topic, people[one], title=title, body=body) for one in audience.people),
        troubles=audience.missing,
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


def _send(carrier: Carrier, letter: Letter, now: datetime) -> str | None:
    """Send one letter through one channel; give None when sent, "" when that is not needed, else what is in the way."""
    if not carrier.reaches(letter) or _told_before(carrier.channel, letter):
        return ""
    try:
        carrier.send(letter)
    except Unsent as problem:
        return str(problem)
    except Exception as problem:  # a letter that a channel chokes on must not stop the others
        return f"{carrier.channel.zh}送不到 {letter.person_name}：{problem}"
    with writing() as session:
        session.add(
            Message(
                duty_id=letter.duty_id,
                person_id=letter.person_id,
                channel=carrier.channel,
                life=letter.life,
                subject_id=letter.subject_id,
                title=letter.title,
                body=letter.body,
                told_at=now,
            )
        )
    return None


def _told_before(channel: Channel, letter: Letter) -> bool:
    same = select(Message.id).where(
        Message.duty_id == letter.duty_id, Message.person_id == letter.person_id, Message.channel == channel
    )
    with reading() as session:
        return session.exec(same).first() is not None


def _settle(duty: Duty, trouble: str, *, now: datetime, chance: Random) -> Delivery:
    with writing() as session:
        stored = session.get_one(Duty, duty.id)
        stored.trouble = trouble
        if not trouble:
            stored.delivery, stored.next_at = Delivery.DELIVERED, None
        elif stored.tries >= TRIES_AT_MOST:
            stored.delivery, stored.next_at = Delivery.FAILED, None
        else:
            stored.next_at = now + wait_before(stored.tries, chance)
        session.add(stored)
        return stored.delivery


def wait_before(tries: int, chance: Random) -> timedelta:
    """Give how long to wait after so many tries: doubling from five minutes to twelve hours, spread by half."""
    whole: timedelta = min(FIRST_WAIT * (1 << (tries - 1)), LONGEST_WAIT)
    return whole * (0.5 + chance.random() / 2)
