"""The accounts of others, for operators: the list, and of each what can be done about it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from duban.database import reading
from duban.identity.grave import ACCOUNTS
from duban.identity.keeping import accounts_page, deeds_for, do_about, kept_account
from duban.identity.record import said_of
from duban.identity.sign_ins import attempts_of, sign_ins_of
from duban.inbox.asked import Number, page_in, word_in
from duban.inbox.directory import Filter
from duban.inbox.doorway import AForm, AVisitor, Visitor, gone_to, seen_of
from duban.inbox.pages import page, sentences
from duban.inbox.proof import proof_first
from duban.inbox.sign_ins import with_what
from models.door_words import AccountDeed
from models.errors import NotFound, NotYours, Refused

router = APIRouter(prefix="/accounts")


@router.get("")
def accounts(visitor: AVisitor, asked: Annotated[Filter, Depends()]) -> Response:
    words = asked.words.strip()[:100]
    with reading() as session:
        found = accounts_page(session, words, by=visitor.actor, now=visitor.now, number=page_in(asked.page))
    return page("accounts.html", visitor, found=found, words=words)


@router.get("/{account_id}")
def account(account_id: Number, visitor: AVisitor) -> Response:
    return _show(visitor, account_id)


@router.post("/{account_id}/{deed}")
def done(account_id: Number, deed: str, request: Request, visitor: AVisitor, form: AForm) -> Response:
    """Do it; the page that answers a reset is the only place where the new password is ever shown."""
    what = word_in(deed, AccountDeed)
    if what is None:
        raise NotFound("对账号没有这种办理。", "There is no such thing to do about an account.")
    with reading() as session:
        kept_account(session, account_id, by=visitor.actor, now=visitor.now)  # who may not is not asked for a proof
    if (asking := proof_first(request, visitor, form, why=ACCOUNTS)) is not None:
        return asking
    seen = seen_of(request, visitor.signed)
    try:
        password = do_about(account_id, what, by=visitor.actor, seen=seen, now=visitor.now)
    except (NotFound, NotYours):
        raise
    except Refused as refused:
        return _show(visitor, account_id, refused=refused)
    if password:
        return _show(visitor, account_id, password=password)
    return gone_to(f"/accounts/{account_id}", f"account_{what.value}")


def _show(visitor: Visitor, account_id: int, *, password: str = "", refused: Refused | None = None) -> Response:
    with reading() as session:
        kept = kept_account(session, account_id, by=visitor.actor, now=visitor.now)
        rows = sign_ins_of(session, account_id, now=visitor.now)
        attempts = attempts_of(session, kept.account)
    return page(
        "account.html",
        visitor,
        status=refused.status if refused else 200,
        kept=kept,
        deeds=deeds_for(kept, visitor.actor),
        rows=[(row, with_what(row.agent)) for row in rows],
        attempts=[(row, said_of(row)) for row in attempts],
        password=password,
        told=sentences(refused) if refused else (),
    )
