"""How people sign in: accounts with a hashed password, back-off after wrong ones, and sign-ins that end.

Every guess is counted before the password is looked at, so that guesses made at the same time are counted too. Where a
code is asked for as well, a password that fits takes back its own guess only: the count is forgotten with the code.
Only the argon2id hash of a password and the SHA-256 of a token are kept.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlmodel import Session, col, delete, select

from duban.database import reading, writing
from duban.identity.record import Seen, put
from duban.passwords import check_new, random_password
from duban.settings import settings
from models.door import SecondFactor
from models.door_words import DoorEvent, SignedBy
from models.errors import BadInput, NotFound, Sentence, SignInNeeded
from models.register import Account, Person, SignIn
from models.values import Actor
from workflows.moments import shown

if TYPE_CHECKING:
    from argon2 import PasswordHasher

FREE_FAILURES = 5
LONGEST_LOCK = timedelta(hours=1)
SEEN_EVERY = timedelta(minutes=1)
AGENT_LENGTH = 300


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher()


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody who is signed in."""

    actor: Actor
    account: Account
    sign_in: SignIn
    person: Person


def make_account(session: Session, person_id: int, login: str, password: str | None = None) -> str:
    """Make the account of a person; without a password a random one, to be changed at the first sign-in.

    Gives the password back, the only time it is seen. Does not commit.

    Raises:
        NotFound: there is no such person. BadInput: the person has an account, or the login is taken or empty.
    """
    if session.get(Person, person_id) is None:
        raise NotFound(f"名册里没有编号为 {person_id} 的人员。", f"There is no person with the number {person_id}.")
    login = login.strip()
    _check_free(session, person_id, login)
    chosen = password or random_password()
    session.add(
        Account(person_id=person_id, login=login, password_hash=_hasher().hash(chosen), must_change=password is None)
    )
    session.flush()
    return chosen


def _check_free(session: Session, person_id: int, login: str) -> None:
    if not login or len(login) > 60 or any(sign.isspace() for sign in login):
        raise BadInput("登录名不能为空、不能有空格、最多 60 个字。", "A login has 1 to 60 signs and no spaces.")
    if session.exec(select(Account).where(Account.login == login)).first() is not None:
        raise BadInput(f"登录名“{login}”已有人用，请换一个。", f"The login {login} is taken; choose another.")
    if session.exec(select(Account).where(Account.person_id == person_id)).first() is not None:
        raise BadInput("此人已有账号；忘了密码请重置。", "This person has an account already; reset its password.")


def account_called(session: Session, login: str) -> Account:
    """Find the account with a login.

    Raises:
        NotFound: there is no such account.
    """
    account = session.exec(select(Account).where(Account.login == login)).first()
    if account is None:
        raise NotFound(f"没有登录名为“{login}”的账号。", f"There is no account with the login {login}.")
    return account


def reset_password(session: Session, account: Account) -> str:
    """Give an account a new random password, unlock it and end its sign-ins. Does not commit."""
    chosen = random_password()
    _set_password(session, account, chosen, must_change=True)
    account.failures, account.locked_until = 0, None
    return chosen


def languages_of(people: Iterable[int | None]) -> dict[int | None, str]:
    """Say in which language each of these people is written to: the one chosen, else that of the settings."""
    asked = list(people)
    with reading() as session:
        wanted = select(Account.person_id, Account.language).where(col(Account.person_id).in_(asked))
        chosen = {person_id: language for person_id, language in session.exec(wanted).all() if language}
    return {person_id: chosen.get(person_id or 0, settings().language) for person_id in asked}


def choose_language(account: Account, language: str) -> None:
    """Keep the language that somebody chose."""
    with writing() as session:
        session.get_one(Account, account.id).language = language


def _set_password(session: Session, account: Account, password: str, *, must_change: bool) -> None:
    account.password_hash, account.must_change = _hasher().hash(password), must_change
    session.add(account)
    session.exec(delete(SignIn).where(col(SignIn.account_id) == account.id))
    session.flush()


@dataclass(frozen=True, slots=True)
class Came:
    """What a browser brings when its person signs in; `instead`: the token of its sign-in before, which ends.

    `code`: a code was given after the password.
    """

    address: str = ""
    agent: str = ""
    instead: str = ""
    by: SignedBy = SignedBy.PASSWORD
    code: bool = False

    @property
    def how(self) -> Sentence:
        """Say how somebody came in."""
        more = ("和动态码", " and a code") if self.code else ("", "")
        return Sentence(f"用{self.by.zh}{more[0]}登录。", f"Signed in by {self.by.en}{more[1]}.")


def let_in(account: Account, came: Came, *, now: datetime) -> tuple[str, SignIn]:
    """Begin a sign-in of somebody who is known; gives the token for the browser and the row kept for it. Commits.

    It is recorded at the door: who, when, from where, how.

    Raises:
        SignInNeeded: the account is closed.
    """
    token = secrets.token_urlsafe(32)
    with writing() as session:
        fresh = session.get_one(Account, account.id)
        check_open(fresh)
        fresh.signed_in_at = now
        session.exec(delete(SignIn).where(col(SignIn.begun_at) < now - timedelta(hours=settings().session_hours)))
        session.exec(delete(SignIn).where(col(SignIn.token_sha256) == _digest(came.instead)))
        row = SignIn(
            token_sha256=_digest(token),
            account_id=account.id or 0,
            csrf=secrets.token_urlsafe(32),
            begun_at=now,
            seen_at=now,
            proved_at=now,
            signed_by=came.by,
            address=came.address,
            agent=came.agent[:AGENT_LENGTH],
        )
        session.add(row)
        seen = Seen(account.person_id, account.login, came.address)
        put(session, DoorEvent.SIGNED_IN, seen, came.how, now=now)
    return token, row


def check_password(login: str, password: str, *, now: datetime) -> Account:
    """Check a password: count the guess, look, and forget the count when it fits. Commits.

    Raises:
        SignInNeeded: they do not fit, or the account is closed, or locked for a while.
    """
    with writing() as session:
        account = count_guess(session, login.strip(), now)
    if not _fits(account, password) or account is None:
        raise SignInNeeded("登录名或密码不对，请核对后再试。", "The login and the password do not fit; try again.")
    check_open(account)
    with reading() as session:
        both = asks_code(session, account.id or 0)
    return forget_guesses(account, all_of_them=not both)


def check_open(account: Account) -> None:
    """Let nobody in with a closed account.

    Raises:
        SignInNeeded: it is closed.
    """
    if account.closed_at is not None:
        raise SignInNeeded(
            f"这个账号已于 {shown(account.closed_at)} 停用，不能登录；仍要使用请找系统操作员恢复。",
            f"This account was closed on {shown(account.closed_at)}; ask an operator to reopen it.",
        )


def asks_code(session: Session, account_id: int) -> bool:
    """Say whether an account asks for a code after the password."""
    row = session.get(SecondFactor, account_id)
    return row is not None and row.confirmed_at is not None


def forget_guesses(guessed: Account, *, all_of_them: bool = True) -> Account:
    """Forget the wrong guesses of an account, or only the one just counted, which was right. Commits."""
    with writing() as session:
        fresh = session.get_one(Account, guessed.id)
        fresh.failures = 0 if all_of_them else max(fresh.failures - 1, 0)
        if all_of_them or fresh.locked_until == guessed.locked_until:
            fresh.locked_until = None
        session.add(fresh)
    return fresh


def count_guess(session: Session, login: str, now: datetime) -> Account | None:
    """Count a guess at an account, before it is looked at. Does not commit.

    Raises:
        SignInNeeded: the account is locked for a while.
    """
    account = session.exec(select(Account).where(Account.login == login)).first()
    if account is None:
        return None
    if account.locked_until is not None and now < account.locked_until:
        raise SignInNeeded(
            f"密码或动态码错误次数过多，账号锁定到 {shown(account.locked_until)}，届时再试，或请系统操作员重置密码。",
            f"Too many wrong passwords or codes; the account is locked until {shown(account.locked_until)}.",
        )
    account.failures += 1
    if account.failures >= FREE_FAILURES:
        minutes = 2 ** min(account.failures - FREE_FAILURES, 10)
        account.locked_until = now + min(timedelta(minutes=minutes), LONGEST_LOCK)
    session.add(account)
    return account


@cache
def _nobody_hash() -> str:
    return _hasher().hash("nobody has this password")


def _fits(account: Account | None, password: str) -> bool:
    # An unknown login costs as much time as a known one: who has an account cannot be told from outside.
    from argon2.exceptions import VerificationError

    try:
        return _hasher().verify(account.password_hash if account else _nobody_hash(), password)
    except VerificationError:
        return False


def signed_in(session: Session, token: str, *, now: datetime) -> Signed | None:
    """Find who a token belongs to; nobody once the sign-in has been idle or open for too long."""
    wanted = (
        select(SignIn, Account, Person)
        .join(Account, col(Account.id) == SignIn.account_id)
        .join(Person, col(Person.id) == Account.person_id)
        .where(SignIn.token_sha256 == _digest(token), col(Account.closed_at).is_(None))
    )
    row = session.exec(wanted).first() if token else None
    if row is None or is_over(row[0], now):
        return None
    sign_in, account, person = row
    return Signed(Actor(person_id=person.id, name=person.name), account, sign_in, person)


def who(session: Session, token: str, *, now: datetime) -> Actor:
    """Say who acts with a token.

    Raises:
        SignInNeeded: nobody, or not any more.
    """
    found = signed_in(session, token, now=now)
    if found is None:
        raise SignInNeeded("请先登录。", "Sign in first.")
    return found.actor


def is_over(row: SignIn, now: datetime) -> bool:
    """Say whether a sign-in has been idle or open for too long."""
    idle = timedelta(minutes=settings().session_idle_minutes)
    return now >= row.begun_at + timedelta(hours=settings().session_hours) or now >= row.seen_at + idle


def keep_awake(signed: Signed, *, now: datetime) -> None:
    """Note that a sign-in is in use, at most once a minute. Commits."""
    if now - signed.sign_in.seen_at >= SEEN_EVERY:
        with writing() as session:
            row = session.get(SignIn, signed.sign_in.token_sha256)
            if row is not None:
                row.seen_at = now
                session.add(row)


def change_password(account: Account, old: str, new: str, *, now: datetime) -> None:
    """Change a password, and end every sign-in of the account. Commits.

    Raises:
        SignInNeeded: the old password does not fit. BadInput: the new one is too easy to guess.
    """
    check_new(new, old=old, login=account.login)
    fresh = check_password(account.login, old, now=now)
    with writing() as session:
        _set_password(session, session.get_one(Account, fresh.id), new, must_change=False)


def end_others(session: Session, account: Account, here: SignIn | None) -> int:
    """End every sign-in of an account but the one `here`; gives how many there were. Does not commit."""
    others = [col(SignIn.account_id) == account.id]
    if here is not None:
        others.append(col(SignIn.token_sha256) != here.token_sha256)
    return int(session.exec(delete(SignIn).where(*others)).rowcount)


def sign_out(session: Session, token: str) -> None:
    """End a sign-in at once. Does not commit."""
    session.exec(delete(SignIn).where(col(SignIn.token_sha256) == _digest(token)))


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
