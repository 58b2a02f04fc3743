"""A message as a channel gets it."""

from models.values import Value
from models.words import Life


class Letter(Value):
    """One message to one person, in words; `reference` is the same whenever it is sent again."""

    reference: str
    duty_id: int
    person_id: int
    person_name: str
    email: str
    life: Life
    subject_id: int
    title: str
    body: str


class Unsent(Exception):
    """A channel could not take a letter; the text says why, for people."""
