"""Announces what happens: tails the ledger and gives each event of it to Prefect, beside the flows that are served.

Nothing depends on it: an event that is lost is only told later, by the flow that looks anyway. How far it has come is
kept in a file beside Prefect's own, so that whoever wipes the one wipes the other, and an old ledger is not told again.
"""

import asyncio
import logging
from contextlib import suppress
from pathlib import Path

from prefect.events import RelatedResource, emit_event
from sqlalchemy.exc import SQLAlchemyError

from duban.database import reading
from duban.ledger_events import LedgerEvent, events_after, newest_move
from duban.settings import settings

LOOK_EVERY_S = 1.0
OVERLAP = 50
"""So many Moves are looked at again: on PostgreSQL one with a lower number may be committed after a higher one."""
REMEMBERED = 1000

log = logging.getLogger(__name__)


def mark() -> Path:
    """Name the file that holds the last Move that was announced."""
    return settings().home / "prefect" / "announced"


class Announcer:
    """Announces from where it stopped, or from the present when it never began."""

    def __init__(self) -> None:
        self.at = self._begun()
        with reading() as session:
            before, _ = events_after(session, max(self.at - OVERLAP, 0), at_most=OVERLAP)
        self._told = dict.fromkeys(event.move_id for event in before)

    def _begun(self) -> int:
        with suppress(FileNotFoundError, ValueError):
            return int(mark().read_text())
        with reading() as session:
            return newest_move(session)

    def look(self) -> int:
        """Announce what is new; say how many events."""
        with reading() as session:
            found, last = events_after(session, max(self.at - OVERLAP, 0))
        new = [event for event in found if event.move_id not in self._told]
        for event in new:
            announce(event)
            self._told[event.move_id] = None
        while len(self._told) > REMEMBERED:
            del self._told[next(iter(self._told))]
        if last > self.at or not mark().exists():
            self.at = max(last, self.at)
            mark().parent.mkdir(parents=True, exist_ok=True)
            mark().write_text(str(self.at))
        return len(new)


def announce(event: LedgerEvent) -> None:
    """Give one event to Prefect; told twice, it is one event, by its id."""
    of_plan = f"duban.plan.{event.plan_id}"
    related = [{"prefect.resource.id": of_plan, "prefect.resource.role": "plan", "duban.number": event.plan_number}]
    emit_event(
        event.name,
        resource={
            "prefect.resource.id": f"duban.{event.life.value}.{event.subject_id}",
            "prefect.resource.name": f"{event.plan_number} {event.life.zh} {event.subject_id}",
            "duban.life": event.life.value,
            "duban.about": event.about.value,
        },
        related=[RelatedResource.model_validate(one) for one in related] if event.plan_id else None,
        payload=event.detail | {"at": event.at.isoformat()},
        id=event.id,
    )


async def begun() -> Announcer | None:
    """Settle where announcing begins: what happens from now on is told. None when the database does not answer."""
    try:
        return await asyncio.to_thread(Announcer)
    except (SQLAlchemyError, OSError):
        log.exception("the ledger could not be read; it is tried again")
        return None


async def announcing(announcer: Announcer | None) -> None:
    """Look every second, until cancelled; trouble is logged and tried again."""
    while True:
        announcer = announcer or await begun()
        try:
            if announcer is not None:
                await asyncio.to_thread(announcer.look)
        except (SQLAlchemyError, OSError):
            log.exception("the ledger could not be announced; it is tried again")
        await asyncio.sleep(LOOK_EVERY_S)
