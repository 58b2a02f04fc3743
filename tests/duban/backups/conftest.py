"""A small plan with evidence, an amending notice and a sealed ledger."""

from pathlib import Path

import pytest
from small_plan import LIAISON, Small, at

from duban.evidence import attach
from duban.kept_notices import keep
from duban.ledger.sealing import seal
from models.words import Act

THEN = at("2026-01-07 09:00")
FILE = "展项清单。".encode()
NOTICE = "“更新展项”工作延期至4月30日前完成。".encode()


@pytest.fixture
def busy(small: Small) -> Small:
    """The issued plan, a task of it signed for, evidence attached, a notice read against it, sealed."""
    small.does(LIAISON, Act.ACCEPT, small.plain, at=THEN)
    attach(small.plain, "清单.txt", FILE, by=small.people[LIAISON], now=THEN)
    keep(NOTICE, ".txt", at_most_bytes=len(NOTICE))
    seal(now=THEN)
    return small


@pytest.fixture
def archive(busy: Small, tmp_path: Path) -> Path:
    from duban.backups import back_up

    file = tmp_path / "backup.zip"
    back_up(file, now=THEN)
    return file
