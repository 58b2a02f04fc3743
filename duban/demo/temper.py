"""How each task of the demonstration goes: most well, some late, returned, extended, declined, suspended or stuck."""

from random import Random

from models.words import Word


class Temper(Word):
    """The way one task takes."""

    PROMPT = "prompt", "按时"
    RETURNED = "returned", "退回后重办"
    BOUNCED = "bounced", "审核组退回后重办"
    EXTENDED = "extended", "延期"
    REFUSED = "refused", "延期未批"
    LATE = "late", "逾期"
    STUCK = "stuck", "久拖不办"
    DECLINED = "declined", "退回交办后改派"
    SUSPENDED = "suspended", "挂账后恢复"
    CANCELLED = "cancelled", "撤销"


# fmt: off
SHARES = (
    #                   in a hundred
    (Temper.PROMPT,     54),
    (Temper.RETURNED,    8),
    (Temper.BOUNCED,     6),
    (Temper.EXTENDED,    9),
    (Temper.REFUSED,     2),
    (Temper.LATE,       11),
    (Temper.STUCK,       4),
    (Temper.DECLINED,    2),
    (Temper.SUSPENDED,   3),
    (Temper.CANCELLED,   1),
)
# fmt: on


def temper_of(task_id: int) -> Temper:
    """Say how a task goes; the same task always goes the same way, and any eleven in a row hold a mixture."""
    chance = Random(task_id * 7919)  # noqa: S311 - a repeatable story, not a secret
    return chance.choices([temper for temper, _ in SHARES], [share for _, share in SHARES])[0]
