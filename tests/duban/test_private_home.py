"""The folder of all data is its owner's alone, whatever the machine lets new folders be."""

import os
import stat
from pathlib import Path

import pytest
from homes import use

from duban.schema import migrate


@pytest.mark.sqlite
def test_a_new_home_is_closed_to_everybody_else(tmp_path: Path) -> None:
    before = os.umask(0o022)
    use(tmp_path / "new")

    migrate()

    os.umask(before)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
