"""What comes along with a request that changes something: its key, the version that was read, the hash of it all."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Annotated

from fastapi import Depends, Header, Request
from fastapi.responses import Response

from duban.answered import Answer, Asked, answered_once
from duban.inbox.rest.caller import Caller
from models.errors import BadInput

ANY = "*"


@dataclass(frozen=True, slots=True)
class Sent:
    """A request: its key, if any; the version it is about, if any; its hash."""

    key: str | None
    version: int | None
    sha256: str

    def key_of(self, caller: Caller, part: str = "") -> str | None:
        """Give the key that the door knows the request by: of this person, and of a part when there are several."""
        return f"api:{caller.actor.person_id}:{self.key}{part}" if self.key else None


async def sent_of(
    request: Request,
    idempotency_key: Annotated[
        str | None,
        Header(min_length=1, max_length=200, description="sent again with the same key, it is done once, for a day"),
    ] = None,
) -> Sent:
    """Read it.

    Raises:
        BadInput: a text holds what no database can store.
    """
    about = (request.method, request.url.path, request.url.query, request.headers.get("if-match", ""))
    whole, body = sha256("\n".join(about).encode()), await request.body()
    if "json" in request.headers.get("content-type", "") and (b"\x00" in body or b"\\u0000" in body):
        raise BadInput("内容里有不能保存的字符 U+0000，请去掉。", "The body holds U+0000, which cannot be stored.")
    whole.update(b"\n" + body)
    return Sent(idempotency_key, None, whole.hexdigest())


ASent = Annotated[Sent, Depends(sent_of)]


def versioned_of(
    sent: ASent,
    if_match: Annotated[str | None, Header(max_length=40, description="the ETag that was read; else 412")] = None,
) -> Sent:
    """Read also which version of its subject it is about.

    Raises:
        BadInput: If-Match names no version.
    """
    return replace(sent, version=_version(if_match))


def _version(said: str | None) -> int | None:
    if said is None or said.strip() == ANY:
        return None
    bare = said.strip().removeprefix("W/").strip('"')
    if not (bare.isascii() and bare.isdigit() and len(bare) < 10):
        raise BadInput(
            'If-Match 要写读到的 ETag，例如 "7"；一次只写一个。',
            'If-Match holds the one ETag that was read, such as "7".',
        )
    return int(bare)


AboutAVersion = Annotated[Sent, Depends(versioned_of)]


def once(caller: Caller, sent: Sent, work: Callable[[], Answer]) -> Response:
    """Do the work of a request once for its key; what was answered before is answered again, and said so."""
    asked = Asked(caller.actor.person_id or 0, sent.key, sent.sha256)
    answer = answered_once(asked, work, now=caller.now)
    headers = {"Idempotency-Replayed": "true"} if answer.again else {}
    return Response(answer.body, status_code=answer.status, media_type="application/json", headers=headers)
