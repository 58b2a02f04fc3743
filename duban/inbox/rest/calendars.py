"""The working calendar: its years, the days of a year, and counting in working days."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query
from sqlmodel import col, select

from duban.calendars import calendar_year
from duban.database import reading
from duban.inbox.rest.caller import Reader
from duban.inbox.rest.problems import READS
from duban.inbox.rest.shapes_of_door import DayTold, UnitDayTold, WorkdayTold, YearTold, YearWithDays
from duban.local_days import calendars_now, own_days
from duban.lookups import unit_named
from models.calendar import CalendarYear

router = APIRouter(tags=["calendar"])
FARTHEST = 2000
"""Working days that are counted at most; no calendar covers more."""


@router.get("/calendar", responses=READS, summary="List the years that the working calendar covers, the newest first")
def years(caller: Reader) -> list[YearTold]:
    with reading() as session:
        found = session.exec(select(CalendarYear).order_by(col(CalendarYear.year).desc())).all()
        return [YearTold.model_validate(row) for row in found]


@router.get("/calendar/workdays", responses=READS, summary="Find the n-th working day after a day, or before it")
def workdays(
    caller: Reader,
    after: Annotated[date, Query(description="the day that is counted from, itself not counted")],
    n: Annotated[int, Query(ge=-FARTHEST, le=FARTHEST, description="how many working days; negative: before the day")],
    unit: Annotated[str, Query(max_length=200, description="by the days of this unit: its code or name")] = "",
) -> WorkdayTold:
    with reading() as session:
        named = unit.replace("\x00", "").strip()
        calendar = calendars_now(session).of(unit_named(session, named).id if named else None)
    day = calendar.add_workdays(after, n)
    return WorkdayTold(after=after, n=n, day=day, provisional_years=list(calendar.provisional_years(after, day)))


@router.get(
    "/calendar/{year}", responses=READS, summary="Tell of a year: the days that are not what their weekday says"
)
def year(year: Annotated[int, Path(ge=1, le=9999)], caller: Reader) -> YearWithDays:
    with reading() as session:
        found, days = calendar_year(session, year)
        return YearWithDays(
            **YearTold.model_validate(found).model_dump(),
            days=[DayTold.model_validate(row) for row in days],
            of_units=[UnitDayTold.model_validate(row) for row in own_days(session, year=year)],
        )
