"""Names whoever acted and everybody that person stood in for: “丙（代甲、乙）”."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from duban.tongue import listed, say


class Acted(Protocol):
    """A record of something a person did: a Move or a Decision."""

    @property
    def person_id(self) -> int | None: ...
    @property
    def on_behalf_of(self) -> int | None: ...
    @property
    def hands(self) -> list[int]: ...


def stood_in_for(person_id: int | None, hands: Sequence[int], one: int | None = None) -> tuple[int, ...]:
    """List whose places somebody took, as far as the record says; `one` is told by records that keep only one."""
    others = tuple(hand for hand in hands if hand != person_id)
    return others or ((one,) if one is not None and one != person_id else ())


def people_in(records: Iterable[Acted]) -> set[int | None]:
    """Collect everybody whose name it takes to tell who acted."""
    return {id_ for r in records for id_ in (r.person_id, *stood_in_for(r.person_id, r.hands, r.on_behalf_of))}


def for_whom(names: Mapping[int | None, str], record: Acted) -> str:
    """Name everybody the actor stood in for; empty when acting as oneself."""
    others = stood_in_for(record.person_id, record.hands, record.on_behalf_of)
    return listed(names[other] for other in others if other in names)


def by_whom(names: Mapping[int | None, str], record: Acted) -> str:
    """Name the actor, and whose places the actor took; empty when nobody in person acted."""
    return called(names.get(record.person_id, ""), for_whom(names, record))


def called(who: str, stood_in: str) -> str:
    """Write “B（代A）”."""
    return say("%(who)s（代%(whom)s）", who=who, whom=stood_in) if stood_in else who
