"""Reads the text of one measure into requirements: by owner clause where there are some, else by demand."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from duban.notices import amounts
from duban.notices.dates import Years, date_doubts
from duban.notices.deadlines import day_before, find_deadlines, follows_two_years, last_year, loose_doubts
from duban.notices.demands import Demand, asks_anything, demands_in
from duban.notices.doubts import A_CALL, OWNER_ONLY, YEAR_TAKEN
from duban.notices.lists import split_rows
from duban.notices.owners import owner_clauses
from duban.notices.page import Page
from duban.notices.roles import subject_owners
from duban.notices.sentences import OwnerClause
from models.reading import Certainty, DeadlineFound, OwnerFound, RequirementFound, Span

STOPS = "。；，、：！？"
MUST = re.compile("牵头|负责|责任(?:单位|部门|处室|科室|股室|司局)|配合|时限：")
# 任组长, 设在…: they say who holds a post, not who does the work.
NAMES_A_POST = re.compile(r"任|设在|下设|为")


@dataclass(frozen=True)
class Habits:
    """How to read: `orders_only` where a sentence counts only when it says 要, 请, 须 to somebody, `told_only` where
    an owner clause too counts only when it says 牵头 or 负责 (完成单位 of a prize is no owner). `measure` is the number
    of the part that is read.
    """

    years: Years
    first_leads: bool
    orders_only: bool = False
    told_only: bool = False
    measure: str = ""


def read_item(page: Page, body: Span, habits: Habits, *, title: Span | None = None) -> list[RequirementFound]:
    """Return the requirements in one stretch of text, in order; an owner clause right under `title` speaks of it.

    1. Each owner clause takes the text it speaks of as one requirement.
    2. What is left is read demand by demand.
    """
    begin = title[0] if title else body[0]
    clauses = owner_clauses(page, body, first_leads=habits.first_leads)
    if habits.told_only:
        clauses = [c for c in clauses if MUST.search(page.plain, *c.span)]
    scopes = _scopes(page, body, clauses)
    found: list[RequirementFound] = []
    for scope, clause in zip(scopes, clauses, strict=True):
        if scope[0] >= scope[1] and found and (not clause.owners or (title and title[0] >= body[0])):
            found[-1] = _also(page, found[-1], clause, habits.years)
            continue
        said = title if title and scope[0] >= scope[1] else scope
        found.append(_owned(page, said, clause, _years_at(page, habits, begin, said), measure=habits.measure))
    for gap in gaps(body, [*scopes, *(c.span for c in clauses)]):
        demands = demands_in(page, gap, directive_only=habits.orders_only)
        parts = [part for whole in demands for part in split_rows(page, whole)]
        found += [from_demand(page, d, _years_at(page, habits, begin, d.span), measure=habits.measure) for d in parts]
    return sorted((r for r in found if r.span[0] < r.span[1]), key=lambda r: r.span)


def _also(page: Page, before: RequirementFound, clause: OwnerClause, years: Years) -> RequirementFound:
    """甲办会同乙处建立台账。（丙室）: a bracket with no text of its own adds to what the sentence before it names."""
    named = {owner.name for owner in before.owners}
    owners = (*before.owners, *(owner for owner in clause.owners if owner.name not in named))
    times = tuple(d for span in clause.times for d in find_deadlines(page, span, years, labelled=True))
    return before.model_copy(update={"owners": owners, "deadlines": (*before.deadlines, *times)})


def _years_at(page: Page, habits: Habits, begin: int, said: Span) -> Years:
    """The year that an earlier date in the same item names, and the month where a day has none of its own."""
    if begin >= said[0]:
        return habits.years
    earlier = (begin, said[0])
    before = day_before(page, earlier, habits.years, then=said)
    item = _year_named(page, earlier)
    return habits.years._replace(item=item, before=before) if item or before or habits.years.item else habits.years


def _year_named(page: Page, earlier: Span) -> int | None:
    """A year holds on in its paragraph, and in the next ones where the one that names it leads up to them."""
    line = max(earlier[0], page.plain.rfind("\n", *earlier) + 1)
    above = page.tight((earlier[0], line))
    leads_on = above[0] < above[1] and page.plain[above[1] - 1] not in "。；"
    return last_year(page, (line, earlier[1])) or (last_year(page, above) if leads_on else None)


def _scopes(page: Page, body: Span, clauses: list[OwnerClause]) -> list[Span]:
    """A clause after a full stop speaks of all since the clause before it; one inside a sentence, of that sentence.

    A single clause at the very end of an item speaks of the whole item unless a sentence names somebody else.
    """
    scopes, edge = [], body[0]
    for clause in clauses:
        if clause.ahead:
            scopes.append(_rest_of_sentence(page, clause, body, clauses=clauses))
            edge = max(edge, scopes[-1][1])
            continue
        if clause.around:
            start = max(clause.begin, _sentence_start(page, (edge, clause.span[0])))
            end = max(clause.span[1], _rest_of_sentence(page, clause, body, clauses=clauses)[1])
            scopes.append(page.tight((start, end), also=STOPS))
            edge = end
            continue
        if clause.whole_item or _alone_at_the_end(page, body, clause, clauses=clauses):
            start = edge
        else:
            start = _sentence_start(page, (edge, clause.span[0]))
        scopes.append(page.tight((start, clause.span[0]), also=STOPS))
        edge = clause.span[1]
    return scopes


def _rest_of_sentence(page: Page, clause: OwnerClause, body: Span, *, clauses: list[OwnerClause]) -> Span:
    later = min((c.span[0] for c in clauses if c.span[0] >= clause.span[1]), default=body[1])
    parts = page.split((clause.span[1], later), "。；！？\n") if clause.span[1] < later else []
    return page.tight(parts[0], also=STOPS) if parts else (clause.span[1], clause.span[1])


def _alone_at_the_end(page: Page, body: Span, clause: OwnerClause, *, clauses: list[OwnerClause]) -> bool:
    if len(clauses) > 1 or page.plain[clause.span[1] : body[1]].strip(" \n" + STOPS):
        return False
    before = (body[0], _sentence_start(page, (body[0], clause.span[0])))
    return not any(d.subject for d in demands_in(page, before))


def _sentence_start(page: Page, span: Span) -> int:
    parts = page.split(span, "。；！？\n")
    return parts[-1][0] if parts else span[0]


def gaps(body: Span, taken: list[Span]) -> list[Span]:
    """Return what is left of a stretch once the taken places are cut out."""
    left, edge = [], body[0]
    for start, end in sorted(taken):
        if start > edge:
            left.append((edge, min(start, body[1])))
        edge = max(edge, end)
    left.append((edge, body[1]))
    return [(start, end) for start, end in left if start < end]


class Details(NamedTuple):
    """What is known of one requirement besides its text."""

    owners: tuple[OwnerFound, ...]
    deadlines: tuple[DeadlineFound, ...]
    certainty: Certainty = "certain"
    unsure: tuple[str, ...] = ()
    measure: str = ""


def _owned(page: Page, scope: Span, clause: OwnerClause, years: Years, *, measure: str) -> RequirementFound:
    inside = find_deadlines(page, scope, years)
    times: list[DeadlineFound] = []
    earlier = [scope]
    for span in clause.times:
        item = next((year for before in reversed(earlier) if (year := last_year(page, before))), years.item)
        times += find_deadlines(page, span, years._replace(item=item), labelled=True)
        earlier.append(span)
    unsure = tuple(loose_doubts(inside))
    helping_only = all(owner.role == "supporting" for owner in clause.owners)
    details = Details(
        (*_told_inside(page, scope), *clause.owners) if helping_only else clause.owners,
        (*inside, *times),
        "unsure" if unsure else "certain",
        unsure,
        measure,
    )
    if not asks_anything(page, scope):
        unsure = (*unsure, OWNER_ONLY.of())
        details = details._replace(certainty="unsure" if details.unsure else "likely", unsure=unsure)
    return requirement(page, scope, details, years)


def _told_inside(page: Page, scope: Span) -> tuple[OwnerFound, ...]:
    """Who is told in the text, where a clause says only when: 甲局负责机关，乙局负责学校。完成时间：9月底前."""
    told = [d.subject for d in demands_in(page, scope) if d.subject and d.core.directive]
    return tuple(dict.fromkeys(owner for subject in told for owner in subject_owners(page, subject)))


def from_demand(page: Page, demand: Demand, years: Years, *, measure: str) -> RequirementFound:
    """Make a requirement of one demand; who is told in its sentence owns it."""
    post = NAMES_A_POST.match(page.plain, demand.core.verb[0])
    owners = tuple(subject_owners(page, demand.subject)) if demand.subject and not post else ()
    deadlines = find_deadlines(page, demand.span, years)
    unsure, certainty = demand.unsure, demand.certainty
    if certainty == "likely" and not unsure:
        certainty, unsure = ("certain", ()) if deadlines else ("likely", (A_CALL.of(),))
    doubts = tuple(loose_doubts(deadlines))
    details = Details(owners, tuple(deadlines), "unsure" if doubts else certainty, (*unsure, *doubts), measure)
    return requirement(page, demand.span, details, years)


PEOPLE = re.compile(r"(?:成员|书记|委员|代表|主任|主席|负责人|党员|干部|同志|院士|教师|联络员)$")
ONCE = re.compile(
    r"(?:讲|作|上|写|撰写|提交|参加|开展|完成|形成|联系|结对)[^，。；]{0,4}[一1](?:次|堂|场|篇|份|个|项|名|户)"
)


def _each_person(page: Page, span: Span, owners: tuple[OwnerFound, ...]) -> str | None:
    """党组成员、党支部书记…讲一次专题党课 asks it of every one of them: the row of people, as written."""
    if not owners or not all(PEOPLE.search(owner.name) for owner in owners) or not ONCE.search(page.plain, *span):
        return None
    return page.cut((min(o.span[0] for o in owners), max(o.span[1] for o in owners)))


def _reached(page: Page, span: Span, reach: Span) -> str | None:
    return amounts.fan_out(page, reach) if reach != span else None


def _of_two_years(page: Page, deadlines: tuple[DeadlineFound, ...]) -> list[str]:
    """Doubt a day without a year behind 2024年11月至2025年1月."""
    taken = [d for d in deadlines if d.year_inherited and d.date and follows_two_years(page, d.span[0])]
    return [YEAR_TAKEN.of(text=d.text, year=d.date.year) for d in taken if d.date]


def requirement(page: Page, span: Span, details: Details, years: Years) -> RequirementFound:
    """Put a requirement together; amounts are read from its text, fan-out also from the words that name its owner.

    A day whose year is not settled makes the whole requirement unsure.
    """
    reach = (min([span[0], *(owner.span[0] for owner in details.owners)]), span[1])
    doubts = [*date_doubts(details.deadlines, years), *_of_two_years(page, details.deadlines)]
    counted = amounts.count_doubts(page, span)
    certainty = "likely" if counted and details.certainty == "certain" else details.certainty
    return RequirementFound(
        measure=details.measure,
        text=page.cut(span),
        span=span,
        owners=details.owners,
        deadlines=details.deadlines,
        deliverables=amounts.deliverables(page, span),
        quantities=amounts.quantities(page, span),
        fan_out=amounts.fan_out(page, span) or _reached(page, span, reach) or _each_person(page, span, details.owners),
        certainty="unsure" if doubts else certainty,
        unsure=tuple(dict.fromkeys((*details.unsure, *doubts, *counted))),
    )
