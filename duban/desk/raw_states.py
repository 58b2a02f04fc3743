"""States as raw words: for lives whose stored state the vocabulary need not know any more."""

from sqlmodel import SQLModel

from duban.desk.desk import Desk
from workflows.landing import Stored


def plan_id_of(desk: Desk, model: type[SQLModel], id_: int) -> int:
    """Give the plan of a subject."""
    column = "id" if model.__tablename__ == "plan" else "plan_id"
    sql = f'SELECT {column} FROM "{model.__tablename__}" WHERE id = {_mark(desk)}'  # noqa: S608 - names of ours
    return int(desk.run(sql, (id_,)).fetchone()[0])


def land(desk: Desk, model: type[SQLModel], was: Stored, becomes: str) -> bool:
    """Put a stored life into another state; say whether it was as it was read."""
    mark = _mark(desk)
    sql = (
        f'UPDATE "{model.__tablename__}" SET state = {mark}, version = version + 1 '  # noqa: S608
        f"WHERE id = {mark} AND version = {mark} AND state = {mark}"
    )
    desk.touched().add((model, was.subject_id))
    return bool(desk.run(sql, (becomes, was.subject_id, was.version, was.state)).rowcount == 1)


def _mark(desk: Desk) -> str:
    return "?" if desk.dialect == "sqlite" else "%s"
