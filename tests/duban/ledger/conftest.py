"""A home whose Moves are sealed in two seals, and whoever attacks it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from attacker import FIRST, SECOND, Attacker
from homes import copy_home, use
from small_plan import Small, everybody

from duban import database
from duban.ledger.sealing import seal
from models.words import Act


@pytest.fixture(scope="session")
def sealed_home(small_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the issued plan sealed, a task signed for, and that sealed too; copied, never used itself."""
    home = tmp_path_factory.mktemp("ledger") / "home"
    copy_home(small_home, home)
    use(home)
    seal(now=FIRST)
    small = Small(1, everybody(), home)
    small.does("cai.lingran", Act.ACCEPT, small.plain, at=SECOND)
    small.does("cai.lingran", Act.ADD_ENTRY, small.plain, at=SECOND, percent=40, text="过半：\n“展项”已到。")
    seal(now=SECOND)
    database.dispose()
    return home


@pytest.fixture
def ledger(sealed_home: Path, tmp_path: Path) -> Iterator[Small]:
    """The sealed home, in a copy of this test's own."""
    home = tmp_path / "home"
    copy_home(sealed_home, home)
    use(home)
    yield Small(1, everybody(), home)
    database.dispose()


@pytest.fixture
def attacker(ledger: Small) -> Attacker:
    """Somebody with the database file, who takes away its triggers and puts them back."""
    return Attacker(ledger.home)
