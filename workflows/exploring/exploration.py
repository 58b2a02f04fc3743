"""Explores every configuration and holds every law against all that is found.

Read `LAWS` as the list of what is proved; the docstring of each says it in words.
The search goes nearest first, so that the first fault found of a law has the shortest way; what comes after a fault is
not gone into: it would only repeat it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from models.errors import Sentence
from models.words import Life
from workflows.exploring import laws_of_steps, laws_of_ways, laws_of_worlds
from workflows.exploring.configuration import Configuration
from workflows.exploring.laws_of_all import every_row_fires, every_state_is_reached
from workflows.exploring.scene import Lives, Rulings
from workflows.exploring.search import Known, Row_, Step, Wrong, everything
from workflows.exploring.telling import trace_of, way_in_words
from workflows.exploring.world import World
from workflows.fault import Fault
from workflows.rules import sentence

Law = Callable[..., object]
EXPLORED = (Life.TASK, Life.REVIEW, Life.EXTENSION, Life.SUPERVISION)
"""The lives that are explored together."""

OF_WORLDS: tuple[Callable[[Known, World], Iterator[Wrong]], ...] = (
    laws_of_worlds.an_end_leaves_nothing_open,
    laws_of_worlds.one_of_each_is_open,
    laws_of_worlds.in_review_means_a_review,
    laws_of_worlds.an_extension_has_its_task,
    laws_of_worlds.a_gate_has_its_act,
    laws_of_worlds.a_decision_is_final,
    laws_of_worlds.extensions_have_a_limit,
    laws_of_worlds.a_sequence_keeps_its_order,
    laws_of_worlds.the_clock_sees_it,
    laws_of_worlds.nothing_is_left_to_follow,
)
OF_STEPS: tuple[Callable[[Known, World, Step, World], Iterator[Wrong]], ...] = (
    laws_of_steps.reporters_judge_nothing,
    laws_of_steps.askers_grant_nothing,
    laws_of_steps.askers_sit_on_no_gate,
    laws_of_steps.one_person_answers_once,
    laws_of_steps.the_clock_decides_nothing,
    laws_of_steps.supervision_only_climbs,
    laws_of_steps.supervision_waits_for_others,
    laws_of_steps.a_verdict_is_counted,
    laws_of_steps.a_report_is_approved_by_its_panel,
    laws_of_steps.answers_are_kept,
    laws_of_steps.gates_are_passed,
    laws_of_steps.what_follows_happens,
)
OF_WAYS: tuple[Callable[[Known], Iterator[tuple[int, Wrong]]], ...] = (
    laws_of_ways.every_world_can_end,
    laws_of_ways.every_open_task_can_be_closed,
    laws_of_ways.a_yes_can_be_had,
)
OF_ALL: tuple[Callable[[Lives, set[Row_]], Iterator[Fault]], ...] = (every_state_is_reached, every_row_fires)
LAWS: tuple[Law, ...] = (*OF_WORLDS, *OF_STEPS, *OF_WAYS, *OF_ALL)


@dataclass(frozen=True, slots=True)
class Explored:
    """How much was explored, and every fault found: of each law the one with the shortest way."""

    configurations: int = 0
    worlds: int = 0
    steps: int = 0
    questions: int = 0
    faults: tuple[Fault, ...] = ()


@dataclass
class _Findings:
    """Faults by law and life, the nearest of each; but every row that never fires and every state never reached."""

    found: dict[tuple[str, Life, str], Fault] = field(default_factory=dict)

    def add(self, law: Law, fault: Fault) -> None:
        key = (law.__name__, fault.life, fault.what.zh if law in OF_ALL else "")
        if key not in self.found or len(fault.trace) < len(self.found[key].trace):
            self.found[key] = fault

    def in_order(self) -> tuple[Fault, ...]:
        names = [law.__name__ for law in LAWS]
        return tuple(self.found[key] for key in sorted(self.found, key=lambda key: names.index(key[0])))


def laws() -> tuple[Sentence, ...]:
    """List what is proved, one sentence per law, in the order of the table."""
    return tuple(sentence(law) for law in LAWS)


def explore(lives: Lives, configurations: Iterable[Configuration]) -> Explored:
    """Go through every world of every configuration, and hold every law against it."""
    rulings = Rulings({life: lives[life] for life in EXPLORED})
    findings, fired = _Findings(), set[Row_]()
    total = Explored()
    for configuration in configurations:
        known = _hold(configuration, rulings, findings)
        fired |= known.fired
        total = replace(
            total,
            configurations=total.configurations + 1,
            worlds=total.worlds + len(known.worlds),
            steps=total.steps + known.steps,
        )
    for law in () if findings.found else OF_ALL:
        for fault in law(rulings.lives, fired):
            findings.add(law, fault)
    return replace(total, questions=rulings.asked, faults=findings.in_order())


def _hold(configuration: Configuration, rulings: Rulings, findings: _Findings) -> Known:
    """Explore one configuration; every world and every step is judged as it is found."""
    known = Known(configuration, rulings)
    for here, step, there in everything(known):
        before, after = known.worlds[here], known.worlds[there]
        wrongs: list[tuple[Law, Wrong]] = [
            (law, wrong) for law in OF_STEPS for wrong in law(known, before, step, after)
        ]
        if known.came[there] == (here, step):
            wrongs += [(law, wrong) for law in OF_WORLDS for wrong in law(known, after)]
        for law, wrong in wrongs:
            findings.add(law, _fault(known, wrong, (*known.way_to(here), step)))
        if wrongs and there != here:
            known.stopped.add(there)
    for of_ways in OF_WAYS:
        for place, wrong in of_ways(known):
            findings.add(of_ways, _fault(known, wrong, known.way_to(place)))
    return known


def _fault(known: Known, wrong: Wrong, way: tuple[Step, ...]) -> Fault:
    told, name = way_in_words(known.lives, way), known.configuration.name
    said = Sentence(f"〔{name.zh}〕{told.zh}", f"[{name.en}] {told.en}")
    return Fault(wrong.life, wrong.what, trace_of(way), said)
