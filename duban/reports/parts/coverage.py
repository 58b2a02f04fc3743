"""全覆盖、全过程: units against demands, units against stages; every cell that is empty is listed.

What is asked of whom is taken from the register: a unit that joined its class later shows up with empty cells.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from duban.reports.report import Captioned, Drawing, Part
from duban.reports.source import Source
from duban.reports.tables import Cell, Column, Table, table
from duban.reports.values import Rate, TaskLine
from duban.reports.wording import share, short, some
from duban.rolled_up import Below
from models.words import Act, FindingState, Lamp, Life, SubjectKind, TaskState, Word


class Covered(Word):
    """What stands in a cell of unit × demand, worst first."""

    # fmt: off
    NOTHING  = "nothing",  "未分解", "no task"
    PROBLEM  = "problem",  "有问题", "has a problem"
    WAITING  = "waiting",  "未开始", "not started"
    AT_WORK  = "at_work",  "办理中", "under way"
    SET_DOWN = "set_down", "已挂账", "suspended"
    DONE_BELOW = "done_below", "下级已办，待报告", "done in the unit's own plan"
    DONE     = "done",     "已报告", "done"
    VERIFIED = "verified", "已办结", "verified"
    DROPPED  = "dropped",  "已撤销", "cancelled"
    # fmt: on


# fmt: off
CELLS: dict[TaskState, Covered] = {
    TaskState.PLANNED:     Covered.WAITING,
    TaskState.ASSIGNED:    Covered.WAITING,
    TaskState.DECLINED:    Covered.WAITING,
    TaskState.IN_PROGRESS: Covered.AT_WORK,
    TaskState.SUSPENDED:   Covered.SET_DOWN,
    TaskState.REPORTED:    Covered.DONE,
    TaskState.IN_REVIEW:   Covered.DONE,
    TaskState.CLOSED:      Covered.VERIFIED,
    TaskState.CANCELLED:   Covered.DROPPED,
}
STAGES: tuple[tuple[str, tuple[tuple[Life, Act], ...]], ...] = (
    # column      steps that count as having come so far
    ("交办",      ((Life.TASK, Act.ASSIGN), (Life.TASK, Act.REASSIGN))),
    ("签收",      ((Life.TASK, Act.ACCEPT),)),
    ("填报进展",  ((Life.TASK, Act.ADD_ENTRY),)),
    ("报告",      ((Life.TASK, Act.REPORT),)),
    ("初审",      ((Life.TASK, Act.PASS_CHECK),)),
    ("办结",      ((Life.TASK, Act.APPROVE),)),
)
# fmt: on
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
    seq = {demand.id: demand.seq for demand in source.facts.demands}
    by_seq = {number: id_ for id_, number in seq.items()}
    ids = {task.id: task for task in source.facts.tasks}
    found: dict[tuple[int, int], list[TaskLine]] = {}
    for line in source.summary.tasks:
        unit = ids[line.id].unit_id
        if unit is not None:
            found.setdefault((unit, by_seq[line.seq]), []).append(line)
    elsewhere = {(source.ids.get(task.subject), task.requirement_id) for task in source.facts.tasks}
    whole = {task.requirement_id for task in source.facts.tasks if task.subject_kind is not SubjectKind.UNIT}
    wanted = {(unit, demand) for demand, units in source.wanted.items() for unit in units if demand not in whole}
    asked = (wanted - elsewhere) | found.keys()
    troubled = {f.task_id for f in source.findings if f.state is not FindingState.VERIFIED}
    order = {unit: place for place, unit in enumerate(source.facts.units)}
    keys = sorted(asked, key=lambda key: (order[key[0]], seq[key[1]]))
    return Grid(
        units=tuple(dict.fromkeys(unit for unit, _ in keys)),
        demands=tuple(sorted({demand for _, demand in keys}, key=lambda demand: seq[demand])),
        cells={key: _cell(found.get(key, []), troubled, source.below) for key in keys},
    )


def _cell(tasks: list[TaskLine], troubled: set[int | None], below: Mapping[int, Below]) -> Covered:
    """The worst of the tasks decides."""
    return min((_of(task, troubled, below) for task in tasks), key=list(Covered).index, default=Covered.NOTHING)


def _of(task: TaskLine, troubled: set[int | None], below: Mapping[int, Below]) -> Covered:
    """What the unit's own plan has finished is not verified by that: the task itself is still to be reported."""
    if task.id in troubled or (task.lamp is Lamp.RED and task.state is not TaskState.CLOSED):
        return Covered.PROBLEM
    cell = CELLS[task.state]
    there = below.get(task.id)
    if there is None or cell not in (Covered.WAITING, Covered.AT_WORK):
        return cell
    return Covered.DONE_BELOW if there.done else Covered.AT_WORK


def coverage(source: Source) -> Part:
    """全覆盖: the matrix, its rates, and its empty cells."""
    grid, seq = grid_of(source), {demand.id: demand for demand in source.facts.demands}
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
    seq = {demand.id: demand.seq for demand in source.facts.demands}
    rows: list[tuple[Cell, ...]] = []
    for unit in grid.units:
        cells = (grid.cells.get((unit, demand)) for demand in grid.demands)
        rows.append((source.unit(unit), *(cell.zh if cell else "—" for cell in cells)))
    heads = ("单位", *(f"{seq[demand]}" for demand in grid.demands))
    return Table(heads=heads, widths=(8, *(3 for _ in grid.demands)), rows=tuple(rows), empty="尚无任务要求。")


def process(source: Source) -> Part:
    """全过程: how many tasks of a unit have come to each stage; a stage without a record is listed."""
    unit_of = {task.id: task.unit_id for task in source.facts.tasks}
    reached: dict[tuple[int, str], set[int]] = {}
    for name, steps in STAGES:
        for step in source.steps:
            unit = unit_of.get(step.subject_id)
            if (step.life, step.act) in steps and unit:
                reached.setdefault((unit, name), set()).add(step.subject_id)
    contacts = _contacts(source, unit_of)
    units = [unit for unit in source.facts.units if unit in set(unit_of.values())]
    names = [name for name, _ in STAGES]
    rows: tuple[tuple[str | int, ...], ...] = tuple(
        (source.unit(u), *(len(reached.get((u, name), ())) for name in names), contacts.get(u, 0)) for u in units
    )
    heads = ("单位", *names, CONTACT)
    bare = [
        (str(row[0]), "、".join(head for head, count in zip(heads[1:], row[1:], strict=True) if not count))
        for row in rows
        if 0 in row[1:]
    ]
    whole = Table(heads=heads, widths=(8, *(4 for _ in heads[1:])), rows=rows, empty="尚无任务。")
    missing = some(tuple(name for name, _ in bare)) if bare else ""
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


def _contacts(source: Source, unit_of: dict[int, int | None]) -> dict[int, int]:
    """How often supervision was in touch with a unit: rungs of the ladder, problems found, reports looked at."""
    found: dict[int, int] = {}
    touched = [unit_of.get(climb.task_id) for climb in source.facts.climbs]
    touched += [finding.unit_id for finding in source.findings]
    touched += [
        unit_of.get(s.subject_id)
        for s in source.steps
        if s.life is Life.TASK and s.act in (Act.PASS_CHECK, Act.SEND_BACK, Act.REOPEN)
    ]
    for unit in touched:
        if unit:
            found[unit] = found.get(unit, 0) + 1
    return found
