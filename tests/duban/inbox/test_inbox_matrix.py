"""Who gets what from every page and every form: written out by hand, and complete.

Read a row: an address, of what in the world, and the answers to each of the people in `WHO`: 200 a page, 303 it was done
and the browser is sent on, 403 not for this person, 404 there is no such thing for this person, 409 the rules say no,
422 it cannot be read, or not yet.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from homes import copy_home, use
from inbox_browser import Browser
from matrix_world import number_of, operator_login, page_routes
from world import PASSWORD, PEOPLE, World

from duban import database
from duban.accounts import account_called, make_account
from duban.database import reading, writing
from duban.desk.opened import desk_of
from duban.posts import people_as
from models.words import Role

pytestmark = pytest.mark.access

WHO = (
    "planner",
    "checker",
    "feng",
    "supervisor",
    "leader",
    "operator",
    "liaison",
    "head",
    "supporter",
    "outsider",
    "stranger",
)
"""The office; then of the unit that leads; of one that supports; of one with other tasks; of one with none."""
# fmt: off
ALL = (200,) * 11
READS = [
    # address                           of            planner checker feng superv leader operat | liaison head | supporter outsider stranger
    ("/",                               "",           ALL),
    ("/plans",                          "",           ALL),
    ("/plans/{n}",                      "plan",       (200,   200,   200,   200,   200,   200,    200,    200,    200,    200,    403)),
    ("/plans/{n}",                      "drafted",    (200,   200,   200,   200,   200,   200,    403,    403,    403,    403,    403)),
    ("/plans/{n}/source",               "plan",       (200,   200,   200,   200,   200,   200,    200,    200,    200,    200,    403)),
    ("/plans/{n}/source",               "drafted",    (200,   200,   200,   200,   200,   200,    403,    403,    403,    403,    403)),
    ("/plans/{n}/board",                "plan",       (200,   200,   200,   200,   200,   200,    403,    403,    403,    403,    403)),
    ("/plans/{n}/requirements",         "plan",       (200,   200,   200,   200,   200,   200,    200,    200,    200,    200,    403)),
    ("/plans/{n}/requirements",         "drafted",    (200,   200,   200,   200,   200,   200,    403,    403,    403,    403,    403)),
    ("/plans/{n}/amend",                "plan",       (200,   403,   403,   403,   403,   403,    403,    403,    403,    403,    403)),
    ("/plans/{n}/reports",              "plan",       (200,   200,   200,   200,   200,   200,    403,    403,    403,    403,    403)),
    ("/plans/{n}/found",                "plan",       (200,   200,   200,   200,   200,   200,    200,    200,    200,    200,    403)),
    ("/plans/{n}/reports/weekly.md",    "plan",       (200,   200,   200,   200,   200,   200,    403,    403,    403,    403,    403)),
    ("/tasks",                          "",           ALL),
    ("/tasks/{n}",                      "rich",       (200,   200,   200,   200,   200,   200,    200,    200,    200,    403,    403)),
    ("/tasks/{n}/paper.docx",           "rich",       (409,   409,   409,   409,   409,   409,    409,    409,    409,    403,    403)),
    ("/files/{n}",                      "evidence",   (200,   200,   200,   200,   200,   200,    200,    200,    403,    403,    403)),
    ("/files/{n}/view",                 "evidence",   (200,   200,   200,   200,   200,   200,    200,    200,    403,    403,    403)),
    ("/reviews/{n}",                    "review",     (200,   200,   200,   200,   200,   200,    200,    200,    403,    403,    403)),
    ("/extensions/{n}",                 "extension",  (200,   200,   200,   200,   200,   200,    200,    200,    403,    403,    403)),
    ("/findings/{n}",                   "finding",    (200,   200,   200,   200,   200,   200,    200,    200,    403,    403,    403)),
    ("/exemplars/{n}",                  "exemplar",   (200,   200,   200,   200,   200,   200,    200,    200,    403,    403,    403)),
    ("/papers/{n}",                     "paper",      (200,   200,   200,   200,   200,   200,    403,    403,    403,    403,    403)),
    ("/papers/{n}/file",                "paper",      (200,   200,   200,   200,   200,   200,    403,    403,    403,    403,    403)),
    ("/inspections/{n}",                "inspection", (200,   200,   200,   200,   200,   200,    403,    403,    403,    403,    403)),
    ("/plans/{n}/inspections/new",      "plan",       (200,   200,   200,   200,   200,   200,    403,    403,    403,    403,    403)),
    ("/appeals/{n}",                    "appeal",     (200,   200,   200,   200,   200,   200,    200,    200,    403,    403,    403)),
    ("/policies",                       "",           (200,   200,   200,   200,   200,   200,    403,    403,    403,    403,    403)),
    ("/policies/{n}",                   "policy",     (200,   200,   200,   200,   200,   200,    200,    200,    200,    200,    403)),
    ("/journal",                        "",           (200,   200,   200,   200,   200,   200,    403,    403,    403,    403,    403)),
    ("/journal/door",                   "",           (403,   403,   403,   403,   403,   200,    403,    403,    403,    403,    403)),
    ("/journal/{n}/receipt.json",       "move",       (422,   422,   422,   422,   422,   422,    403,    403,    403,    403,    403)),
    ("/accounts",                       "",           (403,   403,   403,   403,   403,   200,    403,    403,    403,    403,    403)),
    ("/accounts/{n}",                   "account",    (403,   403,   403,   403,   403,   200,    403,    403,    403,    403,    403)),
    ("/messages",                       "",           ALL),
    ("/absences",                       "",           ALL),
    ("/people",                         "",           ALL),
    ("/calendar",                       "",           ALL),
    ("/feeds",                          "",           ALL),
    ("/feeds/{n}.ics",                  "nothing",    (404,) * 11),
    ("/tokens",                         "",           ALL),
    ("/codes",                          "",           ALL),
    ("/sign-ins",                       "",           ALL),
    ("/password",                       "",           ALL),
    ("/proof/provider",                 "",           ALL),
    ("/sign-in",                        "",           ALL),
    ("/sign-in/code",                   "",           (303,) * 11),
    ("/sign-in/provider/back",          "",           (401,) * 11),
]

WHY, YES, GRANT = {"reason": "资金未到位。"}, {"verdict": "yes"}, {"due": "2026-09-30"}
CHOSEN, AWAY = {"life": "task", "choice": "accept"}, {"since": "2026-04-01", "until": "2026-04-03"}
FOUND, DAYS = {"unit_id": "1", "text": "台账不全。"}, {"begins": "2026-03-25", "ends": "2026-03-27"}
ROUND = DAYS | {"name": "一季度检查", "text": "看台账。", "unit": "every", "person": "1"}
DONE, NONE = (303,) * 11, (404,) * 11
DOES = [
    # address                           of            given    planner checker feng superv leader operat | liaison head | supporter outsider stranger
    ("/plans/{n}/acts/conclude",        "plan",       {},      (409,   409,   409,   409,   409,   409,    409,    409,    409,    409,    403)),
    ("/tasks/{n}/acts/suspend",         "rich",       WHY,     (303,   409,   409,   409,   409,   409,    409,    409,    409,    403,    403)),
    ("/tasks/{n}/acts/accept",          "assigned",   {},      (409,   409,   409,   409,   409,   409,    303,    409,    403,    403,    403)),
    ("/tasks/{n}/acts/pass_check",      "reported",   {},      (409,   303,   409,   409,   409,   409,    409,    409,    403,    403,    403)),
    ("/reviews/{n}/acts/decide",        "review",     YES,     (409,   409,   303,   409,   409,   409,    409,    409,    403,    403,    403)),
    ("/extensions/{n}/acts/grant",      "extension",  GRANT,   (303,   409,   409,   409,   409,   409,    409,    409,    403,    403,    403)),
    ("/ladders/{n}/acts/summon",        "supervision", WHY,    (409,   409,   409,   303,   409,   409,    409,    409,    409,    403,    403)),
    ("/findings/{n}/acts/verify",       "finding",    {},      (409,   409,   409,   409,   409,   409,    409,    409,    403,    403,    403)),
    ("/exemplars/{n}/acts/adopt",       "exemplar",   {},      (303,   409,   409,   409,   409,   409,    409,    409,    403,    403,    403)),
    ("/papers/{n}/acts/issue",          "paper",      {},      (303,   409,   409,   409,   409,   409,    403,    403,    403,    403,    403)),
    ("/inspections/{n}/acts/cancel",    "inspection", WHY,     (409,   409,   409,   303,   409,   409,    403,    403,    403,    403,    403)),
    ("/inspections/{n}/acts/find",      "inspection", FOUND,   (409,   409,   409,   303,   409,   409,    403,    403,    403,    403,    403)),
    ("/plans/{n}/inspections",          "plan",       ROUND,   (409,   409,   409,   303,   409,   409,    403,    403,    403,    403,    403)),
    ("/appeals/{n}/acts/uphold",        "appeal",     WHY,     (409,   409,   409,   303,   303,   409,    409,    409,    403,    403,    403)),
    ("/tasks/{n}/comments",             "rich",       {"text": "请补附件。"},
                                                               (303,   303,   303,   303,   303,   303,    303,    303,    303,    403,    403)),
    ("/plans/{drafted}/requirements/{n}/drop", "requirement", WHY,
                                                               (303,   409,   409,   409,   409,   409,    403,    403,    403,    403,    403)),
    ("/plans/{n}/requirements",         "drafted",    {},      (409,   409,   409,   409,   409,   409,    403,    403,    403,    403,    403)),
    ("/plans/{n}/requirements/certain", "drafted",    {},      (303,   409,   409,   409,   409,   409,    403,    403,    403,    403,    403)),
    ("/plans/{n}/amend",                "plan",       {},      (422,   403,   403,   403,   403,   403,    403,    403,    403,    403,    403)),
    ("/plans/{n}/amend/take",           "plan",       {},      (422,   403,   403,   403,   403,   403,    403,    403,    403,    403,    403)),
    ("/plans/{n}/own",                  "plan",       {"unit_id": "KJG"}, (303, 409, 409, 409, 409, 409,   303,    409,    409,    409,    403)),
    ("/bulk",                           "assigned",   CHOSEN,  (200,   200,   200,   200,   200,   200,    200,    200,    403,    403,    403)),
    ("/bulk/confirm",                   "",           {"token": "none"}, (422,) * 11),
    ("/messages/read",                  "",           {},      DONE),
    ("/absences",                       "",           AWAY,    DONE),
    ("/absences",                       "nothing",    AWAY | {"person_id": "梁令维"},
                                                               (303,   303,   403,   403,   403,   303,    403,    403,    403,    403,    403)),
    ("/absences/{n}/end",               "absence",    {},      (303,   303,   403,   403,   403,   303,    403,    403,    403,    403,    403)),
    ("/feeds",                          "",           {},      (200,) * 11),
    ("/feeds/{n}/renew",                "feed",       {},      (404,   404,   404,   404,   404,   403,    404,    404,    404,    404,    404)),
    ("/feeds/{n}/revoke",               "feed",       {},      (404,   404,   404,   404,   404,   303,    404,    404,    404,    404,    404)),
    ("/tokens",                         "",           {"name": "周报", "days": "30", "scope": "read"}, ALL),
    ("/tokens/{n}/revoke",              "token",      {},      NONE),
    ("/codes/begin",                    "",           {},      ALL),
    ("/codes/confirm",                  "",           {"code": "000000"}, (422,) * 11),
    ("/codes/recovery",                 "",           {},      (422,) * 11),
    ("/codes/off",                      "",           {},      NONE),
    ("/sign-ins/end-others",            "",           {},      DONE),
    ("/sign-ins/0123456789abcdef/end",  "",           {},      NONE),
    ("/accounts/{n}/close",             "account",    {},      (403,   403,   403,   403,   403,   303,    403,    403,    403,    403,    403)),
    ("/accounts/{n}/reset",             "account",    {},      (403,   403,   403,   403,   403,   200,    403,    403,    403,    403,    403)),
    ("/accounts/{n}/reopen",            "account",    {},      (403,   403,   403,   403,   403,   409,    403,    403,    403,    403,    403)),
    ("/sign-ins/link",                  "",           {},      NONE),
    ("/sign-ins/unlink",                "",           {"issuer": "https://id.example.cn", "subject": "1"}, NONE),
    ("/proof/provider",                 "",           {},      NONE),
    ("/language",                       "",           {"language": "en"}, DONE),
    ("/password",                       "",           {"old": "wrong", "new": "一句只有我知道的话啊", "again": "一句只有我知道的话啊"}, (401,) * 11),
    ("/sign-out",                       "",           {},      DONE),
    ("/sign-in",                        "",           {},      (403,) * 11),
    ("/sign-in/code",                   "",           {},      (403,) * 11),
    ("/sign-in/provider",               "",           {},      (403,) * 11),
]
OPEN = {"/sign-in", "/sign-in/code", "/sign-in/provider", "/sign-in/provider/back", "/feeds/{n}.ics"}
"""Where somebody may go who is not signed in; what they answer is a matter of the tests of the door."""
# fmt: on


@pytest.fixture(scope="module")
def built(built: tuple[Path, World], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    """The world with an account for everybody of `WHO`; made once, copied for each test."""
    source, world = built
    home = tmp_path_factory.mktemp("matrix") / "home"
    copy_home(source, home)
    use(home)
    operator_login(world)
    with writing() as session:
        leader = people_as(desk_of(session), Role.LEADER, now=world.now)[0]
        make_account(session, leader, "leader", PASSWORD)
        head = people_as(desk_of(session), Role.UNIT_HEAD, now=world.now, unit_ids=frozenset({world.units["KJG"]}))[0]
        make_account(session, head, "head", PASSWORD)
    database.dispose()
    return home, world


@pytest.fixture
def signed(world: World) -> Callable[[str], Browser]:
    """Sign somebody of `WHO` in."""

    def come(who: str) -> Browser:
        browser = Browser(world)
        browser.comes_in(PEOPLE.get(who, who))
        return browser

    return come


def _url(world: World, address: str, of: str) -> str:
    return address.format(n=number_of(world, of), drafted=world.drafted_id)


@pytest.mark.parametrize(("address", "of", "answers"), READS, ids=[f"{a} {o}" for a, o, _ in READS])
def test_who_sees_what(
    world: World, signed: Callable[[str], Browser], address: str, of: str, answers: tuple[int, ...]
) -> None:
    url = _url(world, address, of)
    assert {who: signed(who).get(url).status_code for who in WHO} == dict(zip(WHO, answers, strict=True))


OF_ONES_OWN = [row for row in DOES if not row[1]]
CASES = [(who, *row[:3], row[3][n]) for row in DOES if row[1] for n, who in enumerate(WHO)]


@pytest.mark.parametrize(("address", "of", "given", "answers"), OF_ONES_OWN, ids=[row[0] for row in OF_ONES_OWN])
def test_who_does_what_with_the_own(
    world: World, signed: Callable[[str], Browser], address: str, of: str, given: Any, answers: tuple[int, ...]
) -> None:
    found = {who: signed(who).post(address, **given).status_code for who in WHO}
    assert found == dict(zip(WHO, answers, strict=True))


@pytest.mark.parametrize(
    ("who", "address", "of", "given", "answer"), CASES, ids=[f"{who} {address} {of}" for who, address, of, *_ in CASES]
)
def test_who_does_what(
    world: World, signed: Callable[[str], Browser], who: str, address: str, of: str, given: Any, answer: int
) -> None:
    number = number_of(world, of)
    more = {"id": str(number)} if given is CHOSEN else {}
    url = address.format(n=number, drafted=world.drafted_id)
    filled = {name: str(world.units.get(value, value)) for name, value in given.items()}  # a unit by its code
    assert signed(who).post(url, **filled, **more).status_code == answer


@pytest.mark.parametrize(("address", "of"), sorted({(a, o) for a, o, *_ in DOES if a not in OPEN}))
def test_no_form_of_another_page_is_taken(
    world: World, signed: Callable[[str], Browser], address: str, of: str
) -> None:
    assert signed("operator").post(_url(world, address, of), csrf="forged").status_code == 403


@pytest.mark.parametrize(("address", "of"), sorted({(a, o) for a, o, *_ in READS if a not in OPEN}))
def test_whoever_is_not_signed_in_sees_the_door(world: World, stranger: Browser, address: str, of: str) -> None:
    away = stranger.get(_url(world, address, of))
    assert (away.status_code, away.headers["location"].startswith("/sign-in")) == (303, True)


@pytest.mark.parametrize(("address", "of"), sorted({(a, o) for a, o, *_ in DOES if a not in OPEN}))
def test_whoever_is_not_signed_in_does_nothing(world: World, stranger: Browser, address: str, of: str) -> None:
    assert stranger.post(_url(world, address, of)).status_code in (401, 403)


def test_every_page_and_every_form_stands_in_the_matrix() -> None:
    there = {(way, _plain(path)) for way, path in page_routes()}
    known = {("GET", _plain(a)) for a, *_ in READS} | {("POST", _plain(a)) for a, *_ in DOES}
    assert {(way, path) for way, path in there if not _written(way, path, known)} == set()
    assert {(way, path) for way, path in known if not _registered_so(way, path, there)} == set()


def _plain(path: str) -> str:
    return "/".join("*" if "{" in part or part in FILLED_IN else part for part in path.split("/"))


FILLED_IN = {"weekly.md", "0123456789abcdef"}


def _written(way: str, path: str, known: set[tuple[str, str]]) -> bool:
    return any(way == w and _fits(path, p) for w, p in known)


def _registered_so(way: str, path: str, there: set[tuple[str, str]]) -> bool:
    return any(way == w and _fits(p, path) for w, p in there)


def _fits(route: str, written: str) -> bool:
    """Say whether an address of the matrix is one of a route; a star of the route takes anything."""
    parts, given = route.split("/"), written.split("/")
    return len(parts) == len(given) and all(p in ("*", g) for p, g in zip(parts, given, strict=True))


def test_every_life_that_has_acts_on_pages_stands_in_the_matrix() -> None:
    from duban.subjects import PATHS

    assert {address.split("/")[1] for address, *_ in DOES if "/acts/" in address} == set(PATHS.values())


def test_the_people_of_the_matrix_are_who_they_are_said_to_be(world: World, signed: Callable[[str], Browser]) -> None:
    signed("planner")
    with reading() as session:
        units = {who: account_called(session, PEOPLE.get(who, who)).person_id for who in WHO}
    assert len(set(units.values())) == len(WHO)
