"""Who does it: owner clauses in brackets, after a label or inside a sentence, and subjects of sentences."""

# ruff: noqa: E501  one pattern a line, its example beside it

import re
from collections.abc import Iterator
from dataclasses import dataclass

from duban.notices.lexicon import UNIT_END
from duban.notices.names import parts_of, split_names
from duban.notices.page import Page
from models.reading import OwnerFound, OwnerRole, Span

WHO = r"(?:单位|部门|处室|机构|科室|股室|司局|部室|站所|院系|支部|领导|主体|方|人)"
# fmt: off
LABELS: tuple[tuple[str, OwnerRole | None, str], ...] = (
    # label before the names                                               role            example
    (rf"(?:牵头|主办|主责|第一责任|主要责任|总?牵头责任){WHO}?：",           "lead",         "牵头单位：科普部"),
    (rf"(?:配合|协办|协同|参与|参加|协助|支持|会办){WHO}?：",                "supporting",   "配合单位：办公室、学会部"),
    (rf"(?:责任|负责|承办|落实|实施|完成|分管|具体责任|责任牵头)(?:分工|{WHO})?：", "responsible", "责任单位：各区"),
    (r"[^，；：（）]{2,8}：",                                                None,           "适用范围：全市"),
)
ENDINGS: tuple[tuple[str, OwnerRole, str], ...] = (
    # words after the names                                                          role           example
    (r"(?:共同|联合|负责)?牵头(?:负责|组织|落实|实施|办理|抓总|推进)?",                  "lead",        "科普部牵头"),
    (r"(?:主办|负总责)",                                                              "lead",        "科普部主办"),
    (r"(?:按照?(?:各自)?(?:职责分工|职责|分工))?(?:共同|积极|协同)?(?:配合|协办|参与|参加|协助|支持)(?:落实|实施|做好|推进)?", "supporting", "办公室、学会部配合"),
    (r"(?:按照?(?:各自)?(?:职责分工|职责|分工))?(?:分别|共同|具体|分工)?(?:负责|落实|承办|组织实施|推进|实施)(?:[\u4e00-\u9fff]{0,6})?", "responsible", "科普部、学会部等按职责分工负责"),
)
# fmt: on
LABEL_ROWS = [(re.compile(pattern), role) for pattern, role, _ in LABELS]
ENDING_ROWS = [(re.compile(rf"(?:{pattern})$"), role) for pattern, role, _ in ENDINGS]
OWNER_LABEL = rf"(?:牵头|责任|配合|主办|主责|协办|承办|负责|参与|参加|协同|落实|实施|协助|分管|完成)(?:分工|{WHO})：|(?:牵头|主办|协办|配合)："
TIME_WORDS = (
    r"(?:完成|办结|办理|落实|报送|工作|推进|整改|任务)?(?:时限|时间|期限|时间节点|进度安排|日期)(?:要求|安排)?："
)
CLAUSE = re.compile(
    rf"牵头|负责(?!人)|{OWNER_LABEL}|(?:责任|配合|主办|协办|承办|落实|负责)：|(?:配合|协办|参与|落实|推进|实施)(?=[，；）〕]|$)"
)
LABEL_LINE = re.compile(rf"[ \t]*[—·•●◆■*-]{{0,2}}[ ]*[（〔]?(?:{OWNER_LABEL}|{TIME_WORDS})")
TAIL_LABEL = re.compile(rf"(?<=[。；！，、 ]){OWNER_LABEL}")
TIME_LABEL = re.compile(TIME_WORDS)
DUE_LABEL = re.compile(r"(?:完成|办结|整改|推进)[^：]{0,6}：|[^：]{0,4}(?:时限|期限)[^：]{0,4}：")
FIRST_LEADS = re.compile(
    r"(?:列|排|排序|位列)在?(?:第一|首|最前)(?:位|个|名)?(?:的|者|单位|部门)*[^。；）]{0,6}(?:为|是)?牵头|(?:首位|第一个?)(?:单位|部门)为牵头|牵头单位(?:排|列)(?:在)?(?:第一|首)"
    r"|(?:第一|首|第1) ?(?:项|个|位|家)?(?:单位|部门)?的?(?:为|是|系)牵头"
)
WHO_WORKS_WITH = re.compile("会同")
ROLE_BEHIND = re.compile(
    r"（(?:(?P<lead>(?:总?牵头|主办|主责)(?:单位|部门)?)|(?:配合|协办|参与|协助)(?:单位|部门)?)）$"
)
BY_WHOM = re.compile(r"[^、，。；]{2,24}?(?<!自)由(?=[^、，]{2,})")
A_TIME = re.compile(r"\d|常态化|年底|月底|年内|半年|长期|持续|全年|常年|季度")
NAMED = re.compile(rf"[^，；：]{{0,40}}{UNIT_END}(?:（[^（）]*）)?(?:等)?(?:[^，、]{{0,4}}(?:部门|单位))?$")
STRONG_NAME = re.compile(
    r"(?:各|全|有关|相关|省|市|县|区|国家|中国|团|州|镇|乡|[\u4e00-\u9fff]{2,8}(?:市|县|区|省))?[\u4e00-\u9fff（）、]{1,20}"
    r"(?:局|厅|委|部|办|处|科|室|署|政府|党委|管委会|委员会|集团|公司|银行|中心|工会|联合会|科协|妇联|侨联|工商联|总社|学院|部门|地区|单位|法院|检察院|街道|乡镇|支队|总队|（市、区）)(?:（[^（）]*）)?"
)
INLINE = re.compile(
    r"(?:(?<=[。；：，）\n])|^)[ ]*由?(?P<lead>[^，。；：（）\n]{2,40}?)"
    r"(?:共同|联合|负责)?(?:牵头(?:负责|组织|落实|抓总)?|负总责|负主责)[，、]"
    r"(?:(?P<help>(?:[^，。；：（）\n]|（[^（）\n]*）){2,80}?)(?:积极|共同|协同|密切|予以|给予)?(?:配合|协助|参与|参加)(?=[，；。])"
    r"|(?P<do>(?:[^，。；：（）\n]|（[^（）\n]*）){2,60}?)(?:分别|分头|具体|共同)?(?:实施|落实|承办|组织实施)(?=[，；。])"
    r"|(?:会同|联合|协同)(?P<along>(?:[^，。；：（）\n]|（[^（）\n]*）){2,60}?)(?=，|对|在|于|每|定期|按|共同|联合|集中"
    r"|开展|进行|制定|组织|建立|抓|做好|完成|研究|提出|起草|推进|落实|编制|实施))?"
)


ASSIGNED = re.compile(
    r"(?:由|(?<=[，。；：\n]))(?P<lead>[^，。；：（）\n]{2,40}?)(?:具体|统一|分别)?负责[^，。；：（）\n]{0,14}，(?:[^，。；：（）\n]{2,24}，){0,2}?"
    r"(?P<help>(?:[^，。；：（）\n]|（[^（）\n]*）){2,80}?)(?:积极|共同|协同|密切|予以|给予)?(?:配合|协助|参与|参加)(?=[，；。])"
)
HELP_ROLES: tuple[tuple[str, OwnerRole], ...] = (("help", "supporting"), ("along", "supporting"), ("do", "responsible"))


@dataclass(frozen=True)
class OwnerClause:
    """One clause that names owners: where it stands, whom it names, where a time may be written.

    `whole_item` when it speaks of all that stands before it; `ahead` when it speaks of what follows in its sentence.
    """

    span: Span
    owners: tuple[OwnerFound, ...]
    times: tuple[Span, ...]
    whole_item: bool
    ahead: bool = False


def owner_clauses(page: Page, span: Span, *, first_leads: bool) -> list[OwnerClause]:
    """Return the owner clauses in `span` in order: brackets, runs of label lines, labels after a sentence, 由…牵头."""
    found = [
        *_brackets(page, span, first_leads=first_leads),
        *_label_lines(page, span, first_leads=first_leads),
        *_tails(page, span, first_leads=first_leads),
        *_inline(page, span),
        *_assigned(page, span),
    ]
    kept: list[OwnerClause] = []
    for clause in sorted(found, key=lambda c: (c.span[0], -c.span[1])):
        if not kept or clause.span[0] >= kept[-1].span[1]:
            kept.append(clause)
    return kept


def _brackets(page: Page, span: Span, *, first_leads: bool) -> Iterator[OwnerClause]:
    for start, close in page.pairs_in(span):
        if close >= span[1] or page.plain[start] not in "（〔" or page.quoted[start]:
            continue
        inside = (start + 1, close)
        before = page.plain[span[0] : start].rstrip()[-1:]
        line_start = page.plain.rfind("\n", 0, start) + 1
        alone = not page.plain[line_start:start].strip()
        bare = _only_names(page, inside, after_stop=before in "。；！" or alone, at_end=_at_end(page, close + 1))
        if bare or CLAUSE.search(page.plain, *inside):
            owners, times = parse(page, inside, first_leads=first_leads, role="responsible" if bare else None)
            if owners:
                yield OwnerClause((start, close + 1), owners, times, before in "。；！" or alone)


def _at_end(page: Page, place: int) -> bool:
    return page.plain[place : place + 12].lstrip(" 。；")[:1] in ("", "\n")


def _only_names(page: Page, inside: Span, *, after_stop: bool, at_end: bool) -> bool:
    """（市财政局、各县（市、区）政府）: names alone, after a full stop or at the end of the line."""
    if not (after_stop or at_end) or not 2 <= inside[1] - inside[0] <= 200:
        return False
    parts = parts_of(page, page.tight(inside), "，；、")
    names = [page.plain[slice(*part)] for part in parts]
    named = [
        name for name in names if not (A_TIME.search(name) and re.search(r"前|底|内|月|年|季度|常态|长期|持续", name))
    ]
    pattern = NAMED if after_stop else STRONG_NAME
    return len(named) >= (1 if after_stop else 2) and all(
        pattern.fullmatch(name) and 2 <= len(name) <= 30 for name in named
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
        end = match.end()
        for stop in page.split((match.start(), line[1]), "。"):
            if stop[0] > match.start() and not LABEL_LINE.match(page.plain, *stop):
                break
            end = stop[1]
        owners, times = parse(page, (match.start(), end), first_leads=first_leads)
        if owners:
            yield OwnerClause(
                page.tight((match.start(), end)), owners, times, page.plain[match.start() - 1] in "。；！"
            )


def _inline(page: Page, span: Span) -> Iterator[OwnerClause]:
    """由市住建局牵头，市财政局配合，6月底前完成…: speaks of what follows in its sentence."""
    for match in INLINE.finditer(page.plain, *span):
        lead = match.span("lead")
        others: list[tuple[Span, OwnerRole]] = [
            (match.span(name), role)
            for name, role in HELP_ROLES
            if match[name] and NAMED.fullmatch(page.plain, *match.span(name))
        ]
        if (
            page.nested[lead[0]]
            or not NAMED.fullmatch(page.plain, *lead)
            or re.search(r"[推支加促]", match["lead"][:1])
        ):
            continue
        owners = [
            *_names(page, lead, role="lead"),
            *(o for where, role in others for o in _names(page, where, role=role)),
        ]
        after = re.compile("[，、]").search(page.plain, match.end("lead"))
        end = match.end() if others else after.end() if after else match.end("lead")
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        yield OwnerClause((start, end), tuple(owners), (), False, True)


def _assigned(page: Page, span: Span) -> Iterator[OwnerClause]:
    """…由执法司负责核查，仓储司予以配合: two in one sentence, of which one helps the other."""
    for match in ASSIGNED.finditer(page.plain, *span):
        lead, helping = match.span("lead"), match.span("help")
        if page.nested[lead[0]] or not all(NAMED.fullmatch(page.plain, *name) for name in (lead, helping)):
            continue
        owners = (*_names(page, lead, role="responsible"), *_names(page, helping, role="supporting"))
        yield OwnerClause(match.span("help"), owners, (), False)


def parse(
    page: Page, span: Span, *, first_leads: bool, role: OwnerRole | None = None
) -> tuple[tuple[OwnerFound, ...], tuple[Span, ...]]:
    """Read the inside of a clause part by part; names without a word of their own share that of their neighbour.

    `role` is what names are that no word gives a role.
    """
    owners: list[OwnerFound] = []
    times: list[Span] = []
    current = role
    waiting: list[Span] = []
    for part in parts_of(page, _inside(page, span) if role is None else page.tight(span, also="。；"), "，；\n。 "):
        if TIME_LABEL.match(page.plain, *part):
            times.append(part)
            current = role
            continue
        if FIRST_LEADS.search(page.plain, *part) or page.plain.startswith("下同", part[0]):
            continue
        label = _label(page, part)
        if label:
            part, current = (label[0], part[1]), label[1]
        if label and (current is None or part[0] >= part[1]):
            continue
        ending = _ending(page, part)
        timed = A_TIME.search(page.plain, *part) is not None
        if ending and not (timed and not NAMED.fullmatch(page.plain, *ending[0])):
            names, found = ending
            owners += [owner for before in waiting for owner in _names(page, before, role=found)]
            waiting = []
            owners += _names(page, names, role=found)
            current = role
        elif timed and not STRONG_NAME.fullmatch(page.plain, *part):
            times.append(part)
        elif current:
            owners += _names(page, part, role=current)
        elif NAMED.fullmatch(page.plain, *part):
            waiting.append(part)
    if owners:
        owners += [owner for before in waiting for owner in _names(page, before, role="responsible")]
    return tuple(_first_lead(owners, first_leads=first_leads)), tuple(times)


def _inside(page: Page, span: Span) -> Span:
    """Take off what stands around a clause; a bracket that closes one opened within, as in 卫生健康局（委）, stays."""
    start, end = page.tight(span, also="（）〔〕。；—·•●◆■*-")
    opened = [a for a, b in page.pairs_in((start, span[1])) if b == end]
    return (start, end + 1) if opened and end < span[1] else (start, end)


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
            return (part[0], part[0] + match.start()), role
    return None


def _first_lead(owners: list[OwnerFound], *, first_leads: bool) -> list[OwnerFound]:
    """Where the notice says that the first listed leads, a clause without a lead has one."""
    plain = all(owner.role == "responsible" for owner in owners)
    if not (first_leads and plain and len(owners) > 1):
        return owners
    first, *others = owners
    return [first.model_copy(update={"role": "lead"}), *(o.model_copy(update={"role": "supporting"}) for o in others)]


def _names(page: Page, span: Span, *, role: OwnerRole) -> list[OwnerFound]:
    """Cut names apart; 省商务厅会同省市场监管局 is one that leads and one that helps. 检查工作由科普部: 科普部."""
    by = BY_WHOM.match(page.plain, *span)
    span = (by.end(), span[1]) if by else span
    along = WHO_WORKS_WITH.search(page.plain, *span)
    if along and along.start() > span[0] and NAMED.fullmatch(page.plain, span[0], along.start()):
        return [
            *_names(page, (span[0], along.start()), role="lead"),
            *_names(page, (along.end(), span[1]), role="supporting"),
        ]
    return [_named(page, name, role) for name in split_names(page, span)]


def _named(page: Page, name: Span, role: OwnerRole) -> OwnerFound:
    """省水利厅（牵头） tells its role behind the name."""
    said = ROLE_BEHIND.search(page.plain, *name)
    if said and said.start() > name[0]:
        name, role = (name[0], said.start()), "lead" if said["lead"] else "supporting"
    return OwnerFound(name=page.cut(name), role=role, span=name)


def subject_owners(page: Page, subject: Span) -> list[OwnerFound]:
    """Owners named as the subject of a sentence: they are told to do it; one that is said to 牵头 leads."""
    leads = re.compile(r" ?(?:负责)?牵头").match(page.plain, subject[1])
    if "的" in page.plain[slice(*subject)]:
        return [OwnerFound(name=page.cut(subject), role="responsible", span=subject)]
    return _names(page, subject, role="lead" if leads else "responsible")
