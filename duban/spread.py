"""Whom a requirement reaches when it fans out to people: the seats of a role or of a post's name."""

from datetime import date

from sqlmodel import Session, select

from duban.posts import Seat, seats
from models.register import Post
from models.values import FanOut


def seats_of(session: Session, fan_out: FanOut, day: date) -> list[Seat]:
    """List the seats that a fan-out to persons reaches on `day`, one for each person, in a fixed order."""
    names = {post.id: post.name for post in session.exec(select(Post)).all()}
    wanted = [
        seat
        for seat in seats(session, day)
        if (fan_out.role is None or fan_out.role in seat.roles)
        and (not fan_out.post_name or names[seat.post_id] == fan_out.post_name)
    ]
    return list({seat.person_id: seat for seat in wanted}.values())
