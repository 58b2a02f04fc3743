"""The corpus of notices and tables: each a text, what a person found in it before the reader saw it, and its file.

A `.txt` is the notice; the `.yaml` of the same name is what a careful person expects. Lines of the expectation:

    measures    id number title                     1.2 （二） 深化商事制度改革     (no title: not compared)
    owners      measure role names                  1.1 lead 市教育局 市财政局      named in an owner clause
    told        measure names                       1.1 各单位                     subjects of sentences
    deadlines   measure kind value text             1.1 fixed 2022-09-30~ 9月底前   (~ the year is inherited, ? no date)

A measure of `.` is none; `?` after a measure marks what may be read or left. In the text of a Word, Excel or web file
tabs part the cells of a row, `^` is a cell merged with the one above, `#0` and `#1` number a paragraph automatically.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from duban.notices import read_notice
from models.reading import Reading

HERE = Path(__file__).parent / "corpus"


@dataclass(frozen=True)
class Notice:
    """One notice of the corpus: its name, its text, what is expected of it."""

    name: str
    text: str
    expected: dict[str, str]

    @property
    def format(self) -> str:
        return self.expected.get("file", "txt")

    def lines(self, field: str) -> list[list[str]]:
        """The lines of one field, cut at spaces."""
        return [line.split(" ") for line in (self.expected.get(field) or "").splitlines() if line.strip()]


def notices() -> list[Notice]:
    """Load the whole corpus, in the order of names."""
    yaml = YAML(typ="safe", pure=True)
    return [
        Notice(file.stem, file.read_text(encoding="utf-8").rstrip("\n"), yaml.load(file.with_suffix(".yaml")))
        for file in sorted(HERE.glob("*.txt"))
    ]


def read(notice: Notice, folder: Path) -> Reading:
    """Write the notice as a file of its format and read it."""
    from corpus_files import WRITERS

    file = folder / f"{notice.name}.{notice.format}"
    WRITERS[notice.format](file, notice.text)
    return read_notice(file)


def blank(place: str) -> tuple[str, bool]:
    """Return (measure, must it be found) of a place such as `1.2?` or `.`."""
    return re.sub(r"^[.0]$", "", place.rstrip("?")), not place.endswith("?")
