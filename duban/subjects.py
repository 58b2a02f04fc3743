"""Which table keeps which life, and how a subject is called when people read about it."""

from typing import Any

from sqlmodel import Session

from duban.life_tables import name_of, no_subject, table_of
from models.errors import VersionPassed
from models.values import Attempt
from models.words import Life

__all__ = ["PATHS", "TABLES", "check_version", "load", "name_of", "page_of", "plan_id_of"]

TABLES: dict[Life, type[Any]] = {life: table_of(life) for life in Life}

# fmt: off
PATHS: dict[Life, str] = {
    Life.PLAN: "plans", Life.TASK: "tasks", Life.REVIEW: "reviews", Life.EXTENSION: "extensions",
    Life.SUPERVISION: "ladders", Life.FINDING: "findings", Life.EXEMPLAR: "exemplars",
    Life.PAPER: "papers", Life.INSPECTION: "inspections", Life.APPEAL: "appeals",
}
# fmt: on


def page_of(life: Life, subject: Any) -> str:
    """Give the page of a subject in the inbox; a ladder is shown with its task."""
    return f"/tasks/{subject.task_id}" if life is Life.SUPERVISION else f"/{PATHS[life]}/{subject.id}"


def load(session: Session, life: Life, subject_id: int) -> Any:
    """Read one subject as it is now.

    Raises:
        NotFound: there is no such subject.
    """
    found = session.get(TABLES[life], subject_id, populate_existing=True)
    if found is None:
        raise no_subject(life, subject_id)
    return found


def check_version(attempt: Attempt, subject: Any) -> None:
    """Refuse an attempt on a subject that is not what whoever attempts it has read.

    Raises:
        VersionPassed: it has moved on since.
    """
    if attempt.version is not None and subject.version != attempt.version:
        raise VersionPassed(name_of(attempt.life, subject), read=attempt.version, stands=subject.version)


def plan_id_of(life: Life, subject: Any) -> int | None:
    """Give the plan a subject belongs to."""
    found: int | None = subject.id if life is Life.PLAN else subject.plan_id
    return found
