"""How rows refer to one another: by which columns tables are read, and in which order they are written."""

from typing import Any

from models.appeal import Appeal
from models.found import Finding
from models.question import Advice, Decision, Extension, Review, Signer, Supervision
from models.tables import metadata
from models.task import Contribution, Evidence, Task

ORDER = {table.name: place for place, table in enumerate(metadata.sorted_tables)}
"""Tables in the order in which their rows refer to one another."""

COLUMNS_READ: dict[type[Any], tuple[str, ...]] = {
    Review: ("subject_id", "plan_id"),
    Signer: ("review_id",),
    Decision: ("review_id",),
    Advice: ("review_id",),
    Extension: ("task_id", "plan_id"),
    Supervision: ("task_id", "plan_id"),
    Contribution: ("task_id",),
    Evidence: ("task_id",),
    Task: ("plan_id",),
    Finding: ("plan_id",),
    Appeal: ("paper_id", "plan_id"),
}
"""By which columns `of` may read a table's rows: a new row has to be found there too."""
_OWNERS: dict[str, type[Any]] = {"task_id": Task, "review_id": Review}
CHILDREN: dict[type[Any], tuple[tuple[type[Any], str], ...]] = {
    owner: tuple((model, column) for model, columns in COLUMNS_READ.items() if column in columns)
    for column, owner in _OWNERS.items()
}
"""What refers to a row: a new one has none of it, and nobody needs to look."""
