"""Tells of every field that was read where it stands, by which rule it was read, and how sure that is, in words."""

import re
from dataclasses import dataclass
from typing import Literal

from duban.notices.cutting import CELL_ENDS
from duban.notices.deadlines import KINDS, LABELLED
from duban.notices.outline import SCHEMES
from duban.notices.page import Page
from duban.notices.predicates import ACT_ROWS, ACTS
from duban.notices.roles import LABEL_ROWS, LABELS
from models.errors import Sentence
from models.reading import Certainty, DeadlineFound, OwnerFound, Reading, RequirementFound, Span

Field = Literal["measure", "requirement", "lead", "supporting", "responsible", "deadline", "rest"]

# fmt: off
SURE: dict[Certainty, Sentence] = {
    "certain": Sentence("原文明确",       "plain in the text"),
    "likely":  Sentence("较可能，请确认", "likely, please confirm"),
    "unsure":  Sentence("存疑，请核对",   "in doubt, please check"),
}
KIND_NAMES = {
    "fixed":     Sentence("固定日期", "a fixed day"),
    "relative":  Sentence("相对期限", "counted from something"),
    "recurring": Sentence("周期",     "recurring"),
    "event":     Sentence("事件",     "tied to an event"),
    "ongoing":   Sentence("长期",     "without an end"),
    "goal":      Sentence("目标年份", "a year to reach a goal by"),
}
NUMBER = Sentence("编号", "a number")
TIME = Sentence("时间", "a time")
OPEN = Sentence("未定", "not settled")
YEAR_TAKEN = Sentence("，年份为推算", ", the year is taken from elsewhere")
CLAUSE = Sentence("责任分句所指的文字", "what a clause on who answers speaks of")
DEMAND = Sentence("句中的要求", "a demand of the sentence")
CELL = Sentence("表格列", "a column of a table")
BRACKET = Sentence("括号内所列", "listed in brackets")
SUBJECT = Sentence("句子的主语", "the subject of the sentence")
NOT_TAKEN = Sentence("未采用", "not taken")
WHOLE = Sentence("任务要求", "requirement")
# fmt: on
TIME_ROWS = [(re.compile(pattern), example) for _, _, pattern, example in (*KINDS, *LABELLED)]
BEFORE = 12
AFTER = 60


@dataclass(frozen=True)
class Mark:
    """One field: its place, what it is, what was made of it, the rule that read it, how sure that is, its doubts.

    What was not taken has its reason, as it is kept in the reading, where other fields have their rule.
    """

    span: Span
    field: Field
    said: Sentence
    rule: Sentence | str
    sure: Sentence | None
    doubts: tuple[str, ...] = ()


def marks(reading: Reading) -> list[Mark]:
    """Return the marks of a reading in order of place, wider ones first."""
    page = Page(reading.text)
    found = [
        Mark(
            (m.span[0], m.span[0] + len(m.number)),
            "measure",
            Sentence(f"举措 {m.id}", f"measure {m.id}"),
            _number_rule(page, m.span),
            SURE["certain"],
        )
        for m in reading.measures
    ]
    for requirement in reading.requirements:
        found.append(_requirement(requirement))
        sure = SURE[requirement.certainty]
        found += [
            Mark(o.span, o.role, Sentence(o.name, o.name), _owner_rule(page, o), sure) for o in requirement.owners
        ]
        found += [Mark(d.span, "deadline", _time(d), _time_rule(page, d), sure) for d in requirement.deadlines]
    found += [Mark(piece.span, "rest", NOT_TAKEN, piece.why, None) for piece in reading.rest]
    return sorted(set(found), key=lambda mark: (mark.span[0], -mark.span[1], mark.field))


def _number_rule(page: Page, span: Span) -> Sentence:
    example = next((e for _, _, pattern, e in SCHEMES if pattern.match(page.plain, *span)), "")
    return _as_in(NUMBER, example) if example else NUMBER


def _as_in(rule: Sentence, example: str) -> Sentence:
    return Sentence(f"{rule.zh}，形如“{example}”", f"{rule.en}, as “{example}”")


def _requirement(requirement: RequirementFound) -> Mark:
    clause = any(o.span[0] >= requirement.span[1] for o in requirement.owners)
    rule = CLAUSE if clause else DEMAND
    return Mark(requirement.span, "requirement", WHOLE, rule, SURE[requirement.certainty], requirement.unsure)


def _owner_rule(page: Page, owner: OwnerFound) -> Sentence:
    """The label before the name, the words after it, the column or bracket it stands in, or its place."""
    start, end = owner.span
    line = page.plain.rfind("\n", 0, start) + 1
    stop = page.plain.find("\n", end)
    stop = len(page.plain) if stop < 0 else stop
    whole = page.plain[line:stop]
    if any(len(ends.findall(whole)) >= 2 for ends in CELL_ENDS[:2]):
        return CELL
    before = re.split(r"[；。（〔]", page.plain[line:start])[-1]
    labels = [
        example
        for (pattern, role), (_, _, example) in zip(LABEL_ROWS, LABELS, strict=True)
        if role and pattern.search(before)
    ]
    if labels:
        return _as_in(Sentence("标签", "a label"), labels[0])
    after = re.split(r"[，；。）〕]", page.plain[end : end + AFTER])[0]
    endings = [example for (pattern, _), (_, _, example) in zip(ACT_ROWS, ACTS, strict=True) if pattern.search(after)]
    if endings:
        return _as_in(Sentence("分句", "a clause"), endings[0])
    return BRACKET if page.nested[start] else SUBJECT


def _time(deadline: DeadlineFound) -> Sentence:
    value = deadline.date or deadline.rule
    kind, inherited = KIND_NAMES[deadline.kind], YEAR_TAKEN if deadline.year_inherited else Sentence("", "")
    return Sentence(f"{kind.zh} {value or OPEN.zh}{inherited.zh}", f"{kind.en} {value or OPEN.en}{inherited.en}")


def _time_rule(page: Page, deadline: DeadlineFound) -> Sentence:
    start = max(0, deadline.span[0] - BEFORE)
    for pattern, example in TIME_ROWS:
        for match in pattern.finditer(page.plain, start, deadline.span[1] + BEFORE):
            if page.tight(match.span()) == deadline.span:
                return _as_in(TIME, example)
    return TIME
