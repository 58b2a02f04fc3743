"""What the visitor was told, and marking it as read."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response
from sqlalchemy import update
from sqlmodel import col

from duban.comments import mentions_of, see_mentions
from duban.database import reading, writing
from duban.inbox.asked import page_in
from duban.inbox.doorway import AForm, AVisitor, gone_to
from duban.inbox.pages import page
from duban.queries import messages_page
from models.record import Message
from models.words import Life

router = APIRouter()

# fmt: off
PAGES = {
    Life.PLAN: "plans", Life.TASK: "tasks", Life.REVIEW: "reviews", Life.EXTENSION: "extensions",
    Life.FINDING: "findings", Life.EXEMPLAR: "exemplars", Life.PAPER: "papers", Life.INSPECTION: "inspections",
    Life.APPEAL: "appeals",
}
# fmt: on


@router.get("/messages")
def messages(visitor: AVisitor, page_number: Annotated[str, Query(alias="page")] = "1") -> Response:
    with reading() as session:
        found = messages_page(session, visitor.actor.person_id or 0, number=page_in(page_number))
        named = mentions_of(session, visitor.actor.person_id or 0) if found.number == 1 else ()
    return page("messages.html", visitor, found=found, pages=PAGES, named=named)


@router.post("/messages/read")
def all_read(visitor: AVisitor, _form: AForm) -> Response:
    mine = (col(Message.person_id) == visitor.actor.person_id, col(Message.read_at).is_(None))
    with writing() as session:
        session.connection().execute(update(Message).where(*mine).values(read_at=visitor.now))
        see_mentions(session, visitor.actor.person_id or 0, now=visitor.now)
    return gone_to("/messages")
