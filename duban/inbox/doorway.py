"""Finds out who is at the door of each request, and lets no form in that did not come from our own page."""

import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session
from starlette.datastructures import FormData

from duban.accounts import Signed, keep_awake, signed_in
from duban.database import reading
from duban.desk.opened import desk_of
from duban.identity.codes import must_switch_on
from duban.identity.record import Seen
from duban.inbox.cookies import FLASH, SIGNED, cookie_of, keep_cookie
from duban.inbox.guard import SAFE
from duban.posts import Standing, standing
from duban.queries import unread
from duban.sight import Sight, sight_of
from duban.tongue import turn_to
from models.door_words import SignedBy
from models.errors import NotYours, SignInNeeded
from models.values import Actor

CSRF_HEADER = "x-csrf-token"
PASSWORD_PAGE = "/password"  # noqa: S105
CODES_PAGE = "/codes"
SIGN_OUT = "/sign-out"
UNASKED = (CODES_PAGE, PASSWORD_PAGE, SIGN_OUT)
"""Where somebody may go who has to switch codes on first."""
FOREIGN_FORM = NotYours(
    "这张表单不是从本系统当前登录的页面提交的，没有受理。请刷新页面后重新填写。",
    "This form did not come from a page of yours; reload the page and fill it in again.",
)


class Elsewhere(Exception):
    """The visitor has to go to another page first."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(url)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is signed in, what that person is now and sees, and what the pages always show."""

    signed: Signed
    standing: Standing
    sight: Sight
    unread: int
    now: datetime
    flash: str = ""

    @property
    def actor(self) -> Actor:
        return self.signed.actor

    @property
    def csrf(self) -> str:
        return self.signed.sign_in.csrf


def now_of(request: Request) -> datetime:
    """Ask the application's clock."""
    found: datetime = request.app.state.now()
    return found


def address_of(request: Request) -> str:
    """Say where a request came from."""
    return request.client.host if request.client else ""


def seen_of(request: Request, signed: Signed | None) -> Seen:
    """Say for the record of the door who stands there."""
    if signed is None:
        return Seen(address=address_of(request), about=request.url.path)
    return Seen(signed.actor.person_id, signed.account.login, address_of(request), request.url.path)


def visitor_of(request: Request) -> Visitor:
    """Find who is signed in; send others to the sign-in page, and those with a first password to change it.

    Raises:
        Elsewhere: another page comes first. SignInNeeded: a program, or a form, comes without being signed in.
    """
    now = now_of(request)
    with reading() as session:
        signed = signed_in(session, cookie_of(request, SIGNED), now=now)
        if signed is None:
            raise _sign_in_first(request)
        request.state.person_id = signed.actor.person_id
        turn_to(signed.account.language)
        standing_now = standing(desk_of(session), signed.actor, now=now)
        _first_things_first(session, request, signed, standing_now)
        found = Visitor(
            signed,
            standing_now,
            sight_of(session, standing_now),
            unread(session, signed.actor.person_id or 0),
            now,
            cookie_of(request, FLASH),
        )
    keep_awake(signed, now=now)
    return found


def _first_things_first(session: Session, request: Request, signed: Signed, now_is: Standing) -> None:
    """Let somebody who has to change the password, or to switch codes on, do nothing else before but sign out.

    A provider asks for what it asks for itself: neither concerns whoever came from there.
    """
    path = request.url.path
    if signed.sign_in.signed_by is SignedBy.PROVIDER:
        return
    if signed.account.must_change:
        if path not in (PASSWORD_PAGE, SIGN_OUT):
            raise Elsewhere(PASSWORD_PAGE)
    elif not path.startswith(UNASKED) and must_switch_on(session, signed.account.id or 0, now_is.house_roles):
        raise Elsewhere(CODES_PAGE)


def _sign_in_first(request: Request) -> Exception:
    if request.url.path.startswith("/api/") or request.method not in SAFE:
        return SignInNeeded("登录已过期，请重新登录后再办。", "Sign in first.")
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return Elsewhere("/sign-in" if asked == "/" else f"/sign-in?next={quote(asked)}")


async def form_of(request: Request) -> AsyncIterator[FormData]:
    """Read the form that was sent; its files are closed when the answer is on its way."""
    async with request.form(max_files=5, max_fields=200) as form:
        yield form


def posted(form: Annotated[FormData, Depends(form_of)], visitor: Annotated[Visitor, Depends(visitor_of)]) -> FormData:
    """Take a form of the visitor's own page.

    Raises:
        NotYours: it does not carry the visitor's token.
    """
    check_token(text_of(form, "csrf"), visitor.csrf)
    return form


def check_token(given: str, expected: str) -> None:
    """Compare a token in constant time.

    Raises:
        NotYours: they differ.
    """
    if not expected or not secrets.compare_digest(given.encode(), expected.encode()):
        raise FOREIGN_FORM


def header_checked(request: Request, visitor: Annotated[Visitor, Depends(visitor_of)]) -> Visitor:
    """Take a program's request that carries the visitor's token in a header.

    Raises:
        NotYours: it does not.
    """
    check_token(request.headers.get(CSRF_HEADER, ""), visitor.csrf)
    return visitor


def text_of(form: FormData, name: str) -> str:
    """Give a field of a form as text without spaces around it."""
    value = form.get(name, "")
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else ""


def gone_to(url: str, flash: str = "") -> Response:
    """Send the browser on after a form, with word of what was done."""
    answer = RedirectResponse(url, status_code=303)
    if flash:
        keep_cookie(answer, FLASH, flash, max_age=60)
    return answer


def own_path(wanted: str) -> str:
    """Keep a path of our own site; anything else becomes the first page."""
    fine = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and "\n" not in wanted and "\r" not in wanted
    return wanted if fine else "/"


AVisitor = Annotated[Visitor, Depends(visitor_of)]
AForm = Annotated[FormData, Depends(posted)]
