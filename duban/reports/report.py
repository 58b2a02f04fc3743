"""A report as one frozen value: parts with sentences and tables; every form is written from it, every picture is one of
its tables drawn. Days are days in Asia/Shanghai. Contact data is never in it."""

from datetime import date, datetime

from duban.reports.tables import Table
from models.values import Value
from models.words import Word


class Drawing(Word):
    """How a table is drawn; its first column names, the others count."""

    # fmt: off
    LINES  = "lines",  "折线", "lines over time"
    STACK  = "stack",  "堆积柱", "stacked bars"
    BARS   = "bars",   "条形", "bars"
    HEAT   = "heat",   "热力图", "heat map"
    # fmt: on


class Captioned(Value):
    """A table with its caption; `drawn` when it is also a picture.

    A wide one fits no page of paper; one that is an echo is there for its picture, another table says it in full.
    """

    caption: str
    table: Table
    drawn: Drawing | None = None
    wide: bool = False
    echo: bool = False


class Sub(Value):
    """A heading of the second level with its sentences."""

    heading: str
    said: tuple[str, ...]


class Part(Value):
    """A part of a report: its heading, its sentences, its tables. An annex stands behind the signature."""

    heading: str
    said: tuple[str, ...] = ()
    subs: tuple[Sub, ...] = ()
    tables: tuple[Captioned, ...] = ()
    annex: bool = False


class Report(Value):
    """A report on a plan, or on one matter of it, as of a moment (aware UTC); `since` begins its period."""

    kind: str
    name: str
    title: str
    number: str
    issuer: str
    as_of: datetime
    since: date | None
    opening: str
    parts: tuple[Part, ...]

    def body(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if not part.annex)

    def annexes(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.annex)

    def tables(self) -> tuple[Captioned, ...]:
        return tuple(table for part in self.parts for table in part.tables)
