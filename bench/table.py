"""The table and the chart of `make bench`: markdown on standard output, both in `build/bench`."""

from collections.abc import Sequence
from pathlib import Path

from bench.measure import Line

FOLDER = Path("build/bench")
WIDTH, BAR, GAP, LEFT = 720, 14, 6, 330
Section = tuple[str, Sequence[Line]]


def write(sections: Sequence[Section]) -> str:
    """Write table and chart; give the table."""
    table = "\n".join(_lines(sections)) + "\n"
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "table.md").write_text(table, encoding="utf-8")
    (FOLDER / "chart.svg").write_text(chart(sections), encoding="utf-8")
    return table


def _lines(sections: Sequence[Section]) -> list[str]:
    told = ["| what | per second | ratio | least – most of the rounds |", "|---|--:|--:|---|"]
    for title, lines in sections:
        told.append(f"| **{title}** | | | |")
        told += [f"| {x.name} | {x.per_second:,.0f} | {x.ratio:.2f} | {x.least:.2f} – {x.most:.2f} |" for x in lines]
    return told


def chart(sections: Sequence[Section]) -> str:
    """Draw a bar for each line: its ratio, a whole width being the largest of its section."""
    y, parts = 10, list[str]()
    for title, lines in sections:
        y += 20
        parts.append(f'<text x="8" y="{y}" font-weight="bold">{_escaped(title)}</text>')
        most = max(line.ratio for line in lines)
        for line in lines:
            y += BAR + GAP
            length = (WIDTH - LEFT - 70) * line.ratio / most
            parts += [
                f'<text x="8" y="{y}">{_escaped(line.name)}</text>',
                f'<rect x="{LEFT}" y="{y - BAR + 3}" width="{length:.1f}" height="{BAR}" fill="#456"/>',
                f'<text x="{LEFT + length + 6:.1f}" y="{y}">{line.ratio:.2f}</text>',
            ]
        y += 10
    size, font = f'width="{WIDTH}" height="{y + 20}"', 'font-family="sans-serif" font-size="12"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {font}>'
    return "\n".join([head, f'<rect {size} fill="white"/>', *parts, "</svg>", ""])


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
