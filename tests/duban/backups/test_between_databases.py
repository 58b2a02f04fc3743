"""One archive, whichever database it is of: made of the one and restored into the other, with the same ledger."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from homes import use
from postgres import Server, temporary_folder
from small_plan import LIAISON, Small, at, rows

from duban import database
from duban.backups import back_up
from duban.evidence import path_of
from duban.kept_notices import kept
from duban.ledger.sealing import seal
from duban.ledger.verifying import verify
from duban.moving_rows import at_one_moment
from duban.restoring import restore
from duban.settings import settings
from models.errors import BadInput
from models.record import Move
from models.task import Evidence
from models.words import Act

pytestmark = pytest.mark.sqlite

THEN = at("2026-01-08 09:00")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    made = Server(temporary_folder()).make().start()
    try:
        yield made
    finally:
        made.stop()
        shutil.rmtree(made.folder)


@pytest.fixture
def empty(server: Server) -> str:
    """The URL of an empty database."""
    server.copy("template1", "empty")
    return server.url("empty")


def point(monkeypatch: pytest.MonkeyPatch, home: Path, url: str) -> None:
    database.dispose()
    monkeypatch.setenv("DUBAN_HOME", str(home))
    monkeypatch.setenv("DUBAN_DATABASE_URL", url)
    settings.cache_clear()


def moves() -> list[dict[str, object]]:
    return [move.model_dump() for move in rows(Move)]


def test_a_backup_of_a_file_is_restored_on_a_server_and_back_and_nothing_has_changed(
    busy: Small, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty: str
) -> None:
    before, found = moves(), verify()
    point(monkeypatch, tmp_path / "there", empty)
    moved = restore(archive, tmp_path / "there", now=THEN)
    on_server = moves(), verify(), [path_of(one.sha256).exists() for one in rows(Evidence)]
    again = back_up(tmp_path / "again.zip", now=THEN)
    point(monkeypatch, tmp_path / "back", "")
    back = restore(tmp_path / "again.zip", tmp_path / "back", now=THEN)

    assert (moved.faults, back.faults) == ((), ())
    assert not list((tmp_path / "there").glob("duban.db*"))
    assert on_server == (before, found, [True])
    assert (moves(), verify()) == (before, found)
    assert again.counts == moved.manifest.counts


def test_notices_read_against_a_plan_go_along(
    busy: Small, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty: str
) -> None:
    held = [path.read_bytes() for path in kept()]
    point(monkeypatch, tmp_path / "there", empty)
    restore(archive, tmp_path / "there", now=THEN)
    on_server = [path.read_bytes() for path in kept()]
    back_up(tmp_path / "again.zip", now=THEN)
    point(monkeypatch, tmp_path / "back", "")
    restore(tmp_path / "again.zip", tmp_path / "back", now=THEN)

    assert held == ["“更新展项”工作延期至4月30日前完成。".encode()]
    assert (on_server, [path.read_bytes() for path in kept()]) == (held, held)


def test_work_goes_on_after_the_move(
    busy: Small, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty: str
) -> None:
    point(monkeypatch, tmp_path / "there", empty)
    restore(archive, tmp_path / "there", now=THEN)
    count = len(moves())
    busy.does(LIAISON, Act.ADD_ENTRY, busy.plain, at=THEN, percent=30, reason="做了三成")
    shutil.copy(busy.home / "keys" / "ledger.ed25519", tmp_path / "there" / "keys")
    seal(now=THEN)

    assert len(moves()) == count + 1
    assert verify().faults == ()


def test_a_server_that_holds_something_is_left_alone(
    busy: Small, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty: str, server: Server
) -> None:
    server.said("empty", "create table mine (n int)")
    point(monkeypatch, tmp_path / "there", empty)
    with pytest.raises(BadInput, match="里已经有表"):
        restore(archive, tmp_path / "there", now=THEN)

    assert not (tmp_path / "there").exists()
    assert server.said("empty", "select count(*) from information_schema.tables where table_schema = 'public'") == [
        (1,)
    ]


def test_a_server_that_does_not_answer_is_named_without_its_password(
    busy: Small, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    point(monkeypatch, tmp_path / "there", "postgresql+psycopg://clerk:letmein@127.0.0.1:9/duban")
    for ask in (lambda: restore(archive, tmp_path / "there", now=THEN), lambda: back_up(tmp_path / "b.zip", now=THEN)):
        with pytest.raises(BadInput, match="连不上 postgresql") as refused:
            ask()
        assert "letmein" not in str(refused.value)


def test_a_home_that_cannot_be_placed_leaves_the_server_empty(
    busy: Small, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty: str, server: Server
) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "mine.txt").write_text("mine")
    (tmp_path / "there.before-20260108-090000").mkdir()
    point(monkeypatch, tmp_path / "there", empty)
    with pytest.raises(BadInput, match="已经有了"):
        restore(archive, tmp_path / "there", now=THEN, force=True)

    assert server.said("empty", "select count(*) from information_schema.tables where table_schema = 'public'") == [
        (0,)
    ]
    use(busy.home)


def test_what_is_written_meanwhile_is_not_seen(empty: str, server: Server) -> None:
    server.said("empty", "create table number (n int)")
    with at_one_moment(empty) as there:
        seen = [there.exec_driver_sql("select count(*) from number").scalar()]
        server.said("empty", "insert into number values (1)")
        seen.append(there.exec_driver_sql("select count(*) from number").scalar())

    assert seen == [0, 0]
    assert server.said("empty", "select count(*) from number") == [(1,)]
