"""A supplementary or amended notice: sent and read against its plan; what it changes is taken by a second request."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field, TypeAdapter
from starlette.concurrency import run_in_threadpool

from duban import kept_notices
from duban.amending import Proposed
from duban.answered import Answer
from duban.inbox.amending import digest_of, notes_on, plan_to_amend, read_against, take_shown
from duban.inbox.asked import Number
from duban.inbox.rest.caller import Caller, Doer
from duban.inbox.rest.filed import BYTES
from duban.inbox.rest.problems import DOES
from duban.inbox.rest.sending import ASent, Sent, once
from duban.inbox.rest.shapes import Shape
from duban.notices.doubts import doubt_told
from duban.notices.opening import LIMIT_BYTES
from duban.tongue import say, speaking
from models.values import LARGEST, Value
from models.words import Act

router = APIRouter(tags=["plans"])


class ChangeTold(Shape):
    """One act that a notice seems to ask for; `seq`: of the requirement, 0 for a new one; `doubts`: what to look at.

    `before`, `after` and `doubts` are in the language asked for; `text` and `source` are the notice's own.
    """

    number: int
    act: Act
    seq: int
    requirement_id: int | None
    text: str
    source: str
    before: str
    after: str
    doubts: list[str]


class NoticeRead(Shape):
    """What a notice changes of a plan; `notice` and `shown` are sent back with what is taken.

    `notes`: what to know of how its file was opened, in the language asked for.
    """

    notice: str
    shown: str
    number: str
    title: str
    notes: list[str]
    changes: list[ChangeTold]


class TakeWanted(Value):
    """Which changes are taken, by their numbers, of which notice, as it was shown."""

    notice: str = Field(min_length=1, max_length=200)
    shown: str = Field(min_length=1, max_length=64)
    take: Annotated[list[Annotated[int, Field(ge=1, le=LARGEST)]], Field(min_length=1, max_length=1000)]


class TakenTold(Shape):
    """What came of one change; `why` says why not, and is empty when it was done."""

    what: str
    seq: int | None
    text: str
    result: str
    why: str


@router.post(
    "/plans/{number}/notices",
    responses=DOES,
    response_model=NoticeRead,
    openapi_extra=BYTES,
    summary="Read a notice against its plan, changing nothing; its bytes are the body",
)
async def notice_read(
    request: Request,
    number: Number,
    name: Annotated[
        str, Query(min_length=1, max_length=200, description="name of the file; its ending says what it is")
    ],
    caller: Doer,
    sent: ASent,
) -> Response:
    return await run_in_threadpool(_read, caller, sent, number, (name, await request.body()))


def _read(caller: Caller, sent: Sent, number: int, file: tuple[str, bytes]) -> Response:
    def work() -> Answer:
        plan = plan_to_amend(caller, number)
        suffix = Path(file[0].replace("\x00", "")).suffix
        kept = kept_notices.keep(file[1], suffix, at_most_bytes=LIMIT_BYTES).name
        with speaking(caller.language):
            found, notice = read_against(plan, kept)
        told = NoticeRead(
            notice=kept,
            shown=digest_of(found),
            number=notice.number or "",
            title=notice.title or notice.plan_title or "",
            notes=[note.in_language(caller.language) for note in notes_on(notice, kept)],
            changes=[_change(place, one, caller.language) for place, one in enumerate(found, start=1)],
        )
        return Answer(200, told.model_dump_json())

    return once(caller, sent, work)


def _change(place: int, one: Proposed, language: str) -> ChangeTold:
    return ChangeTold(
        number=place,
        act=one.act,
        seq=one.seq,
        requirement_id=one.requirement_id,
        text=one.text,
        source=one.source,
        before=one.before,
        after=one.after,
        doubts=[doubt_told(doubt).in_language(language) for doubt in one.doubts],
    )


@router.post(
    "/plans/{number}/notices/take",
    responses=DOES,
    response_model=list[TakenTold],
    summary="Take changes of a notice that was read; what is refused hinders no other",
)
def notice_taken(number: Number, wanted: TakeWanted, caller: Doer, sent: ASent) -> Response:
    def work() -> Answer:
        plan = plan_to_amend(caller, number)
        name = wanted.notice.replace("\x00", "")
        with speaking(caller.language):
            came = take_shown(caller, plan, name, shown=wanted.shown, chosen=wanted.take)
            told = [TakenTold(**(one | {"what": say(one["what"]), "result": say(one["result"])})) for one in came]
        return Answer(200, TypeAdapter(list[TakenTold]).dump_json(told).decode())

    return once(caller, sent, work)
