"""A database that a first release had written, migrated to today's: every row is kept, and the work goes on.

`first_release.sql` was written by the program itself as it was then: its rows, not what somebody thinks they were.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from homes import copy_home, use
from small_plan import PLAIN, Small, at, rows
from sqlalchemy import Connection, text

from duban import database
from duban.accounts import check_password
from duban.carrying_over import survey
from duban.database import engine, reading, writing
from duban.definitions import in_force, unrecorded
from duban.ledger.sealing import seal
from duban.ledger.verifying import verify
from duban.revisions import NewerDatabase, known, newest
from duban.schema import alembic_config, migrate
from duban.sweeping import sweep_all
from models.question import Extension
from models.record import Move
from models.register import Person
from models.tables import metadata
from models.task import Task
from models.values import Actor
from models.words import Act, Life
from workflows.landing import Lands

FIRST = "0002"
"""The schema at which the product first ran."""
PASSWORD = "a long pass phrase of old"


def _lay(connection: Connection) -> None:
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, FIRST)
    _in_utc(connection)
    for statement in (Path(__file__).parent / "first_release.sql").read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            connection.connection.cursor().execute(statement)
    if connection.dialect.name == "postgresql":
        _count_on(connection)
    connection.commit()


def _count_on(connection: Connection) -> None:
    """Let the sequences stand where the rows that were numbered by them left them."""
    owned = "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'id' AND column_default IS NOT NULL"
    for (table,) in connection.exec_driver_sql(owned).fetchall():
        connection.exec_driver_sql(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM {table}), false)"
        )


def _in_utc(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET TIME ZONE 'UTC'")


def _all(connection: Connection, table: str) -> list[dict[str, Any]]:
    _in_utc(connection)
    return [dict(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table}").mappings()]


@dataclass(frozen=True)
class Upgraded:
    """A home that was migrated; copied, never used itself. `before`: every row as it was, by table."""

    home: Path
    before: dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def migrated_old(tmp_path_factory: pytest.TempPathFactory) -> Upgraded:
    home = tmp_path_factory.mktemp("upgraded")
    use(home)
    with engine().connect().execution_options(writing=True) as connection:
        _lay(connection)
        old = [name for name in metadata.tables if engine().dialect.has_table(connection, name)]
        before = {table: _all(connection, table) for table in old}
    database.dispose()
    migrate()
    database.dispose()
    return Upgraded(home, before)


@pytest.fixture
def upgraded(migrated_old: Upgraded, tmp_path: Path) -> Iterator[Small]:
    use(copy_home(migrated_old.home, tmp_path / "home"))
    yield Small(1, {one.code: Actor(person_id=one.id, name=one.name) for one in rows(Person)}, tmp_path / "home")
    database.dispose()


@pytest.mark.usefixtures("upgraded")
def test_the_tables_are_todays() -> None:
    with engine().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})

        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == newest()


@pytest.mark.usefixtures("upgraded")
def test_every_row_is_kept_as_it_was(migrated_old: Upgraded) -> None:
    """But for `next_at`: the clock looks anew at what it had no say in then; and everybody signs in again."""
    before = {table: found for table, found in migrated_old.before.items() if table != "sign_in"}

    assert {len(before[name]) for name in ("move", "duty", "task", "person")} == {56, 47, 6, 22}
    with engine().connect() as connection:
        for table, old in before.items():
            now = _all(connection, table)
            kept = [name for name in old[0] if name != "next_at"] if old else []

            assert len(now) == len(old), table
            assert _sorted(now, kept) == _sorted(old, kept), table


def _sorted(found: list[dict[str, Any]], kept: list[str]) -> list[str]:
    return sorted(str([row[name] for name in kept if name in row]) for row in found)


@pytest.mark.usefixtures("upgraded")
def test_hands_are_those_who_acted() -> None:
    of_people = [move for move in rows(Move) if move.person_id]

    assert len(of_people) > 10
    assert [move.hands for move in of_people] == [[move.person_id] for move in of_people]  # nobody stood in


@pytest.mark.usefixtures("upgraded")
def test_every_stored_life_lands_in_the_rules_of_today() -> None:
    with reading() as session:
        found = survey(session, in_force())

        assert unrecorded(session) == 0
    assert (len(found.landing(Lands.CANNOT)), len(found.landing(Lands.BY_MAPPING))) == (0, 0)
    assert len(found.landings) == 16  # a plan, 6 tasks with a ladder each, 2 reviews, an extension


def test_the_ledger_is_sealed_and_verifies_and_the_work_goes_on(upgraded: Small) -> None:
    day = at("2026-04-10 10:00")
    sealed = seal(now=day)
    account = check_password("cai.lingran", PASSWORD, now=day)
    extension = rows(Extension)[0]
    upgraded.does("ji.xiaozhou", Act.GRANT, extension.id, Life.EXTENSION, at=day)
    upgraded.does("cai.lingran", Act.ADD_ENTRY, upgraded.plain, at=day, percent=90, text="只差验收")
    sweep_all(now=at("2026-04-20 10:00"))
    seal(now=at("2026-04-20 11:00"))
    found = verify()

    assert (sealed.moves, found.faults, found.unsealed) == (56, (), 0)
    assert account.login == "cai.lingran"
    assert found.moves > 58  # the two acts, and what the clock did
    assert upgraded.tasks(PLAIN)[0].due.date() == date(2026, 4, 30)


def test_a_database_of_a_newer_program_is_refused_in_words_and_left_as_it_is(upgraded: Small) -> None:
    with writing() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.dispose()

    for door in (
        migrate,
        lambda: rows(Task),
        lambda: upgraded.does("mo.cheng", Act.SUSPEND, 1, at=at("2026-05-06 10:00")),
    ):
        with pytest.raises(NewerDatabase, match=f"库结构 9999，本程序只认到 {newest()}"):
            door()


def test_the_revisions_are_those_that_alembic_runs() -> None:
    scripts = ScriptDirectory.from_config(alembic_config())

    assert known() == tuple(sorted(script.revision for script in scripts.walk_revisions()))
    assert scripts.get_current_head() == newest()
