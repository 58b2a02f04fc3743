"""Sends bundles: claimed one by one, closed, worded, sent outside any transaction, and settled with their duties."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlmodel import col, select

from duban.database import reading
from duban.fault_points import reach
from duban.notify.bundle_outbox import Contents, claim_bundle, open_bundle, settle_bundle
from duban.notify.carriers import Carrier, trouble_sending
from duban.notify.letter import Letter
from duban.notify.outbox import LEASE, note
from duban.notify.told import Together
from models.record import Move
from models.register import Person
from models.words import Channel, Life


def send_bundles(
    *, now: datetime, carriers: Sequence[Carrier], passed: Callable[[], timedelta], chance: Random
) -> list[Together]:
    """Send every bundle that is due, while there is time; a crash repeats at most one, under the same reference."""
    told: list[Together] = []
    while passed() < LEASE:
        bundle = claim_bundle(now=now, until=now + passed() + LEASE)
        if bundle is None:
            break
        told.append(_send(open_bundle(bundle, now=now), carriers, now=now, chance=chance))
    return told


def _send(contents: Contents, carriers: Sequence[Carrier], *, now: datetime, chance: Random) -> Together:
    """Hand the bundle to every channel that has not taken it; what a repeat would show is noted at once."""
    letter, troubles, kept, count = _letter_of(contents), list[str](), list[dict[str, Any]](), 0
    for carrier in carriers if contents.duties else ():
        if carrier.channel in contents.taken or not carrier.reaches(letter):
            continue
        trouble = trouble_sending(carrier, letter)
        if trouble:
            troubles.append(trouble)
            continue
        reach("bundle.sent")
        count += 1
        if carrier.keep is not None:
            carrier.keep([letter])
        messages = _messages(contents, letter, carrier.channel, now)
        if carrier.repeat_is_seen:
            note(messages)
        else:
            kept += messages
    trouble = "；".join(dict.fromkeys(troubles))
    delivery = settle_bundle(contents, kept, trouble=trouble, now=now, chance=chance)
    return Together(
        bundle_id=contents.bundle.id or 0,
        person=letter.person_name,
        title=contents.bundle.title,
        duties=len(contents.duties),
        messages=count,
        delivery=delivery,
        trouble=trouble,
    )


def _letter_of(contents: Contents) -> Letter:
    bundle = contents.bundle
    with reading() as session:
        person = session.get_one(Person, bundle.person_id)
    return Letter(
        reference=f"bundle-{bundle.id}-{bundle.person_id}",
        duty_id=bundle.lead_duty_id or 0,
        person_id=bundle.person_id,
        person_name=person.name,
        email=person.email,
        life=Life.TASK,  # a message of a bundle leads to no single subject
        subject_id=0,
        title=bundle.title,
        body=bundle.body,
    )


def _messages(contents: Contents, letter: Letter, channel: Channel, now: datetime) -> list[dict[str, Any]]:
    """Note of every duty that it was told: the lead carries the words of all, the others point to them."""
    return [
        {
            "duty_id": duty.id,
            "person_id": letter.person_id,
            "channel": channel,
            "life": life,
            "subject_id": subject_id,
            "title": letter.title if duty.id == letter.duty_id else words.title or letter.title,
            "body": letter.body if duty.id == letter.duty_id else "",
            "told_at": now,
            "bundle_id": contents.bundle.id,
            "leads": duty.id == letter.duty_id,
        }
        for duty, words, (life, subject_id) in zip(contents.duties, contents.words, _subjects(contents), strict=True)
    ]


def _subjects(contents: Contents) -> list[tuple[Life, int]]:
    wanted = select(Move.id, Move.life, Move.subject_id)
    with reading() as session:
        found = session.exec(wanted.where(col(Move.id).in_([duty.move_id for duty in contents.duties]))).all()
    by_move = {move_id: (Life(life), subject_id) for move_id, life, subject_id in found}
    return [by_move[duty.move_id] for duty in contents.duties]
