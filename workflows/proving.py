"""Proves all lives at once: each by itself, all together, the built-in policy, and the product that is explored."""

from collections.abc import Iterable
from dataclasses import dataclass

from models.errors import Sentence
from models.policy import PolicySettings
from workflows.checking import check, check_policy, check_together, proven
from workflows.exploring.configuration import Configuration
from workflows.exploring.configurations import FULL
from workflows.exploring.exploration import EXPLORED, Explored, explore, laws
from workflows.exploring.scene import Lives
from workflows.fault import Fault
from workflows.proofs.people import acts_have_a_role
from workflows.proofs.ways import rows_lead_to_known_states

MACHINE = (rows_lead_to_known_states, acts_have_a_role)
"""What has to hold of the rows before they can be asked anything."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What was proved of how much, and every fault found. `explored` is None when the rows make no machine."""

    lives: int
    states: int
    rows: int
    proofs: tuple[Sentence, ...]
    laws: tuple[Sentence, ...]
    explored: Explored | None
    faults: tuple[Fault, ...]


def check_all(lives: Lives, configurations: Iterable[Configuration] = FULL) -> Proof:
    """Prove everything of the lives given, real or broken.

    1. Each life by itself, all of them together, and the policy that is built in. 2. The product of those that belong
    to one task, in every configuration; left out when a row leads to a state that is none, or nobody may do it.
    """
    faults = [fault for lifecycle in lives.values() for fault in check(lifecycle)]
    faults += [*check_together(lives), *check_policy(PolicySettings())]
    sound = not any(fault for rules in lives.values() for proof in MACHINE for fault in proof(rules))
    explored = explore(lives, configurations) if sound and lives.keys() >= set(EXPLORED) else None
    return Proof(
        lives=len(lives),
        states=sum(len(lifecycle.states) for lifecycle in lives.values()),
        rows=sum(len(lifecycle.rows) for lifecycle in lives.values()),
        proofs=proven(),
        laws=laws(),
        explored=explored,
        faults=(*faults, *(explored.faults if explored else ())),
    )
