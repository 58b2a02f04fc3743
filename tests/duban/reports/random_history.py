"""A history of a plan that nobody thought of: in the town that is driven, what happens next is up to chance."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from driving import days
from driving.application import Application, actor_of, doing, swept
from driving.machine import LIAISONS, Driving
from driving.town import MUSEUM, POPULAR, START, UNITS

from models.policy import LampSettings, PolicySettings
from models.policy_stored import Policy

PLAN, STRICT = 2, 9
LEAD = 0
# fmt: off
NEXT: dict[str, tuple[tuple[str, int], ...]] = {
    # while it is    what somebody may do, and who: a person of the town, or its lead
    "planned":     (("assign", 1),),
    "assigned":    (("accept", LEAD), ("accept", LEAD), ("accept", LEAD), ("decline", LEAD), ("reassign", 1)),
    "declined":    (("reassign", 1), ("reassign", 1), ("cancel", 1)),
    "in_progress": (("add_entry", LEAD), ("report", LEAD), ("report", LEAD), ("report", LEAD), ("suspend", 1), ("reassign", 1),
                    ("cancel", 1), ("request", LEAD), ("nominate", LEAD)),
    "suspended":   (("resume", 1),),
    "reported":    (("pass_check", 3), ("pass_check", 3), ("send_back", 3), ("take_back", LEAD)),
    "in_review":   (("decide", 7), ("decide", 9)),
    "closed":      (("reopen", 11), ("nominate", LEAD)),
    "cancelled":   (),
}
AROUND: tuple[tuple[str, str, str, int], ...] = (
    # life        while it is    act        who
    ("extension", "requested",   "grant",   1),
    ("exemplar",  "nominated",   "adopt",   1),
    ("exemplar",  "accepted",    "publish", 1),
    ("review",    "open",        "decide",  10),
)
# fmt: on


class History:
    """The town after its second plan was issued; what happens next is up to chance."""

    def __init__(self, chance: Random) -> None:
        self.chance, driven = chance, Driving()
        driven.begin(policies=(1, 1), far=(0, 2))
        self.app: Application = driven.app
        self.now: datetime = driven.now
        strict = PolicySettings(lamps=LampSettings(blue_days_left=20, yellow_days_left=9))
        row = {"name": "strict", "version": 1, "settings": strict.model_dump(mode="json"), "stored_at": START}
        self.app.write(Policy, id=STRICT, why="", **row)
        self.app.connection.exec_driver_sql("update task set deliverables = '[]'")

    def tries(self, life: str, subject: int, what: str, who: int, **said: Any) -> None:
        self.app.tries(doing(life, subject, what, given=said)(actor_of(who, None), self.now))

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        columns = "id, state, lead_unit_id" if table == "task" else "id, state"
        return self.app._read(f"select {columns} from {table} where plan_id = {PLAN} order by id")

    def something_happens(self) -> None:
        chance = self.chance
        if chance.random() < 0.05:
            return self.tries("plan", PLAN, "set_policy", 1, policy_id=chance.choice((1, STRICT)), reason="理由")
        for life, state, act, who in AROUND:
            for id_, _ in [row for row in self.rows(life) if row[1] == state and chance.random() < 0.3]:
                self.tries(life, id_, act, who, text="官网", reason="理由", verdict="yes")
        id_, state, lead = chance.choice(self.rows("task"))
        for act, who in [chance.choice(NEXT[state])] if NEXT[state] else []:
            self.does(id_, act, who or LIAISONS.get(lead, 4))
        return None

    def does(self, task: int, act: str, who: int) -> None:
        """Do the likely thing, with what belongs to it."""
        chance = self.chance
        due = days.worked_from(days.day(self.now) + timedelta(days=chance.randint(5, 60)))
        said = {"reason": "理由", "text": "内容", "unit_id": chance.choice(list(UNITS)), "due": due}
        if act == "decide":
            self.decided(task, who)
        elif act == "report":
            for unit in (MUSEUM, POPULAR, 4):
                self.tries("task", task, "waive", 1, unit_id=unit, reason="理由")
            self.tries("task", task, "add_entry", who, text="内容", count=2, percent=chance.choice((20, 60, 90)))
            self.tries("task", task, "report", who, text="内容")
        else:
            self.tries("task", task, act, who, **said)

    def decided(self, task: int, who: int) -> None:
        wanted = f"select id from review where life = 'task' and subject_id = {task} and state = 'open'"
        for (review,) in self.app._read(wanted):
            verdict = self.chance.choice(("yes", "yes", "yes", "no"))
            self.tries("review", review, "decide", who, verdict=verdict, reason="理由")

    def time_passes(self) -> None:
        self.now += timedelta(days=self.chance.randint(1, 12), hours=self.chance.randint(0, 3))
        self.app.tries(swept(self.now))
