"""Tells of every field that was read where it stands, by which rule it was read, and how sure that is, in words."""

import re
from dataclasses import dataclass
from typing import Literal

from duban.notices.deadlines import KINDS, LABELLED
from duban.notices.outline import SCHEMES
from duban.notices.page import Page
from duban.notices.predicates import ACT_ROWS, ACTS
from duban.notices.roles import LABEL_ROWS, LABELS
from duban.notices.tables import CELL_ENDS
from models.reading import Certainty, DeadlineFound, OwnerFound, Reading, RequirementFound, Span

Field = Literal["measure", "requirement", "lead", "supporting", "responsible", "deadline", "rest"]

# fmt: off
SURE: dict[Certainty, str] = {
    "certain": "原文明确",
    "likely":  "较可能，请确认",
    "unsure":  "存疑，请核对",
}
KIND_NAMES = {
    "fixed":     "固定日期",
    "relative":  "相对期限",
    "recurring": "周期",
    "event":     "事件",
    "ongoing":   "长期",
    "goal":      "目标年份",
}
# fmt: on
TIME_ROWS = [(re.compile(pattern), example) for _, _, pattern, example in (*KINDS, *LABELLED)]
BEFORE = 12
AFTER = 60


@dataclass(frozen=True)
class Mark:
    """One field: its place, what it is, what was made of it, the rule that read it, how sure that is, its doubts."""

    span: Span
    field: Field
    said: str
    rule: str
    sure: str
    doubts: tuple[str, ...] = ()


def marks(reading: Reading) -> list[Mark]:
    """Return the marks of a reading in order of place, wider ones first."""
    page = Page(reading.text)
    found = [
        Mark(
            (m.span[0], m.span[0] + len(m.number)),
            "measure",
            f"举措 {m.id}",
            _number_rule(page, m.span),
            SURE["certain"],
        )
        for m in reading.measures
    ]
    for requirement in reading.requirements:
        found.append(_requirement(requirement))
        sure = SURE[requirement.certainty]
        found += [Mark(o.span, o.role, o.name, _owner_rule(page, o), sure) for o in requirement.owners]
        found += [Mark(d.span, "deadline", _time(d), _time_rule(page, d), sure) for d in requirement.deadlines]
    found += [Mark(piece.span, "rest", "未采用", piece.why, "") for piece in reading.rest]
    return sorted(set(found), key=lambda mark: (mark.span[0], -mark.span[1], mark.field))


def _number_rule(page: Page, span: Span) -> str:
    example = next((e for _, _, pattern, e in SCHEMES if pattern.match(page.plain, *span)), "")
    return f"编号，形如“{example}”" if example else "编号"


def _requirement(requirement: RequirementFound) -> Mark:
    clause = any(o.span[0] >= requirement.span[1] for o in requirement.owners)
    rule = "责任分句所指的文字" if clause else "句中的要求"
    return Mark(requirement.span, "requirement", "任务要求", rule, SURE[requirement.certainty], requirement.unsure)


def _owner_rule(page: Page, owner: OwnerFound) -> str:
    """The label before the name, the words after it, the column or bracket it stands in, or its place."""
    start, end = owner.span
    line = page.plain.rfind("\n", 0, start) + 1
    stop = page.plain.find("\n", end)
    stop = len(page.plain) if stop < 0 else stop
    whole = page.plain[line:stop]
    if any(len(ends.findall(whole)) >= 2 for ends in CELL_ENDS[:2]):
        return "表格列"
    before = re.split(r"[；。（〔]", page.plain[line:start])[-1]
    labels = [
        example
        for (pattern, role), (_, _, example) in zip(LABEL_ROWS, LABELS, strict=True)
        if role and pattern.search(before)
    ]
    if labels:
        return f"标签，形如“{labels[0]}”"
    after = re.split(r"[，；。）〕]", page.plain[end : end + AFTER])[0]
    endings = [example for (pattern, _), (_, _, example) in zip(ACT_ROWS, ACTS, strict=True) if pattern.search(after)]
    if endings:
        return f"分句，形如“{endings[0]}”"
    return "括号内所列" if page.nested[start] else "句子的主语"


def _time(deadline: DeadlineFound) -> str:
    value = deadline.date or deadline.rule or "未定"
    inherited = "，年份为推算" if deadline.year_inherited else ""
    return f"{KIND_NAMES[deadline.kind]} {value}{inherited}"


def _time_rule(page: Page, deadline: DeadlineFound) -> str:
    start = max(0, deadline.span[0] - BEFORE)
    for pattern, example in TIME_ROWS:
        for match in pattern.finditer(page.plain, start, deadline.span[1] + BEFORE):
            if page.tight(match.span()) == deadline.span:
                return f"时间，形如“{example}”"
    return "时间"
