"""What every life's facts share: whose hands act, and what was given with the act; and the guards about that."""

from dataclasses import dataclass

from models.values import NOTHING, Given
from models.words import Role
from workflows.rules import asks


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Who asks and with what.

    `hands` holds the ids of everybody this act would count as: the person, and the holder a deputy stands in for.
    `late`: the moment has passed until which whoever is to act was given time.
    """

    roles: frozenset[Role] = frozenset()
    hands: frozenset[int] = frozenset()
    given: Given = NOTHING
    late: bool = False


@asks("reason")
def reason_given(facts: Asking) -> bool:
    """A reason has to be given.
    必须写明理由。"""
    return bool(facts.given.reason.strip())


@asks("text")
def text_given(facts: Asking) -> bool:
    """Something has to be written.
    必须填写内容。"""
    return bool(facts.given.text.strip())


@asks("due")
def new_due_given(facts: Asking) -> bool:
    """A new deadline has to be given.
    必须给出新的时限。"""
    return facts.given.due is not None


def late(facts: Asking) -> bool:
    """It is not late yet.
    尚未超时。"""
    return facts.late
