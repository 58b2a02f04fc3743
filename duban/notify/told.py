"""What a delivery works with and tells: a duty in words, what became of it, what became of all of them."""

from datetime import datetime

from duban.notify.letter import Letter
from models.policy import PolicySettings
from models.values import Value
from models.words import Channel, Delivery, Then


class Brief(Value):
    """A duty in few words, as a bundle tells it: what happened, to what, how it stands, what to do and where."""

    said: str
    about: str
    standing: str = ""
    to_do: str = ""
    address: str = ""
    plan: str = ""
    due: datetime | None = None
    urgent: bool = False


class Written(Value):
    """A duty in words, one letter per person; `told` holds whom it was told to before, and through what."""

    title: str = ""
    plan_number: str = ""
    letters: tuple[Letter, ...] = ()
    troubles: tuple[str, ...] = ()
    told: frozenset[tuple[int, Channel]] = frozenset()
    brief: Brief | None = None
    policy: PolicySettings = PolicySettings()


class Told(Value):
    """What became of one duty; `gathered`: how many get it in a bundle; `trouble`: what is in the way."""

    duty_id: int
    what: Then
    title: str
    plan_number: str = ""
    people: int = 0
    messages: int = 0
    gathered: int = 0
    delivery: Delivery
    trouble: str = ""


class Together(Value):
    """What became of one bundle: whose, how many duties, what is in the way."""

    bundle_id: int
    person: str
    title: str
    duties: int
    messages: int = 0
    delivery: Delivery
    trouble: str = ""


class Delivered(Value):
    """What one delivery did, duty by duty, and bundle by bundle."""

    at: datetime
    duties: tuple[Told, ...] = ()
    bundles: tuple[Together, ...] = ()

    @property
    def messages(self) -> int:
        """Count what was sent: every message of its own, and every bundle as one, through each channel."""
        return sum(duty.messages for duty in self.duties) + sum(bundle.messages for bundle in self.bundles)

    @property
    def troubled(self) -> tuple[Told, ...]:
        return tuple(duty for duty in self.duties if duty.trouble)
