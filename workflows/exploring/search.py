"""Goes through every world of one configuration, nearest first, and tells each law of each world and each step."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from models.errors import Refused, RuleRefused, Sentence
from models.words import Act, Life, Role
from workflows.exploring.attempts import changes, tries
from workflows.exploring.cast import Standing
from workflows.exploring.configuration import Configuration
from workflows.exploring.door import do
from workflows.exploring.scene import Fired, Lives, Rulings, Scene, Try
from workflows.exploring.seating import Unfilled
from workflows.exploring.world import World, forget_what_ended

Row_ = tuple[Life, str, Role, Act, str]
"""A row as it fired: the life, from which state, who, which act, to which state."""

MOST_WORLDS = 200_000
"""A definition that is broken may never come to an end; then the search does."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step from a world: who tried what (or what happened by itself), and every row that fired.

    `happened`, `whom`: what came about without an act, and to whom. `broke`: what the rules allowed and then could not
    carry through; nothing has changed then.
    """

    by: Standing | None
    attempt: Try | None
    happened: Sentence | None = None
    whom: int | None = None
    fired: tuple[Fired, ...] = ()
    broke: RuleRefused | None = None


@dataclass(frozen=True, slots=True)
class Wrong:
    """What a law found: about which life, in words."""

    life: Life
    what: Sentence


@dataclass
class Known:
    """Every world found, in the order of finding, and every step between them.

    `came`: from which world by which step each was found first. `leads_to`: where the steps of each world lead.
    `unfilled`: worlds in which the rules allowed an act whose panel could not be filled.
    """

    configuration: Configuration
    rulings: Rulings
    worlds: list[World] = field(default_factory=list)
    places: dict[World, int] = field(default_factory=dict)
    came: list[tuple[int, Step] | None] = field(default_factory=list)
    leads_to: list[list[int]] = field(default_factory=list)
    unfilled: list[tuple[int, Try]] = field(default_factory=list)
    stopped: set[int] = field(default_factory=set)
    fired: set[Row_] = field(default_factory=set)
    steps: int = 0

    @property
    def lives(self) -> Lives:
        return self.rulings.lives

    def way_to(self, place: int) -> tuple[Step, ...]:
        """Give the steps by which a world was found: no way is shorter."""
        steps: list[Step] = []
        while (came := self.came[place]) is not None:
            place, step = came
            steps.append(step)
        return tuple(reversed(steps))

    def add(self, world: World, came: tuple[int, Step] | None) -> int:
        """Give the place of a world; a new one is put at the end."""
        place = self.places.setdefault(world, len(self.worlds))
        if place == len(self.worlds):
            self.worlds.append(world)
            self.came.append(came)
            self.leads_to.append([])
        return place


def steps_from(known: Known, place: int) -> Iterator[tuple[Step, World]]:
    """Take every step that can be taken from a world, and those that broke."""
    world = known.worlds[place]
    for by, attempt in tries(known.configuration, known.rulings.acts, world):
        scene = Scene(known.configuration, known.rulings, world)
        try:
            do(scene, attempt, by)
        except RuleRefused as refused:
            if scene.fired:
                yield Step(by, attempt, fired=tuple(scene.fired), broke=refused), world
        except Unfilled:
            known.unfilled.append((place, attempt))
        except Refused:
            pass  # it waits for a panel already
        else:
            known.fired.update((f.life, f.was, f.role, f.act, f.becomes) for f in scene.fired)
            yield Step(by, attempt, fired=tuple(scene.fired)), forget_what_ended(scene.world)
    for said, whom, after in changes(known.configuration, world):
        yield Step(None, None, said, whom), after


def everything(known: Known) -> Iterator[tuple[int, Step, int]]:
    """Take every step from every world, nearest first: from where, by which step, to where.

    A world put into `Known.stopped` in between is not gone on from: what comes after a fault would only repeat it.
    """
    known.add(World(missing=known.configuration.missing), None)
    here = 0
    while here < len(known.worlds) < MOST_WORLDS:
        if here not in known.stopped:
            for step, after in steps_from(known, here):
                there = known.add(after, (here, step))
                known.steps += 1
                known.leads_to[here].append(there)
                yield here, step, there
        here += 1
