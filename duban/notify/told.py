"""What a delivery works with and tells: a duty in words, what became of it, what became of all of them."""

from datetime import datetime

from duban.notify.letter import Letter
from models.values import Value
from models.words import Channel, Delivery, Then


class Written(Value):
    """A duty in words, one letter per person; `told` holds whom it was told to before, and through what."""

    title: str = ""
    plan_number: str = ""
    letters: tuple[Letter, ...] = ()
    troubles: tuple[str, ...] = ()
    told: frozenset[tuple[int, Channel]] = frozenset()


class Told(Value):
    """What became of one duty; `trouble` says what is still in the way."""

    duty_id: int
    what: Then
    title: str
    plan_number: str = ""
    people: int = 0
    messages: int = 0
    delivery: Delivery
    trouble: str = ""


class Delivered(Value):
    """What one delivery did, duty by duty."""

    at: datetime
    duties: tuple[Told, ...] = ()

    @property
    def messages(self) -> int:
        return sum(duty.messages for duty in self.duties)

    @property
    def troubled(self) -> tuple[Told, ...]:
        return tuple(duty for duty in self.duties if duty.trouble)
