"""The one tree of errors.

Problem
├── Refused            the rules say no, or the input is wrong: shown to the person (HTTP 409, exit 2)
│   ├── RuleRefused        a lifecycle refused an act, with every reason
│   ├── SomeoneWasFirst    another act changed the subject in between
│   │   └── VersionPassed      the subject is not what the caller has read any more (HTTP 412)
│   ├── StillAtIt          the same request is being worked on (HTTP 409, try again soon)
│   ├── NotFound           there is no such thing (HTTP 404)
│   ├── NotYours           the person may not see or do this (HTTP 403)
│   ├── SignInNeeded       nobody is signed in, or the name and password do not fit (HTTP 401)
│   ├── ProofNeeded        a grave act, and the person has not just proved to be there (HTTP 403)
│   ├── TooManyTries       wrong tokens came from there too often (HTTP 429, try again later)
│   ├── Busy               too much was asked for at once (HTTP 429, ask again later)
│   └── BadInput           a file, a field or a parameter that cannot be used (HTTP 422)
│       └── KeyUsedOtherwise   the key of a request came before with other words
└── Broken             our fault or the world's: logged (HTTP 500, exit 3)
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """One statement in Chinese and in English."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.zh


class Problem(Exception):
    """Anything duban has to say no about."""

    status = 500

    def __init__(self, zh: str, en: str = "") -> None:
        self.sentence = Sentence(zh, en or zh)
        super().__init__(zh if not en else f"{zh} / {en}")


class Refused(Problem):
    """The rules say no, or the input is wrong. Nothing was changed."""

    status = 409


class RuleRefused(Refused):
    """A lifecycle refused an act.

    `reasons` holds one sentence per guard that does not hold, in the order of the row.
    """

    def __init__(self, reasons: tuple[Sentence, ...], *, what: Sentence) -> None:
        self.reasons = reasons
        self.what = what
        super().__init__(
            what.zh + "：" + "；".join(r.zh.rstrip("。") for r in reasons) + "。",
            what.en + ": " + "; ".join(r.en.rstrip(".") for r in reasons) + ".",
        )


class SomeoneWasFirst(Refused):
    """Another act changed the subject in between. Look again, then decide."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} 刚刚被别人处理过，请刷新后再办。", f"Somebody else has just acted on {what}; look again."
        )


class VersionPassed(SomeoneWasFirst):
    """The subject is not what the caller has read any more. Read it again, then decide."""

    status = 412

    def __init__(self, what: Sentence, *, read: int, stands: int) -> None:
        Refused.__init__(
            self,
            f"{what.zh}已是第 {stands} 版，你看的是第 {read} 版，别人先办了；请重新读取后再办。",
            f"{what.en} is at version {stands} by now, you have read version {read}; read it again, then act.",
        )


class StillAtIt(Refused):
    """The same request is being worked on; its answer can be asked for soon."""

    retry_after_s = 2


class NotFound(Refused):
    """There is no such thing."""

    status = 404


class NotYours(Refused):
    """The person may not see or do this."""

    status = 403


class SignInNeeded(Refused):
    """Nobody is signed in, or the name and password do not fit."""

    status = 401


class ProofNeeded(Refused):
    """A grave act, and the person has not just proved to be there."""

    status = 403


class BadInput(Refused):
    """A file, a field or a parameter that cannot be used; the sentence says what, where and what to do."""

    status = 422


class KeyUsedOtherwise(BadInput):
    """The key of a request came before, with other words."""


class TooManyTries(Refused):
    """Wrong tokens came from there too often; `retry_after_s` says when to try again."""

    status = 429

    def __init__(self, zh: str, en: str, *, retry_after_s: int) -> None:
        super().__init__(zh, en)
        self.retry_after_s = retry_after_s


class Busy(Refused):
    """Too much was asked for at once; `retry_after_s` says when to ask again."""

    status = 429

    def __init__(self, zh: str, en: str, *, retry_after_s: int) -> None:
        super().__init__(zh, en)
        self.retry_after_s = retry_after_s


class Broken(Problem):
    """Our fault or the world's."""
