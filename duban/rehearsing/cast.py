"""Who acts for whom on a day of a rehearsal: by role, by unit; the first who sits there."""

from dataclasses import dataclass, field
from datetime import date

from duban.desk.desk import Desk
from duban.posts import Seat, seats
from models.register import Person
from models.values import Actor
from models.words import Role


@dataclass(slots=True)
class Cast:
    """Everybody who sits somewhere on one day."""

    day: date
    seats: tuple[Seat, ...]
    _by_unit: dict[tuple[Role, int], list[int]] = field(default_factory=dict)
    _by_role: dict[Role, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for seat in self.seats:
            for role in seat.roles:
                self._by_unit.setdefault((role, seat.unit_id), []).append(seat.person_id)
                self._by_role.setdefault(role, []).append(seat.person_id)

    def of_unit(self, role: Role, unit_id: int | None) -> int | None:
        """Give the first with a role in a unit."""
        return next(iter(self._by_unit.get((role, unit_id or 0), ())), None)

    def of_house(self, role: Role, barred: frozenset[int] = frozenset()) -> int | None:
        """Give the first with a role that is not barred."""
        return next((person for person in self._by_role.get(role, ()) if person not in barred), None)

    def of_post(self, post_id: int, barred: frozenset[int]) -> int | None:
        return next(
            (seat.person_id for seat in self.seats if seat.post_id == post_id and seat.person_id not in barred), None
        )


def cast_on(desk: Desk, day: date) -> Cast:
    return Cast(day, tuple(seats(desk, day)))


def named(desk: Desk, person_id: int) -> Actor:
    return Actor(person_id=person_id, name=desk.one(Person, person_id).name)
