"""Writes a report as one page of HTML that needs nothing else: styles and pictures are in it, all words are escaped."""

from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from duban.reports.cells import head_of, is_share, plain
from duban.reports.pictures import svg
from duban.reports.report import Captioned, Report
from duban.reports.tables import Cell
from duban.reports.wording import long_day
from models.words import Lamp
from workflows.moments import day_of, shown


@cache
def _page() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"plain": plain, "head": head_of, "picture": _picture, "kind": _kind}
    return made


def render(report: Report) -> str:
    """Write the page."""
    when = {"day": long_day(day_of(report.as_of)), "moment": shown(report.as_of)}
    return _page().get_template("report.html").render(report=report, numerals="一二三四五六七八九十", **when)


def _picture(one: Captioned) -> Markup:
    """The picture escapes its own words."""
    return Markup(svg(one))  # noqa: S704


def _kind(cell: Cell) -> str:
    """Numbers and shares stand right, lamps have a mark that shows in grey too, days and shares stay on one line."""
    if isinstance(cell, Lamp):
        return f"lamp {cell.value}"
    if is_share(cell):
        return "share"
    if isinstance(cell, date):
        return "day"
    return "number" if isinstance(cell, int) else ""
