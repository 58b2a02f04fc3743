"""What stands in a requirement now, proposed or settled, as one value."""

from typing import Any

from models.plan import Requirement
from models.values import Settled

# fmt: off
FIELDS = (
    "lead_unit_id", "supporting", "timing", "due", "rhythm_day", "event", "starts_from", "days", "in_workdays",
    "fan_out", "deliverables", "quantity", "origin",
)
# fmt: on


def settled_of(requirement: Requirement) -> Settled:
    """Give what stands in a requirement now, proposed or settled, as one value."""
    return Settled.model_validate({name: getattr(requirement, name) for name in FIELDS} | _whole(requirement.fan_out))


def _whole(fan_out: dict[str, Any] | None) -> dict[str, Any]:
    return {} if fan_out else {"fan_out": {}}


def columns_of(settled: Settled) -> dict[str, Any]:
    """Give the columns of a requirement that hold a settled value."""
    values = {n: list(v) if isinstance(v, tuple) else v for n, v in settled.model_dump(exclude={"fan_out"}).items()}
    return values | {"fan_out": settled.fan_out.model_dump(mode="json")}
