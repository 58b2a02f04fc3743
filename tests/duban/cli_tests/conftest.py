"""Runs `duban` as a person does, at a fixed time, on a home that holds the sample register and the sample plan."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_testing import NOW, Duban, Said, Sheet
from homes import copy_home, use

from duban import database
from duban.settings import settings


@pytest.fixture
def duban(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Duban:
    """Run one command, in this process."""
    from duban.cli import main

    monkeypatch.setattr("duban.clock.now", lambda: NOW)

    def run(*words: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["duban", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfd.readouterr()
        assert isinstance(ended.value.code, int)
        return Said(ended.value.code, out, err)

    return run


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Changes environment variables; what was read of them is forgotten before and after."""
    database.dispose()
    settings.cache_clear()
    yield monkeypatch
    monkeypatch.undo()
    database.dispose()
    settings.cache_clear()


@pytest.fixture(scope="session")
def noticed(registered: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the sample notice imported; copied, never used itself."""
    from duban.actions.plans import import_reading
    from duban.database import reading, writing
    from duban.lookups import person_named
    from duban.notices import read_notice
    from duban.samples import NOTICE

    home = tmp_path_factory.mktemp("noticed") / "home"
    copy_home(registered, home)
    use(home)
    with reading() as session:
        planner = person_named(session, "ji.xiaozhou")
    with writing() as session:
        import_reading(session, read_notice(NOTICE), by=planner, now=NOW)
    database.dispose()
    return home


@pytest.fixture
def drafted(noticed: Path, tmp_path: Path) -> Iterator[Path]:
    """A fresh home with the sample plan drafted."""
    home = tmp_path / "home"
    copy_home(noticed, home)
    use(home)
    yield home
    database.dispose()


@pytest.fixture
def sheet(drafted: Path, duban: Duban, tmp_path: Path) -> Sheet:
    """The sheet of the sample plan, just exported."""
    path = tmp_path / "方案.xlsx"
    assert duban("plan", "export", "1", "--out", str(path)).code == 0
    return Sheet(path)
