"""Puts a reading together: the frame, the outline, the requirements of each measure, and what is left over."""

import re
from dataclasses import replace
from pathlib import Path

from duban.garbage import seldom_collecting
from duban.notices import heading_years, notes
from duban.notices.addressees import read_addressees
from duban.notices.below import given_from_below
from duban.notices.cover import Cover, read_cover
from duban.notices.deadlines import find_deadlines
from duban.notices.doubts import TITLE_TIME
from duban.notices.handed_down import HandedDown
from duban.notices.items import Habits, gaps, read_item
from duban.notices.leftovers import leftovers
from duban.notices.manners import is_condition, is_principle, is_topic, manner_of
from duban.notices.opening import open_text
from duban.notices.outline import Section, broken_sequences, sections
from duban.notices.page import Page, merged, overlapping
from duban.notices.roles import first_leads
from duban.notices.table_notes import told_in_notes
from duban.notices.tables import read_table, rows_done, rows_without_task, task_tables
from duban.notices.task_table import TaskTable
from duban.notices.whole_parts import owned_from_elsewhere, rules_of
from models.reading import DeadlineFound, Reading, RequirementFound, Span

ABOVE = re.compile(
    r"(?:以上|上述|前述)(?:各项|[一二三四五六七八九十\d]{1,3}项)?(?:重点)?(?:工作|任务|事项|要求|内容|项目|措施)(?![^。；\n]{0,40}(?:已|曾|均在))[^。；]{0,40}(?:完成|办结|到位|报送)[^。；]{0,6}"
)
HANDS_IN = re.compile("报送|上报|提交|填报|填写|寄送|提供|发送|推荐|报名")
"""Under 申报条件 a 须 says who may take part, unless something is to be handed in."""
HANDS_ON = re.compile("[印下转]发给你们，|现予?以?[印转]发，")
"""现印发给你们，请细化措施，确保完成 sets no task of its own where it names no day and nobody."""
FORMULA = re.compile(
    r"请[^，。\d]{0,12}(?:认真|抓好|遵照|参照|结合实际)?[^，。\d]{0,8}(?:贯彻|执行|落实|实施|知悉|周知|配合)(?!方案|细则|办法|意见|计划|措施|路径)[^，。]{0,6}$"
    r"|^以上[^，。]{0,8}，?由[^，。]{2,20}督[办查导]$|(?:问题|疑问|不明)[^，。]{0,4}请[^，。]{0,6}(?:反馈|反映|联系|咨询)[^，。]{0,16}$"
)
HOW_IT_IS = re.compile(
    r"^[ \t]*(?:存在的?(?:主要|突出)?问题|问题(?:表现|描述)|(?:目前|当前|办理|整改|工作)?(?:进展|完成|推进)情况"
    r"|(?:目前|当前)进展|基本情况|现状)："
    r"(?![^\n]*(?:措施|要求|责任\w{0,3}|时限)：)[^\n]+$",
    re.M,
)
"""存在问题：该项目应于5月底完成，目前仅完成40%: a line that says how a matter stands asks for nothing."""
DID = re.compile("(?:进行|开展|组织|组成|完成|召开|形成|作出|发现|反馈)了")
"""甲处会同乙处对实验室进行了检查 tells what was."""
FORMULA_IN_HALVES = re.compile(
    r"请[^，。；\n\d]{0,6}结合[^，。；\n\d]{1,12}，[^，。；\n\d]{0,8}(?:贯彻|执行|落实|实施)[^，。；\n\d]{0,6}(?=[。；\n])"
)
"""请结合实际，认真贯彻落实。 With a day in it, it is an order: 请结合实际，6月底前抓好落实。"""


def read_notice(path: Path) -> Reading:
    """Read a notice from a file (.txt, .docx, .xlsx, .html, .pdf with text).

    Raises:
        BadInput: the file cannot be read as one of these; the sentence says what to do.
    """
    opened = open_text(path)
    reading = read_text(opened.text)
    return reading.model_copy(update={"warnings": (*opened.notes, *reading.warnings)})


def read_text(text: str) -> Reading:
    """Read a notice from its text. Never fails; what is missing is None and said in `warnings`."""
    with seldom_collecting():
        return _read(text)


def _read(text: str) -> Reading:
    page = Page(text)
    cover = read_cover(page)
    manner = manner_of(cover)
    habits = Habits(manner.years, first_leads(page), manner.orders_only, manner.orders_only)
    tables = [table for zone in cover.zones for table in task_tables(page, zone)]
    tables = [table for table in tables if table.asks or not manner.orders_only]
    outline = _outline(page, cover, [table.span for table in tables])
    rules = rules_of(page, outline, habits)
    cover.asides += [(rule.span, notes.OWNS_THE_OTHERS) for rule in rules]
    elsewhere = merged([rule.span for rule in rules])
    cover.asides += [(page.tight(line.span()), notes.IN_MEASURE) for line in HOW_IT_IS.finditer(page.plain)]
    closed = merged([table.span for table in tables] + [span for span, _ in cover.asides])
    requirements = _outside(page, cover, [(s.start, s.end) for s in outline] + [t.span for t in tables], habits)
    requirements += _measured(page, outline, habits, closed=closed, elsewhere=elsewhere)
    requirements += _tabled(page, outline, habits, tables)
    requirements += told_in_notes(page, cover, habits) if tables else []
    requirements = given_from_below(page, outline, owned_from_elsewhere(rules, requirements))
    requirements, dating = _dated_from_below(page, outline, requirements, habits)
    if manner.orders_only and not cover.addressees:
        requirements = [r for r in requirements if r.owners]  # to the public it says 须 too: 报名者须年满18周岁
    requirements.sort(key=lambda r: r.span)
    cover.asides += [(span, notes.DATES_THE_ABOVE) for span in dating]
    cover.asides += [(row, notes.ROW_WITHOUT_TASK) for table in tables for row in rows_without_task(page, table)]
    cover.asides += [(row, notes.ROW_DONE) for table in tables for row in rows_done(page, table)]
    cover.taken += [span for table in tables for span in (table.span, *table.places) if span[0] < span[1]]
    groups, classes = read_addressees(page, cover.addressees) if cover.addressees else ((), ())
    return Reading(
        text=text,
        number=cover.number,
        title=cover.title,
        plan_title=cover.plan_title,
        issuer=cover.issuer,
        date=cover.date,
        addressees=groups,
        addressee_classes=classes,
        contact=cover.contact,
        basis=cover.basis,
        measures=tuple(section.as_measure(page) for section in outline),
        requirements=tuple(requirements),
        rest=leftovers(page, cover, outline, requirements, first_leads=habits.first_leads),
        warnings=_warnings(page, cover, outline, requirements),
    )


def _measured(
    page: Page, outline: list[Section], habits: Habits, *, closed: list[Span], elsewhere: list[Span]
) -> list[RequirementFound]:
    """Read all measures in order: what a part names once goes to its items; what only tells asks for little."""
    requirements: list[RequirementFound] = []
    topics: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    handed_down = HandedDown()
    years = heading_years.by_section(page, outline, habits.years)
    for section in outline:
        topics += (f"{section.id}.",) if is_topic(page.plain[slice(*section.title)]) else ()
        orders_only = habits.orders_only or f"{section.id}.".startswith(topics or ("-",))
        here = replace(
            habits, orders_only=orders_only, told_only=orders_only, measure=section.id, years=years[section.id]
        )
        found = _under(page, section, here, closed, elsewhere=elsewhere)
        conditions += (f"{section.id}.",) if is_condition(page.plain[slice(*section.title)]) else ()
        if f"{section.id}.".startswith(conditions or ("-",)):
            found = [r for r in found if r.deadlines or HANDS_IN.search(r.text)]
        if is_principle(page.plain[slice(*section.title)]):
            found = [r for r in found if r.deadlines or r.owners or r.quantities]
        requirements += handed_down.give(page, section, found)
    return requirements + handed_down.kept_back()


def _outline(page: Page, cover: Cover, tables: list[Span]) -> list[Section]:
    closed = [span for span, _ in cover.asides] + cover.taken + tables
    found: list[Section] = []
    for zone in cover.zones:
        above = sum(1 for section in found if section.level == 1)
        found += sections(page, zone, closed=closed, above=above)
    return found


def _under(
    page: Page, section: Section, habits: Habits, closed: list[Span], *, elsewhere: list[Span]
) -> list[RequirementFound]:
    """Read what stands under a heading; an item that is all heading and has nothing under it is read as text.

    What stands in `elsewhere` speaks of other items.
    """
    own = gaps(section.body, overlapping(elsewhere, section.body))
    if not any(page.plain[slice(*piece)].strip(" \n\t。；") for piece in own):
        taken = section.children or overlapping(elsewhere, section.title)
        found = [] if taken else read_item(page, section.title, habits)
    else:
        pieces = gaps(section.body, overlapping(closed, section.body))
        found = [r for piece in pieces for r in read_item(page, piece, habits, title=section.title)]
        found = _dated_from_title(page, section, found, habits) or _in_title_alone(page, section, habits)
    return found


def _in_title_alone(page: Page, section: Section, habits: Habits) -> list[RequirementFound]:
    """7.完成空调安装。（暑假期间） asks for what its title says, whatever the bracket behind it says."""
    begins = page.plain[page.tight(section.body, also="。")[0]]
    return [] if section.children or begins not in "（〔" else read_item(page, section.title, habits)


def _dated_from_title(
    page: Page, section: Section, found: list[RequirementFound], habits: Habits
) -> list[RequirementFound]:
    """（一）动员部署阶段（7月10日前） dates what is undated under it."""
    brackets = [(a + 1, b) for a, b in page.pairs_in(section.title) if b == section.title[1] - 1]
    times = tuple(d for b in brackets for d in find_deadlines(page, b, habits.years, labelled=True))
    note = TITLE_TIME.of()
    return [_dated(r, times, note) if times and not r.deadlines else r for r in found]


def _tabled(page: Page, outline: list[Section], habits: Habits, tables: list[TaskTable]) -> list[RequirementFound]:
    homes = [next((s.id for s in reversed(outline) if s.start <= t.span[0] < s.end), "") for t in tables]
    named = heading_years.by_section(page, outline, habits.years) if tables else {}
    found: list[RequirementFound] = []
    dated = heading_years.by_table(page, tables, [named.get(home, habits.years) for home in homes])
    for table, home, years in zip(tables, homes, dated, strict=True):
        found += read_table(page, table, replace(habits, measure=home, years=years))
    return found


def _outside(page: Page, cover: Cover, inside: list[Span], habits: Habits) -> list[RequirementFound]:
    """Read the cover text, the preamble and what stands under a table, all that is `inside` no heading and no table.

    Only an owner clause or what tells somebody to do something counts.
    """
    found: list[RequirementFound] = []
    closed = merged([span for span, _ in cover.asides] + cover.taken + inside)
    for zone in cover.zones:
        halves = [match.span() for match in FORMULA_IN_HALVES.finditer(page.plain, *zone)]
        for piece in gaps(zone, overlapping(closed, zone)):
            read = read_item(page, piece, replace(habits, orders_only=True))
            asked = [
                r for r in read if not (FORMULA.search(page.plain[slice(*r.span)]) or DID.search(page.plain, *r.span))
            ]
            asked = [r for r in asked if r.deadlines or r.owners or not HANDS_ON.search(page.plain, *r.span)]
            found += [r for r in asked if not overlapping(halves, r.span)]
    return found


def _dated_from_below(
    page: Page, outline: list[Section], requirements: list[RequirementFound], habits: Habits
) -> tuple[list[RequirementFound], list[Span]]:
    """以上工作要在…完成 dates the undated requirements before it under the same first-level heading.

    Returns the requirements without that sentence, and where such sentences stand.
    """
    dating: list[Span] = []
    for match in ABOVE.finditer(page.plain):
        times = tuple(find_deadlines(page, match.span(), habits.years))
        home = next((s for s in reversed(outline) if s.start <= match.start()), None)
        if not times or home is None:
            continue
        top = home.id.split(".")[0] if match.start() < home.end else ""  # behind the last item it speaks of all
        if not any(_undated_above(r, top, match.start()) for r in requirements):
            continue  # all that it speaks of has days of its own: it stays what it asks for
        dating.append(page.tight(match.span()))
        requirements = [
            _dated(r, times, f"时限“{times[0].text}”来自后文对以上工作的统一要求，请确认。")
            if _undated_above(r, top, match.start())
            else r
            for r in requirements
            if not (r.span[0] < match.end() and match.start() < r.span[1] and len(r.text) <= len(match[0]) + 2)
        ]
    return requirements, dating


def _undated_above(requirement: RequirementFound, top: str, place: int) -> bool:
    same = not top or requirement.measure.split(".")[0] == top
    return same and requirement.span[1] <= place and not requirement.deadlines


def _dated(requirement: RequirementFound, times: tuple[DeadlineFound, ...], note: str) -> RequirementFound:
    return requirement.model_copy(update={"deadlines": times, "unsure": (*requirement.unsure, note)})


def _warnings(
    page: Page, cover: Cover, outline: list[Section], requirements: list[RequirementFound]
) -> tuple[str, ...]:
    found = list(cover.warnings)
    found += [notes.BROKEN_SEQUENCE.of(before=before, after=after) for before, after in broken_sequences(outline)]
    if not outline:
        found.append(notes.NO_MEASURES.zh)
    if not requirements:
        found.append(notes.NO_DEMANDS.zh)
        return tuple(found)
    ownerless = sum(1 for r in requirements if not r.owners)
    dateless = sum(1 for r in requirements if not r.deadlines)
    if ownerless:
        found.append(notes.OWNERLESS.of(all=len(requirements), some=ownerless))
    if dateless:
        found.append(notes.DATELESS.of(all=len(requirements), some=dateless))
    return tuple(found)
