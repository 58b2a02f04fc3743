"""The page of a person's own tokens: made, shown once, listed, revoked."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from duban.database import reading
from duban.identity.grave import LET_IN
from duban.inbox.asked import Number, id_in
from duban.inbox.doorway import AForm, AVisitor, Visitor, gone_to, text_of
from duban.inbox.pages import page, sentences
from duban.inbox.proof import proof_first
from duban.tokens import LONGEST, NEEDED, USUAL_DAYS, VALID, TokenWanted, add_token, revoke_token, stands, tokens_of
from models.errors import Refused
from models.words import Scope

router = APIRouter()


@router.get("/tokens")
def list_of_tokens(visitor: AVisitor) -> Response:
    return _show(visitor)


@router.post("/tokens")
def added(request: Request, visitor: AVisitor, form: AForm) -> Response:
    """Make a token; the page that answers is the only place where it is ever shown.

    One that may do what is grave is grave itself: who makes it proves anew who they are.
    """
    scopes = [scope for scope in Scope if scope.value in form.getlist("scope")]
    if Scope.GRAVE in scopes and (asking := proof_first(request, visitor, form, why=LET_IN)) is not None:
        return asking
    wanted = TokenWanted(text_of(form, "name"), scopes, id_in(text_of(form, "days")) or 0)
    try:
        secret, _ = add_token(wanted, by=visitor.actor, now=visitor.now)
    except Refused as refused:
        return _show(visitor, refused=refused, typed=wanted)
    return _show(visitor, secret=secret)


@router.post("/tokens/{token_id}/revoke")
def revoked(token_id: Number, visitor: AVisitor, _form: AForm) -> Response:
    revoke_token(token_id, by=visitor.actor, now=visitor.now)
    return gone_to("/tokens", "token_revoked")


def _show(
    visitor: Visitor, *, secret: str = "", refused: Refused | None = None, typed: TokenWanted | None = None
) -> Response:
    with reading() as session:
        found = tokens_of(session, visitor.actor)
    roles = visitor.standing.house_roles
    return page(
        "tokens.html",
        visitor,
        status=refused.status if refused else 200,
        rows=[(row, stands(row, now=visitor.now)) for row in found],
        scopes=[scope for scope in Scope if NEEDED.get(scope, roles) <= roles],
        secret=secret,
        typed=typed or TokenWanted("", (Scope.READ,), USUAL_DAYS),
        longest=LONGEST.days,
        valid=VALID,
        told=sentences(refused) if refused else (),
    )
