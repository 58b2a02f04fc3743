"""Garbage that waits for a connection holds up nobody who serves."""

import subprocess
import sys
from pathlib import Path

ASIDE = "from duban.up_garbage import collect_aside\ncollect_aside()"
STORY = """
import sqlite3, sys, threading, time
from contextlib import closing
{aside}
file = sys.argv[1]
with closing(sqlite3.connect(file, isolation_level=None)) as writing:
    writing.execute("PRAGMA journal_mode = WAL")
    writing.execute("CREATE TABLE t (x)")
    waiting = sqlite3.connect(file, isolation_level=None, check_same_thread=False, timeout=600)
    open_cursor = waiting.execute("SELECT 1 UNION SELECT 2")
    circle = [open_cursor]
    circle.append(circle)
    del circle, open_cursor
    writing.execute("BEGIN IMMEDIATE")
    threading.Thread(target=waiting.execute, args=("BEGIN IMMEDIATE",), daemon=True).start()
    time.sleep(0.5)  # it has asked for the lock by now, and holds its connection until it gets it
    print("begun", flush=True)
    kept = [[] for _ in range(200_000)]
    time.sleep(1)
    writing.execute("ROLLBACK")
print("ended", flush=True)
"""


def said(story: str, file: Path, *, patience_s: float) -> list[str]:
    """Run a story in a process of its own; give what it said before it ended or was given up."""
    with subprocess.Popen([sys.executable, "-c", story, str(file)], stdout=subprocess.PIPE, text=True) as child:
        try:
            return child.communicate(timeout=patience_s)[0].split()
        except subprocess.TimeoutExpired:
            child.kill()
            return child.communicate()[0].split()


def test_a_cursor_that_is_garbage_does_not_stop_the_writer_its_connection_waits_for(tmp_path):
    assert said(STORY.format(aside=ASIDE), tmp_path / "a.db", patience_s=60) == ["begun", "ended"]


def test_collected_where_objects_are_made_it_would_stop_the_writer(tmp_path):
    assert said(STORY.format(aside=""), tmp_path / "a.db", patience_s=4) == ["begun"]
