"""What is done while things go wrong: signing for tasks, reporting, many cancellations, a sweep, delivery, posting, sealing.

Every act carries a key, so that it can be asked for again; what was answered is written to a file of acknowledgements
before anything else is asked for.
"""

import json
import os
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from small_plan import CITIES, ISSUED_AT, LIAISON, MONTHLY, PLANNER, Small, rows
from sqlmodel import col, select

from duban.actions.many import act_many
from duban.database import reading, writing
from duban.desk.opened import desk_of
from duban.doing import ask_for_time, do
from duban.ledger.sealing import seal
from duban.ledger.verifying import verify
from duban.notify import deliver
from duban.notify.carriers import CARRIERS, Carrier
from duban.notify.letter import Letter
from duban.policies import store_policy
from duban.settings import settings
from duban.sweeping import sweep_all
from duban.webhooks.posting import post_webhooks
from models.errors import Refused
from models.plan import Plan
from models.policy import PolicySettings
from models.record import Allotment, Duty, Move
from models.task import Task
from models.values import Attempt, Given
from models.webhook import Posting, Webhook
from models.words import Act, Channel, Delivery, Life

NOW = ISSUED_AT + timedelta(minutes=5)
REMINDERS = ISSUED_AT + timedelta(days=77)
MORNINGS = (7, 16)
"""Days after which those who have not signed for their tasks are urged: many at a stroke."""
WANTED = date(2026, 4, 15)
ENTRIES, SEALED_AT_ONCE = 6, 100


@dataclass(frozen=True)
class Acknowledged:
    """What callers were told: the Move of each key."""

    file: Path

    def tell(self, key: str, move_id: int) -> None:
        with self.file.open("ab", buffering=0) as told:
            told.write(json.dumps([key, move_id]).encode() + b"\n")

    def all(self) -> dict[str, int]:
        if not self.file.exists():
            return {}
        whole = (line for line in self.file.read_bytes().split(b"\n") if line.endswith(b"]"))
        return dict(json.loads(line) for line in whole)


@dataclass(frozen=True)
class Postbox:
    """A channel that honours the reference: it takes a letter once, however often it is handed over."""

    folder: Path

    def send(self, letter: Letter) -> None:
        self.folder.mkdir(exist_ok=True)
        with suppress(FileExistsError), (self.folder / letter.reference).open("x") as taken:
            taken.write(letter.title)

    @property
    def carriers(self) -> tuple[Carrier, ...]:
        return (*CARRIERS[:1], Carrier(Channel.EMAIL, lambda _: True, self.send, True))

    def letters(self) -> Counter[tuple[Any, ...]]:
        """Count what the letters told that were taken: about which step of a life, what, to whom; a bundle tells several.

        On PostgreSQL numbers differ.
        """
        moves, duties = ({row.id: row for row in rows(table)} for table in (Move, Duty))
        with reading() as session:
            allotted = session.exec(select(Allotment).where(col(Allotment.bundle_id).is_not(None))).all()
        found: Counter[tuple[Any, ...]] = Counter()
        for file in self.folder.iterdir() if self.folder.exists() else ():
            kind, number, person = file.name.split("-")
            within = [a.duty_id for a in allotted if a.bundle_id == int(number)] if kind == "bundle" else [int(number)]
            for duty in (duties[duty_id] for duty_id in within):
                move = moves[duty.move_id]
                found[move.life, move.version, move.act, duty.what, int(person)] += 1
        return found


@dataclass(frozen=True)
class Listener:
    """A program that is told of events and knows a message by its number: it takes each once."""

    folder: Path

    def take(self, _url: str, body: bytes, headers: dict[str, str]) -> int:
        self.folder.mkdir(exist_ok=True)
        with suppress(FileExistsError), (self.folder / headers["webhook-id"]).open("xb") as taken:
            taken.write(body)
        return 204

    def heard(self) -> Counter[tuple[str, str, str]]:
        """Count what was told: which event, of which act, and what became of it."""
        told = [json.loads(file.read_bytes()) for file in self.folder.iterdir()] if self.folder.exists() else []
        return Counter((one["type"], one["data"]["detail"]["act"], one["data"]["detail"]["became"]) for one in told)


class Work:
    """The same work every time, in the same home; done again it changes nothing."""

    def __init__(self, small: Small, told: Acknowledged) -> None:
        self.small, self.told = small, told
        self.postbox = Postbox(small.home / "postbox")
        self.listener = Listener(small.home / "listener")
        self.days = 0
        self._bundle_much()
        self._let_a_program_listen()

    def _bundle_much(self) -> None:
        """Let nearly everybody get a bundle, so that what happens to bundles is tried too."""
        with writing() as session:
            policy = store_policy(session, "few", PolicySettings(reminders_a_day=1), now=NOW)
            session.get_one(Plan, self.small.plan_id).policy_id = policy.id or 0

    def _let_a_program_listen(self) -> None:
        newest = max(move.id or 0 for move in rows(Move))
        with writing() as session:
            session.add(
                Webhook(url="https://example.com/", secret="whsec_", made_at=NOW, since_id=newest, seen_id=newest)
            )

    def all(self) -> list[Callable[[], None]]:
        halves = [lambda half=half: self.cancel_many(half) for half in (0, 1)]
        mornings = [lambda day=day: sweep_all(now=ISSUED_AT + timedelta(days=day)) for day in MORNINGS]
        return [*self.acts(), *mornings, *halves, self.sweep, self.deliver, self.post, self.seal]

    def do(self) -> None:
        for step in self.all():
            step()

    def acts(self) -> Iterator[Callable[[], None]]:
        plain = self.small.plain
        yield lambda: self.act("accept", LIAISON, plain, Act.ACCEPT)
        for n in range(ENTRIES):
            yield lambda n=n: self.act(f"entry {n}", LIAISON, plain, Act.ADD_ENTRY, text=f"进展 {n}", percent=n)
        monthly = self.small.tasks(MONTHLY)[0].id or 0
        yield lambda: self.act("accept monthly", LIAISON, monthly, Act.ACCEPT)
        yield lambda: self.ask(plain)
        yield lambda: self.ask(monthly)
        yield lambda: self.act("nobody", LIAISON, plain, Act.CANCEL, reason="不该行")

    def act(self, key: str, who: str, task_id: int, what: Act, **given: Any) -> None:
        attempt = Attempt(life=Life.TASK, subject_id=task_id, act=what, given=Given(**given), key=key)
        with suppress(Refused):
            self.told.tell(key, do(attempt, by=self.small.people[who], now=NOW).id or 0)

    def ask(self, task_id: int) -> None:
        given = Given(reason="等展品。", text="展品未到。", due=WANTED)
        asked = ask_for_time(task_id, given, by=self.small.people[LIAISON], now=NOW, key=f"ask {task_id}")
        move = next(m for m in rows(Move) if (m.life, m.subject_id) == (Life.EXTENSION, asked.id))
        self.told.tell(f"ask {task_id}", move.id)

    def cancel_many(self, half: int) -> None:
        tasks = [task.id or 0 for task in rows(Task) if task.title == CITIES][half::2]
        attempts = [
            Attempt(life=Life.TASK, subject_id=id_, act=Act.CANCEL, given=Given(reason="合并。"), key=f"cancel {id_}")
            for id_ in tasks
        ]
        with writing() as session:
            desk = desk_of(session)
            found = act_many(desk, attempts, by=self.small.people[PLANNER], now=NOW)
            desk.flush()
        for place, move in found.moved.items():
            self.told.tell(attempts[place].key or "", move.id or 0)

    def sweep(self) -> None:
        sweep_all(now=REMINDERS)

    def deliver(self) -> None:
        self.days += 1  # what was claimed is free again, and what waited for the next working day waits no more
        deliver(now=REMINDERS + timedelta(days=self.days), chance=Random(1), carriers=self.postbox.carriers)

    def post(self) -> None:
        with patch("duban.webhooks.posting.post", self.listener.take):
            post_webhooks(now=REMINDERS + timedelta(days=self.days), chance=Random(1))

    def seal(self) -> None:
        seal(now=REMINDERS, at_once=SEALED_AT_ONCE)


def in_child(work: Callable[[], None], *, armed: str = "") -> int:
    """Do something in a child process of its own; give its exit status, negative for a signal."""
    from duban import database
    from duban.fault_points import arm

    database.dispose()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            settings.cache_clear()
            arm(armed)
            work()
            code = 0
        except Exception:
            traceback.print_exc()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def history() -> list[tuple[str, list[tuple[Any, ...]]]]:
    """Give what happened to each subject, without the numbers and keys that a crash may change."""
    found: dict[tuple[str, int], list[tuple[Any, ...]]] = {}
    for move in rows(Move):
        found.setdefault((move.life.value, move.subject_id), []).append(
            (move.version, move.act, move.became_from, move.became, move.role, move.person_id or 0, tuple(move.hands))
        )
    return sorted((life, steps) for (life, _), steps in found.items())


def wrongs(told: Acknowledged) -> list[str]:
    """List what a crash has broken: the ledger, or an act that was acknowledged and is not there."""
    moves = {move.id: move for move in rows(Move)}
    keys = [move.key for move in moves.values() if move.key]
    lost = [
        f"acknowledged and lost: {key}" for key, id_ in told.all().items() if getattr(moves.get(id_), "key", "") != key
    ]
    twice = [f"done twice: {key}" for key in set(keys) if keys.count(key) > 1]
    return [fault.zh for fault in verify().faults] + lost + twice


def undelivered() -> list[tuple[str, int]]:
    owed = [*rows(Duty), *rows(Posting)]
    return [(type(one).__name__, one.id) for one in owed if one.delivery is not Delivery.DELIVERED]
