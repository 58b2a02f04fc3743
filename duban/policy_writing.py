"""Writes a policy as YAML that reads back to the same, and says in what two policies differ."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from duban.policy_shape import called
from models.policy import Place, PolicySettings


def policy_text(settings: PolicySettings, *, heading: str = "") -> str:
    """Write every setting of a policy, in the order of the schema; `heading` is put above it as a comment."""
    said = settings.model_dump(mode="json")
    for hour in ("work_starts", "work_ends"):
        said[hour] = DoubleQuotedScalarString(said[hour])  # 18:30 is a number to readers of YAML 1.1
    writer = YAML()
    writer.indent(mapping=2, sequence=4, offset=2)
    writer.width = 200
    into = StringIO()
    writer.dump(said, into)
    comment = "".join(sign if sign.isprintable() else " " for sign in heading)
    return (f"# {comment}\n" if heading else "") + into.getvalue()


def differences(settings: PolicySettings, other: PolicySettings) -> list[tuple[str, str, str]]:
    """List in what a policy differs from another: the setting, its value here and there; empty where there is none."""
    here, there = dict(_flat(settings.model_dump(mode="json"), ())), dict(_flat(other.model_dump(mode="json"), ()))
    return [
        (called(place), here.get(place, ""), there.get(place, ""))
        for place in dict.fromkeys([*here, *there])
        if here.get(place) != there.get(place)
    ]


def _flat(said: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(said, dict | list):
        for step, value in said.items() if isinstance(said, dict) else enumerate(said):
            yield from _flat(value, (*place, step))
    else:
        yield place, str(said).lower() if isinstance(said, bool) else str(said)
