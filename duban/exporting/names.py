"""What people, units and plans are called in what is written out: people by a number, unless names are asked for."""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from duban.exporting.steps import Wanted


@dataclass(frozen=True, slots=True)
class Names:
    """Names by id. `told`: people are called by their names, and what they wrote is written out."""

    people: dict[int, str]
    units: dict[int, str]
    plans: dict[int, str]
    told: bool

    def person(self, number: int | None) -> str:
        """Call a person: P12, or by name; nobody is empty."""
        if number is None:
            return ""
        return self.people.get(number, f"P{number}") if self.told else f"P{number}"

    def unit(self, number: int | None) -> str:
        return "" if number is None else self.units.get(number, f"U{number}")

    def plan(self, number: int | None) -> str:
        return "" if number is None else self.plans.get(number, str(number))


def names_of(connection: Connection, wanted: Wanted) -> Names:
    """Read the names that may be needed."""
    people = _pairs(connection, "SELECT id, name FROM person") if wanted.names else {}
    units, plans = _pairs(connection, "SELECT id, name FROM unit"), _pairs(connection, "SELECT id, number FROM plan")
    return Names(people, units, plans, wanted.names)


def _pairs(connection: Connection, sql: str) -> dict[int, str]:
    return {row[0]: row[1] for row in connection.execute(text(sql))}
