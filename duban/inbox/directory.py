"""What everybody may look up: who holds which post, which days are worked; and, for the office, proof of a record."""

import json
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from sqlmodel import Session, col, select

from duban.calendars import calendar_year
from duban.database import reading
from duban.directory import posts_page
from duban.inbox.asked import Number, id_in, page_in
from duban.inbox.doorway import AVisitor
from duban.inbox.files import as_download
from duban.inbox.pages import page
from duban.ledger.receipts import receipt
from duban.local_days import own_days
from duban.names import unit_names
from duban.sight import check_office
from models.calendar import CalendarYear, UnitDay
from workflows.moments import day_of

router = APIRouter()


@dataclass(frozen=True)
class Filter:
    """What the directory's form asks for."""

    words: str = ""
    page: str = "1"


@router.get("/people")
def people(visitor: AVisitor, asked: Annotated[Filter, Depends()]) -> Response:
    words = asked.words.strip()[:100]
    with reading() as session:
        found = posts_page(session, words, number=page_in(asked.page), today=day_of(visitor.now))
    return page("people.html", visitor, found=found, words=words)


@router.get("/calendar")
def calendar(visitor: AVisitor, year: str = "") -> Response:
    """Show a year of the working calendar: the days that are not what their weekday says, and where it is laid down."""
    with reading() as session:
        years = session.exec(select(CalendarYear).order_by(col(CalendarYear.year).desc())).all()
        known = {row.year for row in years}
        wanted = id_in(year) or day_of(visitor.now).year
        shown = wanted if wanted in known else max(known)
        found, days = calendar_year(session, shown)
        own, units = _own_days(session, shown)
    return page(
        "calendar.html", visitor, years=years, found=found, days=days, own=own, units=units, today=day_of(visitor.now)
    )


def _own_days(session: Session, year: int) -> tuple[list[UnitDay], dict[int | None, str]]:
    """Read the days of a year that units have of their own, by day, and what those units are called."""
    days = own_days(session, year=year)
    return sorted(days, key=lambda row: (row.day, row.unit_id)), unit_names(session, (row.unit_id for row in days))


@router.get("/journal/{move_id}/receipt.json")
def proof(move_id: Number, visitor: AVisitor) -> Response:
    """Give the receipt of one record: a stranger can check it with the verifier, without us."""
    check_office(visitor.sight)
    text = json.dumps(receipt(move_id), ensure_ascii=False, indent=1)
    return as_download(text.encode(), f"receipt-{move_id}.json")
