"""The record of the door: who came in and how, who was refused what, how somebody signs in was changed.

Refusals of acts stand in the journal; here is what never came to be an act. Whoever knocks again and again does not
fill the disk: the same within the hour is one row, counted up.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, delete, func, select

from duban.database import writing
from duban.desk.trouble import trouble
from duban.paged import PAGE, Page
from duban.posts import Standing
from models.door import DoorRecord
from models.door_words import DoorEvent
from models.errors import BadInput, NotYours, Sentence
from models.words import Role

log = logging.getLogger("duban.identity")
TOGETHER = timedelta(hours=1)
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of whoever stood at the door."""

    person_id: int | None = None
    login: str = ""
    address: str = ""
    about: str = ""


def record(event: DoorEvent, seen: Seen, why: Sentence, *, now: datetime) -> None:
    """Record what happened at the door. Commits. When it cannot be written now, a no stays a no."""
    try:
        with writing() as session:
            put(session, event, seen, why, now=now)
    except trouble():
        log.exception("the record of the door could not be written")


def put(session: Session, event: DoorEvent, seen: Seen, why: Sentence, *, now: datetime) -> None:
    """Record it in a transaction that is under way. Does not commit."""
    known: dict[str, Any] = {
        "event": event,
        "person_id": seen.person_id,
        "login": seen.login[:LONGEST],
        "address": seen.address,
        "about": seen.about[:LONGEST],
        "why": why.zh[: 2 * LONGEST],
        "why_en": why.en[: 2 * LONGEST],
    }
    alike = (getattr(DoorRecord, name) == value for name, value in known.items())
    row = session.exec(select(DoorRecord).where(*alike, col(DoorRecord.at) > now - TOGETHER)).first()
    if row is None:
        row = DoorRecord(**known, at=now, last_at=now)
    else:
        row.times, row.last_at = row.times + 1, now
    session.add(row)


def said_of(row: DoorRecord) -> Sentence:
    """Give what a row says; one from before both languages were kept says it in Chinese."""
    return Sentence(row.why, row.why_en or row.why)


def check_door(standing: Standing) -> None:
    """Let only operators read the record.

    Raises:
        NotYours: somebody else asks.
    """
    if Role.OPERATOR not in standing.house_roles:
        raise NotYours("门禁记录只有系统操作员可以看。", "Only operators see the record of the door.")


def event_called(text: str) -> DoorEvent:
    """Find the kind of record that is meant, by its word or its Chinese phrase.

    Raises:
        BadInput: there is none.
    """
    for event in DoorEvent:
        if text.strip() in (event.value, event.zh):
            return event
    known = "、".join(f"{event.value}（{event.zh}）" for event in DoorEvent)
    raise BadInput(
        f"没有“{text}”这种门禁记录；有：{known}。", f"There is no record {text} of the door: {', '.join(DoorEvent)}."
    )


def forget_before(moment: datetime) -> int:
    """Forget what happened at the door before a moment; gives how many records. Commits."""
    with writing() as session:
        return int(session.exec(delete(DoorRecord).where(col(DoorRecord.last_at) < moment)).rowcount)


def door_page(session: Session, *, number: int, event: DoorEvent | None = None) -> Page:
    """Give a page of the record, the newest first."""
    where = [DoorRecord.event == event] if event else []
    total = session.exec(select(func.count(col(DoorRecord.id))).where(*where)).one()
    wanted = select(DoorRecord).where(*where).order_by(col(DoorRecord.last_at).desc(), col(DoorRecord.id).desc())
    return Page(list(session.exec(wanted.offset((number - 1) * PAGE).limit(PAGE)).all()), total, number)
