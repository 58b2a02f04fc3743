"""Owners that a part names once for all its items: in its heading, or in a sentence about the whole part."""

# ruff: noqa: E501  one pattern a line, its example beside it

import re

from duban.notices.doubts import FROM_ABOVE
from duban.notices.lexicon import UNIT_END
from duban.notices.outline import Section
from duban.notices.owners import LABEL_LINE
from duban.notices.page import Page
from duban.notices.roles import names_in
from duban.notices.sentences import opening_units
from models.reading import OwnerFound, OwnerRole, RequirementFound

A_BODY = r"(?:[省市州区县各]|国家)[^，。；：、的]{1,14}(?:政府|局|委|厅|(?<=委)[^，。；：、的]{2,4}部|办|办公室|中心|公司|集团|街道|镇|乡|法院|检察院|工会|妇联|科协)(?:（[^（）\d]{1,8}）)?"
# fmt: off
HEADINGS: tuple[tuple[str, OwnerRole, str], ...] = (
    # a heading that says who                                                                      role           example
    (rf"由?(?P<who>[^，。；：]{{1,40}}{UNIT_END})(?:负责)?(?:牵头|主办|主责)的?{{tasks}}",           "lead",        "区教育局牵头任务"),
    (rf"由?(?P<who>[^，。；：]{{1,40}}{UNIT_END})(?:承担|负责|承办|落实)(?:落实|办理|完成)?的?{{tasks}}", "responsible", "由区教育局负责的事项（3项）"),
    (rf"(?P<who>{A_BODY}(?:、{A_BODY})*){{count}}?",                                              "responsible", "区教育局（3项）"),
)
ABOUT_THE_PART = (
    # a sentence about all below it                                            example
    (r"(?:本|该|此|这)(?:部分|章|节|类|方面|大?项)(?:的?(?:各项)?(?:重点|具体)?(?:工作|任务|事项|内容|措施)?)",  "本部分工作由护理部牵头"),
    (r"(?:以下|下列|上述|以上)(?:各项)?(?:工作|任务|事项|措施|内容)",               "以下任务由护理部牵头"),
)
COUNT = r"（(?:共|计|共计)?\d+[项条件个]）"
TASKS = rf"(?:(?:重点|主要|具体|工作|年度|落实|办理){{0,2}}(?:任务|工作|事项|项目|内容|实事|部分))?(?:清单|分工)?(?:{COUNT})?"
# fmt: on
HEADING_ROWS = [
    (re.compile(pattern.replace("{tasks}", TASKS).replace("{count}", f"(?:{COUNT})")), role)
    for pattern, role, _ in HEADINGS
]
OF_THE_PART = re.compile("|".join(f"(?:{pattern})" for pattern, _ in ABOUT_THE_PART))
NO_LEAD = ("lead", "responsible")


class HandedDown:
    """What the parts read so far name for the items under them, by the number of the part."""

    def __init__(self) -> None:
        self.owners: dict[str, tuple[OwnerFound, ...]] = {}
        self.withheld: dict[str, list[RequirementFound]] = {}
        self.used: set[str] = set()

    def give(self, page: Page, section: Section, found: list[RequirementFound]) -> list[RequirementFound]:
        """Give what stands under `section` the owners named above it, where it has none that does the work."""
        in_title = _in_heading(page, section)
        if in_title:
            self.owners[section.id] = in_title
        found = self._from_bracket(page, section, _told_at_the_head(page, section, found))
        given = [self._given(section.id, r) for r in found]
        if section.children and OF_THE_PART.match(page.plain, *page.tight(section.body)):
            self.owners[section.id] = next((r.owners for r in found if r.owners), self.owners.get(section.id, ()))
        return given

    def _from_bracket(self, page: Page, section: Section, found: list[RequirementFound]) -> list[RequirementFound]:
        """一、服务会员（会员部牵头）: the bracket speaks of what stands under the heading, not of the heading alone.

        So does a line 牵头单位：会员部 right under it.
        """
        of_title = [r for r in found if r.span == section.title and _in_bracket(page, r, after=section.title[1])]
        others = [r for r in found if r not in of_title]
        if not of_title or not (section.children or any(_lacks(r) for r in others)):
            return found
        self.owners[section.id] = of_title[0].owners
        self.withheld[section.id] = [r for r in of_title if not r.deadlines]
        return [*(r for r in of_title if r.deadlines), *others]

    def kept_back(self) -> list[RequirementFound]:
        """What headings with units of their own ask, where all that stands below names others."""
        return [r for part, withheld in self.withheld.items() if part not in self.used for r in withheld]

    def _given(self, measure: str, requirement: RequirementFound) -> RequirementFound:
        if not _lacks(requirement):
            return requirement
        part = next((part for part in _parts(measure) if part in self.owners), "")
        above = self.owners.get(part, ())
        if not above:
            return requirement
        self.used.add(part)
        owners, unsure = (*above, *requirement.owners), (*requirement.unsure, FROM_ABOVE.of())
        return requirement.model_copy(update={"owners": owners, "unsure": unsure})


def _told_at_the_head(page: Page, section: Section, found: list[RequirementFound]) -> list[RequirementFound]:
    """（一）市教育局：牵头制定方案 names who in the place of a heading."""
    end = section.title[1]
    if section.children or page.plain[end : end + 1] != "：" or not any(_lacks(r) for r in found):
        return found
    owners = opening_units(page, section.title, end + 1)
    return [r.model_copy(update={"owners": (*owners, *r.owners)}) if owners and _lacks(r) else r for r in found]


def _in_bracket(page: Page, requirement: RequirementFound, *, after: int) -> bool:
    owners = requirement.owners
    if not owners or owners[0].span[0] <= after:
        return False
    below = page.tight((after, owners[0].span[0]), also="。：")
    return page.nested[owners[0].span[0]] == 1 or LABEL_LINE.match(page.plain, below[0]) is not None


def _lacks(requirement: RequirementFound) -> bool:
    return not any(owner.role in NO_LEAD for owner in requirement.owners)


def _parts(measure: str) -> list[str]:
    """1.2.3 → 1.2.3, 1.2, 1."""
    steps = measure.split(".")
    return [".".join(steps[:depth]) for depth in range(len(steps), 0, -1)]


def _in_heading(page: Page, section: Section) -> tuple[OwnerFound, ...]:
    if not section.children:
        return ()
    for pattern, role in HEADING_ROWS:
        match = pattern.fullmatch(page.plain, *section.title)
        if match:
            return tuple(names_in(page, match.span("who"), role=role))
    return ()
