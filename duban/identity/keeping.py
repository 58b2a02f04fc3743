"""Keeps the accounts of others: operators list them, and do about them what `DEEDS` says, on the record of the door.

Pages, API and commands come through here; who is no operator is refused here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, or_, select

from duban.accounts import account_called, end_others, is_over, make_account, reset_password
from duban.database import writing
from duban.desk.opened import desk_of
from duban.directory import like_of
from duban.identity.codes import forget_codes
from duban.identity.record import Seen, put
from duban.paged import PAGE, Page
from duban.posts import standing
from models.door import SecondFactor
from models.door_words import AccountDeed, DoorEvent
from models.errors import NotFound, NotYours, Refused, Sentence
from models.register import Account, Person, SignIn, Unit
from models.values import Actor
from models.words import Role

ACCOUNT: Any = (
    select(Account, Person, Unit)
    .join(Person, col(Person.id) == Account.person_id)
    .join(Unit, col(Unit.id) == Person.unit_id)
)
"""Accounts with their people and units."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An account as operators read of it: nothing secret. `codes_since`: a second factor is asked for since then."""

    account: Account
    person: Person
    unit: str
    codes_since: datetime | None
    sign_ins: int
    locked_until: datetime | None

    @property
    def told(self) -> dict[str, Any]:
        """Tell it to programs."""
        account = self.account
        return {
            "id": account.id,
            "login": account.login,
            "person_id": account.person_id,
            "name": self.person.name,
            "code": self.person.code,
            "unit": self.unit,
            "signed_in_at": account.signed_in_at,
            "sign_ins": self.sign_ins,
            "must_change": account.must_change,
            "codes_since": self.codes_since,
            "locked_until": self.locked_until,
            "closed_at": account.closed_at,
        }


def check_keeper(session: Session, by: Actor, *, now: datetime) -> None:
    """Let only operators keep accounts.

    Raises:
        NotYours: somebody else asks.
    """
    if Role.OPERATOR not in standing(desk_of(session), by, now=now).house_roles:
        raise NotYours("只有系统操作员可以管理账号。", "Only operators keep the accounts.")


def accounts_page(session: Session, words: str, *, by: Actor, now: datetime, number: int = 1) -> Page:
    """List one page of accounts by login, those whose login, person or unit holds some words.

    Raises:
        NotYours: somebody who is no operator asks.
    """
    check_keeper(session, by, now=now)
    wanted = saying(ACCOUNT, words)
    total = session.exec(select(func.count()).select_from(wanted.subquery())).one()
    rows = session.exec(wanted.order_by(Account.login).offset((number - 1) * PAGE).limit(PAGE)).all()
    return Page(kept(session, rows, now=now), total, number)


def all_accounts(session: Session, *, by: Actor, now: datetime) -> list[Kept]:
    """List every account, by login.

    Raises:
        NotYours: somebody who is no operator asks.
    """
    check_keeper(session, by, now=now)
    return kept(session, session.exec(ACCOUNT.order_by(Account.login)).all(), now=now)


def kept_account(session: Session, account_id: int, *, by: Actor, now: datetime) -> Kept:
    """Tell of one account.

    Raises:
        NotYours: somebody who is no operator asks. NotFound: there is no such account.
    """
    check_keeper(session, by, now=now)
    found = kept(session, session.exec(ACCOUNT.where(Account.id == account_id)).all(), now=now)
    if not found:
        raise _no_account(account_id)
    return found[0]


def saying(wanted: Any, words: str) -> Any:
    """Narrow accounts, with their people and units, to those that hold some words."""
    if not words.strip():
        return wanted
    columns = (Account.login, Person.name, Person.code, Unit.name, Unit.short_name)
    like = like_of(words.strip())
    return wanted.where(or_(*(col(column).like(like, escape="\\") for column in columns)))


def kept(session: Session, rows: Iterable[Any], *, now: datetime) -> list[Kept]:
    """Tell of accounts, in the order given, with two queries."""
    found = list(rows)
    ids = [account.id for account, _, _ in found]
    factors = select(SecondFactor.account_id, SecondFactor.confirmed_at).where(col(SecondFactor.account_id).in_(ids))
    since = dict(session.exec(factors).all())
    there = session.exec(select(SignIn).where(col(SignIn.account_id).in_(ids))).all()
    open_ = [row.account_id for row in there if not is_over(row, now)]
    return [
        Kept(
            account=account,
            person=person,
            unit=unit.short_name or unit.name,
            codes_since=since.get(account.id),
            sign_ins=open_.count(account.id or 0),
            locked_until=account.locked_until if account.locked_until and account.locked_until > now else None,
        )
        for account, person, unit in found
    ]


def _reset(session: Session, account: Account, _now: datetime) -> str:
    return reset_password(session, account)


def _unlock(_session: Session, account: Account, _now: datetime) -> None:
    account.failures, account.locked_until = 0, None


def _codes_off(session: Session, account: Account, _now: datetime) -> None:
    forget_codes(session, account.id or 0)


def _end(session: Session, account: Account, _now: datetime) -> None:
    end_others(session, account, None)


def _close(session: Session, account: Account, now: datetime) -> None:
    account.closed_at = now
    end_others(session, account, None)


def _reopen(_session: Session, account: Account, _now: datetime) -> None:
    account.closed_at = None


@dataclass(frozen=True, slots=True)
class Deed:
    """How something is done about an account, as what it is recorded, and what the record says."""

    work: Callable[[Session, Account, datetime], str | None]
    event: DoorEvent
    zh: str
    en: str


# fmt: off
D = AccountDeed
DEEDS = {
    D.RESET:     Deed(_reset, DoorEvent.RESET, "重置了密码并结束登录", "reset the password and ended all sign-ins"),
    D.UNLOCK:    Deed(_unlock, DoorEvent.UNLOCKED, "解除了锁定", "unlocked the account"),
    D.CODES_OFF: Deed(_codes_off, DoorEvent.FACTOR_OFF, "停用了动态码", "switched codes off"),
    D.END:       Deed(_end, DoorEvent.ENDED, "结束了全部登录", "ended all sign-ins"),
    D.CLOSE:     Deed(_close, DoorEvent.CLOSED, "停用了账号并结束登录", "closed the account and ended all sign-ins"),
    D.REOPEN:    Deed(_reopen, DoorEvent.REOPENED, "恢复了账号", "reopened the account"),
}
FITS: dict[AccountDeed, Callable[[Kept], bool]] = {
    D.UNLOCK:    lambda kept: kept.locked_until is not None,
    D.CODES_OFF: lambda kept: kept.codes_since is not None,
    D.END:       lambda kept: kept.sign_ins > 0,
    D.CLOSE:     lambda kept: kept.account.closed_at is None,
    D.REOPEN:    lambda kept: kept.account.closed_at is not None,
}
UNFIT = {
    D.UNLOCK:    Sentence("账号没有锁定，不需要解锁。", "The account is not locked."),
    D.CODES_OFF: Sentence("账号没有启用动态码。", "The account uses no codes."),
    D.END:       Sentence("账号此刻没有登录。", "The account is signed in nowhere."),
    D.CLOSE:     Sentence("账号已经停用。", "The account is closed already."),
    D.REOPEN:    Sentence("账号没有停用。", "The account is not closed."),
}
# fmt: on
OWN = Sentence("不能停用自己的账号，请另一位系统操作员办理。", "Nobody closes their own account; ask another operator.")


def deeds_for(kept: Kept, by: Actor) -> list[AccountDeed]:
    """List what can be done about an account now."""
    return [deed for deed in AccountDeed if _why_not(deed, kept, by) is None]


def _why_not(deed: AccountDeed, kept: Kept, by: Actor) -> Sentence | None:
    if deed is AccountDeed.CLOSE and kept.person.id == by.person_id:
        return OWN
    return UNFIT[deed] if deed in FITS and not FITS[deed](kept) else None


def do_about(account_id: int, deed: AccountDeed, *, by: Actor, seen: Seen, now: datetime) -> str:
    """Do something about somebody's account, and record it at the door; a reset gives the new password. Commits.

    The password is random, seen this once, and has to be changed at the next sign-in.

    Raises:
        NotYours: somebody who is no operator asks. NotFound: there is no such account.
        Refused: there is nothing to do, or it is one's own account that would be closed.
    """
    with writing() as session:
        found = kept_account(session, account_id, by=by, now=now)
        why_not = _why_not(deed, found, by)
        if why_not is not None:
            raise Refused(why_not.zh, why_not.en)
        account, doing = found.account, DEEDS[deed]
        password = doing.work(session, account, now) or ""
        session.add(account)
        why = Sentence(
            f"系统操作员{by.name}对“{account.login}”{doing.zh}。",
            f"The operator {by.name} {doing.en} ({account.login}).",
        )
        put(session, doing.event, replace(seen, login=account.login), why, now=now)
    return password


def do_about_login(login: str, deed: AccountDeed, *, by: Actor, seen: Seen, now: datetime) -> str:
    """Do something about the account with a login; see `do_about`."""
    with writing() as session:
        check_keeper(session, by, now=now)
        account_id = account_called(session, login).id or 0
    return do_about(account_id, deed, by=by, seen=seen, now=now)


def add_account(code: str, login: str, *, by: Actor, seen: Seen, now: datetime) -> str:
    """Make the account of somebody in the register, and record it; gives its first password. Commits.

    Raises:
        NotYours: somebody who is no operator asks. NotFound: nobody has that code. BadInput: see `make_account`.
    """
    with writing() as session:
        check_keeper(session, by, now=now)
        person = session.exec(select(Person).where(Person.code == code)).first()
        if person is None:
            raise NotFound(f"名册里没有编码为“{code}”的人员。", f"Nobody in the register has the code {code}.")
        password = make_account(session, person.id or 0, login)
        why = Sentence(
            f"系统操作员{by.name}给{person.name}开了账号“{login}”。",
            f"The operator {by.name} made the account {login} of {person.name}.",
        )
        put(session, DoorEvent.ADDED, replace(seen, login=login), why, now=now)
    return password


def _no_account(account_id: int) -> NotFound:
    return NotFound(f"没有编号为 {account_id} 的账号。", f"There is no account with the number {account_id}.")
