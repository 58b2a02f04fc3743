"""Scores what the reader reads of the corpus against what a person found in it.

`python scoring.py [NAME …]` shows what is missed and what is too much; `make reading` writes docs/reading.md.
"""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

from corpus_notices import Notice, blank, notices, read

from models.reading import OwnerRole, Reading

Row = tuple[str, ...]


@dataclass
class Score:
    """What of one field was found, missed, and found though it is not there."""

    hit: set[Row] = field(default_factory=set)
    missed: set[Row] = field(default_factory=set)
    extra: set[Row] = field(default_factory=set)

    def add(self, other: "Score") -> None:
        self.hit |= other.hit
        self.missed |= other.missed
        self.extra |= other.extra

    @property
    def precision(self) -> float:
        return len(self.hit) / max(1, len(self.hit) + len(self.extra)) if self.hit or self.extra else 1.0

    @property
    def recall(self) -> float:
        return len(self.hit) / max(1, len(self.hit) + len(self.missed)) if self.hit or self.missed else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def compare(found: Iterable[Row], must: Iterable[Row], may: Iterable[Row] = ()) -> Score:
    """Score a set of rows; what is in `may` counts neither way."""
    found, must = set(found), set(must)
    return Score(found & must, must - found, found - must - set(may))


def head(notice: Notice, reading: Reading) -> Score:
    """Number, title, plan title, issuer, date and addressees, those that the expectation names."""
    groups = " | ".join(" ".join(group) for group in reading.addressees)
    found = {
        "number": reading.number,
        "title": reading.title,
        "plan_title": reading.plan_title,
        "issuer": reading.issuer,
        "date": reading.date,
        "addressees": groups,
    }
    asked = [key for key in found if key in notice.expected]
    return compare(
        [(notice.name, key, str(found[key])) for key in asked],
        [(notice.name, key, str(notice.expected[key])) for key in asked],
    )


def headings(notice: Notice, reading: Reading) -> Score:
    expected = {line[0]: line for line in notice.lines("measures")}
    found = []
    for measure in reading.measures:
        line = expected.get(measure.id, [])
        number, title = measure.number.strip(), measure.title
        found.append((notice.name, measure.id, number, title if len(line) > 2 else ""))
    return compare(found, [(notice.name, line[0], line[1], " ".join(line[2:])) for line in expected.values()])


def owners(notice: Notice, reading: Reading) -> Score:
    """Names with roles of the owner clauses; subjects of sentences may be read too."""
    must, may = set(), set()
    for place, role, *names in notice.lines("owners"):
        measure, needed = blank(place)
        (must if needed else may).update((notice.name, measure, role, name) for name in names)
    for place, *names in notice.lines("told"):
        may |= {(notice.name, blank(place)[0], role, name) for name in names for role in get_args(OwnerRole)}
    found = {(notice.name, r.measure, o.role, "".join(o.name.split())) for r in reading.requirements for o in r.owners}
    return compare(found, must, may)


def deadlines(notice: Notice, reading: Reading) -> Score:
    must, may = expected_deadlines(notice)
    return compare((row for row, _ in found_deadlines(notice, reading)), must, may)


def expected_deadlines(notice: Notice) -> tuple[set[Row], set[Row]]:
    must, may = set(), set()
    for place, *rest in notice.lines("deadlines"):
        measure, needed = blank(place)
        kind, value, text = (rest[0], "-", rest[1]) if len(rest) == 2 else (rest[0], rest[1], " ".join(rest[2:]))
        (must if needed else may).add((notice.name, measure, kind, value.replace("?~", "?"), text))
    return must, may


def found_deadlines(notice: Notice, reading: Reading) -> list[tuple[Row, str]]:
    """Return (row, certainty) of every deadline; the rule of an event is not compared where none is expected."""
    bare = {(row[1], row[4]) for rows in expected_deadlines(notice) for row in rows if row[3] == "-"}
    found = []
    for r in reading.requirements:
        for d in r.deadlines:
            value = f"{d.date or (d.rule if d.kind != 'fixed' else '?')}{'~' if d.year_inherited and d.date else ''}"
            value = "-" if (r.measure, d.text) in bare else value
            found.append(((notice.name, r.measure, d.kind, value.replace("?~", "?"), d.text), r.certainty))
    return found


def rows_of_tables(notice: Notice, reading: Reading) -> Score:
    """How many rows of a table became one requirement each."""
    wanted = int(notice.expected.get("rows") or 0)
    count = sum(1 for r in reading.requirements if "\t" in reading.text[slice(*line_of(reading.text, r.span[0]))])
    numbers = [(notice.name, str(n)) for n in range(max(wanted, count))]
    return compare(numbers[:count], numbers[:wanted])


def line_of(text: str, place: int) -> tuple[int, int]:
    end = text.find("\n", place)
    return text.rfind("\n", 0, place) + 1, len(text) if end < 0 else end


def wrong_and_certain(notice: Notice, reading: Reading) -> list[Row]:
    """Dates that nobody expects, in requirements marked certain."""
    must, may = expected_deadlines(notice)
    right = {(row[1], row[3].rstrip("~"), row[4]) for row in must | may}
    return [
        row
        for row, certainty in found_deadlines(notice, reading)
        if certainty == "certain" and row[3][:2] in ("19", "20") and (row[1], row[3].rstrip("~"), row[4]) not in right
    ]


def false_proposals(notice: Notice, reading: Reading) -> list[Row]:
    """Requirements where the notice makes no demand."""
    none = notice.expected.get("demands") == "none"
    quiet = str(notice.expected.get("quiet") or "").split()
    return [(notice.name, r.measure, r.text) for r in reading.requirements if none or r.measure in quiet]


FIELDS: dict[str, Callable[[Notice, Reading], Score]] = {
    "文头 head": head,
    "标题和条目 headings and items": headings,
    "责任单位及角色 owner clauses with roles": owners,
    "时限及日期 deadlines with dates": deadlines,
    "表格行 rows of tables": rows_of_tables,
}


@dataclass
class Result:
    """Scores by field over some notices, and the two things that must not happen."""

    scores: dict[str, Score] = field(default_factory=lambda: {name: Score() for name in FIELDS})
    wrong: list[Row] = field(default_factory=list)
    false: list[Row] = field(default_factory=list)
    demands: dict[str, int] = field(default_factory=dict)


def scored(chosen: Iterable[Notice]) -> Result:
    """Read the notices and score them."""
    result = Result()
    with TemporaryDirectory() as folder:
        for notice in chosen:
            reading = read(notice, Path(folder))
            for name, score in FIELDS.items():
                result.scores[name].add(score(notice, reading))
            result.wrong += wrong_and_certain(notice, reading)
            result.false += false_proposals(notice, reading)
            result.demands[notice.name] = len(reading.requirements)
    return result


def show(result: Result) -> None:
    for name, score in result.scores.items():
        print(f"{name}: P {score.precision:.3f} R {score.recall:.3f} F1 {score.f1:.3f}")
        for row in sorted(score.missed):
            print("   missed", *row)
        for row in sorted(score.extra):
            print("   extra ", *row)
    for row in result.wrong:
        print("WRONG AND CERTAIN", *row)
    for row in result.false:
        print("FALSE PROPOSAL", *row)


if __name__ == "__main__":
    wanted = sys.argv[1:]
    show(scored(n for n in notices() if not wanted or any(n.name.startswith(w) for w in wanted)))
