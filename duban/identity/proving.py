"""Proving once more to be there: with the password or a code; whoever came from a provider goes there again.

A proof counts for the sign-in it was given in, for as long as `proof_minutes` says; signing in is the first.
"""

from datetime import datetime, timedelta

from duban.accounts import Signed, asks_code, check_password
from duban.database import reading, writing
from duban.identity.codes import check_code, looks_like_code
from duban.settings import settings
from models.door_words import SignedBy
from models.errors import SignInNeeded
from models.register import SignIn


def proved(signed: Signed, *, now: datetime) -> bool:
    """Say whether somebody has proved to be there just now."""
    return now < signed.sign_in.proved_at + timedelta(minutes=settings().proof_minutes)


def prove(signed: Signed, secret: str, *, now: datetime) -> None:
    """Take a password, or a code where codes are on, as proof. A wrong one counts as a guess. Commits.

    Of whoever came from a provider, having gone there again within these minutes is the proof.

    Raises:
        SignInNeeded: it does not fit, the account is locked for a while, or the person came from a provider.
        BadInput: the key for checking codes is gone.
    """
    with reading() as session:
        codes = asks_code(session, signed.account.id or 0)
    if codes and looks_like_code(secret):
        check_code(signed.account.login, secret, now=now)
    elif signed.sign_in.signed_by is SignedBy.PROVIDER:
        if signed.sign_in.proved_at > signed.sign_in.begun_at and proved(signed, now=now):
            return  # went there again just now
        raise SignInNeeded(
            "你是用统一身份认证登录的，请按“重新认证”到认证页面再登录一次。",
            "You came from the identity provider; sign in there once more.",
        )
    else:
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
