"""Duties as letters: whom each is told to, in what words, and what was told before; some at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from duban.accounts import languages_of
from duban.database import reading
from duban.desk.opened import desk_of
from duban.notify.audience import audience_of
from duban.notify.briefs import brief_of
from duban.notify.letter import Letter
from duban.notify.told import Written
from duban.notify.topic import Topic, topic_of
from duban.notify.wording import body_of, title_of
from duban.policies import settings_of
from duban.posts import Seat, seats
from duban.subjects import TABLES
from duban.tongue import speaking
from models.errors import Problem
from models.policy import PolicySettings
from models.record import Duty, Message, Move
from models.register import Person
from models.task import Task
from models.words import Channel
from workflows.moments import day_of

Before = dict[int, set[tuple[int, Channel]]]


def written(duties: Sequence[Duty], *, now: datetime) -> list[Written]:
    """Address and word duties, one answer each, in their order.

    Whatever is wrong with a duty is its own trouble and stops no other.
    """
    with reading() as session:
        kept = _read_ahead(session, duties)
        sitting, before = tuple(seats(desk_of(session), day_of(now))), _told_before(session, duties)
        found = [_one(session, duty, sitting, now) for duty in duties]
        del kept  # held until here: a session forgets what nobody holds
    return [
        words.model_copy(update={"told": frozenset(before.get(duty.id or 0, ()))})
        for duty, words in zip(duties, found, strict=True)
    ]


def _read_ahead(session: Session, duties: Sequence[Duty]) -> list[Any]:
    """Read in a few queries what wording would ask for duty by duty; what cannot be read is left to its own duty."""
    try:
        moves = session.exec(select(Move).where(col(Move.id).in_({duty.move_id for duty in duties}))).all()
        subjects: list[Any] = []
        for life in {move.life for move in moves}:
            ids = {move.subject_id for move in moves if move.life is life}
            subjects += session.exec(select(TABLES[life]).where(TABLES[life].id.in_(ids))).all()
        task_ids = {getattr(subject, "task_id", None) for subject in subjects} - {None}
        tasks = session.exec(select(Task).where(col(Task.id).in_(task_ids))).all()
    except Exception:
        session.rollback()
        return []
    return [*moves, *subjects, *tasks]


def _told_before(session: Session, duties: Sequence[Duty]) -> Before:
    ids = [duty.id for duty in duties]
    asked = select(Message.duty_id, Message.person_id, Message.channel).where(col(Message.duty_id).in_(ids))
    found: Before = {}
    for duty_id, person_id, channel in session.exec(asked).all():
        found.setdefault(duty_id, set()).add((person_id, Channel(channel)))
    return found


def _one(session: Session, duty: Duty, sitting: tuple[Seat, ...], now: datetime) -> Written:
    try:
        return _worded(topic_of(session, duty, sitting), now)
    except Problem as problem:
        return Written(troubles=(problem.sentence.zh,))
    except Exception as problem:
        session.rollback()
        return Written(troubles=(f"{type(problem).__name__}：{problem}",))


def _worded(topic: Topic, now: datetime) -> Written:
    audience = audience_of(topic)
    people = [topic.session.get_one(Person, person_id) for person_id in audience.people]
    languages = languages_of([person.id for person in people])
    words: dict[str, tuple[str, str]] = {}
    for language in dict.fromkeys(languages.values()):
        with speaking(language):
            words[language] = title_of(topic), body_of(topic, now=now)
    return Written(
        title=title_of(topic),
        plan_number=topic.plan.number if topic.plan else "",
        letters=tuple(_letter(topic, person, words[languages[person.id]]) for person in people),
        troubles=audience.missing,
        brief=brief_of(topic, now=now),
        policy=_policy(topic),
    )


def _policy(topic: Topic) -> PolicySettings:
    plan_id = topic.duty.plan_id
    return settings_of(desk_of(topic.session), plan_id) if plan_id else PolicySettings()


def _letter(topic: Topic, person: Person, words: tuple[str, str]) -> Letter:
    title, body = words
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
