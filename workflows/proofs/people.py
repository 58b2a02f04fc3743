"""Proofs about who acts: somebody may, the row can be read off the table, and the answer does not depend on luck."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from models.errors import Sentence
from models.words import Role, Then
from workflows.fault import Fault, Life_, fault_in, said_of
from workflows.rules import HOUSE_ROLES, Row, the


def acts_have_a_role(lifecycle: Life_) -> Iterator[Fault]:
    """Every act has a role that may do it.
    每件事都写明由谁办。"""
    for row in lifecycle.rows:
        if row.who not in tuple(Role):
            act = said_of(row)
            said = Sentence(f"没有写明谁可以{act.zh}", f"nobody is named who may {act.en}")
            yield fault_in(lifecycle, said, by=row)


def rows_are_single(lifecycle: Life_) -> Iterator[Fault]:
    """One state, one role and one act have one row.
    同一状态、同一角色、同一件事，只写一行。"""
    seen: set[tuple[str, str, str]] = set()
    for row in lifecycle.rows:
        for source in row.sources:
            said = (str(source), str(row.who), row.may.value)
            if said in seen:
                what = Sentence(f"同一角色的“{row.may.zh}”写了两行", f"two rows let the same role {row.may.en}")
                yield fault_in(lifecycle, what, at=str(source), by=row)
            seen.add(said)


def two_roles_lead_one_way(lifecycle: Life_) -> Iterator[Fault]:
    """A person who has two roles gets to the same state with either.
    一人兼有两种角色的，无论以哪种角色办，结果相同。"""
    by_people = [row for row in lifecycle.rows if row.who in tuple(Role) and row.who not in HOUSE_ROLES]
    for first, second in combinations(by_people, 2):
        shared = [str(source) for source in first.sources if source in second.sources]
        if first.may is second.may and first.who is not second.who and shared and _differ(first, second, shared[0]):
            zh = f"{first.who.zh}和{second.who.zh}都可以{first.may.zh}，结果却不同"
            en = f"{the(first.who)} and {the(second.who)} may both {first.may.en}, with different outcomes"
            yield fault_in(lifecycle, Sentence(zh, en), at=shared[0], by=second)


def _differ(first: Row[Any], second: Row[Any], state: str) -> bool:
    return first.target(state) != second.target(state) or _effects(first) != _effects(second)


def _effects(row: Row[Any]) -> frozenset[Then]:
    return frozenset(promise for promise in row.then if not promise.is_duty)
