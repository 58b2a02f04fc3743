"""Asks a provider of OpenID Connect who somebody is: authorisation code with PKCE, state and nonce, by Authlib.

1. `outset` makes the address of the provider that the browser goes to, and what is kept of it meanwhile. 2. `who_came`
takes the code that the browser comes back with to the provider, and reads the ID token: its signature by the provider's
keys, for whom, by whom, for this very request, not over. Somebody is known by issuer and subject, by nothing else.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from duban.settings import settings
from models.errors import BadInput, NotFound, Problem, Sentence, SignInNeeded

BACK = "/sign-in/provider/back"
DISCOVERY = "/.well-known/openid-configuration"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
SIGNED_WITH = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Only what a provider signs with a key of its own; never `none`, never the secret of the client."""
CLOCKS_APART_S = 60
WAITS_S = 10


class Unreachable(Problem):
    """The provider cannot be asked now, or is not what the settings say."""

    status = 503


@dataclass(frozen=True, slots=True)
class Outset:
    """Where the browser goes, and what has to be known when it comes back."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is at a provider; `name` is for people to read only. `signed_in_at`: when, if it is told."""

    issuer: str
    subject: str
    name: str = ""
    signed_in_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Provider:
    issuer: str
    authorise: str
    token: str
    keys: str


def offered() -> bool:
    """Say whether people can sign in at a provider."""
    return bool(settings().oidc_issuer and settings().oidc_client_id)


def outset(*, again: bool = False) -> Outset:
    """Begin; `again`: the provider is to ask for the password or the like even when it knows the browser.

    Raises:
        NotFound: no provider is set. Unreachable: see `_provider`.
    """
    found = _provider()
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    more = {"prompt": "login", "max_age": "0"} if again else {}
    with _client() as client:
        url, _ = client.create_authorization_url(
            found.authorise, state=state, nonce=nonce, code_verifier=verifier, **more
        )
    return Outset(url, state, nonce, verifier)


def who_came(code: str, *, nonce: str, verifier: str, now: datetime) -> Identity:
    """Take a code to the provider; gives who it is of.

    Raises:
        Unreachable: the provider does not answer. SignInNeeded: it does not take the code, or its token is not good.
    """
    found = _provider()
    try:
        with _client() as client:
            told = client.fetch_token(found.token, grant_type="authorization_code", code=code, code_verifier=verifier)
            keys = _json(found.keys)
    except OAuthError as refused:
        raise SignInNeeded(
            f"统一身份认证没有认可这次登录（{refused.error}），请重新登录。",
            f"The identity provider did not take this sign-in ({refused.error}); sign in again.",
        ) from refused
    except (httpx.HTTPError, requests.RequestException, ValueError) as fault:
        raise _unreachable() from fault
    return _read(found, told, keys, nonce=nonce, now=now)


def _read(found: _Provider, told: Any, keys: Any, *, nonce: str, now: datetime) -> Identity:
    try:
        decoded = jwt.decode(str(told.get("id_token", "")), KeySet.import_key_set(keys), algorithms=list(SIGNED_WITH))
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            {
                "iss": {"essential": True, "value": found.issuer},
                "aud": {"essential": True, "value": settings().oidc_client_id},
            },
            {"nonce": nonce, "client_id": settings().oidc_client_id, "access_token": told.get("access_token")},
        )
        claims.validate(now=int(now.timestamp()), leeway=CLOCKS_APART_S)
    except (JoseError, ValueError, TypeError, KeyError) as wrong:
        raise SignInNeeded(
            f"统一身份认证发来的身份凭证通不过核验（{wrong}），没有登录。请重新登录；如仍不行，请告诉系统操作员。",
            f"What the identity provider sent does not hold ({wrong}); sign in again, or tell the operator.",
        ) from wrong
    at = claims.get("auth_time")
    since = datetime.fromtimestamp(at, now.tzinfo) if isinstance(at, int | float) else None
    return Identity(found.issuer, str(claims["sub"]), str(claims.get("name", "")), since)


def check_fresh(came: Identity, *, begun_at: datetime) -> None:
    """Take a sign-in at the provider as fresh proof only when it was made after it was asked for.

    Raises:
        SignInNeeded: it is older, or the provider does not say when it was.
    """
    if came.signed_in_at is None or came.signed_in_at < begun_at - timedelta(seconds=CLOCKS_APART_S):
        raise SignInNeeded(
            "统一身份认证没有让你重新认证（用的是先前的登录），不能作为此刻验明身份的证明。请在认证页面退出后再试。",
            "The identity provider did not ask you again, it told an earlier sign-in; sign out there and try again.",
        )


def _provider() -> _Provider:
    """Read what a provider says of itself.

    Raises:
        NotFound: no provider is set. Unreachable: it does not answer, or is another one than the settings name.
    """
    if not offered():
        raise NotFound(
            "没有设置统一身份认证，请用登录名和密码登录。", "No identity provider is set; use your password."
        )
    issuer = settings().oidc_issuer
    try:
        told = _json(issuer.rstrip("/") + DISCOVERY)
        found = _Provider(told["issuer"], told["authorization_endpoint"], told["token_endpoint"], told["jwks_uri"])
        for url in (found.authorise, found.token, found.keys):
            _check_way(url)
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as fault:
        raise _unreachable() from fault
    if found.issuer != issuer:
        raise Unreachable(
            f"统一身份认证自称是“{found.issuer}”，与设置的“{issuer}”不一致，不能登录。请核对 DUBAN_OIDC_ISSUER。",
            f"The identity provider calls itself {found.issuer}, the settings say {issuer}; check DUBAN_OIDC_ISSUER.",
        )
    return found


def _check_way(url: str) -> None:
    """Go to a provider over TLS only; to one on this machine also without."""
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise BadInput(f"统一身份认证的地址“{url}”不是 https，不能用。", f"The address {url} is not https.")


def _json(url: str) -> Any:
    _check_way(url)
    return httpx.get(url, timeout=WAITS_S).raise_for_status().json()


def _client() -> OAuth2Session:
    secret = settings().oidc_client_secret
    return OAuth2Session(
        settings().oidc_client_id,
        secret or None,
        scope="openid profile",
        redirect_uri=settings().inbox_url + BACK,
        code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_basic" if secret else "none",
        default_timeout=WAITS_S,
    )


def _unreachable() -> Unreachable:
    return Unreachable(
        "统一身份认证现在连不上，或者答复看不懂；请稍后再试，有密码的可用登录名和密码登录。",
        "The identity provider cannot be reached, or its answer cannot be read; try again later or use your password.",
    )


TURNED_BACK = {
    "access_denied": Sentence(
        "你在认证页面没有同意登录；要登录请重新来过。", "You did not agree to sign in there; begin again to do so."
    )
}
"""What a provider says of somebody it sends back without a code."""


def turned_back(error: str) -> SignInNeeded:
    """Say why somebody came back without a code."""
    plain = "".join(sign for sign in error if sign.isascii() and (sign.isalnum() or sign in "_-."))[:60]
    why = TURNED_BACK.get(
        plain,
        Sentence(
            f"统一身份认证没有让你登录（{plain}），请稍后再试，或告诉系统操作员。",
            f"The identity provider did not let you in ({plain}); try again later, or tell the operator.",
        ),
    )
    return SignInNeeded(why.zh, why.en)
