"""What has to hold of the ways between all worlds of a configuration; each docstring says the law in both languages."""

from collections.abc import Callable, Iterator

from models.errors import Sentence
from models.words import ExtensionState, Life, TaskState
from workflows.exploring.search import Known, Wrong
from workflows.exploring.world import World

Claim = Callable[[World], bool]
Ways = Iterator[tuple[int, Wrong]]
"""In which world, by its place; and what is wrong there."""


def every_world_can_end(known: Known) -> Ways:
    """From every world there is a way to an end: the task ended, and nothing of it open.
    无论走到哪一步，都还能走到终点：任务了结，不留未完的事。"""
    yield from _trapped(known, _any, _over, Sentence("从这里再也到不了终点", "from here no end can be reached"))


def every_open_task_can_be_closed(known: Known) -> Ways:
    """From every world with an open task there is a way to its being closed, without cancelling it.
    凡未了结的任务，不撤销也总能走到办结。"""
    yield from _trapped(known, _open, _closed, Sentence("从这里再也不能办结", "from here it can never be closed"))


def a_yes_can_be_had(known: Known) -> Ways:
    """With these people and this policy a task can be closed, and an extension be granted if the policy has any.
    按这样的人员和规则，任务办得结；允许延期的，延期批得下。"""
    if known.stopped:
        return  # what comes after a fault was not gone into
    reached = {(life, becomes) for life, _, _, _, becomes in known.fired}
    wanted: list[tuple[Life, TaskState | ExtensionState]] = [(Life.TASK, TaskState.CLOSED)]
    if known.configuration.policy.extensions_at_most:
        wanted.append((Life.EXTENSION, ExtensionState.GRANTED))
    for life, state in wanted:
        if (life, state.value) not in reached:
            at, why = known.unfilled[0] if known.unfilled else (0, None)  # found in the order of the places
            zh, en = f"无论如何到不了“{state.zh}”", f"in no way can it become “{state.en}”"
            if why is not None:
                zh, en = f"{zh}：{why.act.zh}时审核组缺人", f"{en}: its panel cannot be filled"
            yield at, Wrong(life, Sentence(zh, en))


def _over(world: World) -> bool:
    asked = any(review.open for review in world.reviews) or any(extension.open for extension in world.extensions)
    return world.ended and not asked and not any(ladder.open for ladder in world.ladders)


def _closed(world: World) -> bool:
    return world.task == TaskState.CLOSED


def _any(_world: World) -> bool:
    return True


def _open(world: World) -> bool:
    return not world.ended


def _trapped(known: Known, of: Claim, good: Claim, what: Sentence) -> Ways:
    """Find the nearest world of a kind from which no good one can be reached; one with a fault counts as good."""
    safe = _lead_to(known, {n for n, world in enumerate(known.worlds) if good(world) or n in known.stopped})
    for n in range(len(known.worlds)):
        if n not in safe and of(known.worlds[n]):
            yield n, Wrong(Life.TASK, what)
            return


def _lead_to(known: Known, good: set[int]) -> set[int]:
    comes_from: list[list[int]] = [[] for _ in known.worlds]
    for here, leads_to in enumerate(known.leads_to):
        for there in leads_to:
            comes_from[there].append(here)
    found, waiting = set(good), list(good)
    while waiting:
        new = [here for here in comes_from[waiting.pop()] if here not in found]
        found.update(new)
        waiting += new
    return found
