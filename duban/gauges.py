"""Numbers of the house: what waits, what lies about, what failed. Doctor judges them, monitors read them."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily
from sqlmodel import Session, col, func, select

from duban.actions.swept import TABLES
from duban.ledger.stored import waiting
from duban.subjects import TABLES as LIVES
from models.record import Bundle, Duty, Move
from models.webhook import Posting
from models.words import Delivery

OUTBOXES: dict[str, type[Duty | Bundle | Posting]] = {"duty": Duty, "bundle": Bundle, "posting": Posting}
"""What is sent by and by: what people are told singly, together, and what other programs are."""


def deliveries(session: Session, outbox: str) -> dict[Delivery, int]:
    """Count the rows of an outbox by how far they have come."""
    table = OUTBOXES[outbox]
    counted = dict(session.exec(select(table.delivery, func.count()).group_by(col(table.delivery))).all())
    return {kind: counted.get(kind, 0) for kind in Delivery}


def oldest_due(session: Session, now: datetime) -> datetime | None:
    """Say since when the clock has had something to do; None when nothing is due."""
    due = [session.exec(select(func.min(table.next_at)).where(table.next_at <= now)).one() for table in TABLES.values()]
    return min(filter(None, due), default=None)


def unsealed(session: Session) -> tuple[int, datetime | None]:
    """Count the Moves that are not sealed yet, and say when the oldest of them happened."""
    count, since = waiting(session.connection())
    return count, datetime.fromisoformat(since) if since else None


def gauges(session: Session, now: datetime) -> Iterator[GaugeMetricFamily]:
    """Give every number, in the form of Prometheus; lengths of time in seconds."""
    lives = GaugeMetricFamily("duban_subjects", "Stored subjects by life and state.", labels=("life", "state"))
    for life, table in LIVES.items():
        states = select(table.state, func.count()).group_by(table.state)
        for state, count in session.exec(states).all():
            lives.add_metric((life.value, str(state)), count)
    yield lives
    sent = GaugeMetricFamily("duban_outbox", "What is to be sent, by delivery.", labels=("outbox", "delivery"))
    for outbox in OUTBOXES:
        for delivery, count in deliveries(session, outbox).items():
            sent.add_metric((outbox, delivery.value), count)
    yield sent
    newest = session.exec(select(func.max(Move.id))).one() or 0
    yield GaugeMetricFamily("duban_newest_move", "Number of the newest Move.", value=newest)
    count, since = unsealed(session)
    yield GaugeMetricFamily("duban_unsealed_moves", "Moves that are not sealed yet.", value=count)
    yield _age("duban_unsealed_seconds", "Age of the oldest Move that is not sealed yet.", since, now)
    yield _age("duban_sweep_lag_seconds", "For how long something has been due.", oldest_due(session, now), now)


def _age(name: str, about: str, since: datetime | None, now: datetime) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, about, value=max((now - since).total_seconds(), 0) if since else 0)
