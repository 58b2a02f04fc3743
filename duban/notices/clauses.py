"""Sorts one clause of a sentence: does it open a demand, go with one, or only tell how things are?"""

import re
from typing import Literal, NamedTuple

from duban.notices import lexicon as words
from duban.notices.deadlines import A_TIME, AT_THE_HEAD, MAY_STAND_AT_THE_HEAD
from duban.notices.page import Page
from models.reading import Span

Sort = Literal["strong", "weak", "lead", "aim", "describes", "plain"]


class Clause(NamedTuple):
    """One clause, sorted. `verb` is where its predicate starts; `subject` is who is told, if the clause says."""

    span: Span
    sort: Sort
    verb: Span
    subject: Span | None = None
    directive: bool = False


def sort_clause(page: Page, span: Span) -> Clause:
    """Sort one clause by how it begins.

    1. A subject before 要/应/须 makes it a directive, whatever follows.
    2. A description stays one.
    3. Leads and aims lean on their neighbours.
    4. A verb of demand at the head opens a demand.
    5. A unit before such a verb is the subject.
    """
    head = _skip(page, span)
    told = _told(page, span)
    if told:
        subject, rest = told
        return _directive(page, span, subject=subject, rest=_skip(page, (rest, span[1])))
    if words.DESCRIPTION.search(_outside(page, span)):
        return Clause(span, "describes", (head, head))
    return _leaning(page, span, head) or _acting(page, span, head) or _with_subject(page, span, head)


def _outside(page: Page, span: Span) -> str:
    """The clause with the inside of brackets and quotes blanked out."""
    if page.nested.find(1, *span) < 0:
        return page.plain[slice(*span)]
    return "".join("　" if page.nested[i] else page.plain[i] for i in range(*span))


def _skip(page: Page, span: Span) -> int:
    """Return where the clause begins once connectives, times and adverbs are taken off."""
    place, end = span
    timed = A_TIME.search(page.plain, place, end) or page.plain.find("期间", place, end) >= 0
    while place < end:
        if page.plain[place].isspace():
            place += 1
            continue
        if place > span[0] and page.plain[place] == "（" and place in page.pairs:
            place = min(page.pairs[place] + 1, end)  # 2月28日前（遇节假日顺延）报送
            continue
        match = words.CONNECTIVE.match(page.plain, place, end) if place == span[0] else None
        match = match or (_time(page, place, end) if timed else None) or _adverb(page, place, end)
        if not match and timed and place > span[0] and page.plain[place] in "、及和":  # 于4月15日、7月15日前
            match = _time(page, place + 1, end)
        if not match:
            break
        place = match.end()
    return place


def _time(page: Page, place: int, end: int) -> re.Match[str] | None:
    if MAY_STAND_AT_THE_HEAD.match(page.plain, place, end) is None:
        return None
    return AT_THE_HEAD.match(page.plain, place, end)


def _adverb(page: Page, place: int, end: int) -> re.Match[str] | None:
    """An adverb, unless a longer verb starts here (加快 is an adverb in 加快筹建, a verb in 加快发展)."""
    match = words.ADVERB.match(page.plain, place, end)
    if match is None:
        return None
    verb = words.STRONG_WORD.match(page.plain, place, end)
    if verb and verb.end() > match.end():
        return None
    if verb and verb.end() == match.end():
        after = words.STRONG_WORD.match(page.plain, match.end(), end) or words.WEAK_WORD.match(
            page.plain, match.end(), end
        )
        return match if after else None
    return match


def _told(page: Page, span: Span) -> tuple[Span | None, int] | None:
    """Return (who, where the order starts) when the clause says that somebody must, or simply 要/请 at its head."""
    start, end = span
    for match in words.MODAL.finditer(page.plain, start, end):
        if page.nested[match.start()]:
            continue
        before = page.tight((_skip_connective(page, start, match.start()), match.start()))
        rest = match.end() if match[0] in PURE_MODALS else match.start()
        if before[0] >= before[1] or _skip(page, before) >= before[1] or TIME_AHEAD.search(page.plain, *before):
            return None, rest
        subject = _unit_at_end(page, before)
        if subject:
            return subject, rest
        return (None, rest) if match[0] in FRONTED and len(page.plain[slice(*before)]) <= 20 else None
    return None


TIME_AHEAD = re.compile("(?<![以从生])[前后]$|期间$")
"""活动前要做好预案."""
# A thing may stand before these, told to nobody by name: 执行情况请于12月10日前报送。
PURE_MODALS = ("要", "应", "应当", "须", "必须", "务必", "务", "要求", "请")
FRONTED = ("请", "必须", "务必", "务", "要求", "须")


def _skip_connective(page: Page, start: int, end: int) -> int:
    match = words.CONNECTIVE.match(page.plain, start, end)
    return match.end() if match else start


def _unit_at_end(page: Page, span: Span) -> Span | None:
    """A subject is a row of units; times and adverbs may stand before and after it."""
    start = _skip(page, span)
    for by in BY.finditer(page.plain, start, span[1]):
        start = by.end()
    match = UNIT_TO_THE_END.match(page.plain, start, span[1])
    if not match or NOT_A_UNIT.search(match[1]):
        return None
    return start, match.end(1)


BY = re.compile(r"由|请(?=各|有关|[省市县区])|要求")
UNIT_TO_THE_END = re.compile(
    rf"(.{{0,60}}?{words.UNIT_END}(?:（[^（）]*）)?)(?:{words.ADVERB.pattern}|分\d+个?组)*$", re.S
)
A_UNIT = re.compile(words.UNIT_END)
UNIT_AND_VERB = re.compile(rf"(?P<who>[^，；。：]{{1,30}}{words.UNIT_END})(?:{words.STRONG_WORD.pattern})")
NOT_A_UNIT = re.compile(
    r"全部$|要站$|必要时|.委托|.[要应须]会同|^全[市省县区校院镇州]$|对所$|.每[周月日天季年]|.期间|^部署|^全年|^同一|(?<=.)本(?:单位|部门|地|级)$|^(?:未|凡|强化|完善|健全|提升|提高|深化|落实|推进|接受|发挥|坚持|形成|增强|引导|鼓励|压实|明确|充分|做好|抓好|严格|积极|主动|广泛|按照|根据|经(?![济营贸信纪]))|\d|[向将把]|(?<=[^所])在|^[对把将向从在与同为](?!外)|[，。；]|(?:推动|支持|加强|促进)|报(?![社刊纸业]|名)|(?:例|会议|办公|调度|推进|座谈|协调|碰头|现场|培训|研讨|交流|通报|部署|动员)会$"
)


def _directive(page: Page, span: Span, *, subject: Span | None, rest: int) -> Clause:
    asked = None if subject else split_subject(page, (rest, span[1]))
    if asked:
        subject, rest = asked[0], _skip(page, (asked[1], span[1]))
    once = words.ONCE_TOLD.fullmatch(page.plain, rest, span[1])
    if once:
        told = page.tight(once.span("who"))
        subject = told if told[0] < told[1] else subject
    if rest >= span[1] or once:
        return Clause(span, "lead", (rest, rest), subject, True)
    verb = words.STRONG_WORD.search(page.plain, rest, span[1]) or words.WEAK_WORD.match(page.plain, rest, span[1])
    return Clause(span, "strong" if verb else "weak", verb.span() if verb else (rest, rest), subject, True)


def _leaning(page: Page, span: Span, head: int) -> Clause | None:
    if words.AIM.match(page.plain, head, span[1]) or words.AIM.match(page.plain, span[0], span[1]):
        return Clause(span, "aim", (head, head))
    if words.LEAD.match(page.plain, head, span[1]):
        verb = None if words.ONLY_LEADS.search(page.plain[head : span[1]]) else _later_verb(page, head + 2, span[1])
        return Clause(span, "strong" if verb else "lead", verb or (head, head))
    return None


NO_OBJECT = ("", *"的、，和与及为等中")
WITH = {"strong": re.compile(r"[向对为将把就由从赴到]"), "weak": re.compile(r"[同与在以]")}
TREATED = re.compile(r"对[^，]{1,60}进行|将[^，]{1,60}(?:作为|纳入|列入|报)")
INTO = re.compile(r"把[^，]{1,60}(?:作为|纳入|列入|列为|报)")


def _acting(page: Page, span: Span, head: int) -> Clause | None:
    """A verb at the head, or after 把/将/对/向/为/由 and what they govern."""
    end = span[1]
    if words.NOUN_HEADS.match(page.plain, head, end):
        return None
    strong = words.STRONG_WORD.match(page.plain, head, end)
    weak = words.WEAK_WORD.match(page.plain, head, end)
    if strong and (not weak or strong.end() >= weak.end()):
        return Clause(span, "strong", strong.span())
    if weak:
        return Clause(span, "weak", weak.span())
    if page.plain.startswith("由", head):
        return _by_somebody(page, span, head)
    if WITH["weak"].match(page.plain, head, end):
        later = _later_verb(page, head + 1, end)
        return Clause(span, "weak", later) if later else None
    if WITH["strong"].match(page.plain, head, end):
        return _governed(page, span, head)
    return None


def _governed(page: Page, span: Span, head: int) -> Clause | None:
    end = span[1]
    later = _later_verb(page, head + 1, end)
    if page.plain[head] == "把":
        into = INTO.match(page.plain, head, end)
        return Clause(span, "strong" if into else "weak", (into.end() - 2, into.end()) if into else (head, head + 1))
    if TREATED.match(page.plain, head, end):
        return Clause(span, "strong", later or (head, head + 1))
    return Clause(span, "strong", later) if later else None


def _later_verb(page: Page, start: int, end: int) -> Span | None:
    """Return the first verb that governs something; a verb of one character (讲, 报) only where no other is."""
    found = [
        match.span()
        for match in words.STRONG_WORD.finditer(page.plain, start, end)
        if not page.nested[match.start()] and page.plain[match.end() : end][:1] not in NO_OBJECT
    ]
    return next((span for span in found if span[1] - span[0] > 1), found[0] if found else None)


def _by_somebody(page: Page, span: Span, head: int) -> Clause | None:
    """由党组成员带头开展…: somebody is named and told."""
    found = split_subject(page, (head + 1, span[1])) or _verb_alone(page, (head + 1, span[1]))
    if not found:
        return None
    subject, rest = found
    verb = words.STRONG_WORD.search(page.plain, rest, span[1])
    sort = _sort_with_subject(page, span, _skip(page, (rest, span[1])))
    return Clause(span, sort, verb.span() if verb else (rest, rest), subject, sort == "strong")


def _verb_alone(page: Page, span: Span) -> tuple[Span, int] | None:
    """由县级教育行政部门挂牌督办: the verb ends the clause."""
    match = UNIT_AND_VERB.fullmatch(page.plain, *span)
    if match is None or NOT_A_UNIT.search(match["who"]):
        return None
    return match.span("who"), match.end("who")


def _with_subject(page: Page, span: Span, head: int) -> Clause:
    """A row of units and then a verb or an adverb: 直属机关党支部分别到…开展宣讲."""
    found = None if page.plain.endswith(TOGETHER, max(0, head - 2), head) else split_subject(page, (head, span[1]))
    if found:
        subject, rest = found
        start = _skip(page, (rest, span[1]))
        verb = words.STRONG_WORD.match(page.plain, start, span[1])
        who = None if verb and verb[0] == COMES_ABOUT and page.plain[subject[0]] not in "各每" else subject
        return Clause(span, _sort_with_subject(page, span, start), verb.span() if verb else (start, start), who)
    start, manner = _skip_connective(page, *span), _skip(page, span)
    if start < manner < span[1] and words.ADVERB.match(page.plain, start, span[1]):
        return Clause(span, "weak", (manner, manner))
    return Clause(span, "plain", (head, head))


COMES_ABOUT = "实现"
"""县级中心实现全覆盖 tells nobody; 各县实现全覆盖 does."""


def _sort_with_subject(page: Page, span: Span, start: int) -> Sort:
    """党支部书记结合分管领域, only leads on; 党组书记任组长 tells who holds a post; else the unit is told to act."""
    if words.LEAD.match(page.plain, start, span[1]) and not words.STRONG_WORD.search(page.plain, start, span[1]):
        return "lead"
    return "weak" if HOLDS_A_POST.match(page.plain, start, span[1]) else "strong"


TOGETHER = ("联合", "会同", "协同")
"""联合街道开展巡查 tells the street nothing."""
HOLDS_A_POST = re.compile(r"任(?=[组副成主])|设在|为(?=[组副成主])")
ACTS = re.compile("组织")
"""新农办组织验收: what the unit does; 党组织 is found as a whole."""
FOLLOWS_A_UNIT = re.compile(
    r"带头|分别|分层面|紧扣|围绕|立足|“?一把手”?|在(?!册|建|校|编)|分\d+个?组|结合|设在|任(?=[组副成主])|为(?=[组副成主])|下设|按照|根据|向|对(?!外|口)|将|把|按(?:月|季|周|旬|年度|季度|月度)|每(?:单位|人|家|校|村|县|市|年|月|季|周|学期|半[年月]|[两双二三四]|个|旬|\d|日|天)|到(?!20)|至少|\d+月|\d+个?(?:工作日|小时|日|天)(?:之|以)?内|年底|于(?!是)"
)
TIME_AND_VERB = re.compile(
    r"(?:第?[一二三四1-4]季度|[上下]半年|年[内中]|[今明]年|20\d\d年)(?:底前|末前|内)?"
    rf"(?!{words.NOUN_HEADS.pattern})(?:{words.STRONG_WORD.pattern}|{words.WEAK_WORD.pattern}|{words.ADVERB.pattern})(?!$|[的，。；会])"
)
"""市城管局一季度组织检查 tells it to; 市教育局一季度工作总结 is a thing."""


REGIONS = "省市县区州镇乡"
"""省推进改革协调小组: the sign of a level alone is no unit."""


def split_subject(page: Page, span: Span) -> tuple[Span, int] | None:
    """Return the units at the head of a clause that go on to act, and where that starts."""
    start, end = span
    for match in A_UNIT.finditer(page.plain, start, end):
        place = _behind_bracket(page, match.end())
        alone = place - start == 1 and page.plain[start] in REGIONS
        if alone or place >= end or page.nested[match.start()] or place - start > 60:
            continue
        longer = A_UNIT.match(page.plain, place, end)
        if longer and longer.end() < end and _goes_on(page, longer.end(), end) and not ACTS.match(longer[0]):
            continue
        name = page.plain[start:place]
        if _goes_on(page, place, end) and not NOT_A_UNIT.search(name):
            return (start, place), place
    return None


def _behind_bracket(page: Page, place: int) -> int:
    """规划处（健康办）联合开展: what a unit is called besides stands in a bracket behind it."""
    close = page.pairs.get(place)
    return close + 1 if close is not None and page.plain[place] == "（" else place


def _goes_on(page: Page, place: int, end: int) -> bool:
    later = FOLLOWS_A_UNIT.match(page.plain, place, end) or TIME_AND_VERB.match(page.plain, place, end)
    return later is not None or _acts_on(page, place, end)


def _acts_on(page: Page, place: int, end: int) -> bool:
    """A verb with something after it, or an adverb; 合作区建设 at the end of a clause is a noun."""
    if words.NOUN_HEADS.match(page.plain, place, end):
        return False
    verb = words.STRONG_WORD.match(page.plain, place, end)
    return bool(_adverb(page, place, end)) or (
        verb is not None and page.plain[verb.end() : end][:1] not in ("", *"和与及、的")
    )
