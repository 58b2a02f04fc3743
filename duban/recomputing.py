"""What a changed calendar moves: when each open ladder climbs next is counted in working days, and so counted anew."""

from sqlalchemy import bindparam
from sqlmodel import Session, col

from duban.actions.act import desk_on
from duban.actions.next_at import climb_at
from duban.desk.prepared import Prepared, pick
from models.question import Supervision
from models.task import Task
from models.words import SupervisionState

AT_ONCE = 1000
_OPEN = Prepared(pick(Supervision.id).where(Supervision.state != bindparam("settled")).order_by(col(Supervision.id)))


def recompute_ladders(session: Session) -> int:
    """Work out anew when each open ladder climbs next; say how many have moved. Does not commit."""
    moved = 0
    with desk_on(session) as desk:
        ids = [row[0] for row in desk.read(_OPEN, settled=SupervisionState.SETTLED)]
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            desk.fetch(Supervision, "id", some)
            desk.fetch(Task, "id", (desk.one(Supervision, id_).task_id for id_ in some))
            for ladder in (desk.one(Supervision, id_) for id_ in some):
                at = climb_at(desk, ladder, desk.one(Task, ladder.task_id))
                moved += at != ladder.next_at
                desk.change(ladder, next_at=at)
    return moved
