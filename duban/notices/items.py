"""Reads the text of one measure into requirements: by owner clause where there are some, else by demand."""

import re
from dataclasses import dataclass

from duban.notices import amounts
from duban.notices.deadlines import Years, find_deadlines, last_year
from duban.notices.demands import Demand, demands_in
from duban.notices.lists import split_rows
from duban.notices.owners import OwnerClause, owner_clauses, subject_owners
from duban.notices.page import Page
from models.reading import Certainty, DeadlineFound, OwnerFound, RequirementFound, Span

STOPS = "。；，、：！？"
A_CALL = "这一句的动词多用于一般号召，是否单列为任务请确认。"
# 任组长, 设在…: they say who holds a post, not who does the work.
NAMES_A_POST = re.compile(r"任|设在|下设|为")


@dataclass(frozen=True)
class Habits:
    """What holds for the whole notice."""

    years: Years
    first_leads: bool


def read_item(page: Page, body: Span, habits: Habits, *, title: Span | None = None) -> list[RequirementFound]:
    """Return the requirements in one stretch of text, in order; an owner clause right under `title` speaks of it.

    1. Each owner clause takes the text it speaks of as one requirement.
    2. What is left is read demand by demand.
    """
    years = Years(last_year(page, body), habits.years.signed)
    clauses = owner_clauses(page, body, first_leads=habits.first_leads)
    scopes = _scopes(page, body, clauses)
    spoken_of = [title if title and scope[0] >= scope[1] else scope for scope in scopes]
    found = [_owned(page, scope, clause, years) for scope, clause in zip(spoken_of, clauses, strict=True)]
    for gap in gaps(body, [*scopes, *(c.span for c in clauses)]):
        found += [from_demand(page, d, years) for whole in demands_in(page, gap) for d in split_rows(page, whole)]
    return sorted((r for r in found if r.span[0] < r.span[1]), key=lambda r: r.span)


def _scopes(page: Page, body: Span, clauses: list[OwnerClause]) -> list[Span]:
    """A clause after a full stop speaks of all since the clause before it; one inside a sentence, of that sentence.

    A single clause at the very end of an item speaks of the whole item unless a sentence names somebody else.
    """
    scopes, edge = [], body[0]
    for clause in clauses:
        if clause.whole_item or _alone_at_the_end(page, body, clause, clauses=clauses):
            start = edge
        else:
            start = _sentence_start(page, (edge, clause.span[0]))
        scopes.append(page.tight((start, clause.span[0]), also=STOPS))
        edge = clause.span[1]
    return scopes


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
            left.append((edge, start))
        edge = max(edge, end)
    return [*left, (edge, body[1])] if edge < body[1] else left


@dataclass(frozen=True)
class Details:
    """What is known of one requirement besides its text."""

    owners: tuple[OwnerFound, ...]
    deadlines: tuple[DeadlineFound, ...]
    certainty: Certainty = "certain"
    unsure: tuple[str, ...] = ()


def _owned(page: Page, scope: Span, clause: OwnerClause, years: Years) -> RequirementFound:
    times = [d for span in clause.times for d in find_deadlines(page, span, years, labelled=True)]
    deadlines = (*find_deadlines(page, scope, years), *times)
    if demands_in(page, scope):
        return requirement(page, scope, Details(clause.owners, deadlines), years)
    unsure = ("有责任单位，但没有认出具体动作，请核对要求的内容。",)
    return requirement(page, scope, Details(clause.owners, deadlines, "likely", unsure), years)


def from_demand(page: Page, demand: Demand, years: Years) -> RequirementFound:
    """Make a requirement of one demand; who is told in its sentence owns it."""
    post = NAMES_A_POST.match(page.plain, demand.core.verb[0])
    owners = tuple(subject_owners(page, demand.subject)) if demand.subject and not post else ()
    deadlines = tuple(find_deadlines(page, demand.span, years))
    unsure, certainty = demand.unsure, demand.certainty
    if certainty == "likely" and not unsure:
        certainty, unsure = ("certain", ()) if deadlines else ("likely", (A_CALL,))
    return requirement(page, demand.span, Details(owners, deadlines, certainty, unsure), years)


def requirement(page: Page, span: Span, details: Details, years: Years) -> RequirementFound:
    """Put a requirement together; amounts are read from its text, fan-out also from the words that name its owner."""
    reach = (min([span[0], *(owner.span[0] for owner in details.owners)]), span[1])
    return RequirementFound(
        measure="",
        text=page.cut(span),
        span=span,
        owners=details.owners,
        deadlines=details.deadlines,
        deliverables=amounts.deliverables(page, span),
        quantities=amounts.quantities(page, span),
        fan_out=amounts.fan_out(page, span) or amounts.fan_out(page, reach),
        certainty=details.certainty,
        unsure=(*details.unsure, *_date_doubts(details.deadlines, years)),
    )


def _date_doubts(deadlines: tuple[DeadlineFound, ...], years: Years) -> list[str]:
    """Say which dates could not be worked out, or came out before the day of signing."""
    doubts = []
    for deadline in deadlines:
        if deadline.kind == "fixed" and deadline.date is None:
            doubts.append(f"“{deadline.text}”没有写明年份，也没有发文日期可以推算，请补充。")
        if deadline.kind == "relative" and (deadline.rule or "").startswith("+") and "内" in deadline.text:
            doubts.append(f"“{deadline.text}”没有写明从何时起算，请确认。")
        if deadline.year_inherited and deadline.date and years.signed and deadline.date < years.signed:
            doubts.append(f"“{deadline.text}”按{deadline.date.year}年推算，早于发文日期，请核对年份。")
    return doubts
