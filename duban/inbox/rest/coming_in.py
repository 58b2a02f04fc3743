"""How this person comes in: sign-ins and tokens, listed and ended; and for operators, the record of the door."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response
from sqlmodel import select

from duban.answered import Answer
from duban.database import reading
from duban.identity.record import check_door, said_of
from duban.identity.sign_ins import HANDLE, attempts_of, end_all_others, end_one, handle_of, sign_ins_of
from duban.inbox.asked import Number
from duban.inbox.rest.caller import Caller, Doer, Reader
from duban.inbox.rest.paging import Cursor, Limit, Listed, newest_first
from duban.inbox.rest.problems import DOES, READS
from duban.inbox.rest.sending import ASent, once
from duban.inbox.rest.shapes_of_door import DoorTold, EndedTold, SignInTold, TokenTold
from duban.tokens import revoke_token, tokens_of
from models.door import DoorRecord
from models.door_words import DoorEvent

router = APIRouter(tags=["me"])
Handle = Annotated[str, Path(pattern=f"^[0-9a-f]{{{HANDLE}}}$", description="as the list of sign-ins gives it")]


@router.get("/sign-ins", responses=READS, summary="List the browsers in which this person is signed in")
def sign_ins(caller: Reader) -> list[SignInTold]:
    here = handle_of(caller.sign_in) if caller.sign_in else ""
    with reading() as session:
        rows = sign_ins_of(session, caller.account.id or 0, now=caller.now)
    return [
        SignInTold.model_validate(row.model_dump() | {"handle": handle_of(row), "here": handle_of(row) == here})
        for row in rows
    ]


@router.post(
    "/sign-ins/end-others", responses=DOES, response_model=EndedTold, summary="End every other sign-in at once"
)
def others_ended(caller: Doer, sent: ASent) -> Response:
    """A token is no sign-in: asked with one, all of them end."""

    def work() -> Answer:
        ended = end_all_others(caller.account, caller.sign_in, seen=caller.seen, now=caller.now)
        return Answer(200, EndedTold(ended=ended).model_dump_json())

    return once(caller, sent, work)


@router.post("/sign-ins/{handle}/end", responses=DOES, response_model=EndedTold, summary="End a sign-in at once")
def ended(handle: Handle, caller: Doer, sent: ASent) -> Response:
    def work() -> Answer:
        end_one(caller.account, handle, seen=caller.seen, now=caller.now)
        return Answer(200, EndedTold(ended=1).model_dump_json())

    return once(caller, sent, work)


@router.get(
    "/sign-ins/door", responses=READS, summary="List what the door recorded of this person lately, the newest first"
)
def own_door(caller: Reader) -> list[DoorTold]:
    with reading() as session:
        return [_told(row, caller) for row in attempts_of(session, caller.account)]


@router.get("/tokens", responses=READS, summary="List the tokens of this person, the newest first")
def tokens(caller: Reader) -> list[TokenTold]:
    with reading() as session:
        return [TokenTold.model_validate(row) for row in tokens_of(session, caller.actor)]


@router.post(
    "/tokens/{number}/revoke", responses=DOES, response_model=TokenTold, summary="Revoke a token of one's own, for good"
)
def token_revoked(number: Number, caller: Doer, sent: ASent) -> Response:
    def work() -> Answer:
        row = revoke_token(number, by=caller.actor, now=caller.now)
        return Answer(200, TokenTold.model_validate(row).model_dump_json())

    return once(caller, sent, work)


@router.get(
    "/door", responses=READS, tags=["ledger"], summary="List what happened at the door, the newest first (operators)"
)
def door(
    caller: Reader,
    event: Annotated[DoorEvent | None, Query(description="of this kind only")] = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Listed[DoorTold]:
    check_door(caller.standing)
    wanted = select(DoorRecord)
    if event is not None:
        wanted = wanted.where(DoorRecord.event == event)
    with reading() as session:
        rows, following = newest_first(session, wanted, DoorRecord.id, kind="door", cursor=cursor, limit=limit)
        return Listed(items=[_told(row, caller) for row in rows], next=following)


def _told(row: DoorRecord, caller: Caller) -> DoorTold:
    return DoorTold.model_validate(row.model_dump() | {"why": said_of(row).in_language(caller.language)})
