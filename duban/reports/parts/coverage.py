"""全覆盖、全过程: units against demands, units against stages; every cell that is empty is listed.

What is asked of whom is taken from the register: a unit that joined its class later shows up with empty cells.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from duban.reports.covered import Covered
from duban.reports.covering import STAGES
from duban.reports.report import Captioned, Drawing, Part
from duban.reports.source import Source
from duban.reports.tables import Cell, Column, Table, table
from duban.reports.values import Rate
from duban.reports.wording import among, share, short

CONTACT = "督办、检查"
ASKED = "应承担任务的单位×要求（不含已撤销）"


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells by unit and demand; only what is asked of a unit has a cell."""

    units: tuple[int, ...]
    demands: tuple[int, ...]
    cells: dict[tuple[int, int], Covered]

    def empty(self) -> tuple[tuple[int, int], ...]:
        return tuple(key for key, cell in self.cells.items() if cell is Covered.NOTHING)

    def asked(self) -> int:
        return sum(cell is not Covered.DROPPED for cell in self.cells.values())

    def covered(self) -> Rate:
        return Rate(part=self.asked() - len(self.empty()), whole=self.asked(), of=ASKED)

    def verified(self) -> Rate:
        part = sum(cell is Covered.VERIFIED for cell in self.cells.values())
        return Rate(part=part, whole=self.asked(), of=ASKED)


def grid_of(source: Source) -> Grid:
    """Lay out what is asked of whom, and what has become of it.

    A task that has gone to another unit is looked for there: its first one is not asked for it any more.
    """
    seq, covering = {demand.id: demand.seq for demand in source.frame.demands}, source.covering
    wanted = {(u, demand) for demand, units in source.wanted.items() for u in units if demand not in covering.whole}
    asked = (wanted - set(covering.elsewhere)) | covering.found.keys()
    order = {unit: place for place, unit in enumerate(source.frame.units)}
    keys = sorted(asked, key=lambda key: (order[key[0]], seq[key[1]]))
    return Grid(
        units=tuple(dict.fromkeys(unit for unit, _ in keys)),
        demands=tuple(sorted({demand for _, demand in keys}, key=lambda demand: seq[demand])),
        cells={key: covering.found.get(key, Covered.NOTHING) for key in keys},
    )


def coverage(source: Source) -> Part:
    """全覆盖: the matrix, its rates, and its empty cells."""
    grid, seq = grid_of(source), {demand.id: demand for demand in source.frame.demands}
    said = (
        f"按名册应承担任务的单位×要求共{grid.asked()}格（不含已撤销），已分解{share(grid.covered())}，"
        f"已办结{share(grid.verified())}。" + (f"有{len(grid.empty())}格为空。" if grid.empty() else "没有空格。")
    )
    empty = [(source.unit(unit), f"{seq[d].seq}. {short(seq[d].text)}") for unit, d in grid.empty()]
    return Part(
        heading="全覆盖",
        said=(said,),
        tables=(
            Captioned(caption="空格清单", table=table(EMPTY, empty, empty="")),
            Captioned(
                caption="各单位覆盖情况", table=table(BY_UNIT, _by_unit(source, grid), empty="没有单位承担任务。")
            ),
            Captioned(caption="单位×要求", table=_matrix(source, grid), drawn=Drawing.HEAT, wide=True),
        ),
    )


# fmt: off
EMPTY: tuple[Column[tuple[str, str]], ...] = (
    Column("单位",     8, lambda r: r[0]),
    Column("任务要求", 20, lambda r: r[1]),
)
BY_UNIT: tuple[Column[tuple[str, dict[Covered, int]]], ...] = (
    Column("单位",     9, lambda r: r[0]),
    Column("要求",     3, lambda r: sum(r[1].values())),
    *(Column(cell.zh, 3, lambda r, cell=cell: r[1].get(cell, 0)) for cell in Covered),  # type: ignore[misc]
)
# fmt: on


def _by_unit(source: Source, grid: Grid) -> Iterator[tuple[str, dict[Covered, int]]]:
    counts: dict[int, dict[Covered, int]] = {unit: {} for unit in grid.units}
    for (unit, _), cell in grid.cells.items():
        counts[unit][cell] = counts[unit].get(cell, 0) + 1
    yield from ((source.unit(unit), of) for unit, of in counts.items())


def _matrix(source: Source, grid: Grid) -> Table:
    seq = {demand.id: demand.seq for demand in source.frame.demands}
    rows: list[tuple[Cell, ...]] = []
    for unit in grid.units:
        cells = (grid.cells.get((unit, demand)) for demand in grid.demands)
        rows.append((source.unit(unit), *(cell.zh if cell else "—" for cell in cells)))
    heads = ("单位", *(f"{seq[demand]}" for demand in grid.demands))
    return Table(heads=heads, widths=(8, *(3 for _ in grid.demands)), rows=tuple(rows), empty="尚无任务要求。")


def process(source: Source) -> Part:
    """全过程: how many tasks of a unit have come to each stage; a stage without a record is listed."""
    covering, contacts = source.covering, _contacts(source)
    units = [unit for unit in source.frame.units if unit in covering.units]
    names = [name for name, _ in STAGES]
    rows: tuple[tuple[str | int, ...], ...] = tuple(
        (source.unit(u), *(covering.reached.get((u, name), 0) for name in names), contacts[u]) for u in units
    )
    heads = ("单位", *names, CONTACT)
    bare = [
        (str(row[0]), "、".join(head for head, count in zip(heads[1:], row[1:], strict=True) if not count))
        for row in rows
        if 0 in row[1:]
    ]
    whole = Table(heads=heads, widths=(11, *(4 for _ in heads[1:])), rows=rows, empty="尚无任务。")
    missing = among(tuple(name for name, _ in bare))
    said = f"{len(bare)}个单位有环节没有记录：{missing}。" if bare else "每个单位每个环节都有记录。"
    return Part(
        heading="全过程",
        said=(said,),
        tables=(
            Captioned(caption="各单位各环节任务数", table=whole, drawn=Drawing.HEAT),
            Captioned(caption="没有记录的环节", table=table(BARE, bare, empty="")),
        ),
    )


BARE: tuple[Column[tuple[str, str]], ...] = (Column("单位", 8, lambda r: r[0]), Column("环节", 16, lambda r: r[1]))


def _contacts(source: Source) -> Counter[int]:
    """How often supervision was in touch with a unit: rungs of the ladder, problems found, reports looked at."""
    return Counter(finding.unit_id for finding in source.findings) + Counter(source.covering.touched)
