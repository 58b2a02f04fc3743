"""Whatever a page shows or does, a program can read or do: every address of the pages beside those of the API.

Read a row: way and address of a page, then what answers a program, or a sentence that says why nothing has to.
"""

import pytest
from matrix_world import page_routes

from duban.inbox.rest.document import document
from duban.inbox.rest.lives import PLURALS

AT_THE_DOOR = "coming in and proving who one is happens in a browser; a program comes with a token"
MAKES_WAYS_IN = "what lets somebody in is made by the person in a browser, never by a program"
A_FORM = "an empty form; what it asks for stands in the OpenAPI document"
SENT_ON = "a page in between, for people; a program asks for the act at once"
IN_THE_REQUEST = "a program says in each request which language it reads"
ACTS = tuple(f"POST /{plural}/{{number}}/acts/{{act}}" for plural in PLURALS.values())
MANY = tuple(f"POST /{plural}/acts/{{act}}" for plural in PLURALS.values())
SETTLES = ("POST /plans/{number}/acts/{act}",)
# fmt: off
BESIDE: dict[str, tuple[str, ...] | str] = {
    # page                                                   a program asks
    "GET /":                                                 ("GET /waiting", "GET /me"),
    "GET /plans":                                            ("GET /plans",),
    "GET /plans/{plan_id}":                                  ("GET /plans/{number}", "GET /plans/{number}/measures", "GET /plans/{number}/acts", "GET /plans/{number}/history", "GET /plans/{number}/own"),
    "GET /plans/{plan_id}/source":                           ("GET /plans/{number}/text", "GET /plans/{number}/measures"),
    "GET /plans/{plan_id}/board":                            ("GET /plans/{number}/board",),
    "GET /plans/{plan_id}/requirements":                     ("GET /plans/{number}/requirements",),
    "POST /plans/{plan_id}/requirements":                    SETTLES,
    "POST /plans/{plan_id}/requirements/certain":            SETTLES,
    "POST /plans/{plan_id}/requirements/{requirement_id}/{act}": SETTLES,
    "POST /plans/{plan_id}/own":                             ("POST /plans/{number}/own",),
    "GET /plans/{plan_id}/amend":                            A_FORM,
    "POST /plans/{plan_id}/amend":                           ("POST /plans/{number}/notices",),
    "POST /plans/{plan_id}/amend/take":                      ("POST /plans/{number}/notices/take",),
    "GET /plans/{plan_id}/reports":                          ("GET /plans/{number}/reports", "GET /papers"),
    "GET /plans/{plan_id}/reports/{file}":                   ("POST /plans/{number}/reports", "GET /plans/{number}/reports/{name}"),
    "GET /plans/{plan_id}/found":                            ("GET /findings", "GET /exemplars", "GET /inspections", "GET /appeals"),
    "GET /plans/{plan_id}/inspections/new":                  A_FORM,
    "POST /plans/{plan_id}/inspections":                     ("POST /plans/{number}/inspections",),
    "GET /tasks":                                            ("GET /tasks",),
    "GET /tasks/{task_id}":                                  ("GET /tasks/{number}", "GET /tasks/{number}/acts", "GET /tasks/{number}/history", "GET /tasks/{number}/evidence", "GET /tasks/{number}/entries", "GET /tasks/{number}/contributions", "GET /tasks/{number}/comments"),
    "GET /tasks/{task_id}/paper.docx":                       ("GET /tasks/{number}/paper",),
    "POST /tasks/{task_id}/comments":                        ("POST /tasks/{number}/comments",),
    "GET /files/{evidence_id}":                              ("GET /evidence/{number}/content",),
    "GET /files/{evidence_id}/view":                         ("GET /evidence/{number}/content",),
    "GET /reviews/{review_id}":                              ("GET /reviews/{number}", "GET /reviews/{number}/seats", "GET /reviews/{number}/question"),
    "GET /extensions/{extension_id}":                        ("GET /extensions/{number}",),
    "GET /findings/{finding_id}":                            ("GET /findings/{number}",),
    "GET /exemplars/{exemplar_id}":                          ("GET /exemplars/{number}",),
    "GET /papers/{paper_id}":                                ("GET /papers/{number}", "GET /papers/{number}/scores"),
    "GET /papers/{paper_id}/file":                           ("GET /papers/{number}/file",),
    "GET /inspections/{inspection_id}":                      ("GET /inspections/{number}",),
    "GET /appeals/{appeal_id}":                              ("GET /appeals/{number}",),
    "POST /{path}/{subject_id}/acts/{act}":                  (*ACTS, "POST /tasks/{number}/evidence"),
    "POST /bulk":                                            SENT_ON,
    "POST /bulk/confirm":                                    MANY,
    "GET /policies":                                         ("GET /policies",),
    "GET /policies/{policy_id}":                             ("GET /policies/{number}", "GET /plans/{number}/policy"),
    "GET /journal":                                          ("GET /moves", "GET /refusals"),
    "GET /journal/door":                                     ("GET /door",),
    "GET /journal/{move_id}/receipt.json":                   ("GET /moves/{number}/receipt",),
    "GET /messages":                                         ("GET /messages",),
    "POST /messages/read":                                   ("POST /messages/read",),
    "GET /absences":                                         ("GET /absences",),
    "POST /absences":                                        ("POST /absences",),
    "POST /absences/{absence_id}/end":                       ("POST /absences/{number}/end",),
    "GET /people":                                           ("GET /posts", "GET /people", "GET /units"),
    "GET /accounts":                                         ("GET /accounts",),
    "GET /accounts/{account_id}":                            ("GET /accounts/{number}",),
    "POST /accounts/{account_id}/{deed}":                    ("POST /accounts/{number}/{deed}",),
    "GET /calendar":                                         ("GET /calendar", "GET /calendar/{year}"),
    "GET /feeds":                                            ("GET /feeds",),
    "POST /feeds":                                           ("POST /feeds",),
    "POST /feeds/{feed_id}/renew":                           ("POST /feeds/{number}/renew",),
    "POST /feeds/{feed_id}/revoke":                          ("POST /feeds/{number}/revoke",),
    "GET /feeds/{token}.ics":                                "programs fetch it as it is, by its secret address",
    "GET /tokens":                                           ("GET /tokens",),
    "POST /tokens":                                          MAKES_WAYS_IN,
    "POST /tokens/{token_id}/revoke":                        ("POST /tokens/{number}/revoke",),
    "GET /sign-ins":                                         ("GET /sign-ins", "GET /sign-ins/door"),
    "POST /sign-ins/end-others":                             ("POST /sign-ins/end-others",),
    "POST /sign-ins/{handle}/end":                           ("POST /sign-ins/{handle}/end",),
    "POST /sign-ins/link":                                   MAKES_WAYS_IN,
    "POST /sign-ins/unlink":                                 MAKES_WAYS_IN,
    "GET /codes":                                            MAKES_WAYS_IN,
    "POST /codes/begin":                                     MAKES_WAYS_IN,
    "POST /codes/confirm":                                   MAKES_WAYS_IN,
    "POST /codes/recovery":                                  MAKES_WAYS_IN,
    "POST /codes/off":                                       MAKES_WAYS_IN,
    "GET /password":                                         MAKES_WAYS_IN,
    "POST /password":                                        MAKES_WAYS_IN,
    "GET /sign-in":                                          AT_THE_DOOR,
    "POST /sign-in":                                         AT_THE_DOOR,
    "GET /sign-in/code":                                     AT_THE_DOOR,
    "POST /sign-in/code":                                    AT_THE_DOOR,
    "POST /sign-in/provider":                                AT_THE_DOOR,
    "GET /sign-in/provider/back":                            AT_THE_DOOR,
    "GET /proof/provider":                                   AT_THE_DOOR,
    "POST /proof/provider":                                  AT_THE_DOOR,
    "POST /sign-out":                                        AT_THE_DOOR,
    "POST /language":                                        IN_THE_REQUEST,
}
# fmt: on
ONLY_FOR_PROGRAMS = {
    "GET /evidence/{number}",
    "GET /moves/{number}",
    "GET /webhooks",
    "POST /webhooks",
    "GET /webhooks/events",
    "POST /webhooks/{number}/end",
    "GET /openapi.json",
    "GET /problems",
    "GET /problems/{slug}",
    "GET /calendar/workdays",
    "GET /supervisions",
    "GET /supervisions/{number}",
    *(f"GET /{plural}{end}" for plural in PLURALS.values() for end in ("", "/{number}/history", "/{number}/acts")),
}  # fmt: skip
"""What pages show in pieces elsewhere, or not at all."""


def _of_the_api() -> set[str]:
    paths = document()["paths"].items()
    return {f"{way.upper()} {path.removeprefix('/api/v1')}" for path, ways in paths for way in ways}


def test_every_address_of_the_pages_has_one_for_programs_or_a_reason_why_not() -> None:
    assert {f"{way} {path}" for way, path in page_routes()} == set(BESIDE)


@pytest.mark.parametrize("page", [page for page, beside in BESIDE.items() if not isinstance(beside, str)])
def test_what_stands_beside_a_page_is_there(page: str) -> None:
    assert set(BESIDE[page]) - _of_the_api() == set()


def test_every_address_for_programs_belongs_to_a_page_or_is_named_as_theirs_alone() -> None:
    beside = {one for some in BESIDE.values() if not isinstance(some, str) for one in some}
    assert _of_the_api() - beside - ONLY_FOR_PROGRAMS == set()
