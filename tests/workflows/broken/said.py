"""What is said of every broken definition, in full: python tests/workflows/broken/said.py writes it down anew."""

import json
import sys
from pathlib import Path
from typing import Any

from product import BROKEN

from workflows.exploring.exploration import explore
from workflows.lives import LIVES

PAGE = Path(__file__).with_name("said.json")


def said() -> dict[str, Any]:
    """Give for each broken definition how much was explored, and every fault in both languages."""
    found = {}
    for broken in BROKEN:
        explored = explore(LIVES | {broken.rules.life: broken.rules}, [broken.where])
        found[broken.what] = {
            "worlds": explored.worlds,
            "steps": explored.steps,
            "questions": explored.questions,
            "faults": [[fault.in_language("zh"), fault.in_language("en"), fault.trace] for fault in explored.faults],
        }
    return found


if __name__ == "__main__":
    PAGE.write_text(json.dumps(said(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
