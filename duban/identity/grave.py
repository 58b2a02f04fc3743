"""What is grave: before it, a person proves once more to be there, and a token needs a scope of its own.

Read a row: doing `act` to a `life`, with this verdict and about such a subject when they are named, is grave because of
`why`. The pages, the API and its document go by this table alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from models.errors import NotYours, ProofNeeded, Sentence
from models.values import Attempt
from models.words import Act, Life, Scope, Verdict


@dataclass(frozen=True, slots=True)
class Grave:
    """One kind of act that is grave."""

    life: Life
    act: Act
    why: Sentence
    verdict: Verdict | None = None
    about: Life | None = None


ORDERED = Sentence("督办发文", "a formal order")
STRUCK_OFF = Sentence("销号", "striking off")
BULK = Sentence("批量办理", "many acts at once")
DOOR_CHANGED = Sentence("更改登录方式", "changing how somebody signs in")
ACCOUNTS = Sentence("管理他人账号", "keeping the accounts of others")
LET_IN = Sentence("新建可办重大事项的令牌", "a token that may do what is grave")
"""Grave whatever the act is."""

# fmt: off
GRAVE = (
    #     of what            act            why          only with this answer, and only about
    Grave(Life.SUPERVISION,  Act.URGE,      ORDERED),
    Grave(Life.SUPERVISION,  Act.ORDER,     ORDERED),
    Grave(Life.SUPERVISION,  Act.SUMMON,    ORDERED),
    Grave(Life.SUPERVISION,  Act.CIRCULATE, ORDERED),
    Grave(Life.PLAN,         Act.ISSUE,     ORDERED),
    Grave(Life.PLAN,         Act.CONCLUDE,  STRUCK_OFF),
    Grave(Life.PLAN,         Act.WITHDRAW,  STRUCK_OFF),
    Grave(Life.TASK,         Act.CANCEL,    STRUCK_OFF),
    Grave(Life.REVIEW,       Act.DECIDE,    STRUCK_OFF,  Verdict.YES, Life.TASK),
    Grave(Life.FINDING,      Act.VERIFY,    STRUCK_OFF),
)
# fmt: on


def why_grave(attempt: Attempt, subject: Any) -> Sentence | None:
    """Say why an act on a subject is grave; None when it is not."""
    for row in GRAVE:
        if (row.life, row.act) != (attempt.life, attempt.act):
            continue
        if row.verdict in (None, attempt.given.verdict) and (row.about is None or subject.life is row.about):
            return row.why
    return None


def check_scope(why: Sentence, scopes: Iterable[Scope]) -> None:
    """Let a token do what is grave only when it was made for that.

    Raises:
        NotYours: it was not.
    """
    if Scope.GRAVE not in scopes:
        raise NotYours(
            f"这是重大事项（{why.zh}），这个令牌没有“{Scope.GRAVE.zh}”权限；请换一个有此权限的令牌，或由本人在网页上办。",
            f"This is grave ({why.en}) and the token lacks the scope {Scope.GRAVE.value}; "
            "use one that has it, or do it on the pages.",
        )


def proof_needed(why: Sentence) -> ProofNeeded:
    """Ask for a fresh proof before something grave."""
    return ProofNeeded(
        f"这是重大事项（{why.zh}），请先再次验明是你本人，再办。",
        f"This is grave ({why.en}); prove once more that it is you, then do it.",
    )
