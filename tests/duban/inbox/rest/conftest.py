"""Fixtures for the API: programs with tokens of the people of the world."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from rest_program import Program, Programs, with_operator
from world import World
from world_fixtures import built, world

from duban.absences import Away, add_absence
from duban.beginnings import Begun, Example, do_or_begin
from duban.inspections import Round, open_inspection
from duban.papers import Draft, draft
from models.question import Supervision
from models.task import Evidence
from models.values import Attempt, Given
from models.words import Act, ExemplarKind, Life, Scope

__all__ = ["built", "world"]


@pytest.fixture
def program(world: World) -> Iterator[Programs]:
    """Let a program come with a token of somebody of the world."""
    opened: list[Program] = []

    def comes(who: str = "", *scopes: Scope) -> Program:
        made = Program(world, who, scopes or (Scope.READ, Scope.ACT, Scope.GRAVE))
        opened.append(made)
        return made

    yield comes
    for made in opened:
        made.client.close()


@pytest.fixture
def operator(world: World) -> str:
    """Take an operator into the world; give the name it goes by."""
    return with_operator(world)


@pytest.fixture
def numbered(world: World) -> Callable[[str], int]:
    """Give the number of something of the world."""

    def number(of: str) -> int:
        return _NUMBERS[of](world) if of in _NUMBERS else world.tasks.get(of, 0)

    return number


def _absence(world: World) -> int:
    away = Away(date(2026, 3, 20), date(2026, 3, 30))
    who = world.people["checker"]
    return add_absence(who.person_id or 0, away, by=who, now=world.now).id or 0


def _inspection(world: World) -> int:
    team = (world.people["supervisor"].person_id or 0,)
    wanted = Round(world.plan_id, "一季度检查", "看台账。", (1,), team, date(2026, 3, 23), date(2026, 3, 27))
    return open_inspection(wanted, by=world.people["supervisor"], now=world.now)


def _paper(world: World) -> int:
    return draft(Draft(world.plan_id, "monthly", "月报", world.now, "月报.docx", b"PK report"), now=world.now).id


def _exemplar(world: World) -> int:
    attempt = Attempt(
        life=Life.TASK, subject_id=world.tasks["in_progress"], act=Act.NOMINATE, given=Given(text="送科普下乡。")
    )
    example = Example(ExemplarKind.CASE, "巡展案例")
    made = do_or_begin(attempt, by=world.people["liaison"], now=world.now, example=example)
    assert isinstance(made, Begun)
    return made.id


# fmt: off
_NUMBERS: dict[str, Callable[[World], int]] = {
    "plan":        lambda world: world.plan_id,
    "drafted":     lambda world: world.drafted_id,
    "review":      lambda world: world.reviews["in_review"],
    "extension":   lambda world: world.extension_id,
    "finding":     lambda world: world.finding_id,
    "inspection":  _inspection,
    "paper":       _paper,
    "supervision": lambda world: world.all_of(Supervision, task_id=world.tasks["rich"])[0].id,
    "move":        lambda world: world.moves(Life.TASK, world.tasks["rich"])[0].id or 0,
    "evidence":    lambda world: world.all_of(Evidence)[0].id,
    "exemplar":    _exemplar,
    "absence":     _absence,
}
# fmt: on
