"""What rows are called to whoever lost them to somebody else."""

from collections.abc import Sequence
from typing import Any

from duban.desk.shapes import Row
from models.words import Life

LIFE_OF = {life.value: life for life in Life}
MOVES = "move"


def called(rows: Sequence[Row]) -> str:
    """Name the first of the rows that were to be written."""
    if not rows:
        return "其中一项"
    first: Any = rows[0]
    table = first.shape.table.name
    life, id_ = (first.life, first.subject_id) if table == MOVES else (LIFE_OF[table], first.id)
    return f"{life.zh} {id_}" + (" 等" if len(rows) > 1 else "")
