"""Writes out the automatic numbers of a Word file; they are not in the text of its paragraphs.

Each list (`numId`) points to an abstract list with up to nine levels; a level has a format and a pattern such as
`（%2）`. A paragraph takes its list from itself or from its style.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from duban.notices.numerals import chinese


def _full_width(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26)


def _circled(number: int) -> str:
    return chr(ord("①") + number - 1) if 1 <= number <= 20 else str(number)


# fmt: off
FORMATS: dict[str, Callable[[int], str]] = {
    # numFmt                       how it is written
    "decimal":                      str,
    "decimalZero":                  lambda n: f"{n:02}",
    "decimalFullWidth":             _full_width,
    "decimalFullWidth2":            _full_width,
    "chineseCounting":              chinese,
    "chineseCountingThousand":      chinese,
    "chineseLegalSimplified":       chinese,
    "ideographTraditional":         chinese,
    "ideographDigital":             chinese,
    "japaneseCounting":             chinese,
    "japaneseDigitalTenThousand":   chinese,
    "taiwaneseCounting":            chinese,
    "taiwaneseCountingThousand":    chinese,
    "decimalEnclosedCircle":        _circled,
    "decimalEnclosedCircleChinese": _circled,
    "lowerLetter":                  _letter,
    "upperLetter":                  lambda n: _letter(n).upper(),
}
# fmt: on


@dataclass(frozen=True)
class Level:
    """One level of a list: how its number is written, the pattern around it, where it starts."""

    format: str
    pattern: str
    start: int


class Numbers:
    """Counts through a document; ask for the paragraphs in their order."""

    def __init__(self, document: Document) -> None:
        self.lists = _lists(document)
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)

    def before(self, paragraph: Paragraph) -> str:
        """Return the number that Word shows before a paragraph, "" for none, and count it."""
        place = _place(paragraph)
        if place is None or place[0] not in self.lists:
            return ""
        list_id, depth = place
        abstract, levels = self.lists[list_id]
        if depth not in levels or levels[depth].format in ("bullet", "none"):
            return ""
        counts = self.counts[abstract]
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        return _written(levels, counts, depth)


def _written(levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
    text = levels[depth].pattern
    for level, settings in levels.items():
        number = counts.get(level, settings.start)
        text = text.replace(f"%{level + 1}", FORMATS.get(settings.format, str)(number))
    return text


def _place(paragraph: Paragraph) -> tuple[str, int] | None:
    """Return (list, level) from the paragraph or the nearest style that has one; list 0 means no number."""
    properties = [paragraph._p.pPr]
    style = paragraph.style
    while style is not None:
        properties.append(style.element.find(qn("w:pPr")))
        style = style.base_style
    for found in properties:
        number = found.find(qn("w:numPr")) if found is not None else None
        list_id = number.find(qn("w:numId")) if number is not None else None
        if number is not None and list_id is not None:
            level = number.find(qn("w:ilvl"))
            depth = int(level.get(qn("w:val"), "0")) if level is not None else 0
            return list_id.get(qn("w:val"), "0"), depth
    return None


def _lists(document: Document) -> dict[str, tuple[str, dict[int, Level]]]:
    """Return for every list the id of its abstract list and its levels."""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return {}
    abstract = {
        found.get(qn("w:abstractNumId")): {int(lvl.get(qn("w:ilvl"))): _level(lvl) for lvl in found.iter(qn("w:lvl"))}
        for found in root.findall(qn("w:abstractNum"))
    }
    lists = {}
    for number in root.findall(qn("w:num")):
        kind = number.find(qn("w:abstractNumId")).get(qn("w:val"))
        restarts = number.find(qn("w:lvlOverride")) is not None
        key = f"{kind}/{number.get(qn('w:numId'))}" if restarts else str(kind)
        lists[str(number.get(qn("w:numId")))] = (key, abstract.get(kind, {}))
    return lists


def _level(element: object) -> Level:
    def setting(name: str, default: str) -> str:
        found = element.find(qn(name))  # type: ignore[attr-defined]
        return str(found.get(qn("w:val"), default)) if found is not None else default

    return Level(setting("w:numFmt", "decimal"), setting("w:lvlText", "%1."), int(setting("w:start", "1")))
