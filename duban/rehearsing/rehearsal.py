"""A rehearsal from beginning to end, and what it found."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from duban.calendars import load_calendar
from duban.clock import stopwatch
from duban.desk.opened import desk_of
from duban.garbage import seldom_collecting
from duban.local_days import calendars_now
from duban.policies import settings_of
from duban.rehearsing.assuming import Assumptions
from duban.rehearsing.cast import Cast, cast_on
from duban.rehearsing.copying import copy_of
from duban.rehearsing.playing import Played, play
from duban.rehearsing.telling import by_day, by_person, most_of
from models.errors import Refused
from models.plan import Plan, Requirement
from models.question import Supervision
from models.record import Move
from models.register import Person, Unit
from models.task import Task
from models.values import Value
from models.words import Act, Life, PlanState, Role, SupervisionState, TaskState
from workflows.moments import day_of
from workflows.workdays import Calendars

OVER = (PlanState.WITHDRAWN, PlanState.CONCLUDED, PlanState.ARCHIVED)
AFTER_END = timedelta(days=30)
ANSWERS_A_DAY = 20
"""More answers than these asked of one person on one day overload the panel."""
HIGH = (SupervisionState.ORDERED, SupervisionState.SUMMONED, SupervisionState.CIRCULATED)


class Burdened(Value):
    """What one person would get: letters in all, those the clock causes, the fullest day.

    `messages`: in how many they come, when of each day those beyond what the policy sends singly come in one.
    """

    person: str
    unit: str
    letters: int
    messages: int
    reminders: int
    most: int
    on: date


class Full(Value):
    """One day: letters to everybody, and to how many people."""

    day: date
    letters: int
    people: int


class Escalated(Value):
    """A task whose supervision would climb to an order or higher; `person`: who answers for its lead unit then."""

    task_id: int
    title: str
    unit: str
    person: str
    rung: str
    on: date


class Doubtful(Value):
    """Deadlines on a day that their lead unit does not work, or in a year whose days off are not published yet."""

    day: date
    tasks: int
    why: str


class Overloaded(Value):
    """A person who would owe panels more answers on one day than anybody can give well."""

    person: str
    day: date
    answers: int


class Rehearsed(Value):
    """What a rehearsal found."""

    plan_id: int
    number: str
    title: str
    begins: date
    until: date
    assumed: Assumptions
    seconds: float
    tasks: int
    closed: int
    open: int
    acts: int
    moves: int
    letters: int
    reminders: int
    people: tuple[Burdened, ...]
    days: tuple[Full, ...]
    escalated_count: int
    escalated: tuple[Escalated, ...]
    doubtful: tuple[Doubtful, ...]
    overloaded: tuple[Overloaded, ...]
    wrong: tuple[tuple[str, int], ...]
    """What could not be done, in words, and how often."""


def rehearse(
    session: Session, plan: Plan, assumed: Assumptions, *, now: datetime, until: date | None = None
) -> Rehearsed:
    """Play a plan on a copy in memory, from today until its end and thirty days more; nothing stored is touched.

    Thirty days before the calendar ends is the last day that can be played: what follows is counted beyond it.
    Raises: Refused when the plan is over, is not confirmed yet or cannot be issued.
    """
    _must_be_playable(session, plan)
    passed, begins = stopwatch(), day_of(now)
    last = _until(session, plan, begins, until)
    with seldom_collecting(), copy_of(session, plan.id or 0) as scratch:
        played = play(scratch, plan.id or 0, assumed, begins=begins, until=last)
        with scratch.writing() as copy:
            found = _found(copy, plan.id or 0, played)
    return Rehearsed(
        plan_id=plan.id or 0,
        number=plan.number,
        title=plan.title,
        begins=begins,
        until=last,
        assumed=assumed,
        seconds=round(passed().total_seconds(), 1),
        **found,
    )


def _must_be_playable(session: Session, plan: Plan) -> None:
    if plan.state in OVER:
        raise Refused(
            f"方案{plan.state.zh}，没有什么可以推演。", f"The plan is {plan.state.en}; nothing is left to play."
        )
    if plan.state is PlanState.DRAFTED:
        rest = session.exec(
            select(Requirement.seq).where(
                Requirement.plan_id == plan.id,
                col(Requirement.confirmed_at).is_(None),
                Requirement.dropped_why == "",
            )
        ).all()
        if rest:
            raise Refused(
                f"还有 {len(rest)} 条任务要求没有确认（第 {rest[0]} 条起），不知道由谁办、何时办；逐条确认后再推演。",
                f"{len(rest)} requirements are not confirmed yet, the first is {rest[0]}; confirm them, then rehearse.",
            )


def _until(session: Session, plan: Plan, begins: date, until: date | None) -> date:
    calendar = load_calendar(desk_of(session))
    last = until or max(plan.ends_on, begins) + AFTER_END
    if last < begins:
        raise Refused(f"--until {last} 在今天（{begins}）之前。", f"--until {last} is before today, {begins}.")
    return min(last, calendar.last - AFTER_END)


def _found(session: Session, plan_id: int, played: Played) -> dict[str, object]:
    tasks = session.exec(select(Task).where(Task.plan_id == plan_id)).all()
    units = dict(session.exec(select(Unit.id, Unit.name)).all())
    told = played.told
    states = Counter(task.state for task in tasks)
    escalated = _escalated(session, {task.id: task for task in tasks}, units)
    ended = states[TaskState.CLOSED] + states[TaskState.CANCELLED]
    return {
        "tasks": len(tasks),
        "closed": states[TaskState.CLOSED],
        "open": len(tasks) - ended,
        "acts": played.acts,
        "moves": len(session.exec(select(Move.id)).all()),
        "letters": told.letters.total(),
        "reminders": told.reminders.total(),
        "people": tuple(_burdened(session, played, units, settings_of(desk_of(session), plan_id).reminders_a_day)),
        "days": tuple(_days(played)),
        "escalated_count": len(escalated),
        "escalated": tuple(escalated),
        "doubtful": tuple(_doubtful(session, tasks)),
        "overloaded": tuple(_overloaded(session, played)),
        "wrong": tuple(_wrong(played)),
    }


def _burdened(session: Session, played: Played, units: dict[int | None, str], singly: int) -> Iterable[Burdened]:
    letters, reminders = by_person(played.told.letters), by_person(played.told.reminders)
    order = sorted(letters, key=lambda person: (-letters[person].total(), person))
    for person_id in order:
        person = session.get_one(Person, person_id)
        on, most = most_of(letters[person_id].items())
        yield Burdened(
            person=person.name,
            unit=units.get(person.unit_id, ""),
            letters=letters[person_id].total(),
            messages=sum(n if n <= singly else singly + 1 for n in letters[person_id].values()),
            reminders=reminders.get(person_id, Counter()).total(),
            most=most,
            on=on,
        )


def _days(played: Played) -> Iterable[Full]:
    people = Counter(day for _, day in played.told.letters)
    return (Full(day=day, letters=n, people=people[day]) for day, n in sorted(by_day(played.told.letters).items()))


def _escalated(session: Session, tasks: dict[int | None, Task], units: dict[int | None, str]) -> list[Escalated]:
    climbed = session.exec(
        select(Supervision.task_id, Move.became, Move.at)
        .join(Move, (col(Move.subject_id) == Supervision.id) & (Move.life == Life.SUPERVISION))
        .where(col(Move.became).in_([rung.value for rung in HIGH]), Move.act != Act.SETTLE)
        .order_by(col(Move.id))
    ).all()
    highest = {task_id: (SupervisionState(became), at) for task_id, became, at in climbed}
    casts = {day: cast_on(desk_of(session), day) for day in {day_of(at) for _, at in highest.values()}}
    return [
        Escalated(
            task_id=task_id,
            title=tasks[task_id].title[:60],
            unit=units.get(tasks[task_id].lead_unit_id, ""),
            person=_answers_for(session, casts[day_of(at)], tasks[task_id].lead_unit_id),
            rung=rung.zh,
            on=day_of(at),
        )
        for task_id, (rung, at) in sorted(highest.items(), key=lambda one: (-HIGH.index(one[1][0]), one[0]))
        if task_id in tasks
    ]


def _doubtful(session: Session, tasks: Iterable[Task]) -> Iterable[Doubtful]:
    calendars = calendars_now(session)
    due = [(day_of(task.original_due), task.lead_unit_id) for task in tasks if task.original_due is not None]
    found = Counter((day, why) for day, unit_id in due for why in _doubts(calendars, day, unit_id))
    for (day, why), count in sorted(found.items()):
        yield Doubtful(day=day, tasks=count, why=why)


def _doubts(calendars: Calendars, day: date, unit_id: int | None) -> Iterable[str]:
    if not calendars.national.is_workday(day):
        yield "当天休息"
    elif not calendars.of(unit_id).is_workday(day):
        yield "牵头单位当天休息（本地休息日）"
    if calendars.national.provisional(day, day):
        yield f"{day.year} 年放假安排尚未公布"


def _answers_for(session: Session, cast: Cast, unit_id: int | None) -> str:
    """Name the head of a unit, else its liaison; empty when it has neither."""
    person_id = cast.of_unit(Role.UNIT_HEAD, unit_id) or cast.of_unit(Role.LIAISON, unit_id)
    return session.get_one(Person, person_id).name if person_id else ""


def _overloaded(session: Session, played: Played) -> Iterable[Overloaded]:
    most = [(n, day, person) for (person, day), n in played.asked_on.items() if n > ANSWERS_A_DAY]
    for n, day, person in sorted(most, key=lambda one: (-one[0], one[1], one[2])):
        yield Overloaded(person=session.get_one(Person, person).name, day=day, answers=n)


def _wrong(played: Played) -> Iterable[tuple[str, int]]:
    yield from ((f"没有在岗的{who}，事情没人办", n) for who, n in played.nobody.most_common())
    yield from played.told.missing.most_common()
    yield from played.refused.most_common(20)
