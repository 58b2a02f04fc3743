"""Every report there is, in one table: its span, its title, the parts it is put together from.

A new report is a new row; a new part is a function from a source to a part, or to none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from duban.reports.parts import accounts, appealed, below, coverage, inspected, matter, people, period, scores, standing
from duban.reports.report import Part, Report
from duban.reports.source import Source
from duban.reports.sourcing import Wanted
from duban.reports.spans import Span
from duban.reports.summary import head_of
from duban.reports.wording import long_day
from models.errors import BadInput
from workflows.moments import day_of

Section = Callable[[Source], Part | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of report; `title` takes the plan's title. Of `about` the report needs to know which matter it is on.

    `upward`: it goes to those above; else to those whom the plan was sent to.
    """

    name: str
    zh: str
    span: Span
    title: str
    sections: tuple[Section, ...]
    about: bool = False
    upward: bool = True


# fmt: off
CHANGES  = (period.changes, standing.burn_up, standing.lamps_over_time, standing.funnel, standing.spread)
TROUBLE  = (standing.problems, accounts.missing, inspected.inspections, period.findings, standing.supervised)
ANNEXES  = (standing.red_list, standing.units)
COVERED  = (coverage.coverage, coverage.process)
OVERVIEW = (standing.overall, standing.problems, standing.supervised)
STANDING = (*OVERVIEW, accounts.exemplars, standing.coming, standing.spread)
PROGRESS = (standing.overall, *CHANGES, *TROUBLE, standing.coming, *ANNEXES, period.closed_in_period)
CIRCULAR = (standing.overall, scores.ranking, scores.praise, appealed.corrections, standing.red_list, scores.reasons)
MATTER   = (matter.matter, matter.course, matter.obstacles)
OF_UNITS = (accounts.accounts, accounts.exemplars)
THEMATIC = (standing.overall, *OF_UNITS, standing.problems, accounts.missing, standing.coming)
WORK     = (standing.overall, standing.burn_up, accounts.accounts, accounts.achievements, accounts.exemplars)
CLOSING  = (*WORK, standing.spread, coverage.process, *TROUBLE, below.below, standing.units)
OF_YEAR  = (*PROGRESS, *COVERED, accounts.achievements, accounts.exemplars)
WEEKLY   = (period.changes, standing.problems, accounts.missing, standing.coming, standing.red_list)

KINDS: tuple[Kind, ...] = (
    #    name           called            span            title                              parts
    Kind("standing",    "落实情况",       Span.WHOLE,     "关于《{}》落实情况的报告",         (*STANDING, *ANNEXES)),
    Kind("weekly",      "周报",           Span.WEEK,      "《{}》落实情况周报",               WEEKLY),
    Kind("monthly",     "月报",           Span.MONTH,     "《{}》落实情况月报",               PROGRESS),
    Kind("quarterly",   "季报",           Span.QUARTER,   "《{}》落实情况季报",               (*PROGRESS, *COVERED)),
    Kind("half_yearly", "半年报",         Span.HALF_YEAR, "《{}》落实情况半年报",             (*PROGRESS, *COVERED)),
    Kind("yearly",      "年报",           Span.YEAR,      "《{}》落实情况年报",               OF_YEAR),
    Kind("ledger",      "台账",           Span.WHOLE,     "《{}》任务台账",                   (standing.ledger,)),
    Kind("coverage",    "覆盖情况",       Span.WHOLE,     "《{}》全覆盖、全过程情况",         COVERED),
    Kind("circular",    "通报",           Span.QUARTER,   "关于《{}》落实情况的通报",         CIRCULAR, upward=False),
    Kind("matter",      "专报",           Span.WHOLE,     "关于《{}》有关事项的专报",         MATTER, about=True),
    Kind("thematic",    "专题报告",       Span.WHOLE,     "关于贯彻落实《{}》情况的专题报告", THEMATIC),
    Kind("closing",     "总结报告",       Span.WHOLE,     "《{}》实施情况总结报告",           CLOSING),
    Kind("workload",    "人员任务量",     Span.MONTH,     "《{}》人员任务量",                 (people.workload,)),
    Kind("bottlenecks", "卡点分析",       Span.WHOLE,     "《{}》办理用时分析",               (people.bottlenecks,)),
    Kind("below",       "下级方案汇总",   Span.WHOLE,     "《{}》下级方案落实情况",           (below.below,)),
)
# fmt: on
BY_NAME = {kind.name: kind for kind in KINDS}


def kind_called(name: str) -> Kind:
    """Find a kind by its name, in English or in Chinese.

    Raises:
        BadInput: there is no such kind.
    """
    found = BY_NAME.get(name) or next((kind for kind in KINDS if kind.zh == name), None)
    if found is None:
        known = "、".join(f"{kind.name}（{kind.zh}）" for kind in KINDS)
        raise BadInput(
            f"没有“{name}”这种报告；可用：{known}。", f"There is no report {name!r}; there are {', '.join(BY_NAME)}."
        )
    return found


def make_report(session: Session, plan_id: int, kind: Kind, *, now: datetime, about: str = "") -> Report:
    """Make a report of a kind on a plan as it stood at `now`. Reads only.

    On the day that the rhythm of its plan asks for it, it is on the days since the one before; else on its span.

    Raises:
        NotFound: there is no such plan, or no such matter in it.
    """
    return report_of(source_for(session, plan_id, kind, now=now, about=about), kind)


def source_for(session: Session, plan_id: int, kind: Kind, *, now: datetime, about: str = "") -> Source:
    """Give what a report of a kind is written from; see `make_report`. It is read while the report is put together."""
    return Source(session, plan_id, now=now, wanted=Wanted(kind.span, about, kind.name))


def report_of(source: Source, kind: Kind) -> Report:
    """Put a report together; an equal source gives an equal report."""
    head = head_of(source.frame)
    return Report(
        kind=kind.name,
        name=kind.zh,
        title=kind.title.format(head.title),
        number=head.number,
        issuer=head.issuer,
        as_of=head.as_of,
        since=source.since,
        opening=_opening(source, "报告" if kind.upward else "通报"),
        parts=tuple(part for section in kind.sections if (part := section(source))),
    )


def _opening(source: Source, told: str) -> str:
    head = head_of(source.frame)
    until = long_day(day_of(head.as_of))
    span = f"{long_day(source.since)}至{until}" if source.since else f"截至{until}"
    return f"现将《{head.title}》（{head.number}）{span}的情况{told}如下。"
