"""Which settings stand where in a policy: the names that may be written at a place, and what each is called."""

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from models.policy import (
    NOBODY,
    RUNGS,
    LampSettings,
    PanelSettings,
    Place,
    PolicySettings,
    Rung,
    SeatSettings,
)
from models.policy_parts import RhythmSettings, ScoreSettings, WaitSettings
from models.words import Role, SupervisionState, Word

# fmt: off
SHAPES: tuple[tuple[tuple[str, ...], type[BaseModel]], ...] = (
    # place; * is any name or number   what is written there
    ((),                               PolicySettings),
    (("lamps",),                       LampSettings),
    (("ladder", "*"),                  Rung),
    (("panels", "*"),                  PanelSettings),
    (("panels", "*", "seats", "*"),    SeatSettings),
    (("waits",),                       WaitSettings),
    (("scores",),                      ScoreSettings),
    (("reports",),                     RhythmSettings),
)
NEVER: dict[type[Word], frozenset[Word]] = {
    # words of a kind that no policy may use
    Role:             frozenset(NOBODY),
    SupervisionState: frozenset(SupervisionState) - frozenset(RUNGS),
}
# fmt: on


def settings_at(place: Place) -> dict[str, FieldInfo]:
    """List the settings that may be written at a place, by name; none where names are free."""
    for pattern, shape in SHAPES:
        if len(pattern) == len(place) and all(step in ("*", at) for step, at in zip(pattern, place, strict=True)):
            return dict(shape.model_fields)
    return {}


def setting_at(place: Place) -> FieldInfo | None:
    """Find the setting that stands at a place; None for a name that is free, or that no setting has."""
    return settings_at(place[:-1]).get(str(place[-1])) if place else None


def words_of(setting: FieldInfo) -> tuple[Word, ...]:
    """List the words that a setting takes; none when it takes no words."""
    kind = setting.annotation
    if not isinstance(kind, type) or not issubclass(kind, Word):
        return ()
    return tuple(word for word in kind if word not in NEVER.get(kind, frozenset()))


def called(place: Place) -> str:
    """Write a place as people read it: ladder[2].to is the rung that stands second."""
    said = ""
    for step in place:
        said += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return said.removeprefix(".")
