"""The days of a rehearsal as a calendar: a column for each week, darker where more is told; rest days are hatched."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from html import escape

from workflows.workdays import WorkCalendar

CELL, GAP, LEFT, TOP = 14, 3, 44, 58
BOX = f'width="{CELL}" height="{CELL}" rx="2"'
WEEKDAYS = "一二三四五六日"
SHADES = ("#eef1f4", "#cfe3f5", "#8fc0e6", "#4a90c8", "#1f5f99", "#0b3460")
"""From nothing to most; told apart in grey as well."""
SHARES = (0.1, 0.25, 0.5, 0.75)
"""Up to which share of the fullest day each shade reaches."""


def heat_map(counts: Mapping[date, int], *, begins: date, until: date, calendar: WorkCalendar, title: str) -> str:
    """Draw the days from `begins` to `until` as an SVG; each day says its date and number when pointed at."""
    most = max(counts.values(), default=0)
    first = begins - timedelta(days=begins.weekday())
    weeks = (until - first).days // 7 + 1
    width, height = max(LEFT + weeks * (CELL + GAP) + 20, 560), TOP + 7 * (CELL + GAP) + 46
    days = "\n".join(_days(counts, most, first, begins=begins, until=until, calendar=calendar))
    size = f'width="{width}" height="{height}"'
    return f"""<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {width} {height}" \
font-family="'Noto Sans CJK SC','Microsoft YaHei',sans-serif" font-size="11" role="img" aria-label="{escape(title)}">
<defs><pattern id="rest" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
<line x1="0" y1="0" x2="0" y2="5" stroke="#9aa5b1" stroke-width="1.4"/></pattern></defs>
<rect {size} fill="#ffffff"/>
<text x="{LEFT}" y="20" font-size="14" font-weight="bold">{escape(title)}</text>
{days}
{_legend(most, height)}
</svg>
"""


def _days(
    counts: Mapping[date, int], most: int, first: date, *, begins: date, until: date, calendar: WorkCalendar
) -> Iterator[str]:
    for place, name in enumerate(WEEKDAYS):
        yield f'<text x="{LEFT - 20}" y="{_y(place) + CELL - 3}">{name}</text>'
    for n in range((until - begins).days + 1):
        day = begins + timedelta(days=n)
        x, y, count = _x(first, day), _y(day.weekday()), counts.get(day, 0)
        if day.day == 1 or n == 0:
            yield f'<text x="{x}" y="{TOP - 8}">{day.year % 100}.{day.month}</text>' if day.day <= 24 or n else ""
        rest = not calendar.is_workday(day)
        box = f'x="{x}" y="{y}" {BOX}'
        said = f"{day} 星期{WEEKDAYS[day.weekday()]}：{count} 件" + ("（休息日）" if rest else "")
        yield f'<g><title>{said}</title><rect {box} fill="{_shade(count, most)}"/>'
        yield f'<rect {box} fill="url(#rest)" fill-opacity="0.55"/></g>' if rest else "</g>"


def _legend(most: int, height: int) -> str:
    parts, y = [f'<text x="{LEFT}" y="{height - 14}">少</text>'], height - 25
    for place, shade in enumerate(SHADES):
        parts.append(f'<rect x="{LEFT + 18 + place * 18}" y="{y}" {BOX} fill="{shade}"/>')
    x = LEFT + 18 + len(SHADES) * 18
    parts.append(f'<text x="{x}" y="{height - 14}">多（最多一天 {most} 件）</text>')
    parts.append(f'<rect x="{x + 150}" y="{y}" {BOX} fill="{SHADES[0]}"/>')
    parts.append(f'<rect x="{x + 150}" y="{y}" {BOX} fill="url(#rest)"/>')
    parts.append(f'<text x="{x + 170}" y="{height - 14}">休息日</text>')
    return "\n".join(parts)


def _shade(count: int, most: int) -> str:
    if not count:
        return SHADES[0]
    share = count / most
    return SHADES[1 + sum(share > limit for limit in SHARES)]


def _x(first: date, day: date) -> int:
    return LEFT + (day - first).days // 7 * (CELL + GAP)


def _y(weekday: int) -> int:
    return TOP + weekday * (CELL + GAP)
