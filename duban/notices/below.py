"""Owners and times that one line names for the row of items above it: 1.… 2.… 3.… and then 责任单位：甲局 alone."""

import re
from collections import defaultdict
from itertools import groupby

from duban.notices.doubts import FROM_BELOW
from duban.notices.handed_down import NO_LEAD
from duban.notices.outline import Section
from duban.notices.owners import LABEL_LINE
from duban.notices.page import Page
from models.reading import DeadlineFound, RequirementFound

A_BRACKET = re.compile(r"[ \t]*[（〔]")


def given_from_below(
    page: Page, outline: list[Section], requirements: list[RequirementFound]
) -> list[RequirementFound]:
    """Give what the line under the last of several items names to those before it, where none of them names anybody."""
    under: dict[str, list[RequirementFound]] = defaultdict(list)
    for requirement in requirements:
        under[requirement.measure].append(requirement)
    for _, group in groupby(outline, key=lambda s: s.id.rpartition(".")[0]):
        row = [*group]
        if len(row) > 1 and not any(section.children for section in row):
            _give(page, row, under)
    return [one for found in under.values() for one in found]


def _give(page: Page, row: list[Section], under: dict[str, list[RequirementFound]]) -> None:
    *above, last = row
    source = next((r for r in under.get(last.id, ()) if r.owners), None)
    line = _line_of_its_own(page, last, source) if source else None
    lacking = [section.id for section in above if section.id in under]
    if source is None or line is None or any(_names_somebody(r) for name in lacking for r in under[name]):
        return
    times = tuple(time for time in source.deadlines if time.span[0] >= line)
    for name in lacking:
        under[name] = [_with(r, source, times) for r in under[name]]


def _line_of_its_own(page: Page, section: Section, source: RequirementFound) -> int | None:
    """Where the line begins that names the owners, if it says nothing else and stands below the text of the item."""
    start = page.plain.rfind("\n", 0, source.owners[0].span[0]) + 1
    alone = A_BRACKET.match(page.plain, start) or LABEL_LINE.match(page.plain, start)
    return start if alone and start > section.start and source.span[1] <= start else None


def _names_somebody(requirement: RequirementFound) -> bool:
    outside = any(not requirement.span[0] <= owner.span[0] < requirement.span[1] for owner in requirement.owners)
    return outside or any(owner.role != "responsible" for owner in requirement.owners)


def _with(
    requirement: RequirementFound, source: RequirementFound, times: tuple[DeadlineFound, ...]
) -> RequirementFound:
    update: dict[str, object] = {}
    if not any(owner.role in NO_LEAD for owner in requirement.owners):
        update["owners"] = source.owners
    if times and not requirement.deadlines:
        update["deadlines"] = times
    if not update:
        return requirement
    likely = "likely" if requirement.certainty == "certain" else requirement.certainty
    return requirement.model_copy(
        update={**update, "certainty": likely, "unsure": (*requirement.unsure, FROM_BELOW.of())}
    )
