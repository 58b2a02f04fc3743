"""How the office of the demonstration completes a read notice: the planner settles what it leaves open."""

from datetime import date, timedelta
from random import Random

from duban.demo.cast import Cast
from models.plan import Requirement
from models.values import FanOut, Settled
from models.words import Role, SubjectKind, Timing
from workflows.workdays import WorkCalendar

WEEKS = 26

# fmt: off
CUES = (
    # the text says          it fans out to
    ("地级以上市科协",        "地级以上市科协"),
    ("地市科协",              "地级以上市科协"),
    ("各市科协",              "地级以上市科协"),
    ("各高校科协",            "高校科协"),
    ("企业科协",              "企业科协"),
    ("各省级学会",            "省级学会"),
    ("每个学会",              "省级学会"),
    ("各级科协组织",          "地级以上市科协"),
)
PERSON_CUES = ("党组成员", "领导班子成员", "每人")
RHYTHMS = ((Timing.MONTHLY, 25), (Timing.QUARTERLY, 25))
# fmt: on


def settle(requirement: Requirement, proposed: Settled, *, cast: Cast, begins: date, calendar: WorkCalendar) -> Settled:
    """Complete one proposal: keep what was read, and decide the rest as an office would.

    The same requirement is always settled in the same way.
    """
    chance = Random(requirement.seq)  # noqa: S311 - a repeatable story, not a secret
    fan_out = proposed.fan_out if proposed.fan_out.kind is not SubjectKind.WHOLE else _fan_out(requirement, cast)
    settled: dict[str, object] = {"fan_out": fan_out}
    if proposed.lead_unit_id is None and fan_out.kind is SubjectKind.WHOLE:
        lead = chance.choice(cast.departments)
        settled["lead_unit_id"] = lead
        if not proposed.supporting and chance.random() < 0.25:
            settled["supporting"] = (chance.choice([unit for unit in cast.departments if unit != lead]),)
    settled |= _when(proposed, chance, begins=begins, calendar=calendar, alone=fan_out.kind is SubjectKind.WHOLE)
    if proposed.quantity is not None and proposed.quantity > 20:
        settled["quantity"] = 20
    return proposed.model_copy(update=settled)


def _fan_out(requirement: Requirement, cast: Cast) -> FanOut:
    for cue, unit_class in CUES:
        if cue in requirement.text and unit_class in cast.classes:
            return FanOut(kind=SubjectKind.UNIT, unit_class=unit_class)
    if any(cue in requirement.text for cue in PERSON_CUES):
        return FanOut(kind=SubjectKind.PERSON, role=Role.LEADER)
    return FanOut()


def _when(proposed: Settled, chance: Random, *, begins: date, calendar: WorkCalendar, alone: bool) -> dict[str, object]:
    ends = begins + timedelta(weeks=WEEKS)
    if proposed.timing is Timing.FIXED and proposed.due is not None:
        inside = begins + timedelta(weeks=2) < proposed.due
        return {} if inside else {"due": calendar.on_or_after(begins + timedelta(weeks=chance.randint(4, 22)))}
    if proposed.timing is not None:
        return {}
    draw = chance.random()
    if alone and draw < 0.12:
        return {"timing": Timing.STANDING}
    if alone and draw < 0.18:
        timing, day = chance.choice(RHYTHMS)
        return {"timing": timing, "rhythm_day": day}
    due = calendar.on_or_after(begins + timedelta(weeks=chance.randint(5, WEEKS - 4)))
    return {"timing": Timing.FIXED, "due": min(due, ends)}
