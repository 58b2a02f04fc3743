"""What a sweep writes, written by one statement for each table: the same rows, under the same guards and indexes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, update

from bench.storing import Mark, insert_like, table_of
from bench.sweeping import REMINDERS
from models.question import Supervision
from models.record import Duty, Move
from models.words import SupervisionState

LADDER, MOVE, DUTY = table_of(Supervision), table_of(Move), table_of(Duty)


@dataclass(frozen=True)
class Like:
    """What became of one ladder: its columns, its Move's, its Duties'; of all others the same but for their numbers."""

    ladder: Mapping[str, Any]
    move: Mapping[str, Any]
    duties: tuple[Mapping[str, Any], ...]

    @staticmethod
    def first(connection: Connection, end: Mark) -> "Like":
        """Take the first one that was done after the mark."""
        move = connection.execute(select(MOVE).where(MOVE.c.id > end.move).order_by(MOVE.c.id)).mappings().first()
        if move is None:
            raise AssertionError("nothing was swept")
        duties = connection.execute(select(DUTY).where(DUTY.c.move_id == move["id"])).mappings().all()
        ladder = connection.execute(select(LADDER).where(LADDER.c.id == move["subject_id"])).mappings().one()
        return Like(dict(ladder), dict(move), tuple(map(dict, duties)))


def sweep(connection: Connection, like: Like) -> None:
    """Do what a sweep does, asking nobody. Does not commit."""
    due = (LADDER.c.next_at <= REMINDERS) & (LADDER.c.state == SupervisionState.CALM)
    step = {name: value for name, value in like.move.items() if name not in ("id", "plan_id")}
    step |= {"subject_id": LADDER.c.id, "version": LADDER.c.version + 1, "plan_id": LADDER.c.plan_id}
    insert_like(connection, Move, step, due, without=("id",))
    moved = (MOVE.c.life == like.move["life"]) & (MOVE.c.subject_id == LADDER.c.id)
    moved &= (MOVE.c.version == LADDER.c.version + 1) & due
    for duty in like.duties:
        promise = dict(duty) | {"move_id": MOVE.c.id, "plan_id": MOVE.c.plan_id}
        insert_like(connection, Duty, promise, moved, without=("id",))
    became = {name: like.ladder[name] for name in ("state", "rung_at", "next_at")}
    connection.execute(update(LADDER).where(due).values(version=LADDER.c.version + 1, **became))


def written(connection: Connection, end: Mark) -> list[tuple[Any, ...]]:
    """Give what was written after the mark, but for the numbers of rows, in the order of the ladders."""
    steps = select(*(c for c in MOVE.c if c.name != "id"), DUTY.c.what, DUTY.c.delivery, DUTY.c.next_at)
    steps = steps.outerjoin_from(MOVE, DUTY, DUTY.c.move_id == MOVE.c.id).where(MOVE.c.id > end.move)
    ladders = select(LADDER.c.id, LADDER.c.state, LADDER.c.version, LADDER.c.rung_at, LADDER.c.next_at)
    ladders = ladders.where(LADDER.c.rung_at == REMINDERS)
    return sorted(tuple(map(str, row)) for some in (steps, ladders) for row in connection.execute(some))
