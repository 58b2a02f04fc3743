"""The working calendar as stored: years with their source, and the days that differ from their weekday."""

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
