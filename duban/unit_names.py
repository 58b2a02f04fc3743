"""Finds the unit or the class of units that a name in a notice means; an unknown name stays unknown."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from duban.unit_words import called, in_full
from models.units import Unit, UnitClass

ALIKE = 40
QUALIFIERS = ("各有关", "全省各", "各", "省级各", "全省")


@dataclass(frozen=True)
class UnitNames:
    """Every name a unit goes by, and every class there is."""

    units: dict[str, int]
    classes: frozenset[str]
    shortened: dict[str, int] = field(default_factory=dict)

    def unit(self, name: str) -> int | None:
        """Find the unit that goes by exactly this name, else the only one that documents would shorten to it."""
        return self.units.get(name.strip()) or self.shortened.get(in_full(name))

    def near(self, name: str) -> tuple[str, ...]:
        """Return up to three names of the register that look like this one, the most alike first."""
        from rapidfuzz import fuzz, process

        found = process.extract(name, sorted(self.units, reverse=True), scorer=fuzz.ratio, limit=3, score_cutoff=ALIKE)
        return tuple(known for known, _, _ in found)

    def unknown(self, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return the names that mean neither a unit nor a class, each once, with what is near to it."""
        return {n: self.near(n) for n in dict.fromkeys(names) if self.unit(n) is None and self.unit_class(n) is None}

    def unit_class(self, name: str) -> str | None:
        """Find the class that a name such as 各地级以上市科协 means, the qualifier in front left out."""
        plain = name.strip()
        for qualifier in QUALIFIERS:
            plain = plain.removeprefix(qualifier)
        return next((known for known in (name.strip(), plain) if known in self.classes), None)


def unit_names(session: Session) -> UnitNames:
    """Read all names from the register. A name that two units share means neither."""
    names: dict[str, set[int]] = {}
    shortened: dict[str, set[int]] = {}
    for unit in session.exec(select(Unit).order_by(col(Unit.id))).all():
        for name in {unit.name, unit.short_name, *unit.aliases} - {""}:
            names.setdefault(name, set()).add(unit.id or 0)
            for short in called(name):
                shortened.setdefault(short, set()).add(unit.id or 0)
    classes = frozenset(session.exec(select(UnitClass.name).distinct()).all())
    return UnitNames(_meaning_one(names), classes, _meaning_one(shortened))


def _meaning_one(names: dict[str, set[int]]) -> dict[str, int]:
    return {name: next(iter(ids)) for name, ids in names.items() if len(ids) == 1}
