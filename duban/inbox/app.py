"""Makes the application: routes, the guard around them, and a page for every kind of refusal."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from duban import clock
from duban.identity.record import Seen, record
from duban.inbox import (
    absences,
    accounts,
    acts,
    amending,
    api,
    appeals,
    boards,
    bulk,
    cases,
    codes,
    confirm,
    directory,
    feeds,
    files,
    health,
    home,
    inspecting,
    inspections,
    journal,
    languages,
    messages,
    own_plans,
    papers,
    plans,
    policies,
    provider,
    reports,
    sign_ins,
    signing,
    talk,
    tasks,
    tokens,
)
from duban.inbox.doorway import FOREIGN_FORM, Elsewhere, address_of, now_of
from duban.inbox.guard import Guard
from duban.inbox.pages import problem_page
from duban.inbox.rest.problems import unreadable
from models.door_words import DoorEvent
from models.errors import BadInput, NotFound, NotYours, Problem, ProofNeeded

STATIC = Path(__file__).parent / "static"
PAGES = (
    signing,
    languages,
    home,
    bulk,
    confirm,
    own_plans,
    amending,
    plans,
    boards,
    tasks,
    talk,
    files,
    journal,
    messages,
    absences,
    directory,
    feeds,
    policies,
    reports,
    papers,
    inspecting,
    inspections,
    appeals,
    api,
    acts,
    cases,
    tokens,
    codes,
    provider,
    sign_ins,
    accounts,
)


# fmt: off
RECORDED = (
    # refused with   recorded as
    (NotYours,       DoorEvent.SIGHT),
    (ProofNeeded,    DoorEvent.PROOF),
)
# fmt: on


def create_app(now: Callable[[], datetime] = clock.now) -> FastAPI:
    """Make the inbox; `now` is asked for the time of every request."""
    app = FastAPI(title="duban", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.now = now
    app.add_middleware(Guard)
    app.mount("/static", GZipMiddleware(StaticFiles(directory=STATIC)), name="static")  # pages hold secrets: never
    for module in (health, *PAGES):
        app.router.routes.extend(module.router.routes)  # included, a router is searched twice for each request
    app.add_exception_handler(Elsewhere, _elsewhere)
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _http_problem)
    app.add_exception_handler(RequestValidationError, _unreadable)
    return app


def _elsewhere(_request: Request, away: Exception) -> Response:
    assert isinstance(away, Elsewhere)
    return RedirectResponse(away.url, status_code=303)


def _problem(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Problem)
    _record(request, problem)
    return problem_page(request, problem)


def _record(request: Request, problem: Problem) -> None:
    """Record who was refused at the door; what else is refused stands in the journal."""
    event = next((event for kind, event in RECORDED if isinstance(problem, kind)), None)
    if event is not None:
        form = problem is FOREIGN_FORM
        seen = Seen(getattr(request.state, "person_id", None), "", address_of(request), request.url.path)
        record(DoorEvent.FORM if form else event, seen, problem.sentence, now=now_of(request))


def _http_problem(request: Request, raised: Exception) -> Response:
    assert isinstance(raised, HTTPException)
    if raised.status_code == 404:
        return problem_page(request, NotFound("没有这个页面。", "There is no such page."))
    told = BadInput("这个请求不能受理，请返回上一页重试。", "This request cannot be taken; go back and try again.")
    return problem_page(request, told, status=raised.status_code, headers=raised.headers)


def _unreadable(request: Request, raised: Exception) -> Response:
    assert isinstance(raised, RequestValidationError)
    if request.url.path.startswith("/api/"):
        return unreadable(request, raised)
    wrong = [error for error in raised.errors() if error["loc"][0] == "body"]
    if wrong:
        where = "、".join(".".join(str(part) for part in error["loc"][1:]) for error in wrong)
        return problem_page(request, BadInput(f"这些字段不能用：{where}。", f"These fields cannot be used: {where}."))
    return problem_page(request, NotFound("没有这个页面，请检查地址。", "There is no such page; check the address."))
