"""What a refused visitor typed, kept so that the page can show it again beside the reasons."""

from dataclasses import dataclass

from starlette.datastructures import FormData

from duban.inbox.pages import sentences
from models.errors import Refused


@dataclass(frozen=True, slots=True)
class Tried:
    """A form that was refused: its button's name, the reasons, the fields as typed."""

    name: str
    told: tuple[str, ...]
    typed: dict[str, str]
    status: int


def tried(act: str, form: FormData, refused: Refused) -> Tried:
    """Keep what was typed."""
    typed = {name: value for name, value in form.items() if isinstance(value, str) and name not in ("csrf", "key")}
    name = "-".join(part for part in (act, typed.get("verdict", "")) if part)
    return Tried(name, sentences(refused), typed, refused.status)
