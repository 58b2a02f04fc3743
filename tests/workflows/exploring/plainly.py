"""Turns what the exploration deals in into what JSON can hold, always the same."""

from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from pydantic import BaseModel

from workflows.exploring.cast import NAMES, Standing


def plain(value: Any) -> Any:
    """Turn a value into what JSON can hold, always the same."""
    if isinstance(value, Standing):
        return _standing(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_defaults=True)
    if isinstance(value, Exception):
        return str(value)
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return sorted([str(key), plain(one)] for key, one in value.items())
    if isinstance(value, Set):
        return sorted(plain(one) for one in value)
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value


def _standing(who: Standing) -> list[Any]:
    name = NAMES[who.person] if who.person else None
    places = [[p.post.code, sorted(p.post.roles), p.post.unit, p.stands_in_for] for p in who.places]
    roles = sorted(who.house_roles)
    return [name and [name.zh, name.en], who.speaks_as, sorted(who.hands), roles, sorted(who.liaison_of), places]
