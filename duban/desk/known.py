"""What holds for longer than one transaction: parsed policies, built calendars, who sits where under one register."""

from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine


@dataclass(slots=True, eq=False)
class Known:
    """Kept by what proves that it still holds: the stamp of the register, the revision of the calendar, a version."""

    policies: dict[Any, Any] = field(default_factory=dict)
    calendars: dict[Any, Any] = field(default_factory=dict)
    standings: dict[Any, Any] = field(default_factory=dict)
    stamp: int = -1


_KNOWN: WeakKeyDictionary[Engine, Known] = WeakKeyDictionary()


def known_of(engine: Engine) -> Known:
    """Give what is known of a database; one for each engine."""
    found = _KNOWN.get(engine)
    if found is None:
        found = _KNOWN[engine] = Known()
    return found
