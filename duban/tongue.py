"""Speaks to whoever is answered in that person's language: sentences, words, dates as people there write them.

Sentences are written in Chinese where they are used, as `say("…")`, or as `_("…")` in a template; `locale/en.po` holds
them in English. Pages speak as their reader likes, commands as DUBAN_LANGUAGE says; elsewhere everything is in Chinese.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from workflows.moments import SHANGHAI, day_of
from workflows.periods import period_called

LANGUAGES = {"zh": "中文", "en": "English"}
CATALOGUE = Path(__file__).parent / "locale" / "en.po"

# fmt: off
WRITTEN = {
    # language   a day               between day and time   between things   between sentences   in HTML
    "zh":        ("y年M月d日（EEE）",  " ",                   "、",            "",                 "zh-CN"),
    "en":        ("EEE d MMM y",     ", ",                  ", ",            " ",                "en"),
}
# fmt: on


class Spoken(Protocol):
    """A word or a sentence that is known in both languages."""

    def in_language(self, language: str) -> str: ...


class _Turn:
    """The language of one answer; it may turn out while the answer is on its way, when the person becomes known."""

    def __init__(self, language: str | Callable[[], str]) -> None:
        self._language = language

    @property
    def language(self) -> str:
        if not isinstance(self._language, str):
            self._language = self._language()
        return self._language

    @language.setter
    def language(self, language: str) -> None:
        self._language = language


_turn: ContextVar[_Turn] = ContextVar("turn")
_CHINESE = _Turn("zh")


@contextmanager
def speaking(language: str | Callable[[], str]) -> Iterator[None]:
    """Speak a language from here on to the end of the block; one that is looked up is looked up by the first word."""
    kept = _turn.set(_Turn(language))
    try:
        yield
    finally:
        _turn.reset(kept)


def turn_to(language: str) -> None:
    """Speak another language for the rest of this answer; of an unknown one nothing changes."""
    turn = _turn.get(None)
    if turn is not None and language in LANGUAGES:
        turn.language = language


def spoken() -> str:
    """Give the language that is spoken: zh or en."""
    return _turn.get(_CHINESE).language


@cache
def _english() -> dict[str, tuple[str, ...]]:
    from babel.messages.pofile import read_po

    with CATALOGUE.open("rb") as file:
        found = read_po(file, locale="en")
    known = [(m.id if isinstance(m.id, str) else m.id[0], m.string) for m in found if m.id and not m.fuzzy]
    return {zh: (en,) if isinstance(en, str) else tuple(en or ()) for zh, en in known}


def lookup(sentence: str) -> str:
    """Give a sentence as it is written in the language spoken, its places still open."""
    return (_english().get(sentence) or ("",))[0] or sentence if spoken() == "en" else sentence


def lookup_many(sentence: str, _many: str, number: int) -> str:
    """Give a sentence about a number of things; English has two forms of it."""
    forms = _english().get(sentence) if spoken() == "en" else None
    return forms[0 if number == 1 else -1] if forms and all(forms) else sentence


def say(sentence: str, **values: Any) -> str:
    """Say a sentence, its places filled."""
    return lookup(sentence) % values


def mark(sentence: str) -> str:
    """Mark a sentence of a table, for the catalogue; it is said by `say` where it is shown."""
    return sentence


def said(thing: Spoken | str | None) -> str:
    """Say a word or a sentence that is known in both languages; a plain text is what it is."""
    return thing.in_language(spoken()) if thing is not None and hasattr(thing, "in_language") else str(thing or "")


def told(things: Iterable[Spoken]) -> str:
    """Say sentences one after the other."""
    return WRITTEN[spoken()][3].join(said(thing) for thing in things)


def listed(things: Iterable[str]) -> str:
    """Write things one after the other."""
    return WRITTEN[spoken()][2].join(things)


def day(value: date | datetime | None) -> str:
    """Write a day: 2026年11月26日（周四）, Thu 26 Nov 2026."""
    if value is None:
        return "—"
    at = day_of(value) if isinstance(value, datetime) else value
    if spoken() == "zh":  # as the pattern says; most that is written is, and the library takes long to load
        return f"{at.year}年{at.month}月{at.day}日（周{'一二三四五六日'[at.weekday()]}）"
    from babel.dates import format_date

    return format_date(at, WRITTEN[spoken()][0], locale=spoken())


def moment(value: datetime | None) -> str:
    """Write a moment: 2026年11月26日（周四） 09:30, Thu 26 Nov 2026, 09:30."""
    if value is None:
        return "—"
    return f"{day(value)}{WRITTEN[spoken()][1]}{value.astimezone(SHANGHAI):%H:%M}"


def period(name: str) -> str:
    """Write a period, which is stored as 2026H1: 2026年上半年, first half of 2026."""
    return said(period_called(name))


def html_language() -> str:
    """Name the language for browsers and those who read pages aloud."""
    return WRITTEN[spoken()][4]


def liked(header: str) -> str | None:
    """Choose zh or en by what an Accept-Language likes best; None when it says nothing of either."""
    found: dict[str, float] = {}
    for part in header.split(","):
        tag, _, rest = part.strip().partition(";")
        language = tag.partition("-")[0].strip().lower()
        if language in LANGUAGES and _weight(rest) > 0:
            found[language] = max(found.get(language, 0.0), _weight(rest))
    return max(found, key=lambda language: found[language]) if found else None


def _weight(rest: str) -> float:
    name, _, value = rest.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
