"""Breaks a title into centred lines that keep words whole, as GB/T 9704—2012, 7.3.1 asks."""

import re
from itertools import combinations, pairwise

PER_LINE = 20
"""Characters of 22 pt in a line of 156 mm."""
GOOD_BREAK = re.compile(
    r"(?<=[》、，：的])(?![》、，：）])"
    r"|(?=[《（])"
    r"|(?<=贯彻|落实|实施|推进|开展|加强|做好|深化|促进|完善|建设|印发|宣传|学习|精神)(?![》、，：）的])"
)
ROUGH = 8
"""What it costs to break where nothing says that a word ends, in characters of unevenness."""


def title_lines(title: str) -> tuple[str, ...]:
    """Break a title into as few lines as it needs, as even as whole words allow; none starts with a closing mark."""
    count = -(-len(title) // PER_LINE)
    if count <= 1:
        return (title,)
    good = {match.start() for match in GOOD_BREAK.finditer(title)}
    places = [n for n in range(1, len(title)) if title[n] not in "》、，：）" and title[n - 1] not in "《（"]
    fitting = (_cut(title, cuts) for cuts in combinations(places, count - 1))
    choices = [found for found in fitting if max(map(len, found)) <= PER_LINE]
    return min(choices, key=lambda found: _cost(found, good), default=(title,))


def _cut(title: str, cuts: tuple[int, ...]) -> tuple[str, ...]:
    edges = (0, *cuts, len(title))
    return tuple(title[start:end] for start, end in pairwise(edges))


def _cost(found: tuple[str, ...], good: set[int]) -> int:
    sizes = [len(line) for line in found]
    ends = [sum(sizes[:n]) for n in range(1, len(sizes))]
    return max(sizes) - min(sizes) + ROUGH * sum(end not in good for end in ends)
