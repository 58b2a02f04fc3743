"""Shows a notice with what was read in colour, and under each line by which rule and how surely it was read."""

from rich.console import Console
from rich.text import Text

from duban.cli.asking import in_language
from duban.notices.doubts import doubt_told
from duban.notices.explaining import Field, Mark, marks
from duban.notices.notes import note_told
from models.reading import Reading

# fmt: off
STYLES: dict[Field, tuple[str, str]] = {
    # field         colour         what it is called
    "measure":     ("bold blue",    "举措"),
    "requirement": ("underline",    "要求"),
    "lead":        ("bold red",     "牵头"),
    "supporting":  ("yellow",       "配合"),
    "responsible": ("magenta",      "负责"),
    "deadline":    ("bold green",   "时限"),
    "rest":        ("dim",          "未采用"),
}
# fmt: on


def explain(reading: Reading) -> None:
    """Print the text line by line; under each line the fields that begin in it."""
    console = Console(highlight=False)
    console.print(Text.assemble(*((f" {name} ", style) for style, name in STYLES.values())))
    found = marks(reading)
    place = 0
    for line in reading.text.split("\n"):
        end = place + len(line)
        if line.strip():
            console.print(_coloured(line, place, found), soft_wrap=True)
            for mark in found:
                if place <= mark.span[0] < end:
                    console.print(_note(reading, mark), soft_wrap=True)
        place = end + 1
    for warning in reading.warnings:
        console.print(Text(f"注意：{in_language(note_told(warning))}", style="yellow"), soft_wrap=True)


def _coloured(line: str, place: int, found: list[Mark]) -> Text:
    text = Text(line)
    for mark in found:
        start, end = max(mark.span[0] - place, 0), min(mark.span[1] - place, len(line))
        if start < end:
            text.stylize(STYLES[mark.field][0], start, end)
    return text


def _rule(mark: Mark) -> str:
    """What was left out has its reason where other fields have their rule."""
    return in_language(note_told(mark.rule)) if mark.field == "rest" else mark.rule


def _note(reading: Reading, mark: Mark) -> Text:
    style, name = STYLES[mark.field]
    cut = reading.text[slice(*mark.span)].replace("\n", "")
    shown = cut if len(cut) <= 24 else f"{cut[:22]}…"
    said = "" if mark.said in (name, cut, "任务要求", "未采用") else f" → {mark.said}"
    doubts = (in_language(doubt_told(doubt)) for doubt in mark.doubts)
    parts = "；".join(part for part in (_rule(mark), mark.sure, *doubts) if part)
    return Text.assemble("    ", (name, style), f" {shown}{said}", (f"（{parts}）", "dim"))
