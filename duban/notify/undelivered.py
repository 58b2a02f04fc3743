"""What could not be told yet, and why: tried again by itself, or given up until somebody asks for another round."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select

from duban.database import writing
from duban.notify.letters import written
from models.errors import BadInput
from models.record import Allotment, Bundle, Duty
from models.values import Value
from models.words import Delivery, Then


class Undelivered(Value):
    """One duty that has been tried without success; `next_at` is None once it is given up."""

    duty_id: int
    what: Then
    title: str
    plan_number: str = ""
    tries: int
    trouble: str
    next_at: datetime | None = None

    @property
    def given_up(self) -> bool:
        return self.next_at is None


def undelivered(session: Session, *, now: datetime) -> list[Undelivered]:
    """List what was tried and not told: what is given up first, then what is tried again, the longest waiting first."""
    troubled = select(Duty).where(col(Duty.delivery).in_((Delivery.FAILED, Delivery.WAITING)), Duty.trouble != "")
    found = session.exec(troubled.order_by(col(Duty.next_at).is_not(None), col(Duty.next_at), col(Duty.id))).all()
    gathering = _gathering(session, [duty.id or 0 for duty in found])
    return [
        Undelivered(
            duty_id=duty.id or 0,
            what=duty.what,
            title=words.title,
            plan_number=words.plan_number,
            tries=duty.tries,
            trouble=duty.trouble,
            next_at=duty.next_at or gathering.get(duty.id or 0),
        )
        for duty, words in zip(found, written(found, now=now), strict=True)
    ]


def _gathering(session: Session, duty_ids: Sequence[int]) -> dict[int, datetime]:
    """Say when the bundles are tried again that some duties wait for."""
    mine = select(Allotment.duty_id, func.min(Bundle.next_at)).join(Bundle, col(Bundle.id) == Allotment.bundle_id)
    waiting = (col(Allotment.duty_id).in_(duty_ids), Bundle.delivery == Delivery.WAITING)
    found = session.exec(mine.where(*waiting).group_by(col(Allotment.duty_id))).all()
    return {duty_id: moment for duty_id, moment in found if moment}


def try_again(duty_ids: Collection[int] | None, *, now: datetime) -> int:
    """Give duties that were given up a new round of tries, all of them when none are named; say how many.

    What is left to tell stays the same: whoever was told already is not told again. Commits.

    Raises:
        BadInput: one of those named is not given up.
    """
    given_up = select(Duty).where(Duty.delivery == Delivery.FAILED).order_by(col(Duty.id)).with_for_update()
    with writing() as session:
        found = {duty.id: duty for duty in session.exec(given_up).all()}
        for duty_id in duty_ids or ():
            if duty_id not in found:
                raise _not_given_up(duty_id, [id_ or 0 for id_ in found])
        wanted = list(found.values()) if duty_ids is None else [found[duty_id] for duty_id in sorted(set(duty_ids))]
        for duty in wanted:
            duty.delivery, duty.next_at, duty.tries = Delivery.WAITING, now, 0
        session.add_all(wanted)
    return len(wanted)


def _not_given_up(duty_id: int, known: Sequence[int]) -> BadInput:
    there = f"送不出的有：{'、'.join(map(str, known))}" if known else "现在没有送不出的通知"
    return BadInput(
        f"通知 {duty_id} 不在送不出的通知里；{there}。", f"Notification {duty_id} is not among those given up."
    )
