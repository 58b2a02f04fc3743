"""A sentence of the reading in both languages; stored in Chinese, told in the language of whoever reads it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from models.errors import Sentence

PLACE = re.compile(r"\\{(\w+)\\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """One kind of sentence; what varies is a place, `{name}`, in both languages."""

    zh: str
    en: str

    def of(self, **values: object) -> str:
        """Write it in Chinese, its places filled."""
        return self.zh.format(**values)

    def told(self, text: str) -> Sentence | None:
        """Give both languages of a text that is of this wording; None when it is of another."""
        found = _pattern(self.zh).fullmatch(text)
        return Sentence(text, self.en.format(**found.groupdict())) if found else None


def told_by(wordings: Iterable[Wording], text: str) -> Sentence:
    """Give a text, as it is stored, in both languages; what an earlier program said otherwise stays as it is."""
    return next((found for one in wordings if (found := one.told(text)) is not None), Sentence(text, text))


@cache
def _pattern(zh: str) -> re.Pattern[str]:
    return re.compile(PLACE.sub(r"(?P<\1>.+?)", re.escape(zh)), re.DOTALL)
