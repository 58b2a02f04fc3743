"""Cuts a notice into pieces with what was read from each: in colour on the page, each field a link to its words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from duban.tongue import mark
from models.plan import Measure, Requirement

# fmt: off
CALLED = {
    # what was read    called
    "requirement":     mark("要求"),
    "lead":            mark("牵头"),
    "supporting":      mark("配合"),
    "responsible":     mark("负责"),
    "deadline":        mark("时限"),
}
# fmt: on


@dataclass(frozen=True, slots=True)
class Mark:
    """One field as read: what it is, its words and their place, what they mean where that is more than the words."""

    kind: str
    start: int
    end: int
    words: str
    means: date | None = None

    def anchor(self, within: str) -> str:
        return f"{within}{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the source with one and the same reading; the first of a mark carries its anchor."""

    text: str
    kinds: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()


def marks_of(requirement: Requirement, text: str) -> list[Mark]:
    """List what was read of a requirement: its words first, then who, then when, each where it stands."""
    read, found = requirement.reading, []
    if requirement.end > requirement.start:
        found.append(Mark("requirement", requirement.start, requirement.end, requirement.text))
    for owner in read.get("owners", ()):
        start, end = owner["span"]
        found.append(Mark(owner["role"], start, end, text[start:end]))
    for deadline in read.get("deadlines", ()):
        start, end = deadline["span"]
        means = date.fromisoformat(deadline["date"]) if deadline.get("date") else None
        found.append(Mark("deadline", start, end, text[start:end], means))
    return [one for one in found if 0 <= one.start < one.end <= len(text)]


def pieces(text: str, marks: Iterable[Mark], *, start: int, end: int, within: str) -> list[Piece]:
    """Cut text[start:end] wherever a mark begins or ends. `within` begins every anchor; none stands twice."""
    inside = [one for one in marks if one.start < end and one.end > start]
    cuts = sorted({start, end, *(p for one in inside for p in (one.start, one.end) if start < p < end)})
    begins: dict[int, list[str]] = {}
    for one in inside:
        anchors = begins.setdefault(max(one.start, start), [])
        anchors += [one.anchor(within)] if one.anchor(within) not in anchors else []
    opening = sorted(inside, key=lambda one: one.start)
    found, open_, place = [], list[Mark](), 0
    for left, right in pairwise(cuts):
        while place < len(opening) and opening[place].start <= left:
            open_.append(opening[place])
            place += 1
        open_ = [one for one in open_ if one.end > left]
        kinds = tuple(kind for kind in CALLED if any(one.kind == kind for one in open_))
        found.append(Piece(text[left:right], kinds, tuple(begins.get(left, ()))))
    return found


def excerpt(text: str, measure: Measure, requirement: Requirement) -> list[Piece]:
    """Cut the text of a measure with one requirement marked in it; what stands outside its measure stretches it."""
    marks = marks_of(requirement, text)
    start = min([measure.start, *(one.start for one in marks)])
    end = max([measure.end, *(one.end for one in marks)])
    return pieces(text, marks, start=start, end=end, within=f"r{requirement.id}-")


def whole(text: str, requirements: Sequence[Requirement]) -> list[Piece]:
    """Cut the whole source with every requirement that is kept marked in it."""
    marks = [one for requirement in requirements for one in marks_of(requirement, text)]
    return pieces(text, marks, start=0, end=len(text), within="s")
