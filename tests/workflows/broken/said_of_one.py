"""What is said of every definition broken by itself, in full: python tests/workflows/broken/said_of_one.py writes it anew."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import single
import together
import toy

from workflows.checking import check, check_policy, check_together
from workflows.fault import Fault, Step
from workflows.lives import LIVES

PAGE = Path(__file__).with_suffix(".json")
Told = list[tuple[str, str, tuple[Step, ...]]]


def said() -> dict[str, Told]:
    """Give for each broken definition every fault in both languages, with the way there."""
    ones = {broken.what: _told(check(broken.rules)) for broken in single.BROKEN}
    toys = {what: _told(check(life)) for what, life, _ in toy.BROKEN}
    lives = {what: _told(check_together({**LIVES, rules.life: rules})) for what, rules, _ in together.TOGETHER}
    panels = {what: _told(check_policy(together.policy_with(panel))) for what, panel, _ in together.PANELS}
    return {**ones, **toys, **lives, **panels}


def _told(faults: Iterable[Fault]) -> Told:
    return [(fault.in_language("zh"), fault.in_language("en"), fault.trace) for fault in faults]


if __name__ == "__main__":
    PAGE.write_text(json.dumps(said(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
