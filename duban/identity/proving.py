"""Proving once more to be there: with the password or a code; whoever came from a provider goes there again.

A proof counts for the sign-in it was given in, for as long as `proof_minutes` says; signing in is the first.
"""

from datetime import datetime, timedelta

from duban.accounts import Signed, check_password
from duban.database import writing
from duban.settings import settings
from models.door_words import SignedBy
from models.errors import SignInNeeded
from models.register import SignIn


def proved(signed: Signed, *, now: datetime) -> bool:
    """Say whether somebody has proved to be there just now."""
    return now < signed.sign_in.proved_at + timedelta(minutes=settings().proof_minutes)


def prove(signed: Signed, secret: str, *, now: datetime) -> None:
    """Take a password as proof. A wrong one counts as a guess. Commits.

    Raises:
        SignInNeeded: it does not fit, the account is locked for a while, or the person came from a provider.
    """
    if signed.sign_in.signed_by is SignedBy.PROVIDER:
        raise SignInNeeded(
            "你是用统一身份认证登录的，请按“重新认证”到认证页面再登录一次。",
            "You came from the identity provider; sign in there once more.",
        )
    check_password(signed.account.login, secret, now=now)
    note_proof(signed, now=now)


def note_proof(signed: Signed, *, now: datetime) -> None:
    """Note that somebody has proved to be there. Commits."""
    with writing() as session:
        row = session.get(SignIn, signed.sign_in.token_sha256)
        if row is not None:
            row.proved_at = now
            session.add(row)
    signed.sign_in.proved_at = now
