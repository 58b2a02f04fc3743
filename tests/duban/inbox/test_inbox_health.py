"""What monitors are told and who may ask; one name of a request from the inbox through the act to what is delivered."""

from collections import Counter
from collections.abc import Iterator

import pytest
from inbox_browser import As, Browser, TestClient, app_of
from logged import Logged
from prometheus_client.parser import text_string_to_metric_families
from small_plan import rows
from world import World

from duban import database
from duban.notify import deliver
from duban.settings import settings
from models.record import Duty, Move
from models.task import Task

NAMED = "from-the-proxy-01"


@pytest.fixture(autouse=True)
def _settings_of_the_test() -> Iterator[None]:
    yield
    settings.cache_clear()


@pytest.fixture
def json_log(monkeypatch: pytest.MonkeyPatch) -> Iterator[Logged]:
    monkeypatch.setenv("DUBAN_LOG_FORMAT", "json")
    settings.cache_clear()
    with Logged().written() as logged:
        yield logged


def asked(world: World, address: str, token: str = "") -> tuple[int, str]:
    """Ask for the numbers from an address, with a token; gives status and text."""
    with TestClient(app_of(world), client=(address, 50000)) as client:
        answer = client.get("/metrics", headers={"authorization": f"Bearer {token}"} if token else {})
    return answer.status_code, answer.text


def test_a_house_is_well_while_its_database_answers(stranger: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (stranger.get("/healthz").status_code, stranger.get("/healthz").text) == (200, "ok")

    database.dispose()
    monkeypatch.setenv("DUBAN_DATABASE_URL", "postgresql+psycopg://duban:hidden@127.0.0.1:1/duban")
    settings.cache_clear()
    answer = stranger.get("/healthz")
    database.dispose()

    assert (answer.status_code, answer.text) == (503, "the database does not answer")


@pytest.mark.parametrize(
    ("token", "address", "sent", "status"),
    [
        pytest.param("", "127.0.0.1", "", 200, id="without a token, from this machine"),
        pytest.param("", "192.0.2.7", "", 403, id="without a token, from elsewhere"),
        pytest.param("monitor-token", "192.0.2.7", "monitor-token", 200, id="with the token, from elsewhere"),
        pytest.param("monitor-token", "192.0.2.7", "another-token", 403, id="with another token"),
        pytest.param("monitor-token", "127.0.0.1", "", 403, id="once there is a token, also this machine sends it"),
    ],
)
def test_who_may_read_the_numbers(
    world: World, monkeypatch: pytest.MonkeyPatch, token: str, address: str, sent: str, status: int
) -> None:
    monkeypatch.setenv("DUBAN_MONITOR_TOKEN", token)
    settings.cache_clear()

    assert asked(world, address, sent)[0] == status


def test_the_numbers_are_those_of_the_database(world: World) -> None:
    families = {family.name: family for family in text_string_to_metric_families(asked(world, "127.0.0.1")[1])}
    tasks = {s.labels["state"]: s.value for s in families["duban_subjects"].samples if s.labels["life"] == "task"}
    duties = {s.labels["delivery"]: s.value for s in families["duban_outbox"].samples if s.labels["outbox"] == "duty"}

    assert set(families) == {
        "duban_requests",
        "duban_request_seconds",
        "duban_subjects",
        "duban_outbox",
        "duban_newest_move",
        "duban_unsealed_moves",
        "duban_unsealed_seconds",
        "duban_sweep_lag_seconds",
    }
    assert tasks == Counter(task.state.value for task in rows(Task))
    assert duties == {"waiting": len(rows(Duty)), "delivered": 0, "failed": 0}
    assert families["duban_newest_move"].samples[0].value == rows(Move)[-1].id
    assert families["duban_unsealed_moves"].samples[0].value == len(rows(Move))


@pytest.mark.parametrize(("sent", "kept"), [(NAMED, True), ("short", False), ("with a space and more", False)])
def test_a_request_keeps_a_good_name_and_is_given_one_else(stranger: Browser, sent: str, kept: bool) -> None:
    named = [stranger.get("/sign-in", headers={"X-Request-ID": sent}).headers["x-request-id"] for _ in range(2)]

    assert (named == [sent, sent]) is kept
    assert kept or len(set(named)) == 2


def test_one_name_goes_from_the_request_through_the_act_to_what_is_delivered(
    world: World, as_: As, json_log: Logged
) -> None:
    task_id = world.tasks["assigned"]
    liaison = as_("liaison")
    before = len(rows(Duty))
    liaison.client.headers["X-Request-ID"] = NAMED
    answer = liaison.act(f"/tasks/{task_id}", "decline", reason="不在职责之内")
    del liaison.client.headers["X-Request-ID"]
    made = rows(Duty)[before:]
    deliver(now=world.now)

    assert answer.status_code == 303
    assert made
    assert {duty.detail["request"] for duty in made} == {NAMED}
    assert [move.id for move in rows(Move) if move.detail.get("request") == NAMED] == [made[0].move_id]
    assert {line["request"] for line in json_log.of("duban.acts")} == {NAMED}
    assert [line["duty"] for line in json_log.of("duban.notify") if line["request"] == NAMED] == [d.id for d in made]
    assert [line["said"] for line in json_log.of("duban.notify") if line["request"] == NAMED] == [
        f"told {duty.what.value} of request {NAMED}" for duty in made
    ]
    assert [line["said"] for line in json_log.of("duban.inbox") if line["request"] == NAMED] == [
        f"POST /tasks/{task_id}/acts/decline"
    ]


def test_a_promise_of_the_clock_belongs_to_no_request(world: World) -> None:
    assert {duty.detail.get("request") for duty in rows(Duty)} == {None}
