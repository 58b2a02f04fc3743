"""Signing in and out, and changing one's password."""

import secrets

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from duban.accounts import Came, change_password, sign_in, sign_out
from duban.database import writing
from duban.identity.record import Seen, record
from duban.inbox.doorway import (
    COOKIE,
    DOOR,
    AForm,
    AVisitor,
    address_of,
    check_token,
    form_of,
    gone_to,
    keep_cookie,
    now_of,
    own_path,
    text_of,
)
from duban.inbox.pages import FLASH, FLASHES, page, sentences
from duban.settings import settings
from duban.tongue import say
from models.door_words import DoorEvent
from models.errors import Refused

router = APIRouter()


@router.get("/sign-in")
def sign_in_page(request: Request, next: str = "/") -> Response:
    return _door(request, login="", next=own_path(next))


def _door(request: Request, *, login: str, next: str, refused: Refused | None = None) -> Response:
    token = request.cookies.get(DOOR) or secrets.token_urlsafe(24)
    told = sentences(refused) if refused else ()
    flash = say(FLASHES.get(request.cookies.get(FLASH, ""), ""))
    status = refused.status if refused else 200
    answer = page("sign_in.html", status=status, csrf=token, login=login, next=next, refused=told, flash=flash)
    keep_cookie(answer, DOOR, token, max_age=3600)
    return answer


@router.post("/sign-in")
def signed(request: Request, form: FormData = Depends(form_of)) -> Response:  # noqa: B008
    check_token(text_of(form, "csrf"), request.cookies.get(DOOR, ""))
    login, next_ = text_of(form, "login"), own_path(text_of(form, "next"))
    password, now = form.get("password"), now_of(request)
    try:
        token, _ = sign_in(login, password if isinstance(password, str) else "", now=now, came=came_of(request))
    except Refused as refused:
        record(DoorEvent.SIGN_IN, Seen(None, login, address_of(request)), refused.sentence.zh, now=now)
        return _door(request, login=login, next=next_, refused=refused)
    answer = gone_to(next_)
    answer.delete_cookie(DOOR)
    keep_cookie(answer, COOKIE, token, max_age=settings().session_hours * 3600)
    return answer


def came_of(request: Request) -> Came:
    """Say what a browser brings that signs in."""
    return Came(address_of(request), request.headers.get("user-agent", ""), request.cookies.get(COOKIE, ""))


@router.post("/sign-out")
def signed_out(request: Request, _form: AForm) -> Response:
    with writing() as session:
        sign_out(session, request.cookies.get(COOKIE, ""))
    answer = gone_to("/sign-in", "signed_out")
    answer.delete_cookie(COOKIE)
    return answer


@router.get("/password")
def password_page(visitor: AVisitor) -> Response:
    return page("password.html", visitor)


@router.post("/password")
def password_changed(visitor: AVisitor, form: AForm) -> Response:
    old, new, again = (str(form.get(name, "")) for name in ("old", "new", "again"))
    if new != again:
        return page("password.html", visitor, status=422, refused=(say("两次输入的新密码不一样，请重新输入。"),))
    try:
        change_password(visitor.signed.account, old, new, now=visitor.now)
    except Refused as refused:
        return page("password.html", visitor, status=refused.status, refused=sentences(refused))
    answer = gone_to("/sign-in", "password")
    answer.delete_cookie(COOKIE)
    return answer
