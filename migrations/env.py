"""Runs the migrations on the database of the settings, or on the connection handed over."""

from typing import Any

from alembic import context
from sqlalchemy.types import TypeDecorator, TypeEngine

from duban.database import engine
from models.columns import UtcDateTime
from models.tables import metadata


def run() -> None:
    given = context.config.attributes.get("connection")
    if given is not None:
        _migrate(given)
        return
    with engine().connect() as connection:
        _migrate(connection)
        connection.commit()


def _plain(kind: str, item: object, _: object) -> str | bool:
    """Write our column types as the plain ones they are stored in, so that a migration never changes with the code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        length = getattr(item.impl_instance, "length", None)
        return "sa.DateTime(timezone=True)" if isinstance(item, UtcDateTime) else f"sa.String({length or ''})"
    return False


def _differs(
    _context: object, _inspected: object, _column: object, stored: TypeEngine[Any], wanted: TypeEngine[Any]
) -> bool | None:
    plain = wanted.impl_instance if isinstance(wanted, TypeDecorator) else wanted
    return stored._type_affinity is not plain._type_affinity or (
        getattr(stored, "length", None) != getattr(plain, "length", None)
    )


def _migrate(connection: Any) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        transaction_per_migration=False,
        render_item=_plain,
        compare_type=_differs,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
