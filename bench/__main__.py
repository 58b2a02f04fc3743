"""Runs every benchmark in one go and leaves a table and a chart: `make bench`."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from postgres import Server

from bench import table
from bench.acts import CALLERS, acts_on_postgresql, acts_on_sqlite
from bench.ledger_sheet import writing_a_ledger
from bench.peers_beside import Database, peers
from bench.reader import reading_a_megabyte, reading_the_sample
from bench.replay import acts_against_their_own_statements
from bench.reporting import counts_against_group_by
from bench.sealing import sealing_and_verifying
from bench.sweeping import sweep_against_raw


@contextmanager
def server_for_each() -> Iterator[Database]:
    """Start a PostgreSQL that keeps what it says it keeps; give what makes an empty database on it."""
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as folder:
        server = Server(Path(folder), hasty=False).make().start()

        def database(name: str) -> str:
            server.said("postgres", f'create database "{name}"')
            return server.url(name)

        try:
            yield database
        finally:
            server.stop()


@contextmanager
def server_of_our_own() -> Iterator[str]:
    """Start such a server; give an empty database on it."""
    with server_for_each() as database:
        yield database("bench")


def sections() -> Iterator[table.Section]:
    """Give each comparison; what needs something that is not there is told on standard error and left out."""
    for lines in acts_on_sqlite():
        yield f"SQLite: {lines[1].name}", lines
    yield "SQLite: an act against its own statements", acts_against_their_own_statements()
    yield "SQLite: a sweep", sweep_against_raw()
    yield "SQLite: the counts of a report", counts_against_group_by(rounds=3)
    with server_of_our_own() as url:
        for lines in acts_on_postgresql(url):
            yield f"PostgreSQL: {lines[1].name}", lines
    with server_of_our_own() as url:
        yield "PostgreSQL: the counts of a report", counts_against_group_by(rounds=3, url=url)
    if os.environ.get("BENCH_PEERS"):
        for callers in (1, CALLERS):
            yield f"SQLite: peers, {callers} at once; how many times as fast we are", peers(callers)
            with server_for_each() as database:
                yield f"PostgreSQL: peers, {callers} at once; how many times as fast we are", peers(callers, database)
    else:
        print("no BENCH_PEERS: peers are left out", file=sys.stderr)


if __name__ == "__main__":
    print(table.write(list(sections())))
    print(reading_the_sample())
    print(reading_a_megabyte())
    print(sealing_and_verifying())
    with server_of_our_own() as server:
        print(sealing_and_verifying(url=server))
    print(writing_a_ledger())
    with server_of_our_own() as server:
        print(writing_a_ledger(url=server))
