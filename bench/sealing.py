"""Sealing and verifying the whole ledger: how long, and the memory it takes at most.

Run alone with another number of Moves: `python -m bench.sealing 1000000`.
"""

import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from time import perf_counter

MOVES, STEPS = 100_000, 10
BEGUN = datetime(2026, 1, 6, 1, 0, tzinfo=UTC)
COLUMNS = "life, subject_id, version, at, act, became_from, became, role, person_id, hands, why, detail, rules"


def sealing_and_verifying(moves: int = MOVES) -> str:
    """Seal and verify so many made-up Moves of a tenth as many findings, each in a process of its own."""
    with tempfile.TemporaryDirectory() as home:
        _in(home, "fill", moves)
        (sealed, peak), (verified, peak_of_verify) = _in(home, "seal", moves), _in(home, "verify", moves)
    return (
        f"seal {moves:,} Moves  {sealed:6.1f} s  {sealed / moves * 1e6:5.1f} µs each  {peak:.0f} MB at most   "
        f"verify  {verified:6.1f} s  {verified / moves * 1e6:5.1f} µs each  {peak_of_verify:.0f} MB at most"
    )


def _in(home: str, what: str, moves: int) -> tuple[float, float]:
    """Run one step in a process of its own; give its seconds and its largest size in MB."""
    ran = subprocess.run(
        [sys.executable, "-m", "bench.sealing", what, str(moves)],
        env=os.environ | {"DUBAN_HOME": home, "DUBAN_DATABASE_URL": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, peak = ran.stdout.split()[-2:]
    return float(seconds), float(peak)


def _fill(moves: int) -> None:
    """Make findings with ten Moves each, as the application would have written them."""
    from duban.schema import migrate
    from duban.settings import settings

    migrate()
    with closing(sqlite3.connect(settings().home / "duban.db")) as raw:
        raw.executemany(f"INSERT INTO move ({COLUMNS}) VALUES ({', '.join('?' * 13)})", _moves(moves))
        raw.execute(
            "INSERT INTO finding (id, state, version, plan_id, unit_id, text, fix) "
            "SELECT subject_id, 'verified', MAX(version), 1, 1, '台账不全。', '' FROM move GROUP BY subject_id"
        )
        raw.commit()


def _moves(count: int) -> Iterator[tuple[object, ...]]:
    ways = [
        ("new", "found"),
        ("found", "assigned"),
        *[("assigned", "assigned")] * (STEPS - 3),
        ("assigned", "verified"),
    ]
    for n in range(count):
        step, subject = n * STEPS // count, n % (count // STEPS)
        at = (BEGUN + timedelta(seconds=n)).strftime("%Y-%m-%d %H:%M:%S.%f")
        detail = f'{{"text": "\\u529e\\u7406\\u5230\\u7b2c{n}\\u6b65", "percent": {step * 10}}}'
        yield (
            "finding", subject + 1, step + 1, at, "assign", *ways[step], "planner", n % 300, f"[{n % 300}]",
            "按计划推进，材料已核。", detail, "e13905c0b9d93913",
        )  # fmt: skip


def _seal(moves: int) -> None:
    from duban.ledger.sealing import seal

    assert seal(now=BEGUN).moves == moves


def _verify(moves: int) -> None:
    from duban.ledger.verifying import verify

    found = verify()
    assert (found.sealed, found.faults) == (moves, ())


STEPS_OF = {"fill": _fill, "seal": _seal, "verify": _verify}

if __name__ == "__main__":
    if sys.argv[1] not in STEPS_OF:
        print(sealing_and_verifying(int(sys.argv[1])))
    else:
        begun = perf_counter()
        STEPS_OF[sys.argv[1]](int(sys.argv[2]))
        print(perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
