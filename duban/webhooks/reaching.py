"""Posts one signed event to one address, and to nowhere that a stranger could point us at inside our own network.

The name is looked up once, every address it has must be a public one, and the connection goes to the address that was
looked at; redirects are not followed and no proxy is asked, so nothing can be swapped afterwards.
"""

import base64
import hmac
import socket
from collections.abc import Mapping
from hashlib import sha256
from ipaddress import ip_address
from urllib.parse import urlsplit, urlunsplit

from duban.settings import settings
from models.errors import BadInput

TIMEOUT_S = 10.0
SECRET_PREFIX = "whsec_"  # noqa: S105 - what every secret begins with
PORTS = {"https": 443, "http": 80}


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """Sign a message as the specification of Standard Webhooks says: HMAC-SHA256 over id, timestamp and body."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, sha256).digest()).decode()


def check_url(url: str) -> None:
    """Look whether an address is one that may be posted to, as far as can be seen without looking its name up.

    Raises:
        BadInput: it is none; the sentence says why.
    """
    private = settings().webhook_private
    try:
        at = urlsplit(url)
        fine = at.scheme in (("https", "http") if private else ("https",)) and bool(at.hostname) and at.port != 0
    except ValueError:
        fine = False
    if not fine or at.username or at.password or at.fragment or len(url) > 500 or not url.isascii():
        raise BadInput(
            f"“{url[:80]}”不能作为推送地址：要以 https:// 开头，不带用户名、密码和 #。",
            f"{url[:80]!r} is no address to post to: it begins with https:// and holds no user, password or fragment.",
        )
    literal = _literal(at.hostname or "")
    if literal is not None and not private:
        _check_public(literal, url)


def _literal(host: str) -> str | None:
    try:
        return str(ip_address(host))
    except ValueError:
        return None


def _check_public(address: str, url: str) -> None:
    found = ip_address(address.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or found
    if not inner.is_global or inner.is_multicast:
        raise BadInput(
            f"“{url[:80]}”指向内部网络（{address}），不推送；确需推送到内网，请设 DUBAN_WEBHOOK_PRIVATE=true。",
            f"{url[:80]!r} leads to {address}, which is not public; set DUBAN_WEBHOOK_PRIVATE=true to allow it.",
        )


def address_of(url: str) -> str:
    """Look the name of an address up, once.

    Raises:
        BadInput: one of its addresses is not public, and the settings do not allow that.
        OSError: the name cannot be found.
    """
    at = urlsplit(url)
    found = socket.getaddrinfo(at.hostname, at.port or PORTS[at.scheme], type=socket.SOCK_STREAM)
    addresses = [str(row[4][0]) for row in found]
    if not settings().webhook_private:
        for address in addresses:
            _check_public(address, url)
    return addresses[0]


def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Post a body to an address; give the status it answered.

    Raises:
        BadInput: the address may not be posted to.
        OSError, httpx.HTTPError: it cannot be reached.
    """
    import httpx

    check_url(url)
    at, address = urlsplit(url), address_of(url)
    host = f"[{address}]" if ":" in address else address
    pinned = urlunsplit((at.scheme, f"{host}:{at.port or PORTS[at.scheme]}", at.path or "/", at.query, ""))
    sent = {"content-type": "application/json", "user-agent": "duban-webhook", **headers, "host": at.netloc}
    with (
        httpx.Client(timeout=TIMEOUT_S, follow_redirects=False, trust_env=False) as client,
        client.stream(
            "POST", pinned, content=body, headers=sent, extensions={"sni_hostname": at.hostname or ""}
        ) as answer,
    ):
        return answer.status_code
