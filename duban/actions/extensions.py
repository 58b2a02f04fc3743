"""Asking for a later deadline."""

from datetime import datetime

from sqlmodel import Session

from duban.actions.act import begin
from duban.subjects import load
from models.errors import BadInput
from models.question import Extension
from models.task import Task
from models.values import Actor, Given
from models.words import Act, Life


def request_extension(
    session: Session, task_id: int, *, given: Given, by: Actor, now: datetime, key: str | None = None
) -> Extension:
    """Ask for a later deadline: `given.due` the exact date, `given.reason` why, `given.text` the progress so far.

    Writes the extension, one Move and its Duties. Does not commit.

    Raises:
        BadInput: no date is given. NotFound: there is no such task.
        RuleRefused: too late, not a working day, not later, too often, one is open, or not the lead's liaison.
    """
    task: Task = load(session, Life.TASK, task_id)
    if given.due is None:
        raise BadInput("必须写明要延到哪一天。", "Say to which day the deadline shall move.")
    extension = Extension(
        plan_id=task.plan_id,
        task_id=task_id,
        asked_by=by.person_id,
        asked_at=now,
        reason=given.reason,
        progress=given.text,
        old_due=task.due or now,
        wanted=given.due,
    )
    move = begin(session, extension, Act.REQUEST, by=by, now=now, given=given, key=key)
    if extension.id is None:  # the key was seen before
        return session.get_one(Extension, move.subject_id)
    extension.asked_for, extension.asked_hands = move.on_behalf_of, move.hands
    return extension
