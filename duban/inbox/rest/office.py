"""What the office reads: the journal, refused attempts; and for whoever sees a step, the receipt that proves it."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlmodel import Session, select

from duban.database import reading
from duban.inbox.asked import Number
from duban.inbox.rest.caller import Reader
from duban.inbox.rest.paging import Cursor, Id, Limit, Listed, newest_first
from duban.inbox.rest.problems import READS
from duban.inbox.rest.shapes_of_acts import MoveTold, RefusalTold
from duban.ledger.receipts import receipt
from duban.sight import check_office, check_seen
from duban.subjects import load
from models.errors import NotFound
from models.record import Move, Refusal
from models.words import Act, Life

router = APIRouter(tags=["ledger"])
ALife = Annotated[Life | None, Query(description="of this life only")]
AnAct = Annotated[Act | None, Query(description="this act only")]


def _narrowed(table: Any, life: Life | None, act: Act | None) -> Any:
    wanted = select(table)
    for asked, column in ((life, table.life), (act, table.act)):
        if asked is not None:
            wanted = wanted.where(column == asked)
    return wanted


@router.get("/moves", responses=READS, summary="List every move, the newest first (office)")
def moves(
    caller: Reader,
    plan: Annotated[Id | None, Query(description="of this plan only")] = None,
    life: ALife = None,
    act: AnAct = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Listed[MoveTold]:
    check_office(caller.sight)
    wanted = _narrowed(Move, life, act)
    if plan is not None:
        wanted = wanted.where(Move.plan_id == plan)
    with reading() as session:
        rows, following = newest_first(session, wanted, Move.id, kind="move", cursor=cursor, limit=limit)
        return Listed(items=[MoveTold.model_validate(row) for row in rows], next=following)


@router.get("/refusals", responses=READS, summary="List every refused attempt, the newest first (office)")
def refusals(
    caller: Reader, life: ALife = None, act: AnAct = None, cursor: Cursor = "", limit: Limit = 50
) -> Listed[RefusalTold]:
    check_office(caller.sight)
    with reading() as session:
        wanted = _narrowed(Refusal, life, act)
        rows, following = newest_first(session, wanted, Refusal.id, kind="refusal", cursor=cursor, limit=limit)
        return Listed(items=[RefusalTold.model_validate(row) for row in rows], next=following)


def _seen(session: Session, caller: Reader, number: int) -> Move:
    move = session.get(Move, number)
    if move is None:
        raise NotFound(f"没有编号为 {number} 的流转记录。", f"There is no Move with the number {number}.")
    check_seen(session, caller.sight, move.life, load(session, move.life, move.subject_id))
    return move


@router.get("/moves/{number}", responses=READS, summary="Tell of a move")
def move(number: Number, caller: Reader) -> MoveTold:
    with reading() as session:
        return MoveTold.model_validate(_seen(session, caller, number))


@router.get("/moves/{number}/receipt", responses=READS, summary="Prove that a move is in the sealed ledger")
def move_receipt(number: Number, caller: Reader) -> dict[str, Any]:
    with reading() as session:
        _seen(session, caller, number)
    return receipt(number)
