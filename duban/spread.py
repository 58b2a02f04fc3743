"""Whom a requirement reaches when it fans out to people: the seats of a role or of a post's name."""

from datetime import date

from duban.desk.desk import Desk
from duban.desk.prepared import Prepared, pick
from duban.posts import Seat, seats
from models.register import Post
from models.values import FanOut

_NAMES = Prepared(pick(Post.id, Post.name))


def seats_of(desk: Desk, fan_out: FanOut, day: date) -> list[Seat]:
    """List the seats that a fan-out to persons reaches on `day`, one for each person, in a fixed order."""
    names = dict(desk.read(_NAMES))
    wanted = [
        seat
        for seat in seats(desk, day)
        if (fan_out.role is None or fan_out.role in seat.roles)
        and (not fan_out.post_name or names[seat.post_id] == fan_out.post_name)
    ]
    return list({seat.person_id: seat for seat in wanted}.values())
