"""A whole sweep in transactions of its own, so that no long one keeps people waiting; or a share of it."""

from dataclasses import dataclass
from datetime import datetime

from duban.actions.sweep import ROUNDS, count_due, due_at, sweep_some
from duban.actions.swept import Due, DueKind, Swept
from duban.database import reading, writing
from duban.garbage import seldom_collecting
from duban.quiet import is_quiet

PER_COMMIT = 1000
OPENED_FIRST, THEN = ROUNDS


@dataclass(frozen=True, slots=True)
class Share:
    """One of `of` shares of what is due, which as many workers do at once; the first is number 0.

    Whose share a row is depends on its id alone, so it is the same whoever looks when.
    """

    number: int = 0
    of: int = 1

    def has(self, due: Due) -> bool:
        return due.subject_id % self.of == self.number


WHOLE = Share()


def sweep_in_hours(*, now: datetime) -> Swept:
    """Do everything that is due, unless it is a day or an hour at which nobody is reminded: then it waits."""
    return Swept(at=now, quiet=True) if quiet_at(now) else sweep_all(now=now)


def quiet_at(now: datetime) -> bool:
    """Say whether this is a day or an hour at which nobody is reminded."""
    with reading() as session:
        return is_quiet(session, now)


@seldom_collecting()
def sweep_all(*, now: datetime, per_commit: int = PER_COMMIT) -> Swept:
    """Do everything that is due at `now`, committing every so many rows; what is committed stays after a crash."""
    return open_periods(now=now, per_commit=per_commit) + sweep_share(now=now, per_commit=per_commit)


def open_periods(*, now: datetime, per_commit: int = PER_COMMIT) -> Swept:
    """Open the tasks of every period that begins; before anything else, for they may be due for a reminder at once."""
    return _sweep(_due(now, OPENED_FIRST), now=now, per_commit=per_commit, share=WHOLE)


@seldom_collecting()
def sweep_share(
    share: Share = WHOLE, *, now: datetime, per_commit: int = PER_COMMIT, in_words: int | None = None
) -> Swept:
    """Do a share of everything else that is due; `in_words`: how many steps are told in words, else all.

    Shares that overlap do nothing twice: what another one has in hand is left alone (on PostgreSQL by its row locks).
    """
    return _sweep(_due(now, THEN), now=now, per_commit=per_commit, share=share, in_words=in_words)


def still_due(*, now: datetime) -> frozenset[Due]:
    """Give what is due at `now`, but for periods to open."""
    return frozenset(_due(now, THEN))


def how_many_due(*, now: datetime) -> int:
    """Count what is due at `now`, but for periods to open."""
    with reading() as session:
        return count_due(session, now, kinds=THEN)


def _due(now: datetime, kinds: tuple[DueKind, ...]) -> list[Due]:
    with reading() as session:
        return due_at(session, now, kinds=kinds)


def _sweep(dues: list[Due], *, now: datetime, per_commit: int, share: Share, in_words: int | None = None) -> Swept:
    swept, mine = Swept(at=now), [due for due in dues if share.has(due)]
    for start in range(0, len(mine), per_commit):
        left = None if in_words is None else max(in_words - len(swept.steps), 0)
        with writing() as session:
            swept += sweep_some(session, mine[start : start + per_commit], now=now, in_words=left)
    return swept
