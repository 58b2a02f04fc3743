"""The accounts of others, for operators: listed, and what is done about them, each on the record of the door."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response
from sqlmodel import col

from duban.answered import Answer
from duban.database import reading
from duban.identity.grave import ACCOUNTS
from duban.identity.keeping import ACCOUNT, check_keeper, do_about, kept, kept_account, saying
from duban.inbox.asked import Number
from duban.inbox.rest.caller import Manager
from duban.inbox.rest.paging import Cursor, Limit, Listed, cursor_of, cut, last_of
from duban.inbox.rest.problems import DOES, READS
from duban.inbox.rest.sending import ASent, once
from duban.inbox.rest.shapes_of_door import AccountDone, AccountTold
from models.door_words import AccountDeed
from models.register import Account

router = APIRouter(tags=["accounts"])


@router.get("/accounts", responses=READS, summary="List the accounts, the newest first (operators)")
def accounts(
    caller: Manager,
    words: Annotated[str, Query(max_length=100, description="in the login, the person or the unit")] = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Listed[AccountTold]:
    last = last_of("account", cursor)
    with reading() as session:
        check_keeper(session, caller.actor, now=caller.now)
        wanted = saying(ACCOUNT, words)
        if last is not None:
            wanted = wanted.where(col(Account.id) < last)
        rows = session.exec(wanted.order_by(col(Account.id).desc()).limit(limit + 1)).all()
        some, following = cut(rows, limit, lambda row: cursor_of("account", row[0].id))
        return Listed(items=[AccountTold(**one.told) for one in kept(session, some, now=caller.now)], next=following)


@router.get("/accounts/{number}", responses=READS, summary="Tell of an account (operators)")
def account(number: Number, caller: Manager) -> AccountTold:
    with reading() as session:
        return AccountTold(**kept_account(session, number, by=caller.actor, now=caller.now).told)


@router.post(
    "/accounts/{number}/{deed}",
    responses=DOES,
    response_model=AccountDone,
    summary="Reset, unlock, close or reopen an account, end its sign-ins, switch its codes off (operators)",
)
def done(number: Number, deed: AccountDeed, caller: Manager, sent: ASent) -> Response:
    """It is grave: a token needs that scope too.

    A reset tells the new password, this once; it is kept nowhere, so sent again with its key it is done again.
    """

    def work() -> Answer:
        with reading() as session:
            check_keeper(session, caller.actor, now=caller.now)
        caller.check_grave(ACCOUNTS)
        password = do_about(number, deed, by=caller.actor, seen=caller.seen, now=caller.now)
        with reading() as session:
            told = kept_account(session, number, by=caller.actor, now=caller.now).told
        return Answer(200, AccountDone(**told, password=password or None).model_dump_json())

    return once(caller, replace(sent, key=None) if deed is AccountDeed.RESET else sent, work)
