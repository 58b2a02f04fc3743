"""Reads feeds back as a calendar program does, with the library's own parser."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from icalendar import Calendar
from world import World

from duban.feeds.links import Made, add_feed


@dataclass(frozen=True)
class Subscriber:
    """A calendar program."""

    fetch: Callable[..., Any]

    def calendar(self, address: str) -> Calendar:
        answer = self.fetch(address)
        assert answer.status_code == 200, answer.text
        return Calendar.from_ical(answer.content)


@dataclass(frozen=True)
class Feeds:
    """Makes links and reads them."""

    world: World
    program: Subscriber

    def made(self, who: str, plan_id: int | None = None) -> Made:
        return add_feed(plan_id, by=self.world.people[who], now=self.world.now)

    def of(self, who: str, plan_id: int | None = None) -> Calendar:
        return self.program.calendar(self.made(who, plan_id).address)


def parts(calendar: Calendar, kind: str) -> dict[str, Any]:
    """Give the events ("event") or todos ("todo") by the beginning of their UID: task-12."""
    found = calendar.walk(f"V{kind.upper()}")
    by_uid = {"-".join(str(one["uid"]).split("-")[:2]): one for one in found}
    assert len(by_uid) == len(found)
    return by_uid


def rings(component: Any) -> list[tuple[str, str]]:
    """Give the alarms of a component: when, in UTC, and what they say."""
    return [(f"{alarm['trigger'].dt:%Y-%m-%dT%H:%MZ}", str(alarm["description"])) for alarm in component.walk("VALARM")]
