"""Laws that hold in every ledger, whatever happened: it replays, nobody judges their own doing, the clock never approves."""

from collections.abc import Iterator
from typing import Any

from driving.reference import LIVES as DRIVEN
from driving.town import PLANS
from models.words import Life
from workflows.lives import LIVES

Move = tuple[Any, ...]
YES = {
    "approve",
    "grant",
    "pass_check",
    "verify",
    "adopt",
    "decide",
    "issue",
    "conclude",
    "accept",
    "publish",
    "confirm",
}
# fmt: off
TWO_SIDES = {
    # life        does it         judges it
    "task":      ({"report"},      {"pass_check"}),
    "extension": ({"request"},     {"grant", "refuse"}),
    "finding":   ({"claim_fixed"}, {"verify"}),
    "exemplar":  ({"nominate"},    {"adopt", "pass_over"}),
}
# fmt: on


def row_of(move: Move) -> str:
    """Name the row of the rules that a move fired."""
    life, _, _, act, came_from, _, role, *_ = move
    for number, row in enumerate(LIVES[Life(life)].rows, start=1):
        if row.may == act and row.who == role and came_from in row.sources:
            return name_of(life, number)
    raise AssertionError(f"no row of {life} lets {role} {act} when it is {came_from}")


def name_of(life: str, number: int) -> str:
    row = LIVES[Life(life)].rows[number - 1]
    return f"{life} {number}: {'/'.join(row.sources)} {row.who} {row.may}"


def every_row() -> list[str]:
    """Name every row of every life that the town knows."""
    known = {life: one for life, one in LIVES.items() if life in DRIVEN}
    return [name_of(life, number) for life, one in known.items() for number in range(1, len(one.rows) + 1)]


def not_driven() -> list[str]:
    """Name the lives that the town does not know: only their matrices, written by hand, speak of them."""
    return [life.value for life in LIVES if life not in DRIVEN]


def broken_laws(ledger: list[Move]) -> list[str]:
    """List what is broken in a ledger that began with the plans drafted."""
    return [*_gaps(ledger), *_own_judges(ledger), *_clock_says_yes(ledger)]


def _gaps(ledger: list[Move]) -> Iterator[str]:
    now: dict[tuple[str, int], tuple[int, str]] = {}
    for life, subject, version, _, came_from, became, *_ in ledger:
        at_first = (1, "drafted") if life == "plan" and subject in PLANS else (0, "new")
        before = now.get((life, subject), at_first)
        if (version, came_from) != (before[0] + 1, before[1]):
            yield f"{life} {subject}: version {version} from {came_from} after {before}"
        now[life, subject] = (version, became)


def _own_judges(ledger: list[Move]) -> Iterator[str]:
    did: dict[tuple[str, int], set[int]] = {}
    for life, subject, _, act, _, _, _, _, hands in ledger:
        does, judges = TWO_SIDES.get(life, (set(), set()))
        if act in does and act == "report":
            did[life, subject] = set(hands)
        elif act in does:
            did.setdefault((life, subject), set()).update(hands)
        if act in judges and did.get((life, subject), set()) & set(hands):
            yield f"{life} {subject}: {hands} {act} what {did[life, subject]} did"


def _clock_says_yes(ledger: list[Move]) -> Iterator[str]:
    for life, subject, _, act, _, _, role, *_ in ledger:
        if role == "clock" and act in YES:
            yield f"the clock may not {act} {life} {subject}"
