"""Who does it, said inside a sentence: 由甲局牵头，乙局配合，6月底前完成；甲局负责…，乙局予以配合。"""

# ruff: noqa: E501  one pattern a line, its example beside it

import re
from collections.abc import Iterator
from dataclasses import dataclass

from duban.notices.clauses import NOT_A_UNIT, split_subject
from duban.notices.deadlines import AT_THE_HEAD
from duban.notices.lexicon import ADVERB, STRONG_WORD, WEAK_WORD
from duban.notices.names import parts_of, split_names
from duban.notices.page import Page
from duban.notices.predicates import LONG, MAY_ACT, NO_OBJECT, alone
from duban.notices.roles import NAMED, STRONG_NAME, WHO_WORKS_WITH, ending_of, names_in
from models.reading import OwnerFound, OwnerRole, Span

NOT_IN_NAMES = r"(?:[^，。；：（）\n]|（[^（）\n]*）)"
TELLS_BY = ("由", "请", "商请", "责成", "责令", "交由", "委托", "授权", "明确由")
TOLD_BY = f"(?:{'|'.join(TELLS_BY)})"
ENUM = "(?:[一二三四五六七八九十]是)?"
INLINE = re.compile(
    rf"[ ]*{ENUM}{TOLD_BY}?(?P<lead>[^，。；：（）\n]{{2,40}}?)"
    r"(?:共同|联合|负责|总)?(?:牵头(?:负责|组织|落实|抓总)?|负总责|负主责)[，、]"
    rf"(?:(?!会同|联合|协同)(?P<help>{NOT_IN_NAMES}{{2,80}}?)(?:积极|共同|协同|密切|予以|给予)?(?:配合|协助|参与|参加)(?=[，；。])"
    rf"|(?!会同|联合|协同)(?P<do>{NOT_IN_NAMES}{{2,60}}?)(?:分别|分头|具体|共同)?(?:实施|落实|承办|组织实施)(?=[，；。])"
    rf"|(?:会同|联合|协同)(?P<along>{NOT_IN_NAMES}{{2,60}}?)(?=，|对|在|于|与(?=[^，]{{2,12}}(?:洽谈|对接|沟通|协商|签订))|每|定期|按|共同|联合|集中"
    r"|开展|进行|制定|组织|建立|抓|做好|完成|研究|提出|起草|推进|落实|编制|实施))?"
)
WORKS_WITH = re.compile(
    rf"[ ]*{ENUM}(?:[^，。；：（）\n]{{0,14}}由|{TOLD_BY})?(?P<lead>{NOT_IN_NAMES}{{2,40}}?)(?:牵头)?(?:要|应|须)?(?:会同|{WHO_WORKS_WITH.pattern.partition('|')[2]})"
    rf"(?P<along>{NOT_IN_NAMES}{{2,60}}?)(?=，|(?!(?:{STRONG_WORD.pattern}|{WEAK_WORD.pattern})(?:厅|局|委|部|处|科|司|中心|办|站|院|队))"
    rf"(?:{STRONG_WORD.pattern}|{WEAK_WORD.pattern}|研究|拟|[每按对在于]|分[别批类组期头]|{ADVERB.pattern}))"
)
OPENS_WITH = re.compile(
    rf"[ ]*(?P<who>{NOT_IN_NAMES}{{2,60}})：(?=[^，。；：\n]*(?:{STRONG_WORD.pattern}|负责|牵头|配合))"
)
ROLE_AHEAD = re.compile(r"[ ：]*(?:(?P<lead>牵头|主导|统筹)|(?:积极|协同)?(?:配合|协助|参与))")
ASSIGNED = re.compile(
    rf"[ ]*{TOLD_BY}?(?P<lead>[^，。；：（）\n]{{2,40}}?)(?:具体|统一|分别)?(?P<how>负责|牵头)[^，。；：（）\n]{{0,24}}，(?:(?![^，]*(?:负责|牵头))[^，。；：（）\n]{{2,24}}，){{0,2}}?"
    rf"(?P<help>{NOT_IN_NAMES}{{2,80}}?)(?:积极|共同|协同|密切|予以|给予|做好|抓好)?(?:配合|协助|参与|参加|支持)"
    r"(?:(?:做好|开展|抓好|落实|完成|实施)[^，。；：]{0,16})?(?=[，；。])"
)
LED = re.compile("(?:牵头|总责|主责)[，、负组落抓]")
HELPING = re.compile("配合|协助|参与|参加|支持")
GIVEN = re.compile("负责|牵头")
BY = re.compile("由")
AFTER_A_SIGN = re.compile(r"[。；：，）\n]")
HELP_ROLES: tuple[tuple[str, OwnerRole], ...] = (("help", "supporting"), ("along", "supporting"), ("do", "responsible"))
BEFORE_WHO = re.compile(rf" ?{ENUM}(?:(?:该项|此项|本项|上述|这项)?(?:工作|任务)?{TOLD_BY}|以(?=[^，]{{2,40}}为主$))?")
WITH = re.compile(r"(?:会同|联合)")
VERB_AT_END = re.compile(rf"(?:{STRONG_WORD.pattern})$")
# 坚持政府负责、部门配合 names nobody.
NOBODY = re.compile(
    r"(?:(?:建立|健全|完善|形成|构建)?[省市县区州乡镇村]{1,3}|各?(?:协办|配合)(?:单位|部门)|政府|党委|党政|部门|单位|社会|企业|学校|家庭|机关|公众|群众|[^，、]*(?:领导|责任|工作|负责)(?:人|同志)?)"
)
SHARED_WORD = ("等部门", "等单位", "等有关部门", "等相关部门")
"""水利、农业农村等部门: the names are those of branches."""
MARKED = re.compile("（(?:牵头|主办|主责|配合|协办|参与)(?:单位|部门)?）")
HELPS_WITH = re.compile("(?:积极|全力|共同|主动|密切)*(?:配合|协助|协同)(?:做好|开展|完成|抓好|落实|实施)[^的]+")
"""教务处配合做好腾挪."""
A_SYSTEM = re.compile("的[^，。；]{0,8}(?:机制|体制|体系|格局|制度|做法|模式)$")
"""坚持主要领导负总责、分管领导牵头的责任机制 names nobody."""
AT_LEAST_TWO = 2
ENDS_SENTENCE = "。；！？\n"


@dataclass(frozen=True)
class OwnerClause:
    """One clause that names owners: where it stands, whom it names, where a time may be written.

    `whole_item` when it speaks of all that stands before it; `ahead` when it speaks of what follows in its sentence,
    `around` when of its whole sentence, from `begin` on.
    """

    span: Span
    owners: tuple[OwnerFound, ...]
    times: tuple[Span, ...]
    whole_item: bool
    ahead: bool = False
    around: bool = False
    begin: int = 0


def said_inside(page: Page, span: Span) -> Iterator[OwnerClause]:
    """Return the owner clauses that sentences in `span` say in words of their own."""
    yield from _assigned(page, span)
    for sentence in page.split(span, ENDS_SENTENCE) if MAY_ACT.search(page.plain, *span) else ():
        if MAY_ACT.search(page.plain, *sentence):
            yield from _row(page, span, page.tight(sentence, also=ENDS_SENTENCE))
    yield from _leading(page, span)
    yield from _working_with(page, span)
    yield from _opening_lines(page, span)


def _places(page: Page, span: Span, also: re.Pattern[str] | None = None) -> list[int]:
    """Return where a row of names may begin: where the text does, after a sign, and where `also` stands."""
    found = {span[0], *(m.end() for m in AFTER_A_SIGN.finditer(page.plain, *span))}
    found |= {m.start() for m in also.finditer(page.plain, *span)} if also else set()
    return sorted(place for place in found if place < span[1])


def _says(page: Page, span: Span, words: re.Pattern[str]) -> bool:
    """Tell whether one of the words stands outside brackets and quotes."""
    return any(not page.nested[m.start()] for m in words.finditer(page.plain, *span))


def _leading(page: Page, span: Span) -> Iterator[OwnerClause]:
    """由市住建局牵头，会同市财政局制定…: speaks of what follows in its sentence."""
    if not _says(page, span, LED):
        return
    for place in _places(page, span):
        match = INLINE.match(page.plain, place, span[1])
        if not match or page.nested[match.start("lead")] or not NAMED.fullmatch(page.plain, *match.span("lead")):
            continue
        if re.search(r"[推支加促]", match["lead"][:1]) or NOT_A_UNIT.search(match["lead"].lstrip("要应须")):
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


def _working_with(page: Page, span: Span) -> Iterator[OwnerClause]:
    """请市民政局会同市财政局提出办法: the first leads, the other goes along."""
    text = page.plain[slice(*span)]
    if "会同" not in text and "商" not in text:
        return
    for place in _places(page, span):
        if place > span[0] and page.plain[place - 1] == "）":
            continue
        match = WORKS_WITH.match(page.plain, place, span[1])
        if not match or page.nested[match.start("lead")]:
            continue
        lead, along = _all_units(page, names_in(page, match.span("lead"), role="lead")), match.span("along")
        helping = names_in(page, along, role="supporting")
        owners = [*lead, *(helping if page.plain.endswith(SHARED_WORD, *along) else _all_units(page, helping))]
        if lead and len(owners) > len(lead):
            ahead = page.plain[match.start() : match.start("lead")].strip() in ("", *TELLS_BY)
            start = match.start() + len(match[0]) - len(match[0].lstrip()) if ahead else match.start("lead")
            yield OwnerClause((start, match.end()), tuple(owners), (), False, ahead=ahead, around=not ahead)


def _opening_lines(page: Page, span: Span) -> Iterator[OwnerClause]:
    """市教育局：牵头制定方案: a line that opens with a row of units speaks of what they are to do."""
    for line in page.lines(span) if page.plain.find("：", *span) >= 0 else ():
        match = OPENS_WITH.match(page.plain, *line)
        if match and (owners := opening_units(page, match.span("who"), match.end())):
            yield OwnerClause((line[0], match.end()), owners, (), False, ahead=True)


AT_THE_HEAD_OF_ITS_WORK = re.compile(rf"(?:{STRONG_NAME.pattern})|[\u4e00-\u9fff]{{2,8}}(?:站|所|校|院|园|社区|支部)")
"""（三）林业站、自然资源所：划定责任网格。"""


def opening_units(page: Page, names: Span, after: int) -> tuple[OwnerFound, ...]:
    """Units that stand before a colon, with the role that the words after it give; none where not all are units."""
    if not all(AT_THE_HEAD_OF_ITS_WORK.fullmatch(page.plain, *name) for name in split_names(page, names)):
        return ()
    said = ROLE_AHEAD.match(page.plain, after)
    role: OwnerRole = "responsible" if said is None else "lead" if said["lead"] else "supporting"
    return tuple(_all_units(page, names_in(page, names, role=role)))


def _assigned(page: Page, span: Span) -> Iterator[OwnerClause]:
    """…由执法司负责核查，仓储司予以配合: two in one sentence, of which one helps the other."""
    if not (_says(page, span, HELPING) and GIVEN.search(page.plain, *span)):
        return
    for place in _places(page, span, BY):
        match = ASSIGNED.match(page.plain, place, span[1])
        if not match or page.nested[match.start("lead")]:
            continue
        lead, helping = match.span("lead"), match.span("help")
        if not all(NAMED.fullmatch(page.plain, *name) for name in (lead, helping)):
            continue
        role: OwnerRole = "lead" if match["how"] == "牵头" else "responsible"
        leads, helps = names_in(page, lead, role=role), names_in(page, helping, role="supporting")
        if any(NOBODY.fullmatch(owner.name) for owner in (*leads, *helps)):
            continue
        before = max(page.plain.rfind(sign, span[0], place) for sign in "。；\n")
        others = GIVEN.search(page.plain, max(before, span[0]), place)
        begin = match.start() if others else 0
        yield OwnerClause((helping[0], match.end()), (*leads, *helps), (), False, around=True, begin=begin)


def _row(page: Page, span: Span, sentence: Span) -> Iterator[OwnerClause]:
    """Parts of a sentence that say nothing but who: 由甲局承办，乙局协办 or 甲局、乙局按职责分工负责."""
    parts = _with_predicates(page, [page.tight(part, also="，") for part in page.split(sentence, "，")])
    who = [_who(page, part) for part in parts]
    at = 0
    while at < len(parts):
        first = at
        owners: list[OwnerFound] = []
        while at < len(parts) and (found := who[at] or (_along(page, parts[at]) if owners else [])):
            owners += found
            at += 1
        while owners and first and (found := _does_a_part(page, parts[first - 1])):
            owners, first = [*found, *owners], first - 1
        while owners and first and (found := _waiting(page, parts[first - 1], owners[0].role)):
            owners, first = [*found, *owners], first - 1
        if owners:
            where = (parts[first][0], parts[at - 1][1])
            alone, ahead = at - first == len(parts), first == 0 and not _names_a_matter(page, parts[0], owners[0])
            shared = alone and _beside_another(page, span, sentence)
            whole = alone and not shared and bool(page.plain[span[0] : where[0]].strip())
            around, begin = not ahead or shared, where[0] if shared else 0
            yield OwnerClause(where, tuple(owners), (), whole, ahead=ahead and not alone, around=around, begin=begin)
        at += 1


def _with_predicates(page: Page, parts: list[Span]) -> list[Span]:
    """甲局、乙局，按照“三管三必须”要求各负其责 is one part: the second says what those of the first do."""
    joined: list[Span] = []
    for part in parts:
        if (
            joined
            and page.plain[part[0]] in "按各依"
            and alone(page.plain[slice(*part)])
            and _waiting(page, joined[-1], "lead")
        ):
            joined[-1] = (joined[-1][0], part[1])
        else:
            joined.append(part)
    return joined


def _names_a_matter(page: Page, part: Span, first: OwnerFound) -> bool:
    """老城片区由所在区政府负责: the part says what, before it says who."""
    before = BEFORE_WHO.match(page.plain, *part)
    return first.span[0] > (before.end() if before else part[0])


def _beside_another(page: Page, span: Span, sentence: Span) -> bool:
    """甲办负责日常调度；乙局负责监督: of two that 、 ； parts each has its own share."""
    before = page.plain.rfind("；", span[0], sentence[0]) + 1
    if not before or page.plain[before : sentence[0]].strip():
        return False
    start = max(page.plain.rfind(sign, span[0], before - 1) for sign in ENDS_SENTENCE)
    return bool(_does_a_part(page, page.tight((max(start + 1, span[0]), before - 1))))


def _who(page: Page, part: Span) -> list[OwnerFound]:
    before = BEFORE_WHO.match(page.plain, *part)
    names = (before.end() if before else part[0], part[1])
    if (
        names[0] >= names[1]
        or A_SYSTEM.search(page.plain, *names)
        or page.nested[names[0]]
        or WITH.match(page.plain, *names)
    ):
        return []
    ending = ending_of(page, names, longest_object=NO_OBJECT)
    if (
        ending is None
        and HELPING.search(page.plain, *names)
        and (helps := ending_of(page, names))
        and HELPS_WITH.fullmatch(page.plain, helps[0][1], names[1])
    ):
        ending = helps
    owners = _all_units(page, names_in(page, page.tight(ending[0], also="，"), role=ending[1])) if ending else []
    return owners or _shares(page, names) or _marked(page, names)


def _marked(page: Page, part: Span) -> list[OwnerFound]:
    """市教育局（牵头单位）、市财政局（配合单位）: names alone, with their roles behind them."""
    names = split_names(page, part) if MARKED.search(page.plain, *part) else []
    if not names or not all(STRONG_NAME.fullmatch(page.plain, *name) for name in names):
        return []
    return _all_units(page, names_in(page, part, role="responsible"))


def _shares(page: Page, part: Span) -> list[OwnerFound]:
    """甲局负责立项、乙局全程跟踪审计、丙公司负责代建: each unit does a share of its own; nothing where only one does."""
    if len(MAY_ACT.findall(page.plain, *part)) < AT_LEAST_TWO:
        return []
    pieces = parts_of(page, part, "、")
    said = [ending_of(page, piece) for piece in pieces]
    if sum(one is not None for one in said) < AT_LEAST_TWO:
        return []
    found = []
    for piece, one in zip(pieces, said, strict=True):
        acting = None if one else split_subject(page, piece)
        names = one or (acting and (acting[0], "responsible"))
        owners = _all_units(page, names_in(page, names[0], role=names[1])) if names else []
        if not owners:
            return []
        found += owners
    return found


def _along(page: Page, part: Span) -> list[OwnerFound]:
    along = WITH.match(page.plain, *part)
    if along is None:
        return _does_a_part(page, part)
    ending = ending_of(page, (along.end(), part[1]))
    names = ending[0] if ending else (along.end(), part[1])
    return _all_units(page, names_in(page, names, role="supporting")) if NAMED.fullmatch(page.plain, *names) else []


def _does_a_part(page: Page, part: Span) -> list[OwnerFound]:
    """乙局负责审核合同, 丙局协助组织观众 beside one that says only who."""
    before = BEFORE_WHO.match(page.plain, *part)
    names = (before.end() if before else part[0], part[1])
    said = ending_of(page, names, longest_object=LONG)
    verb = VERB_AT_END.search(page.plain, *names) if said is None and page.plain.startswith(TELLS_BY, part[0]) else None
    if verb:
        said = ((names[0], verb.start()), "responsible")
    return _all_units(page, names_in(page, said[0], role=said[1])) if said else []


def _waiting(page: Page, part: Span, role: OwnerRole) -> list[OwnerFound]:
    """由甲局、乙局，各区政府负责落实: a row of nothing but units shares the act of the part behind it."""
    before = BEFORE_WHO.match(page.plain, *part)
    names = (before.end() if before else part[0], part[1])
    if names[0] >= names[1] or not all(STRONG_NAME.fullmatch(page.plain, *name) for name in split_names(page, names)):
        return []
    return _all_units(page, names_in(page, names, role="responsible" if role == "supporting" else role))


def _all_units(page: Page, owners: list[OwnerFound]) -> list[OwnerFound]:
    """Nothing, unless every name is that of a unit."""
    for owner in owners:
        plain = page.plain[slice(*owner.span)]
        timed = AT_THE_HEAD.match(plain) or NOT_A_UNIT.search(plain) or "对" in plain
        if timed or NOBODY.fullmatch(plain) or len(plain) > 30 or not NAMED.fullmatch(plain):
            return []
    return owners
