"""Delivers waiting duties: claimed first, sent outside any transaction, recorded after; safe to repeat at any point."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from random import Random
from typing import Any

from duban.clock import stopwatch
from duban.correlation import FIELD
from duban.fault_points import reach
from duban.notify.allotting import Allotted, allot, is_urgent
from duban.notify.bundling import send_bundles
from duban.notify.carriers import CARRIERS, Carrier, trouble_sending
from duban.notify.letter import Letter
from duban.notify.letters import written
from duban.notify.outbox import LEASE, TOGETHER, Claimed, Tried, claim, give_back, note, settle
from duban.notify.told import Delivered, Together, Told, Written
from models.record import Duty
from models.words import Channel

log = logging.getLogger("duban.notify")
TIME_TO_SEND = LEASE / 2
"""After that nothing more of a claim is sent, so that nobody else has it meanwhile."""


def deliver(
    *, now: datetime, limit: int = 1000, chance: Random | None = None, carriers: Sequence[Carrier] = CARRIERS
) -> Delivered:
    """Tell everybody what waits to be told at `now`; `chance` spreads the next tries of what could not be told.

    Fifty at a time: 1. Duties are claimed for ten minutes, so that nobody else sends them. 2. They are addressed,
    worded, allotted and sent, outside any transaction, each letter under the same reference whenever it is sent again.
    3. What each person was told is recorded: at once where a second letter would be seen, with the fifty where it would
    not. 4. When no duty waits, the bundles that have gathered are sent. A crash in between so repeats at most one
    message that anybody could notice; one duty's failure stops no other.
    """
    passed, told, bundles = stopwatch(), list[Told](), list[Together]()
    chance = chance or Random()  # noqa: S311 - spreads load, guards nothing
    while len(told) < limit and passed() < LEASE:
        began = passed()
        claimed = claim(now=now, until=now + began + LEASE, at_most=min(TOGETHER, limit - len(told)))
        if not (claimed.duties or claimed.given_up):
            sent = send_bundles(now=now, carriers=carriers, passed=passed, chance=chance)
            if not sent:
                break
            bundles += sent  # what was left out of them is looked at again
            continue
        told += _given_up(claimed) + _Round(now, carriers, passed, began + TIME_TO_SEND).tell(claimed.duties, chance)
    return Delivered(at=now, duties=tuple(told), bundles=tuple(bundles))


def _given_up(claimed: Claimed) -> list[Told]:
    return [_told(duty, Written(), trouble=duty.trouble) for duty in claimed.given_up]


@dataclass(frozen=True, slots=True)
class _Round:
    """One claim's worth of telling."""

    now: datetime
    carriers: Sequence[Carrier]
    passed: Callable[[], timedelta]
    ends: timedelta

    def in_time(self) -> bool:
        return self.passed() < self.ends

    def tell(self, duties: Sequence[Duty], chance: Random) -> list[Told]:
        """Send, keep, settle; give back what there was no time for."""
        tried: list[Tried] = []
        sent: list[tuple[Letter, Carrier]] = []
        words = written(duties, now=self.now)
        allotted = allot(duties, words, now=self.now)
        in_order = sorted(zip(duties, words, strict=True), key=lambda pair: not is_urgent(pair[1]))
        for duty, said in in_order:
            if not self.in_time():
                break
            tried.append(self._try(duty, said, allotted, sent))
        for carrier in self.carriers:
            if carrier.keep is not None:
                carrier.keep([letter for letter, by in sent if by is carrier])
        told = settle(tried, now=self.now, chance=chance)
        give_back([duty for duty, _ in in_order[len(tried) :]], now=self.now)
        return told

    def _try(self, duty: Duty, words: Written, allotted: Allotted, sent: list[tuple[Letter, Carrier]]) -> Tried:
        """Send what was not sent before; what a repeat would show is noted at once, the rest with the duty."""
        reach("deliver.worded")
        troubles, messages, before = list(words.troubles), list[dict[str, Any]](), len(sent)
        single = [letter for letter in words.letters if allotted[letter.duty_id, letter.person_id] is None]
        for letter, carrier in product(single, self.carriers):
            if (letter.person_id, carrier.channel) in words.told or not carrier.reaches(letter):
                continue
            trouble = trouble_sending(carrier, letter) if self.in_time() else "时间不够，没有送完，接着再送"
            if trouble:
                troubles.append(trouble)
                continue
            reach("deliver.sent")
            sent.append((letter, carrier))
            message = _message(letter, carrier.channel, self.now)
            if carrier.repeat_is_seen:
                note([message])
            else:
                messages.append(message)
        trouble = "；".join(dict.fromkeys(troubles))
        told = _told(duty, words, messages=len(sent) - before, trouble=trouble)
        return Tried(duty, told.model_copy(update={"gathered": len(words.letters) - len(single)}), messages)


def _told(duty: Duty, words: Written, *, messages: int = 0, trouble: str) -> Told:
    request = duty.detail.get(FIELD, "")
    numbers = {"duty": duty.id, "move": duty.move_id, "messages": messages, FIELD: request}
    of = f" of request {request}" if request else ""  # Prefect shows the sentence alone
    log.log(logging.WARNING if trouble else logging.INFO, "told %s%s", duty.what.value, of, extra=numbers)
    return Told(
        duty_id=duty.id or 0,
        what=duty.what,
        title=words.title,
        plan_number=words.plan_number,
        people=len(words.letters),
        messages=messages,
        delivery=duty.delivery,
        trouble=trouble,
    )


def _message(letter: Letter, channel: Channel, now: datetime) -> dict[str, Any]:
    said = letter.model_dump(include={"duty_id", "person_id", "life", "subject_id", "title", "body"})
    return said | {"channel": channel, "told_at": now, "bundle_id": None, "leads": True}
