"""Proves things about the lives from their rows alone, whatever the facts: nothing is trapped, nobody is skipped.

Read `PROOFS`, `TOGETHER` and `OF_A_POLICY` as the lists of what is proved; the docstring of each says it in words.
A fault comes with the shortest way to it.
"""

from collections.abc import Callable, Iterator

from models.errors import Sentence
from models.policy import PolicySettings
from workflows.fault import Fault, Life_, Step, trace_to
from workflows.proofs import clock, fairness, panels, people, promises, ways, wording
from workflows.proofs.fairness import APPROVALS, APPROVED
from workflows.proofs.promises import Lives
from workflows.rules import sentence

__all__ = ["APPROVALS", "APPROVED", "Fault", "Step", "check", "check_policy", "check_together", "proven", "trace_to"]

PROOFS: tuple[Callable[[Life_], Iterator[Fault]], ...] = (
    ways.rows_lead_to_known_states,
    ways.ends_are_states,
    ways.states_can_be_reached,
    ways.states_can_end,
    ways.somebody_moves_it_on,
    ways.ends_stay_ended,
    people.acts_have_a_role,
    people.rows_are_single,
    people.two_roles_lead_one_way,
    wording.guards_have_words,
    clock.open_states_are_timed,
    clock.reasons_are_current,
    clock.the_clock_waits,
    clock.the_clock_decides_nothing,
    clock.the_ladder_climbs,
    fairness.yes_has_its_name,
    fairness.yes_is_not_automatic,
    fairness.nobody_decides_on_their_own,
    fairness.the_panel_has_spoken,
    fairness.every_answer_is_heard,
    fairness.decisions_are_carried_out,
    fairness.reasons_are_asked_for,
    promises.promises_fit_the_life,
)
"""What is proved of every life by itself."""

TOGETHER: tuple[Callable[[Lives], Iterator[Fault]], ...] = (
    promises.promises_can_be_kept,
    promises.consequences_have_a_cause,
    panels.gates_stand_before_acts,
)
"""What is proved of all lives together."""

OF_A_POLICY: tuple[Callable[[PolicySettings], Iterator[Fault]], ...] = (
    panels.panels_can_answer,
    panels.gates_have_their_panel,
)
"""What is proved of a policy."""


def check(lifecycle: Life_) -> list[Fault]:
    """Prove everything of the table `PROOFS`; an empty list means that all of it holds."""
    return [fault for proof in PROOFS for fault in proof(lifecycle)]


def check_together(lives: Lives) -> list[Fault]:
    """Prove everything of the table `TOGETHER`."""
    return [fault for proof in TOGETHER for fault in proof(lives)]


def check_policy(settings: PolicySettings) -> list[Fault]:
    """Prove everything of the table `OF_A_POLICY`."""
    return [fault for proof in OF_A_POLICY for fault in proof(settings)]


def proven() -> tuple[Sentence, ...]:
    """List what is proved, one sentence per proof, in the order of the tables."""
    proofs: tuple[Callable[..., object], ...] = (*PROOFS, *TOGETHER, *OF_A_POLICY)
    return tuple(sentence(proof) for proof in proofs)
