"""What has to be found in some configuration: every state of the lives, and every row."""

from collections.abc import Iterator, Mapping

from models.errors import Sentence
from models.words import Act, Life
from workflows.exploring.scene import Lives
from workflows.exploring.search import Row_
from workflows.fault import Fault, fault_in, named
from workflows.rules import SAME

NEVER: Mapping[tuple[Life, Act], Sentence] = {}
"""Rows that can never fire in the exploration, and why."""


def every_state_is_reached(lives: Lives, fired: set[Row_]) -> Iterator[Fault]:
    """Every state of these lives is reached, with all conditions in force.
    这几类事项的每个状态，在条件全部生效时都走得到。"""
    for life, lifecycle in lives.items():
        reached = {becomes for known, _, _, _, becomes in fired if known is life}
        for state in lifecycle.states:
            if state.value not in reached:
                zh, en = f"“{state.zh}”在任何安排下都走不到", f"“{state.en}” is reached in no configuration"
                yield Fault(life, Sentence(zh, en))


def every_row_fires(lives: Lives, fired: set[Row_]) -> Iterator[Fault]:
    """Every row fires for somebody in some configuration: no act is without a person who can do it.
    表中每一行都有人用得上：没有谁也办不成的事。"""
    for life, lifecycle in lives.items():
        known = {(was, role, act, becomes) for of, was, role, act, becomes in fired if of is life}
        for row in lifecycle.rows:
            uses = {(str(source), row.who, row.may, row.target(source)) for source in row.sources}
            if not uses & known and (life, row.may) not in NEVER:
                there = named(lifecycle, str(row.sources[0] if row.becomes == SAME else row.becomes))
                zh = f"{row.who.zh}{row.may.zh}（到“{there.zh}”）在任何安排下都没有办成过"
                yield fault_in(lifecycle, Sentence(zh, f"{row.who.en} can never {row.may.en} it"), by=row)
