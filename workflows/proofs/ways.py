"""Proofs about the ways through a life: every state is reached, is left again by somebody, and an end is an end."""

from collections.abc import Iterator
from typing import Any

from models.errors import Sentence
from models.words import Act, Life, Role, Then
from workflows.fault import Fault, Life_, fault_in, open_states, said_of, ways
from workflows.proofs.promises import FOLLOWS
from workflows.rules import HOUSE_ROLES, NEW, SAME, Row, the

# fmt: off
REOPENINGS = frozenset({
    # what has ended, and the one act that opens it again
    (Life.TASK,    "closed",   Act.REOPEN),
    (Life.FINDING, "verified", Act.REOPEN),
})
# fmt: on


def rows_lead_to_known_states(lifecycle: Life_) -> Iterator[Fault]:
    """Every row starts from a state of the life and leads to one.
    每一步都从已有的状态出发，到已有的状态为止。"""
    known = {state.value for state in lifecycle.states}
    for row in lifecycle.rows:
        act = said_of(row)
        if row.becomes != SAME and str(row.becomes) not in known:
            zh, en = f"{act.zh}之后的“{row.becomes}”", f"{act.en} leads to “{row.becomes}”"
            yield fault_in(lifecycle, Sentence(zh + "不是它的状态", en + ", which is no state of it"), by=row)
        for source in row.sources:
            if str(source) not in known | {NEW}:
                zh, en = f"{act.zh}之前的“{source}”", f"{act.en} starts from “{source}”"
                yield fault_in(lifecycle, Sentence(zh + "不是它的状态", en + ", which is no state of it"))


def ends_are_states(lifecycle: Life_) -> Iterator[Fault]:
    """Every end is a state of the life, and there is one.
    终点都是已有的状态，而且至少有一个。"""
    strange = {str(state) for state in lifecycle.ended} - {state.value for state in lifecycle.states}
    for name in sorted(strange):
        yield fault_in(lifecycle, Sentence(f"终点“{name}”不是它的状态", f"the end “{name}” is no state of it"))
    if not lifecycle.ended:
        yield fault_in(lifecycle, Sentence("没有终点", "it has no end"))


def states_can_be_reached(lifecycle: Life_) -> Iterator[Fault]:
    """Every state can be reached from the beginning.
    每个状态都能从头走到。"""
    reached = ways(lifecycle)
    for state in lifecycle.states:
        if state.value not in reached:
            yield fault_in(lifecycle, Sentence(f"没有任何一步能到“{state.zh}”", f"no step ever leads to “{state.en}”"))


def states_can_end(lifecycle: Life_) -> Iterator[Fault]:
    """From every open state an end can be reached.
    每个未了结的状态都能走到终点。"""
    good = _leads_to_end(lifecycle) & ways(lifecycle).keys() | {NEW}
    entered = {str(row.becomes) for row in lifecycle.rows for source in row.sources if source in good} - good
    for state in lifecycle.states:
        if state.value in entered:  # what comes after it in the trap would only repeat it
            said = Sentence(f"“{state.zh}”之后再也到不了终点", f"from “{state.en}” no end can be reached")
            yield fault_in(lifecycle, said, at=state.value)


def _leads_to_end(lifecycle: Life_) -> set[str]:
    leads_to_end = {str(state) for state in lifecycle.ended}
    while True:
        more = {str(s) for row in lifecycle.rows for s in row.sources if row.becomes in leads_to_end} - leads_to_end
        if not more:
            return leads_to_end
        leads_to_end |= more


def somebody_moves_it_on(lifecycle: Life_) -> Iterator[Fault]:
    """A person, a panel of people, the clock or another matter gets every open state on.
    每个未了结的状态，都有人、审核组、时钟或者相关事项推着往下走。"""
    for state in open_states(lifecycle):
        leaving = [row for row in lifecycle.rows if state in row.sources and row.target(state.value) != state.value]
        if leaving and not any(_moves_on(lifecycle, row, state.value) for row in leaving):
            zh = f"“{state.zh}”之后没有人往下办，也没有审核组或者别的事项推动"
            en = f"nobody gets it on from “{state.en}”: no panel was asked, and nothing else brings it about"
            yield fault_in(lifecycle, Sentence(zh, en), at=state.value)


def _moves_on(lifecycle: Life_, row: Row[Any], state: str) -> bool:
    if row.who is Role.SYSTEM:
        return any((follow.life, follow.act) == (lifecycle.life, row.may) for follow in FOLLOWS)
    return row.who is not Role.PANEL or _panel_sits(lifecycle, state)


def _panel_sits(lifecycle: Life_, state: str) -> bool:
    """A panel was opened on the way into the state, or its people answer in it."""
    return any(
        (Then.OPEN_PANEL in row.then and row.target(source) == state) or (source == state and row.may is Act.DECIDE)
        for row in lifecycle.rows
        for source in row.sources
    )


def ends_stay_ended(lifecycle: Life_) -> Iterator[Fault]:
    """Nothing leads out of an end, except that a person reopens it.
    了结之后不再变动，只有人可以按规定重新办理。"""
    for row in lifecycle.rows:
        for source in (state for state in row.sources if state in lifecycle.ended):
            by_a_person = row.who not in HOUSE_ROLES
            if (lifecycle.life, str(source), row.may) not in REOPENINGS or not by_a_person:
                zh = f"已经了结，{row.who.zh}还可以{row.may.zh}"
                en = f"it has ended, and {the(row.who)} may still {row.may.en}"
                yield fault_in(lifecycle, Sentence(zh, en), at=str(source), by=row)
