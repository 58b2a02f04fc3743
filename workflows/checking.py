"""Proves things about a life from its rows alone, whatever the facts: nothing is trapped, nobody is skipped.

Read `PROOFS` as the list of what is proved. A fault comes with the shortest way to it, in words.
"""

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from models.errors import Sentence
from models.words import Act, Life, Role
from workflows.rules import NEW, SAME, Lifecycle, Row

Life_ = Lifecycle[Any]
Step = tuple[str, str, str]
"""From which state, by which act, to which state."""

HAN = re.compile("[\u4e00-\u9fff]")

# fmt: off
APPROVALS = frozenset({
    Act.APPROVE, Act.GRANT, Act.PASS_CHECK, Act.VERIFY, Act.CONFIRM, Act.DECIDE, Act.ISSUE, Act.CONCLUDE, Act.ACCEPT,
    Act.ADOPT, Act.PUBLISH,
})
"""Acts that say yes to something; a person stands behind each, never a deadline that passed."""

APPROVED = frozenset({"approved", "granted", "closed", "verified", "issued", "concluded", "accepted", "published"})
"""States that mean somebody said yes."""
# fmt: on


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


def check(lifecycle: Life_) -> list[Fault]:
    """Prove everything of the table `PROOFS`; an empty list means that all of it holds."""
    return [fault for proof in PROOFS for fault in proof(lifecycle)]


def trace_to(lifecycle: Life_, state: str) -> tuple[Step, ...] | None:
    """Find the shortest way from the beginning to a state, ignoring guards; None when there is none."""
    return _reached(lifecycle).get(str(state))


def _reached(lifecycle: Life_) -> dict[str, tuple[Step, ...]]:
    """Every state that can be reached, with the shortest way to it."""
    ways: dict[str, tuple[Step, ...]] = {NEW: ()}
    waiting = deque([NEW])
    while waiting:
        here = waiting.popleft()
        for row in lifecycle.rows:
            target = row.target(here)
            if here in row.sources and target not in ways:
                ways[target] = (*ways[here], (here, row.may.value, target))
                waiting.append(target)
    return ways


def _unreachable(lifecycle: Life_) -> Iterator[Fault]:
    """Every state can be reached from the beginning."""
    reached = _reached(lifecycle)
    for state in lifecycle.states:
        if state.value not in reached:
            yield _fault(lifecycle, f"没有任何一步能到“{state.zh}”", f"no step ever leads to “{state.en}”")


def _trapped(lifecycle: Life_) -> Iterator[Fault]:
    """From every open state an end can be reached."""
    leads_to_end = set(lifecycle.ended)
    while True:
        more = {s for row in lifecycle.rows for s in row.sources if row.target(s) in leads_to_end} - leads_to_end
        if not more:
            break
        leads_to_end |= more
    for state in lifecycle.states:
        if state.value not in leads_to_end:
            zh, en = f"“{state.zh}”之后再也到不了终点", f"from “{state.en}” no end can be reached"
            yield _fault(lifecycle, zh, en, at=state.value)


def _unknown(lifecycle: Life_) -> Iterator[Fault]:
    """Every row leads to a state of the life; the machine itself would only notice when the row is used."""
    known = {state.value for state in lifecycle.states}
    for row in lifecycle.rows:
        if row.becomes != SAME and str(row.becomes) not in known:
            zh = f"{_act(row).zh}之后的“{row.becomes}”不是它的状态"
            en = f"{_act(row).en} leads to “{row.becomes}”, which is no state of it"
            yield _fault(lifecycle, zh, en, at=row.sources[0])


def _by_nobody(lifecycle: Life_) -> Iterator[Fault]:
    """Every act has a role that may do it."""
    for row in lifecycle.rows:
        if row.who not in tuple(Role):
            zh, en = f"没有写明谁可以{_act(row).zh}", f"nobody is named who may {_act(row).en}"
            yield _fault(lifecycle, zh, en, at=row.sources[0])


def _twice(lifecycle: Life_) -> Iterator[Fault]:
    """One state, one role and one act have one row: which of two would apply nobody could read off the table."""
    seen: set[tuple[str, str, str]] = set()
    for row in lifecycle.rows:
        for source in row.sources:
            said = (str(source), str(row.who), row.may.value)
            if said in seen:
                zh, en = f"同一角色的“{_act(row).zh}”写了两行", f"two rows let the same role {_act(row).en}"
                yield _fault(lifecycle, zh, en, at=source)
            seen.add(said)


def _wordless(lifecycle: Life_) -> Iterator[Fault]:
    """Every guard says, in English and in Chinese, what a refused person reads."""
    for guard in dict.fromkeys(guard for row in lifecycle.rows for guard in row.if_):
        lines = [line.strip() for line in (guard.__doc__ or "").strip().splitlines() if line.strip()]
        well = len(lines) == 2 and _english(lines[0]) and _chinese(lines[1])
        if not well:
            name = getattr(guard, "__name__", "?")
            yield _fault(
                lifecycle,
                f"条件 {name} 没有写清中英文各一句的答复",
                f"the guard {name} has no answer of one English and one Chinese sentence",
            )


def _english(line: str) -> bool:
    return line.endswith(".") and not HAN.search(line)


def _chinese(line: str) -> bool:
    return line.endswith("。") and line.count("。") == 1 and bool(HAN.search(line))


def _untimed(lifecycle: Life_) -> Iterator[Fault]:
    """The clock looks after every open state, or the table says why it need not."""
    watched = {str(source) for row in lifecycle.rows if row.who is Role.CLOCK for source in row.sources}
    for state in lifecycle.states:
        if state.value not in lifecycle.ended | watched | set(lifecycle.untimed):
            zh = f"“{state.zh}”可以无限期搁置，也没有写明原因"
            en = f"“{state.en}” may last for ever and nobody says why"
            yield _fault(lifecycle, zh, en, at=state.value)


def _clock_approves(lifecycle: Life_) -> Iterator[Fault]:
    """A time that passes approves nothing and ends nothing."""
    for row in lifecycle.rows:
        targets = {row.target(source) for source in row.sources}
        if row.who is Role.CLOCK and (row.may in APPROVALS or (row.becomes != SAME and targets & _settled(lifecycle))):
            zh, en = f"时间一到就会自动{_act(row).zh}", f"a deadline that passes would {_act(row).en} it"
            yield _fault(lifecycle, zh, en, at=row.sources[0], last=row)


def _settled(lifecycle: Life_) -> frozenset[str]:
    return APPROVED | frozenset(str(state) for state in lifecycle.ended)


def _slides_down(lifecycle: Life_) -> Iterator[Fault]:
    """The ladder of supervision only climbs."""
    if lifecycle.life is not Life.SUPERVISION:
        return
    height = {NEW: -1} | {state.value: n for n, state in enumerate(lifecycle.states)}
    for row in lifecycle.rows:
        for source in row.sources:
            if height.get(row.target(source), 0) <= height.get(str(source), 0):
                zh, en = f"{_act(row).zh}会让督办层级不升反降", f"{_act(row).en} does not climb"
                yield _fault(lifecycle, zh, en, at=source, last=row)


PROOFS: tuple[Callable[[Life_], Iterator[Fault]], ...] = (
    _unknown,
    _unreachable,
    _trapped,
    _by_nobody,
    _twice,
    _wordless,
    _untimed,
    _clock_approves,
    _slides_down,
)


def _act(row: Row[Any]) -> Sentence:
    return Sentence(row.may.zh, row.may.en)


def _fault(lifecycle: Life_, zh: str, en: str, *, at: str = "", last: Row[Any] | None = None) -> Fault:
    trace = trace_to(lifecycle, at) if at else None
    if trace is not None and last is not None:
        trace = (*trace, (str(at), last.may.value, last.target(at)))
    return Fault(lifecycle.life, Sentence(zh, en), trace or (), _way(lifecycle, trace or ()))


def _way(lifecycle: Life_, trace: tuple[Step, ...]) -> Sentence | None:
    if not trace:
        return None
    zh, en = _named(lifecycle, trace[0][0]).zh, _named(lifecycle, trace[0][0]).en
    for _, act, to in trace:
        zh += f" ─{Act(act).zh}→ {_named(lifecycle, to).zh}"
        en += f" ─{Act(act).en}→ {_named(lifecycle, to).en}"
    return Sentence(zh, en)


def _named(lifecycle: Life_, state: str) -> Sentence:
    found = next((s for s in lifecycle.states if s.value == state), None)
    if found is None:
        return Sentence("（尚未建立）", "(not there yet)") if state == NEW else Sentence(state, state)
    return Sentence(found.zh, found.en)
