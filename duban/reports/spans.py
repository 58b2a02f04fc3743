"""The periods that reports are on: the week, month, quarter, half-year or year that a day lies in, or all that was."""

from datetime import date, timedelta

from models.words import Word


class Span(Word):
    # fmt: off
    WHOLE     = "whole",     "全程",   "from the beginning"
    WEEK      = "week",      "本周",   "this week"
    MONTH     = "month",     "本月",   "this month"
    QUARTER   = "quarter",   "本季度", "this quarter"
    HALF_YEAR = "half_year", "本半年", "this half-year"
    YEAR      = "year",      "本年",   "this year"
    # fmt: on


MONTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.HALF_YEAR: 6, Span.YEAR: 12}


def since_of(span: Span, day: date) -> date | None:
    """Give the first day of the span that a day lies in; None for the whole."""
    if span is Span.WEEK:
        return day - timedelta(days=day.weekday())
    if span not in MONTHS:
        return None
    months = MONTHS[span]
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)
