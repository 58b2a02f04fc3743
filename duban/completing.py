"""Takes an edited decomposition table back in: first what differs from the plan, by cell; then, when agreed, that."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session

from duban.confirming import Wish, carry_out, wishes_in
from duban.database import reading
from duban.lookups import plan_named
from duban.settled import settled_of
from duban.sheet import plan_of, written
from duban.sheet_words import COLUMNS, HEADINGS, Labels, fields, labels
from duban.subjects import load
from models.errors import BadInput
from models.plan import Plan
from models.values import Actor
from models.words import Life

EMPTY = "（空）"


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell of a table that says something else than the plan."""

    cell: str
    seq: int
    field: str
    before: str
    after: str


def plan_meant(session: Session, path: Path, called: str) -> Plan:
    """Find the plan a table belongs to: the one that is named, else the one it was exported from.

    Raises:
        BadInput: neither says a plan, or they say two.
        NotFound: there is no such plan.
    """
    within = plan_of(path)
    if not called and not within:
        raise BadInput(
            f"{path.name} 没有记下是哪个方案的表；请用 --plan 写明文号或编号。",
            f"{path.name} does not say which plan it belongs to; name it with --plan.",
        )
    plan = plan_named(session, called or within)
    if within and within != plan.number:
        raise BadInput(
            f"{path.name} 是方案 {within} 的任务分解表，不是 {plan.number} 的；请核对文件或 --plan。",
            f"{path.name} is the table of plan {within}, not of {plan.number}; check the file or --plan.",
        )
    return plan


def differences(path: Path, plan_id: int) -> tuple[Difference, ...]:
    """List what an edited table says otherwise than the plan, in the order of its lines.

    Raises:
        BadInput: lines that cannot be read, all of them in one sentence, each with its cell.
    """
    with reading() as session:
        plan: Plan = load(session, Life.PLAN, plan_id)
        called = labels(session)
        return tuple(one for wish in wishes_in(session, plan, path) for one in _differing(wish, called))


def take(path: Path, plan_id: int, *, shown: tuple[Difference, ...], by: Actor, now: datetime) -> list[dict[str, Any]]:
    """Take the lines that differ: each is settled and confirmed, or dropped, by this person; the others stay untouched.

    Raises:
        BadInput: the table or the plan is no longer what was shown.
        Refused: see `do`; what was confirmed before stays confirmed.
    """
    if differences(path, plan_id) != shown:
        raise BadInput(
            f"{path.name} 或方案在列出差异之后又有改动，没有采用；请重新导入，看过新的差异再采用。",
            f"{path.name} or the plan changed after the differences were shown; import it again.",
        )
    differing = {one.seq for one in shown}
    with reading() as session:
        wishes = wishes_in(session, load(session, Life.PLAN, plan_id), path)
    return carry_out(plan_id, [wish for wish in wishes if wish.requirement.seq in differing], by=by, now=now)


def _differing(wish: Wish, called: Labels) -> list[Difference]:
    requirement = wish.requirement
    old, new = fields(settled_of(requirement), called), fields(wish.settled, called)
    pairs = {key: (_shown(old[key]), _shown(new[key])) for key in (c.key for c in COLUMNS if c.key in old)}
    pairs["dropped_why"] = (_shown(requirement.dropped_why), _shown(wish.dropped_why))
    return [
        Difference(wish.names.get(key, HEADINGS[key]), requirement.seq, HEADINGS[key], before, after)
        for key, (before, after) in pairs.items()
        if before != after
    ]


def _shown(value: object) -> str:
    found = written(value)
    return EMPTY if found is None else str(found)
