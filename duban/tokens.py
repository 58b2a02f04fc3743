"""Tokens that let programs act as a person: made and revoked by the person, within scopes, for a time.

A token never does more than its person may at that moment: it only says who is there, and what a program is not to do
even so. Only the SHA-256 of a token is kept. Tokens that nobody has are counted by the address they come from, and the
address has to wait, longer each time; one that has expired or was revoked is no guess and is not counted.
"""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlmodel import Session, col, delete, select

from duban.accounts import check_open
from duban.database import writing
from duban.desk.opened import desk_of
from duban.posts import standing
from duban.tongue import mark
from models.access import AccessToken, WrongToken
from models.errors import BadInput, NotFound, NotYours, SignInNeeded, TooManyTries
from models.register import Account, Person
from models.values import Actor
from models.words import Role, Scope
from workflows.moments import shown

PREFIX = "duban_"
NAME_LENGTH = 60
LONGEST = timedelta(days=366)
USUAL_DAYS = 90
AT_MOST = 20
"""Tokens that one person can have at a time."""
USED_EVERY = timedelta(minutes=1)
FREE_FAILURES = 5
LONGEST_LOCK = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(days=1)

NEEDED = {Scope.MANAGE: frozenset({Role.OPERATOR})}
"""Scopes that only those with a role can give away."""


@dataclass(frozen=True, slots=True)
class TokenWanted:
    """What a token is to be: what it is called, what it may be used for, for how many days."""

    name: str
    scopes: Collection[Scope] = (Scope.READ,)
    days: int = USUAL_DAYS


@dataclass(frozen=True, slots=True)
class Known:
    """Whom a token belongs to, the account of that person, and what it may be used for."""

    actor: Actor
    account: Account
    token: AccessToken

    @property
    def scopes(self) -> frozenset[Scope]:
        return frozenset(Scope(scope) for scope in self.token.scopes)


def add_token(wanted: TokenWanted, *, by: Actor, now: datetime) -> tuple[str, AccessToken]:
    """Make a token of the person's own; gives the secret, the only time it is seen, and the row kept for it. Commits.

    Raises:
        BadInput: it has no name, no scope or too long a life, or there are too many already.
        NotYours: a scope is only for those with a role.
    """
    name, scopes = wanted.name.strip(), sorted(set(wanted.scopes), key=list(Scope).index)
    _check_wanted(name, scopes, wanted.days)
    secret = PREFIX + secrets.token_urlsafe(32)
    with writing() as session:
        roles = standing(desk_of(session), by, now=now).house_roles
        for scope in scopes:
            if not NEEDED.get(scope, roles) <= roles:
                raise NotYours(
                    f"“{scope.zh}”权限只有{'、'.join(role.zh for role in NEEDED[scope])}可以给令牌。",
                    f"Only the {', '.join(role.en for role in NEEDED[scope])} can give the scope {scope.value}.",
                )
        if len([row for row in tokens_of(session, by) if row.revoked_at is None and row.expires_at > now]) >= AT_MOST:
            raise BadInput(
                f"已有 {AT_MOST} 个有效的令牌，请先撤销不用的。", f"There are {AT_MOST} tokens; revoke some first."
            )
        row = AccessToken(
            token_sha256=_digest(secret),
            hint=secret[-4:],
            person_id=by.person_id or 0,
            name=name,
            scopes=[scope.value for scope in scopes],
            made_at=now,
            expires_at=now + timedelta(days=wanted.days),
        )
        session.add(row)
        session.flush()
    return secret, row


def _check_wanted(name: str, scopes: Sequence[Scope], days: int) -> None:
    if not name or len(name) > NAME_LENGTH:
        raise BadInput(
            f"请给令牌起名，最多 {NAME_LENGTH} 字，写明给哪个程序用。",
            f"Give the token a name of at most {NAME_LENGTH} characters: which program is it for?",
        )
    if not scopes:
        raise BadInput("请至少选一种权限。", "Choose at least one scope.")
    if not 1 <= days <= LONGEST.days:
        raise BadInput(f"有效期是 1 到 {LONGEST.days} 天。", f"A token lasts 1 to {LONGEST.days} days.")


def tokens_of(session: Session, person: Actor) -> list[AccessToken]:
    """List the tokens of a person, the newest first, also those that are over."""
    wanted = select(AccessToken).where(AccessToken.person_id == person.person_id)
    return list(session.exec(wanted.order_by(col(AccessToken.id).desc())).all())


VALID = mark("有效")


def stands(row: AccessToken, *, now: datetime) -> str:
    """Say whether a token can be used."""
    if row.revoked_at is not None:
        return mark("已撤销")
    return mark("已到期") if now >= row.expires_at else VALID


def scopes_in(text: str) -> list[Scope]:
    """Read scopes written with commas between them.

    Raises:
        BadInput: one of them is none.
    """
    named = [part.strip() for part in text.replace("，", ",").split(",") if part.strip()]
    for part in named:
        if part not in {scope.value for scope in Scope}:
            known = "、".join(f"{scope.value}（{scope.zh}）" for scope in Scope)
            raise BadInput(f"没有“{part}”这种权限；可用：{known}。", f"There is no scope {part}: {', '.join(Scope)}.")
    return [Scope(part) for part in named]


def revoke_token(token_id: int, *, by: Actor, now: datetime) -> AccessToken:
    """Revoke a token of the person's own, at once and for good. Commits.

    Raises:
        NotFound: the person has no such token.
    """
    with writing() as session:
        row = session.get(AccessToken, token_id)
        if row is None or row.person_id != by.person_id:
            raise NotFound(f"你没有编号为 {token_id} 的令牌。", f"You have no token with the number {token_id}.")
        row.revoked_at = row.revoked_at or now
        session.add(row)
    return row


def token_of(session: Session, secret: str) -> AccessToken | None:
    """Find a token, be it over or not; None when nobody has it."""
    return session.exec(select(AccessToken).where(AccessToken.token_sha256 == _digest(secret))).first()


def known_by(session: Session, secret: str, *, now: datetime) -> Known | None:
    """Find whom a token belongs to; None when nobody has it.

    Raises:
        SignInNeeded: it has expired or was revoked, or its person has no account any more, or a closed one.
        NotYours: the person has to set a password first.
    """
    row = token_of(session, secret)
    if row is None:
        return None
    if row.revoked_at is not None:
        raise SignInNeeded("这个令牌已撤销，请换一个。", "This token was revoked; use another one.")
    if now >= row.expires_at:
        raise SignInNeeded(
            f"这个令牌已于 {shown(row.expires_at)} 到期，请换一个。", "This token has expired; make a new one."
        )
    account = session.exec(select(Account).where(Account.person_id == row.person_id)).first()
    if account is None:
        raise SignInNeeded("令牌的本人已没有账号。", "The person of this token has no account any more.")
    check_open(account)
    if account.must_change:
        raise NotYours("请本人先登录并修改初始密码，令牌才能用。", "Sign in and change the first password first.")
    person = session.get_one(Person, row.person_id)
    return Known(Actor(person_id=person.id, name=person.name), account, row)


def note_use(known: Known, *, now: datetime) -> None:
    """Note that a token is in use, at most once a minute. Commits."""
    if known.token.used_at is None or now - known.token.used_at >= USED_EVERY:
        with writing() as session:
            row = session.get(AccessToken, known.token.id)
            if row is not None:
                row.used_at = now
                session.add(row)


def check_address(session: Session, address: str, *, now: datetime) -> None:
    """Let nobody in from where too many wrong tokens came.

    Raises:
        TooManyTries: the address has to wait.
    """
    row = session.get(WrongToken, address)
    if row is not None and row.locked_until is not None and now < row.locked_until:
        left = int((row.locked_until - now).total_seconds()) + 1
        raise TooManyTries(
            f"从你这里来的错误令牌太多，请 {left} 秒后再试。",
            f"Too many wrong tokens came from your address; try again in {left} seconds.",
            retry_after_s=left,
        )


def count_wrong(address: str, *, now: datetime) -> None:
    """Count a token that nobody has against the address it came from; forget the counts of long ago. Commits."""
    with writing() as session:
        session.exec(delete(WrongToken).where(col(WrongToken.at) < now - FORGOTTEN_AFTER))
        row = session.get(WrongToken, address) or WrongToken(address=address, at=now)
        row.failures, row.at = row.failures + 1, now
        if row.failures >= FREE_FAILURES:
            minutes = 2 ** min(row.failures - FREE_FAILURES, 10)
            row.locked_until = now + min(timedelta(minutes=minutes), LONGEST_LOCK)
        session.add(row)


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
