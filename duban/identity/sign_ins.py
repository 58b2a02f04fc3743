"""A person's own sign-ins: in which browsers, ended one by one or all the others; and what the door recorded."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, or_, select

from duban.accounts import end_others, is_over
from duban.database import writing
from duban.identity.record import Seen, put
from models.door import DoorRecord
from models.door_words import DoorEvent
from models.errors import NotFound, Sentence
from models.register import Account, SignIn

HANDLE = 16
"""Letters of the digest of a token that name a sign-in; they let nobody in."""
ATTEMPTS = 50


def handle_of(row: SignIn) -> str:
    """Name a sign-in."""
    return row.token_sha256[:HANDLE]


def sign_ins_of(session: Session, account_id: int, *, now: datetime) -> list[SignIn]:
    """List the sign-ins of an account that are not over, the last used first."""
    wanted = select(SignIn).where(SignIn.account_id == account_id).order_by(col(SignIn.seen_at).desc())
    return [row for row in session.exec(wanted).all() if not is_over(row, now)]


def attempts_of(session: Session, account: Account) -> Sequence[DoorRecord]:
    """List what the record of the door says of somebody, or of that login, the newest first."""
    own = or_(DoorRecord.person_id == account.person_id, DoorRecord.login == account.login)
    wanted = select(DoorRecord).where(own).order_by(col(DoorRecord.last_at).desc(), col(DoorRecord.id).desc())
    return session.exec(wanted.limit(ATTEMPTS)).all()


def end_one(account: Account, handle: str, *, seen: Seen, now: datetime) -> None:
    """End a sign-in of the person's own at once; it is recorded. Commits.

    Raises:
        NotFound: the person has no such sign-in.
    """
    with writing() as session:
        rows = session.exec(select(SignIn).where(SignIn.account_id == account.id)).all()
        row = next((row for row in rows if handle_of(row) == handle), None)
        if row is None:
            raise NotFound("你没有这个登录，可能已经结束。", "You have no such sign-in; it may have ended already.")
        why = Sentence(
            f"本人结束了从 {row.address or '未知地址'} 的登录。",
            f"The person ended the sign-in from {row.address or 'an unknown address'}.",
        )
        put(session, DoorEvent.ENDED, seen, why, now=now)
        session.delete(row)


def end_all_others(account: Account, here: SignIn | None, *, seen: Seen, now: datetime) -> int:
    """End every sign-in of the person's own but the one `here`; gives how many. It is recorded. Commits."""
    with writing() as session:
        ended = end_others(session, account, here)
        if ended:
            why = Sentence(f"本人结束了其他 {ended} 个登录。", f"The person ended the other sign-ins, {ended} of them.")
            put(session, DoorEvent.ENDED, seen, why, now=now)
    return ended
