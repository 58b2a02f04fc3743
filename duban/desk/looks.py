"""How rows refer to one another: by which columns tables are read, and in which order they are written.

Tables go by their names here: whoever reads a few needs to load no others.
"""

from functools import cache
from typing import Any

COLUMNS_READ: dict[str, tuple[str, ...]] = {
    "review": ("subject_id", "plan_id"),
    "signer": ("review_id",),
    "decision": ("review_id",),
    "advice": ("review_id",),
    "extension": ("task_id", "plan_id"),
    "supervision": ("task_id", "plan_id"),
    "contribution": ("task_id",),
    "evidence": ("task_id",),
    "task": ("plan_id",),
    "finding": ("plan_id",),
    "appeal": ("paper_id", "plan_id"),
}
"""By which columns `of` may read a table's rows: a new row has to be found there too."""
_OWNERS = {"task": "task_id", "review": "review_id"}


@cache
def order() -> dict[str, int]:
    """Give each table its place in the order in which rows refer to one another."""
    from models.tables import metadata

    return {table.name: place for place, table in enumerate(metadata.sorted_tables)}


@cache
def children_of(table: str) -> tuple[tuple[type[Any], str], ...]:
    """List what refers to a row of a table, and by which column: a new row has none of it, and nobody needs to look."""
    column = _OWNERS.get(table)
    if column is None:
        return ()
    from models.tables import models

    return tuple((models()[child], column) for child, columns in COLUMNS_READ.items() if column in columns)
