"""What people say about a task: to read, and to say more."""

from collections.abc import Sequence

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field
from sqlmodel import Session, col, select

from duban.answered import Answer
from duban.comments import LONGEST, add_comment
from duban.database import reading
from duban.inbox.asked import Number
from duban.inbox.rest.caller import Doer, Reader
from duban.inbox.rest.lives import seen
from duban.inbox.rest.paging import Cursor, Limit, Listed, newest_first
from duban.inbox.rest.problems import DOES, READS
from duban.inbox.rest.sending import ASent, once
from duban.inbox.rest.shapes_around import CommentTold
from duban.names import person_names
from models.comment import Comment, Mention
from models.values import Value
from models.words import Life

router = APIRouter(tags=["tasks"])


class CommentWanted(Value):
    """What to say; `@name` or `@code` tells somebody who sees the task."""

    text: str = Field(min_length=1, max_length=LONGEST)


@router.get("/tasks/{number}/comments", responses=READS, summary="List what was said about a task, the newest first")
def comments(number: Number, caller: Reader, cursor: Cursor = "", limit: Limit = 50) -> Listed[CommentTold]:
    with reading() as session:
        seen(session, caller, Life.TASK, number)
        wanted = select(Comment).where(Comment.task_id == number)
        rows, following = newest_first(session, wanted, Comment.id, kind="comment", cursor=cursor, limit=limit)
        return Listed(items=_told(session, rows), next=following)


@router.post(
    "/tasks/{number}/comments", responses=DOES, response_model=CommentTold, summary="Say something about a task"
)
def said(number: Number, wanted: CommentWanted, caller: Doer, sent: ASent) -> Response:
    def work() -> Answer:
        made = add_comment(number, wanted.text.strip(), by=caller.actor, now=caller.now)
        with reading() as session:
            return Answer(200, _told(session, [made])[0].model_dump_json())

    return once(caller, sent, work)


def _told(session: Session, rows: Sequence[Comment]) -> list[CommentTold]:
    names = person_names(session, (row.person_id for row in rows))
    found = session.exec(select(Mention).where(col(Mention.comment_id).in_([row.id for row in rows]))).all()
    return [
        CommentTold(
            id=row.id or 0,
            at=row.at,
            person_id=row.person_id,
            who=names.get(row.person_id, ""),
            text=row.text,
            told=sorted(mention.person_id for mention in found if mention.comment_id == row.id),
        )
        for row in rows
    ]
