"""Cuts a stretch of text into demands: sentence by sentence, clause by clause.

A sentence is read as a row of clauses. What opens a demand and what leans on one is said in `lexicon`; here the row is
put together: leads wait for the demand after them, aims and weak clauses go with the demand before them.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from duban.notices.clauses import Clause, sort_clause
from duban.notices.dates import Years
from duban.notices.deadlines import find_deadlines
from duban.notices.doubts import NO_ACTION, ONLY_A_TIME
from duban.notices.lexicon import SHARED_OBJECT_END
from duban.notices.page import Page
from models.reading import Certainty, Span

# The clause before one of these names the topic: 学习贯彻会议精神，必须坚持全面准确。
TOPIC_ENDS = re.compile(r"[ ]*(?:必须|[要应须](?![用急对求])|十分?关键|关键|重点是|核心|根本|首要|就是)")
STANDING_LEAD = re.compile(r"[ ]*(?:坚持|突出|发挥|秉持|严明|聚焦|树牢|结合)")
ENUMERATED = re.compile(r"[ ]*(?:[一二三四五六七八九十]是|第[一二三四五六七八九十]，|首先|其次|再次)")
DATED = re.compile(r" ?并?(?:于|在)?(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日|底)前|[^，]{2,24}(?<![\d期])\d{1,3}个工作日内")
BINDS = re.compile(
    r"(?<![已曾拟将])[于在](?:(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日|底|[上中下]旬)?|(?:20\d\d)?年底)前(?:全[部面]|书面|分别|统一|集中|一并)?(?:完成|报|上报|提交|办结|落实|出台|出具|制定|印发)"
    r"|每(?:日|周[一二三四五六日]?|月(?:\d{1,2}日|底|末)?|季度末?)前(?:报|上报|提交)"
)
"""以上自查工作在9月20日前完成."""
IN_THE_PAST = re.compile("[ ]*(?:去年|上年|近年来|过去)")
NOT_BOUND = re.compile("去年|上年|过去|已|曾|拟|计划|均$|[要请]求?我")
"""What was done, or what is only planned: 去年，各县区均在11月底前完成整改."""
CLOSES = re.compile(
    r"截止(?:时间|日期)|逾期|不得?[迟晚]于|最迟|每[年月季周旬][^，。；]{0,8}(?:不少于|不低于|至少)[^，。；]{0,4}\d+次"
)
"""Tells of a time that it binds: 每月巡河不少于1次."""
HOW_MANY = re.compile(
    r"[ ]*(?:累计|共)?(?:培训|轮训|覆盖|服务|走访|惠及|参训|受益)[^，。；、\d]{0,8}\d+余?"
    r"(?:人次|人|名|户|家|场次|学时)(?:以上)?[。；]?"
)
"""组织技能培训3期，培训不少于150人: how many the demand before it is to reach."""
SENTENCE_ENDS = "。！？\n"
STOPS = "，。；：！？、 \n"


class Demand(NamedTuple):
    """One demand: its place, the clause that opens it, who is told in the sentence."""

    span: Span
    core: Clause
    subject: Span | None
    certainty: Certainty
    unsure: tuple[str, ...] = ()


@dataclass
class _Sentence:
    """The state while one sentence is read clause by clause."""

    found: list[Demand]
    waiting: int | None = None
    subject: Span | None = None
    telling: bool = False
    told: bool = False

    @property
    def open(self) -> bool:
        return bool(self.found)


def demands_in(page: Page, span: Span, *, directive_only: bool = False) -> list[Demand]:
    """Return the demands of a stretch of text, in order.

    With `directive_only` (cover text, preambles) a sentence counts only when it says 请, 要, 须 … to somebody.
    """
    found: list[Demand] = []
    for sentence in page.split(span, SENTENCE_ENDS):
        found += _sentence(page, page.tight(sentence), directive_only=directive_only)
    return found


def asks_anything(page: Page, span: Span) -> bool:
    """Tell whether a stretch of text holds a demand, without reading on behind the first."""
    parts = [page.tight(part) for part in page.split(span, SENTENCE_ENDS)]
    return any(_begins_by_asking(page, part) or _sentence(page, part, directive_only=False) for part in parts)


def _begins_by_asking(page: Page, sentence: Span) -> bool:
    """Tell of most sentences by their first clause; the one behind it may still make a topic of it."""
    parts = page.split(sentence, "，；：")
    if not parts or (parts[1:] and TOPIC_ENDS.match(page.plain, *parts[1])):
        return False
    return sort_clause(page, page.tight(parts[0], also="，；：。！？")).sort == "strong"


def _sentence(page: Page, span: Span, *, directive_only: bool) -> list[Demand]:
    spans = [part for whole in page.split(span, "，；：") for part in _shared_object(page, whole)]
    clauses = [
        _sorted(page, page.tight(part, also="，；：。！？")) for part in spans if page.plain[slice(*part)].strip()
    ]
    if directive_only and IN_THE_PAST.match(page.plain, *span):
        return []
    state = _Sentence([], telling=_tells_of_a_thing(clauses))
    for index, clause in enumerate(clauses):
        after = clauses[index + 1] if index + 1 < len(clauses) else None
        state.told = state.told or clause.directive or _to_each(page, clause)
        state.telling = state.telling and not _binds(page, clause.span)
        if directive_only and not state.told:
            state.waiting = clause.span[0] if state.waiting is None else state.waiting
            continue
        _take(page, state, clause, after=after)
    if not state.open and not state.telling and not directive_only:
        _standing_lead(page, state, clauses)
    if not state.open and not state.telling and (not directive_only or CLOSES.search(page.plain, *span)):
        _only_a_time(page, state, span)
    return [_tight(page, d) for d in state.found]


def _sorted(page: Page, span: Span) -> Clause:
    """落实情况由各单位于12月10日前书面报送 asks, though a thing stands first."""
    clause = sort_clause(page, span)
    return clause._replace(sort="strong") if clause.sort == "plain" and _binds(page, span) else clause


def _binds(page: Page, span: Span) -> bool:
    found = BINDS.search(page.plain, *span) if page.plain.find("前", *span) >= 0 else None
    if found is None or page.plain.find("的", found.end(), span[1]) >= 0:
        return False
    sentence = max(page.plain.rfind(sign, 0, span[0]) for sign in "。\n") + 1
    return NOT_BOUND.search(page.plain, sentence, found.start()) is None


def _tight(page: Page, demand: Demand) -> Demand:
    span = page.tight(demand.span, also=STOPS)
    return demand if span == demand.span else demand._replace(span=span)


def _to_each(page: Page, clause: Clause) -> bool:
    """各牵头单位于每月底前报送, or 3月8日前将情况通报全县, is an order without 要 or 请."""
    if clause.sort == "strong" and DATED.match(page.plain, *clause.span):
        return True
    if clause.sort != "describes" and _binds(page, clause.span):
        return True
    return clause.sort == "strong" and clause.subject is not None and page.plain[clause.subject[0]] in "各每"


def _tells_of_a_thing(clauses: list[Clause]) -> bool:
    """A thing comes first and a later clause describes it: 某同志作的报告，总结五年工作，明确了目标。"""
    sorts = [clause.sort for clause in clauses]
    return sorts[:1] == ["plain"] and "describes" in sorts


def _shared_object(page: Page, span: Span) -> list[Span]:
    """制定方案并实施落实 is two demands; 制定并实施方案 is one, so something must stand between."""
    for match in SHARED_OBJECT_END.finditer(page.plain, *span):
        if match.start() - span[0] >= 8 and not page.nested[match.start()] and span[1] - match.end() <= 10:
            return [(span[0], match.start()), (match.start(), span[1])]
    return [span]


def _take(page: Page, state: _Sentence, clause: Clause, *, after: Clause | None) -> None:
    if clause.directive and _opens(page, state, clause):
        state.telling = False
        _begin(state, clause)
    elif state.telling:
        return
    elif clause.sort == "describes" and not state.open:
        state.telling = True
    elif _is_topic(page, clause, after, state=state):
        state.waiting = clause.span[0]
    elif clause.sort == "lead":
        state.subject = clause.subject or state.subject
        state.waiting = clause.span[0] if state.waiting is None else state.waiting
    elif state.open and HOW_MANY.fullmatch(page.plain, *clause.span):
        _attach(state, clause)
    elif clause.verb[0] >= clause.span[1] and clause.sort == "plain" and after is not None:
        state.waiting = clause.span[0] if state.waiting is None else state.waiting
    elif clause.sort == "strong" or (clause.sort == "weak" and _starts_anew(page, state, clause)):
        _begin(state, clause)
    elif state.open:
        _attach(state, clause)
    elif clause.sort != "describes" and state.waiting is None:
        state.waiting = clause.span[0]


def _opens(page: Page, state: _Sentence, clause: Clause) -> bool:
    if clause.sort == "weak":
        return not state.open or _another_acts(page, state, clause)
    return clause.sort == "strong"


def _another_acts(page: Page, state: _Sentence, clause: Clause) -> bool:
    """甲局负责机关，乙局负责学校: another is told, so another demand begins."""
    if clause.subject is None or not page.plain.startswith(("负责", "牵头"), clause.subject[1]):
        return False
    before = state.found[-1].subject
    return before is not None and page.cut(before) != page.cut(clause.subject)


def _is_topic(page: Page, clause: Clause, after: Clause | None, *, state: _Sentence) -> bool:
    if state.open or clause.sort not in ("strong", "weak") or clause.subject or after is None:
        return False
    return bool(TOPIC_ENDS.match(page.plain, *after.span)) and (after.directive or after.sort == "describes")


def _starts_anew(page: Page, state: _Sentence, clause: Clause) -> bool:
    return not state.open or bool(ENUMERATED.match(page.plain, *clause.span))


def _begin(state: _Sentence, clause: Clause) -> None:
    start = clause.span[0] if state.waiting is None else state.waiting
    state.subject = clause.subject or state.subject
    certainty: Certainty = "certain" if clause.sort == "strong" or clause.directive else "likely"
    state.found.append(Demand((start, clause.span[1]), clause, state.subject, certainty))
    state.waiting = None


def _attach(state: _Sentence, clause: Clause) -> None:
    last = state.found[-1]
    start = last.span[0]
    state.found[-1] = last._replace(span=(start, clause.span[1]))
    state.waiting = None


def _standing_lead(page: Page, state: _Sentence, clauses: list[Clause]) -> None:
    """坚持把政治建设摆在首位 leads nowhere: then it is the demand itself."""
    for clause in clauses:
        if clause.sort == "lead" and STANDING_LEAD.match(page.plain, *clause.span):
            unsure = (NO_ACTION.of(),)
            state.found.append(Demand((clause.span[0], clauses[-1].span[1]), clause, None, "likely", unsure))
            return


def _only_a_time(page: Page, state: _Sentence, span: Span) -> None:
    """A sentence with a time but no verb we know is proposed all the same, as unsure."""
    if state.open or not find_deadlines(page, span, Years()):
        return
    unsure = (ONLY_A_TIME.of(),)
    head = Clause(span, "plain", (span[0], span[0]))
    state.found.append(Demand(span, head, None, "unsure", unsure))
