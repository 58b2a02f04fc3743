"""Beginning a round of inspection; a problem under it is put down by the act `find` of the inspection."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field

from duban.answered import Answer
from duban.inbox.asked import Number
from duban.inbox.reach import reached
from duban.inbox.rest.caller import Doer
from duban.inbox.rest.problems import DOES
from duban.inbox.rest.sending import ASent, once
from duban.inbox.rest.shapes_of_acts import Beginning
from duban.inspections import Round, open_inspection
from models.values import LARGEST, Attempt, Value
from models.words import Act, Life

router = APIRouter(tags=["inspections"])
MANY = 1000
Id = Annotated[int, Field(ge=1, le=LARGEST)]
Ids = Annotated[tuple[Id, ...], Field(min_length=1, max_length=MANY)]


class InspectionWanted(Value):
    """A round of inspection: its name, what is looked at, at which units, by whom, both days included."""

    name: str = Field(min_length=1, max_length=100)
    scope: str = Field(min_length=1, max_length=20000)
    units: Ids
    team: Ids
    begins: date
    ends: date


@router.post(
    "/plans/{number}/inspections", responses=DOES, response_model=Beginning, summary="Begin a round of inspection"
)
def inspection_begun(number: Number, wanted: InspectionWanted, caller: Doer, sent: ASent) -> Response:
    attempt = Attempt(life=Life.PLAN, subject_id=number, act=Act.OPEN)

    def work() -> Answer:
        reached(caller, attempt)
        asked = Round(number, wanted.name, wanted.scope, wanted.units, wanted.team, wanted.begins, wanted.ends)
        begun = open_inspection(asked, by=caller.actor, now=caller.now, key=sent.key_of(caller))
        return Answer(200, Beginning(life=Life.INSPECTION, id=begun).model_dump_json())

    return once(caller, sent, work)
