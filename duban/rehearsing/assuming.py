"""What a rehearsal assumes of people: how often they are late, how often a report comes back; and the seed."""

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.errors import BadInput


class Assumptions(BaseModel):
    """Shares between 0 and 1; the same seed plays the same."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    late: float = Field(0.1, ge=0, le=1, title="逾期报告的任务占几成", description="share of tasks reported late")
    returned: float = Field(0.1, ge=0, le=1, title="报告被退回的占几成", description="share of reports sent back")
    seed: int = Field(7, ge=0, title="随机种子：相同则结果相同", description="the same seed plays the same")


def read_assumptions(text: str) -> Assumptions:
    """Read `late=0.1,returned=0.2,seed=7`; what is left out is as usual.

    Raises: BadInput.
    """
    given = dict(_pairs(text))
    try:
        return Assumptions.model_validate(given)
    except ValidationError as problem:
        wrong = ", ".join(f"{error['loc'][0]}={error['input']}" for error in problem.errors())
        raise BadInput(
            f"--assume 看不懂“{wrong}”：可以写 {_offered()}；比例在 0 与 1 之间，种子是非负整数。",
            f"--assume: cannot use {wrong}; known are {', '.join(Assumptions.model_fields)}, shares from 0 to 1.",
        ) from problem


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for part in filter(None, (part.strip() for part in text.replace("，", ",").split(","))):
        name, equals, value = part.partition("=")
        if not equals:
            raise BadInput(
                f"--assume 看不懂“{part}”；请写成 late=0.1,returned=0.2,seed=7 这样。",
                f"--assume: cannot read {part!r}; write it like late=0.1,returned=0.2,seed=7.",
            )
        yield name.strip(), value.strip()


def _offered() -> str:
    return "、".join(f"{name}（{field.title}）" for name, field in Assumptions.model_fields.items())
