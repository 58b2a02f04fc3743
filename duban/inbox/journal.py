"""The journal: every move and every refused attempt, for the office."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from duban.database import reading
from duban.inbox import timeline
from duban.inbox.asked import id_in, page_in, word_in
from duban.inbox.doorway import AVisitor
from duban.inbox.pages import page
from duban.queries import JournalWanted, moves_page, person_names, plans_named, refusals_page
from duban.sight import check_office
from duban.subjects import PATHS
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
