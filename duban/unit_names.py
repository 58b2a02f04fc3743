"""Finds the unit or the class of units that a name in a notice means; an unknown name stays unknown."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from models.register import Unit, UnitClass

QUALIFIERS = ("各有关", "全省各", "各", "省级各", "全省")


@dataclass(frozen=True)
class UnitNames:
    """Every name a unit goes by, and every class there is."""

    units: dict[str, int]
    classes: frozenset[str]

    def unit(self, name: str) -> int | None:
        """Find the unit that goes by exactly this name."""
        return self.units.get(name.strip())

    def unit_class(self, name: str) -> str | None:
        """Find the class that a name such as 各地级以上市科协 means, the qualifier in front left out."""
        plain = name.strip()
        for qualifier in QUALIFIERS:
            plain = plain.removeprefix(qualifier)
        return next((known for known in (name.strip(), plain) if known in self.classes), None)


def unit_names(session: Session) -> UnitNames:
    """Read all names from the register. A name that two units share means neither."""
    names: dict[str, set[int]] = {}
    for unit in session.exec(select(Unit).order_by(col(Unit.id))).all():
        for name in {unit.name, unit.short_name, *unit.aliases} - {""}:
            names.setdefault(name, set()).add(unit.id or 0)
    units = {name: next(iter(ids)) for name, ids in names.items() if len(ids) == 1}
    return UnitNames(units, frozenset(session.exec(select(UnitClass.name).distinct()).all()))
