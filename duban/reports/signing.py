"""The signature of an official document without a seal. Source: GB/T 9704—2012, 7.3.5."""

from collections.abc import Iterator
from datetime import date

from duban.reports.official_xml import paragraph, run, text
from duban.reports.wording import long_day


def signature(name: str, day: date) -> Iterator[str]:
    """The name two characters in from the right, the date below it beginning two characters after the name."""
    if not name:
        return
    said = long_day(day)
    wide = len(said) - sum(sign.isdecimal() for sign in said) / 2
    from_right = max(len(name) - wide, 2.0)
    yield from (text("", "Blank"), text("", "Blank"))
    yield paragraph([run(name)], style="SignedBy", right=max(2.0, from_right + wide + 2 - len(name)))
    yield paragraph([run(said)], style="SignedBy", right=from_right)
