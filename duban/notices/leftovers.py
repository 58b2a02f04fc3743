"""What belongs to nothing, with the reason, so that nothing of a notice is dropped in silence."""

from duban.notices.cover import Cover
from duban.notices.notes import BEFORE_MEASURES, IN_MEASURE
from duban.notices.outline import Section
from duban.notices.owners import owner_clauses
from duban.notices.page import Page
from models.reading import RequirementFound, RestFound, Span

SIGNS = "，。；：、！？（）〔〕 \n\t“”"


def leftovers(
    page: Page, cover: Cover, outline: list[Section], requirements: list[RequirementFound], *, first_leads: bool
) -> tuple[RestFound, ...]:
    """Return the stretches that are no head data, heading or requirement, in order, sentence by sentence joined."""
    taken = sorted(
        [
            *cover.taken,
            *(span for span, _ in cover.asides),
            *_named(page, outline, requirements, first_leads=first_leads),
        ]
    )
    gaps, edge = [], 0
    for start, end in [*taken, (len(page.plain), len(page.plain))]:
        if start > edge:
            gaps += page.lines((edge, start))
        edge = max(edge, end)
    rest = [RestFound(span=span, why=why.zh) for span, why in cover.asides if span[0] < span[1]]
    first = outline[0].start if outline else len(page.plain)
    for gap in gaps:
        tight = page.tight(gap, also="，。；：、 ")
        if page.plain[slice(*tight)].strip(SIGNS):
            rest.append(RestFound(span=tight, why=(IN_MEASURE if tight[0] >= first else BEFORE_MEASURES).zh))
    return tuple(sorted(rest, key=lambda r: r.span))


def _named(
    page: Page, outline: list[Section], requirements: list[RequirementFound], *, first_leads: bool
) -> list[Span]:
    heads = [(s.start, max(s.title[1], s.start + len(s.number))) for s in outline if s.title[0] < s.body[0]]
    numbers = [(s.start, s.start + len(s.number)) for s in outline]
    clauses = [c.span for s in outline for c in owner_clauses(page, s.body, first_leads=first_leads)]
    owners = [o.span for r in requirements for o in r.owners]
    times = [d.span for r in requirements for d in r.deadlines]
    return [*heads, *numbers, *(r.span for r in requirements), *clauses, *owners, *times]
