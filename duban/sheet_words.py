"""The words in which a sheet says what is settled about a requirement: who, when, how many; both ways.

`COLUMNS` lists the columns; `WRITE` gives what each holds for a settled value, `duban.sheet_cells` reads it back.
"""

from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from duban.spans import span_words
from duban.tongue import day, listed, say
from duban.tongue import said as told
from duban.unit_names import UnitNames, unit_names
from models.plan import Requirement
from models.units import Unit
from models.values import FanOut, Settled
from models.words import Role, SubjectKind, Timing
from workflows.periods import MONTHS

LIST = "；"
RHYTHMS = tuple(MONTHS)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the sheet; `fill` marks those that a person fills in, `needed` those that a sheet has to have."""

    key: str
    zh: str
    width: int
    fill: bool = False
    needed: bool = True


# fmt: off
COLUMNS = (
    #      key             heading        width  to be filled in
    Column("seq",          "序号",         6),
    Column("measure",      "举措",         24),
    Column("text",         "任务要求",     56),
    Column("said",         "原文所写",     30),
    Column("unsure",       "存疑",         30),
    Column("settled",      "确认",         12),
    Column("lead_unit",    "牵头单位",     20, True),
    Column("supporting",   "配合单位",     26, True),
    Column("timing",       "方式",         12, True),
    Column("due",          "日期",         12, True),
    Column("rhythm_day",   "每期几日",     10, True),
    Column("event",        "活动",         18, True),
    Column("span",         "限期",         20, True, needed=False),  # sheets from before have none
    Column("fan_out",      "分解到",       24, True),
    Column("deliverables", "成果",         26, True),
    Column("quantity",     "数量",         8,  True),
    Column("origin",       "性质",         12, True),
    Column("dropped_why",  "剔除理由",     26, True),
)

FAN_OUTS = (
    # written         fans out to
    ("单位",           SubjectKind.UNIT),
    ("人员",           SubjectKind.PERSON),
    ("岗位",           SubjectKind.PERSON),
    ("小组",           SubjectKind.GROUP),
    ("地区",           SubjectKind.REGION),
    ("结对",           SubjectKind.PAIR),
)
# fmt: on
HEADINGS = {column.key: column.zh for column in COLUMNS}
NAMED = {kind: written for written, kind in FAN_OUTS if kind not in (SubjectKind.UNIT, SubjectKind.PERSON)}


@dataclass(frozen=True)
class Labels:
    """What units are called in a sheet, and which unit a name in it means."""

    names: UnitNames
    codes: dict[str, int] = field(default_factory=dict)
    by_id: dict[int, str] = field(default_factory=dict)

    def unit(self, name: str) -> int | None:
        return self.names.unit(name) or self.codes.get(name.strip())

    def of(self, unit_id: int | None) -> str:
        return self.by_id.get(unit_id or 0, "")


def labels(session: Session) -> Labels:
    """Read the register's names; a unit is called by the first of short name, name and code that means only it."""
    names = unit_names(session)
    units = session.exec(select(Unit).order_by(col(Unit.id))).all()
    by_id = {}
    for unit in units:
        own = (name for name in (unit.short_name, unit.name) if name and names.unit(name) == unit.id)
        by_id[unit.id or 0] = next(own, unit.code)
    return Labels(names, {unit.code: unit.id or 0 for unit in units}, by_id)


def who(settled: Settled, called: Labels) -> str:
    """Say who does it: the lead, those who help, and whom it fans out to."""
    lead, whom = called.of(settled.lead_unit_id), fan_out_words(settled.fan_out)
    helping = listed(called.of(unit) for unit in settled.supporting)
    parts = (
        lead and say("%(unit)s牵头", unit=lead),
        helping and say("%(units)s配合", units=helping),
        whom and say("分解到%(whom)s", whom=whom),
    )
    return say("，").join(part for part in parts if part)


def when(settled: Settled) -> str:
    """Say when it is done."""
    if settled.timing is None:
        return ""
    if settled.timing is Timing.FIXED:
        return say("%(day)s前", day=day(settled.due)) if settled.due else ""
    if settled.timing in RHYTHMS:
        rhythm = told(settled.timing)
        return say("%(rhythm)s %(n)s 日", rhythm=rhythm, n=settled.rhythm_day) if settled.rhythm_day else rhythm
    if settled.timing is Timing.AFTER:
        return say("%(span)s内", span=_span(settled)) if settled.days else told(settled.timing)
    if settled.days:
        return f"{settled.event}{_span(settled).removeprefix('活动')}"
    return settled.event or told(settled.timing)


def _span(settled: Settled) -> str:
    start = settled.starts_from if settled.timing is Timing.AFTER else None
    return span_words(start, settled.days, in_workdays=settled.in_workdays)


def fan_out_words(fan_out: FanOut) -> str:
    """Write whom a requirement fans out to, as in 单位：地级以上市科协; empty when it stays whole."""
    if fan_out.kind is SubjectKind.WHOLE:
        return ""
    if fan_out.kind is SubjectKind.UNIT:
        return f"单位：{fan_out.unit_class}"
    if fan_out.kind is SubjectKind.PERSON:
        role = f"人员：{fan_out.role.zh}" if fan_out.role else ""
        post = f"岗位：{fan_out.post_name}" if fan_out.post_name else ""
        return LIST.join(part for part in (role, post) if part)
    return f"{NAMED[fan_out.kind]}：{LIST.join(fan_out.names)}"


def fan_out_choices(called: Labels) -> list[str]:
    """Offer what a fan-out is mostly written as: the classes of units, and the roles that many people have."""
    classes = [f"单位：{name}" for name in sorted(called.names.classes)]
    return classes + [f"人员：{role.zh}" for role in (Role.LEADER, Role.UNIT_HEAD, Role.REVIEWER, Role.LIAISON)]


def said(requirement: Requirement) -> str:
    """Quote what the notice itself says about who and when."""
    owners = [owner["name"] for owner in requirement.reading.get("owners", ())]
    deadlines = [deadline["text"] for deadline in requirement.reading.get("deadlines", ())]
    return LIST.join(dict.fromkeys(owners + deadlines))


def fields(settled: Settled, called: Labels) -> dict[str, object]:
    """Give what the columns to be filled in hold; what has no meaning with this timing is left out."""
    timing = settled.timing
    return {
        "lead_unit": called.of(settled.lead_unit_id),
        "supporting": [called.of(unit) for unit in settled.supporting],
        "timing": timing,
        "due": settled.due if timing is Timing.FIXED else None,
        "rhythm_day": settled.rhythm_day if timing in RHYTHMS else None,
        "event": settled.event if timing is Timing.EVENT else "",
        "span": _span(settled) if timing in (Timing.AFTER, Timing.EVENT) else "",
        "fan_out": fan_out_words(settled.fan_out),
        "deliverables": list(settled.deliverables),
        "quantity": settled.quantity,
        "origin": settled.origin,
    }
