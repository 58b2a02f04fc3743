"""A duty in few words, as a bundle has room for; and what of a bundle comes first."""

from collections.abc import Iterator
from datetime import datetime

from duban.glances import lamps_of
from duban.notify.told import Brief
from duban.notify.topic import Topic
from duban.notify.wording import address_of, asked_of, called, due_of, plan_of, said_of, to_do, with_subject
from duban.tongue import said, say
from models.question import Review
from models.register import Unit
from models.words import Act, Life, Then
from workflows.moments import day_of

URGENT_ASKS = frozenset({Then.ASK_PANEL, Then.ASK_ADVISER, Then.TELL_SIGNER})
"""A reviewer is asked to decide: told first, and not kept for the next day."""
URGENT_RUNGS = frozenset({(Life.SUPERVISION, act) for act in (Act.ORDER, Act.SUMMON, Act.CIRCULATE)})
"""An order in writing and higher: the same."""
OWN = frozenset({Then.TELL_LEAD, Then.TELL_UNIT_HEAD})
"""Told to the lead unit itself, which need not be told its name."""


def brief_of(topic: Topic, *, now: datetime) -> Brief:
    """Write the few words: what happened to what, how it stands, what to do and where."""
    task, review = topic.task, topic.subject if isinstance(topic.subject, Review) else None
    return Brief(
        said=said_of(topic),
        about=with_subject(called(topic), task),
        standing=say("；").join(_standing(topic, review, now)),
        to_do=to_do(topic),
        address=address_of(topic),
        plan=plan_of(topic),
        due=(review.due if review else None) or (task.due if task else None),
        urgent=topic.duty.what in URGENT_ASKS or (topic.move.life, topic.move.act) in URGENT_RUNGS,
    )


def _standing(topic: Topic, review: Review | None, now: datetime) -> Iterator[str]:
    asked = asked_of(topic)
    if asked:
        yield asked
    if review and review.due:
        yield say("请在 %(day)s 前表态", day=day_of(review.due))
    if topic.task is None:
        return
    unit = topic.session.get(Unit, topic.task.lead_unit_id) if topic.task.lead_unit_id else None
    if unit and topic.duty.what not in OWN:
        yield say("%(unit)s牵头", unit=unit.short_name or unit.name)
    yield say("时限 %(due)s", due=due_of(topic.task)) if topic.task.due else due_of(topic.task)
    lamp = lamps_of(topic.session, [topic.task], now=now)[topic.task.id or 0]
    yield say("%(lamp)s，%(why)s", lamp=said(lamp.lamp), why=said(lamp.why))
