"""The page of excused mutants names lines that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "mutants.md").read_text(encoding="utf-8")


def test_every_excused_mutant_is_of_a_line_that_is_there() -> None:
    excused, file = [], ""
    for line in PAGE.splitlines():
        if head := re.match(r"^## `(.+)`$", line):
            file = head[1]
        elif told := re.match(r"^- `(.+?)` → ", line):
            excused.append((file, told[1]))

    sources = {name: " ".join((ROOT / name).read_text(encoding="utf-8").split()) for name, _ in excused}

    assert excused
    assert [(name, was) for name, was in excused if was not in sources[name]] == []
