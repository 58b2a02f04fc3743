"""Column types: moments that keep their zone, words stored by value, small JSON values."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from models.words import Word

SQLModel.model_config["defer_build"] = True
"""Tables are filled from values and check nothing: what pydantic checks with is made when somebody asks it to."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC moment. SQLite drops zones, so it is given back here; a naive moment is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a zone cannot be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Worded(TypeDecorator[Word]):
    """A word, stored by value in a column of fixed length."""

    impl = String(16)
    cache_ok = True

    def __init__(self, words: type[Word]) -> None:
        super().__init__(16)
        self.words = words

    def process_bind_param(self, value: Word | None, dialect: Dialect) -> str | None:
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> Word | None:
        return None if value is None else self.words(value)


def moment(*, index: bool = False, **given: Any) -> Any:
    """Declare a moment: `due: datetime | None = moment(default=None)`."""
    return Field(sa_type=UtcDateTime, index=index, **given)


def word(words: type[Word], *, index: bool = False, **given: Any) -> Any:
    """Declare a word: `state: TaskState = word(TaskState)`."""
    return Field(sa_type=Worded(words), index=index, **given)


def json_list(**given: Any) -> Any:
    """Declare a small list kept as JSON."""
    return Field(default_factory=list, sa_type=JSON, **given)


def json_dict(**given: Any) -> Any:
    """Declare a small mapping kept as JSON."""
    return Field(default_factory=dict, sa_type=JSON, **given)
