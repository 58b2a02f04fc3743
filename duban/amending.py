"""Reads a supplementary or amended notice against the plan it is about, and proposes one act for each difference.

Nothing happens by itself: a named person takes proposals, each is an act with its own Move, and its reason names the
notice and the sentence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rapidfuzz import fuzz
from sqlmodel import Session, col, select

from duban.actions.proposals import proposal_of
from duban.doing import do
from duban.notices import doubts as kinds
from duban.notices.changes import Change, changes
from duban.notices.numerals import value
from duban.settled import settled_of
from duban.sheet_words import Labels, labels, when, who
from duban.tongue import mark, say, told
from duban.unit_names import UnitNames, unit_names
from models.errors import BadInput, Refused, Sentence
from models.plan import Measure, Plan, Requirement
from models.reading import Reading, RequirementFound, Span
from models.values import REASON_LENGTH, Actor, Attempt, FanOut, Given, Settled
from models.words import Act, Life, PlanState, Timing

ALIKE = 82
"""How like a demand's words have to be to one of the plan, in percent, to be taken for it."""
NAMED = 88
QUOTED = re.compile(r"[“\"《‘]([^”\"》’]{2,120})[”\"》’]")
BY_NUMBER = re.compile(r"(?:序号|任务|第)\s*([\d一二三四五六七八九十百]+)\s*(?:条|项|号|任务)?(?:任务|要求|工作)?")
WHAT = {Act.ADD: mark("新增要求"), Act.AMEND: mark("变更要求"), Act.DROP: mark("撤销要求")}


@dataclass(frozen=True, slots=True)
class Proposed:
    """One act that a notice seems to ask for. `seq`: of the requirement, 0 for a new one; `doubts`: what to look at."""

    act: Act
    seq: int
    text: str
    source: str
    span: Span
    before: str = ""
    after: str = ""
    requirement_id: int | None = None
    was: Settled | None = None
    settled: Settled | None = None
    doubts: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        return WHAT[self.act]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a notice is read against: the kept requirements, headings, names, and how values read."""

    plan: Plan
    kept: Sequence[Requirement]
    headings: dict[int, str]
    names: UnitNames
    called: Labels


def proposed(session: Session, plan: Plan, reading: Reading) -> list[Proposed]:
    """List what a notice changes of a plan, in the order of the notice; what is so already is left out.

    Raises:
        BadInput: the plan is not issued, so that the notice itself is to be corrected, or the text is the plan's own.
    """
    if plan.state is not PlanState.ISSUED:
        raise BadInput(
            f"方案 {plan.number} 现为“{plan.state.zh}”，不按补充、修订通知办理；只有已印发的方案才可以。",
            f"Plan {plan.number} is {plan.state.en}; a notice amends only an issued plan.",
        )
    if reading.text == plan.text:
        raise BadInput("这就是方案本身的通知，没有可改的。", "This is the notice of the plan itself.")
    against = _against(session, plan)
    found = [one for change in changes(reading) for one in _of_change(against, reading, change)]
    spans = [one.span for one in found]
    found += _of_demands(against, reading, spans)
    return sorted(found, key=lambda one: (one.span, one.seq))


def _against(session: Session, plan: Plan) -> _Plan:
    wanted = select(Requirement).where(Requirement.plan_id == plan.id, Requirement.dropped_why == "")
    kept = session.exec(wanted.order_by(col(Requirement.seq))).all()
    measures = session.exec(select(Measure).where(Measure.plan_id == plan.id)).all()
    headings = {m.id or 0: f"{m.number}{m.title}" for m in measures}
    return _Plan(plan, kept, headings, unit_names(session), labels(session))


def _of_change(against: _Plan, reading: Reading, change: Change) -> Iterator[Proposed]:
    """Give the acts of one change; of a demand that cannot be told, none."""
    meant, doubts = _meant(against, change.target)
    source = _plain(reading.text[slice(*change.span)])
    for one in meant:
        before = settled_of(one)
        common: dict[str, Any] = {
            "seq": one.seq,
            "text": one.text,
            "source": source,
            "span": change.span,
            "requirement_id": one.id,
        }
        if change.kind == "withdrawn":
            yield Proposed(act=Act.DROP, before=_said(against, before), was=before, doubts=doubts, **common)
            continue
        after, lacks = _changed(against, before, change)
        if after != before:
            common |= {
                "before": _said(against, before),
                "after": _said(against, after),
                "was": before,
                "settled": after,
            }
            yield Proposed(act=Act.AMEND, doubts=(*doubts, *lacks), **common)


def _changed(against: _Plan, before: Settled, change: Change) -> tuple[Settled, tuple[str, ...]]:
    if change.kind == "due" and change.deadline is not None:
        kept = {"timing": Timing.FIXED, "due": change.deadline.date, "event": "", "starts_from": None, "days": None}
        return before.model_copy(update=kept | {"rhythm_day": None}), ()
    unit, unit_class = against.names.unit(change.name), against.names.unit_class(change.name)
    if change.kind == "joined" and unit is not None:
        joins = unit not in (before.lead_unit_id, *before.supporting)
        return before.model_copy(update={"supporting": (*before.supporting, unit)} if joins else {}), ()
    if unit is not None:
        helping = tuple(one for one in before.supporting if one != unit)
        return before.model_copy(update={"lead_unit_id": unit, "supporting": helping, "fan_out": FanOut()}), ()
    if unit_class and change.kind == "owner":
        fan_out = FanOut.model_validate({"kind": "unit", "unit_class": unit_class})
        return before.model_copy(update={"lead_unit_id": None, "fan_out": fan_out}), ()
    near = "、".join(against.names.near(change.name))
    kind = kinds.NEAR_UNITS if near else kinds.NO_UNIT
    return before.model_copy(update={"lead_unit_id": None}), (kind.of(name=change.name, near=near),)


def _meant(against: _Plan, target: str) -> tuple[list[Requirement], tuple[str, ...]]:
    """Find the requirements that a notice speaks of: by its words in quotes or all of them, by a heading, a number."""
    for said in QUOTED.findall(target) or [target]:
        wanted = _words(said)
        alike = {r.seq: fuzz.partial_ratio(wanted, _words(r.text)) for r in against.kept if len(wanted) >= 2}
        best = max(alike.values(), default=0)
        if best >= NAMED:
            found = [r for r in against.kept if alike[r.seq] == best]
            return found, (kinds.SEVERAL.of(),) if len(found) > 1 else ()
        headed = [r for r in against.kept if wanted and wanted in _words(against.headings[r.measure_id])]
        if headed:
            return headed, (kinds.BY_HEADING.of(),) if len(headed) > 1 else ()
    number = BY_NUMBER.search(target)
    seq = value(number[1]) if number else None
    return [r for r in against.kept if r.seq == seq], (kinds.BY_NUMBER.of(),)


def _of_demands(against: _Plan, reading: Reading, spans: Sequence[Span]) -> Iterator[Proposed]:
    """What the notice asks for outside its changes: another wording of a demand that is there, or a new one."""
    matched: set[int] = set()
    asked = [d for d in reading.requirements if not any(a < d.span[1] and d.span[0] < b for a, b in spans)]
    for demand in asked:
        alike = [(fuzz.ratio(_words(demand.text), _words(r.text)), r) for r in against.kept if r.seq not in matched]
        score, best = max(alike, key=lambda pair: pair[0], default=(0, None))
        if best is not None and score >= ALIKE:
            matched.add(best.seq)
            yield from _restated(against, demand, best)
        else:
            yield _new(against, demand)
    if matched and 2 * len(matched) >= len(against.kept):
        yield from (_left_out(against, reading, one) for one in against.kept if one.seq not in matched)


def _new(against: _Plan, demand: RequirementFound) -> Proposed:
    after = proposal_of(demand, against.names)
    after = after if after.timing else after.model_copy(update={"timing": Timing.STANDING})
    named = after.lead_unit_id or after.fan_out.unit_class
    lacks = () if named else (kinds.NO_OWNER.of(),)
    said = _plain(demand.text)
    words: dict[str, Any] = {"text": said, "source": said, "span": demand.span, "after": _said(against, after)}
    return Proposed(act=Act.ADD, seq=0, settled=after, doubts=(*lacks, *demand.unsure), **words)


def _left_out(against: _Plan, reading: Reading, one: Requirement) -> Proposed:
    """A notice that says most of the plan again, and not this."""
    end = len(reading.text)
    return Proposed(
        act=Act.DROP,
        seq=one.seq,
        text=one.text,
        source="通知重述了方案，没有这一条",
        span=(end, end),
        before=_said(against, settled_of(one)),
        was=settled_of(one),
        requirement_id=one.id,
        doubts=(kinds.LEFT_OUT.of(),),
    )


def _restated(against: _Plan, demand: RequirementFound, there: Requirement) -> Iterator[Proposed]:
    """A demand said again: only what it says of who and when, and says otherwise, is a difference."""
    before, read = settled_of(there), proposal_of(demand, against.names)
    changed: dict[str, Any] = {}
    if read.lead_unit_id and read.lead_unit_id != before.lead_unit_id:
        changed |= {"lead_unit_id": read.lead_unit_id, "fan_out": FanOut()}
    if read.timing is Timing.FIXED and read.due != before.due:
        changed |= {"timing": Timing.FIXED, "due": read.due, "event": "", "starts_from": None, "days": None}
    if changed:
        after = before.model_copy(update=changed)
        yield Proposed(
            act=Act.AMEND,
            seq=there.seq,
            text=there.text,
            source=_plain(demand.text),
            span=demand.span,
            before=_said(against, before),
            after=_said(against, after),
            requirement_id=there.id,
            was=before,
            settled=after,
            doubts=demand.unsure,
        )


def take(
    proposals: Sequence[Proposed], reading: Reading, *, plan_id: int, by: Actor, now: datetime
) -> list[dict[str, Any]]:
    """Do the acts that a person takes, one by one; say for each what came of it. What is refused says why.

    Raises:
        Broken: the database cannot be written now.
    """
    came: list[dict[str, Any]] = []
    for one in proposals:
        given = Given(
            text=one.text if one.act is Act.ADD else "",
            requirement_id=one.requirement_id,
            settled=one.settled,
            reason=reason_of(one, reading),
        )
        result, why = mark("已办"), ""
        try:
            do(Attempt(life=Life.PLAN, subject_id=plan_id, act=one.act, given=given), by=by, now=now)
        except Refused as refused:
            result, why = mark("未办"), told(_reasons(refused))
        came.append({"what": one.what, "seq": one.seq or None, "text": one.text, "result": result, "why": why})
    return came


def reason_of(one: Proposed, reading: Reading) -> str:
    """Name the notice and the sentence that an act goes back to."""
    title = (reading.title or reading.plan_title or "补充通知").strip("《》")
    number = f"（{reading.number}）" if reading.number else ""
    return f"据《{title}》{number}：{one.source}"[:REASON_LENGTH]


def _reasons(refused: Refused) -> tuple[Sentence, ...]:
    reasons: Sequence[Sentence] = getattr(refused, "reasons", ())
    return tuple(reasons) or (refused.sentence,)


def _said(against: _Plan, settled: Settled) -> str:
    return say("，").join(part for part in (who(settled, against.called), when(settled)) if part)


def _plain(text: str) -> str:
    return "".join(text.split())


def _words(text: str) -> str:
    return re.sub(r"[\W_]|工作$", "", _plain(text))
