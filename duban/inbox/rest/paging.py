"""Lists a page at a time: a cursor says after which number the next page begins, so what is added moves nothing."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, Field
from sqlmodel import Session

from models.errors import BadInput
from models.values import LARGEST

T = TypeVar("T")
MOST, USUAL = 100, 50

Cursor = Annotated[str, Query(max_length=200, description="`next` of the page before; empty: the first page")]
Limit = Annotated[int, Query(ge=1, le=MOST, description="how many at most")]
Id = Annotated[int, Query(ge=1, le=LARGEST)]


class Listed(BaseModel, Generic[T]):
    """One page of a list."""

    items: list[T]
    next: str | None = Field(description="cursor of the next page; null on the last one")


def cursor_of(kind: str, last: int) -> str:
    """Make the cursor of whatever comes after a number."""
    return base64.urlsafe_b64encode(f"{kind}:{last}".encode()).decode().rstrip("=")


def last_of(kind: str, cursor: str) -> int | None:
    """Read a cursor; None for the first page.

    Raises:
        BadInput: it is none of this list.
    """
    if not cursor:
        return None
    try:
        said = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode("ascii")
    except (ValueError, binascii.Error) as wrong:
        raise _no_cursor() from wrong
    of, _, number = said.partition(":")
    if of != kind or not (number.isascii() and number.isdigit() and len(number) <= 10 and int(number) <= LARGEST):
        raise _no_cursor()
    return int(number)


def _no_cursor() -> BadInput:
    return BadInput(
        "这个 cursor 不是本列表给出的，请用上一页的 next。", "This cursor is none of this list; use `next` as given."
    )


def newest_first(
    session: Session, wanted: Any, number: Any, *, kind: str, cursor: str, limit: int
) -> tuple[Sequence[Any], str | None]:
    """Read one page of rows by falling number; gives the rows and the cursor of the next page."""
    last = last_of(kind, cursor)
    if last is not None:
        wanted = wanted.where(number < last)
    rows = session.exec(wanted.order_by(number.desc()).limit(limit + 1)).all()
    return cut(rows, limit, lambda row: cursor_of(kind, row.id))


def cut(rows: Sequence[T], limit: int, cursor: Callable[[T], str]) -> tuple[Sequence[T], str | None]:
    """Keep a page of rows; one more than asked for says that there is a next one."""
    some = rows[:limit]
    return some, cursor(some[-1]) if len(rows) > limit else None
