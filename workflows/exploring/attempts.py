"""Everything that may be tried in a world: by each person, by the clock, by the plan, by time itself."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from models.errors import Sentence
from models.values import Given
from models.words import Act, Life, Role, Verdict
from workflows.exploring.cast import LEAD, OTHER, PLANNER, Standing
from workflows.exploring.configuration import Configuration
from workflows.exploring.facts import roles_on
from workflows.exploring.scene import Acts, Try
from workflows.exploring.world import World
from workflows.rules import NEW

CLOCK = Standing(None, speaks_as=Role.CLOCK)
PLAN = Standing(PLANNER, speaks_as=Role.SYSTEM)
"""The planner, when what is done to the plan, the calendar or the register is done to the tasks."""

FULL = Given(reason="理由", text="内容", due=date(2026, 6, 30), count=1, percent=50, evidence_id=1)
"""Every form filled in; what is refused for want of a word is tested where the words are."""

Givens = Callable[[Configuration, World, int], tuple[Given, ...]]


def tries(configuration: Configuration, acts: Acts, world: World) -> Iterator[tuple[Standing, Try]]:
    """List what anybody may try whose role some row names; the rows decide."""
    subjects = _subjects(world)
    for person in configuration.people:
        by = configuration.standing(person, world.away)
        for life, at, state in subjects if by.places else ():
            roles = roles_on(configuration, world, life, at, by)
            for act, who in acts.get((life, state), ()):
                if roles & who:
                    yield from ((by, attempt) for attempt in _given(configuration, world, life, at, act))
    for life, at, state in subjects:
        for act, who in acts.get((life, state), ()):
            if Role.CLOCK in who:
                yield CLOCK, Try(life, at, act, FULL)
            if (life, act) == (Life.REVIEW, Act.RECOUNT) and Role.SYSTEM in who:
                yield PLAN, Try(life, at, act, FULL)
    for act in (Act.OPEN, Act.ASSIGN, Act.CANCEL, Act.RECOUNT):
        if any(act is known and Role.SYSTEM in who for known, who in acts.get((Life.TASK, world.task), ())):
            yield PLAN, Try(Life.TASK, 0, act, FULL)
    if any(act is Act.REASSIGN and Role.SYSTEM in who for act, who in acts.get((Life.TASK, world.task), ())):
        yield from ((PLAN, attempt) for attempt in _given(configuration, world, Life.TASK, 0, Act.REASSIGN))


def changes(configuration: Configuration, world: World) -> Iterator[tuple[Sentence, int | None, World]]:
    """List what happens without an act: the deadline passes, people go away and come back."""
    if not world.past and world.ladders and not world.ended:
        yield Sentence("时限届满", "the deadline passes"), None, replace(world, past=True)
    for person in configuration.leaves if not world.ended and world.task != NEW else ():
        gone = person in world.away
        said = Sentence("回来", "comes back") if gone else Sentence("外出", "goes away")
        yield said, person, replace(world, away=world.away ^ {person})


def _subjects(world: World) -> list[tuple[Life, int, str]]:
    """List what is there, and the extension that may be asked for."""
    found = [(Life.TASK, 0, world.task)]
    found += [(Life.REVIEW, n, review.state) for n, review in enumerate(world.reviews)]
    found += [(Life.EXTENSION, n, extension.state) for n, extension in enumerate(world.extensions)]
    found += [(Life.SUPERVISION, n, ladder.state) for n, ladder in enumerate(world.ladders)]
    return [*found, (Life.EXTENSION, len(world.extensions), NEW)] if not world.ended and world.task != NEW else found


def _given(configuration: Configuration, world: World, life: Life, at: int, act: Act) -> Iterator[Try]:
    for given in _GIVENS.get((life, act), _full)(configuration, world, at):
        yield Try(life, at, act, given)
        if (life, act) == (Life.TASK, Act.RESUME):
            yield Try(life, at, act, given, later=True)


def _full(_configuration: Configuration, _world: World, _at: int) -> tuple[Given, ...]:
    return (FULL,)


def _another_lead(configuration: Configuration, world: World, _at: int) -> tuple[Given, ...]:
    other = OTHER if world.lead == LEAD else LEAD
    return (FULL.model_copy(update={"unit_id": other}),) if configuration.hands_over else ()


def _other_unit(_configuration: Configuration, _world: World, _at: int) -> tuple[Given, ...]:
    return (FULL.model_copy(update={"unit_id": OTHER}),)


def _yes_or_no(_configuration: Configuration, _world: World, _at: int) -> tuple[Given, ...]:
    return _VERDICTS


def _somebody(configuration: Configuration, _world: World, _at: int) -> tuple[Given, ...]:
    return tuple(FULL.model_copy(update={"person_id": person}) for person in configuration.newcomers)


def _some_seat(_configuration: Configuration, world: World, at: int) -> tuple[Given, ...]:
    return tuple(FULL.model_copy(update={"signer_id": n}) for n in range(len(world.reviews[at].chairs)))


_VERDICTS = tuple(FULL.model_copy(update={"verdict": verdict}) for verdict in Verdict)

# fmt: off
_GIVENS: dict[tuple[Life, Act], Givens] = {
    # life         act                 what is given with it, one after another
    (Life.TASK,    Act.DECLINE):       _another_lead,
    (Life.TASK,    Act.REASSIGN):      _another_lead,
    (Life.TASK,    Act.WAIVE):         _other_unit,
    (Life.REVIEW,  Act.DECIDE):        _yes_or_no,
    (Life.REVIEW,  Act.PASS_ON):       _somebody,
    (Life.REVIEW,  Act.CONSULT):       _somebody,
    (Life.REVIEW,  Act.ADD_SIGNER):    _somebody,
    (Life.REVIEW,  Act.DROP_SIGNER):   _some_seat,
}
# fmt: on
