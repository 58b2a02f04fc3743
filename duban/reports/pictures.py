"""Draws a table of a report as SVG: lines, bars, stacked bars, a heat map. Pure; readable when printed in grey.

Colours differ in lightness, and every series has a pattern, a dash or its number beside it: none rests on colour alone.
"""

from collections.abc import Callable, Iterator
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from duban.reports.heat import DARK, HEAT, INK, grey
from duban.reports.report import Captioned, Drawing
from duban.reports.tables import Cell, Table
from models.words import Lamp

WIDTH, LEFT, RIGHT, ROW, BAR = 720, 190, 60, 22, 15
FONT = "font-family=\"'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif\""
PATTERNS = (
    '<defs><pattern id="slash" width="6" height="6" patternUnits="userSpaceOnUse"><path d="M0 6L6 0" stroke="#{slash}" '
    'stroke-width="1"/></pattern><pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse"><circle cx="3" '
    'cy="3" r="1" fill="#{dots}"/></pattern></defs>'
).format_map({pattern: colour for _, pattern, colour in INK.values() if pattern})


def svg(shown: Captioned) -> str:
    """Draw a table as it says it is drawn; one without rows gives an empty text."""
    if shown.drawn is None or not shown.table.rows:
        return ""
    return DRAWN[shown.drawn](shown)


def _framed(shown: Captioned, height: float, parts: Iterator[str], *, width: float = WIDTH) -> str:
    size = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label={quoteattr(shown.caption)} {FONT} '
    body = "".join(parts)
    return f'{head}font-size="12"><rect width="100%" height="100%" fill="#fff"/>{PATTERNS}{body}</svg>'


def _text(words: str, x: float, y: float, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {more}>{escape(words)}</text>'


def _number(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0


def _name(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{cell.month}月{cell.day}日"
    said = str(cell)
    return said if len(said) <= 14 else said[:13] + "…"


def _head(head: str | Lamp) -> str:
    return head.zh if isinstance(head, Lamp) else head


def _bars(shown: Captioned) -> str:
    rows = shown.table.rows
    most = max((abs(_number(row[1])) for row in rows), default=0) or 1
    room = WIDTH - LEFT - RIGHT

    def parts() -> Iterator[str]:
        for place, row in enumerate(rows):
            y, count = 10 + place * ROW, _number(row[1])
            length = room * abs(count) / most
            yield _text(_name(row[0]), LEFT - 8, y + BAR - 3, 'text-anchor="end"')
            yield f'<rect x="{LEFT}" y="{y}" width="{length:.1f}" height="{BAR}" fill="#4a6785"/>'
            yield _text(str(count), LEFT + length + 6, y + BAR - 3)

    return _framed(shown, 20 + len(rows) * ROW, parts())


def _stack(shown: Captioned) -> str:
    """One bar for each row, a stretch for each column, with its number in it; the key stands above."""
    heads, rows = shown.table.heads[1:], shown.table.rows
    most = max((sum(_number(cell) for cell in row[1:]) for row in rows), default=0) or 1
    room = WIDTH - LEFT - RIGHT

    def parts() -> Iterator[str]:
        for place, head in enumerate(heads):
            yield from _stretch(LEFT + place * 90, 6, 18, head)
            yield _text(_head(head), LEFT + place * 90 + 24, 18)
        for place, row in enumerate(rows):
            x, y = float(LEFT), 30 + place * ROW
            yield _text(_name(row[0]), LEFT - 8, y + BAR - 3, 'text-anchor="end"')
            for head, cell in zip(heads, row[1:], strict=True):
                length = room * _number(cell) / most
                yield from _stretch(x, y, length, head)
                if length >= 14:
                    yield _text(str(cell), x + length / 2, y + BAR - 3, f'text-anchor="middle" {_halo(head)}')
                x += length
            yield _text(str(sum(_number(c) for c in row[1:])), x + 6, y + BAR - 3)

    return _framed(shown, 40 + len(rows) * ROW, parts())


def _halo(head: str | Lamp) -> str:
    dark = head is Lamp.RED
    return 'fill="#fff"' if dark else 'stroke="#fff" stroke-width="3" paint-order="stroke"'


def _stretch(x: float, y: float, length: float, head: str | Lamp) -> Iterator[str]:
    fill, pattern, _ = INK[head] if isinstance(head, Lamp) else ("88AAAA", "", "")
    if length <= 0:
        return
    at = f'x="{x:.1f}" y="{y}" width="{length:.1f}" height="{BAR}"'
    yield f'<rect {at} fill="#{fill}" stroke="#555" stroke-width="0.6"/>'
    if pattern:
        yield f'<rect {at} fill="url(#{pattern})"/>'


LINES = (("#333", "6 4"), ("#1f5fa8", ""))


def _lines(shown: Captioned) -> str:
    """A line for each column over the rows; each is named at its end, the first is dashed."""
    rows, heads = shown.table.rows, shown.table.heads[1:]
    most = max((_number(cell) for row in rows for cell in row[1:]), default=0) or 1
    top, bottom, left, right = 16, 250, 50, WIDTH - 150
    step = (right - left) / max(1, len(rows) - 1)

    def at(place: int, count: int) -> tuple[float, float]:
        return left + place * step, bottom - (bottom - top) * count / most

    def parts() -> Iterator[str]:
        for share in range(5):
            y = bottom - (bottom - top) * share / 4
            yield f'<path d="M{left} {y:.1f}H{right}" stroke="#ddd"/>'
            yield _text(f"{most * share / 4:g}", left - 8, y + 4, 'text-anchor="end"')
        for place in range(0, len(rows), max(1, -(-len(rows) // 8))):
            yield _text(_name(rows[place][0]), at(place, 0)[0], bottom + 18, 'text-anchor="middle"')
        ends = sorted(range(len(heads)), key=lambda n: _number(rows[-1][n + 1]))
        for n, head in enumerate(heads):
            colour, dash = LINES[n % 2]
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(p, _number(r[n + 1])) for p, r in enumerate(rows)))
            dashed = f' stroke-dasharray="{dash}"' if dash else ""
            yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.2"{dashed}/>'
            x, y = at(len(rows) - 1, _number(rows[-1][n + 1]))
            nudge = -6 if ends.index(n) else 12
            yield _text(f"{_head(head)} {rows[-1][n + 1]}", x + 6, y + nudge, f'fill="{colour}"')

    return _framed(shown, bottom + 34, parts())


def _heat(shown: Captioned) -> str:
    """A square for each cell: the darker, the more there is to see to; words have marks, numbers stand in it."""
    rows, heads = shown.table.rows, shown.table.heads[1:]
    numbers = all(isinstance(cell, int) for row in rows for cell in row[1:])
    size = 52 if numbers else 20
    width = max(WIDTH, LEFT + size * len(heads) + 20)
    most = max((_number(cell) for row in rows for cell in row[1:]), default=0) or 1

    def parts() -> Iterator[str]:
        if not numbers:
            yield from _key(shown.table)
        for place, head in enumerate(heads):
            yield _text(_head(head), LEFT + place * size + size / 2, 44, 'text-anchor="middle" font-size="10"')
        for line, row in enumerate(rows):
            y = 52 + line * 20
            yield _text(_name(row[0]), LEFT - 8, y + 14, 'text-anchor="end"')
            for place, cell in enumerate(row[1:]):
                yield from _square(cell, LEFT + place * size, y, size, _number(cell) / most)

    return _framed(shown, 62 + 20 * len(rows), parts(), width=width)


def _key(table: Table) -> Iterator[str]:
    said = {str(cell) for row in table.rows for cell in row[1:]}
    for place, word in enumerate(word for word in HEAT if word in said):
        yield from _square(word, LEFT + place * 76, 8, 20, 0)
        yield _text(word, LEFT + place * 76 + 25, 22)


def _square(cell: Cell, x: float, y: float, size: float, share: float) -> Iterator[str]:
    """White is a cell of which nothing is asked; among numbers a nought is dark, since nothing is there."""
    if cell == "—":
        return
    if isinstance(cell, str):
        mark, dark = HEAT.get(cell, (cell, 0.0))
    else:
        mark, dark = str(cell), 0.85 if cell == 0 else 0.02 + 0.3 * share
    level = grey(dark)
    fill = f"rgb({level},{level},{min(255, level + 12)})"
    yield f'<rect x="{x:.1f}" y="{y}" width="{size - 2}" height="18" fill="{fill}" stroke="#bbb" stroke-width="0.5"/>'
    ink = "#fff" if dark > DARK else "#222"
    yield _text(mark, x + size / 2 - 1, y + 13, f'text-anchor="middle" font-size="11" fill="{ink}"')


# fmt: off
DRAWN: dict[Drawing, Callable[[Captioned], str]] = {
    Drawing.LINES: _lines,
    Drawing.STACK: _stack,
    Drawing.BARS:  _bars,
    Drawing.HEAT:  _heat,
}
# fmt: on
