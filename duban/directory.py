"""Who holds which post today, who is its deputy, and who of them is away: a page of the register for everybody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from duban.paged import PAGE, Page
from models.register import Absence, Holding, Person, Post, Unit
from models.words import Holds


@dataclass(frozen=True, slots=True)
class Sitting:
    """Somebody in a post; `until` says how long that person is away now."""

    name: str
    code: str
    until: date | None = None


@dataclass(slots=True)
class PostRow:
    """A post with its unit, its holders and its deputies today."""

    post: Post
    unit: str
    holders: list[Sitting] = field(default_factory=list)
    deputies: list[Sitting] = field(default_factory=list)

    @property
    def nobody(self) -> bool:
        """Say whether nobody acts in this post today."""
        return not any(one.until is None for one in (*self.holders, *self.deputies))


def posts_page(session: Session, words: str, *, number: int, today: date) -> Page:
    """List one page of posts whose name, unit or people hold some words. A fixed number of queries."""
    said = posts_saying(words)
    wanted = select(Post, Unit).join(Unit, col(Unit.id) == Post.unit_id).where(said)
    counted = select(func.count(col(Post.id))).join(Unit, col(Unit.id) == Post.unit_id).where(said)
    total = session.exec(counted).one()
    some = wanted.order_by(col(Unit.id), col(Post.id)).offset((number - 1) * PAGE).limit(PAGE)
    return Page(seated(session, session.exec(some).all(), today=today), total, number)


def posts_saying(words: str) -> ColumnElement[bool]:
    """Say in SQL, of posts joined with their units, which ones hold some words in their name, unit or people."""
    like = like_of(words)
    people = select(Holding.post_id).join(Person, col(Person.id) == Holding.person_id)
    return or_(
        col(Post.name).like(like, escape="\\"),
        col(Unit.name).like(like, escape="\\"),
        col(Unit.short_name).like(like, escape="\\"),
        col(Post.id).in_(people.where(or_(col(Person.name).like(like, escape="\\"), Person.code == words))),
    )


def like_of(words: str) -> str:
    """Write words as a pattern for LIKE with a backslash as its escape: signs of a pattern stand for themselves."""
    literal = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{literal}%"


def seated(session: Session, posts: Iterable[tuple[Post, Unit]], *, today: date) -> list[PostRow]:
    """Tell of posts, in the order given, who holds them and who is their deputy."""
    rows = {post.id or 0: PostRow(post, unit.short_name or unit.name) for post, unit in posts}
    _seat(session, rows, today)
    return list(rows.values())


def _seat(session: Session, rows: dict[int, PostRow], today: date) -> None:
    valid = (col(Holding.since) <= today, or_(col(Holding.until).is_(None), col(Holding.until) >= today))
    wanted = select(Holding, Person).join(Person, col(Person.id) == Holding.person_id)
    found = session.exec(wanted.where(col(Holding.post_id).in_(rows), *valid).order_by(col(Holding.id))).all()
    away = _away(session, [person.id or 0 for _, person in found], today)
    for holding, person in found:
        row = rows[holding.post_id]
        sitting = Sitting(person.name, person.code, away.get(person.id or 0))
        (row.deputies if holding.kind is Holds.DEPUTY else row.holders).append(sitting)


def _away(session: Session, people: Sequence[int], today: date) -> dict[int, date]:
    wanted = select(Absence).where(
        col(Absence.person_id).in_(people), col(Absence.since) <= today, col(Absence.until) >= today
    )
    found: dict[int, date] = {}
    for one in session.exec(wanted).all():
        found[one.person_id] = max(found.get(one.person_id, one.until), one.until)
    return found
