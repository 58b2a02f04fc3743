"""Who does it, said inside a sentence: 由甲局牵头，乙局配合，6月底前完成；甲局负责…，乙局予以配合。"""

# ruff: noqa: E501  one pattern a line, its example beside it

import re
from collections.abc import Iterator
from dataclasses import dataclass

from duban.notices.clauses import NOT_A_UNIT
from duban.notices.deadlines import AT_THE_HEAD
from duban.notices.page import Page
from duban.notices.roles import NAMED, ending_of, names_in
from models.reading import OwnerFound, OwnerRole, Span

NOT_IN_NAMES = r"(?:[^，。；：（）\n]|（[^（）\n]*）)"
INLINE = re.compile(
    r"[ ]*(?:由|请)?(?P<lead>[^，。；：（）\n]{2,40}?)"
    r"(?:共同|联合|负责)?(?:牵头(?:负责|组织|落实|抓总)?|负总责|负主责)[，、]"
    rf"(?:(?P<help>{NOT_IN_NAMES}{{2,80}}?)(?:积极|共同|协同|密切|予以|给予)?(?:配合|协助|参与|参加)(?=[，；。])"
    rf"|(?P<do>{NOT_IN_NAMES}{{2,60}}?)(?:分别|分头|具体|共同)?(?:实施|落实|承办|组织实施)(?=[，；。])"
    rf"|(?:会同|联合|协同)(?P<along>{NOT_IN_NAMES}{{2,60}}?)(?=，|对|在|于|每|定期|按|共同|联合|集中"
    r"|开展|进行|制定|组织|建立|抓|做好|完成|研究|提出|起草|推进|落实|编制|实施))?"
)
ASSIGNED = re.compile(
    r"[ ]*(?:由|请)?(?P<lead>[^，。；：（）\n]{2,40}?)(?:具体|统一|分别)?负责[^，。；：（）\n]{0,24}，(?:[^，。；：（）\n]{2,24}，){0,2}?"
    rf"(?P<help>{NOT_IN_NAMES}{{2,80}}?)(?:积极|共同|协同|密切|予以|给予|做好|抓好)?(?:配合|协助|参与|参加)(?=[，；。])"
)
BY = re.compile("由")
AFTER_A_SIGN = re.compile(r"[。；：，）\n]")
HELP_ROLES: tuple[tuple[str, OwnerRole], ...] = (("help", "supporting"), ("along", "supporting"), ("do", "responsible"))
BEFORE_WHO = re.compile(r" ?(?:(?:该项|此项|本项|上述|这项)?(?:工作|任务)?由|请|以(?=[^，]{2,40}为主$))?")
WITH = re.compile(r"(?:会同|联合)")
# 坚持政府负责、部门配合 names nobody.
NOBODY = re.compile(
    r"(?:政府|党委|党政|部门|单位|社会|企业|学校|家庭|机关|公众|群众|[^，、]*(?:领导|责任|工作|负责)人?)"
)
# fmt: off
SAYS_ONLY_WHO = (
    "牵头", "负责", "落实", "办理", "抓总", "主办", "承办", "承担", "协办", "主责", "总责", "为主", "配合", "协同",
    "参与", "参加", "协助", "支持", "实施", "推进", "组织", "工作", "单位", "部门",
)
# fmt: on
ENDS_SENTENCE = "。；！？\n"


@dataclass(frozen=True)
class OwnerClause:
    """One clause that names owners: where it stands, whom it names, where a time may be written.

    `whole_item` when it speaks of all that stands before it; `ahead` when it speaks of what follows in its sentence,
    `around` when of its whole sentence.
    """

    span: Span
    owners: tuple[OwnerFound, ...]
    times: tuple[Span, ...]
    whole_item: bool
    ahead: bool = False
    around: bool = False


def said_inside(page: Page, span: Span) -> Iterator[OwnerClause]:
    """Return the owner clauses that sentences in `span` say in words of their own."""
    yield from _assigned(page, span)
    for sentence in page.split(span, ENDS_SENTENCE):
        yield from _row(page, span, page.tight(sentence, also=ENDS_SENTENCE))
    yield from _leading(page, span)


def _places(page: Page, span: Span, also: re.Pattern[str] | None = None) -> list[int]:
    """Return where a row of names may begin: where the text does, after a sign, and where `also` stands."""
    found = {span[0], *(m.end() for m in AFTER_A_SIGN.finditer(page.plain, *span))}
    found |= {m.start() for m in also.finditer(page.plain, *span)} if also else set()
    return sorted(place for place in found if place < span[1])


def _leading(page: Page, span: Span) -> Iterator[OwnerClause]:
    """由市住建局牵头，会同市财政局制定…: speaks of what follows in its sentence."""
    if "牵头" not in (text := page.plain[slice(*span)]) and "责" not in text:
        return
    for place in _places(page, span):
        match = INLINE.match(page.plain, place, span[1])
        if not match or page.nested[match.start("lead")] or not NAMED.fullmatch(page.plain, *match.span("lead")):
            continue
        if re.search(r"[推支加促]", match["lead"][:1]):
            continue
        others = [
            (match.span(name), role)
            for name, role in HELP_ROLES
            if match[name] and NAMED.fullmatch(page.plain, *match.span(name))
        ]
        owners = [*names_in(page, match.span("lead"), role="lead")]
        owners += [o for where, role in others for o in names_in(page, where, role=role)]
        after = re.compile("[，、]").search(page.plain, match.end("lead"))
        end = match.end() if others or not after else after.end()
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        yield OwnerClause((start, end), tuple(owners), (), False, ahead=True)


def _assigned(page: Page, span: Span) -> Iterator[OwnerClause]:
    """…由执法司负责核查，仓储司予以配合: two in one sentence, of which one helps the other."""
    if "负责" not in page.plain[slice(*span)]:
        return
    for place in _places(page, span, BY):
        match = ASSIGNED.match(page.plain, place, span[1])
        if not match or page.nested[match.start("lead")]:
            continue
        lead, helping = match.span("lead"), match.span("help")
        if not all(NAMED.fullmatch(page.plain, *name) for name in (lead, helping)):
            continue
        leads, helps = names_in(page, lead, role="responsible"), names_in(page, helping, role="supporting")
        if any(NOBODY.fullmatch(owner.name) for owner in (*leads, *helps)):
            continue
        yield OwnerClause((helping[0], match.end()), (*leads, *helps), (), False, around=True)


def _row(page: Page, span: Span, sentence: Span) -> Iterator[OwnerClause]:
    """Parts of a sentence that say nothing but who: 由甲局承办，乙局协办 or 甲局、乙局按职责分工负责."""
    parts = [page.tight(part, also="，") for part in page.split(sentence, "，")]
    who = [_who(page, part) for part in parts]
    at = 0
    while at < len(parts):
        first = at
        owners: list[OwnerFound] = []
        while at < len(parts) and (found := who[at] or (_along(page, parts[at]) if owners else [])):
            owners += found
            at += 1
        if owners:
            where = (parts[first][0], parts[at - 1][1])
            alone, ahead = at - first == len(parts), first == 0
            whole = alone and bool(page.plain[span[0] : where[0]].strip())
            yield OwnerClause(where, tuple(owners), (), whole, ahead=ahead and not alone, around=not ahead)
        at += 1


def _who(page: Page, part: Span) -> list[OwnerFound]:
    before = BEFORE_WHO.match(page.plain, *part)
    names = (before.end() if before else part[0], part[1])
    if names[0] >= names[1] or page.nested[names[0]] or not page.plain.endswith(SAYS_ONLY_WHO, *names):
        return []
    ending = ending_of(page, names)
    if not ending:
        return []
    return _all_units(page, names_in(page, ending[0], role=ending[1]))


def _along(page: Page, part: Span) -> list[OwnerFound]:
    along = WITH.match(page.plain, *part)
    if not along or not NAMED.fullmatch(page.plain, along.end(), part[1]):
        return []
    return _all_units(page, names_in(page, (along.end(), part[1]), role="supporting"))


def _all_units(page: Page, owners: list[OwnerFound]) -> list[OwnerFound]:
    """Nothing, unless every name is that of a unit."""
    for owner in owners:
        plain = page.plain[slice(*owner.span)]
        timed = AT_THE_HEAD.match(plain) or NOT_A_UNIT.search(plain) or "对" in plain
        if timed or NOBODY.fullmatch(plain) or len(plain) > 30 or not NAMED.fullmatch(plain):
            return []
    return owners
