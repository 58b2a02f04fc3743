"""Fills what the API tells of the lives, many at a time, with a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from duban.inbox.rest import shapes, shapes_around
from duban.queries import task_rows
from models.words import Life

# fmt: off
SHAPES: dict[Life, type[shapes.Shape]] = {
    Life.PLAN:        shapes.PlanTold,
    Life.TASK:        shapes.TaskTold,
    Life.REVIEW:      shapes.ReviewTold,
    Life.EXTENSION:   shapes.ExtensionTold,
    Life.SUPERVISION: shapes.SupervisionTold,
    Life.FINDING:     shapes.FindingTold,
    Life.EXEMPLAR:    shapes.ExemplarTold,
    Life.PAPER:       shapes.PaperTold,
    Life.INSPECTION:  shapes.InspectionTold,
    Life.APPEAL:      shapes_around.AppealTold,
}
# fmt: on


@dataclass(frozen=True, slots=True)
class Manner:
    """As of when things are told, and in which language."""

    now: datetime
    language: str


def told(session: Session, life: Life, subjects: Sequence[Any], manner: Manner) -> list[Any]:
    """Tell of subjects of one life, in the order given."""
    if life is Life.TASK:
        return _tasks(session, subjects, manner)
    return [SHAPES[life].model_validate(subject) for subject in subjects]


def _tasks(session: Session, tasks: Sequence[Any], manner: Manner) -> list[shapes.Shape]:
    return [
        shapes.TaskTold.model_validate(row.task).model_copy(
            update={
                "plan": row.plan,
                "lead_unit": row.unit,
                "lamp": row.shown.lamp,
                "lamp_why": row.shown.why.in_language(manner.language),
            }
        )
        for row in task_rows(session, tasks, now=manner.now)
    ]
