"""The first page: what waits for the visitor, by what has to be done; narrowed and grouped as asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from duban.database import reading
from duban.inbox.asked import id_in
from duban.inbox.bulk import CHOICES
from duban.inbox.doorway import AVisitor
from duban.inbox.pages import page
from duban.queries import plans_named
from duban.tongue import mark, said, say
from duban.waiting import Only
from duban.waiting_shown import Line, headings
from models.words import Lamp
from workflows.moments import day_of, end_of

router = APIRouter()
Group = tuple[str, list[Line]]

# fmt: off
WITHIN = {
    # asked for   called              its date is before the end of that many days from today; None: before now
    "late":       (mark("已过期限"),    None),
    "today":      (mark("今天到期"),    0),
    "3":          (mark("3 天内到期"),  3),
    "7":          (mark("7 天内到期"),  7),
    "30":         (mark("30 天内到期"), 30),
}
WAYS = {"plan": mark("方案"), "lamp": mark("灯"), "due": mark("时限")}
# fmt: on


@dataclass(frozen=True)
class Filter:
    """What the list's form asks for; what cannot be read does not narrow."""

    plan: str = ""
    due: str = ""
    by: str = "plan"

    def only(self, now: datetime) -> Only:
        return Only(id_in(self.plan), _before(self.due, now) if self.due in WITHIN else None)

    @property
    def narrows(self) -> bool:
        return bool(self.plan or self.due)


def _before(due: str, now: datetime) -> datetime:
    days = WITHIN[due][1]
    return now if days is None else end_of(day_of(now) + timedelta(days=days)) + timedelta(seconds=1)


@router.get("/")
def home(visitor: AVisitor, asked: Annotated[Filter, Depends()]) -> Response:
    with reading() as session:
        found = headings(session, visitor.standing, now=visitor.now, only=asked.only(visitor.now))
        plans = plans_named(session, visitor.sight)
    group = GROUPED.get(asked.by, by_plan)
    groups = [group(heading.lines, visitor.now) for heading in found]
    ways: dict[str, Any] = {"withins": WITHIN, "ways": WAYS, "plans": plans, "choices": CHOICES}
    return page("home.html", visitor, headings=list(zip(found, groups, strict=True)), asked=asked, **ways)


def by_plan(lines: Sequence[Line], _now: datetime) -> list[Group]:
    """Group by plan, in the order in which plans come first."""
    return _in_order(lines, lambda line: line.plan, dict.fromkeys(line.plan for line in lines))


def by_lamp(lines: Sequence[Line], _now: datetime) -> list[Group]:
    """Group by lamp, red first; what has none comes last."""
    none = say("没有灯")
    order = (*(said(lamp) for lamp in (Lamp.RED, Lamp.YELLOW, Lamp.BLUE, Lamp.GREEN, Lamp.GREY)), none)
    return _in_order(lines, lambda line: said(line.shown.lamp) if line.shown else none, order)


def by_due(lines: Sequence[Line], now: datetime) -> list[Group]:
    """Group by how near the date is."""
    marks = [(say(called), _before(due, now)) for due, (called, _) in WITHIN.items()]
    later, none = say("以后到期"), say("没有时限")

    def of(line: Line) -> str:
        if line.due is None:
            return none
        return next((called for called, before in marks if line.due < before), later)

    return _in_order(lines, of, (*(called for called, _ in marks), later, none))


def _in_order(lines: Sequence[Line], of: Callable[[Line], str], order: Sequence[str] | dict[str, None]) -> list[Group]:
    found: dict[str, list[Line]] = {called: [] for called in order}
    for line in lines:
        found[of(line)].append(line)
    return [(called, some) for called, some in found.items() if some]


GROUPED = {"plan": by_plan, "lamp": by_lamp, "due": by_due}
