"""The application itself in the town: a database in memory, every attempt in a savepoint of its own."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Connection, func, insert, select, update
from sqlmodel import Session, SQLModel

from driving import days
from driving.days import day as day_of
from driving.town import CLASSES, PEOPLE, PLANS, POLICIES, POSTS, SINCE, START, UNITS
from duban.actions.act import act, begin
from duban.actions.exemplars import nominate
from duban.actions.extensions import request_extension
from duban.actions.sweep import sweep
from duban.database import open_engine
from models.calendar import CalendarDay, CalendarYear
from models.errors import Refused
from models.found import Finding
from models.plan import Measure, Plan, Requirement
from models.policy import PanelSettings, PolicySettings, Rung, SeatSettings
from models.policy_stored import Policy
from models.record import Move
from models.register import Absence, Holding, Person, Post, Unit, UnitClass
from models.task import Evidence, Task
from models.values import Actor, Attempt, FanOut, Given, Settled
from models.words import Act, DayKind, ExemplarKind, Holds, Life, Role, YearStatus

# fmt: off
SEEN: dict[str, tuple[str, ...]] = {
    # table         columns that have to be as the model says
    "plan":         ("state", "version", "policy_id", "summary", "summary_approved_at"),
    "requirement":  ("confirmed_at", "dropped_why", "next_at"),
    "task":         ("state", "version", "next_at", "lead_unit_id", "subject_person_id", "due", "deadline_version", "returns",
                     "extensions", "quantity_done", "reported_hands"),
    "contribution": ("task_id", "unit_id", "owed"),
    "evidence":     ("task_id", "deliverable"),
    "review":       ("state", "version", "next_at", "life", "subject_id", "about", "rule", "needed", "excluded", "role", "gated",
                     "asked_by", "due", "escalations", "hindered"),
    "signer":       ("review_id", "post_id", "person_id", "seq", "weight", "veto", "dropped", "passed_by", "was_post_id", "was_person_id"),
    "decision":     ("review_id", "signer_id", "person_id", "hands", "verdict", "taken_back_at"),
    "advice":       ("review_id", "signer_id", "asked_by", "person_id", "answered_at", "taken_back_at"),
    "extension":    ("state", "version", "next_at", "task_id", "asked_by", "asked_hands", "old_due", "wanted"),
    "supervision":  ("state", "version", "next_at", "task_id", "deadline_version", "rung_at", "replied_on"),
    "finding":      ("state", "version", "next_at", "unit_id", "due"),
    "exemplar":     ("state", "version", "unit_id"),
}
CALLED = {
    # column              what the model calls it
    "summary_approved_at": "summary_approved",
    "confirmed_at":        "confirmed",
    "dropped_why":         "dropped",
    "taken_back_at":       "taken_back",
    "answered_at":         "answered",
    "reported_hands":      "their_hands",
    "asked_hands":         "their_hands",
}
MOVE = ("life", "subject_id", "version", "act", "became_from", "became", "role", "person_id", "hands")
# fmt: on


@cache
def connection() -> Connection:
    """Build the town once for a process; what is driven is rolled back to here."""
    engine = open_engine("sqlite://")
    SQLModel.metadata.create_all(engine)
    with Session(engine) as session:
        for stored in _register():
            session.add(stored)
            session.flush()
        for id_ in PLANS:
            _add_plan(session, id_)
        session.commit()
    return engine.connect()


def _register() -> Iterator[SQLModel]:
    for year in range(days.FIRST_YEAR, days.LAST_YEAR + 1):
        yield CalendarYear(year=year, status=YearStatus.OFFICIAL, source="driving")
    for kind, some in ((DayKind.OFF, days.OFF), (DayKind.WORK, days.WORKED)):
        yield from (CalendarDay(day=day, kind=kind) for day in sorted(some))
    yield from (Unit(id=id_, code=name, name=name) for id_, name in UNITS.items())
    yield from (UnitClass(unit_id=unit, name=name) for name, units in CLASSES.items() for unit in units)
    yield from (Person(id=id_, code=str(id_), name=f"人{id_}", unit_id=1) for id_ in PEOPLE)
    for id_, (code, unit, gives, holders, deputies) in POSTS.items():
        yield Post(id=id_, code=code, unit_id=unit, name=code, roles=list(gives))
        yield from (Holding(post_id=id_, person_id=p, kind=Holds.HOLDER, since=SINCE) for p in holders)
        yield from (Holding(post_id=id_, person_id=p, kind=Holds.DEPUTY, since=SINCE) for p in deputies)
    for id_, said in POLICIES.items():
        settings = settings_of(said).model_dump(mode="json")
        yield Policy(id=id_, name="driving", version=id_, settings=settings, stored_at=START)


def settings_of(said: dict[str, Any]) -> PolicySettings:
    """Give a policy of the town as the application knows it."""
    ladder = tuple(Rung(to=to, days_after_due=after, reply_days=reply) for to, after, reply in said["ladder"])
    panels = {
        name: PanelSettings(
            **panel | {"seats": tuple(SeatSettings(post=p, weight=w, veto=v) for p, w, v in panel["seats"])}
        )
        for name, panel in said["panels"].items()
    }
    return PolicySettings(**said | {"ladder": ladder, "panels": panels})


def plan(number: str, ends_on: date) -> Plan:
    """Give a plan that is not stored yet; the notice is dated the day before the town begins."""
    dated = date(2026, 3, 1)
    return Plan(
        number=number,
        title="方案",
        issued_on=dated,
        ends_on=ends_on,
        text="",
        text_sha256="",
        policy_id=1,
        created_at=START,
    )


def _add_plan(session: Session, id_: int) -> None:
    ends_on, demands = PLANS[id_]
    stored = plan(str(id_), ends_on)
    begin(session, stored, Act.OPEN, by=Actor(person_id=1), now=START)
    measure = Measure(plan_id=stored.id or 0, position="1", level=1, number="", title="", start=0, end=0)
    session.add(measure)
    session.flush()
    for seq in range(1, len(demands) + 1):
        one = {"plan_id": stored.id, "measure_id": measure.id, "seq": seq, "text": f"要求{seq}", "start": 0, "end": 0}
        session.add(Requirement(**one))
        session.flush()


def settled_of(said: dict[str, Any]) -> Settled:
    """Give what is settled about a demand as the application knows it."""
    same = ("supporting", "due", "rhythm_day", "event", "deliverables", "quantity")
    fan_out = FanOut(kind=said["to"], unit_class=said["unit_class"], role=said["role"], names=said["names"])
    return Settled(
        lead_unit_id=said["lead"], timing=said["when"], fan_out=fan_out, **{name: said[name] for name in same}
    )


class Application:
    """The town's database under one transaction that is never committed."""

    def __init__(self) -> None:
        self.connection = connection()
        self.transaction = self.connection.begin()
        self.looked_at = self.connection.execute(select(Move.id).order_by(Move.id.desc())).scalars().first() or 0

    def close(self) -> None:
        self.transaction.rollback()

    @contextmanager
    def savepoint(self) -> Iterator[Session]:
        with Session(
            self.connection, join_transaction_mode="create_savepoint", autoflush=True, expire_on_commit=False
        ) as session:
            yield session
            session.commit()

    def tries(self, one: Callable[[Session], Any]) -> bool:
        """Try something; say whether it was allowed."""
        try:
            with self.savepoint() as session:
                one(session)
        except Refused:
            return False
        return True

    def moves(self) -> list[tuple[Any, ...]]:
        """List the moves since somebody last looked."""
        found = self._read(f"select {', '.join(('id', *MOVE))} from move where id > {self.looked_at} order by id")
        if found:
            self.looked_at = found[-1][0]
        return [(*row[1:-1], tuple(json.loads(row[-1]))) for row in found]

    def table(self, name: str) -> list[tuple[Any, ...]]:
        """Give a table as the model would: by id, the columns that are compared."""
        columns = SEEN[name]
        return [_plain(columns, row) for row in self._read(f"select {', '.join(columns)} from {name} order by id")]

    def _read(self, sql: str) -> list[tuple[Any, ...]]:
        """Read past SQLAlchemy: after every step everything is read, and a step is to cost little."""
        return list(self.connection.connection.driver_connection.execute(sql))  # type: ignore[union-attr]

    def write(self, table: Any, **values: Any) -> None:
        self.connection.execute(insert(table).values(**values))

    def change(self, table: Any, id_: int, **values: Any) -> None:
        self.connection.execute(update(table).where(table.id == id_).values(**values))


@lru_cache(maxsize=20_000)
def _plain(columns: tuple[str, ...], row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Make a stored row into what the model holds."""
    return tuple(_PLAIN.get(column, _same)(value) for column, value in zip(columns, row, strict=True))


def _same(value: Any) -> Any:
    return value


def _moment(value: str | None) -> Any:
    if value is None:
        return None
    return datetime.fromisoformat(value).replace(tzinfo=UTC) if " " in value else date.fromisoformat(value)


def _list(value: str) -> tuple[Any, ...]:
    return tuple(json.loads(value))


_PLAIN: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("summary", "summary_approved_at", "confirmed_at", "dropped_why", "taken_back_at"), bool),
    **dict.fromkeys(("answered_at", "hindered"), bool),
    **dict.fromkeys(("next_at", "due", "old_due", "rung_at", "replied_on", "wanted"), _moment),
    **dict.fromkeys(("excluded", "hands", "reported_hands", "asked_hands"), _list),
}
"""How a column is read; of some the model only says whether there is anything."""


def actor_of(who: int | None, house: str | None) -> Actor:
    return Actor(person_id=who, speaks_as=Role(house) if house else None)


def doing(life: str, subject: int, what: str, *, given: dict[str, Any]) -> Callable[..., Callable[[Session], Any]]:
    """Give the door of the application for one attempt, still to be told by whom and when."""
    said = given | ({"settled": settled_of(given["settled"])} if given.get("settled") else {})
    values = Given(**said)

    def by(actor: Actor, now: datetime) -> Callable[[Session], Any]:
        def ask_for_time(session: Session) -> Any:
            return request_extension(session, subject, given=values, by=actor, now=now)

        def put_forward(session: Session) -> Any:
            return nominate(session, subject, ExemplarKind.CASE, "例", given=values, by=actor, now=now)

        def find(session: Session) -> Any:
            row = Finding(plan_id=subject, unit_id=values.unit_id or 0, text=values.text, due=values.due)
            return begin(session, row, Act.FIND, by=actor, now=now, given=values)

        def open_plan(session: Session) -> Any:
            return begin(
                session,
                plan(f"又{session.exec(select(func.count(Plan.id))).one()}", day_of(now)),
                Act.OPEN,
                by=actor,
                now=now,
            )

        def anything(session: Session) -> Any:
            if (life, what) == ("task", "attach") and values.evidence_id is not None and session.get(Task, subject):
                file = Evidence(task_id=subject, sha256="", name="x", size_bytes=1, deliverable=values.deliverable)
                file.at = now
                session.add(file)
            return act(
                session, Attempt(life=Life(life), subject_id=subject, act=Act(what), given=values), by=actor, now=now
            )

        return {"open": open_plan, "request": ask_for_time, "nominate": put_forward, "find": find}.get(what, anything)

    return by


def swept(now: datetime) -> Callable[[Session], Any]:
    return lambda session: sweep(session, now=now)


REGISTER = {"post": Post, "holding": Holding, "absence": Absence}
