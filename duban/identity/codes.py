"""Codes from a person's telephone (TOTP, RFC 6238) as a second factor: switched on, checked, switched off.

The secret is kept encrypted (`door_key.py`), recovery codes by their SHA-256. A code is never taken twice: the step of
time of the last one is kept, and only a later one counts. A wrong code is a guess and locks the account as a wrong
password does.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest

import pyotp
from sqlmodel import Session, col, delete, func, select, update

from duban.accounts import Signed, count_guess, end_others, forget_guesses
from duban.database import reading, writing
from duban.identity.door_key import opened, sealed
from duban.identity.record import Seen, put
from duban.passwords import random_password
from duban.settings import settings
from models.door import RecoveryCode, SecondFactor
from models.door_words import DoorEvent
from models.errors import BadInput, NotFound, Sentence, SignInNeeded
from models.register import Account
from models.words import Role

STEP_S = 30
DRIFT = (-1, 0, 1)
"""Steps by which a telephone's clock may differ."""
RECOVERY_CODES = 10
ISSUER = "duban"
BY_ITS_PERSON = Sentence("本人停用动态码。", "The person switched codes off.")
SWITCHED_ON = Sentence(
    "本人启用动态码，此后登录须输入动态码。", "The person switched codes on; from now on they are asked for."
)


@dataclass(frozen=True, slots=True)
class Factor:
    """How it stands with somebody's codes: since when they are asked for, None: never; recovery codes left."""

    since: datetime | None
    recovery_left: int


def factor_of(session: Session, account_id: int) -> Factor:
    """Say how it stands with somebody's codes."""
    row = session.get(SecondFactor, account_id)
    left = session.exec(select(func.count()).where(col(RecoveryCode.account_id) == account_id)).one()
    return Factor(row.confirmed_at if row else None, left)


def must_switch_on(session: Session, account_id: int, roles: frozenset[Role]) -> bool:
    """Say whether somebody with these roles has to use codes and does not yet."""
    return bool(roles & settings().roles_with_codes) and factor_of(session, account_id).since is None


def begin_codes(account: Account, *, now: datetime) -> str:
    """Make a secret for a telephone; it counts once a code of it was given. Gives its address (otpauth). Commits.

    Raises:
        BadInput: codes are on already.
    """
    secret = pyotp.random_base32()
    with writing() as session:
        row = session.get(SecondFactor, account.id)
        if row is not None and row.confirmed_at is not None:
            raise BadInput(
                "动态码已经启用；换手机请先停用，再重新启用。",
                "Codes are on already; to change the telephone switch them off, then on anew.",
            )
        row = row or SecondFactor(account_id=account.id or 0, secret="", made_at=now)
        row.secret, row.made_at = sealed(secret), now
        session.add(row)
    return _address(account, secret)


def address_begun(account: Account) -> str:
    """Give the address of the secret that was begun and not confirmed yet.

    Raises:
        BadInput: none was begun.
    """
    with reading() as session:
        row = session.get(SecondFactor, account.id)
        if row is None or row.confirmed_at is not None:
            raise _not_begun()
        return _address(account, opened(row.secret))


def confirm_codes(signed: Signed, code: str, *, seen: Seen, now: datetime) -> list[str]:
    """Switch codes on with a first code; gives the recovery codes, the only time they are seen. Commits.

    Other sign-ins of the account end: they came without a code.

    Raises:
        BadInput: the code does not fit, or nothing was begun.
    """
    with writing() as session:
        row = session.get(SecondFactor, signed.account.id)
        if row is None or row.confirmed_at is not None:
            raise _not_begun()
        step = _step_of(opened(row.secret), code, after=row.last_step, now=now)
        if step is None:
            raise BadInput(
                "动态码不对，没有启用。请核对手机的时间是否准确，再输入此刻显示的 6 位数字。",
                "The code does not fit and codes are not on yet; check the clock of the telephone and try the next.",
            )
        row.confirmed_at, row.last_step = now, step
        session.add(row)
        end_others(session, signed.account, signed.sign_in)
        put(session, DoorEvent.FACTOR_ON, seen, SWITCHED_ON, now=now)
        return _new_recovery_codes(session, signed.account.id or 0)


def renew_recovery_codes(account: Account) -> list[str]:
    """Make new recovery codes, the earlier ones count no more; gives them, the only time they are seen. Commits.

    Raises:
        BadInput: codes are not on.
    """
    with writing() as session:
        if factor_of(session, account.id or 0).since is None:
            raise BadInput("没有启用动态码，不需要恢复码。", "Codes are not on; recovery codes are not needed.")
        return _new_recovery_codes(session, account.id or 0)


def switch_off(account_id: int, *, seen: Seen, now: datetime) -> None:
    """Switch one's own codes off; it is recorded. Commits.

    Raises:
        NotFound: they are not on.
    """
    with writing() as session:
        forget_codes(session, account_id)
        put(session, DoorEvent.FACTOR_OFF, seen, BY_ITS_PERSON, now=now)


def forget_codes(session: Session, account_id: int) -> None:
    """Forget the secret of an account and its recovery codes. Does not commit.

    Raises:
        NotFound: codes are not on.
    """
    row = session.get(SecondFactor, account_id)
    if row is None or row.confirmed_at is None:
        raise NotFound("这个账号没有启用动态码。", "This account uses no codes.")
    session.delete(row)
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account_id))


def check_code(login: str, given: str, *, now: datetime) -> Account:
    """Check a code, or a recovery code: count the guess, look, and forget the count when it fits. Commits.

    Raises:
        SignInNeeded: it does not fit, was used before, or the account is locked for a while.
        BadInput: the key for checking codes is gone.
    """
    with writing() as session:
        account = count_guess(session, login, now)
    if account is None or not _taken(account.id or 0, given, now=now):
        raise SignInNeeded(
            "动态码不对或已经用过，请等手机上显示下一个再试；手机不在身边，可以用一个恢复码。",
            "The code does not fit or was used before; wait for the next one, or use a recovery code.",
        )
    return forget_guesses(account)


def looks_like_code(text: str) -> bool:
    """Tell a code from a password: passwords are longer."""
    plain = text.replace(" ", "")
    return len(plain) == 6 and plain.isascii() and plain.isdigit()


def _taken(account_id: int, given: str, *, now: datetime) -> bool:
    """Use a code up; of two who bring the same one at once only one gets in."""
    with writing() as session:
        if not looks_like_code(given):
            used = delete(RecoveryCode).where(
                col(RecoveryCode.code_sha256) == _digest(given), col(RecoveryCode.account_id) == account_id
            )
            return bool(session.exec(used).rowcount == 1)
        row = session.get(SecondFactor, account_id)
        if row is None or row.confirmed_at is None:
            return False
        step = _step_of(opened(row.secret), given, after=row.last_step, now=now)
        if step is None:
            return False
        later = update(SecondFactor).where(
            col(SecondFactor.account_id) == account_id, col(SecondFactor.last_step) < step
        )
        return bool(session.exec(later.values(last_step=step)).rowcount == 1)


def _step_of(secret: str, code: str, *, after: int, now: datetime) -> int | None:
    """Find the step of time that a code belongs to; None when there is none later than `after`."""
    totp, here = pyotp.TOTP(secret, interval=STEP_S), int(now.timestamp()) // STEP_S
    plain = code.replace(" ", "").encode()
    fitting = [here + n for n in DRIFT if compare_digest(totp.generate_otp(here + n).encode(), plain)]
    return next((step for step in fitting if step > after), None)


def _new_recovery_codes(session: Session, account_id: int) -> list[str]:
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account_id))
    codes = [random_password() for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(code_sha256=_digest(code), account_id=account_id) for code in codes)
    return codes


def _digest(code: str) -> str:
    return sha256("".join(code.lower().split()).encode()).hexdigest()


def _address(account: Account, secret: str) -> str:
    return pyotp.TOTP(secret, interval=STEP_S).provisioning_uri(name=account.login, issuer_name=ISSUER)


def _not_begun() -> BadInput:
    return BadInput("还没有开始启用动态码，请从头开始。", "Nothing was begun; begin anew.")
