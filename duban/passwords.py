"""What a password has to be like, and how a first one is made."""

import secrets

from models.errors import BadInput

SHORTEST, LONGEST, FEWEST_SIGNS = 10, 200, 5
GUESSES = 10**9
"""Guesses that a password has to withstand, by zxcvbn's lists of what people choose."""
LOOKED_AT = 72
"""Signs of a password that zxcvbn looks at; more make it no easier to guess."""
WORDS_OF_THE_HOUSE = ("duban", "督办", "督查", "科协", "方案", "mima", "kexie")
"""Words that everybody here would try first."""
SIGNS = "abcdefghijkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody takes for another."""


def random_password() -> str:
    """Make a password that can be read over the telephone: 80 random bits in four groups."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(4))


def check_new(new: str, *, old: str, login: str) -> None:
    """Check a chosen password: length counts, not odd signs (NIST SP 800-63B, 5.1.1).

    Raises:
        BadInput: it is too short, too long, too plain, the old one, holds the login, or is one that is tried first.
    """
    # fmt: off
    wrong = (
        # if this holds                say so
        (len(new) < SHORTEST,          f"新密码至少 {SHORTEST} 个字符。", f"A password has at least {SHORTEST} signs."),
        (len(new) > LONGEST,           f"新密码最多 {LONGEST} 个字符。",  f"A password has at most {LONGEST} signs."),
        (len(set(new)) < FEWEST_SIGNS, "新密码太简单，请多用几种字符。", "The password repeats too few signs."),
        (new == old,                   "新密码不能与原密码相同。",       "The new password is the old one."),
        (login.lower() in new.lower(), "新密码里不能含有登录名。",       "The password holds the login."),
        (_is_tried_first(new, login),  "新密码太常见，请换几个不相干的词。", "The password is a common one."),
    )
    # fmt: on
    for holds, zh, en in wrong:
        if holds:
            raise BadInput(zh, en)


def _is_tried_first(password: str, login: str) -> bool:
    """Say whether somebody with lists of common passwords, names, words and keyboard runs soon has it."""
    from zxcvbn import zxcvbn  # its lists take a while to load

    known = [*WORDS_OF_THE_HOUSE, *login.replace("_", ".").split(".")]
    return int(zxcvbn(password[:LOOKED_AT], user_inputs=known)["guesses"]) < GUESSES
