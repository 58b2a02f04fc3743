"""What concerns the caller: who that is, what waits, messages, absences; and whom an act can name."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field
from sqlalchemy import update
from sqlmodel import col, select

from duban.absences import OFFICE, REASON_LENGTH, Away, absences, add_absence, end_absence
from duban.answered import Answer
from duban.database import reading, writing
from duban.directory import PostRow, posts_saying, seated
from duban.inbox.asked import Number
from duban.inbox.rest.caller import Caller, Doer, Reader
from duban.inbox.rest.paging import Cursor, Limit, Listed, cursor_of, cut, last_of, newest_first
from duban.inbox.rest.problems import DOES, READS
from duban.inbox.rest.sending import ASent, Sent, once
from duban.inbox.rest.shapes_around import AbsenceTold, Me, MessageTold, PersonTold, UnitTold, WaitingLine, WaitingTold
from duban.inbox.rest.shapes_of_door import PostTold
from duban.lookups import can_be_named
from duban.waiting_shown import headings
from models.record import Message
from models.register import Absence, Person, Post, Unit
from models.values import LARGEST, Value
from models.words import Channel, Scope
from workflows.moments import day_of

router = APIRouter(tags=["me"])


@router.get("/me", responses=READS, summary="Tell whom this program acts for")
def me(caller: Reader) -> Me:
    roles = {role for seat in caller.standing.seats for role in seat.roles}
    return Me(
        person_id=caller.actor.person_id or 0,
        name=caller.actor.name,
        roles=sorted(roles),
        scopes=sorted(caller.scopes, key=list(Scope).index),
        token=caller.token.name if caller.token else "",
        expires_at=caller.token.expires_at if caller.token else None,
        csrf=caller.csrf,
    )


@router.get("/waiting", responses=READS, summary="List what waits for this person, by what has to be done")
def waiting(caller: Reader) -> list[WaitingTold]:
    with reading() as session:
        found = headings(session, caller.standing, now=caller.now)
    return [
        WaitingTold(
            act=heading.waiting.act,
            called=heading.waiting.zh,
            count=heading.waiting.count,
            lines=[
                WaitingLine(life=line.life, id=line.subject.id, title=line.title, about=line.about, page=line.url)
                for line in heading.lines
            ],
        )
        for heading in found
    ]


@router.get("/messages", responses=READS, summary="List what this person was told, the newest first")
def messages(caller: Reader, cursor: Cursor = "", limit: Limit = 50) -> Listed[MessageTold]:
    wanted = select(Message).where(Message.person_id == caller.actor.person_id, Message.channel == Channel.IN_APP)
    with reading() as session:
        rows, following = newest_first(session, wanted, Message.id, kind="message", cursor=cursor, limit=limit)
        return Listed(items=[MessageTold.model_validate(row) for row in rows], next=following)


class ReadTold(Value):
    """How many messages were marked as read."""

    read: int


@router.post("/messages/read", responses=DOES, summary="Mark every message as read")
def all_read(caller: Doer) -> ReadTold:
    mine = (col(Message.person_id) == caller.actor.person_id, col(Message.read_at).is_(None))
    with writing() as session:
        found = session.connection().execute(update(Message).where(*mine).values(read_at=caller.now))
    return ReadTold(read=found.rowcount)


class AwayWanted(Value):
    """From when until when somebody is away, both days included; the person of the token when none is named."""

    since: date
    until: date
    why: str = Field("", max_length=REASON_LENGTH)
    person_id: Annotated[int, Field(ge=1, le=LARGEST)] | None = None


@router.get("/absences", responses=READS, summary="List absences: one's own, or for planner and operator everybody's")
def list_of_absences(caller: Reader) -> list[AbsenceTold]:
    whose = None if caller.standing.house_roles & OFFICE else caller.actor.person_id
    with reading() as session:
        found = absences(session, whose, since=day_of(caller.now) - timedelta(days=30))
    return [AbsenceTold.model_validate(row.absence) for row in found]


@router.post("/absences", responses=DOES, response_model=AbsenceTold, summary="Enter an absence")
def absence_added(wanted: AwayWanted, caller: Doer, sent: ASent) -> Response:
    whose, away = wanted.person_id or caller.actor.person_id or 0, Away(wanted.since, wanted.until, wanted.why)
    return _changed(caller, sent, lambda: add_absence(whose, away, by=caller.actor, now=caller.now))


@router.post(
    "/absences/{number}/end",
    responses=DOES,
    response_model=AbsenceTold | None,
    summary="End an absence: what runs lasts until yesterday; what has not begun is gone, and null comes back",
)
def absence_ended(number: Number, caller: Doer, sent: ASent) -> Response:
    return _changed(caller, sent, lambda: end_absence(number, by=caller.actor, now=caller.now))


def _changed(caller: Caller, sent: Sent, change: Callable[[], Absence | None]) -> Response:
    def work() -> Answer:
        changed = change()
        return Answer(200, AbsenceTold.model_validate(changed).model_dump_json() if changed else "null")

    return once(caller, sent, work)


@router.get("/units", responses=READS, tags=["register"], summary="List the units that an act can name")
def units(caller: Reader, cursor: Cursor = "", limit: Limit = 50) -> Listed[UnitTold]:
    return _listed(select(Unit), Unit, UnitTold, cursor=cursor, limit=limit)


@router.get("/people", responses=READS, tags=["register"], summary="List those who hold a post, whom an act can name")
def people(caller: Reader, cursor: Cursor = "", limit: Limit = 50) -> Listed[PersonTold]:
    return _listed(select(Person).where(can_be_named()), Person, PersonTold, cursor=cursor, limit=limit)


@router.get(
    "/posts", responses=READS, tags=["register"], summary="List posts, who holds them and who is their deputy today"
)
def posts(
    caller: Reader,
    words: Annotated[str, Query(max_length=100, description="with these words in post, unit or people")] = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Listed[PostTold]:
    wanted = select(Post, Unit).join(Unit, col(Unit.id) == Post.unit_id).where(posts_saying(words.replace("\x00", "")))
    last = last_of("post", cursor)
    if last is not None:
        wanted = wanted.where(col(Post.id) > last)
    with reading() as session:
        found = session.exec(wanted.order_by(col(Post.id)).limit(limit + 1)).all()
        some, following = cut(found, limit, lambda row: cursor_of("post", row[0].id or 0))
        rows = seated(session, some, today=day_of(caller.now))
    told = [PostTold.model_validate(row.post.model_dump() | _sitting(row)) for row in rows]
    return Listed(items=told, next=following)


def _sitting(row: PostRow) -> dict[str, Any]:
    return {"unit": row.unit, "holders": row.holders, "deputies": row.deputies}


def _listed(wanted: Any, table: Any, shape: Any, *, cursor: str, limit: int) -> Listed[Any]:
    with reading() as session:
        rows, following = newest_first(session, wanted, table.id, kind=shape.__name__, cursor=cursor, limit=limit)
        return Listed(items=[shape.model_validate(row) for row in rows], next=following)
