"""A whole sweep in transactions of its own, so that no long one keeps people waiting."""

from datetime import datetime

from duban.actions.sweep import ROUNDS, due_at, sweep_some
from duban.actions.swept import Swept
from duban.database import reading, writing
from duban.quiet import is_quiet

PER_COMMIT = 1000


def sweep_in_hours(*, now: datetime) -> Swept:
    """Do everything that is due, unless it is a day or an hour at which nobody is reminded: then it waits."""
    with reading() as session:
        quiet = is_quiet(session, now)
    return Swept(at=now, quiet=True) if quiet else sweep_all(now=now)


def sweep_all(*, now: datetime, per_commit: int = PER_COMMIT) -> Swept:
    """Do everything that is due at `now`, committing every so many rows; what is committed stays after a crash."""
    swept = Swept(at=now)
    for kinds in ROUNDS:
        with reading() as session:
            dues = due_at(session, now, kinds=kinds)
        for start in range(0, len(dues), per_commit):
            with writing() as session:
                swept += sweep_some(session, dues[start : start + per_commit], now=now)
    return swept
