"""Reads what the notes to a table tell somebody to do: 备注：1.各责任单位每季度结束后5日内报送进展。"""

import re
from dataclasses import replace

from duban.notices import notes
from duban.notices.cover import Cover
from duban.notices.items import Habits, gaps, read_item
from duban.notices.page import Page
from models.reading import RequirementFound, Span

NOTE_HEAD = re.compile(r"[ \t]*(?:（?[\u4e00-\u9fff]{1,4}：)?[ ]*(?:\d{1,2}[.．、])?[ ]*")
HANDS_IN = re.compile(r"报[送备告]|上报|提交|反馈|寄送|(?:情况|名单|方案|材料|总结|清单|进展)[^，。；]{0,6}报")
FILLS_IN = re.compile("填[写报]|格式|标注|是指|指的是")
"""完成时限填写具体日期 says how to fill the table in."""
WHO_DOES = re.compile(r"由[^，。；]{2,24}(?:负责(?!解释)|牵头|承办|督[办导])")
OF_THE_ROWS = re.compile("各|(?:属地|行业|整改|任务|主要)?(?:责任|牵头|主办|主责|承办|配合|协办|督导|成员)")
"""Units that the rows name, not who keeps the table: 区考核办每月通报 asks for nothing."""


def told_in_notes(page: Page, cover: Cover, habits: Habits) -> list[RequirementFound]:
    """Read the notes to the tables; what asks for nothing of its own stays one note, and is said to be left."""
    found: list[RequirementFound] = []
    for note, why in [aside for aside in cover.asides if aside[1] is notes.TABLE_NOTES]:
        told = [r for point in page.split(note, "；。\n") for r in _told(page, _without_number(page, point), habits)]
        if told:
            cover.asides.remove((note, why))
            left = [page.tight(part, also="；。") for part in gaps(note, [r.span for r in told])]
            heads = [part for part in left if NOTE_HEAD.fullmatch(page.plain, *part)]
            cover.taken += [part for part in heads if part[0] < part[1]]
            cover.asides += [(part, why) for part in left if part not in heads]
            found += told
    return found


def _told(page: Page, point: Span, habits: Habits) -> list[RequirementFound]:
    """What sets somebody a time, what is to be handed in by a time, what somebody is in charge of."""
    orders = read_item(page, point, replace(habits, orders_only=True))
    told = [r for r in orders if r.owners and r.deadlines]
    if told or FILLS_IN.search(page.plain, *point):
        return told
    if WHO_DOES.search(page.plain, *point) and (owned := [r for r in orders if r.owners]):
        return owned
    for_the_rows = OF_THE_ROWS.match(page.plain, point[0]) is not None
    return [r for r in read_item(page, point, habits) if _hands_in(r) or (for_the_rows and r.owners and r.deadlines)]


def _hands_in(requirement: RequirementFound) -> bool:
    return bool(requirement.deadlines) and HANDS_IN.search(requirement.text) is not None


def _without_number(page: Page, piece: Span) -> Span:
    """Take 备注： and 1. off the head of a sentence."""
    head = NOTE_HEAD.match(page.plain, *piece)
    return (head.end() if head else piece[0], piece[1])
