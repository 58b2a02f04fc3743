"""Breaks a title into centred lines that keep words whole, as GB/T 9704—2012, 7.3.1 asks."""

import re
from functools import cache

PER_LINE = 20
"""Characters of 22 pt in a line of 156 mm."""
GOOD_BREAK = re.compile(
    r"(?<=[》、，：的])(?![》、，：）])"
    r"|(?=[《（])"
    r"|(?<=贯彻|落实|实施|推进|开展|加强|做好|深化|促进|完善|建设|印发|宣传|学习|精神)(?![》、，：）的]|贯彻|落实|宣传|推进)"
)
ROUGH = 40
"""What a break costs where nothing says that a word ends."""
ONE_MORE_LINE = 30
Choice = tuple[float, tuple[str, ...]]


def title_lines(title: str) -> tuple[str, ...]:
    """Break a title into few, even lines of whole words; no line starts with 》 or ends with 《."""
    fewest = -(-len(title) // PER_LINE)
    choices = (_broken(title, count, extra=count - fewest) for count in (fewest, fewest + 1))
    return min(choices)[1] if fewest > 1 else (title,)


def _broken(title: str, count: int, *, extra: int) -> Choice:
    """The best way to make `count` lines, with its cost: squares of unevenness, and of rough breaks."""
    good, even = {match.start() for match in GOOD_BREAK.finditer(title)}, len(title) / count

    @cache
    def best(start: int, left: int) -> Choice:
        if left == 1:
            rest = title[start:]
            return ((len(rest) - even) ** 2, (rest,)) if 0 < len(rest) <= PER_LINE else (float("inf"), ())
        ends = [end for end in range(start + 1, min(start + PER_LINE, len(title) - 1) + 1) if _may_break(title, end)]
        return min((_with(best(end, left - 1), start, end) for end in ends), default=(float("inf"), ()))

    def _with(rest: Choice, start: int, end: int) -> Choice:
        cost = (end - start - even) ** 2 + (0 if end in good else ROUGH)
        return rest[0] + cost, (title[start:end], *rest[1])

    cost, lines = best(0, count)
    return cost + ONE_MORE_LINE * extra, lines


def _may_break(title: str, end: int) -> bool:
    return title[end] not in "》、，：）" and title[end - 1] not in "《（"
