"""Who does it: owner clauses in brackets, after a label or inside a sentence."""

# ruff: noqa: E501  one pattern a line, its example beside it

import re
from collections.abc import Iterator
from dataclasses import replace

from duban.notices.names import parts_of
from duban.notices.page import Page
from duban.notices.predicates import MAY_ACT
from duban.notices.roles import (
    A_TIME,
    BARE_LABEL,
    BEFORE_SOMETHING,
    BY_WHOM,
    NAMED,
    OWNER_LABEL,
    SIGNS,
    STRONG_NAME,
    TIME_LABEL,
    TIME_WORDS,
    parse,
)
from duban.notices.sentences import OwnerClause, said_inside
from models.reading import OwnerFound, Span

CLAUSE = re.compile(
    rf"牵头|负责(?!人)|{OWNER_LABEL}|(?:责任|承办|落实|负责)：|按职责|各[负尽]其责|各司其职|会同"
    r"|(?:配合|协办|协同|主责|总责|为主|抓总|参与|参加|落实|推进|实施|承办|办理)(?=[，；。）〕]|$)"
)
LABEL_LINE = re.compile(rf"[ \t]*[{re.escape(SIGNS)}]{{0,2}}[ ]*[（〔]?(?:{OWNER_LABEL}|{TIME_WORDS})")
TAIL_LABEL = re.compile(rf"(?<=[。；！，、 （〔]){OWNER_LABEL}")
"""A bracket before it is one that nobody closed."""
A_WORD = re.compile("[\u4e00-\u9fff（）“”]+")
LONGEST_TIME = 16
WIDEST_BLANK = 4
TIME_BEHIND = re.compile(rf"[；，。][ ]?(?P<time>{TIME_WORDS}[^。；\n]{{2,40}})")
DUE_LABEL = re.compile(r"(?:完成|办结|整改|推进)[^：]{0,6}：|[^：]{0,4}(?:时限|期限)[^：]{0,4}：")


def owner_clauses(page: Page, span: Span, *, first_leads: bool) -> list[OwnerClause]:
    """Return the owner clauses in `span` in order: brackets, runs of label lines, labels after a sentence, 由…牵头."""
    key = (span, first_leads)
    if key not in page.clauses:
        page.clauses[key] = _found(page, span, first_leads=first_leads)
    return page.clauses[key]


def _found(page: Page, span: Span, *, first_leads: bool) -> list[OwnerClause]:
    found = [
        *_brackets(page, span, first_leads=first_leads),
        *_label_lines(page, span, first_leads=first_leads),
        *_tails(page, span, first_leads=first_leads),
        *said_inside(page, span),
    ]
    kept: list[OwnerClause] = []
    for clause in sorted(found, key=lambda c: (c.span[0], -c.span[1])):
        if not kept or clause.span[0] >= kept[-1].span[1]:
            kept.append(clause)
    return _joined(page, kept)


def _joined(page: Page, found: list[OwnerClause]) -> list[OwnerClause]:
    """【牵头单位：甲局】【配合单位：乙局】【完成时限：6月底前】 are one clause."""
    joined: list[OwnerClause] = []
    for clause in found:
        last = joined[-1] if joined else None
        if last and not page.plain[last.span[1] : clause.span[0]].strip() and page.nested[clause.span[0]]:
            joined[-1] = replace(
                last,
                span=(last.span[0], clause.span[1]),
                owners=last.owners + clause.owners,
                times=last.times + clause.times,
            )
        else:
            joined.append(clause)
        joined[-1] = _with_time_behind(page, joined[-1])
    return joined


def _with_time_behind(page: Page, clause: OwnerClause) -> OwnerClause:
    """A bracket right behind a clause that says nothing but when belongs to it."""
    start, close = clause.span[1], page.pairs.get(clause.span[1])
    said = TIME_BEHIND.match(page.plain, start)
    if said and not clause.times:
        return replace(clause, span=(clause.span[0], said.end()), times=(said.span("time"),))
    if close is None or page.plain[start] not in "（〔":
        return clause
    only_when = close - start <= LONGEST_TIME and _says_when(page.plain[start + 1 : close])
    if not only_when and not TIME_LABEL.match(page.plain, start + 1, close):
        return clause
    return replace(clause, span=(clause.span[0], close + 1), times=(*clause.times, (start + 1, close)))


def _brackets(page: Page, span: Span, *, first_leads: bool) -> Iterator[OwnerClause]:
    for start, close in page.pairs_in(span):
        if close >= span[1] or page.plain[start] not in "（〔" or page.quoted[start]:
            continue
        inside = (start + 1, close)
        before = page.plain[span[0] : start].rstrip()[-1:]
        line_start = page.plain.rfind("\n", 0, start) + 1
        alone = not page.plain[line_start:start].strip()
        bare = _only_names(page, inside, after_stop=before in "。；！" or alone, at_end=_at_end(page, close + 1))
        said = bare or CLAUSE.search(page.plain, *inside) or BARE_LABEL.search(page.plain, *inside)
        if said or MAY_ACT.search(page.plain, *inside):
            owners, times = parse(page, inside, first_leads=first_leads, role="responsible" if bare else None)
            if owners and (_are_units(page, owners, all_of=not said) or page.plain.find("：", *inside) > 0):
                yield OwnerClause((start, close + 1), owners, times, before in "。；！" or alone)


def _are_units(page: Page, owners: tuple[OwnerFound, ...], *, all_of: bool) -> bool:
    """Tell whether the names are those of units: all of them, or one where the bracket speaks of owners."""
    if all_of:
        return all(STRONG_NAME.fullmatch(page.plain, *owner.span) for owner in owners)
    return any(NAMED.fullmatch(page.plain, *owner.span) for owner in owners)


def names_owners(page: Page, bracket: Span) -> bool:
    """Tell whether a bracket (its inside) at the end of a heading says who does what stands under it."""
    square = page.plain[bracket[0] - 1] == "〔"
    if CLAUSE.search(page.plain, *bracket) or BARE_LABEL.search(page.plain, *bracket):
        return bool(parse(page, bracket, first_leads=False)[0])
    return _only_names(page, bracket, after_stop=square, at_end=True)


def _at_end(page: Page, place: int) -> bool:
    return page.plain[place : place + 12].lstrip(" 。；")[:1] in ("", "\n")


def _says_when(part: str) -> bool:
    bound = A_TIME.search(part) and re.search(r"前|底|内|月|年|季度|常态|长期|持续", part)
    return bool(bound or BEFORE_SOMETHING.fullmatch(part))


def _only_names(page: Page, inside: Span, *, after_stop: bool, at_end: bool) -> bool:
    """（市财政局、各县（市、区）政府）: names alone, after a full stop or at the end of the line."""
    if not (after_stop or at_end) or not 2 <= inside[1] - inside[0] <= 200:
        return False
    parts = parts_of(page, page.tight(inside), "，；、")
    names = [page.plain[slice(*part)] for part in parts]
    named = [name for name in names if not (_says_when(name) or BY_WHOM.match(name))]
    pattern = NAMED if after_stop else STRONG_NAME
    sure = [pattern.fullmatch(name) is not None for name in named]
    # A time beside it says as much as a second name: （人才工作委员会，9月15日前出台办法）.
    return (
        len(named) >= 1
        and (after_stop or len(names) >= 2)
        and all(2 <= len(name) <= 30 for name in named)
        and (all(sure) or (after_stop and 2 * len(sure) <= 3 * sum(sure) and all(A_WORD.fullmatch(n) for n in named)))
    )


def _label_lines(page: Page, span: Span, *, first_leads: bool) -> Iterator[OwnerClause]:
    """Lines 牵头单位：… 配合单位：… 完成时限：… that follow each other are one clause."""
    run: list[Span] = []
    place = span[0]
    for line in page.lines(span):
        labelled = LABEL_LINE.match(page.plain, *line) is not None and not _text_after(page, line)
        if run and not (labelled and not page.plain[place : line[0]].strip()):
            yield from _run(page, run, first_leads=first_leads)
            run = []
        if labelled:
            run.append(line)
        place = line[1]
    yield from _run(page, run, first_leads=first_leads)


def _text_after(page: Page, line: Span) -> bool:
    """Tell whether a line that begins with a bracket goes on behind it, so that only the bracket is a clause."""
    close = page.pairs.get(line[0])
    return close is not None and bool(page.plain[close + 1 : line[1]].strip(" 。；，"))


def _run(page: Page, run: list[Span], *, first_leads: bool) -> Iterator[OwnerClause]:
    if not run:
        return
    parsed = [parse(page, line, first_leads=first_leads) for line in run]
    owners = tuple(owner for names, _ in parsed for owner in names)
    times = tuple(time for _, spans in parsed for time in spans)
    if owners or any(DUE_LABEL.match(page.plain, *time) for time in times):
        yield OwnerClause(page.tight((run[0][0], run[-1][1])), owners, times, True)


def _tails(page: Page, span: Span, *, first_leads: bool) -> Iterator[OwnerClause]:
    """…取缔马路市场。责任单位：市城管局；完成时限：6月底: labels that close a line, or a sentence that labels follow."""
    for line in page.lines(span):
        match = TAIL_LABEL.search(page.plain, *line)
        if match is None or page.nested[match.start()] or LABEL_LINE.match(page.plain, *line):
            continue
        start, end = match.span()
        start -= page.plain[start - 1] in "（〔"
        for stop in page.split((match.start(), line[1]), "。"):
            if stop[0] > match.start() and not LABEL_LINE.match(page.plain, *stop):
                break
            end = stop[1]
        owners, times = parse(page, (match.start(), end), first_leads=first_leads)
        if owners:
            before = page.plain[max(line[0], start - WIDEST_BLANK) : start].rstrip()[-1:]
            yield OwnerClause(page.tight((start, end)), owners, times, before in ("。", "；", "！"))
