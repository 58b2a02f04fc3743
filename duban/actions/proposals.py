"""Turns what was read of one demand into a proposal of who and when; what is not clear stays open for a person."""

import re
from collections.abc import Iterable, Iterator

from duban.notices.doubts import MANY_DAYS
from duban.notices.numerals import value
from duban.notices.shared_ends import each_named
from duban.unit_names import UnitNames
from models.reading import DeadlineFound, RequirementFound
from models.values import FanOut, Settled
from models.words import SubjectKind, Timing

DAY_OF_RULE = re.compile(r"BYMONTHDAY=(-?\d+)")
QUANTITY = re.compile(r"[\d一二两三四五六七八九十百]+")
LAST_DAY = 31
TERM = "学"
"""每学期、每学年 are no halves of the calendar's year."""

# fmt: off
RHYTHMS = {
    # how often    every so many  in these months   the rhythm
    ("MONTHLY",    "",            ""):              Timing.MONTHLY,
    ("MONTHLY",    "3",           ""):              Timing.QUARTERLY,
    ("MONTHLY",    "",            "3,6,9,12"):      Timing.QUARTERLY,
    ("MONTHLY",    "6",           ""):              Timing.HALF_YEARLY,
    ("MONTHLY",    "12",          ""):              Timing.YEARLY,
    ("YEARLY",     "",            ""):              Timing.YEARLY,
    ("YEARLY",     "",            "12"):            Timing.YEARLY,
}
# fmt: on


def proposal_of(demand: RequirementFound, names: UnitNames) -> Settled:
    """Propose who does a demand, and when, as far as the text says so and the register knows the names."""
    lead, supporting, fan_out = _who(demand, names)
    return Settled(
        lead_unit_id=lead,
        supporting=supporting,
        fan_out=fan_out,
        deliverables=demand.deliverables,
        quantity=_quantity(demand),
        **_when(demand),
    )


def each_deadline(demands: Iterable[RequirementFound]) -> Iterator[RequirementFound]:
    """Cut a demand that names several dates into one for each, so that none is lost; people drop what is too much."""
    for demand in demands:
        days = list(dict.fromkeys(one.date for one in demand.deadlines if one.kind == "fixed" and one.date is not None))
        if len(days) < 2:
            yield demand
            continue
        note = MANY_DAYS.of(count=len(days), days="、".join(map(str, days)))
        for day in days:
            own = tuple(one for one in demand.deadlines if one.date == day)
            yield demand.model_copy(update={"deadlines": own, "certainty": "unsure", "unsure": (*demand.unsure, note)})


def _who(demand: RequirementFound, names: UnitNames) -> tuple[int | None, tuple[int, ...], FanOut]:
    leading = [name for owner in demand.owners if owner.role != "supporting" for name in each_named(owner.name)]
    lead = next((unit for unit in map(names.unit, leading) if unit is not None), None)
    unit_class = next((found for found in map(names.unit_class, leading) if found), None)
    others = [name for owner in demand.owners if owner.role == "supporting" for name in each_named(owner.name)]
    helping = tuple(map(names.unit, others))
    supporting = tuple(unit for unit in helping if unit is not None and unit != lead)
    if lead is None and unit_class is not None:
        return None, supporting, FanOut(kind=SubjectKind.UNIT, unit_class=unit_class)
    return lead, supporting, FanOut()


def _quantity(demand: RequirementFound) -> int | None:
    for quantity in demand.quantities:
        match = QUANTITY.search(quantity)
        if match and (number := value(match.group())):
            return number
    return None


def _when(demand: RequirementFound) -> dict[str, object]:
    for deadline in demand.deadlines:
        found = _timing(deadline)
        if found is not None:
            return found
    return {}


def _timing(deadline: DeadlineFound) -> dict[str, object] | None:
    if deadline.kind == "fixed" and deadline.date is not None:
        return {"timing": Timing.FIXED, "due": deadline.date}
    if deadline.kind == "recurring" and deadline.rule:
        timing = None if TERM in deadline.text else _rhythm(deadline.rule)
        return {"timing": timing, "rhythm_day": _rhythm_day(deadline.rule)} if timing else None
    if deadline.kind == "event":
        return {"timing": Timing.EVENT, "event": deadline.text}
    if deadline.kind == "ongoing":
        return {"timing": Timing.STANDING}
    return None


def _rhythm(rule: str) -> Timing | None:
    """Give the rhythm whose periods a rule has; None for every two months, or a day in the middle of the year."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    return RHYTHMS.get((parts["FREQ"], parts.get("INTERVAL", ""), parts.get("BYMONTH", "")))


def _rhythm_day(rule: str) -> int:
    match = DAY_OF_RULE.search(rule)
    day = int(match.group(1)) if match else -1
    return day if day > 0 else LAST_DAY
