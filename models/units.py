"""Units, and the classes that a notice can address."""

from datetime import date

from sqlmodel import Field, SQLModel

from models.columns import json_list


class Unit(SQLModel, table=True):
    """A unit of the tree. `aliases` holds other names it is called by in documents."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str = Field(index=True)
    short_name: str = ""
    aliases: list[str] = json_list()
    parent_id: int | None = Field(default=None, foreign_key="unit.id", index=True)


BEGINNING = date(1900, 1, 1)
"""Since when a unit has belonged to a class, when nobody has said: before any notice."""


class UnitClass(SQLModel, table=True):
    """A unit belongs to a class that a notice can address (省级学会, 地级以上市科协 …), from `since` until `until`."""

    __tablename__ = "unit_class"

    unit_id: int = Field(foreign_key="unit.id", primary_key=True)
    name: str = Field(primary_key=True, index=True)
    since: date = Field(default=BEGINNING, primary_key=True)
    until: date | None = None
