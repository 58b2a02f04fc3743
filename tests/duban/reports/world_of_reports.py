"""A plan in the middle of its life: from the sample notice, with tasks in every state, as of 30 June 2026."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session, col, select

from duban.actions.act import act, begin
from duban.actions.fan_out import SYSTEM
from duban.actions.plans import import_reading
from duban.calendars import load_calendar
from duban.desk.opened import desk_of
from duban.notices import read_notice
from duban.posts import actor_of, people_as
from duban.samples import NOTICE
from duban.settled import settled_of
from models.found import Exemplar
from models.plan import Plan, Requirement
from models.question import Extension, Review, Supervision
from models.task import Contribution, Task
from models.values import Actor, Attempt, FanOut, Given, Settled
from models.words import Act, ExemplarKind, Life, Owed, ReviewState, Role, SubjectKind, Timing, Verdict
from workflows.moments import day_of, end_of

AS_OF = datetime(2026, 6, 30, 1, 0, tzinfo=UTC)
"""Tuesday 30 June 2026, 09:00 in Asia/Shanghai."""

# fmt: off
SPREADS = (
    # the text says            it fans out to
    ("各地级以上市科协",        FanOut(kind=SubjectKind.UNIT, unit_class="地级以上市科协")),
    ("各高校科协要",            FanOut(kind=SubjectKind.UNIT, unit_class="高校科协")),
    ("10个科技小院服务组",      FanOut(kind=SubjectKind.GROUP, names=tuple(f"第{n}服务组" for n in range(1, 11)))),
)
# fmt: on


@dataclass
class World:
    """A session with everybody in it; `at` is the day's moment that acts happen at."""

    session: Session
    plan: Plan
    at: datetime

    def someone(self, role: Role, unit_id: int | None = None) -> Actor:
        units = None if unit_id is None else frozenset({unit_id})
        return actor_of(self.session, people_as(desk_of(self.session), role, now=self.at, unit_ids=units)[0])

    def do(self, life: Life, subject_id: int | None, what: Act, *, by: Actor, **given: object) -> None:
        attempt = Attempt(life=life, subject_id=subject_id or 0, act=what, given=Given.model_validate(given))
        act(self.session, attempt, by=by, now=self.at)

    def lead_does(self, task: Task, what: Act, **given: object) -> None:
        self.do(Life.TASK, task.id, what, by=self.someone(Role.LIAISON, task.lead_unit_id), **given)

    def office_does(self, task: Task, what: Act, role: Role = Role.PLANNER, **given: object) -> None:
        self.do(Life.TASK, task.id, what, by=self.someone(role), **given)

    def answer(self, life: Life, subject_id: int | None, verdict: Verdict, reason: str = "") -> None:
        """Every reviewer answers the open review until it is decided."""
        open_now = select(Review).where(
            Review.life == life, Review.subject_id == subject_id, Review.state == ReviewState.OPEN
        )
        for person in people_as(desk_of(self.session), Role.REVIEWER, now=self.at):
            review = self.session.exec(open_now).first()
            if review is None:
                return
            by = actor_of(self.session, person)
            self.do(Life.REVIEW, review.id, Act.DECIDE, by=by, verdict=verdict, reason=reason)


def moment(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 2, 0, tzinfo=UTC)


def issued_world(session: Session, *, issue: bool = True) -> World:
    """Import the sample notice, settle every requirement, and issue the plan on 8 January."""
    at = moment(1, 6)
    by = actor_of(session, people_as(desk_of(session), Role.PLANNER, now=at)[0])
    plan = import_reading(session, read_notice(NOTICE), by=by, now=at)
    world = World(session, plan, at)
    departments = (2, 4, 5, 6, 7, 9, 10, 11, 12)
    for place, requirement in enumerate(requirements(session, plan)):
        settled = settle(requirement, default_lead=departments[place % len(departments)], place=place)
        world.do(Life.PLAN, plan.id, Act.CONFIRM, by=by, requirement_id=requirement.id, settled=settled)
    world.do(Life.PLAN, plan.id, Act.SUBMIT, by=by)
    world.answer(Life.PLAN, plan.id, Verdict.YES)
    world.at = moment(1, 8)
    if issue:
        world.do(Life.PLAN, plan.id, Act.ISSUE, by=by)
    return world


def requirements(session: Session, plan: Plan) -> Sequence[Requirement]:
    return session.exec(select(Requirement).where(Requirement.plan_id == plan.id).order_by(col(Requirement.id))).all()


def settle(requirement: Requirement, *, default_lead: int, place: int) -> Settled:
    """Keep what was read; settle what the notice leaves open in a fixed way."""
    read = settled_of(requirement)
    update: dict[str, object] = {"deliverables": (), "quantity": None, "fan_out": FanOut()}
    spread = next((fan_out for cue, fan_out in SPREADS if cue in requirement.text), None)
    if spread is not None:
        update["fan_out"] = spread
    if read.lead_unit_id is None:
        update["lead_unit_id"] = default_lead
    if read.timing is None:
        update |= _when(place)
    return read.model_copy(update=update)


def _when(place: int) -> dict[str, object]:
    if place % 7 == 0:
        return {"timing": Timing.STANDING}
    if place % 7 == 1:
        return {"timing": Timing.QUARTERLY, "rhythm_day": 25}
    return {"timing": Timing.FIXED, "due": date(2026, 3, 2) + timedelta(weeks=place % 40)}


def tasks_of(world: World) -> list[Task]:
    found = select(Task).where(Task.plan_id == world.plan.id).order_by(col(Task.id))
    return list(world.session.exec(found).all())


def close(world: World, task: Task, *, on: datetime) -> None:
    """Carry a task in progress through report, check and review on one day."""
    world.at = on
    hand_in(world, task)
    world.office_does(task, Act.PASS_CHECK, Role.CHECKER)
    world.answer(Life.TASK, task.id, Verdict.YES)


def hand_in(world: World, task: Task) -> None:
    owed = select(Contribution).where(Contribution.task_id == task.id, Contribution.owed == Owed.OWED)
    for contribution in world.session.exec(owed).all():
        world.office_does(task, Act.WAIVE, unit_id=contribution.unit_id, reason="由牵头单位汇总")
    world.lead_does(task, Act.REPORT, text="已按要求完成")


def extend(world: World, task: Task, *, wanted: date, grant: bool | None) -> None:
    """Ask for a later deadline; grant it, refuse it, or leave it open."""
    by = world.someone(Role.LIAISON, task.lead_unit_id)
    assert task.due is not None
    ask = Extension(
        plan_id=task.plan_id,
        task_id=task.id or 0,
        asked_by=by.person_id,
        asked_at=world.at,
        reason="设备到货推迟",
        progress="已完成招标",
        old_due=task.due,
        wanted=wanted,
    )
    given = Given(reason="设备到货推迟", text="已完成招标", due=wanted)
    begin(world.session, ask, Act.REQUEST, by=by, now=world.at, given=given)
    if grant is not None:
        decision = Act.GRANT if grant else Act.REFUSE
        world.do(Life.EXTENSION, ask.id, decision, by=world.someone(Role.PLANNER), reason="" if grant else "理由不充分")


def climb(world: World, task: Task, *rungs: Act) -> None:
    """A supervisor starts the ladder by hand."""
    ladder = world.session.exec(
        select(Supervision).where(Supervision.task_id == task.id, Supervision.deadline_version == task.deadline_version)
    ).one()
    for rung in rungs:
        world.do(Life.SUPERVISION, ladder.id, rung, by=world.someone(Role.SUPERVISOR), reason="逾期未报")


def nominate(world: World, unit_id: int, *, kind: ExemplarKind, name: str, text: str) -> Exemplar:
    by = world.someone(Role.LIAISON, unit_id)
    one = Exemplar(
        plan_id=world.plan.id or 0, unit_id=unit_id, kind=kind, name=name, text=text, nominated_by=by.person_id
    )
    begin(world.session, one, Act.NOMINATE, by=by, now=world.at, given=Given(text=text))
    return one


def lived_world(session: Session) -> World:
    """The issued plan half a year on: some tasks closed, some late, some in every other state."""
    world = issued_world(session)
    tasks = tasks_of(world)
    for number, task in enumerate(tasks):
        if number % 9 != 8:
            world.at = moment(1, 12)
            world.lead_does(task, Act.ACCEPT)
    dated = sorted((t for n, t in enumerate(tasks) if t.due and n % 9 != 8), key=lambda t: (t.due, t.id))
    return _live(world, dated)


def _live(world: World, dated: list[Task]) -> World:
    """Every tenth task goes the same way; nothing happens after the report's day."""
    for place, task in enumerate(dated):
        assert task.due is not None
        on = task.due - timedelta(days=4)
        over, way = task.due < AS_OF - timedelta(days=12), place % 10
        if way == 3 and over:
            close(world, task, on=task.due + timedelta(days=9))
        elif way == 4 and on < AS_OF:
            _send_back_once(world, task, on=on)
        elif way == 5 and on < AS_OF:
            _extend(world, task, place)
        elif way == 6:
            _set_aside(world, task, suspended=place % 20 == 6)
        elif way == 7 and over:
            world.at = task.due + timedelta(days=6)
            climb(world, task, Act.REMIND, Act.URGE, Act.ORDER)
        elif on < AS_OF:
            close(world, task, on=on)
    _finish(world, dated)
    return world


def _set_aside(world: World, task: Task, *, suspended: bool) -> None:
    world.at = moment(1, 20)
    what, reason = (Act.SUSPEND, "等待上级批复") if suspended else (Act.CANCEL, "与其他任务合并")
    world.office_does(task, what, reason=reason)


def _send_back_once(world: World, task: Task, *, on: datetime) -> None:
    world.at = on
    hand_in(world, task)
    world.office_does(task, Act.SEND_BACK, Role.CHECKER, reason="缺少受众人数和现场照片")


def _extend(world: World, task: Task, place: int) -> None:
    """By twenty working days: granted and closed, refused, or left open."""
    assert task.due is not None
    world.at = task.due - timedelta(days=8)
    wanted = load_calendar(desk_of(world.session)).add_workdays(day_of(task.due), 20)
    extend(world, task, wanted=wanted, grant={5: True, 15: False}.get(place % 30))
    if place % 60 == 5 and end_of(wanted) < AS_OF:
        world.session.refresh(task)
        close(world, task, on=end_of(wanted) - timedelta(days=1))


def _change_minds(world: World, tasks: list[Task]) -> None:
    """One entry filed, one report taken back, one task handed over, one counted anew, one resumed, one opened again."""
    world.lead_does(tasks[0], Act.ADD_ENTRY, text="已完成四成", percent=40, count=3)
    hand_in(world, tasks[1])
    world.lead_does(tasks[1], Act.TAKE_BACK)
    world.office_does(tasks[2], Act.REASSIGN, unit_id=2, reason="职责调整")
    later = day_of(tasks[3].due or world.at) + timedelta(days=7)
    world.do(Life.TASK, tasks[3].id, Act.RECOUNT, by=SYSTEM, due=later, reason="放假安排变更")
    suspended = next(t for t in tasks_of(world) if t.state == "suspended")
    world.office_does(suspended, Act.RESUME, reason="批复已到")
    closed = next(t for t in tasks_of(world) if t.state == "closed")
    world.office_does(closed, Act.REOPEN, Role.SUPERVISOR, reason="回头看发现数据不实", due=date(2026, 7, 10))


def _finish(world: World, dated: list[Task]) -> None:
    """The last days before the report: some reported, some in review, one declined, exemplars nominated."""
    world.at = moment(6, 26)
    waiting = [t for t in dated if t.state == "in_progress" and t.due and t.due > AS_OF + timedelta(days=14)]
    for task in waiting[:6]:
        hand_in(world, task)
    for task in waiting[:3]:
        world.office_does(task, Act.PASS_CHECK, Role.CHECKER)
    _change_minds(world, waiting[6:])
    signed_late = next(t for t in tasks_of(world) if t.state == "assigned")
    world.lead_does(signed_late, Act.DECLINE, reason="不属于本单位职责")
    deed = nominate(
        world, 16, kind=ExemplarKind.DEED, name="海岛科普夜校", text="连续十二周把科普课送上海岛，渔民自带板凳来听。"
    )
    world.do(Life.EXEMPLAR, deed.id, Act.ADOPT, by=world.someone(Role.PLANNER))
    nominate(
        world, 9, kind=ExemplarKind.CASE, name="旧展品改造", text="把二十件旧展品改成可动手的课程教具，节约经费四成。"
    )
    world.at = AS_OF
