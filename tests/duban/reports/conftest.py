"""A home folder whose plan has lived half a year; built once, copied for each test that opens it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from homes import copy_home, use
from world_of_reports import AS_OF, lived_world

from duban import database
from duban.reports.kinds import KINDS, make_report
from duban.reports.report import Report
from duban.reports.summary import make_summary
from duban.reports.values import Summary


@pytest.fixture(scope="session")
def lived(registered: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary]:
    """The folder and the summary of the plan in it; read only."""
    folder = tmp_path_factory.mktemp("lived") / "home"
    copy_home(registered, folder)
    use(folder)
    with database.writing() as session:
        plan_id = lived_world(session).plan.id or 0
    with database.reading() as session:
        summary = make_summary(session, plan_id, now=AS_OF)
    database.dispose()
    return folder, summary


@pytest.fixture(scope="session")
def reports(lived: tuple[Path, Summary], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """Every report on the lived plan on 30 June 2026, by the name of its kind."""
    folder = tmp_path_factory.mktemp("reported") / "home"
    copy_home(lived[0], folder)
    use(folder)
    with database.reading() as session:
        made = {k.name: make_report(session, 1, k, now=AS_OF, about="2" if k.about else "") for k in KINDS}
    database.dispose()
    return made


@pytest.fixture
def summary(lived: tuple[Path, Summary]) -> Summary:
    """The summary of the lived plan on 30 June 2026."""
    return lived[1]


@pytest.fixture
def lived_home(lived: tuple[Path, Summary], tmp_path: Path) -> Iterator[Path]:
    """A fresh home folder with the lived plan in its database."""
    folder = tmp_path / "home"
    copy_home(lived[0], folder)
    use(folder)
    yield folder
    database.dispose()
