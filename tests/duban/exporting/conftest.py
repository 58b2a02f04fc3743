"""The world with a task carried through a change of its deadline, of its lead and of its percentage."""

from datetime import date

import pytest
from world import World
from world_fixtures import built, world

from models.words import Act, Life

__all__ = ["built", "told", "world"]
REASON = "=该项改由科普部牵头。\x0b"


@pytest.fixture
def told(world: World) -> World:
    """A deadline was moved, a closed task reopened with a new one, a task given to another lead."""
    extension, asking, running = world.extension_id, world.tasks["asking"], world.tasks["in_progress"]
    world.do(Life.EXTENSION, extension, Act.GRANT, "planner", reason="同意。")
    world.do(Life.TASK, running, Act.ADD_ENTRY, "liaison", percent=30, text="开始。")
    world.do(Life.TASK, asking, Act.ADD_ENTRY, "liaison", percent=45, text="过半。")
    world.do(Life.TASK, world.tasks["declined"], Act.REASSIGN, "planner", unit_id=world.units["KPB"], reason=REASON)
    world.do(Life.TASK, world.tasks["closed"], Act.REOPEN, "supervisor", reason="漏报一项。", due=date(2026, 10, 30))
    return world
