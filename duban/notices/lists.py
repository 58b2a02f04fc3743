"""Splits one verb with a row of events, products or topics into one demand for each.

举办甲大赛、乙大赛等 is two contests, each with its own organisers and dates; 做好休养考察、医疗保障等服务工作 is one job.
"""

# ruff: noqa: E501  one pattern a line, its example beside it

import itertools
import re
from dataclasses import dataclass

from duban.notices.demands import Demand
from duban.notices.doubts import SHARED_VERB
from duban.notices.page import Page
from models.reading import Span

# fmt: off
EVENTS = (
    # what an item must end in to stand alone                              example
    (r"(?:大赛|竞赛|比赛|联赛|赛事|论坛|峰会|年会|博览会|展览会?|研讨会|交流会|推介会)", "机器人大赛"),
    (r"(?:嘉年华|科普日|活动月|活动周|宣传周|[\u4e00-\u9fff]{2}(?:日|节|周))",         "全国科普日"),
    (r"(?:奖|奖项|评选|推荐|计划|称号|认定)",                                         "第十七届中国青年科技奖"),
    (r"(?:平台|集团|基金|数据库|系统|创新中心|研究院|联盟)",                           "科普公共服务平台"),
    (r"(?:”|活动)",                                                                  "文化科技卫生“三下乡”"),
)
COMMON_HEADS = (
    # a last item that lends its end to the items before it     ends that those must have                    example
    (r"(?:创建|评选|推荐|遴选|认定|申报)(?:活动|工作)$", r"(?:县|市|区|（市、区）|基地|单位|社区|企业|园区|学校|个人|集体)$", "推进科普示范县、科普教育基地创建活动"),
    (r"活动$",                                         r"(?:宣传|推荐|评选|培训|宣讲|调研|展览|展示|巡讲|巡展|竞赛|征集)$", "开展先进人物学习宣传、教育基地推荐、精神进校园活动"),
)
# fmt: on
EVENT = re.compile("(?:" + "|".join(pattern for pattern, _ in EVENTS) + ")$")
HEADS = [(re.compile(last), re.compile(others)) for last, others, _ in COMMON_HEADS]
REST_OF_ROW = re.compile(r"等(?!级|待|于)[^，。；、]{0,24}$")
MAKES = re.compile(r"(?:制定|制订|出台|编制|印发|修订|编写|编印)[^，。；《]{0,6}$")
SHORTEST_ITEM = 4


@dataclass(frozen=True)
class Row:
    """The items of a row, and where the row ends."""

    items: tuple[Span, ...]
    end: int


def split_rows(page: Page, demand: Demand) -> list[Demand]:
    """Return one demand for each item, or the demand itself when its object is no row of events, products or topics."""
    if demand.core.sort not in ("strong", "weak"):
        return [demand]
    row = _topics(page, demand) or _quoted(page, demand) or _listed(page, demand)
    if row is None:
        return [demand]
    first, *others = row.items
    verb = page.plain[slice(*demand.core.verb)]
    note = (SHARED_VERB.of(verb=verb, count=len(row.items)),)
    starts = [(demand.span[0], first[1]), *list(others)]
    starts[-1] = (starts[-1][0], max(row.end, demand.span[1]))
    return [demand._replace(span=page.tight(s), certainty="likely", unsure=(*demand.unsure, *note)) for s in starts]


def _object(page: Page, demand: Demand) -> Span:
    return page.tight((demand.core.verb[1], demand.core.span[1]), also="。，；")


def _topics(page: Page, demand: Demand) -> Row | None:
    """“甲”“乙”“丙”专题调研: two or more quotes side by side."""
    start, end = _object(page, demand)
    quotes: list[Span] = []
    for a, b in page.pairs_in((start, end)):
        if b < end and page.plain[a] in '“"' and (not quotes or a >= quotes[-1][1]):
            quotes.append((a, b + 1))
    together = all(not page.plain[a[1] : b[0]].strip(" 、和") for a, b in itertools.pairwise(quotes))
    opens = bool(quotes) and not page.plain[start : quotes[0][0]].strip()
    if len(quotes) < 2 or not together or not opens:
        return None
    return Row(tuple(quotes), end)


def _quoted(page: Page, demand: Demand) -> Row | None:
    """制定《甲办法》《乙细则》: each document is a product of its own."""
    start, end = _object(page, demand)
    titles = [(a, b + 1) for a, b in page.pairs_in((start, end)) if b < end and page.plain[a] == "《"]
    titles = [t for i, t in enumerate(titles) if not any(o[0] < t[0] < o[1] for o in titles[:i])]
    together = all(not page.plain[a[1] : b[0]].strip(" 、和") for a, b in itertools.pairwise(titles))
    if len(titles) < 2 or not together or not MAKES.search(page.plain, demand.span[0], titles[0][0]):
        return None
    return Row(tuple(titles), end)


def _listed(page: Page, demand: Demand) -> Row | None:
    """Items between 、 that all end in an event or product, or that share the end of the last one."""
    start, end = _object(page, demand)
    parts = [page.tight(p, also="、") for p in page.split((start, end), "、")]
    if len(parts) < 2 or any(b - a < SHORTEST_ITEM for a, b in parts):
        return None
    tail = REST_OF_ROW.search(page.plain, *parts[-1])
    items = [*parts[:-1], (parts[-1][0], tail.start() if tail else parts[-1][1])]
    if any(page.plain.find("的", a, b) >= 0 and not page.nested[page.plain.find("的", a, b)] for a, b in items):
        return None
    if all(EVENT.search(page.plain, a, b) for a, b in items) or _common_head(page, parts):
        return Row(tuple(parts), end)
    return None


def _common_head(page: Page, parts: list[Span]) -> bool:
    """`endpos` makes $ match at the end of each item."""
    for last, others in HEADS:
        if last.search(page.plain, *parts[-1]) and all(others.search(page.plain, a, b) for a, b in parts[:-1]):
            return True
    return False
