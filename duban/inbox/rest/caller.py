"""Finds out which person a program acts for: a token in its header, or a signed-in browser with its own token."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPBearer
from sqlmodel import Session

from duban.database import reading
from duban.desk.opened import desk_of
from duban.identity.grave import check_scope, proof_needed
from duban.identity.proving import proved
from duban.identity.record import Seen, record
from duban.inbox.doorway import CSRF_HEADER, Elsewhere, address_of, check_token, now_of, seen_of, visitor_of
from duban.inbox.guard import SAFE
from duban.inbox.rest.problems import language_of
from duban.posts import Standing, standing
from duban.sight import Sight, sight_of
from duban.tokens import Known, check_address, count_wrong, known_by, note_use, token_of
from models.access import AccessToken
from models.door_words import DoorEvent
from models.errors import NotYours, Refused, Sentence, SignInNeeded
from models.register import Account, SignIn
from models.values import Actor
from models.words import Scope

SCHEME = HTTPBearer(auto_error=False, scheme_name="token", description="A token made on the page “令牌” or by the CLI")
BEARER = "bearer "


@dataclass(frozen=True, slots=True)
class Caller:
    """The person a program acts for, what that person is now and sees, and what the program may do."""

    actor: Actor
    standing: Standing
    sight: Sight
    now: datetime
    language: str
    scopes: frozenset[Scope]
    account: Account
    seen: Seen
    token: AccessToken | None = None
    sign_in: SignIn | None = None
    csrf: str = ""
    proved: bool = False

    def check_grave(self, why: Sentence | None) -> None:
        """Let a grave act through.

        Raises:
            NotYours: the token was not made for such. ProofNeeded: the person has not just proved to be there.
        """
        if why is None:
            return
        if self.token is not None:
            check_scope(why, self.scopes)
        elif not self.proved:
            raise proof_needed(why)


def caller_of(request: Request) -> Caller:
    """Find the caller.

    Raises:
        SignInNeeded: there is none. NotYours: the first password was not changed yet.
        TooManyTries: too many wrong tokens came from there.
    """
    said = request.headers.get("authorization", "")
    if said.lower().startswith(BEARER):
        return _with_token(request, said[len(BEARER) :].strip())
    try:
        visitor = visitor_of(request)
    except Elsewhere as first:
        raise NotYours(
            "请先登录网页，按提示修改初始密码或启用动态码。",
            "Sign in on the pages first: the first password is to be changed, or codes are to be switched on.",
        ) from first
    return Caller(
        visitor.actor,
        visitor.standing,
        visitor.sight,
        visitor.now,
        language_of(request),
        frozenset(Scope),
        visitor.signed.account,
        seen_of(request, visitor.signed),
        sign_in=visitor.signed.sign_in,
        csrf=visitor.csrf,
        proved=proved(visitor.signed, now=visitor.now),
    )


def _with_token(request: Request, secret: str) -> Caller:
    now, address = now_of(request), address_of(request)
    with reading() as session:
        check_address(session, address, now=now)
        try:
            known = known_by(session, secret, now=now)
        except Refused as over:
            _record_over(session, request, secret, over, now=now)
            raise
        if known is not None:
            found = _as_caller(request, known, standing(desk_of(session), known.actor, now=now), now=now)
    if known is None:
        count_wrong(address, now=now)
        refused = SignInNeeded("没有这个令牌，请核对。", "There is no such token; check it.")
        record(DoorEvent.TOKEN, Seen(address=address), refused.sentence, now=now)
        raise refused
    request.state.person_id = known.actor.person_id
    note_use(known, now=now)
    return found


def _record_over(session: Session, request: Request, secret: str, over: Refused, *, now: datetime) -> None:
    """Record that a token came which is over, or may not be used yet: whose it is, and which one."""
    token = token_of(session, secret)
    if token is None:
        return
    which = Sentence(
        f"“{token.name}”（…{token.hint}）：{over.sentence.zh}", f"{token.name} (…{token.hint}): {over.sentence.en}"
    )
    seen = Seen(token.person_id, "", address_of(request), request.url.path)
    record(DoorEvent.TOKEN, seen, which, now=now)


def _as_caller(request: Request, known: Known, now_is: Standing, *, now: datetime) -> Caller:
    with reading() as session:
        sight = sight_of(session, now_is)
    seen = Seen(known.actor.person_id, known.account.login, address_of(request), request.url.path)
    return Caller(
        known.actor, now_is, sight, now, language_of(request), known.scopes, known.account, seen, token=known.token
    )


def _wanting(scope: Scope) -> Callable[..., Caller]:
    def found(request: Request, _token: Annotated[object, Depends(SCHEME)]) -> Caller:
        caller = caller_of(request)
        if scope not in caller.scopes:
            raise NotYours(
                f"这个令牌没有“{scope.zh}”权限；请换一个有此权限的令牌。",
                f"This token lacks the scope {scope.value}; use one that has it.",
            )
        if caller.token is None and request.method not in SAFE:
            check_token(request.headers.get(CSRF_HEADER, ""), caller.csrf)
        return caller

    return found


Reader = Annotated[Caller, Depends(_wanting(Scope.READ))]
Doer = Annotated[Caller, Depends(_wanting(Scope.ACT))]
Manager = Annotated[Caller, Depends(_wanting(Scope.MANAGE))]
