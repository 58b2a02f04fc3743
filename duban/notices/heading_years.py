"""The year that a heading names for what stands under it: 二、2026年重点任务, or a table under 2026年任务清单."""

import re
from collections.abc import Iterable, Iterator

from duban.notices.dates import Years
from duban.notices.outline import Section
from duban.notices.page import Page
from duban.notices.task_table import TaskTable
from models.reading import Span

PLAN_YEAR = re.compile(
    r"(?<![—至到-])(20\d\d)年(?:度|全年|[上下]半年)?的?"
    r"(?=重点|主要|工作|任务|目标|计划|安排|推进|实施|建设|民生|清单|行动|措施|举措|[）：]|$)"
)


def by_section(page: Page, outline: Iterable[Section], years: Years) -> dict[str, Years]:
    """Return where the days under each section take their year from: from its heading, or one above, that names one."""
    found: dict[str, Years] = {}
    for section in outline:
        above = found.get(section.id.rpartition(".")[0], years)
        found[section.id] = _of(page, section.title, above)
    return found


def by_table(page: Page, tables: Iterable[TaskTable], homes: Iterable[Years]) -> Iterator[Years]:
    """Give where the days of each table take their year from; the line above it says so, for all its parts."""
    end, years = 0, Years()
    for table, home in zip(tables, homes, strict=True):
        above = _line_above(page, table.span[0])
        goes_on = end and not page.plain[end : above[0]].strip()
        years = _of(page, above, years if goes_on else home)
        end = table.span[1]
        yield years


def _of(page: Page, line: Span, above: Years) -> Years:
    if page.plain.find("年", *line) < 0:
        return above
    said = {match[1] for match in PLAN_YEAR.finditer(page.plain, *line)}
    return above._replace(named=int(said.pop())) if len(said) == 1 else above


def _line_above(page: Page, place: int) -> Span:
    while place and page.plain[place - 1].isspace():
        place -= 1
    return page.plain.rfind("\n", 0, place) + 1, place
