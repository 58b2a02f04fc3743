"""Checks that the state of every subject is what its Moves come to: state = fold(ledger)."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row

from duban.ledger.faults import Faults
from duban.ledger.stored import streamed
from duban.subjects import TABLES
from models.words import Life
from workflows.lives import LIVES
from workflows.rules import NEW

# Cast, as SQLite would keep a text in a column of numbers.
MOVES = (
    "SELECT CAST(subject_id AS INTEGER), CAST(version AS INTEGER), id, became_from, became FROM move "
    "WHERE life = :life ORDER BY subject_id, version"
)
Step = Row[Any]
"""One Move as read here: subject_id, version, id, became_from, became."""


def fold(connection: Connection, faults: Faults) -> int:
    """Compare every subject of every life with its Moves; give how many subjects there are."""
    subjects = sum(_life(connection, life, faults) for life in TABLES)
    lives = ", ".join(f"'{life.value}'" for life in TABLES)
    strange = f"SELECT life, subject_id, id FROM move WHERE life NOT IN ({lives}) ORDER BY id"  # noqa: S608
    for life, subject_id, move in streamed(connection, strange):
        faults.add("no_subject", subject=(life, subject_id), move=move)
    return subjects


def _life(connection: Connection, life: Life, faults: Faults) -> int:
    """Walk subjects and Moves of one life side by side, both in the order of the subject's id."""
    table = TABLES[life].__tablename__
    subjects = streamed(connection, f"SELECT id, state, version FROM {table} ORDER BY id")  # noqa: S608
    histories = _histories(streamed(connection, MOVES, life=life.value))
    subject, history, count = next(subjects, None), next(histories, None), 0
    while subject is not None or history is not None:
        if history is None or (subject is not None and subject[0] < history[0]):
            faults.add("no_moves", subject=(life.value, subject[0]))  # type: ignore[index]
            subject, count = next(subjects, None), count + 1
        elif subject is None or history[0] < subject[0]:
            _follow(life, history, faults)
            faults.add("no_subject", subject=(life.value, history[0]), move=history[1][0][2])
            history = next(histories, None)
        else:
            _compare(life, subject, _follow(life, history, faults), faults)
            subject, history, count = next(subjects, None), next(histories, None), count + 1
    return count


def _histories(steps: Iterator[Step]) -> Iterator[tuple[int, list[Step]]]:
    for subject_id, group in groupby(steps, key=lambda step: step[0]):
        yield subject_id, list(group)


def _follow(life: Life, history: tuple[int, list[Step]], faults: Faults) -> Step:
    """Go through the Moves of one subject: versions dense, each from where the one before ended. Give the last."""
    subject, (at, version) = (life.value, history[0]), (NEW, 0)
    for step in history[1]:
        if step[1] != version + 1:
            faults.add("dense", subject=subject, move=step[2], version=version + 1)
        elif step[3] != at:
            faults.add("chain", subject=subject, move=step[2], **_states(life, state=step[3], became=at))
        at, version = step[4], step[1]
    return history[1][-1]


def _compare(life: Life, subject: Row[Any], last: Step, faults: Faults) -> None:
    number, state, version = subject
    if state != last[4]:
        faults.add("state", subject=(life.value, number), move=last[2], **_states(life, state=state, became=last[4]))
    if version != last[1]:
        faults.add("version", subject=(life.value, number), move=last[2], version=version, last=last[1])


def _states(life: Life, **values: str) -> dict[str, Any]:
    """Give the words of states, or what stands there instead of one."""
    known = {state.value: state for state in LIVES[life].states}
    return {name: known.get(value, value) for name, value in values.items()}
