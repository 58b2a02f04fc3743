"""Secrets never come into a log: each is planted where it is used, things are made to fail, and every log is read."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from inbox_browser import As, Browser
from logged import Logged
from rest_program import with_operator
from sqlalchemy.exc import IntegrityError
from test_inbox_codes import switched_on
from world import PEOPLE, World

from duban.cli.wrong import problem_of
from duban.database import engine
from duban.doctor import look_over
from duban.notify import deliver
from duban.settings import settings
from duban.tokens import TokenWanted, add_token
from duban.webhooks.registering import HookWanted, add_webhook
from models.words import Scope

PLANTED = "Planted-5ecret"
IN_SETTINGS = {
    "DUBAN_SMTP_URL": f"smtp://duban:{PLANTED}-smtp@127.0.0.1:1",
    "DUBAN_PREFECT_AUTH": f"duban:{PLANTED}-prefect",
    "DUBAN_MONITOR_TOKEN": f"{PLANTED}-monitor",
    "DUBAN_OIDC_CLIENT_SECRET": f"{PLANTED}-oidc",
    "DUBAN_LOG_FORMAT": "json",
}


@pytest.fixture
def log(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Logged]:
    for name, value in IN_SETTINGS.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    with Logged().written() as logged:
        yield logged
    settings.cache_clear()


def test_the_log_would_show_a_secret_that_is_written(log: Logged) -> None:
    logging.getLogger("duban.inbox").warning("here is %s", f"{PLANTED}-smtp")

    assert PLANTED in log.text


def test_what_somebody_types_at_the_door_is_not_logged(log: Logged, as_: As, stranger: Browser, world: World) -> None:
    feng = as_("feng")
    totp, recovery = switched_on(feng, world)
    secret, _ = add_token(TokenWanted("程序", (Scope.READ,)), by=world.people["feng"], now=world.now)
    stranger.sign_in(PEOPLE["feng"], f"{PLANTED}-password")
    stranger.get(f"/sign-in?next=/&password={PLANTED}-query")
    stranger.get("/feeds/planted-feed-secret.ics")
    stranger.client.get("/api/v1/tasks", headers={"authorization": f"Bearer {secret}"})

    assert len(log.of("duban.inbox")) > 5
    assert [
        one
        for one in (PLANTED, totp, pyotp.TOTP(totp).at(world.now), secret, "planted-feed", *recovery)
        if one in log.text
    ] == []


@pytest.mark.sqlite
def test_a_fault_of_the_database_is_logged_without_what_was_to_be_stored(log: Logged, world: World) -> None:
    operator = world.people[with_operator(world)]
    hook = add_webhook(HookWanted("https://93.184.216.34/hook"), by=operator, now=world.now)
    with engine().begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON webhook BEGIN SELECT RAISE(ABORT, 'no room'); END"
        )
    with pytest.raises(IntegrityError, match="no room") as raised:
        add_webhook(HookWanted(f"https://93.184.216.34/{PLANTED}"), by=operator, now=world.now)
    logging.getLogger("duban.inbox").error("fault", exc_info=raised.value)

    assert "INSERT INTO webhook" in log.text
    assert [one for one in (PLANTED, hook.secret) if one in log.text] == []


def test_mail_that_cannot_be_sent_is_logged_without_the_password(log: Logged, world: World) -> None:
    delivered = deliver(now=world.now)

    assert len(delivered.troubled) > 5
    assert log.of("duban.notify")
    assert PLANTED not in log.text + str(delivered)


def test_a_database_out_of_reach_is_told_without_its_password(
    log: Logged, world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DUBAN_DATABASE_URL", f"postgresql+psycopg://duban:{PLANTED}@127.0.0.1:1/duban")
    told = subprocess.run(
        [sys.executable, "-m", "duban", "task", "list"],
        capture_output=True,
        text=True,
        env=os.environ | {"DUBAN_HOME": str(tmp_path)},
        check=False,
    )

    assert told.returncode == 3
    assert "127.0.0.1" in told.stderr
    assert PLANTED not in told.stdout + told.stderr


def test_a_fault_of_a_command_is_noted_without_what_is_in_the_settings(log: Logged, world: World) -> None:
    problem = problem_of(RuntimeError("broken"))
    seen = look_over(now=world.now)
    logs = "".join(file.read_text() for file in (settings().home / "logs").glob("*"))

    assert "RuntimeError" in logs
    assert PLANTED not in logs + problem.sentence.zh + str(seen)
