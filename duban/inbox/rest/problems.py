"""Tells programs what went wrong: problem+json (RFC 9457), one stable type for each class of `models.errors`."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from duban.tongue import liked
from models.errors import (
    BadInput,
    Broken,
    Busy,
    KeyUsedOtherwise,
    NotFound,
    NotYours,
    Problem,
    ProofNeeded,
    Refused,
    RuleRefused,
    Sentence,
    SignInNeeded,
    SomeoneWasFirst,
    StillAtIt,
    TooManyTries,
    VersionPassed,
)

MEDIA_TYPE = "application/problem+json"
BASE = "/api/v1/problems/"


@dataclass(frozen=True, slots=True)
class Kind:
    """A class of errors as programs know it: the end of its type, and its title."""

    of: type[Problem]
    slug: str
    title: Sentence

    @property
    def type(self) -> str:
        return BASE + self.slug


# fmt: off
KINDS = (
    # class                 type                  title; a class stands before the one that it is a kind of
    Kind(RuleRefused,       "rule-refused",       Sentence("流转规则不允许", "The rules of the life do not allow it")),
    Kind(VersionPassed,     "version-passed",     Sentence("读到的已不是最新一版", "What was read has changed since")),
    Kind(SomeoneWasFirst,   "someone-was-first",  Sentence("别人先办了", "Somebody else was first")),
    Kind(StillAtIt,         "still-at-it",        Sentence("同一请求正在办理", "The same request is being worked on")),
    Kind(NotFound,          "not-found",          Sentence("找不到", "There is no such thing")),
    Kind(NotYours,          "not-yours",          Sentence("无权查看或办理", "Not for this person or token")),
    Kind(SignInNeeded,      "sign-in-needed",     Sentence("需要登录或令牌", "A sign-in or a token is needed")),
    Kind(ProofNeeded,       "proof-needed",       Sentence("需要再次验明身份", "A fresh proof of identity is needed")),
    Kind(TooManyTries,      "too-many-tries",     Sentence("错误令牌太多", "Too many wrong tokens")),
    Kind(Busy,              "busy",               Sentence("一时要的太多", "Too much at once")),
    Kind(KeyUsedOtherwise,  "key-used-otherwise", Sentence("键已用于别的请求", "The key came with another request")),
    Kind(BadInput,          "bad-input",          Sentence("填写有误", "The input cannot be used")),
    Kind(Refused,           "refused",            Sentence("不能办理", "It was refused")),
    Kind(Broken,            "broken",             Sentence("系统出了问题", "Something broke")),
)
# fmt: on


class ProblemTold(BaseModel):
    """What went wrong, in the language asked for (Accept-Language: zh or en)."""

    type: str = Field(description="which kind of problem, stable; `about:blank` for what HTTP itself says")
    title: str = Field(description="the kind in words")
    status: int = Field(description="the status of the answer")
    detail: str = Field(description="what was asked, why not, what to do next")
    reasons: list[str] = Field(description="every reason on its own, when the rules of a life refused")


def kind_of(problem: Problem) -> Kind:
    """Find the kind of a problem."""
    return next(kind for kind in KINDS if isinstance(problem, kind.of))


def language_of(request: Request) -> str:
    """Choose zh or en by what the caller likes best; zh when it says nothing of either."""
    return liked(request.headers.get("accept-language", "")) or "zh"


def told(problem: Problem, *, language: str, status: int | None = None) -> ProblemTold:
    """Say what went wrong; another `status` than the problem's own is HTTP's business, and so is its kind."""
    kind, code = kind_of(problem), status or problem.status
    own = code == problem.status
    return ProblemTold(
        type=kind.type if own else "about:blank",
        title=kind.title.in_language(language) if own else HTTPStatus(code).phrase,
        status=code,
        detail=problem.sentence.in_language(language),
        reasons=[r.in_language(language) for r in problem.reasons] if isinstance(problem, RuleRefused) else [],
    )


def answer(
    request: Request, problem: Problem, *, status: int | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer a program's request with what went wrong."""
    language = language_of(request)
    said = told(problem, language=language, status=status)
    return JSONResponse(
        said.model_dump(),
        status_code=said.status,
        media_type=MEDIA_TYPE,
        headers={"Content-Language": language, "Vary": "Accept-Language", **_headers(problem), **(headers or {})},
    )


def _headers(problem: Problem) -> dict[str, str]:
    wait: int | None = getattr(problem, "retry_after_s", None)
    headers = {"Retry-After": str(wait)} if wait is not None else {}
    return headers | ({"WWW-Authenticate": 'Bearer realm="duban"'} if isinstance(problem, SignInNeeded) else {})


def unreadable(request: Request, raised: RequestValidationError) -> Response:
    """Answer a request that cannot be read: each field that is wrong, and why."""
    errors = raised.errors()
    if any(error["loc"][0] == "path" for error in errors):
        return answer(request, NotFound("没有这个地址或编号，请检查。", "There is no such address; check it."))
    wrong = [f"{_where(error)}: {error['msg']}" for error in errors]
    names = "、".join(dict.fromkeys(_where(error) for error in errors))
    return answer(
        request,
        BadInput(
            f"这些字段不能用：{names}。请按 /api/v1/openapi.json 的说明填写。",
            f"These fields cannot be used: {'; '.join(wrong)}. See /api/v1/openapi.json.",
        ),
    )


def _where(error: Any) -> str:
    return ".".join(str(part) for part in error["loc"][1:]) or str(error["loc"][0])


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Say for the OpenAPI document which problems an address can answer with, each as problem+json."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemTold"}}}
    return {code: {"description": SAID[code], "content": content} for code in statuses}


# fmt: off
SAID = {
    400: "The request is no HTTP that can be read",
    401: "No token, or one that is over",
    403: "Not for this person, or not within the scopes of the token",
    404: "There is no such thing",
    409: "The rules refuse, or somebody was first",
    412: "It has changed since it was read",
    413: "Too much was sent",
    415: "Sent as something that is not taken here",
    422: "Something that was sent cannot be used",
    429: "Too many wrong tokens; Retry-After says when to try again",
    500: "Something broke",
}
# fmt: on
READS = documented(401, 403, 404, 422, 429)
DOES = documented(400, 401, 403, 404, 409, 412, 413, 422, 429)
