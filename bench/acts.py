"""The door against the floor: one caller, 32 callers, a thousand at once; on SQLite, and on PostgreSQL when given one.

A transition of ours is a report and its taking back, in turn: facts read, rules asked, state, version and `next_at`,
the Move with its fingerprint, Duties, the ladder's next moment, authorisation.
"""

import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench import world
from bench.floor import Floor, on_postgresql, on_sqlite
from bench.measure import Contestant, Line, side_by_side
from bench.world import LIAISON, NOW, Crowd, crowd, use
from duban.doing import do
from models.values import Attempt, Given
from models.words import Act, Life

TASKS, ACTS, CALLERS = 1000, 192, 32


class Ours:
    """Reports tasks and takes the reports back, through the door."""

    def __init__(self, there: Crowd) -> None:
        self.there, self.turn = there, 0
        self.by = there.people[LIAISON]

    def one(self, task: int, act: Act) -> None:
        given = Given(text="已完成。") if act is Act.REPORT else Given(reason="还有一项要补。")
        do(Attempt(life=Life.TASK, subject_id=task, act=act, given=given), by=self.by, now=NOW)

    def next_act(self) -> Act:
        self.turn += 1
        return Act.REPORT if self.turn % 2 else Act.TAKE_BACK

    def one_caller(self) -> None:
        act = self.next_act()
        for task in self.there.tasks[:ACTS]:
            self.one(task, act)

    def many_callers(self) -> None:
        act = self.next_act()
        with ThreadPoolExecutor(CALLERS) as pool:
            list(pool.map(lambda task: self.one(task, act), self.there.tasks))

    def at_once(self) -> None:
        act = self.next_act()
        given = {"text": "已完成。"} if act is Act.REPORT else {"reason": "还有一项要补。"}
        self.there.all_do(LIAISON, act, self.there.tasks, now=NOW, **given)


def against(floor: Floor, there: Crowd) -> list[list[Line]]:
    """Give three comparisons: each begins with its floor."""
    floor.fill(there.tasks)
    some = there.tasks[:ACTS]

    def each() -> None:
        for task in some:
            floor.transition(task)

    one, many, batch = Ours(there), Ours(there), Ours(there)
    return [
        side_by_side(
            [
                Contestant("raw statements, a commit each", each, ACTS),
                Contestant("act, one caller", one.one_caller, ACTS),
            ]
        ),
        side_by_side(
            [
                Contestant("raw statements, a commit each", each, ACTS),
                Contestant(f"act, {CALLERS} callers", many.many_callers, TASKS),
            ]
        ),
        side_by_side(
            [
                Contestant("raw statements, a commit per thousand", lambda: floor.many(there.tasks), TASKS),
                Contestant("act_many of a thousand", batch.at_once, TASKS),
            ]
        ),
    ]


def acts_on_sqlite() -> list[list[Line]]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        use(home)
        found = against(on_sqlite(Path(folder) / "floor.db"), crowd(TASKS))
        world.database.dispose()
        return found


def acts_on_postgresql(url: str) -> list[list[Line]]:
    """`url`: an empty database, as SQLAlchemy writes it."""
    with tempfile.TemporaryDirectory() as folder:
        use(Path(folder), url)
        found = against(on_postgresql(url.replace("postgresql+psycopg", "postgresql")), crowd(TASKS))
        world.database.dispose()
        return found


if __name__ == "__main__":
    for lines in acts_on_postgresql(sys.argv[1]) if len(sys.argv) > 1 else acts_on_sqlite():
        for line in lines:
            print(f"{line.name:40} {line.per_second:10,.0f}/s   {line.ratio:6.2f}  ({line.least:.2f}–{line.most:.2f})")
