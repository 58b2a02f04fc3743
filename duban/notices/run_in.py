"""Tells the heading of an item from the text that runs on behind it."""

import re

from duban.notices.owners import names_owners
from duban.notices.page import Page
from duban.notices.roles import OWNER_LABEL, TIME_WORDS
from models.reading import Span

TITLE_LIMIT = 60
RUN_IN_LIMIT = 40
NO_TITLE = re.compile(
    r"年底前|月底前|日前|[各每][^，。]{1,8}每[天日周月年季旬]|[^，。]{2,20}(?:(?<![重主需必摘纲])要(?![求点素闻件义])|应当|须|负责|牵头|不得)|[，；]"
)
STAGE = re.compile(
    r"[\u4e00-\u9fff、]{0,10}(?:阶段|部署|发动|动员|[排自]查|[整治]改|整治|提升|总结|验收|实施|考核|推进|启动|检查|巩固|评估)（[^（）\n]{0,24}\d[月日旬][^（）\n]{0,6}）(?=[\u4e00-\u9fff“《])"
)
"""动员部署（5月10日—5月15日）各村召开动员会: the text runs on behind the days of a stage."""
SLOGANS = re.compile(r"[\u4e00-\u9fff]{4,9}(?:，[\u4e00-\u9fff]{4,9}){1,3}。(?=[^。\n]{12})")
"""高度重视，精心组织。各单位要…: short calls in a row, and sentences after them that say what is to be done."""
OF_A_PROBLEM = "(?:(?:存在|主要|反馈|具体|发现|突出|整改)?的?问题(?:表现|描述|内容|概述|清单)?|反馈意见|反馈问题)"
OF_A_MATTER = "(?:(?:督办|交办|任务|工作|整改)?事项|(?:任务|工作)名称)"
LABEL_OF_HEADING = re.compile(
    rf"(?:(?P<problem>{OF_A_PROBLEM})|{OF_A_MATTER})：(?P<says>[^。\n]{{2,120}})(?:。|(?=\n)|\Z)"
)
"""1.问题：理论学习不深入，以会代学。整改措施：…: the label alone is no heading, and what is wrong asks for nothing."""
TITLE_BEFORE_LABEL = re.compile(rf"[^，。；：（）\n]{{2,40}}?(?=[ ，；]+(?:{OWNER_LABEL}|{TIME_WORDS}))")
"""政务失信清理情况 责任单位：县工信局: the label is no part of the heading."""
HEADS_FACTS = re.compile(r"[\u4e00-\u9fff]{0,8}(?:时间|日期|时限|地点|对象|范围)(?=[ ]+[\u4e00-\u9fff\d])")
"""一、检查时间 2023年9月11日至9月28日 二、…"""
LEFT_OPEN = re.compile(rf"[^，。；：（〔\n]{{2,40}}(?=[（〔]{OWNER_LABEL})")
"""组织演练（牵头单位：市应急局: nobody closed the bracket behind the heading."""
SAYS_WHO = re.compile(r"[（〔]|由|[^，。：\n]{1,10}：|[^。\n]{0,30}(?:牵头(?!单位|部门|[科股处]室)|负责(?!人))")


def title_and_body(page: Page, span: Span) -> tuple[Span, Span]:
    """Tell the heading from the text: a line of its own, or a run-in sentence; else the item is all text."""
    start, end = page.tight(span)
    line_end = page.plain.find("\n", start, end)
    line_end = end if line_end < 0 else line_end
    left_open = LEFT_OPEN.match(page.plain, start, line_end)
    if left_open and left_open.end() not in page.pairs:
        return page.tight(left_open.span()), (left_open.end(), end)
    start_of_text = _space_after_title(page, (start, line_end))
    if start_of_text:
        return page.tight((start, start_of_text)), (start_of_text, end)
    run_in = STAGE.match(page.plain, start, line_end) or _before_label(page, (start, line_end))
    run_in = run_in or HEADS_FACTS.match(page.plain, start, line_end)
    if run_in:
        return page.tight(run_in.span()), (run_in.end(), end)
    labelled = LABEL_OF_HEADING.match(page.plain, start, end)
    if labelled:
        asks = labelled["problem"] is None and NO_TITLE.search(labelled["says"].replace("，", ""))
        return page.tight(labelled.span(), also="。"), (start if asks else labelled.end(), end)
    sentence = page.split((start, line_end), "。；！？：")
    if not sentence:
        return (start, start), (start, end)
    if len(sentence) == 1 and page.plain[sentence[0][1] - 1] not in "。；！？":
        title = page.tight((start, line_end), also="：")
        long_text = title[1] - title[0] > TITLE_LIMIT and line_end == end
        return ((start, start), (start, end)) if long_text else _without_clause(page, title, (line_end, end))
    first = page.tight(sentence[0], also="。；：")
    short = first[1] - first[0] <= RUN_IN_LIMIT and sentence[0][1] < end
    headed = _is_row_of_slogans(page, start, end) or not NO_TITLE.search(_outside(page, first))
    if short and page.plain[sentence[0][1] - 1] in "。：" and headed:
        return first, (sentence[0][1], end)
    return (first if first[1] - first[0] <= TITLE_LIMIT else _first_clause(page, first)), (start, end)


def _before_label(page: Page, line: Span) -> re.Match[str] | None:
    title = TITLE_BEFORE_LABEL.match(page.plain, *line)
    return title if title and not NO_TITLE.search(title[0]) else None


def _is_row_of_slogans(page: Page, start: int, end: int) -> bool:
    match = SLOGANS.match(page.plain, start, end)
    return match is not None and SAYS_WHO.match(page.plain, match.end(), end) is None


def _outside(page: Page, span: Span) -> str:
    return "".join("" if page.nested[i] else page.plain[i] for i in range(*span))


def _space_after_title(page: Page, span: Span) -> int | None:
    """Text that lost its line breaks may keep a space after the heading: 二、抓好排查 各单位要…。"""
    space = page.plain.find(" ", *span)
    if not 2 <= space - span[0] <= RUN_IN_LIMIT or "。" not in page.plain[space : span[1]]:
        return None
    title = page.plain[span[0] : space]
    return space if re.fullmatch(r"[\u4e00-\u9fff、“”《》]+", title) and not NO_TITLE.search(title) else None


def _without_clause(page: Page, title: Span, body: Span) -> tuple[Span, Span]:
    """推进改造（科普部牵头）: the owner clause at the end of a heading belongs to the text under it."""
    for opener, closer in page.pairs_in(title):
        if title[0] < opener and closer == title[1] - 1 and names_owners(page, (opener + 1, closer)):
            return page.tight((title[0], opener)), (opener, body[1])
    return title, body


def _first_clause(page: Page, span: Span) -> Span:
    clause = page.tight(page.split(span, "，；")[0], also="，；")
    return clause[0], min(clause[1], clause[0] + TITLE_LIMIT)
