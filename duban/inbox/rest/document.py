"""The OpenAPI document of the API, and the addresses that explain it: the document, and every kind of problem."""

import json
from functools import cache
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse

from duban.inbox.rest.problems import KINDS, ProblemTold, documented, language_of
from models.errors import NotFound
from models.values import Value
from models.words import Scope

router = APIRouter(tags=["about"])
SCOPES = ", ".join(f"`{scope}`" for scope in Scope)
ABOUT = f"""Everything the pages show and do, for programs: the same rules, the same sight, the same refusals.

A program acts for a person, with a token of that person (`Authorization: Bearer duban_…`) that has the scopes {SCOPES},
or some of them; it never may more than the person. A signed-in browser may call it too, with
`X-CSRF-Token` when something changes.

What changes something takes `Idempotency-Key` (sent again, it is done once) and, about one thing, `If-Match`
with the ETag that was read (412 when somebody was first). Lists come a page at a time: `next` is the `cursor` of the
next page. Problems come as problem+json with a sentence in the language of `Accept-Language`, zh or en.

Webhooks are told of every event from their registration on, once each, as Standard Webhooks says: `webhook-signature`
is `v1,` and the HMAC-SHA256, in base64, of `webhook-id`, `webhook-timestamp` and the body with full stops between
them, by the secret (in base64 after `whsec_`). The id stays the same when a message is sent again; any 2xx takes it,
anything else is tried again, later each time, eight times in all. Redirects are not followed."""


class KindTold(Value):
    """A kind of problem."""

    type: str
    status: int
    title: str


def document() -> dict[str, Any]:
    """Give the OpenAPI 3.1 document of the API."""
    return json.loads(_document())  # type: ignore[no-any-return]


@cache
def _document() -> str:
    from duban.inbox.api import router as api  # the document is about all of it, this address among it

    made = get_openapi(
        title="duban",
        version=version("duban"),
        openapi_version="3.1.0",
        summary="督办",
        description=ABOUT,
        routes=api.routes,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    schemas = made["components"]["schemas"]
    schemas[ProblemTold.__name__] = ProblemTold.model_json_schema()
    return json.dumps(made)


@router.get("/openapi.json", summary="Give this document", response_class=JSONResponse)
def openapi() -> Any:
    return JSONResponse(document())


@router.get("/problems", summary="List the kinds of problems", responses=documented())
def problems(request: Request) -> list[KindTold]:
    language = language_of(request)
    return [KindTold(type=k.type, status=k.of.status, title=k.title.in_language(language)) for k in KINDS]


@router.get("/problems/{slug}", summary="Tell of a kind of problem", responses=documented(404))
def problem(slug: str, request: Request) -> KindTold:
    for kind in problems(request):
        if kind.type.endswith(f"/{slug}"):
            return kind
    raise NotFound("没有这种问题。", "There is no such kind of problem.")
