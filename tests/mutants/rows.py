"""Makes every mistake in a row of a life; the hand-written matrix has to differ, and most answers do too."""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

from mutating import ROOT

sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "workflows")]

from by_hand import told, written  # noqa: E402
from expectation import EXPECTED, expected, outcome_of  # noqa: E402
from possible_facts import generous  # noqa: E402
from row_mutants import Mistake, mistakes  # noqa: E402
from truth import TRUTH  # noqa: E402

from models.words import Act, Life, Role  # noqa: E402
from workflows.given import Asking  # noqa: E402
from workflows.lives import LIVES  # noqa: E402
from workflows.rules import NEW, Lifecycle  # noqa: E402


def main() -> int:
    made: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    missed: list[str] = []
    for life in Life:
        for mistake in mistakes(LIVES[life]):
            made[mistake.kind] += 1
            answered[mistake.kind] += _answers_differ(LIVES[life], mistake)
            if told(mistake.rows) == written(life):
                missed.append(f"{life}: {mistake.kind}: {mistake.row}")
    for kind, count in made.most_common():
        print(f"{kind:24} {count:5} made, {answered[kind]:5} change an answer")
    total = sum(made.values())
    print(f"{'rows':24} {total:5} made, {total - len(missed):5} killed by the matrix, {len(missed)} survived")
    print("\n".join(missed))
    return 1 if missed else 0


def _answers_differ(lifecycle: Lifecycle[Any], mistake: Mistake) -> bool:
    changed = replace(lifecycle, rows=mistake.rows)
    return any(
        outcome_of(changed, state, act, facts) != expected(lifecycle.life, state, act, facts)
        for state, act, facts in _questions(lifecycle, mistake.acts)
    )


def _questions(lifecycle: Lifecycle[Any], acts: frozenset[Act]) -> Iterator[tuple[str, Act, Asking]]:
    """Ask about some acts in every state: each role alone and any two that may do it, all granted, then all but one."""
    life = lifecycle.life
    for state, act in product((NEW, *(state.value for state in lifecycle.states)), acts):
        cells = EXPECTED[life].get((state, act.value), [])
        together = frozenset(Role(cell.who) for cell in cells)
        untrue = [case for name in {n for c in cells for n in c.if_} for case, true in TRUTH[life][name] if not true]
        for roles in (*(frozenset({role}) for role in Role), together):
            for facts in generous(life, roles):
                yield from ((state, act, replace(facts, **case)) for case in ({}, *untrue))


if __name__ == "__main__":
    sys.exit(main())
