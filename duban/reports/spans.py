"""The periods that reports are on: the week, month or quarter that a day lies in, or all that was."""

from datetime import date, timedelta

from models.words import Word


class Span(Word):
    # fmt: off
    WHOLE   = "whole",   "全程",   "from the beginning"
    WEEK    = "week",    "本周",   "this week"
    MONTH   = "month",   "本月",   "this month"
    QUARTER = "quarter", "本季度", "this quarter"
    # fmt: on


def since_of(span: Span, day: date) -> date | None:
    """Give the first day of the span that a day lies in; None for the whole."""
    if span is Span.WEEK:
        return day - timedelta(days=day.weekday())
    if span is Span.MONTH:
        return day.replace(day=1)
    if span is Span.QUARTER:
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return None
