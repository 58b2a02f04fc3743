"""When the escalation ladder climbs: one rung at a time, on a working day, after the rung before went unanswered."""

from dataclasses import dataclass
from datetime import date, datetime

from models.policy import PolicySettings, Rung
from models.words import Act, Life, SupervisionState
from workflows.moments import at_hour, day_of
from workflows.workdays import WorkCalendar

RUNGS = tuple(SupervisionState)[:-1]
"""Calm first, circulated last; settled is no rung."""

# fmt: off
REPLIES = frozenset({
    # whose life      act                 what the lead unit says by it
    (Life.TASK,       Act.ACCEPT),      # that it has the matter in hand
    (Life.TASK,       Act.ADD_ENTRY),   # how far it is
    (Life.TASK,       Act.ATTACH),      # what there is to show
    (Life.TASK,       Act.REPORT),      # that it is done
    (Life.EXTENSION,  Act.REQUEST),     # why it takes longer, and until when
})
# fmt: on


@dataclass(frozen=True, slots=True)
class Climb:
    """The next rung and the moment at which it is due (aware UTC)."""

    to: SupervisionState
    at: datetime


def next_climb(
    state: SupervisionState,
    due: datetime,
    *,
    rung_at: datetime | None,
    replied_on: date | None = None,
    policy: PolicySettings,
    calendar: WorkCalendar,
) -> Climb | None:
    """Say which rung comes next and when; None at the top.

    The moment is the later of: so many working days from the deadline, and so many working days, one at least, after
    the last rung, or after the day `replied_on` of the last answer to it: an answer begins the wait anew.
    After a month of downtime it therefore climbs one rung, not five, and no other a minute later.
    """
    rung = next_rung(state, policy.ladder)
    if rung is None:
        return None
    day = day_of_rung(rung, day_of(due), calendar=calendar)
    if rung_at is not None:
        since = day_of(rung_at) if replied_on is None else max(day_of(rung_at), replied_on)
        day = max(day, calendar.add_workdays(since, max(rung.reply_days, 1)))
    return Climb(rung.to, at_hour(day, policy.work_starts))


def is_reply(state: str, life: Life, act: Act) -> bool:
    """Say whether an act of the lead unit answers the rung that has been reached; before the first nothing does."""
    return state in RUNGS[1:] and (life, act) in REPLIES


def day_of_rung(rung: Rung, last: date, *, calendar: WorkCalendar) -> date:
    """Say on which day a rung comes at the earliest, for a deadline that ends with the day `last`."""
    return calendar.on_or_after(calendar.add_workdays(last, rung.days_after_due))


def called(state: SupervisionState, ladder: tuple[Rung, ...]) -> str:
    """Say what the body calls a rung (蓝色督查单 …), or else the phrase that everybody knows."""
    return next((rung.zh for rung in ladder if rung.to is state), state.zh)


def next_rung(state: str, ladder: tuple[Rung, ...]) -> Rung | None:
    """Find the rung that comes after a state; None at the top, and where the ladder is settled."""
    if state not in RUNGS:
        return None
    height = RUNGS.index(state)
    higher = [rung for rung in ladder if RUNGS.index(rung.to) > height]
    return min(higher, key=lambda rung: RUNGS.index(rung.to), default=None)
