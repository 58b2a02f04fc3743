"""Signing in, proving oneself and linking one's account at an identity provider: out to it, and back again."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from duban.accounts import signed_in
from duban.database import reading
from duban.identity import provider
from duban.identity.grave import DOOR_CHANGED
from duban.identity.linking import account_at, link, unlink
from duban.identity.provider import Identity, Unreachable
from duban.identity.proving import note_proof, proved
from duban.identity.record import record
from duban.identity.steps import begin_step, end_step, step_of
from duban.inbox.cookies import DOOR, SIGNED, STEP, cookie_of, drop_cookie, keep_cookie
from duban.inbox.doorway import (
    AForm,
    AVisitor,
    Visitor,
    check_token,
    form_of,
    gone_to,
    now_of,
    own_path,
    seen_of,
    text_of,
    visitor_of,
)
from duban.inbox.pages import page
from duban.inbox.proof import proof_first
from duban.inbox.signing import door, welcome
from models.door import DoorStep
from models.door_words import DoorEvent, SignedBy
from models.errors import NotYours, Problem, Refused, SignInNeeded

router = APIRouter()
SIGN_INS = "/sign-ins"
HOUR_S = 3600
SIGN_IN, PROVE, LINK = "sign_in", "prove", "link"


@router.post("/sign-in/provider")
def signing_in(request: Request, form: FormData = Depends(form_of)) -> Response:  # noqa: B008
    """Send a stranger to the provider."""
    check_token(text_of(form, "csrf"), cookie_of(request, DOOR))
    next_ = own_path(text_of(form, "next"))
    try:
        return _out(request, SIGN_IN, None, next_)
    except Unreachable as away:
        return _turned_away(request, away)


@router.post("/proof/provider")
def proving(request: Request, visitor: AVisitor, _form: AForm) -> Response:
    """Send whoever came from the provider there again, in a window beside the form that waits."""
    return _out(request, PROVE, visitor.signed.account.id, "/proof/provider")


@router.get("/proof/provider")
def proof_given(visitor: AVisitor) -> Response:
    """Say that the proof was given; to whoever has given none just now, nothing."""
    return page("proved.html", visitor) if proved(visitor.signed, now=visitor.now) else gone_to("/")


@router.post("/sign-ins/link")
def linking(request: Request, visitor: AVisitor, form: AForm) -> Response:
    """Send somebody to the provider to be known from there from now on."""
    if (asking := proof_first(request, visitor, form, why=DOOR_CHANGED)) is not None:
        return asking
    return _out(request, LINK, visitor.signed.account.id, SIGN_INS)


@router.post("/sign-ins/unlink")
def unlinked(request: Request, visitor: AVisitor, form: AForm) -> Response:
    if (asking := proof_first(request, visitor, form, why=DOOR_CHANGED)) is not None:
        return asking
    came = Identity(text_of(form, "issuer"), text_of(form, "subject"))
    seen = seen_of(request, visitor.signed)
    unlink(visitor.signed.account, came, seen=seen, by=visitor.actor.name, now=visitor.now)
    return gone_to(SIGN_INS, "unlinked")


@router.get(provider.BACK)
def back(request: Request, code: str = "", state: str = "", error: str = "") -> Response:
    """Take whoever comes back; what was begun counts once, in the browser that began it."""
    now, token = now_of(request), cookie_of(request, STEP)
    with reading() as session:
        step = step_of(session, token, now=now)
    try:
        if step is None or "state" not in step.detail or not end_step(token):
            raise _not_begun_here()
        _check_state(state, step)
        if error or not code:
            raise provider.turned_back(error or "no_code")
        detail = step.detail
        came = provider.who_came(code, nonce=detail["nonce"], verifier=detail["verifier"], now=now)
        answer = _arrived(request, step, came, now=now)
    except (Refused, Unreachable) as refused:
        answer = _turned_away(request, refused)
    drop_cookie(answer, STEP)
    return answer


def _arrived(request: Request, step: DoorStep, came: Identity, *, now: datetime) -> Response:
    """Do what the way to the provider was for."""
    purpose, next_ = step.detail["for"], str(step.detail["next"])
    if purpose == LINK:
        visitor = _same(request, step)
        link(visitor.signed.account, came, seen=seen_of(request, visitor.signed), by=visitor.actor.name, now=now)
        return gone_to(next_, "linked")
    with reading() as session:
        account = account_at(session, came)
    if purpose == SIGN_IN:
        return welcome(request, account, next_, by=SignedBy.PROVIDER)
    visitor = _same(request, step)
    if account.id != visitor.signed.account.id:
        raise NotYours(
            "你在认证页面登录的不是现在这个账号，不能用来验明身份。", "You signed in there as somebody else."
        )
    provider.check_fresh(came, begun_at=step.begun_at)
    note_proof(visitor.signed, now=now)
    return gone_to(next_)


def _out(request: Request, purpose: str, account_id: int | None, next_: str) -> Response:
    """Send the browser on: by a page, for no form of ours may be sent on to another site."""
    way = provider.outset(again=purpose == PROVE)
    detail: dict[str, Any] = {"for": purpose, "next": next_}
    detail |= {"state": way.state, "nonce": way.nonce, "verifier": way.verifier}
    answer = page("leaving.html", url=way.url)
    answer.headers["Refresh"] = f"0; url={way.url}"
    keep_cookie(answer, STEP, begin_step(account_id, detail, now=now_of(request)), max_age=HOUR_S)
    return answer


def _same(request: Request, step: DoorStep) -> Visitor:
    """Find who is signed in; it has to be whoever set out."""
    visitor = visitor_of(request)
    if visitor.signed.account.id != step.account_id:
        raise _not_begun_here()
    return visitor


def _check_state(state: str, step: DoorStep) -> None:
    try:
        check_token(state, step.detail["state"])
    except NotYours as other:
        raise _not_begun_here() from other


def _turned_away(request: Request, refused: Problem) -> Response:
    """Tell somebody why it came to nothing: at the door, or, whoever is signed in, on a page; it is recorded."""
    now = now_of(request)
    with reading() as session:
        signed = signed_in(session, cookie_of(request, SIGNED), now=now)
    seen = seen_of(request, signed)
    record(DoorEvent.PROOF if signed else DoorEvent.SIGN_IN, seen, refused.sentence, now=now)
    if signed:
        raise refused
    return door(request, refused=refused)


def _not_begun_here() -> SignInNeeded:
    return SignInNeeded(
        "这次登录等得太久了，或者不是从这个浏览器开始的；请重新登录。",
        "This sign-in took too long, or was not begun in this browser; sign in again.",
    )
