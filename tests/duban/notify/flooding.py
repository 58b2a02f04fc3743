"""Floods people with duties: many tasks of the small plan and what the clock or a planner has to say about each."""

from collections import Counter, defaultdict
from datetime import datetime
from typing import Any

from small_plan import MUSEUM, Small, rows
from sqlmodel import select

from duban.database import reading, writing
from duban.notify.carriers import CARRIERS, Carrier
from duban.notify.letter import Letter, Unsent
from models.question import Review
from models.record import Allotment, Bundle, Duty, Message, Move
from models.register import Unit
from models.task import Task
from models.words import Act, Channel, Life, Role, TaskState, Then
from workflows.moments import day_of


class Postbox:
    """A channel on which a second letter would be seen; it keeps what it was handed, by reference, and may be shut."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.shut = False

    def send(self, letter: Letter) -> None:
        if self.shut:
            raise Unsent("信箱关着。")
        self.letters.append(letter)

    @property
    def carriers(self) -> tuple[Carrier, ...]:
        return (*CARRIERS[:1], Carrier(Channel.EMAIL, lambda _: True, self.send, True))


def tasks(count: int) -> list[int]:
    """Add tasks that the museum leads; give their ids."""
    with writing() as session:
        museum = session.exec(select(Unit.id).where(Unit.code == MUSEUM)).one()
        like = session.exec(select(Task).where(Task.lead_unit_id == museum)).first()
        assert like is not None
        made = [
            Task(
                state=TaskState.ASSIGNED,
                version=1,
                plan_id=like.plan_id,
                measure_id=like.measure_id,
                requirement_id=like.requirement_id,
                title=f"第 {n} 项工作。",
                period=f"flood {n}",
                lead_unit_id=museum,
                due=like.due,
                original_due=like.due,
                created_at=like.created_at,
                assigned_at=like.assigned_at,
            )
            for n in range(1, count + 1)
        ]
        session.add_all(made)
        session.flush()
        return [task.id or 0 for task in made]


def promise(task_id: int, *, at: datetime, act: Act = Act.MOVE_DUE, what: Then = Then.TELL_LEAD) -> int:
    """Promise to tell about a task, as a move of it; give the duty's id."""
    with writing() as session:
        task = session.get_one(Task, task_id)
        moves = session.exec(select(Move).where(Move.life == Life.TASK, Move.subject_id == task_id)).all()
        move = Move(
            life=Life.TASK,
            subject_id=task_id,
            version=1000 + len(moves),
            plan_id=task.plan_id,
            at=at,
            act=act,
            became_from=task.state,
            became=task.state,
            role=Role.CLOCK,
            rules="flood",
        )
        return _owed(session, move, what, at)


def order(task_id: int, ladder_id: int, *, at: datetime) -> int:
    """Promise to tell of an order in writing about a task; give the duty's id."""
    with writing() as session:
        plan_id = session.get_one(Task, task_id).plan_id
        version = 1000 + len(session.exec(select(Move).where(Move.subject_id == ladder_id)).all())
        move = Move(
            life=Life.SUPERVISION, subject_id=ladder_id, version=version, plan_id=plan_id, at=at, act=Act.ORDER,
            became_from="urged", became="ordered", role=Role.CLOCK, rules="flood",
        )  # fmt: skip
        return _owed(session, move, Then.TELL_LEAD, at)


def _owed(session: Any, move: Move, what: Then, at: datetime) -> int:
    session.add(move)
    session.flush()
    duty = Duty(move_id=move.id or 0, what=what, plan_id=move.plan_id, next_at=at)
    session.add(duty)
    session.flush()
    return duty.id or 0


def quiet(small: Small) -> None:
    """Have everything told that issuing the plan promised, so that a test begins with nothing owed."""
    from duban.notify import deliver

    deliver(now=rows(Review)[0].opened_at)
    with writing() as session:
        for row in (*session.exec(select(Message)).all(), *session.exec(select(Allotment)).all()):
            session.delete(row)


def singles_a_day() -> Counter[tuple[int, Any]]:
    """Count the messages of their own in the inbox, by person and day."""
    alone = [m for m in rows(Message) if m.bundle_id is None and m.channel is Channel.IN_APP]
    return Counter((m.person_id, day_of(m.told_at)) for m in alone)


def bundles_a_day() -> Counter[tuple[int, Any]]:
    """Count the bundles that were told in the inbox, by person and day."""
    leads = [m for m in rows(Message) if m.bundle_id and m.leads and m.channel is Channel.IN_APP]
    return Counter((m.person_id, day_of(m.told_at)) for m in leads)


def told_of(postbox: Postbox) -> dict[int, list[int]]:
    """Give, by duty, the people whose letters told of it: in a letter of its own or in a bundle's."""
    found: dict[int, list[int]] = defaultdict(list)
    with reading() as session:
        allotted = session.exec(select(Allotment).where(Allotment.bundle_id != None)).all()  # noqa: E711
    within = defaultdict(list)
    for row in allotted:
        within[row.bundle_id].append(row.duty_id)
    for letter in postbox.letters:
        kind, number, person = letter.reference.split("-")
        for duty_id in [int(number)] if kind == "duty" else within[int(number)]:
            found[duty_id].append(int(person))
    return dict(found)


def bundles() -> list[Bundle]:
    return rows(Bundle)
