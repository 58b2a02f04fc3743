"""The first page: what waits for the visitor, by what has to be done."""

from fastapi import APIRouter
from fastapi.responses import Response

from duban.database import reading
from duban.inbox.bulk import CHOICES
from duban.inbox.doorway import AVisitor
from duban.inbox.pages import page
from duban.waiting_shown import headings

router = APIRouter()


@router.get("/")
def home(visitor: AVisitor) -> Response:
    with reading() as session:
        found = headings(session, visitor.standing, now=visitor.now)
    return page("home.html", visitor, headings=found, choices=CHOICES)
