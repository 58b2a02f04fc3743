"""Gates: a policy may put a panel before any step of a person from one state to another.

The act then opens a review, and happens when the panel says yes; it is asked again at that moment.
"""

from collections.abc import Iterator

from models.errors import Sentence
from models.policy import PolicySettings
from models.words import Act, Life
from workflows.lives import LIVES
from workflows.rules import HOUSE_ROLES, NEW, SAME, Ruling

# fmt: off
ALWAYS = {
    # act that no policy lets through alone   the panel that stands before it
    (Life.PLAN, Act.SET_POLICY):              "policy",
}
BY_THE_HOUSE = frozenset({(Life.TASK, Act.ASSIGN)})
"""Steps that follow from a person's act by themselves and can be gated all the same: issuing hands tasks out."""
# fmt: on


def gateable() -> frozenset[tuple[Life, Act]]:
    """List every act that a policy may put a panel before: a person's step from one state to another.

    A review is the panel itself, and a beginning has nothing yet that could be put to one.
    """
    return frozenset(
        (life, row.may)
        for life, lifecycle in LIVES.items()
        if life is not Life.REVIEW
        for row in lifecycle.rows
        if row.who not in HOUSE_ROLES and row.becomes != SAME and NEW not in row.sources
    )


def gate_of(settings: PolicySettings, life: Life, act: Act, *, ruling: Ruling) -> str | None:
    """Name the panel that stands before an act that the rules allow; None when it may happen at once."""
    if (life, act) in ALWAYS:
        return ALWAYS[life, act]
    if ruling.stays or (ruling.role in HOUSE_ROLES and (life, act) not in BY_THE_HOUSE):
        return None
    return settings.gates.get(f"{life}.{act}")


def faults_in(settings: PolicySettings) -> Iterator[tuple[str, Sentence]]:
    """List the gates of a policy that cannot be: the name of each, and why not."""
    possible = {f"{life}.{act}" for life, act in gateable()}
    for name in settings.gates:
        if name not in possible:
            yield (
                name,
                Sentence(
                    f"“{name}”前面不能设审核；可以设的有：{'、'.join(sorted(possible))}",
                    f"no panel can stand before {name}; it can before {', '.join(sorted(possible))}",
                ),
            )
