"""The working calendar as stored: years with their source, the days that differ from their weekday, days of units."""

from datetime import date

from sqlmodel import Field, SQLModel

from models.columns import word
from models.words import DayKind, YearStatus


class CalendarYear(SQLModel, table=True):
    """Whether a year's days are announced, and by what document."""

    __tablename__ = "calendar_year"

    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    status: YearStatus = word(YearStatus)
    source: str
    revision: int = 1


class CalendarDay(SQLModel, table=True):
    """A day that is not what its weekday says: a weekday off, or a weekend day at work."""

    __tablename__ = "calendar_day"

    day: date = Field(primary_key=True)
    kind: DayKind = word(DayKind)
    name: str = ""


class UnitCalendar(SQLModel, table=True):
    """A unit with days of its own; `revision` counts their changes."""

    __tablename__ = "unit_calendar"

    unit_id: int = Field(foreign_key="unit.id", primary_key=True, sa_column_kwargs={"autoincrement": False})
    revision: int = 0


class UnitDay(SQLModel, table=True):
    """A day on which a unit and all below it rest, or work, whatever the national calendar says."""

    __tablename__ = "unit_day"

    unit_id: int = Field(foreign_key="unit.id", primary_key=True, sa_column_kwargs={"autoincrement": False})
    day: date = Field(primary_key=True)
    kind: DayKind = word(DayKind)
    name: str = ""
    source: str = ""
