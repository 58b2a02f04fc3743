"""Who gets what from every address of the API: written out by hand, and complete."""

from typing import Any

import pytest
from rest_program import Programs
from world import World

from duban.inbox.rest.document import document
from models.words import Scope

pytestmark = pytest.mark.access

WHO = ("planner", "feng", "liaison", "supporter", "outsider", "stranger")
# fmt: off
READS = [
    # address                                  of                       planner feng liaison supporter outsider stranger
    #                                                                   office office leads  supports  another  no tasks
    ("/plans",                                 "",                      (200,   200,  200,    200,      200,     200)),
    ("/plans/{number}",                        "plan",                  (200,   200,  200,    200,      200,     403)),
    ("/plans/{number}",                        "drafted",               (200,   200,  403,    403,      403,     403)),
    ("/plans/{number}/history",                "plan",                  (200,   200,  200,    200,      200,     403)),
    ("/plans/{number}/acts",                   "plan",                  (200,   200,  200,    200,      200,     403)),
    ("/plans/{number}/measures",               "plan",                  (200,   200,  200,    200,      200,     403)),
    ("/plans/{number}/requirements",           "drafted",               (200,   200,  403,    403,      403,     403)),
    ("/plans/{number}/own",                    "plan",                  (200,   200,  200,    200,      200,     403)),
    ("/plans/{number}/policy",                 "plan",                  (200,   200,  200,    200,      200,     403)),
    ("/plans/{number}/reports",                "plan",                  (200,   200,  403,    403,      403,     403)),
    ("/plans/{number}/text",                   "plan",                  (200,   200,  200,    200,      200,     403)),
    ("/plans/{number}/board",                  "plan",                  (200,   200,  403,    403,      403,     403)),
    ("/plans/{number}/reports/{name}",         "plan",                  (404,   404,  403,    403,      403,     403)),
    ("/tasks",                                 "",                      (200,   200,  200,    200,      200,     200)),
    ("/tasks/{number}",                        "rich",                  (200,   200,  200,    200,      403,     403)),
    ("/tasks/{number}/history",                "rich",                  (200,   200,  200,    200,      403,     403)),
    ("/tasks/{number}/acts",                   "rich",                  (200,   200,  200,    200,      403,     403)),
    ("/tasks/{number}/evidence",               "rich",                  (200,   200,  200,    200,      403,     403)),
    ("/tasks/{number}/entries",                "rich",                  (200,   200,  200,    200,      403,     403)),
    ("/tasks/{number}/contributions",          "rich",                  (200,   200,  200,    200,      403,     403)),
    ("/tasks/{number}/comments",               "rich",                  (200,   200,  200,    200,      403,     403)),
    ("/tasks/{number}/paper",                  "rich",                  (409,   409,  409,    409,      403,     403)),
    ("/evidence/{number}",                     "evidence",              (200,   200,  200,    403,      403,     403)),
    ("/evidence/{number}/content",             "evidence",              (200,   200,  200,    403,      403,     403)),
    ("/reviews",                               "",                      (200,   200,  200,    200,      200,     200)),
    ("/reviews/{number}",                      "review",                (200,   200,  200,    403,      403,     403)),
    ("/reviews/{number}/history",              "review",                (200,   200,  200,    403,      403,     403)),
    ("/reviews/{number}/acts",                 "review",                (200,   200,  200,    403,      403,     403)),
    ("/reviews/{number}/seats",                "review",                (200,   200,  200,    403,      403,     403)),
    ("/reviews/{number}/question",             "review",                (200,   200,  200,    403,      403,     403)),
    ("/extensions",                            "",                      (200,   200,  200,    200,      200,     200)),
    ("/extensions/{number}",                   "extension",             (200,   200,  200,    403,      403,     403)),
    ("/extensions/{number}/history",           "extension",             (200,   200,  200,    403,      403,     403)),
    ("/extensions/{number}/acts",              "extension",             (200,   200,  200,    403,      403,     403)),
    ("/supervisions",                          "",                      (200,   200,  200,    200,      200,     200)),
    ("/supervisions/{number}",                 "supervision",           (200,   200,  200,    200,      403,     403)),
    ("/supervisions/{number}/history",         "supervision",           (200,   200,  200,    200,      403,     403)),
    ("/supervisions/{number}/acts",            "supervision",           (200,   200,  200,    200,      403,     403)),
    ("/findings",                              "",                      (200,   200,  200,    200,      200,     200)),
    ("/findings/{number}",                     "finding",               (200,   200,  200,    403,      403,     403)),
    ("/findings/{number}/history",             "finding",               (200,   200,  200,    403,      403,     403)),
    ("/findings/{number}/acts",                "finding",               (200,   200,  200,    403,      403,     403)),
    ("/exemplars",                             "",                      (200,   200,  200,    200,      200,     200)),
    ("/exemplars/{number}",                    "exemplar",              (200,   200,  200,    403,      403,     403)),
    ("/exemplars/{number}/history",            "exemplar",              (200,   200,  200,    403,      403,     403)),
    ("/exemplars/{number}/acts",               "exemplar",              (200,   200,  200,    403,      403,     403)),
    ("/papers",                                "",                        (200,   200,  200,    200,      200,     200)),
    ("/papers/{number}",                       "paper",                   (200,   200,  403,    403,      403,     403)),
    ("/papers/{number}/history",               "paper",                   (200,   200,  403,    403,      403,     403)),
    ("/papers/{number}/acts",                  "paper",                   (200,   200,  403,    403,      403,     403)),
    ("/papers/{number}/file",                  "paper",                   (200,   200,  403,    403,      403,     403)),
    ("/inspections",                           "",                        (200,   200,  200,    200,      200,     200)),
    ("/inspections/{number}",                  "inspection",              (200,   200,  403,    403,      403,     403)),
    ("/inspections/{number}/history",          "inspection",              (200,   200,  403,    403,      403,     403)),
    ("/inspections/{number}/acts",             "inspection",              (200,   200,  403,    403,      403,     403)),
    ("/papers/{number}/scores",                "circular",                (200,   200,  200,    200,      200,     403)),
    ("/appeals",                               "",                        (200,   200,  200,    200,      200,     200)),
    ("/appeals/{number}",                      "appeal",                  (200,   200,  200,    403,      403,     403)),
    ("/appeals/{number}/history",              "appeal",                  (200,   200,  200,    403,      403,     403)),
    ("/appeals/{number}/acts",                 "appeal",                  (200,   200,  200,    403,      403,     403)),
    ("/moves",                                 "",                      (200,   200,  403,    403,      403,     403)),
    ("/refusals",                              "",                      (200,   200,  403,    403,      403,     403)),
    ("/moves/{number}",                        "move",                  (200,   200,  200,    200,      403,     403)),
    ("/moves/{number}/receipt",                "move",                  (422,   422,  422,    422,      403,     403)),
    ("/me",                                    "",                      (200,   200,  200,    200,      200,     200)),
    ("/waiting",                               "",                      (200,   200,  200,    200,      200,     200)),
    ("/messages",                              "",                      (200,   200,  200,    200,      200,     200)),
    ("/absences",                              "",                      (200,   200,  200,    200,      200,     200)),
    ("/units",                                 "",                      (200,   200,  200,    200,      200,     200)),
    ("/people",                                "",                      (200,   200,  200,    200,      200,     200)),
    ("/posts",                                 "",                      (200,   200,  200,    200,      200,     200)),
    ("/policies",                              "",                      (200,   200,  403,    403,      403,     403)),
    ("/policies/{number}",                     "policy",                (200,   200,  200,    200,      200,     403)),
    ("/calendar",                              "",                      (200,   200,  200,    200,      200,     200)),
    ("/calendar/{year}",                       "",                      (200,   200,  200,    200,      200,     200)),
    ("/calendar/workdays",                     "",                      (200,   200,  200,    200,      200,     200)),
    ("/sign-ins",                              "",                      (200,   200,  200,    200,      200,     200)),
    ("/sign-ins/door",                         "",                      (200,   200,  200,    200,      200,     200)),
    ("/tokens",                                "",                      (200,   200,  200,    200,      200,     200)),
    ("/feeds",                                 "",                      (200,   200,  200,    200,      200,     200)),
    ("/door",                                  "",                      (403,   403,  403,    403,      403,     403)),
    ("/accounts",                              "",                      (403,   403,  403,    403,      403,     403)),
    ("/accounts/{number}",                     "account",               (403,   403,  403,    403,      403,     403)),
    ("/webhooks",                              "",                      (403,   403,  403,    403,      403,     403)),
    ("/webhooks/events",                       "",                      (403,   403,  403,    403,      403,     403)),
    ("/openapi.json",                          "",                      (200,   200,  200,    200,      200,     200)),
    ("/problems",                              "",                      (200,   200,  200,    200,      200,     200)),
    ("/problems/{slug}",                       "",                      (200,   200,  200,    200,      200,     200)),
]

SUSPEND, GRANT, DECIDE = {"reason": "资金未到位。"}, {"due": "2026-09-30"}, {"verdict": "yes"}
FOUND, AGAINST = {"unit_id": 1, "text": "台账不全。"}, {"record": 2_000_000, "reason": "记录有误。"}
DAYS = {"begins": "2026-03-25", "ends": "2026-03-27"}
ROUND = DAYS | {"name": "一季度检查", "scope": "看台账。", "units": [1], "team": [1]}
SAYS = {"text": "请补附件。"}
TAKE = {"notice": "none.txt", "shown": "0", "take": [1]}
ASKED = {"/calendar/workdays": "?after=2026-04-01&n=5"}
FILLED = {"name": "x.md", "slug": "refused", "year": 2026, "handle": "0123456789abcdef", "deed": "close"}
DOES = [
    # address                            of             act            given             planner feng liaison supporter outsider stranger
    ("/plans/{number}/acts/{act}",       "plan",        "conclude",    {},               (409,   409,  409,    409,      409,     403)),
    ("/plans/acts/{act}",                "plan",        "conclude",    {},               ("409", "409", "409", "409",    "409",   "403")),
    ("/plans/{number}/own",              "plan",        "",            {"unit": "KJG"}, (200,   409,  200,    409,      409,     403)),
    ("/plans/{number}/reports",          "plan",        "",            {"form": "md"},   (200,   200,  403,    403,      403,     403)),
    ("/tasks/{number}/acts/{act}",       "rich",        "suspend",     SUSPEND,          (200,   409,  409,    409,      403,     403)),
    ("/tasks/{number}/acts/{act}",       "assigned",    "accept",      {},               (409,   409,  200,    403,      403,     403)),
    ("/tasks/acts/{act}",                "assigned",    "accept",      {},               ("409", "409", "done", "403",   "403",   "403")),
    ("/tasks/{number}/comments",         "rich",        "",            SAYS,             (200,   200,  200,    200,      403,     403)),
    ("/tasks/{number}/evidence",         "rich",        "",            b"bytes",         (409,   409,  200,    409,      403,     403)),
    ("/reviews/{number}/acts/{act}",     "review",      "decide",      DECIDE,           (409,   200,  409,    403,      403,     403)),
    ("/reviews/acts/{act}",              "review",      "decide",      DECIDE,           ("409", "done", "409", "403",   "403",   "403")),
    ("/extensions/{number}/acts/{act}",  "extension",   "grant",       GRANT,            (200,   409,  409,    403,      403,     403)),
    ("/extensions/acts/{act}",           "extension",   "grant",       GRANT,            ("done", "409", "409", "403",   "403",   "403")),
    ("/supervisions/{number}/acts/{act}", "supervision", "summon",     SUSPEND,          (409,   409,  409,    409,      403,     403)),
    ("/supervisions/acts/{act}",         "supervision", "summon",      SUSPEND,          ("409", "409", "409", "409",    "403",   "403")),
    ("/findings/{number}/acts/{act}",    "finding",     "verify",      {},               (409,   409,  409,    403,      403,     403)),
    ("/findings/acts/{act}",             "finding",     "verify",      {},               ("409", "409", "409", "403",    "403",   "403")),
    ("/exemplars/{number}/acts/{act}",   "exemplar",    "adopt",       {},               (200,   409,  409,    403,      403,     403)),
    ("/exemplars/acts/{act}",            "exemplar",    "adopt",       {},               ("done", "409", "409", "403",   "403",   "403")),
    ("/papers/{number}/acts/{act}",      "paper",       "issue",       {},               (200,   409,  403,    403,      403,     403)),
    ("/papers/acts/{act}",               "paper",       "issue",       {},               ("done", "409", "403", "403",   "403",   "403")),
    ("/inspections/{number}/acts/{act}", "inspection",  "cancel",      SUSPEND,          (409,   409,  403,    403,      403,     403)),
    ("/inspections/acts/{act}",          "inspection",  "cancel",      SUSPEND,          ("409", "409", "403", "403",   "403",   "403")),
    ("/inspections/{number}/acts/{act}", "inspection",  "find",        FOUND,            (409,   409,  403,    403,      403,     403)),
    ("/plans/{number}/inspections",      "plan",        "",            ROUND,            (409,   409,  409,    409,      409,     403)),
    ("/papers/{number}/acts/{act}",      "circular",    "request",     AGAINST,          (404,   404,  404,    404,      404,     403)),
    ("/appeals/{number}/acts/{act}",     "appeal",      "uphold",      SUSPEND,          (409,   409,  409,    403,      403,     403)),
    ("/appeals/{number}/acts/{act}",     "appeal",      "withdraw",    SUSPEND,          (409,   409,  200,    403,      403,     403)),
    ("/appeals/acts/{act}",              "appeal",      "dismiss",     SUSPEND,          ("409", "409", "409", "403",    "403",   "403")),
    ("/plans/{number}/notices",          "plan",        "",            b"notice",        (200,   403,  403,    403,      403,     403)),
    ("/plans/{number}/notices/take",     "plan",        "",            TAKE,             (422,   403,  403,    403,      403,     403)),
    ("/sign-ins/end-others",             "",            "",            {},               (200,   200,  200,    200,      200,     200)),
    ("/sign-ins/{handle}/end",           "",            "",            {},               (404,   404,  404,    404,      404,     404)),
    ("/tokens/{number}/revoke",          "token",       "",            {},               (404,   404,  404,    404,      404,     404)),
    ("/feeds",                           "",            "",            {},               (200,   200,  200,    200,      200,     200)),
    ("/feeds/{number}/renew",            "feed",        "",            {},               (404,   404,  404,    404,      404,     404)),
    ("/feeds/{number}/revoke",           "feed",        "",            {},               (404,   404,  404,    404,      404,     404)),
    ("/messages/read",                   "",            "",            {},               (200,   200,  200,    200,      200,     200)),
    ("/absences",                        "",            "",            "away",           (200,   403,  403,    403,      403,     403)),
    ("/webhooks",                        "",            "",            "hook",           (403,   403,  403,    403,      403,     403)),
    ("/accounts/{number}/{deed}",        "account",     "",            {},               (403,   403,  403,    403,      403,     403)),
    ("/webhooks/{number}/end",           "",            "",            {},               (403,   403,  403,    403,      403,     403)),
    ("/absences/{number}/end",           "absence",     "",            {},               (200,   403,  403,    403,      403,     403)),
]
# fmt: on
DO_CASES = [(who, path, of, act, given, codes[n]) for path, of, act, given, codes in DOES for n, who in enumerate(WHO)]


def test_every_address_stands_in_the_matrix() -> None:
    known = {("get", path) for path, *_ in READS} | {("post", path) for path, *_ in DOES}
    there = {(method, path.removeprefix("/api/v1")) for path, ways in document()["paths"].items() for method in ways}
    assert there == known


def test_only_an_operator_manages_webhooks(program: Programs, world: World, operator: str) -> None:
    manager = program(operator, Scope.MANAGE)
    made = manager.post("/webhooks", {"url": "https://example.com/x", "events": ["duban.plan.issued"]}).json()
    assert made["secret"].startswith("whsec_")
    [listed] = manager.told("/webhooks")
    assert (listed["id"], listed["tries"], "secret" in listed) == (made["id"], [], False)
    assert manager.post(f"/webhooks/{made['id']}/end").json()["ended_at"]
    assert manager.get("/me").status_code == 403
    assert manager.post("/webhooks", {"url": "https://127.0.0.1/"}).status_code == 422
    assert "duban.rung.reached" in manager.told("/webhooks/events")


@pytest.mark.parametrize(("path", "of", "answers"), READS)
def test_who_reads_what(program: Programs, numbered: Any, path: str, of: str, answers: tuple[int, ...]) -> None:
    url = path.format(number=numbered(of), **FILLED) + ASKED.get(path, "")
    assert {who: program(who).get(url).status_code for who in WHO} == dict(zip(WHO, answers, strict=True))


@pytest.mark.parametrize(("who", "path", "of", "act", "given", "answer"), DO_CASES)
def test_who_does_what(
    program: Programs, world: World, numbered: Any, who: str, path: str, of: str, act: str, given: Any, answer: Any
) -> None:
    caller, number = program(who), numbered(of)
    url = path.format(number=number, act=act, **FILLED)
    if isinstance(given, bytes):
        assert caller.send(f"{url}?name=清单.txt", given).status_code == answer
        return
    if given == "away":  # somebody else's
        given = {"since": "2026-04-01", "until": "2026-04-03", "person_id": world.people["checker"].person_id}
    if given == "hook":
        given = {"url": "https://example.com/"}
    if isinstance(answer, int):
        assert caller.post(url, given).status_code == answer
        return
    [told] = caller.post(url, {"ids": [number], "given": given}).json()
    assert told["id"] == number
    assert (str(told["problem"]["status"]) if told["problem"] else "done") == answer


@pytest.mark.parametrize(("method", "path"), [("get", p) for p, *_ in READS] + [("post", p) for p, *_ in DOES])
def test_without_a_token_nothing_is_told_and_nothing_done(program: Programs, method: str, path: str) -> None:
    url = path.format(number=1, act="cancel", **FILLED) + ASKED.get(path, "")
    answer = program().get(url) if method == "get" else program().post(url)
    open_to_all = path in ("/openapi.json", "/problems", "/problems/{slug}")
    assert answer.status_code == (200 if open_to_all else 401)


@pytest.mark.parametrize("path", sorted({p for p, *_ in DOES}))
def test_a_token_that_only_reads_does_nothing(program: Programs, path: str) -> None:
    answer = program("planner", Scope.READ).post(path.format(number=1, act="cancel", **FILLED))
    assert answer.status_code == 403
    assert f"没有“{'管理' if path.startswith(('/webhooks', '/accounts')) else '办理'}”权限" in answer.json()["detail"]
