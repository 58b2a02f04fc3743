"""Who does it: owner clauses in brackets or lines of their own, and subjects of sentences."""

# ruff: noqa: E501  one pattern a line, its example beside it

import re
from collections.abc import Iterator
from dataclasses import dataclass

from duban.notices.lexicon import UNIT_END
from duban.notices.page import Page
from models.reading import OwnerFound, OwnerRole, Span

# fmt: off
LABELS: tuple[tuple[str, OwnerRole | None, str], ...] = (
    # label before the names                                               role            example
    (r"(?:牵头|主办|主责|第一责任|主要责任)(?:单位|部门|处室|机构|领导)?：",   "lead",         "牵头单位：科普部"),
    (r"(?:配合|协办|协同|参与|参加|协助|支持)(?:单位|部门|处室|机构)?：",      "supporting",   "配合单位：办公室、学会部"),
    (r"(?:责任|负责|承办|落实|实施|完成)(?:单位|部门|处室|机构|科室|领导|人)?：", "responsible", "责任单位：各区"),
    (r"[^，；：（）]{2,8}：",                                                  None,           "适用范围：全市"),
)
ENDINGS: tuple[tuple[str, OwnerRole, str], ...] = (
    # words after the names                                                          role           example
    (r"(?:共同|联合|负责)?牵头(?:负责|组织|落实|实施|办理)?",                          "lead",        "科普部牵头"),
    (r"(?:主办|负总责)",                                                              "lead",        "科普部主办"),
    (r"(?:等(?:有关|相关|各)?(?:部门|单位)?)?(?:按照?(?:各自)?职责(?:分工)?)?(?:共同|积极|协同)?(?:配合|协办|参与|参加|协助|支持)(?:落实|实施|做好)?", "supporting", "办公室、学会部配合"),
    (r"(?:等(?:有关|相关|各)?(?:部门|单位)?)?(?:按照?(?:各自)?职责(?:分工)?)?(?:分别|共同|具体)?(?:负责|落实|承办|组织实施)(?:落实|实施|办理)?", "responsible", "科普部、学会部等按职责分工负责"),
)
# fmt: on
LABEL_ROWS = [(re.compile(pattern), role) for pattern, role, _ in LABELS]
ENDING_ROWS = [(re.compile(rf"(?:{pattern})$"), role) for pattern, role, _ in ENDINGS]
CLAUSE = re.compile(
    r"牵头|负责(?!人)|(?:责任|配合|主办|协办|承办|落实|负责)(?:单位|部门|处室|科室)?：|(?:配合|协办|参与|落实)(?=[，；）〕]|$)"
)
LABEL_LINE = re.compile(
    r"[ \t]*[（〔]?(?:牵头|责任|配合|主办|协办|承办|负责|参与|落实)(?:单位|部门|处室|机构|科室|领导|人)?：[^\n]*"
    r"|[ \t]*(?:完成|办结|工作)?(?:时限|时间|期限)(?:要求|安排)?：[^\n]*"
)
TIME_LABEL = re.compile(r"(?:完成|办结|工作)?(?:时限|时间|期限)(?:要求|安排)?：")
FIRST_LEADS = re.compile(r"(?:列|排)在?(?:第一|首)位(?:的|者|单位)*[^。；）]{0,6}(?:为|是)?牵头")
TAIL_OF_NAMES = re.compile(
    r"(?:等(?:[^、，]{0,6}(?:有关|相关|各)(?:部门|单位|地区|地方)?|部门|单位)?|按照?(?:各自)?职责分工|分别)+$"
)


@dataclass(frozen=True)
class OwnerClause:
    """One clause that names owners: where it stands, whom it names, where a time may be written."""

    span: Span
    owners: tuple[OwnerFound, ...]
    times: tuple[Span, ...]
    whole_item: bool


def owner_clauses(page: Page, span: Span, *, first_leads: bool) -> list[OwnerClause]:
    """Return the owner clauses in `span` in order: brackets, and runs of label lines."""
    found = [*_brackets(page, span, first_leads=first_leads), *_label_lines(page, span, first_leads=first_leads)]
    kept: list[OwnerClause] = []
    for clause in sorted(found, key=lambda c: (c.span[0], -c.span[1])):
        if not kept or clause.span[0] >= kept[-1].span[1]:
            kept.append(clause)
    return kept


def _brackets(page: Page, span: Span, *, first_leads: bool) -> Iterator[OwnerClause]:
    for start, close in sorted(page.pairs.items()):
        if not (span[0] <= start and close < span[1]) or page.plain[start] not in "（〔":
            continue
        inside = (start + 1, close)
        if CLAUSE.search(page.plain, *inside):
            owners, times = _parse(page, inside, first_leads=first_leads)
            if owners:
                before = page.plain[span[0] : start].rstrip()[-1:]
                line_start = page.plain.rfind("\n", 0, start) + 1
                alone = not page.plain[line_start:start].strip()
                yield OwnerClause((start, close + 1), owners, times, before in "。；！" or alone)


def _label_lines(page: Page, span: Span, *, first_leads: bool) -> Iterator[OwnerClause]:
    """Lines 牵头单位：… 配合单位：… 完成时限：… that follow each other are one clause."""
    run: list[Span] = []
    place = span[0]
    for line in page.lines(span):
        if LABEL_LINE.match(page.plain, *line) and (line[0] == place or not page.plain[place : line[0]].strip()):
            run.append(line)
        elif LABEL_LINE.match(page.plain, *line):
            yield from _run(page, run, first_leads=first_leads)
            run = [line]
        else:
            yield from _run(page, run, first_leads=first_leads)
            run = []
        place = line[1]
    yield from _run(page, run, first_leads=first_leads)


def _run(page: Page, run: list[Span], *, first_leads: bool) -> Iterator[OwnerClause]:
    if not run:
        return
    parsed = [_parse(page, line, first_leads=first_leads) for line in run]
    owners = tuple(owner for names, _ in parsed for owner in names)
    times = tuple(time for _, spans in parsed for time in spans)
    if owners or times:
        yield OwnerClause(page.tight((run[0][0], run[-1][1])), owners, times, True)


def _parts(page: Page, span: Span, signs: str) -> list[Span]:
    """Cut at `signs` that stand in no bracket opened inside the span."""
    parts, start, depth_end = [], span[0], span[0]
    for place in range(*span):
        if place in page.pairs and place >= depth_end:
            depth_end = page.pairs[place] + 1
        if place >= depth_end and page.plain[place] in signs:
            parts.append((start, place))
            start = place + 1
    parts.append((start, span[1]))
    return [page.tight(part) for part in parts if page.plain[slice(*part)].strip()]


def _parse(page: Page, span: Span, *, first_leads: bool) -> tuple[tuple[OwnerFound, ...], tuple[Span, ...]]:
    """Read the inside of a clause part by part; names without a word of their own share that of their neighbour."""
    owners: list[OwnerFound] = []
    times: list[Span] = []
    role: OwnerRole | None = None
    waiting: list[Span] = []
    for part in _parts(page, page.tight(span, also="（）〔〕。；"), "，；\n "):
        label = _label(page, part)
        if TIME_LABEL.match(page.plain, *part):
            times.append(part)
            role = None
            continue
        if label:
            end, role = label
            owners += _names(page, (end, part[1]), role=role) if role else []
            continue
        ending = _ending(page, part)
        if ending:
            names, found = ending
            for before in waiting:
                owners += _names(page, before, role=found)
            waiting = []
            owners += _names(page, names, role=found)
            role = None
        elif role:
            owners += _names(page, part, role=role)
        elif re.search(r"\d|年底|月底|长期|持续", page.plain[slice(*part)]):
            times.append(part)
        elif re.search(UNIT_END + r"(?:等)?$", page.plain[slice(*part)]):
            waiting.append(part)
    return tuple(_first_lead(owners, first_leads=first_leads)), tuple(times)


def _label(page: Page, part: Span) -> tuple[int, OwnerRole | None] | None:
    for pattern, role in LABEL_ROWS:
        match = pattern.match(page.plain, *part)
        if match:
            return match.end(), role
    return None


def _ending(page: Page, part: Span) -> tuple[Span, OwnerRole] | None:
    text = page.plain[slice(*part)]
    for pattern, role in ENDING_ROWS:
        match = pattern.search(text)
        if match and match.start():
            start = part[0] + (1 if text[0] == "由" else 0)
            return (start, part[0] + match.start()), role
    return None


def _first_lead(owners: list[OwnerFound], *, first_leads: bool) -> list[OwnerFound]:
    """Where the notice says that the first listed leads, a clause without a lead has one."""
    plain = all(owner.role == "responsible" for owner in owners)
    if not (first_leads and plain and len(owners) > 1):
        return owners
    first, *others = owners
    return [first.model_copy(update={"role": "lead"}), *(o.model_copy(update={"role": "supporting"}) for o in others)]


def _names(page: Page, span: Span, *, role: OwnerRole) -> list[OwnerFound]:
    return [OwnerFound(name=page.cut(name), role=role, span=name) for name in split_names(page, span)]


def split_names(page: Page, span: Span) -> list[Span]:
    """Cut a row of names at 、 and at 和/及/与 between two whole units (发展和改革委 stays one)."""
    names = [name for part in _parts(page, span, "、") for name in _at_and(page, part)]
    return [whole for name in names if (whole := _without_tail(page, name))[0] < whole[1]]


def _without_tail(page: Page, name: Span) -> Span:
    """卫生健康委等国务院相关部门 names one unit."""
    tail = TAIL_OF_NAMES.search(page.plain[slice(*name)])
    return page.tight((name[0], name[0] + tail.start()) if tail else name)


def _at_and(page: Page, span: Span) -> list[Span]:
    for match in re.compile(r"以及|和|及|与").finditer(page.plain, *span):
        left, right = page.plain[span[0] : match.start()], page.plain[match.end() : span[1]]
        if re.search(rf".{{1,}}{UNIT_END}$", left) and re.search(rf"{UNIT_END}$", right):
            return [(span[0], match.start()), *_at_and(page, (match.end(), span[1]))]
    return [span]


def subject_owners(page: Page, subject: Span) -> list[OwnerFound]:
    """Owners named as the subject of a sentence: they are told to do it, nobody says who leads."""
    return _names(page, subject, role="responsible")
