"""Which table keeps which life, loaded when it is asked for, and how a subject is called when people read about it."""

from functools import cache
from importlib import import_module
from typing import Any

from models.errors import NotFound, Sentence
from models.words import Life

# fmt: off
KEPT_BY = {
    # life              module           table
    Life.PLAN:         ("plan",          "Plan"),
    Life.TASK:         ("task",          "Task"),
    Life.REVIEW:       ("question",      "Review"),
    Life.EXTENSION:    ("question",      "Extension"),
    Life.SUPERVISION:  ("question",      "Supervision"),
    Life.FINDING:      ("found",         "Finding"),
    Life.EXEMPLAR:     ("found",         "Exemplar"),
    Life.PAPER:        ("paper",         "Paper"),
    Life.INSPECTION:   ("found",         "Inspection"),
    Life.APPEAL:       ("appeal",        "Appeal"),
}
# fmt: on


@cache
def table_of(life: Life) -> type[Any]:
    """Give the table that keeps a life."""
    module, name = KEPT_BY[life]
    found: type[Any] = getattr(import_module(f"models.{module}"), name)
    return found


def name_of(life: Life, subject: Any) -> Sentence:
    """Call a subject by a name people know."""
    if life is Life.PLAN:
        return Sentence(str(subject.number), str(subject.number))
    if life is Life.TASK:
        return Sentence(f"任务 {subject.id}“{subject.title}”", f"task {subject.id} “{subject.title}”")
    if life in (Life.EXEMPLAR, Life.INSPECTION, Life.PAPER):
        return Sentence(f"{life.zh}“{subject.name}”", f"{life.en} “{subject.name}”")
    return Sentence(f"{life.zh} {subject.id}", f"{life.en} {subject.id}")


def called(life: Life, subject: Any) -> Sentence:
    """Call a subject by a name that says what it is: a plan has only its number otherwise."""
    name = name_of(life, subject)
    return Sentence(f"{life.zh}{name.zh}", f"{life.en} {name.en}") if life is Life.PLAN else name


def no_subject(life: Life, subject_id: int) -> NotFound:
    """Say that there is no such subject."""
    return NotFound(f"没有编号为 {subject_id} 的{life.zh}。", f"There is no {life.en} with the number {subject_id}.")
