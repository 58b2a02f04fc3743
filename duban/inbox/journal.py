"""The journal: every move and every refused attempt, for the office."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from duban.database import reading
from duban.identity.record import check_door, door_page, said_of
from duban.inbox import timeline
from duban.inbox.asked import id_in, page_in, word_in
from duban.inbox.doorway import AVisitor
from duban.inbox.pages import page
from duban.inbox.pages import page as shown
from duban.names import person_names
from duban.queries import JournalWanted, moves_page, plans_named, refusals_page
from duban.sight import check_office
from duban.subjects import PATHS
from models.door_words import DoorEvent
from models.words import Act, Life

router = APIRouter()


@dataclass(frozen=True)
class Filter:
    """What the journal's form asks for; what cannot be read does not narrow."""

    plan: str = ""
    person: str = ""
    life: str = ""
    act: str = ""
    refused: str = ""
    page: str = "1"

    @property
    def number(self) -> int:
        return page_in(self.page)

    def wanted(self) -> JournalWanted:
        return JournalWanted(
            plan_id=id_in(self.plan),
            person=self.person.strip(),
            life=word_in(self.life, Life),
            act=word_in(self.act, Act),
        )


@router.get("/journal/door")
def door(visitor: AVisitor, event: str = "", page: str = "1") -> Response:
    """Show operators what happened at the door."""
    check_door(visitor.standing)
    asked = word_in(event, DoorEvent)
    with reading() as session:
        found = door_page(session, number=page_in(page), event=asked)
        names = person_names(session, (row.person_id for row in found.rows))
    return shown("door.html", visitor, found=found, names=names, asked=asked, events=DoorEvent, said_of=said_of)


@router.get("/journal")
def journal(visitor: AVisitor, asked: Annotated[Filter, Depends()]) -> Response:
    check_office(visitor.sight)
    with reading() as session:
        plans = plans_named(session, visitor.sight)
        if asked.refused:
            found = refusals_page(session, asked.wanted(), number=asked.number)
            names = person_names(session, (row.person_id for row in found.rows))
            steps = []
        else:
            found = moves_page(session, asked.wanted(), number=asked.number)
            steps, names = timeline.steps(session, found.rows), {}
    return page("journal.html", visitor, found=found, steps=steps, names=names, asked=asked, plans=plans, paths=PATHS)
