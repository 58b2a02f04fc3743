"""What a life gets wrong, with the shortest way there in words; and the ways through the rows of a life."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from models.errors import Sentence
from models.words import Act, Life, Word
from workflows.rules import NEW, Lifecycle, Row

Life_ = Lifecycle[Any]
Step = tuple[str, str, str]
"""From which state, by which act, to which state."""

_NOT_YET = Sentence("（尚未建立）", "(not there yet)")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that a life gets wrong, and the shortest way there, as (state, act, state)."""

    life: Life
    what: Sentence
    trace: tuple[Step, ...] = ()
    way: Sentence | None = None

    def __str__(self) -> str:
        return self.in_language("zh")

    def in_language(self, language: str) -> str:
        """Write the fault as one line."""
        life, what = self.life.in_language(language), self.what.in_language(language)
        way = self.way.in_language(language) if self.way else ""
        if language == "en":
            return f"{life}: {what}." + (f" Shortest way: {way}." if way else "")
        return f"{life}：{what}。" + (f"最短路径：{way}。" if way else "")


def trace_to(lifecycle: Life_, state: str) -> tuple[Step, ...] | None:
    """Find the shortest way from the beginning to a state, ignoring guards; None when there is none."""
    return ways(lifecycle).get(str(state))


def ways(lifecycle: Life_) -> dict[str, tuple[Step, ...]]:
    """Find every state that can be reached, with the shortest way to it from the beginning."""
    found: dict[str, tuple[Step, ...]] = {NEW: ()}
    waiting = deque([NEW])
    while waiting:
        here = waiting.popleft()
        for row in lifecycle.rows:
            target = row.target(here)
            if here in row.sources and target not in found:
                found[target] = (*found[here], (here, row.may.value, target))
                waiting.append(target)
    return found


def open_states(lifecycle: Life_) -> Iterator[Word]:
    """List the states in which a life has not ended, in their order."""
    return (state for state in lifecycle.states if state.value not in lifecycle.ended)


def said_of(row: Row[Any]) -> Sentence:
    """Give the words for the act of a row."""
    return Sentence(row.may.zh, row.may.en)


def named(lifecycle: Life_, state: str) -> Sentence:
    """Give the words people read for a state, also for one that the life does not have."""
    if state == NEW:
        return _NOT_YET
    found = next((known for known in lifecycle.states if known.value == state), None)
    return Sentence(found.zh, found.en) if found else Sentence(state, state)


def fault_in(lifecycle: Life_, what: Sentence, *, at: str = NEW, by: Row[Any] | None = None) -> Fault:
    """Make a fault with the shortest way to the state `at`, or to the nearest use of the row `by` and through it."""
    trace = _through(lifecycle, by, at) if by else trace_to(lifecycle, at) or ()
    return Fault(lifecycle.life, what, trace, _way(lifecycle, trace))


def _through(lifecycle: Life_, row: Row[Any], at: str) -> tuple[Step, ...]:
    found = ways(lifecycle)
    sources = [str(source) for source in row.sources] if at == NEW else [str(at)]
    usable = [source for source in sources if source in found]
    if not usable:
        return ()
    nearest = min(usable, key=lambda source: len(found[source]))
    return (*found[nearest], (nearest, row.may.value, row.target(nearest)))


def _way(lifecycle: Life_, trace: tuple[Step, ...]) -> Sentence | None:
    if not trace:
        return None
    zh, en = _NOT_YET.zh, _NOT_YET.en
    for _, act, to in trace:
        zh += f" ─{Act(act).zh}→ {named(lifecycle, to).zh}"
        en += f" ─{Act(act).en}→ {named(lifecycle, to).en}"
    return Sentence(zh, en)
