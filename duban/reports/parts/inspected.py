"""The rounds of inspection of a period: where, by how many, what was found, what came of it."""

from duban.reports.report import Captioned, Part
from duban.reports.source import Source
from duban.reports.source_facts import InspectionFact
from duban.reports.tables import Column, table
from duban.reports.wording import short, some
from models.words import FindingState

# fmt: off
ROUNDS: tuple[Column[tuple[InspectionFact, str, str]], ...] = (
    Column("检查",      8, lambda r: r[0].name),
    Column("单位",     10, lambda r: r[1]),
    Column("开始",      5, lambda r: r[0].begins),
    Column("结束",      5, lambda r: r[0].ends),
    Column("状态",      4, lambda r: r[0].state.zh),
    Column("问题整改",  5, lambda r: r[2]),
    Column("结论",     12, lambda r: short(r[0].conclusion)),
)
# fmt: on


def inspections(source: Source) -> Part | None:
    """The inspections that touch the period; no part when there is none."""
    shown = [one for one in source.inspections if source.since is None or one.ends >= source.since]
    if not shown:
        return None
    states = {finding.id: finding.state for finding in source.findings}
    rows = []
    for one in shown:
        found = [states[n] for n in one.findings if n in states]
        fixed = sum(state is FindingState.VERIFIED for state in found)
        rows.append((one, some(tuple(source.unit(unit) for unit in one.units)), f"{fixed}/{len(found)}"))
    count = sum(len([n for n in one.findings if n in states]) for one in shown)
    said = f"开展检查{len(shown)}轮，发现问题{count}个。"
    listed = Captioned(caption="检查情况", table=table(ROUNDS, rows, empty=""))
    return Part(heading="检查情况", said=(said,), tables=(listed,))
