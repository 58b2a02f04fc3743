"""What a driver raises when the database itself is in trouble: gone, locked, full."""

import sqlite3
import sys

from sqlalchemy.exc import OperationalError

from models.errors import Broken

LOST = frozenset({"40001", "40P01"})
"""What PostgreSQL answers whoever had to give way: a serialization failure, a deadlock. Tried again, it may go well."""


def trouble() -> tuple[type[Exception], ...]:
    """Say what to catch. The driver of PostgreSQL is never loaded for this: what raises is there already."""
    driver = sys.modules.get("psycopg")
    return (OperationalError, sqlite3.OperationalError, *((driver.OperationalError,) if driver else ()))


def broken(problem: BaseException) -> Broken:
    """Put into words that the database is in trouble, and what that means for what was asked for."""
    if getattr(problem, "connection_invalidated", False):  # it may have gone after it had done what it was asked to
        return unsure(problem)
    return _because(
        problem,
        f"数据库现在写不进去（{told(problem)}），这件事没有办；请稍后再试。",
        f"The database cannot be written now ({told(problem)}); nothing was done, try again later.",
    )


def unsure(problem: BaseException) -> Broken:
    """Say that the database went away, and nobody knows whether it had committed by then."""
    return _because(
        problem,
        "数据库断开了，不知道这件事是否已经办成；请稍后刷新页面看清楚，再决定要不要重办。",
        "The database went away; look whether it was done before you do it again.",
    )


def _because(problem: BaseException, zh: str, en: str) -> Broken:
    found = Broken(zh, en)
    found.__cause__ = problem
    return found


def told(problem: BaseException) -> str:
    """Give the driver's own words, one line."""
    words = str(getattr(problem, "orig", None) or problem).strip()
    return words.splitlines()[0] if words else type(problem).__name__


def gave_way(problem: BaseException) -> bool:
    """Say whether a statement failed because somebody else had to be let through first."""
    return getattr(problem, "sqlstate", None) in LOST
