"""Which account a person of a provider has here: linked by its person with a proof, or by an operator; never by a name.

An identity is issuer and subject. It opens one account; an account may have several.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, delete, select

from duban.accounts import check_open
from duban.database import writing
from duban.identity.provider import Identity
from duban.identity.record import Seen, put
from models.door import ProviderAccount
from models.door_words import DoorEvent, SignedBy
from models.errors import BadInput, NotFound, Sentence, SignInNeeded
from models.register import Account, SignIn

LONGEST = 255


def account_at(session: Session, came: Identity) -> Account:
    """Find the account of somebody who comes from a provider.

    Raises:
        SignInNeeded: no account is linked, or it is closed.
    """
    row = session.get(ProviderAccount, (came.issuer, came.subject))
    if row is None:
        raise SignInNeeded(
            f"你在统一身份认证的身份（编号 {came.subject}）还没有关联本系统的账号。请先用登录名和密码登录，"
            "在“登录情况”里关联；或者把这个编号告诉系统操作员。",
            f"Your identity at the provider ({came.subject}) is linked to no account here. Sign in with your password "
            "and link it on the page of your sign-ins, or tell an operator this number.",
        )
    account = session.get_one(Account, row.account_id)
    check_open(account)
    return account


def links_of(session: Session, account_id: int) -> Sequence[ProviderAccount]:
    """List what an account is linked to."""
    wanted = select(ProviderAccount).where(ProviderAccount.account_id == account_id)
    return session.exec(wanted.order_by(col(ProviderAccount.linked_at))).all()


def link(account: Account, came: Identity, *, seen: Seen, by: str, now: datetime) -> None:
    """Link an account to an identity; `by`: the name of whoever does it. It is recorded. Commits.

    Raises:
        BadInput: the identity is linked already, or is none.
    """
    if not came.issuer or not came.subject.strip() or len(came.subject) > LONGEST:
        raise BadInput(
            "请写明认证系统的地址和此人在那里的编号（sub）。", "Name the issuer and the subject of the person there."
        )
    with writing() as session:
        there = session.get(ProviderAccount, (came.issuer, came.subject))
        if there is not None:
            own = there.account_id == account.id
            raise BadInput(
                "这个身份已经关联过了。" if own else "这个身份已关联另一个账号，请先由系统操作员取消那一个。",
                "This identity is linked already."
                if own
                else "This identity is linked to another account; an operator has to undo that first.",
            )
        session.add(
            ProviderAccount(
                issuer=came.issuer, subject=came.subject, account_id=account.id or 0, linked_at=now, linked_by=by
            )
        )
        why = Sentence(
            f"{by}把“{account.login}”关联到 {came.subject}。", f"{by} linked {account.login} to {came.subject}."
        )
        put(session, DoorEvent.LINKED, seen, why, now=now)


def unlink(account: Account, came: Identity, *, seen: Seen, by: str, now: datetime) -> None:
    """Undo a link; whoever came in by a provider on this account is signed out. It is recorded. Commits.

    Raises:
        NotFound: the account is not linked so.
    """
    with writing() as session:
        row = session.get(ProviderAccount, (came.issuer, came.subject))
        if row is None or row.account_id != account.id:
            raise NotFound("这个账号没有关联这个身份。", "The account is not linked to this identity.")
        session.delete(row)
        session.exec(
            delete(SignIn).where(col(SignIn.account_id) == account.id, col(SignIn.signed_by) == SignedBy.PROVIDER)
        )
        why = Sentence(
            f"{by}取消了“{account.login}”与 {came.subject} 的关联。",
            f"{by} undid the link of {account.login} to {came.subject}.",
        )
        put(session, DoorEvent.UNLINKED, seen, why, now=now)
