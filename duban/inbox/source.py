"""Cuts a measure out of the source text, with a requirement's words marked in it."""

from dataclasses import dataclass

from models.plan import Measure, Requirement


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The text of a measure in three parts; the middle one is the requirement."""

    before: str
    marked: str
    after: str


def excerpt(text: str, measure: Measure, requirement: Requirement) -> Excerpt:
    """Cut the excerpt; a requirement that stands outside its measure stretches it."""
    start, end = min(measure.start, requirement.start), max(measure.end, requirement.end)
    return Excerpt(
        text[start : requirement.start], text[requirement.start : requirement.end], text[requirement.end : end]
    )
