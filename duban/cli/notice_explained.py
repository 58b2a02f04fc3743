"""Shows a notice with what was read in colour, and under each line by which rule and how surely it was read."""

from rich.console import Console
from rich.text import Text

from duban.notices.doubts import doubt_told
from duban.notices.explaining import NOT_TAKEN, WHOLE, Field, Mark, marks
from duban.notices.notes import note_told
from duban.tongue import lookup, mark, said, say
from models.reading import Reading

# fmt: off
STYLES: dict[Field, tuple[str, str]] = {
    # field         colour         what it is called
    "measure":     ("bold blue",    mark("举措")),
    "requirement": ("underline",    mark("任务要求")),
    "lead":        ("bold red",     mark("牵头")),
    "supporting":  ("yellow",       mark("配合")),
    "responsible": ("magenta",      mark("负责")),
    "deadline":    ("bold green",   mark("时限")),
    "rest":        ("dim",          mark("未采用")),
}
# fmt: on


def explain(reading: Reading) -> None:
    """Print the text line by line; under each line the fields that begin in it."""
    console = Console(highlight=False)
    console.print(Text.assemble(*((f" {lookup(name)} ", style) for style, name in STYLES.values())))
    found = marks(reading)
    place = 0
    for line in reading.text.split("\n"):
        end = place + len(line)
        if line.strip():
            console.print(_coloured(line, place, found), soft_wrap=True)
            for one in found:
                if place <= one.span[0] < end:
                    console.print(_note(reading, one), soft_wrap=True)
        place = end + 1
    for warning in reading.warnings:
        console.print(Text(say("注意：%(note)s", note=said(note_told(warning))), style="yellow"), soft_wrap=True)


def _coloured(line: str, place: int, found: list[Mark]) -> Text:
    text = Text(line)
    for one in found:
        start, end = max(one.span[0] - place, 0), min(one.span[1] - place, len(line))
        if start < end:
            text.stylize(STYLES[one.field][0], start, end)
    return text


def _note(reading: Reading, of: Mark) -> Text:
    style, name = STYLES[of.field]
    cut = reading.text[slice(*of.span)].replace("\n", "")
    shown = cut if len(cut) <= 24 else f"{cut[:22]}…"
    made = "" if of.said in (NOT_TAKEN, WHOLE) or of.said.zh == cut else f" → {said(of.said)}"
    rule = note_told(of.rule) if isinstance(of.rule, str) else of.rule
    parts = say("；").join(said(part) for part in (rule, of.sure, *map(doubt_told, of.doubts)) if part)
    return Text.assemble("    ", (lookup(name), style), f" {shown}{made}", (say("（%(aside)s）", aside=parts), "dim"))
