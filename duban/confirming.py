"""Confirms requirements: from a filled sheet, or those whose proposal is complete as it stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from duban.database import reading
from duban.desk.opened import desk_of
from duban.doing import do
from duban.facts import gather
from duban.posts import standing
from duban.question import Question
from duban.settled import settled_of
from duban.sheet import read_sheet
from duban.sheet_cells import Line, settled_in
from duban.sheet_words import HEADINGS, Labels, labels
from duban.subjects import load
from models.errors import BadInput, Sentence
from models.plan import Plan, Requirement
from models.reading import Certainty
from models.values import Actor, Attempt, Given, Settled
from models.words import Act, Life
from workflows.plan.guards import PlanFacts, when_settled, who_settled
from workflows.rules import sentence

SHOWN = 50
CERTAIN: Certainty = "certain"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants for one requirement: settled so, or dropped for a reason; `names` are those of the cells."""

    requirement: Requirement
    settled: Settled
    dropped_why: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def nothing_new(self) -> bool:
        if self.dropped_why:
            return self.requirement.dropped_why == self.dropped_why
        return self.requirement.confirmed_at is not None and settled_of(self.requirement) == self.settled


def confirm_from(path: Path, plan_id: int, *, by: Actor, now: datetime) -> list[Row]:
    """Confirm or drop each requirement as a filled sheet says; say for each what came of it.

    1. Every line is read; one mistake anywhere, and nothing is done. 2. One act per line that says something new.
    3. A line whose who or when is still open is left for later, and what it lacks is told.

    Raises:
        BadInput: lines that cannot be read, all of them in one sentence, each with its cell.
        Refused: see `do`; what was confirmed before stays confirmed.
    """
    with reading() as session:
        plan: Plan = load(session, Life.PLAN, plan_id)
        wishes = wishes_in(session, plan, path)
    return carry_out(plan_id, wishes, by=by, now=now)


def confirm_complete(plan_id: int, *, by: Actor, now: datetime, only_certain: bool = False) -> list[Row]:
    """Confirm every requirement whose proposal is complete as it stands; say for the others what is missing.

    `only_certain` leaves those alone that the notice does not state without doubt.

    Raises:
        Refused: see `do`.
    """
    with reading() as session:
        load(session, Life.PLAN, plan_id)
        kept = [r for r in _requirements(session, plan_id).values() if not r.dropped_why]
        kept = [r for r in kept if r.certainty == CERTAIN or not only_certain]
    return carry_out(plan_id, [Wish(r, settled_of(r)) for r in kept], by=by, now=now)


def _requirements(session: Session, plan_id: int) -> dict[int, Requirement]:
    found = select(Requirement).where(Requirement.plan_id == plan_id).order_by(col(Requirement.seq))
    return {requirement.seq: requirement for requirement in session.exec(found).all()}


def wishes_in(session: Session, plan: Plan, path: Path) -> list[Wish]:
    """Read what a filled sheet wants for each requirement it has a line of.

    Raises:
        BadInput: lines that cannot be read, all of them in one sentence, each with its cell.
    """
    known, called = _requirements(session, plan.id or 0), labels(session)
    wishes: list[Wish] = []
    faults: list[Sentence] = []
    keys = {heading: key for key, heading in HEADINGS.items()}
    for filled in read_sheet(path):
        line = Line(filled.cells)
        requirement = _meant(line, known, taken={wish.requirement.seq for wish in wishes})
        wish = _wish(line, requirement, called, filled.names) if requirement else None
        faults += [
            Sentence(f"{place}：{zh}", f"{place}: {en}")
            for heading, zh, en in line.faults
            for place in (filled.names.get(keys[heading], heading),)
        ]
        wishes += [wish] if wish else []
    if faults:
        raise _all_of(faults, path)
    return wishes


def _meant(line: Line, known: dict[int, Requirement], *, taken: set[int]) -> Requirement | None:
    """Find the requirement a line is about; number and text both have to fit, so that no row slips."""
    seq = line.text("seq")
    requirement = known.get(int(seq)) if seq.isdecimal() else None
    if requirement is None:
        line.faults.append((HEADINGS["seq"], f"方案里没有第“{seq}”条任务要求", f"the plan has no requirement {seq}"))
    elif requirement.seq in taken:
        line.faults.append((HEADINGS["seq"], f"第 {seq} 条已经出现过", f"requirement {seq} stands there already"))
    elif "text" in line.cells and _plain(line.text("text")) != _plain(requirement.text):
        line.faults.append(
            (
                HEADINGS["text"],
                f"与方案第 {seq} 条的文字不同；这一列不要改，行也不要错位",
                f"the text is not that of requirement {seq}; leave this column as it is",
            )
        )
    else:
        return requirement
    return None


def _plain(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable() and not sign.isspace())


def _wish(line: Line, requirement: Requirement, called: Labels, names: Mapping[str, str]) -> Wish:
    dropped_why = line.text("dropped_why")
    settled = settled_of(requirement) if dropped_why else settled_in(line, called)
    return Wish(requirement, settled, dropped_why, names)


def _all_of(faults: Sequence[Sentence], path: Path) -> BadInput:
    more = len(faults) - SHOWN
    zh = [fault.zh + "。" for fault in faults[:SHOWN]] + ([f"另有 {more} 处。"] if more > 0 else [])
    en = [fault.en + "." for fault in faults[:SHOWN]] + ([f"And {more} more."] if more > 0 else [])
    return BadInput(
        f"{path.name} 有 {len(faults)} 处要改，改好之前一条也不确认：\n" + "\n".join(zh),
        f"{path.name} has {len(faults)} mistakes; nothing is confirmed until they are corrected:\n" + "\n".join(en),
    )


def carry_out(plan_id: int, wishes: Sequence[Wish], *, by: Actor, now: datetime) -> list[Row]:
    """Do one act for each wish that says something new; say for each what came of it.

    Raises:
        Refused: see `do`; what was confirmed before stays confirmed.
    """
    lacking = dict(_lacking(plan_id, wishes, by=by, now=now))
    return [_result(plan_id, wish, lacking.get(wish.requirement.seq, ""), by=by, now=now) for wish in wishes]


def _lacking(plan_id: int, wishes: Sequence[Wish], *, by: Actor, now: datetime) -> Iterator[tuple[int, str]]:
    """Ask the guards of the plan's life what each wish still lacks, before anything is done."""
    with reading() as session:
        plan, desk = load(session, Life.PLAN, plan_id), desk_of(session)
        acting = standing(desk, by, now=now)
        for wish in wishes:
            facts = gather(Question(desk, acting, _given(wish), now), Life.PLAN, plan)
            assert isinstance(facts, PlanFacts)
            missing = [sentence(guard).zh for guard in (who_settled, when_settled) if not guard(facts)]
            if missing and not wish.dropped_why:
                yield wish.requirement.seq, "".join(missing)


def _given(wish: Wish) -> Given:
    if wish.dropped_why:
        return Given(requirement_id=wish.requirement.id, reason=wish.dropped_why)
    return Given(requirement_id=wish.requirement.id, settled=wish.settled)


def _result(plan_id: int, wish: Wish, lacking: str, *, by: Actor, now: datetime) -> Row:
    seq = wish.requirement.seq
    if lacking:
        return {"seq": seq, "result": "待补", "why": lacking}
    if wish.nothing_new:
        return {"seq": seq, "result": "未变", "why": ""}
    what = Act.DROP if wish.dropped_why else Act.CONFIRM
    do(Attempt(life=Life.PLAN, subject_id=plan_id, act=what, given=_given(wish)), by=by, now=now)
    return {"seq": seq, "result": "已剔除" if wish.dropped_why else "已确认", "why": wish.dropped_why}
