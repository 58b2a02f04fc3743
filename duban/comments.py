"""Comments on a task: said by whoever sees it, naming with @ whoever else does; told apart from the ledger."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, or_, select

from duban.database import writing
from duban.desk.opened import desk_of
from duban.names import person_names
from duban.posts import standing
from duban.sight import check_seen, sight_of
from duban.subjects import load
from models.comment import Comment, Mention
from models.errors import BadInput, NotYours
from models.register import Person
from models.task import Task
from models.values import Actor
from models.words import Life

LONGEST = 4000
NAME_SIGNS = range(20, 1, -1)
"""How long a name after an @ may be, the longest tried first: nothing parts a Chinese name from what follows it."""


@dataclass(frozen=True, slots=True)
class Said:
    """A comment as people read it."""

    at: datetime
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Named:
    """A comment in which somebody was named, for that person's messages."""

    comment: Comment
    who: str
    title: str
    seen_at: datetime | None


def comments_of(session: Session, task_id: int) -> list[Said]:
    """List what was said about a task, the newest first."""
    found = session.exec(select(Comment).where(Comment.task_id == task_id).order_by(col(Comment.id).desc())).all()
    names = person_names(session, (row.person_id for row in found))
    return [Said(row.at, names.get(row.person_id, ""), row.text) for row in found]


def add_comment(task_id: int, text: str, *, by: Actor, now: datetime) -> Comment:
    """Say something about a task, and tell whoever is named in it. Commits.

    Raises:
        NotFound: there is no such task. NotYours: somebody may not see it.
        BadInput: nothing is said or too much; a name fits several people, or somebody who may not see the task.
    """
    if not 0 < len(text) <= LONGEST:
        raise BadInput(f"请写点什么，最多 {LONGEST} 字。", f"Write something, at most {LONGEST} signs.")
    with writing() as session:
        task: Task = load(session, Life.TASK, task_id)
        check_seen(session, sight_of(session, standing(desk_of(session), by, now=now)), Life.TASK, task)
        named = _named_in(session, text)
        for person in named:
            _check_sees(session, person, task, now=now)
        comment = Comment(task_id=task_id, person_id=by.person_id or 0, at=now, text=text)
        session.add(comment)
        session.flush()
        for person in named:
            if person.id != by.person_id:
                session.add(Mention(comment_id=comment.id or 0, person_id=person.id or 0))
    return comment


def _named_in(session: Session, text: str) -> list[Person]:
    """Find everybody who is named, as @姓名 or @编码; an @ that names nobody is only a sign."""
    found: dict[int | None, Person] = {}
    for rest in text.split("@")[1:]:
        person = _named_first(session, rest)
        if person is not None:
            found[person.id] = person
    return list(found.values())


def _named_first(session: Session, rest: str) -> Person | None:
    tried = list(_beginnings(rest))
    people = session.exec(select(Person).where(or_(col(Person.name).in_(tried), col(Person.code).in_(tried)))).all()
    for beginning in tried:
        fitting = [person for person in people if beginning in (person.name, person.code)]
        if len(fitting) > 1:
            codes = "、".join(f"@{person.code}" for person in fitting)
            raise BadInput(
                f"有 {len(fitting)} 个人叫“{beginning}”，请写编码：{codes}。",
                f"{len(fitting)} people are called {beginning}; write a code: {codes}.",
            )
        if fitting:
            return fitting[0]
    return None


def _beginnings(rest: str) -> Iterator[str]:
    yield from (rest[:signs] for signs in NAME_SIGNS if len(rest) >= signs)


def _check_sees(session: Session, person: Person, task: Task, *, now: datetime) -> None:
    actor = Actor(person_id=person.id, name=person.name)
    try:
        check_seen(session, sight_of(session, standing(desk_of(session), actor, now=now)), Life.TASK, task)
    except NotYours as unseen:
        raise BadInput(
            f"{person.name} 看不到这项任务，不能在这里提到；请改用其他方式告知。",
            f"{person.name} may not see this task; tell them in another way.",
        ) from unseen


def mentions_of(session: Session, person_id: int) -> Sequence[Named]:
    """List the comments in which somebody was named, the newest first, at most fifty."""
    wanted = (
        select(Comment, Mention, Person.name, Task.title)
        .join(Mention, col(Mention.comment_id) == Comment.id)
        .join(Person, col(Person.id) == Comment.person_id)
        .join(Task, col(Task.id) == Comment.task_id)
        .where(Mention.person_id == person_id)
        .order_by(col(Comment.id).desc())
        .limit(50)
    )
    return [Named(comment, who, title, mention.seen_at) for comment, mention, who, title in session.exec(wanted).all()]


def see_mentions(session: Session, person_id: int, *, now: datetime) -> None:
    """Note that somebody has seen where they were named. Does not commit."""
    mine = (col(Mention.person_id) == person_id, col(Mention.seen_at).is_(None))
    session.connection().execute(update(Mention).where(*mine).values(seen_at=now))
