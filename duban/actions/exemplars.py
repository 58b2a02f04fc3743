"""Nominating examples to follow."""

from datetime import datetime

from sqlmodel import Session

from duban.actions.act import begin
from duban.subjects import load
from models.found import Exemplar
from models.task import Task
from models.values import Actor, Given
from models.words import Act, ExemplarKind, Life


def nominate(
    session: Session,
    task_id: int,
    kind: ExemplarKind,
    name: str,
    *,
    given: Given,
    by: Actor,
    now: datetime,
    key: str | None = None,
) -> Exemplar:
    """Nominate a person, deed, unit or case that showed itself in a task; `given.text` tells the story.

    Writes the exemplar, one Move and its Duty. Does not commit.

    Raises:
        NotFound: there is no such task. RuleRefused: the story is missing, or the actor is not its lead's liaison.
    """
    task: Task = load(session, Life.TASK, task_id)
    exemplar = Exemplar(
        plan_id=task.plan_id,
        task_id=task_id,
        unit_id=task.lead_unit_id or 0,
        kind=kind,
        name=name,
        text=given.text,
        nominated_by=by.person_id,
    )
    move = begin(session, exemplar, Act.NOMINATE, by=by, now=now, given=given, key=key)
    return exemplar if exemplar.id else session.get_one(Exemplar, move.subject_id)
