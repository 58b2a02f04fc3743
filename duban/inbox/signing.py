"""Signing in, with a code where codes are on, and out, and changing one's password."""

import secrets

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from duban.accounts import Came, asks_code, change_password, check_password, let_in, sign_out
from duban.database import reading, writing
from duban.identity.codes import check_code
from duban.identity.provider import offered
from duban.identity.record import Seen, record
from duban.identity.steps import begin_step, end_step, step_of
from duban.inbox.cookies import DOOR, FLASH, SIGNED, STEP, cookie_of, drop_cookie, keep_cookie
from duban.inbox.doorway import (
    AForm,
    AVisitor,
    address_of,
    check_token,
    form_of,
    gone_to,
    now_of,
    own_path,
    text_of,
)
from duban.inbox.pages import FLASHES, page, sentences
from duban.settings import settings
from duban.tongue import say
from models.door_words import DoorEvent, SignedBy
from models.errors import Problem, Refused, SignInNeeded
from models.register import Account

router = APIRouter()
HOUR_S = 3600


@router.get("/sign-in")
def sign_in_page(request: Request, next: str = "/") -> Response:
    return door(request, login="", next=own_path(next))


def door(request: Request, *, login: str = "", next: str = "/", refused: Problem | None = None) -> Response:
    """Show the sign-in page, with the reason when somebody was refused."""
    token = cookie_of(request, DOOR) or secrets.token_urlsafe(24)
    told = sentences(refused) if refused else ()
    flash = say(FLASHES.get(cookie_of(request, FLASH), ""))
    status = refused.status if refused else 200
    provider = (settings().oidc_name or say("统一身份认证")) if offered() else ""
    answer = page(
        "sign_in.html", status=status, csrf=token, login=login, next=next, refused=told, flash=flash, provider=provider
    )
    keep_cookie(answer, DOOR, token, max_age=HOUR_S)
    return answer


@router.post("/sign-in")
def signed(request: Request, form: FormData = Depends(form_of)) -> Response:  # noqa: B008
    check_token(text_of(form, "csrf"), cookie_of(request, DOOR))
    login, next_ = text_of(form, "login"), own_path(text_of(form, "next"))
    password, now = form.get("password"), now_of(request)
    try:
        account = check_password(login, password if isinstance(password, str) else "", now=now)
    except Refused as refused:
        record(DoorEvent.SIGN_IN, Seen(None, login, address_of(request)), refused.sentence, now=now)
        return door(request, login=login, next=next_, refused=refused)
    with reading() as session:
        if not asks_code(session, account.id or 0):
            return welcome(request, account, next_)
    answer = gone_to("/sign-in/code")
    keep_cookie(answer, STEP, begin_step(account.id, {"next": next_}, now=now), max_age=HOUR_S)
    return answer


@router.get("/sign-in/code")
def code_page(request: Request) -> Response:
    if _halfway(request) is None:
        return gone_to("/sign-in")
    return page("code.html", csrf=cookie_of(request, DOOR))


@router.post("/sign-in/code")
def code_given(request: Request, form: FormData = Depends(form_of)) -> Response:  # noqa: B008
    """Take the code after the password; whoever waited too long begins again."""
    check_token(text_of(form, "csrf"), cookie_of(request, DOOR))
    halfway, now = _halfway(request), now_of(request)
    if halfway is None:
        late = SignInNeeded("等得太久了，请重新输入密码。", "That took too long; give the password again.")
        return door(request, refused=late)
    account, next_ = halfway
    try:
        check_code(account.login, text_of(form, "code"), now=now)
    except Refused as refused:
        seen = Seen(account.person_id, account.login, address_of(request), request.url.path)
        record(DoorEvent.SIGN_IN, seen, refused.sentence, now=now)
        told = sentences(refused)
        return page("code.html", status=refused.status, csrf=cookie_of(request, DOOR), refused=told)
    end_step(cookie_of(request, STEP))
    answer = welcome(request, account, next_, code=True)
    drop_cookie(answer, STEP)
    return answer


def _halfway(request: Request) -> tuple[Account, str] | None:
    """Find whose password was right in this browser, and where that person wants to go."""
    with reading() as session:
        step = step_of(session, cookie_of(request, STEP), now=now_of(request))
        if step is None or step.account_id is None or "next" not in step.detail:
            return None
        return session.get_one(Account, step.account_id), str(step.detail["next"])


def welcome(
    request: Request, account: Account, next_: str, *, by: SignedBy = SignedBy.PASSWORD, code: bool = False
) -> Response:
    """Begin the sign-in of somebody who is known by now."""
    came = Came(address_of(request), request.headers.get("user-agent", ""), cookie_of(request, SIGNED), by, code)
    token, _ = let_in(account, came, now=now_of(request))
    answer = gone_to(next_)
    drop_cookie(answer, DOOR)
    keep_cookie(answer, SIGNED, token, max_age=settings().session_hours * HOUR_S)
    return answer


@router.post("/sign-out")
def signed_out(request: Request, _form: AForm) -> Response:
    with writing() as session:
        sign_out(session, cookie_of(request, SIGNED))
    answer = gone_to("/sign-in", "signed_out")
    answer.headers["Clear-Site-Data"] = '"storage"'
    drop_cookie(answer, SIGNED)
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
    drop_cookie(answer, SIGNED)
    return answer
