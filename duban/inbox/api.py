"""A small API for programs: what waits, one task, every act. Signed in like a person, the token in a header."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from duban.database import reading
from duban.doing import do
from duban.exports import task_facts_for_people
from duban.inbox.asked import Number, word_in
from duban.inbox.doorway import AVisitor, Visitor, header_checked
from duban.inbox.home import headings
from duban.inbox.reach import reached
from duban.sight import check_seen
from duban.subjects import load
from models.errors import NotFound
from models.values import Attempt, Given
from models.words import Act, Life

router = APIRouter(prefix="/api/v1")


@router.get("/waiting")
def waiting(visitor: AVisitor) -> dict[str, Any]:
    found = [
        {
            "act": heading.waiting.act,
            "called": heading.waiting.zh,
            "count": heading.waiting.count,
            "subjects": [
                {"life": line.life, "id": line.subject.id, "title": line.title, "about": line.about, "page": line.url}
                for line in heading.lines
            ],
        }
        for heading in headings(visitor)
    ]
    return {"person": visitor.actor.name, "csrf": visitor.csrf, "waiting": found}


@router.get("/tasks/{task_id}")
def task(task_id: Number, visitor: AVisitor) -> dict[str, Any]:
    with reading() as session:
        check_seen(session, visitor.sight, Life.TASK, load(session, Life.TASK, task_id))
        return task_facts_for_people(session, task_id, by=visitor.actor, now=visitor.now)


@router.post("/{life}/{subject_id}/acts/{act}")
def done(
    life: str, subject_id: Number, act: str, given: Given, visitor: Annotated[Visitor, Depends(header_checked)]
) -> dict[str, Any]:
    which, what = word_in(life, Life), word_in(act, Act)
    if which is None or what is None:
        raise NotFound("没有这种办理事项。", "There is no such act.")
    reached(visitor, Attempt(life=which, subject_id=subject_id, act=what))
    given = given.model_copy(update={"evidence_id": None})  # files come through the page, never by number
    attempt = Attempt(life=which, subject_id=subject_id, act=what, given=given)
    move = do(attempt, by=visitor.actor, now=visitor.now)
    return {"move": move.id, "act": move.act, "from": move.became_from, "to": move.became, "version": move.version}
