"""Makes a table of Rows into a machine that decides, and says why not.

A row reads as a sentence: when it is `when`, `who` may `may` if all of `if_` hold; it becomes `becomes`, and `then`.
Nothing that is not a row can happen. The machine is one shared `transitions` machine per life; it never holds a model:
each question is put to a throw-away carrier, so asking changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Generic, Protocol, TypeVar

from transitions import EventData, Machine

from models.errors import RuleRefused, Sentence
from models.words import Act, Life, Role, Then, Word
from workflows.definition import NEW as NEW
from workflows.definition import SAME as SAME
from workflows.definition import Definition, definition_of

_ARTICLE = {Life.EXTENSION: "an", Life.EXEMPLAR: "an", Life.INSPECTION: "an", Life.APPEAL: "an"}

HOUSE_ROLES = frozenset({Role.PANEL, Role.CLOCK, Role.SYSTEM})
"""Roles that no person ever has: what follows from a decision, from time, from another move."""


class Facts(Protocol):
    """What every life's facts have: the roles of whoever asks."""

    @property
    def roles(self) -> frozenset[Role]: ...


F = TypeVar("F", bound=Facts)
Guard = Callable[[F], bool]


@dataclass(frozen=True, slots=True)
class Row(Generic[F]):
    """One sentence of a life."""

    when: str | tuple[str, ...]
    who: Role
    may: Act
    if_: tuple[Guard[F], ...]
    becomes: str
    then: tuple[Then, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        return (self.when,) if isinstance(self.when, str) else tuple(self.when)

    def target(self, source: str) -> str:
        return str(source if self.becomes == SAME else self.becomes)  # a Word would be taken for an Enum, by name


@dataclass(frozen=True, slots=True)
class Ruling:
    """The answer to a question that was not refused. `stays`: the state stays, it is only recorded."""

    becomes: str
    role: Role
    then: tuple[Then, ...]
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that the person's role allows in this state.

    `asks` names what the person has to give with it; `missing` says what does not hold yet (empty: it can be done).
    """

    act: Act
    role: Role
    asks: tuple[str, ...]
    missing: tuple[Sentence, ...]


class _Carrier:
    """What the machine is asked about; thrown away after the question."""

    __slots__ = ("row", "state")

    def __init__(self, state: str) -> None:
        self.state = state
        self.row: object = None


@dataclass(frozen=True, eq=False)
class Lifecycle(Generic[F]):
    """One life: its states, its rows, the states in which it has ended, and why an open state may have no deadline."""

    life: Life
    states: type[Word]
    rows: tuple[Row[F], ...]
    ended: frozenset[str]
    untimed: Mapping[str, Sentence] = field(default_factory=dict)
    machine: Machine = field(init=False, repr=False)
    definition: Definition = field(init=False, repr=False)
    fingerprint: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "machine", _machine(self))
        object.__setattr__(self, "definition", definition_of(self))
        object.__setattr__(self, "fingerprint", self.definition.fingerprint)


def asks(*fields: str) -> Callable[[Guard[F]], Guard[F]]:
    """Mark a guard as one about what the person gives with the act: a form field, not a fact of the world."""

    def mark(guard: Guard[F]) -> Guard[F]:
        guard.asks = fields  # type: ignore[attr-defined]
        return guard

    return mark


def asked_by(guard: Guard[F]) -> tuple[str, ...]:
    """Name the fields a guard asks the person for; empty for a fact of the world."""
    return getattr(guard, "asks", ())


def sentence(guard: Callable[..., object]) -> Sentence:
    """Give the sentence a refused person reads: the guard's docstring, English line first, then Chinese."""
    lines = [line.strip() for line in str(guard.__doc__).strip().splitlines() if line.strip()]
    return Sentence(zh=lines[1], en=lines[0])


def ask(lifecycle: Lifecycle[F], state: str, act: Act, *, facts: F) -> Ruling:
    """Decide whether `act` may happen in `state`.

    Raises:
        RuleRefused: no row allows it; the reasons are in the order of the row.
    """
    carrier = _Carrier(str(state))
    event = lifecycle.machine.events.get(act.value)
    if event is not None and state in event.transitions and event.trigger(carrier, facts=facts):
        row: Row[F] = carrier.row  # type: ignore[assignment]
        return Ruling(carrier.state, row.who, row.then, stays=row.becomes == SAME)
    raise RuleRefused(why_not(lifecycle, state, act, facts=facts), what=_what(lifecycle, state, act))


def why_not(lifecycle: Lifecycle[F], state: str, act: Act, *, facts: F) -> tuple[Sentence, ...]:
    """List what speaks against `act` in `state`; empty when nothing does."""
    rows = rows_for(lifecycle, state, act)
    if not rows:
        return (_never(lifecycle, state),)
    mine = [row for row in rows if row.who in facts.roles]
    if not mine:
        return (_not_your_role(rows),)
    return min((_failing(row, facts) for row in mine), key=len)


def offers(lifecycle: Lifecycle[F], state: str, *, facts: F) -> tuple[Offer, ...]:
    """List the acts that the person's roles allow in `state`, in the order of the table, each with what is missing."""
    found: dict[Act, Offer] = {}
    for row in lifecycle.rows:
        if state in row.sources and row.who in facts.roles and row.who not in HOUSE_ROLES:
            missing = tuple(sentence(g) for g in row.if_ if not asked_by(g) and g(facts) is not True)
            wanted = tuple(name for g in row.if_ for name in asked_by(g))
            offer = Offer(row.may, row.who, wanted, missing)
            if row.may not in found or len(missing) < len(found[row.may].missing):
                found[row.may] = offer
    return tuple(found.values())


def acts_of_people(lifecycle: Lifecycle[F]) -> tuple[Act, ...]:
    """List what people may do to a subject of a life in some state, in the order of the table."""
    return tuple(dict.fromkeys(r.may for r in lifecycle.rows if r.who not in HOUSE_ROLES and NEW not in r.sources))


def rows_for(lifecycle: Lifecycle[F], state: str, act: Act) -> list[Row[F]]:
    """List the rows that speak of `act` in `state`, in the order of the table."""
    return [row for row in lifecycle.rows if row.may == act and state in row.sources]


def phrase(lifecycle: Lifecycle[F], state: str) -> Sentence:
    """Give the words people read for a state."""
    if state == NEW:
        return Sentence("（尚未建立）", "(not there yet)")
    found = lifecycle.states(state)
    return Sentence(found.zh, found.en)


def _failing(row: Row[F], facts: F) -> tuple[Sentence, ...]:
    return tuple(sentence(guard) for guard in row.if_ if guard(facts) is not True)


def _machine(lifecycle: Lifecycle[F]) -> Machine:
    return Machine(
        model=None,
        states=[NEW, *(state.value for state in lifecycle.states)],
        initial=NEW,
        transitions=[_transition(row, source) for row in lifecycle.rows for source in row.sources],
        auto_transitions=False,
        send_event=True,
    )


def _transition(row: Row[F], source: str) -> dict[str, object]:
    return {
        "trigger": row.may.value,
        "source": str(source),
        "dest": row.target(source),
        "conditions": [partial(_plays, row.who), *(partial(_holds, guard) for guard in row.if_)],
        "before": [partial(_note, row)],
    }


def _plays(role: Role, event: EventData) -> bool:
    return role in event.kwargs["facts"].roles


def _holds(guard: Guard[F], event: EventData) -> bool:
    return guard(event.kwargs["facts"]) is True


def _note(row: Row[F], event: EventData) -> None:
    carrier: _Carrier = event.model  # type: ignore[assignment]
    carrier.row = row


def _what(lifecycle: Lifecycle[F], state: str, act: Act) -> Sentence:
    if state == NEW:
        return Sentence(
            f"不能{act.zh}{lifecycle.life.zh}",
            f"Cannot {act.en} {_ARTICLE.get(lifecycle.life, 'a')} {lifecycle.life.en}",
        )
    it = phrase(lifecycle, state)
    return Sentence(
        f"{lifecycle.life.zh}“{it.zh}”时不能{act.zh}",
        f"Cannot {act.en} {_ARTICLE.get(lifecycle.life, 'a')} {lifecycle.life.en} that is {it.en}",
    )


def the(role: Role) -> str:
    """Name a role in an English sentence; the house's own names have their article."""
    return role.en if role.en.startswith("the ") else f"the {role.en}"


def _never(lifecycle: Lifecycle[F], state: str) -> Sentence:
    possible = [row.may for row in lifecycle.rows if state in row.sources and row.who not in HOUSE_ROLES]
    names = tuple(dict.fromkeys(possible))
    if not names:
        return Sentence("已到最后一步，没有可办的事", "it has come to its end; nothing more can be done")
    return Sentence(
        "这一步只能：" + "、".join(a.zh for a in names),
        "at this step one can only: " + ", ".join(a.en for a in names),
    )


def _not_your_role(rows: Sequence[Row[F]]) -> Sentence:
    people = [row.who for row in rows if row.who not in HOUSE_ROLES]
    roles = tuple(dict.fromkeys(people or [row.who for row in rows]))
    return Sentence(
        "只有" + "或".join(r.zh for r in roles) + "可以办这件事",
        "only " + " or ".join(the(role) for role in roles) + " may do this",
    )
