"""Plays a plan day by day: what people do when it is their turn, after the sweep of the morning."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from heapq import heappop, heappush
from random import Random
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col

from duban.actions.act import act, desk_on
from duban.actions.many import act_many
from duban.actions.sweep import sweep
from duban.calendars import load_calendar
from duban.database import Scratch
from duban.desk.desk import Desk
from duban.desk.opened import desk_of
from duban.desk.prepared import Prepared, pick
from duban.panels import panel_of, panels_of
from duban.question import latest_review
from duban.quiet import is_quiet
from duban.rehearsing.assuming import Assumptions
from duban.rehearsing.cast import Cast, cast_on, named
from duban.rehearsing.telling import Told
from models.errors import Refused
from models.plan import Plan
from models.question import Review, Signer
from models.task import Contribution, Evidence, Task
from models.values import Attempt, Given
from models.words import Act, Life, Owed, PlanState, ReviewState, Role, TaskState, Verdict
from workflows.moments import at_hour, day_of
from workflows.review.panel import verdict_of
from workflows.workdays import WorkCalendar

SWEPT_AT, WORKED_AT = "09:30", "10:00"
LAST_SIGNER = 12
"""So many answers to one review on one day at most: more are not needed by any panel that decides."""
_TASKS = Prepared(pick(Task.id).where(Task.plan_id == bindparam("plan_id"), col(Task.id) > bindparam("after")))
_REVIEWS = Prepared(pick(Review.id).where(Review.plan_id == bindparam("plan_id"), col(Review.id) > bindparam("after")))


@dataclass(frozen=True, slots=True, order=True)
class Turn:
    """Something somebody will do on a day: an act on a task or on a review. `tries`: how often it was put off."""

    day: date
    order: int
    act: Act
    subject_id: int
    tries: int = 0


@dataclass(slots=True)
class Played:
    """What came of the days: refusals by sentence, turns that nobody could take, acts done, the last day."""

    acts: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    nobody: Counter[str] = field(default_factory=Counter)
    asked_on: Counter[tuple[int, date]] = field(default_factory=Counter)
    """Answers that one person owed to panels, by person and day."""
    told: Told = field(default_factory=Told)


@dataclass(slots=True)
class Play:
    """A plan in the middle of its rehearsal."""

    scratch: Scratch
    plan_id: int
    assumed: Assumptions
    calendar: WorkCalendar
    chance: Random
    played: Played = field(default_factory=Played)
    turns: list[Turn] = field(default_factory=list)
    seen: dict[type[Any], int] = field(default_factory=lambda: {Task: 0, Review: 0})
    count: int = 0
    _cast: Cast | None = None

    def day(self, day: date) -> None:
        """Sweep in the morning; then everybody does what it is the day for."""
        with self.scratch.writing() as session:
            if not is_quiet(session, at_hour(day, SWEPT_AT)):
                sweep(session, now=at_hour(day, SWEPT_AT), in_words=0)
            self.played.told.hear(session, partial(self._on, session, day))
            with desk_on(session) as desk:
                self._look_about(desk, day)
                self._work(session, desk, day)
                self._look_about(desk, day)
            self.played.told.hear(session, partial(self._on, session, day))

    def _on(self, session: Session, day: date) -> Cast:
        """Say who sits where on a day, looked up once a day and only when somebody asks."""
        if self._cast is None or self._cast.day != day:
            self._cast = cast_on(desk_of(session), day)
        return self._cast

    def _look_about(self, desk: Desk, day: date) -> None:
        """Notice tasks and reviews that have been opened."""
        for model, select in ((Task, _TASKS), (Review, _REVIEWS)):
            desk.flush()
            for (id_,) in desk.read(select, plan_id=self.plan_id, after=self.seen[model]):
                self.seen[model] = max(self.seen[model], id_)
                if model is Task:
                    self._expect(desk.one(Task, id_), day)
                elif desk.one(Review, id_).state is ReviewState.OPEN:
                    self._turn(day, 1, Act.DECIDE, id_)

    def _expect(self, task: Task, day: date) -> None:
        """Expect of a task, in whatever state it is found, what comes next."""
        if task.state is TaskState.ASSIGNED:
            self._turn(day, self.chance.randint(1, 3), Act.ACCEPT, task.id)
        elif task.state is TaskState.IN_PROGRESS:
            self._expect_report(task, day)
        elif task.state is TaskState.REPORTED:
            self._turn(day, 1, Act.PASS_CHECK, task.id)

    def _expect_report(self, task: Task, day: date) -> None:
        if task.due is None:
            return  # a standing task is reported by its rhythm, if it has one
        late = self.chance.random() < self.assumed.late
        days = self.chance.randint(1, 10) if late else -self.chance.randint(0, 5)
        last = self.calendar.add_workdays(day_of(task.due) + timedelta(days=1), -1)
        due = self.calendar.add_workdays(last, days)
        self._push(Turn(max(due, self.calendar.add_workdays(day, 1)), self._next(), Act.REPORT, task.id or 0))

    def _turn(self, day: date, workdays: int, what: Act, subject_id: int | None) -> None:
        self._push(Turn(self.calendar.add_workdays(day, workdays), self._next(), what, subject_id or 0))

    def _push(self, turn: Turn) -> None:
        heappush(self.turns, turn)

    def _next(self) -> int:
        self.count += 1
        return self.count

    def _due(self, day: date) -> list[Turn]:
        found = []
        while self.turns and self.turns[0].day <= day:
            found.append(heappop(self.turns))
        return found

    def _work(self, session: Session, desk: Desk, day: date) -> None:
        due = self._due(day)
        if not due:
            return
        cast, now = self._on(session, day), at_hour(day, WORKED_AT)
        tasks = {turn.subject_id for turn in due if turn.act is not Act.DECIDE}
        desk.fetch(Task, "id", tasks)
        desk.fetch(Review, "id", (turn.subject_id for turn in due if turn.act is Act.DECIDE))
        desk.fetch(Contribution, "task_id", tasks)
        panels_of(desk, [desk.one(Review, turn.subject_id) for turn in due if turn.act is Act.DECIDE])
        wanted: dict[int, list[tuple[Turn, Attempt]]] = {}
        for turn in due:
            for person, attempt in self._attempts(desk, turn, cast, now):
                wanted.setdefault(person, []).append((turn, attempt))
        for person, some in wanted.items():
            self._do(desk, person, some, now)

    def _attempts(self, desk: Desk, turn: Turn, cast: Cast, now: datetime) -> Iterator[tuple[int, Attempt]]:
        """Say who does what when it is the turn; what is owed before it is given first."""
        if turn.act is Act.DECIDE:
            yield from self._answers(desk, desk.one(Review, turn.subject_id), turn, cast)
            return
        task = desk.one(Task, turn.subject_id)
        if turn.act is Act.PASS_CHECK:
            person = cast.of_house(Role.CHECKER, frozenset(task.reported_hands))
            yield from self._by(person, turn, "督查员", self._check(turn))
            return
        person = cast.of_unit(Role.LIAISON, task.lead_unit_id)
        if person is not None and turn.act is Act.REPORT:
            yield from self._before_report(desk, task, person, cast, now)
        yield from self._by(person, turn, "牵头单位的联络员", _attempt(turn.act, task.id, text="已按要求完成。"))

    def _check(self, turn: Turn) -> Attempt:
        if self.chance.random() < self.assumed.returned and turn.tries < 1:
            return _attempt(Act.SEND_BACK, turn.subject_id, reason="材料不全，请补充。")
        return _attempt(Act.PASS_CHECK, turn.subject_id)

    def _by(self, person: int | None, turn: Turn, who: str, attempt: Attempt) -> Iterator[tuple[int, Attempt]]:
        if person is None:
            self.played.nobody[who] += 1
        else:
            yield person, attempt

    def _before_report(
        self, desk: Desk, task: Task, person: int, cast: Cast, now: datetime
    ) -> Iterator[tuple[int, Attempt]]:
        there = {one.deliverable for one in desk.of(Evidence, "task_id", task.id)}
        for name in task.deliverables:
            if name not in there:
                desk.add(
                    Evidence,
                    task_id=task.id,
                    sha256="",
                    name=name,
                    size_bytes=0,
                    deliverable=name,
                    person_id=person,
                    at=now,
                )
        missing = (task.quantity_wanted or 0) - task.quantity_done
        if missing > 0:
            yield person, _attempt(Act.ADD_ENTRY, task.id, text="已完成。", count=missing)
        for owed in desk.of(Contribution, "task_id", task.id):
            supporter = cast.of_unit(Role.LIAISON, owed.unit_id) if owed.owed is Owed.OWED else None
            if supporter is not None:
                yield supporter, _attempt(Act.CONTRIBUTE, task.id, text="配合事项已办。", unit_id=owed.unit_id)

    def _answers(self, desk: Desk, review: Review, turn: Turn, cast: Cast) -> Iterator[tuple[int, Attempt]]:
        """Those whose turn it is answer yes, until the panel has spoken; whoever comes after has a turn of their own.

        All of them are asked, and whoever is asked owes an answer.
        """
        if review.state is not ReviewState.OPEN:
            return
        panel = panel_of(desk, review)
        barred, asked, answers = panel.barred, False, dict(panel.answers)
        for signer in panel.waiting[:LAST_SIGNER]:
            person = _for(signer, cast, barred)
            if person is not None:
                asked, barred = True, barred | {person}
                self.played.asked_on[person, cast.day] += 1
                if verdict_of(review.rule, panel.seats, answers, needed=review.needed) is None:
                    answers[signer.id or 0] = Verdict.YES
                    yield person, _attempt(Act.DECIDE, review.id, life=Life.REVIEW, verdict=Verdict.YES)
        if not asked:
            self.played.nobody["审核组成员"] += 1
        elif turn.tries < LAST_SIGNER:
            tomorrow = self.calendar.add_workdays(cast.day, 1)
            self._push(Turn(tomorrow, self._next(), Act.DECIDE, turn.subject_id, turn.tries + 1))

    def _do(self, desk: Desk, person: int, some: list[tuple[Turn, Attempt]], now: datetime) -> None:
        found = act_many(desk, [attempt for _, attempt in some], by=named(desk, person), now=now)
        self.played.acts += len(found.moved)
        for place in found.moved:
            self._follow(desk, *some[place], day_of(now))
        for place, why in found.refused.items():
            if some[place][1].act is not Act.DECIDE:  # a panel that has spoken needs no more answers
                self.played.refused[why.sentence.zh] += 1

    def _follow(self, desk: Desk, turn: Turn, attempt: Attempt, day: date) -> None:
        if attempt.act is Act.ACCEPT:
            self._expect_report(desk.one(Task, attempt.subject_id), day)
        elif attempt.act is Act.REPORT:
            self._push(
                Turn(self.calendar.add_workdays(day, 1), self._next(), Act.PASS_CHECK, turn.subject_id, turn.tries)
            )
        elif attempt.act is Act.SEND_BACK:
            again = self.calendar.add_workdays(day, self.chance.randint(2, 5))
            self._push(Turn(again, self._next(), Act.REPORT, turn.subject_id, turn.tries + 1))


def _for(signer: Signer, cast: Cast, barred: frozenset[int]) -> int | None:
    if signer.person_id is not None:
        return None if signer.person_id in barred else signer.person_id
    return cast.of_post(signer.post_id or 0, barred)


def _attempt(what: Act, subject_id: int | None, *, life: Life = Life.TASK, **given: Any) -> Attempt:
    return Attempt(life=life, subject_id=subject_id or 0, act=what, given=Given(**given))


def play(scratch: Scratch, plan_id: int, assumed: Assumptions, *, begins: date, until: date) -> Played:
    """Issue the plan if it is not issued yet, then play every day from `begins` to `until`.

    Raises: Refused when the plan cannot be issued as it is.
    """
    with scratch.writing() as session:
        calendar = load_calendar(desk_of(session))
        _issue(session, plan_id, at_hour(begins, "08:00"))
    playing = Play(scratch, plan_id, assumed, calendar, Random(assumed.seed))  # noqa: S311 - plays, guards nothing
    for day in (begins + timedelta(days=n) for n in range((until - begins).days + 1)):
        playing.day(day)
    return playing.played


def _issue(session: Session, plan_id: int, now: datetime) -> None:
    """Take a plan that is not issued yet to where its tasks are handed out, by those who would do it."""
    for what, role in ((Act.SUBMIT, Role.PLANNER), (Act.DECIDE, None), (Act.ISSUE, Role.PLANNER)):
        state = session.get_one(Plan, plan_id).state
        if state is PlanState.ISSUED:
            return
        if (what, state) in ((Act.SUBMIT, PlanState.DRAFTED), (Act.ISSUE, PlanState.APPROVED)):
            desk = desk_of(session)
            person = cast_on(desk, day_of(now)).of_house(role or Role.PLANNER)
            if person is None:
                raise Refused("名册里没有在岗的计划专责，推演无法开始。", "The register has no planner to begin with.")
            act(session, _attempt(what, plan_id, life=Life.PLAN), by=named(desk, person), now=now)
        elif what is Act.DECIDE and state is PlanState.IN_REVIEW:
            _approve(session, plan_id, now)
    if session.get_one(Plan, plan_id).state is not PlanState.ISSUED:
        raise Refused(
            "方案在推演中没有通过审核：审核组里没有足够的人在岗。",
            "The plan could not be approved: its panel lacks people.",
        )


def _approve(session: Session, plan_id: int, now: datetime) -> None:
    for _ in range(LAST_SIGNER):
        desk = desk_of(session)
        review = latest_review(desk, Life.PLAN, plan_id)
        if review is None or review.state is not ReviewState.OPEN:
            return
        panel, cast = panel_of(desk, review), cast_on(desk, day_of(now))
        person = next(filter(None, (_for(signer, cast, panel.barred) for signer in panel.waiting)), None)
        if person is None:
            return
        attempt = _attempt(Act.DECIDE, review.id, life=Life.REVIEW, verdict=Verdict.YES)
        act(session, attempt, by=named(desk, person), now=now)
