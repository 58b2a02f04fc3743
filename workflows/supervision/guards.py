"""Statements about the escalation ladder that can be true; each docstring is what a refused person reads."""

from dataclasses import dataclass

from models.words import SupervisionState
from workflows.given import Asking, reason_given

__all__ = ["SupervisionFacts", "reason_given"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionFacts(Asking):
    """What the rules need to know about a ladder.

    `due_rung`: the rung whose moment has come under the policy, or None. `with_lead`: the task waits for its lead unit.
    `task_over`: the task has ended, or its deadline has another version.
    """

    due_rung: SupervisionState | None = None
    with_lead: bool = False
    task_over: bool = False


def with_lead(facts: SupervisionFacts) -> bool:
    """The task does not wait for its lead unit now.
    任务此刻不在牵头单位手里。"""
    return facts.with_lead


def task_over(facts: SupervisionFacts) -> bool:
    """The task still runs under this deadline.
    任务仍在这一时限内办理。"""
    return facts.task_over


def reminder_due(facts: SupervisionFacts) -> bool:
    """The time to remind has not come.
    还没到提醒的时候。"""
    return facts.due_rung is SupervisionState.REMINDED


def urging_due(facts: SupervisionFacts) -> bool:
    """The time to urge has not come.
    还没到催办的时候。"""
    return facts.due_rung is SupervisionState.URGED


def order_due(facts: SupervisionFacts) -> bool:
    """The time to order in writing has not come.
    还没到书面督办的时候。"""
    return facts.due_rung is SupervisionState.ORDERED


def talk_due(facts: SupervisionFacts) -> bool:
    """The time to summon has not come.
    还没到约谈的时候。"""
    return facts.due_rung is SupervisionState.SUMMONED


def circular_due(facts: SupervisionFacts) -> bool:
    """The time for a circular has not come.
    还没到通报的时候。"""
    return facts.due_rung is SupervisionState.CIRCULATED
