"""Secret links to calendars: listed, made, renewed and revoked; the address of a new one is told once."""

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field

from duban.answered import Answer
from duban.database import reading
from duban.feeds.links import Made, add_feed, feeds_of, may_see_all, renew_feed, revoke_feed
from duban.inbox.asked import Number
from duban.inbox.rest.caller import Doer, Reader
from duban.inbox.rest.problems import DOES, READS
from duban.inbox.rest.sending import ASent, once
from duban.inbox.rest.shapes_of_door import FeedMade, FeedTold
from models.values import LARGEST, Value

router = APIRouter(tags=["feeds"])


class FeedWanted(Value):
    """A link to the deadlines of one plan; to everything of this person when none is named."""

    plan_id: Annotated[int, Field(ge=1, le=LARGEST)] | None = None


@router.get("/feeds", responses=READS, summary="List the links to calendars: one's own, or for operators everybody's")
def feeds(caller: Reader) -> list[FeedTold]:
    with reading() as session:
        everybodys = may_see_all(session, caller.actor, now=caller.now)
        found = feeds_of(session, None if everybodys else caller.actor.person_id)
    return [FeedTold.model_validate(row.feed) for row in found]


@router.post("/feeds", responses=DOES, response_model=FeedMade, summary="Make a link to a calendar")
def added(wanted: FeedWanted, caller: Doer, sent: ASent) -> Response:
    return once(caller, sent, lambda: _told(add_feed(wanted.plan_id, by=caller.actor, now=caller.now)))


@router.post(
    "/feeds/{number}/renew", responses=DOES, response_model=FeedMade, summary="Put a new link in the place of one"
)
def renewed(number: Number, caller: Doer, sent: ASent) -> Response:
    return once(caller, sent, lambda: _told(renew_feed(number, by=caller.actor, now=caller.now)))


def _told(made: Made) -> Answer:
    return Answer(200, FeedMade.model_validate(made.feed.model_dump() | {"address": made.address}).model_dump_json())


@router.post("/feeds/{number}/revoke", responses=DOES, response_model=FeedTold, summary="Revoke a link, for good")
def revoked(number: Number, caller: Doer, sent: ASent) -> Response:
    def work() -> Answer:
        row = revoke_feed(number, by=caller.actor, now=caller.now)
        return Answer(200, FeedTold.model_validate(row).model_dump_json())

    return once(caller, sent, work)
