"""Reads the ledger from the database as streams: raw rows, so that a million Moves cost seconds and little memory."""

from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from json import JSONDecoder
from typing import Any

from sqlalchemy import Connection, Row, text
from sqlmodel import Session, col, select

from duban.ledger.verifier import ENCODINGS, INTEGERS, JSON_COLUMNS, Unreadable, canonical_json, encoded
from models.seal import Seal

Reading = Callable[[Connection], AbstractContextManager[Connection]]
AT_ONCE = 2_000
NAMES = ENCODINGS[1]
AT, HANDS, DETAIL = (NAMES.index(name) for name in ("at", "hands", "detail"))
NUMBERS = tuple(NAMES.index(name) for name in sorted(INTEGERS))
# fmt: off
COLUMNS = ", ".join(f"CAST(move.{n} AS TEXT)" if n in JSON_COLUMNS else f"move.{n}" for n in NAMES)

UNSEALED = {
    # Ids are the order of commits: SQLite has one writer, and AUTOINCREMENT gives no id twice.
    "sqlite":     "move.id > COALESCE((SELECT move_id FROM leaf ORDER BY position DESC LIMIT 1), 0)",
    # Only what no transaction under way could still add to. A row's xmin is that of its (sub)transaction, younger than
    # the whole, and the oldest one at work is older than all of these; age() compares across the wrap-around.
    "postgresql": "NOT EXISTS (SELECT 1 FROM leaf WHERE leaf.move_id = move.id) "
                  "AND age(move.xmin) > age(pg_snapshot_xmin(pg_current_snapshot())::xid)",
}
# fmt: on


def streamed(connection: Connection, sql: str, **given: Any) -> Generator[Row[Any], None, None]:
    """Read rows as the driver gives them, a chunk at a time; whoever stops half-way closes it."""
    with connection.execute(text(sql), given, execution_options={"yield_per": AT_ONCE}) as rows:
        yield from rows


def still(session: Session) -> Connection:
    """Give a connection on which everything is read as of one moment; SQLite's transactions do so anyway."""
    if session.get_bind().dialect.name == "postgresql":
        return session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    return session.connection()


@contextmanager
def as_it_is(connection: Connection) -> Iterator[Connection]:
    """Read text as the driver does."""
    yield connection


@contextmanager
def undecoded(connection: Connection) -> Iterator[Connection]:
    """Read also what is no text, so that it can be told where it stands; slower, and only SQLite needs it."""
    raw: Any = connection.connection.driver_connection
    raw.text_factory = lambda kept: kept.decode("utf-8", "surrogateescape")
    try:
        yield connection
    finally:
        raw.text_factory = str


def unsealed(connection: Connection, *, at_most: int) -> Generator[Row[Any], None, None]:
    """Read the Moves that are next to be sealed, in their order: the columns of the encoding."""
    next_ones = f"SELECT {COLUMNS} FROM move WHERE {UNSEALED[connection.dialect.name]} ORDER BY move.id LIMIT :n"  # noqa: S608
    yield from streamed(connection, next_ones, n=at_most)


def waiting(connection: Connection) -> tuple[int, str | None]:
    """Count the Moves that are next to be sealed, and say when the oldest happened."""
    those = text(f"SELECT COUNT(*), MIN(move.at) FROM move WHERE {UNSEALED[connection.dialect.name]}")  # noqa: S608
    count, since = connection.execute(those).one()
    return count, None if since is None else moment_text(since)


def leaves(connection: Connection, span: tuple[int, int]) -> Iterator[bytes]:
    """Read the stored leaf hashes of a span, in order."""
    between = "SELECT hash FROM leaf WHERE position >= :start AND position < :stop ORDER BY position"
    for row in streamed(connection, between, start=span[0], stop=span[1]):
        yield bytes(row[0])


def newest_seal(session: Session) -> Seal | None:
    """Read the last seal."""
    return session.exec(select(Seal).order_by(col(Seal.id).desc()).limit(1)).first()


def written_down(row: Any) -> bytes:
    """Write a Move of the database down, as it is hashed; the first columns of `row` are those of the encoding.

    Raises:
        Unreadable: a value is not of its column's kind; nobody who used the program has written it.
    """
    texts = list(row[: len(NAMES)])
    for place in NUMBERS:
        value = texts[place]
        if value is not None:
            if type(value) is not int:
                raise Unreadable(f"{NAMES[place]}: {value!r}")
            texts[place] = str(value)
    texts[AT] = moment_text(texts[AT])
    texts[HANDS], texts[DETAIL] = _canonical(texts[HANDS]), _canonical(texts[DETAIL])
    try:
        return encoded(texts)
    except (AttributeError, UnicodeError) as wrong:
        raise Unreadable(str(wrong)) from wrong


def moment_text(value: object) -> str:
    """Give a stored moment as text: SQLite keeps UTC without saying so, PostgreSQL gives an aware one."""
    if isinstance(value, str) and len(value) == 26:
        return f"{value[:10]}T{value[11:]}Z"
    try:
        moment = datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else value
        if not isinstance(moment, datetime):
            raise Unreadable(f"at: {value!r}")
        return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    except ValueError as wrong:
        raise Unreadable(f"at: {value!r}") from wrong


@lru_cache(maxsize=10_000)
def _canonical(text_: object) -> str:
    if text_ in ("{}", "[]"):
        return str(text_)
    if not isinstance(text_, str):
        raise Unreadable(f"JSON: {text_!r}")
    try:
        return canonical_json(DECODER.decode(text_))
    except ValueError as wrong:
        raise Unreadable(f"JSON: {text_}") from wrong


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name given twice: readers differ about which of the two counts."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unreadable(f"JSON: {pairs}")
    return found


DECODER = JSONDecoder(object_pairs_hook=_once)
