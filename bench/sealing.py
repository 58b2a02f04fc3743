"""Sealing and verifying the whole ledger: how long, and the memory it takes at most.

Run alone with another number of Moves, on SQLite and then on PostgreSQL: `python -m bench.sealing 1000000`.
"""

import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from time import perf_counter

import psycopg

MOVES, STEPS = 100_000, 10
BEGUN = datetime(2026, 1, 6, 1, 0, tzinfo=UTC)
COLUMNS = "life, subject_id, version, at, act, became_from, became, role, person_id, hands, why, detail, rules"
FINDINGS = (
    "INSERT INTO finding (id, state, version, plan_id, unit_id, text, fix) "
    "SELECT subject_id, 'verified', MAX(version), 1, 1, '台账不全。', '' FROM move GROUP BY subject_id"
)


def sealing_and_verifying(moves: int = MOVES, *, url: str = "") -> str:
    """Seal and verify so many made-up Moves of a tenth as many findings, each in a process of its own."""
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"DUBAN_HOME": home, "DUBAN_DATABASE_URL": url}
        _in(environment, "fill", moves)
        sealed, peak = _in(environment, "seal", moves)
        verified, peak_of_verify = _in(environment, "verify", moves)
    return (
        f"{'PostgreSQL' if url else 'SQLite'}: seal {moves:,} Moves  "
        f"{sealed:6.1f} s  {sealed / moves * 1e6:5.1f} µs each  {peak:.0f} MB at most   "
        f"verify  {verified:6.1f} s  {verified / moves * 1e6:5.1f} µs each  {peak_of_verify:.0f} MB at most"
    )


def _in(environment: Mapping[str, str], what: str, moves: int) -> tuple[float, float]:
    """Run one step in a process of its own; give its seconds and its largest size in MB."""
    ran = subprocess.run(
        [sys.executable, "-m", "bench.sealing", what, str(moves)],
        env=environment,
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
    if settings().database_url:
        with psycopg.connect(settings().database_url.replace("postgresql+psycopg", "postgresql")) as server:
            server.execute(
                "SET session_replication_role = replica"
            )  # rows that name a plan and a unit that are not there
            with server.cursor().copy(f"COPY move ({COLUMNS}) FROM STDIN") as copy:
                for row in _moves(moves):
                    copy.write_row(row)
            server.execute(FINDINGS)
        return
    with closing(sqlite3.connect(settings().home / "duban.db")) as raw:
        raw.executemany(f"INSERT INTO move ({COLUMNS}) VALUES ({', '.join('?' * 13)})", _moves(moves))
        raw.execute(FINDINGS)
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
    from bench.__main__ import server_of_our_own

    if sys.argv[1] not in STEPS_OF:
        print(sealing_and_verifying(int(sys.argv[1])))
        with server_of_our_own() as server:
            print(sealing_and_verifying(int(sys.argv[1]), url=server))
    else:
        begun = perf_counter()
        STEPS_OF[sys.argv[1]](int(sys.argv[2]))
        print(perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
