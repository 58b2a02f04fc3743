"""Asks the exploration about worlds that are put together at random, most of which nobody could reach.

What is asked of each: the facts and roles of everybody, what a panel makes of its answers, what every act records and
what follows from it, what every law says of it and of a step between two that do not belong together. The answers are
on record as digests, so that a change in any of them is seen; `recorded.py` records them.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from random import Random
from typing import Any, TypeVar

from odd import ODD
from plainly import plain

from models.errors import Refused, RuleRefused, Sentence
from models.policy import PanelSettings
from models.values import NOTHING
from models.words import Act, ExtensionState, Life, PanelRule, ReviewState, Role, SupervisionState, TaskState, Verdict
from workflows.exploring import attempts, exploration, recording
from workflows.exploring import world as worlds
from workflows.exploring.cast import LEAD, OTHER, Standing
from workflows.exploring.configuration import Configuration
from workflows.exploring.configurations import ANY_ONE, FULL, OFFICE, REVIEWERS, policy
from workflows.exploring.door import SYSTEM, do
from workflows.exploring.facts import facts_of, roles_on, rung_due
from workflows.exploring.scene import Case, Fired, Rulings, Scene, Try
from workflows.exploring.search import Known, Step
from workflows.exploring.sitting import sitting_of
from workflows.exploring.world import CONTRIBUTION, COUNT, FILE, Answer, Chair, Extension, Ladder, Review, World
from workflows.lives import LIVES
from workflows.rules import NEW, Ruling

T = TypeVar("T")
WORLDS, FEW = 170, 34
RULINGS = Rulings(LIVES)
EXPLORED = exploration.EXPLORED
WHERE = (3, 9, 24, 33, 45, 52, 53, 54, 55, 58, 62, 63)
"""Places in `FULL`: the configurations the worlds are put into, one after another, and then the odd ones."""
GIVENS = tuple(
    attempts.FULL.model_copy(update=update)
    for update in (
        {},
        {"unit_id": LEAD},
        {"unit_id": OTHER},
        {"person_id": 3},
        {"person_id": 9},
        {"person_id": 99},
        {"signer_id": 0},
        {"signer_id": 1},
        {"verdict": Verdict.YES},
        {"verdict": Verdict.NO},
    )
)


class Dice(Random):
    """Rolls the same on every machine: nothing but `random()` is asked."""

    def one(self, among: Iterable[T]) -> T:
        there = tuple(among)
        return there[int(self.random() * len(there))]

    def some(self, among: Iterable[T], most: int) -> tuple[T, ...]:
        there = tuple(among)
        return tuple(self.one(there) for _ in range(int(self.random() * (most + 1)))) if there else ()

    def maybe(self, among: Iterable[T]) -> T | None:
        return self.one(among) if self.random() < 0.5 else None


def review(dice: Dice, where: Configuration) -> Review:
    people, posts = where.people, [post.code for post in where.posts]
    chairs = tuple(chair(dice, people, posts) for _ in range(1 + int(dice.random() * 3)))
    life, gated = dice.one(EXPLORED), dice.random() < 0.4
    return Review(
        life=life if gated else dice.one((Life.TASK, Life.TASK, life)),
        at=dice.one((0, 0, 1)),
        about=dice.one((Act.PASS_CHECK, Act.ASSIGN, Act.REPORT, Act.GRANT, Act.CANCEL, Act.SUSPEND)),
        panel=dice.one(where.policy.panels),
        chairs=chairs,
        excluded=frozenset(dice.some(people, 2)),
        askers=frozenset(dice.some(people, 2)),
        asked_by=dice.one((*people, None)),
        gated=gated,
        asked_as=dice.one((None, Role.SYSTEM, Role.LIAISON, Role.PLANNER)),
        given=dice.one((NOTHING, GIVENS[0], GIVENS[2])),
        answers=tuple(
            Answer(int(dice.random() * len(chairs)), dice.one(Verdict), frozenset(dice.some(people, 2)))
            for _ in range(int(dice.random() * 3))
        ),
        state=dice.one((*ReviewState, ReviewState.OPEN, ReviewState.OPEN)),
    )


def chair(dice: Dice, people: tuple[int, ...], posts: list[str]) -> Chair:
    post = dice.maybe(posts)
    was = dice.one((None, None, (dice.maybe(posts), dice.maybe(people))))
    person = None if post is not None and dice.random() < 0.8 else dice.one(people)
    return Chair(post, person, dice.one((1, 2)), dice.random() < 0.2, was, dice.one((None, None, dice.one(people))))


def world(dice: Dice, where: Configuration) -> World:
    return World(
        task=dice.one((*TaskState, NEW, TaskState.IN_REVIEW, TaskState.IN_PROGRESS)),
        lead=dice.one((LEAD, LEAD, OTHER)),
        reporters=frozenset(dice.some(where.people, 2)),
        missing=frozenset(dice.some((FILE, COUNT, CONTRIBUTION), 3)),
        past=dice.random() < 0.5,
        extended=int(dice.random() * 3),
        extensions=tuple(
            Extension(
                frozenset(dice.some(where.people, 2)),
                dice.random() < 0.7,
                dice.random() < 0.7,
                dice.one(ExtensionState),
            )
            for _ in range(int(dice.random() * 3))
        ),
        ladders=tuple(Ladder(dice.random() < 0.6, dice.one(SupervisionState)) for _ in range(int(dice.random() * 3))),
        reviews=tuple(review(dice, where) for _ in range(int(dice.random() * 4))),
        away=frozenset(dice.some(where.people, 2)),
    )


def odd_worlds(count: int = WORLDS) -> Iterator[tuple[Configuration, World]]:
    dice = Dice(20260106)
    arrangements = (*(FULL[place] for place in WHERE), *ODD)
    for n in range(count):
        where = arrangements[n % len(arrangements)]
        yield where, world(dice, where)


def everybody(where: Configuration, there: World) -> list[Standing]:
    return [
        *(where.standing(person, there.away) for person in where.people),
        attempts.CLOCK,
        attempts.PLAN,
        SYSTEM,
        Standing(where.people[0], speaks_as=Role.PANEL),
    ]


def subjects(there: World) -> list[tuple[Life, int]]:
    return [
        (Life.TASK, 0),
        *((Life.REVIEW, n) for n in range(len(there.reviews) + 1)),
        *((Life.EXTENSION, n) for n in range(len(there.extensions) + 1)),
        *((Life.SUPERVISION, n) for n in range(len(there.ladders) + 1)),
    ]


def said(ask: Callable[..., Any], *given: Any) -> Any:
    """Give the answer, or what kind of failure it was."""
    try:
        found = ask(*given)
        return plain(list(found) if isinstance(found, Iterator) else found)
    except Refused as refused:
        return [type(refused).__name__, str(refused)]
    except Exception as failed:
        return type(failed).__name__


def of_facts() -> Iterator[Any]:
    for where, there in odd_worlds():
        scene = Scene(where, RULINGS, there)
        yield [plain(rung_due(where, there, ladder)) for ladder in there.ladders]
        for by in everybody(where, there):
            for life, at in subjects(there):
                yield said(roles_on, where, there, life, at, by)
                for given in GIVENS if life is Life.REVIEW else GIVENS[:3]:
                    yield said(facts_of, scene, Try(life, at, Act.OPEN, given), by)


def of_panels() -> Iterator[Any]:
    for where, there in odd_worlds():
        for one in there.reviews:
            sitting = sitting_of(where, one)
            for asked in ("role", "needed", "seats", "answers", "answered_by", "turn", "outcome"):
                yield said(getattr, sitting, asked)
            yield [said(sitting.undecided_without, gone) for gone in (None, 0, 1, 2)]
            for by in everybody(where, there):
                for ask in (sitting.chairs_of, sitting.advice_open, sitting.to_take_back):
                    yield said(ask, by)
                yield sitting.advises(by.person)


def of_records() -> Iterator[Any]:
    roles = (Role.LIAISON, Role.SUPPORTER, Role.REVIEWER, Role.ASKER, Role.CHECKER, Role.PLANNER)
    for n, (where, there) in enumerate(odd_worlds(FEW)):
        people = everybody(where, there)
        for m, (life, act) in enumerate(recording._CHANGES):
            for at in range(2):
                for by in people:
                    role, given = roles[(n + m) % len(roles)], GIVENS[(n + m + at) % len(GIVENS)]
                    scene = Scene(where, RULINGS, there)
                    case = Case(scene, Try(life, at, act, given, later=n % 2 == 0), by, Ruling("becomes", role, ()))
                    yield [
                        said(recording.record, case),
                        plain(scene.world),
                        said(recording.hands_of, case),
                    ]


def tried(where: Configuration, there: World) -> Iterator[tuple[Standing, Try]]:
    for n, by in enumerate(everybody(where, there)):
        for life, at in subjects(there):
            for m, (act, _) in enumerate(RULINGS.acts.get((life, there.state_of(life, at)), ())):
                yield by, Try(life, at, act, GIVENS[(n + m) % len(GIVENS)], later=m % 2 == 0, passed=(n + m) % 3 == 0)


def of_acts() -> Iterator[Any]:
    for where, there in odd_worlds(FEW):
        for by, attempt in tried(where, there):
            scene = Scene(where, RULINGS, there)
            yield [said(do, scene, attempt, by), plain(scene.world), plain(scene.fired)]


def of_worlds() -> Iterator[Any]:
    for where, there in odd_worlds(600):
        yield plain([worlds.forget_what_ended(there), worlds.deadline_moved(there), there.latest_review(), there.ended])
        yield [[said(there.state_of, life, at), there.gates_open(life, at)] for life, at in subjects(there)]
        yield [said(there.becoming, life, at, "becomes") for life, at in subjects(there)]
        yield [plain(worlds.in_order(rule, one.answers)) for rule in PanelRule for one in there.reviews]
        yield plain([*attempts.tries(where, RULINGS.acts, there), *attempts.changes(where, there)])


def fired(dice: Dice, where: Configuration, there: World) -> Fired:
    life = dice.one(EXPLORED)
    rows = LIVES[life].rows
    act, states = dice.one(rows).may, [state.value for state in LIVES[life].states]
    asked = dice.one(there.reviews) if there.reviews and (life is Life.REVIEW or dice.random() < 0.2) else None
    return Fired(
        life,
        dice.one((0, 0, 1)),
        act,
        dice.one((*states, NEW)),
        dice.one(states),
        dice.one(rows).who,
        frozenset(dice.some(where.people, 2)),
        dice.random() < 0.2,
        asked,
    )


def of_laws() -> Iterator[Any]:
    """Every law of a world, and every law of a step whose rows and worlds do not belong together."""
    dice = Dice(20260107)
    broke = RuleRefused((), what=Sentence("任务不能办", "the task cannot do it"))
    for where, there in odd_worlds(400):
        known = Known(where, RULINGS)
        for law in exploration.OF_WORLDS:
            yield said(law, known, there)
        for _ in range(6):
            rows = tuple(fired(dice, where, there) for _ in range(1 + int(dice.random() * 3)))
            by = dice.one((None, *everybody(where, there)))
            step = Step(by, None, fired=rows, broke=dice.one((None, None, broke)))
            after = dice.one((there, world(dice, where), replace(there, reviews=there.reviews[1:])))
            for law_ in exploration.OF_STEPS:
                yield said(law_, known, there, step, after)


def of_findings() -> Iterator[Any]:
    """What is said of panels that can never be filled, and how much is counted where all is sound."""
    three_of_two = policy(PanelSettings(rule=PanelRule.QUORUM, needed=3))
    gate = PanelSettings(rule=PanelRule.QUORUM, needed=3)
    asked = policy(panels={"task": ANY_ONE, "gate": gate}, gates={"extension.grant": "gate"}, extensions_at_most=1)
    for name, settings in (("三票，两席", three_of_two), ("延期批不下", asked)):
        where = Configuration(Sentence(name, "nobody to say yes"), (*OFFICE, *REVIEWERS[:2]), settings)
        yield plain(exploration.explore(LIVES, [where]))
    for place in (3, 9):
        yield plain(exploration.explore(LIVES, [FULL[place]]))
    yield plain(exploration.laws())


def of_rows() -> Iterator[Any]:
    """What is said of rows that never fire and of states that are never reached."""
    for life in EXPLORED:
        rows = LIVES[life].rows
        all_fired = {
            (life, str(source), row.who, row.may, str(source if row.becomes == "=" else row.becomes))
            for row in rows
            for source in row.sources
        }
        for fired in (set(), all_fired, set(sorted(all_fired, key=str)[::2])):
            lives = {life: LIVES[life]}
            for law in exploration.OF_ALL:
                yield said(law, lives, fired)


def of_defaults() -> Iterator[Any]:
    needed = Review(Life.TASK, 0, Act.OPEN, "task", (), frozenset(), frozenset(), None)
    yield plain(
        [World(), Extension(), Ladder(), needed, Chair(None), exploration.Explored(), Try(Life.TASK, 0, Act.OPEN)]
    )
    yield plain([Fired(Life.TASK, 0, Act.OPEN, "a", "b", Role.CLOCK, frozenset()), Step(None, None)])


PROBES: dict[str, Callable[[], Iterator[Any]]] = {
    "facts": of_facts,
    "panels": of_panels,
    "records": of_records,
    "acts": of_acts,
    "worlds": of_worlds,
    "laws": of_laws,
    "findings": of_findings,
    "rows": of_rows,
    "defaults": of_defaults,
}


def answer(probe: str) -> list[Any]:
    """Give how many answers, and the digest of all of them."""
    digest, count = sha256(), 0
    for one in PROBES[probe]():
        digest.update(json.dumps(one, ensure_ascii=False).encode())
        count += 1
    return [count, digest.hexdigest()[:16]]
