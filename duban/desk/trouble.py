"""What a driver raises when the database itself is in trouble: gone, locked, full."""

import sqlite3

from psycopg import OperationalError as PostgresTrouble
from sqlalchemy.exc import OperationalError

TROUBLE = (OperationalError, sqlite3.OperationalError, PostgresTrouble)
LOST = frozenset({"40001", "40P01"})
"""What PostgreSQL answers whoever had to give way: a serialization failure, a deadlock. Tried again, it may go well."""


def gave_way(problem: BaseException) -> bool:
    """Say whether a statement failed because somebody else had to be let through first."""
    return getattr(problem, "sqlstate", None) in LOST
