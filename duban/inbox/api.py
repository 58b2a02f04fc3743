"""A small API for programs: what waits, one task, one review, every act. Signed in like a person, token in a header."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import Field

from duban.beginnings import Begun, Example, do_or_begin
from duban.database import reading
from duban.doing import review_before
from duban.exports import task_facts_for_people
from duban.inbox.asked import Number, word_in
from duban.inbox.doorway import AVisitor, Visitor, header_checked
from duban.inbox.reach import reached
from duban.records_shown import review_facts_for_people
from duban.sight import check_seen
from duban.subjects import load
from duban.waiting_shown import headings
from models.errors import NotFound
from models.record import Move
from models.values import Attempt, Given
from models.words import Act, ExemplarKind, Life

router = APIRouter(prefix="/api/v1")


@router.get("/waiting")
def waiting(visitor: AVisitor) -> dict[str, Any]:
    with reading() as session:
        shown = headings(session, visitor.standing, now=visitor.now)
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
        for heading in shown
    ]
    return {"person": visitor.actor.name, "csrf": visitor.csrf, "waiting": found}


@router.get("/tasks/{task_id}")
def task(task_id: Number, visitor: AVisitor) -> dict[str, Any]:
    with reading() as session:
        check_seen(session, visitor.sight, Life.TASK, load(session, Life.TASK, task_id))
        return task_facts_for_people(session, task_id, by=visitor.actor, now=visitor.now)


@router.get("/reviews/{review_id}")
def review(review_id: Number, visitor: AVisitor) -> dict[str, Any]:
    with reading() as session:
        check_seen(session, visitor.sight, Life.REVIEW, load(session, Life.REVIEW, review_id))
        return review_facts_for_people(session, review_id, by=visitor.actor, now=visitor.now)


class Sending(Given):
    """What a program gives with an act, what it nominates, and a key so that sending it twice does it once."""

    kind: ExemplarKind | None = None
    name: str = Field("", max_length=200)
    key: str | None = Field(None, min_length=8, max_length=200)


@router.post("/{life}/{subject_id}/acts/{act}")
def done(
    life: str, subject_id: Number, act: str, sent: Sending, visitor: Annotated[Visitor, Depends(header_checked)]
) -> dict[str, Any]:
    """Do one act. Told is the move; or `asked`, the review that has to allow it first; or `begun`, what it began."""
    which, what = word_in(life, Life), word_in(act, Act)
    if which is None or what is None:
        raise NotFound("没有这种办理事项。", "There is no such act.")
    # files come through the page, never by number
    given = Given(**sent.model_dump(include=set(Given.model_fields)) | {"evidence_id": None})
    key = f"api:{sent.key}" if sent.key else None
    attempt = Attempt(life=which, subject_id=subject_id, act=what, given=given, key=key)
    reached(visitor, attempt)
    made = do_or_begin(attempt, by=visitor.actor, now=visitor.now, example=Example(sent.kind, sent.name))
    return _told(attempt, made)


def _told(attempt: Attempt, made: Move | Begun) -> dict[str, Any]:
    if isinstance(made, Begun):
        return {"begun": {"life": made.life, "id": made.id}}
    moved = {
        "move": made.id,
        "act": made.act,
        "from": made.became_from,
        "to": made.became,
        "version": made.version,
    }
    review = review_before(attempt, made)
    return {"asked": {"act": attempt.act, "review": review}, **moved} if review else moved
