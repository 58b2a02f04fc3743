"""What may be wrong with a register whose cells can all be read, and the list of faults that a person gets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from duban.register_tables import TABLES
from models.errors import BadInput, Sentence
from models.words import Holds, Role

SHOWN = 50


class RegisterProblems(BadInput):
    """A register that cannot be used; `problems` holds every fault with its file, row and column."""

    def __init__(self, problems: Sequence[Sentence]) -> None:
        self.problems = tuple(problems)
        more = len(problems) - SHOWN
        zh = [p.zh for p in problems[:SHOWN]] + ([f"另有 {more} 处"] if more > 0 else [])
        en = [p.en for p in problems[:SHOWN]] + ([f"and {more} more"] if more > 0 else [])
        super().__init__(
            f"名册有 {len(problems)} 处问题，改正后再导入：\n" + "\n".join(zh),
            f"The register has {len(problems)} problems; correct them and try again:\n" + "\n".join(en),
        )


@dataclass(frozen=True)
class Placed:
    """A row with the place it stands in."""

    file: str
    number: int
    row: Any


@dataclass
class Faults:
    """Collects what is wrong."""

    found: list[Sentence] = field(default_factory=list)

    def add(self, where: tuple[str, int, str], zh: str, en: str) -> None:
        """Note a fault; `where` is file, row (0: the file as a whole) and column (may be empty)."""
        file, number, column = where
        place_zh = file + (f" 第 {number} 行" if number else "") + (f" {column} 列" if column else "")
        place_en = file + (f" row {number}" if number else "") + (f" column {column}" if column else "")
        self.found.append(Sentence(f"{place_zh}：{zh}。", f"{place_en}: {en}."))

    def stop_if_any(self) -> None:
        if self.found:
            raise RegisterProblems(self.found)


Tables = dict[str, list[Placed]]


def _no_code_twice(tables: Tables, faults: Faults) -> None:
    for table in TABLES:
        seen: dict[tuple[object, ...], int] = {}
        for placed in tables[table.name]:
            key = tuple(getattr(placed.row, name) for name in table.key)
            if key in seen:
                said = "，".join(str(part) for part in key)
                faults.add(
                    (placed.file, placed.number, table.key[0]),
                    f"{said} 与第 {seen[key]} 行重复",
                    f"{said} stands already in row {seen[key]}",
                )
            seen.setdefault(key, placed.number)


# fmt: off
REFERENCES = (
    # table       field     must stand in  called
    ("units",    "parent", "units",       "单位", "unit"),
    ("people",   "unit",   "units",       "单位", "unit"),
    ("posts",    "unit",   "units",       "单位", "unit"),
    ("holdings", "post",   "posts",       "岗位", "post"),
    ("holdings", "person", "people",      "人员", "person"),
)
# fmt: on


def _every_code_is_known(tables: Tables, faults: Faults) -> None:
    for table, name, target, zh, en in REFERENCES:
        codes = {placed.row.code for placed in tables[target]}
        for placed in tables[table]:
            code = getattr(placed.row, name)
            if code and code not in codes:
                faults.add((placed.file, placed.number, name), f"没有编码为 {code} 的{zh}", f"there is no {en} {code}")


def _no_unit_is_above_itself(tables: Tables, faults: Faults) -> None:
    parents = {placed.row.code: placed.row.parent for placed in tables["units"]}
    for placed in tables["units"]:
        above, steps = placed.row.parent, 0
        while above and above != placed.row.code and steps <= len(parents):
            above, steps = parents.get(above, ""), steps + 1
        if above == placed.row.code:
            faults.add(
                (placed.file, placed.number, "parent"),
                f"{placed.row.code} 的上级绕了一圈又回到自己",
                f"the units above {placed.row.code} lead back to itself",
            )


def _every_post_is_held(tables: Tables, faults: Faults) -> None:
    held = {placed.row.post for placed in tables["holdings"] if placed.row.kind == Holds.HOLDER}
    for placed in tables["posts"]:
        if placed.row.code not in held:
            faults.add(
                (placed.file, placed.number, "code"),
                f"岗位 {placed.row.code} 没有任职人员",
                f"nobody holds the post {placed.row.code}",
            )


def _every_unit_has_a_liaison(tables: Tables, faults: Faults) -> None:
    served = {placed.row.unit for placed in tables["posts"] if Role.LIAISON in placed.row.roles}
    for placed in tables["units"]:
        if placed.row.code not in served:
            faults.add(
                (placed.file, placed.number, "code"),
                f"单位 {placed.row.code}（{placed.row.name}）没有联络员岗位",
                f"the unit {placed.row.code} has no post of a liaison",
            )


def _no_holding_ends_before_it_begins(tables: Tables, faults: Faults) -> None:
    for placed in tables["holdings"]:
        if placed.row.until and placed.row.until < placed.row.since:
            faults.add((placed.file, placed.number, "until"), "止于早于起始之日", "ends before it begins")


CHECKS: tuple[Callable[[Tables, Faults], None], ...] = (
    _no_code_twice,
    _every_code_is_known,
    _no_unit_is_above_itself,
    _every_post_is_held,
    _every_unit_has_a_liaison,
    _no_holding_ends_before_it_begins,
)
