"""Exit codes of every command: one table, which the commands, the page of commands and scripts rely on."""

from enum import IntEnum


class Exits(IntEnum):
    """What a command comes to, as a number with its phrase."""

    zh: str
    en: str

    def __new__(cls, number: int, zh: str, en: str) -> "Exits":
        made = int.__new__(cls, number)
        made._value_, made.zh, made.en = number, zh, en
        return made

    # fmt: off
    # name        code  in Chinese                                in English
    DONE        = 0,    "办成了；检查没有发现问题",               "done; a check found nothing"
    FOUND       = 1,    "检查发现问题，或有没办成的，逐条列出",   "a check found something, or some was left undone"
    REFUSED     = 2,    "规则不允许，或用法不对；没有改动",       "refused, or used wrongly; nothing was changed"
    BROKEN      = 3,    "程序或环境出了故障",                     "the program, or what it needs, broke"
    INTERRUPTED = 130,  "被 Ctrl-C 打断",                         "interrupted by Ctrl-C"
    # fmt: on
