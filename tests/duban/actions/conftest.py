"""A small issued plan in the sample register, with named people: one writes, some check, some approve, one is outside."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from homes import copy_home, use
from sqlmodel import SQLModel, select

from duban import database
from duban.actions.act import begin
from duban.actions.extensions import request_extension
from duban.actions.plans import import_reading
from duban.database import reading, writing
from duban.doing import do
from duban.subjects import TABLES
from models.errors import RuleRefused
from models.found import Exemplar, Finding
from models.question import Review, Supervision
from models.reading import MeasureFound, Reading, RequirementFound
from models.record import Duty, Move
from models.register import Holding, Person, Post, Unit
from models.task import Evidence, Task
from models.values import CLOCK, Actor, Attempt, FanOut, Given, Settled
from models.words import Act, ExemplarKind, Holds, Life, Role, SubjectKind, Timing, Verdict

NOW = datetime(2026, 1, 6, 1, 0, tzinfo=UTC)

# fmt: off
PEOPLE = {
    # who is meant      code in the register
    "planner":          "ji.xiaozhou",
    "liaison":          "cai.lingran",     # of the science museum
    "deputy":           "hou.jia",         # deputy of that liaison
    "head":             "fu.yunbai",
    "supporter":        "situ.zhuyou",     # liaison of 科普部
    "other_supporter":  "wei.qiuyu",       # liaison of 科技社团服务中心
    "checker":          "liang.lingwei",
    "other_checker":    "zeng.wangan",
    "feng":             "feng.yu",         # three reviewers
    "ren":              "ren.zhaojia",
    "wu":               "wu.guyan",
    "chief":            "ren.zhiran",      # leader and reviewer
    "leader":           "qian.peng",
    "supervisor":       "situ.songyan",
    "outsider":         "he.guxi",         # deputy of somebody who is there
}
UNITS = {"museum": "KJG", "popular": "KPB", "service": "STFW", "office": "LDB"}
DEMANDS = (
    # text           settled
    ("更新展项。",    {"lead": "museum", "timing": Timing.FIXED, "due": date(2026, 3, 31)}),
    ("编制清单。",    {"lead": "museum", "with": ("popular", "service"), "timing": Timing.FIXED, "due": date(2026, 3, 31),
                      "deliverables": ("《清单》",), "quantity": 2}),
    ("组建队伍。",    {"timing": Timing.FIXED, "due": date(2026, 3, 20), "fan_out": FanOut(kind=SubjectKind.UNIT, unit_class="高校科协")}),
    ("带头宣讲。",    {"timing": Timing.FIXED, "due": date(2026, 6, 30), "fan_out": FanOut(kind=SubjectKind.PERSON, role=Role.LEADER)}),
    ("更新台账。",    {"lead": "museum", "timing": Timing.MONTHLY, "rhythm_day": 25}),
    ("回应关切。",    {"lead": "museum", "timing": Timing.STANDING}),
    ("分组调研。",    {"lead": "service", "timing": Timing.EVENT, "event": "科学节前",
                      "fan_out": FanOut(kind=SubjectKind.GROUP, names=("第一组", "第二组"))}),
)
# fmt: on


def _reading() -> Reading:
    text = "一、任务。" + "".join(demand for demand, _ in DEMANDS)
    found, start = [], len("一、任务。")
    for demand, _ in DEMANDS:
        found.append(RequirementFound(measure="1", text=demand, span=(start, start + len(demand))))
        start += len(demand)
    measure = MeasureFound(id="1", level=1, number="一、", title="任务", span=(0, len(text)))
    return Reading(
        text=text,
        number="试科协〔2026〕1号",
        title="试行方案",
        date=date(2026, 1, 5),
        measures=(measure,),
        requirements=tuple(found),
    )


@dataclass
class House:
    """Everybody and everything a test speaks of. `now` moves only when the test says so."""

    plan_id: int
    people: dict[str, Actor]
    units: dict[str, int]
    now: datetime = NOW
    clock: Actor = CLOCK

    def do(self, life: Life, subject_id: int, act: Act, by: str | Actor, key: str | None = None, **given: Any) -> Move:
        """Do one act in a transaction of its own."""
        actor = self.people[by] if isinstance(by, str) else by
        attempt = Attempt(life=life, subject_id=subject_id, act=act, given=Given(**given), key=key)
        return do(attempt, by=actor, now=self.now)

    def task_does(self, task_id: int, act: Act, by: str | Actor, **given: Any) -> Move:
        return self.do(Life.TASK, task_id, act, by, **given)

    def refused(self, life: Life, subject_id: int, act: Act, by: str | Actor, **given: Any) -> tuple[str, ...]:
        """Try an act that the rules refuse; give the reasons in English, in their order."""
        with pytest.raises(RuleRefused) as refused:
            self.do(life, subject_id, act, by, **given)
        return tuple(reason.en for reason in refused.value.reasons)

    def get(self, life: Life, subject_id: int) -> Any:
        with reading() as session:
            return session.get_one(TABLES[life], subject_id)

    def task(self, task_id: int) -> Task:
        found: Task = self.get(Life.TASK, task_id)
        return found

    def tasks_of(self, seq: int) -> list[Task]:
        """List the tasks of a requirement."""
        with reading() as session:
            return list(session.exec(select(Task).where(Task.title == DEMANDS[seq - 1][0]).order_by(Task.id)).all())  # type: ignore[arg-type]

    def all_of_tasks(self) -> list[Task]:
        return self.all_of(Task)

    @property
    def plain(self) -> int:
        """The task that asks for nothing but its report."""
        return self.tasks_of(1)[0].id or 0

    @property
    def rich(self) -> int:
        """The task with two supporting units, a deliverable and a quantity."""
        return self.tasks_of(2)[0].id or 0

    def all_of(self, table: type[SQLModel], **where: Any) -> list[Any]:
        with reading() as session:
            wanted = select(table).where(*(getattr(table, name) == value for name, value in where.items()))
            return list(session.exec(wanted.order_by(table.id)).all())  # type: ignore[attr-defined]

    def moves(self, life: Life, subject_id: int) -> list[Move]:
        return self.all_of(Move, life=life, subject_id=subject_id)

    def duties(self, move: Move) -> list[str]:
        return [duty.what for duty in self.all_of(Duty, move_id=move.id)]

    def review_of(self, life: Life, subject_id: int) -> Review:
        found: Review = self.all_of(Review, life=life, subject_id=subject_id)[-1]
        return found

    def decide(self, life: Life, subject_id: int, by: str, verdict: Verdict = Verdict.YES, reason: str = "") -> Move:
        """Answer the newest review of a subject."""
        review = self.review_of(life, subject_id)
        return self.do(Life.REVIEW, review.id or 0, Act.DECIDE, by, verdict=verdict, reason=reason)

    def accept(self, task_id: int) -> None:
        self.task_does(task_id, Act.ACCEPT, "liaison")

    def report(self, task_id: int, by: str = "liaison") -> Move:
        """Sign for a task and report it."""
        self.accept(task_id)
        return self.task_does(task_id, Act.REPORT, by, text="已完成。")

    def pass_check(self, task_id: int) -> Move:
        return self.task_does(task_id, Act.PASS_CHECK, "checker")

    def close(self, task_id: int) -> None:
        """Take a plain task all the way to its end."""
        self.report(task_id)
        self.pass_check(task_id)
        self.decide(Life.TASK, task_id, "feng")

    def attach(self, task_id: int, deliverable: str) -> Move:
        """Put a file under a deliverable."""
        with writing() as session:
            file = Evidence(
                task_id=task_id, sha256="0" * 64, name="清单.pdf", size_bytes=1, deliverable=deliverable, at=self.now
            )
            session.add(file)
            session.flush()
            file_id = file.id
        return self.task_does(task_id, Act.ATTACH, "liaison", evidence_id=file_id, deliverable=deliverable)

    def request(self, task_id: int, wanted: date, by: str = "liaison") -> int:
        """Ask for a later deadline; give the id of the extension."""
        given = Given(reason="展品未到。", text="完成一半。", due=wanted)
        with writing() as session:
            return request_extension(session, task_id, given=given, by=self.people[by], now=self.now).id or 0

    def ladders(self, task_id: int) -> list[Supervision]:
        found: list[Supervision] = self.all_of(Supervision, task_id=task_id)
        return found

    def find(self, unit: str) -> int:
        """Register a finding against a unit; give its id."""
        found = Finding(plan_id=self.plan_id, unit_id=self.units[unit], text="台账不全。")
        return self._begin(found, Act.FIND, by="supervisor", text="台账不全。")

    def nominate(self, unit: str, by: str = "liaison") -> int:
        """Nominate a typical case of a unit; give its id."""
        case = Exemplar(plan_id=self.plan_id, unit_id=self.units[unit], kind=ExemplarKind.CASE, name="巡展案例")
        case.nominated_by = self.people[by].person_id
        return self._begin(case, Act.NOMINATE, by=by, text="送科普下乡。")

    def _begin(self, subject: Any, act: Act, *, by: str, text: str) -> int:
        with writing() as session:
            begin(session, subject, act, by=self.people[by], now=self.now, given=Given(text=text))
            return subject.id or 0

    def add(self, *rows: SQLModel) -> None:
        """Put rows of the register into the database."""
        with writing() as session:
            session.add_all(rows)

    def post(self, role: Role, holder: str, deputy: str | None = None) -> int:
        """Give somebody one more post, of the office, with a deputy if named."""
        with writing() as session:
            post = Post(code=f"{role}-{holder}", unit_id=self.units["office"], name=role.zh, roles=[role.value])
            session.add(post)
            session.flush()
            for who, kind in ((holder, Holds.HOLDER), (deputy, Holds.DEPUTY)):
                if who is not None:
                    held = Holding(
                        post_id=post.id, person_id=self.people[who].person_id, kind=kind, since=date(2025, 1, 1)
                    )
                    session.add(held)
            return post.id or 0

    def deputise(self, post: str, deputy: str) -> None:
        """Give a post of the register a deputy."""
        with writing() as session:
            post_id = session.exec(select(Post.id).where(Post.code == post)).one()
            who = self.people[deputy].person_id
            session.add(Holding(post_id=post_id, person_id=who, kind=Holds.DEPUTY, since=date(2025, 1, 1)))

    def succeed(self, post: str, successor: str, since: date) -> None:
        """Let somebody take over a post from a day on; whoever held it stops the day before."""
        with writing() as session:
            post_id = session.exec(select(Post.id).where(Post.code == post)).one()
            for held in session.exec(select(Holding).where(Holding.post_id == post_id)).all():
                held.until = since - timedelta(days=1)
            who = self.people[successor].person_id
            session.add(Holding(post_id=post_id, person_id=who, kind=Holds.HOLDER, since=since))

    def confirm_all(self) -> None:
        """Settle and confirm every requirement of the plan."""
        for seq, (_, said) in enumerate(DEMANDS, start=1):
            self.do(Life.PLAN, 1, Act.CONFIRM, "planner", requirement_id=seq, settled=_settled(self, said))

    def later(self, **length: int) -> None:
        """Let time pass."""
        self.now += timedelta(**length)


def _house() -> House:
    with reading() as session:
        people = {p.code: Actor(person_id=p.id, name=p.name) for p in session.exec(select(Person)).all()}
        units = {u.code: u.id or 0 for u in session.exec(select(Unit)).all()}
    return House(
        plan_id=1,
        people={who: people[code] for who, code in PEOPLE.items()},
        units={name: units[code] for name, code in UNITS.items()},
    )


def _settled(house: House, said: dict[str, Any]) -> Settled:
    fields = {name: value for name, value in said.items() if name not in ("lead", "with")}
    lead = house.units[said["lead"]] if "lead" in said else None
    return Settled(lead_unit_id=lead, supporting=tuple(house.units[u] for u in said.get("with", ())), **fields)


@pytest.fixture(scope="session")
def drafted_home(registered: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the plan drafted; copied, never used itself."""
    home = tmp_path_factory.mktemp("drafted") / "home"
    copy_home(registered, home)
    use(home)
    house = _house()
    with writing() as session:
        import_reading(session, _reading(), by=house.people["planner"], now=NOW)
    database.dispose()
    return home


@pytest.fixture(scope="session")
def issued_home(drafted_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the plan issued and its tasks handed out; copied, never used itself."""
    home = tmp_path_factory.mktemp("issued") / "home"
    copy_home(drafted_home, home)
    use(home)
    house = _house()
    house.confirm_all()
    house.do(Life.PLAN, 1, Act.SUBMIT, "planner")
    house.decide(Life.PLAN, 1, "feng")
    house.decide(Life.PLAN, 1, "wu")
    house.do(Life.PLAN, 1, Act.ISSUE, "planner")
    database.dispose()
    return home


@pytest.fixture
def drafted(drafted_home: Path, tmp_path: Path) -> Iterator[House]:
    """The house with the plan drafted, nothing confirmed."""
    yield from _fresh(drafted_home, tmp_path)


@pytest.fixture
def house(issued_home: Path, tmp_path: Path) -> Iterator[House]:
    """The house with the plan issued and its tasks handed out."""
    yield from _fresh(issued_home, tmp_path)


def _fresh(source: Path, tmp_path: Path) -> Iterator[House]:
    home = tmp_path / "home"
    copy_home(source, home)
    use(home)
    yield _house()
    database.dispose()
