"""A world with cases at every stage: the sample notice issued, some of its tasks carried along, accounts to sign in."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlmodel import SQLModel, col, select

from duban.accounts import make_account
from duban.actions.act import begin
from duban.actions.plans import import_reading
from duban.database import reading, writing
from duban.doing import ask_for_time, do
from duban.evidence import attach
from duban.notices import read_notice
from duban.samples import NOTICE
from duban.settled import settled_of
from duban.subjects import TABLES
from models.found import Finding
from models.plan import Requirement
from models.question import Review
from models.record import Move
from models.register import Person, Unit
from models.task import Contribution, Task
from models.values import Actor, Attempt, Given, Settled
from models.words import Act, Life, SubjectKind, TaskState, Timing, Verdict

THEN = datetime(2026, 1, 6, 1, 0, tzinfo=UTC)
NOW = datetime(2026, 3, 24, 1, 30, tzinfo=UTC)
"""Tuesday 24 March 2026, 09:30 in Asia/Shanghai: some tasks are late, some nearly."""
PASSWORD = "督办试用密码2026"

# fmt: off
PEOPLE = {
    # called       code                what the person is
    "planner":     "ji.xiaozhou",      # 计划专责
    "checker":     "liang.lingwei",    # 初审督查员
    "feng":        "feng.yu",          # three reviewers
    "ren":         "ren.zhaojia",
    "wu":          "wu.guyan",
    "supervisor":  "situ.songyan",
    "liaison":     "cai.lingran",      # liaison of the museum, KJG
    "supporter":   "situ.zhuyou",      # liaison of 科普部, KPB
    "outsider":    "huang.sitang",     # liaison of a university's association, G01
    "stranger":    "jiang.yuyan",      # liaison of a unit without tasks
}
# fmt: on


@dataclass
class World:
    """Everybody and everything a test speaks of."""

    plan_id: int
    drafted_id: int
    people: dict[str, Actor]
    units: dict[str, int]
    tasks: dict[str, int] = field(default_factory=dict)
    reviews: dict[str, int] = field(default_factory=dict)
    extension_id: int = 0
    finding_id: int = 0
    now: datetime = NOW
    source: Path | None = None
    """The home of which this world's is a copy."""

    def do(self, life: Life, subject_id: int, act: Act, by: str, **given: Any) -> Move:
        attempt = Attempt(life=life, subject_id=subject_id, act=act, given=Given(**given))
        return do(attempt, by=self.people[by], now=self.now)

    def task(self, stage: str) -> Task:
        found: Task = self.get(Life.TASK, self.tasks[stage])
        return found

    def get(self, life: Life, subject_id: int) -> Any:
        with reading() as session:
            return session.get_one(TABLES[life], subject_id)

    def all_of(self, table: type[SQLModel], **where: Any) -> list[Any]:
        with reading() as session:
            wanted = select(table).where(*(getattr(table, name) == value for name, value in where.items()))
            return list(session.exec(wanted.order_by(table.id)).all())  # type: ignore[attr-defined]

    def helped_by(self, unit: str) -> set[int]:
        """Give the ids of the tasks that a unit supports."""
        return {row.task_id for row in self.all_of(Contribution, unit_id=self.units[unit])}

    def moves(self, life: Life, subject_id: int) -> list[Move]:
        return self.all_of(Move, life=life, subject_id=subject_id)


def build() -> World:
    """Build the world in the database of the settings, which holds the sample register."""
    world = _begun()
    world.now = THEN
    _issue(world)
    _choose(world)
    _carry(world)
    world.now = NOW
    return world


def _begun() -> World:
    with writing() as session:
        people = {p.code: Actor(person_id=p.id, name=p.name) for p in session.exec(select(Person)).all()}
        units = {u.code: u.id or 0 for u in session.exec(select(Unit)).all()}
        named = {who: people[code] for who, code in PEOPLE.items()}
        for actor in named.values():
            make_account(session, actor.person_id or 0, PEOPLE[_called(named, actor)], PASSWORD)
        notice = read_notice(NOTICE)
        plan = import_reading(session, notice, by=named["planner"], now=THEN)
        drafted = import_reading(session, notice, by=named["planner"], now=THEN, number="岭科协〔2026〕19号")
        return World(plan.id or 0, drafted.id or 0, named, units)


def _called(named: dict[str, Actor], actor: Actor) -> str:
    return next(who for who, one in named.items() if one == actor)


def _issue(world: World) -> None:
    with reading() as session:
        found = session.exec(select(Requirement).where(Requirement.plan_id == world.plan_id)).all()
    for row in found:
        settled = _completed(world, row)
        world.do(Life.PLAN, world.plan_id, Act.CONFIRM, "planner", requirement_id=row.id, settled=settled)
    world.do(Life.PLAN, world.plan_id, Act.SUBMIT, "planner")
    review = world.all_of(Review)[-1].id
    for who in ("feng", "ren"):
        world.do(Life.REVIEW, review, Act.DECIDE, who, verdict=Verdict.YES)
    world.do(Life.PLAN, world.plan_id, Act.ISSUE, "planner")


def _completed(world: World, row: Requirement) -> Settled:
    settled = settled_of(row)
    if settled.lead_unit_id is None and settled.fan_out.kind is SubjectKind.WHOLE:
        settled = settled.model_copy(update={"lead_unit_id": world.units["KJG"]})
    if settled.timing is None:
        settled = settled.model_copy(update={"timing": Timing.FIXED, "due": date(2026, 6, 30)})
    return settled


def _choose(world: World) -> None:
    """Give plain tasks of the museum to the stages, and take what stands in their way from them."""
    stages = (
        "assigned",
        "in_progress",
        "rich",
        "reported",
        "in_review",
        "second_review",
        "asking",
        "declined",
        "closed",
    )
    with writing() as session:
        helped = select(Contribution.task_id)
        wanted = select(Task).where(Task.lead_unit_id == world.units["KJG"], Task.state == TaskState.ASSIGNED)
        wanted = wanted.where(col(Task.due).is_not(None), col(Task.id).not_in(helped), Task.due > NOW)
        for stage, task in zip(stages, session.exec(wanted.order_by(col(Task.id))).all(), strict=False):
            world.tasks[stage] = task.id or 0
            task.deliverables, task.quantity_wanted = [], None
            if stage == "rich":
                task.deliverables, task.quantity_wanted = ["《资源清单》"], 2
                session.add(Contribution(task_id=task.id or 0, unit_id=world.units["KPB"]))
    assert set(world.tasks) == set(stages)


def _carry(world: World) -> None:
    for stage in ("in_progress", "rich", "reported", "in_review", "second_review", "asking", "closed"):
        world.do(Life.TASK, world.tasks[stage], Act.ACCEPT, "liaison")
    world.do(Life.TASK, world.tasks["declined"], Act.DECLINE, "liaison", reason="此项属于科普部职责。")
    for stage in ("reported", "in_review", "second_review", "closed"):
        _file(world, world.tasks[stage])
    for stage in ("in_review", "second_review", "closed"):
        world.do(Life.TASK, world.tasks[stage], Act.PASS_CHECK, "checker")
        world.reviews[stage] = world.all_of(Review)[-1].id
    world.do(Life.REVIEW, world.reviews["closed"], Act.DECIDE, "feng", verdict=Verdict.YES, reason="材料齐全。")
    given = Given(reason="展品供货推迟。", text="展厅已布置一半。", due=date(2026, 9, 30))
    extension = ask_for_time(world.tasks["asking"], given, by=world.people["liaison"], now=world.now)
    world.extension_id = extension.id or 0
    world.finding_id = _find(world)


def _file(world: World, task_id: int) -> None:
    by = world.people["liaison"]
    world.do(Life.TASK, task_id, Act.ADD_ENTRY, "liaison", percent=60, text="已完成过半。")
    attach(task_id, "办理情况.txt", f"任务 {task_id} 办理情况。".encode(), by=by, now=world.now)
    world.do(Life.TASK, task_id, Act.REPORT, "liaison", text="已按要求完成，事实清楚，佐证材料齐全。")


def _find(world: World) -> int:
    finding = Finding(
        plan_id=world.plan_id, task_id=world.tasks["in_progress"], unit_id=world.units["KJG"], text="台账不全。"
    )
    with writing() as session:
        begin(session, finding, Act.FIND, by=world.people["supervisor"], now=world.now, given=Given(text="台账不全。"))
    return finding.id or 0
