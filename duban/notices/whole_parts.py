"""Owners that a sentence names for items that stand elsewhere: 以上任务由甲局牵头，其中第（三）项由乙局负责。"""

# ruff: noqa: E501  one pattern a line, its example beside it

import re
from dataclasses import dataclass, field
from itertools import groupby

from duban.notices.deadlines import find_deadlines
from duban.notices.doubts import DATED_BESIDE, FROM_ABOVE
from duban.notices.handed_down import NO_LEAD
from duban.notices.items import Habits
from duban.notices.numerals import value
from duban.notices.outline import Section
from duban.notices.owners import owner_clauses
from duban.notices.page import Page
from duban.notices.roles import TIME_LABEL, parse
from models.reading import DeadlineFound, OwnerFound, RequirementFound, Span

MATTERS = r"(?:的?(?:各项|各条|全部|所有|[\d一二三四五六七八九十]+项)?(?:重点|具体)?(?:工作|任务|事项|措施|内容|要求|举措|项目)?)"
# fmt: off
REACHES = (
    # where the sentence reaches, how it begins                              example
    ("above", rf"(?:以上|上述|前述){MATTERS}",                               "以上任务由护理部牵头"),
    ("part",  rf"(?:本|该|此|这)(?:部分|章|节|类|方面|大项){MATTERS}",       "本部分各项由护理部牵头"),
)
SHARED_OUT = (
    # the title of an item that only says who does its neighbours            example
    (r"(?:责任|任务|工作|职责|部门|组织)分工(?:安排)?",                       "责任分工"),
    (r"(?:牵头|责任|配合|承办|实施)(?:单位|部门|处室|科室|主体|领导)(?:[及和与、](?:牵头|责任|配合|承办)?(?:单位|部门|处室|科室|人))?", "牵头单位"),
)
# fmt: on
NUMBER = r"第?[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,3})[）)]?"
EXCEPTION = re.compile(
    rf"[，；]?(?:其中)?[，：]?除?(?P<numbers>第{NUMBER}(?:[、和及至—-]{NUMBER})*)(?:项|条|款)(?:任务|工作|事项)?"
    r"(?P<who>由?[^，；。]{2,40}?(?:负责|牵头|承担|落实|承办)(?:(?=外)外|(?![^，；。]))(?:，[^，；。第]{2,60}?(?:配合|参与|协助|参加))?)"
)
A_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}|\d{1,3}")
SENTENCE = re.compile(
    rf"(?<![^。；！\n \t])(?P<reach>{'|'.join(pattern for _, pattern in ((r[0], r[1]) for r in REACHES))})(?P<rest>[^。\n]{{2,200}})"
)
TITLE = re.compile("|".join(f"(?:{pattern})" for pattern, _ in SHARED_OUT))
SAYS_WHO = re.compile("负责|牵头|承担|承办|落实|配合")


@dataclass(frozen=True)
class Rule:
    """One such sentence: where it stands, whom it names, whom for single items, and for which measures."""

    span: Span
    owners: tuple[OwnerFound, ...]
    measures: frozenset[str]
    single: dict[str, tuple[OwnerFound, ...]] = field(default_factory=dict)
    times: tuple[DeadlineFound, ...] = ()

    def of(self, measure: str) -> tuple[OwnerFound, ...]:
        return self.single.get(measure, self.owners)


def rules_of(page: Page, outline: list[Section], habits: Habits) -> list[Rule]:
    """Return such sentences and items; what they say of others is no requirement where it stands."""
    return [*_sentences(page, outline), *_shared_out(page, outline, habits)]


def owned_from_elsewhere(rules: list[Rule], requirements: list[RequirementFound]) -> list[RequirementFound]:
    """Give their owners to the items they speak of, unless those have some that do the work."""
    return [_given(r, rules) for r in requirements] if rules else requirements


def _sentences(page: Page, outline: list[Section]) -> list[Rule]:
    found = []
    for match in SENTENCE.finditer(page.plain):
        home = next((s for s in reversed(outline) if s.start <= match.start()), None)
        if home is None or not SAYS_WHO.search(match["rest"]):
            continue
        above = match["reach"][0] in "以上前"
        reached = _reached(outline, home, above=above) if above or "." in home.id or home.children else []
        exceptions = [*EXCEPTION.finditer(page.plain, *match.span("rest"))]
        single = {
            s.id: parse(page, (m.start("who"), m.end("who") - m["who"].endswith("外")), first_leads=False)[0]
            for m in exceptions
            for s in reached
            if s.marker.value in _values(m["numbers"])
        }
        if home.children and not single:
            continue  # the part hands it down itself
        edges = [match.start("rest"), *(e for m in exceptions for e in m.span()), match.end("rest")]
        pieces = [p for p in zip(edges[::2], edges[1::2], strict=True) if p[0] < p[1]]
        owners = tuple(o for piece in pieces for o in parse(page, piece, first_leads=False)[0])
        if (owners or single) and reached:
            found.append(Rule(page.tight(match.span()), owners, frozenset(s.id for s in reached), single))
    return found


def _reached(outline: list[Section], home: Section, *, above: bool) -> list[Section]:
    """The items under the same part as the sentence; those before it, where it says 以上."""
    part = f"{home.id}." if home.children else home.id.rpartition(".")[0] + "."
    inside = [s for s in outline if part == "." or s.id.startswith(part)]
    return [s for s in inside if not s.children and not (above and s.start > home.start)]


def _values(numbers: str) -> set[int]:
    values = [value(one) or 0 for one in A_NUMBER.findall(numbers)]
    if re.search("[至—-]", numbers) and len(values) == 2:
        return {*range(values[0], values[1] + 1)}
    return {*values}


def _shared_out(page: Page, outline: list[Section], habits: Habits) -> list[Rule]:
    """（三）责任分工。由科普部牵头 among （一） and （二） speaks of both."""
    found = []
    saying = [s for s in outline if not s.children and "." in s.id and _only_says_who_or_when(page, s)]
    for parent, group in groupby(saying, key=lambda s: s.id.rpartition(".")[0]):
        said = [*group]
        beside = frozenset(s.id for s in outline if s.id.rpartition(".")[0] == parent and s not in said)
        for section in said if beside else ():
            span = (section.title[0], section.end)
            clauses = owner_clauses(page, span, first_leads=habits.first_leads)
            owners = tuple(o for clause in clauses for o in clause.owners)
            due = TIME_LABEL.match(page.plain, *span)
            times = find_deadlines(page, span, habits.years, labelled=True) if due else ()
            if times or (owners and len(clauses) == 1):
                found.append(Rule((section.start, section.end), owners, beside, times=tuple(times)))
    return found


def _only_says_who_or_when(page: Page, section: Section) -> bool:
    label = TITLE.match(page.plain, *section.title)
    if label and page.plain[label.end() : label.end() + 1] in ("", "。", "：", "\n"):
        return True
    return TIME_LABEL.match(page.plain, section.title[0], section.end) is not None


def _given(requirement: RequirementFound, rules: list[Rule]) -> RequirementFound:
    """Give what the rules say for the measure; a requirement keeps the owners and times it has."""
    mine = [rule for rule in rules if requirement.measure in rule.measures]
    owners = tuple(o for rule in mine for o in rule.of(requirement.measure))
    times = tuple(t for rule in mine for t in rule.times)
    update: dict[str, object] = {}
    unsure = requirement.unsure
    if owners and not any(owner.role in NO_LEAD for owner in requirement.owners):
        update["owners"], unsure = tuple(dict.fromkeys((*owners, *requirement.owners))), (*unsure, FROM_ABOVE.of())
    if times and not requirement.deadlines:
        update["deadlines"], unsure = times, (*unsure, DATED_BESIDE.of())
    return requirement.model_copy(update={**update, "unsure": unsure}) if update else requirement
