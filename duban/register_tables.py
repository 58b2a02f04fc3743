"""What a register consists of: its four tables, the columns of each, and the frozen rows they become.

A table is a sheet of a workbook or a CSV file; its headers may be English or Chinese.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from models.values import Value
from models.words import Holds, Role, Word

W = TypeVar("W", bound=Word)

SEPARATOR = re.compile("[;；]")
DATED = re.compile(r"(.+?)[（(](?:([^至起]+)起|([^至起]*)至([^至起]+))[）)]")
DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


class ClassRow(Value):
    """A class that a unit belongs to; without dates: as long as it is listed."""

    name: str
    since: date | None = None
    until: date | None = None


class UnitRow(Value):
    """A unit; `parent` is the code of the unit above it, empty for a root."""

    code: str
    name: str
    short_name: str = ""
    aliases: tuple[str, ...] = ()
    classes: tuple[ClassRow, ...] = ()
    parent: str = ""


class PersonRow(Value):
    code: str
    name: str
    unit: str
    email: str = ""


class PostRow(Value):
    code: str
    unit: str
    name: str
    roles: tuple[Role, ...]


class HoldingRow(Value):
    """Who holds a post, or is its deputy, from `since` until the end of `until`."""

    post: str
    person: str
    kind: Holds
    since: date
    until: date | None = None


class Register(Value):
    """A whole register, in the order of its files; every code it mentions is defined in it."""

    units: tuple[UnitRow, ...]
    people: tuple[PersonRow, ...]
    posts: tuple[PostRow, ...]
    holdings: tuple[HoldingRow, ...]


class Unreadable(ValueError):
    """A cell that cannot be read; carries the reason in Chinese and in English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh, self.en = zh, en


# Roles that a post may give; the others follow from a plan or belong to the house itself.
GIVEN_BY_POST = (
    Role.LIAISON, Role.UNIT_HEAD, Role.PLANNER, Role.CHECKER,
    Role.REVIEWER, Role.SUPERVISOR, Role.LEADER, Role.OPERATOR,
)  # fmt: skip


def read_list(text: str) -> tuple[str, ...]:
    """Read names separated by ; or ；."""
    return tuple(part.strip() for part in SEPARATOR.split(text) if part.strip())


def read_classes(text: str) -> tuple[ClassRow, ...]:
    """Read classes, with dates if there are any: “省级学会（2026-03-01起）；高校科协（2025-01-01至2026-06-30）”."""
    return tuple(_class(part) for part in read_list(text))


def _class(text: str) -> ClassRow:
    found = DATED.fullmatch(text)
    if found is None:
        return ClassRow(name=text)
    name, on, since, until = found.groups()
    said = ClassRow(name=name, since=read_until(on or since or ""), until=read_until(until or ""))
    if said.since and said.until and said.until < said.since:
        raise Unreadable(f"“{text}”的止日早于起日", f'"{text}" ends before it begins')
    return said


def read_date(text: str) -> date:
    """Read 2026-01-05, 2026/1/5 or 2026年1月5日."""
    found = DATE.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else date.fromisoformat(text)
    except ValueError as problem:
        raise Unreadable(f"“{text}”不是日期，请写成 2026-01-05", f'"{text}" is no date; write 2026-01-05') from problem


def read_until(text: str) -> date | None:
    return read_date(text) if text else None


def read_roles(text: str) -> tuple[Role, ...]:
    return tuple(_word(part, GIVEN_BY_POST) for part in read_list(text))


def read_kind(text: str) -> Holds:
    return _word(text, tuple(Holds))


def _word(text: str, allowed: tuple[W, ...]) -> W:
    for word in allowed:
        if text.lower() == word.value or text == word.zh:
            return word
    known = "、".join(f"{word.value}（{word.zh}）" for word in allowed)
    raise Unreadable(f"不认识“{text}”，可以写 {known}", f'"{text}" is unknown; write one of {known}')


@dataclass(frozen=True)
class Column:
    """One column: its field, its Chinese header, whether it must be filled, and how a cell is read."""

    field: str
    zh: str
    required: bool = True
    read: Callable[[str], object] = str


@dataclass(frozen=True)
class Table:
    """One table of the register; `key` names the fields that tell its rows apart."""

    name: str
    zh: str
    row: type[Value]
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def headers(self) -> Mapping[str, Column]:
        """Map each accepted header to its column."""
        return {header: column for column in self.columns for header in (column.field, column.zh)}


# fmt: off
TABLES = (
    Table("units", "单位", UnitRow, ("code",), (
        #      field         header   required  read
        Column("code",       "编码"),
        Column("name",       "名称"),
        Column("short_name", "简称",  False),
        Column("aliases",    "别名",  False,    read_list),
        Column("classes",    "类别",  False,    read_classes),
        Column("parent",     "上级",  False),
    )),
    Table("people", "人员", PersonRow, ("code",), (
        Column("code",       "编码"),
        Column("name",       "姓名"),
        Column("unit",       "单位"),
        Column("email",      "邮箱",  False),
    )),
    Table("posts", "岗位", PostRow, ("code",), (
        Column("code",       "编码"),
        Column("unit",       "单位"),
        Column("name",       "名称"),
        Column("roles",      "角色",  True,     read_roles),
    )),
    Table("holdings", "任职", HoldingRow, ("post", "person", "kind", "since"), (
        Column("post",       "岗位"),
        Column("person",     "人员"),
        Column("kind",       "身份",  True,     read_kind),
        Column("since",      "起",    True,     read_date),
        Column("until",      "止",    False,    read_until),
    )),
)
# fmt: on
