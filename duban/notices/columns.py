"""What the columns of a table of tasks hold: told by their heads, by the head above, or by what stands in them."""

# ruff: noqa: E501  one pattern a line, its example beside it

import re

from duban.notices.dates import Years
from duban.notices.deadlines import find_deadlines
from duban.notices.marked_units import marked_columns
from duban.notices.names import parts_of
from duban.notices.page import Page
from duban.notices.roles import NAMED, STRONG_NAME
from duban.notices.roles import WHO as NAMED_WHO
from duban.notices.stacked import FIRST_COLUMN
from models.reading import OwnerRole, Span

WHO = rf"(?:(?:{NAMED_WHO}|责任人|[科处股])(?:[/、和及](?:(?:责任)?{NAMED_WHO}|负责人|责任人))?)?"
AND_MORE = r"(?:[/、和及与]?(?:具体)?(?:成果|成效|目标|标准|标志|形式|内容|进度|责任|要求){1,2})?"
"""完成时限及标准, 主要举措和成果形式: what a head names besides."""
# fmt: off
COLUMNS = (
    # what the column holds    how its head is written                                                      example
    ("both",        rf"(?:牵头|主办|主责|责任)(?:单位|部门|处室|科室)?[/、和及与—-](?:配合|协办|协同|参与|协助){WHO}$",      "牵头/配合单位"),
    ("task",        r"(?:任务|事项|措施|举措|内容|工作|项目)[及和与、/](?:(?:责任|牵头|主办|承办|负责)(?:单位|部门|处室|科室|人|分工)|分工)$",                     "重点任务及责任单位"),
    ("lead",        rf"(?:牵头|主办|主责|主抓|主导)(?:责任)?{WHO}$|第一责任{WHO}$|主要(?:责任|负责){WHO}$",                                            "牵头单位"),
    ("supporting",  rf"(?:配合|协办|参与|协同|协作|参加|协助|支持|会办)(?:责任|推进|落实|实施|办理)?{WHO}$|成员(?:单位|部门)$",                    "配合单位"),
    ("supporting",  r"(?:监督|指导|督导|督促)(?:责任)?(?:单位|部门|处室|科室|机构|方)$",                                        "督导单位"),
    ("responsible", rf"(?:责任|负责|承办|承担|承接|归口(?:管理)?|落实|实施|执行|分管|包保|包联|包抓|包案|领办|领衔|经办|办理|分办)(?:{NAMED_WHO}|[科处股]|分工)(?:[/、和及与](?:{NAMED_WHO}|责任人))?$|(?:挂点|挂联|联系)领导$|(?:包[村片]|[驻联]村|挂钩|挂包)(?:领导|干部)$|^(?:责任|任务|工作|部门|职责|单位)?分工$|(?:责任|任务|工作|部门|职责)分工$|主体责任$|^(?:承办|责任)$|责任人及(?:联系)?电话$", "责任单位"),
    ("",            r"(?:启动|开始|起始|开工|立项|填报|更新|提出|受理|交办|印发|获奖|授予|批准|审批|发证|登记|成立|发布|入选|认定|签订|出生)(?:时间|日期|节点)$",                        "启动时间"),
    ("state",       r"(?:办理|整改|落实|完成|推进|工作|目前|当前)?(?:状态|进展|完成情况|进展情况|办理情况|落实情况|整改情况|办理结果)(?:[及和与]?是否(?:办结|完成|销号))?$|^是否(?:已)?(?:办结|完成|销号)$", "办理状态"),
    ("goal",        r"形象进度$|(?:反馈|报送|汇报|上报)要求$",                                                                "年度形象进度"),
    ("time",        rf"(?:完成|办结|工作|推进|整改|计划)?(?:时限|期限|时间|时间节点|时间要求|进度安排|时间安排|日期|时间进度|时序|进度|节点|时点){AND_MORE}$|时间节点|月份$|(?:频次|频率|周期)(?:要求)?$", "完成时限"),
    ("task",        r"(?:任务|措施|举措|内容|事项)[和及与](?:具体|工作|预期)?目标$",                                                            "具体举措和目标"),
    ("goal",        r"(?:目标要求|年度目标|工作目标|阶段目标|预期目标|考核指标|目标值|进度要求|工作标准|预期成果|目标|(?:推进|实施|季度|阶段|进度|工作)计划)$", "目标要求"),
    ("remark",      r"^备注(?:说明)?$", "备注"),
    ("indicator",   r"^(?:主要|核心|重点|[一二三]级)?指标$|指标(?:名称|内容)$", "指标名称"),
    ("task",        rf"(?:重点|工作|主要|具体|目标|议定|督办|整改|建设|改革|办理)?(?:任务|事项|措施|举措|内容|要求|工作|项目|要点|重点|职责)(?:内容|分解|名称|描述|及规模|清单|要求)?{AND_MORE}$", "重点任务"),
)
# fmt: on
HEADS = [(name, re.compile(pattern)) for name, pattern, _ in COLUMNS]
ROLES: tuple[OwnerRole, ...] = ("lead", "supporting", "responsible")
BINDS = re.compile(
    "完成|办[结理]|整改|化解|落实|截止|时限|期限|节点|结束|竣工|交付|计划|调整后|要求|报送|汇报|上报|提交|销号|推进|进度|答复"
)
WAS = re.compile("实际|原定|^原|上次|上年|发现|排查")
"""完成时限 binds; beside it 会议时间 or 复查时间 only tells, and 实际完成时间 tells of what was."""
HOW_FAR = re.compile("^(?:整改|工作|推进|任务|完成|当前|目前|实际|办理|落实|项目)?进度$")
"""整改进度 beside 整改时限 says how far it has come."""
HOW_TO_DO = re.compile("^(?:工作|有关|相关|其他)要求$|^注意事项$")
"""工作要求 beside 主要工作 says how it is to be done."""
A_LIST = re.compile(
    r"(?:法定|承诺)(?:办[结理])?(?:时限|期限)|(?:设定|法律|许可|办理|收费)依据|(?:许可|受理|办理)条件|收费标准|行使层级"
    r"|^获奖|^奖项|^作者|完成人|授予单位|^职称$|^学历$"
)
"""Of services, prizes or people: such a table asks for nothing."""
ASKS = re.compile("任务|指标|措施|举措|要求|整改|督办|目标|完成|办结")
GIVES = re.compile("牵头|责任|主办|配合|承办|协办|整改")
IN_BRACKETS = re.compile(r"（.*?）")
HELPED = "+"
LEADS_IN_BRACKET = re.compile(r"^(?:责任|负责|承办)（(?:牵头|主办|主责)）(?:单位|部门)$")
HELPERS_IN_BRACKET = re.compile(r"（(?:配合|协办|协助|参与|协同)")
OTHER_UNITS = re.compile("督[办导查]|验收|填报|报送|申报|推荐|监督|指导|审[核批]|检查|考核|制表|备案|受益")
"""Units in such a column do not do it."""
KIND_OF_UNIT = re.compile("[省市县区州镇乡街级]|单位|部门|地方|[科处部]室")
PERIOD = re.compile(
    r"(?:截至|[到至])?(?:(?:20\d\d年)?(?:第?[一二三四1-4]季度?|[上下]半年|(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?:份|[底末]|[上中下]旬|\d{1,2}日)?"
    r"|\d{1,2}月?[—-]\d{1,2}月|年[底内])|20\d\d年度?)前?(?:末|工作|推进|阶段|计划|完成)*(?:目标|任务|计划|安排|节点|要求|内容)*"
)
"""一季度, 6月底前目标, 2027年: such a column says what is to be reached by then."""
A_YEAR = re.compile(r"20\d\d年度?(?:工作|推进|实施|进度)*(?:计划|目标|任务|安排)?")
OF_ONE_YEAR = re.compile(r"20\d\d年度?(?:工作|阶段|计划|完成)*(?:目标|任务|计划|安排|要求|内容)+")
FEWEST_PERIODS = 2
KIND_OF_ROW = re.compile("类[别型]|领域|板块|编[号码]|来源|地[点址]|所在|批次|分类|金额|资金|级别")
"""Says what sort of thing a row is about, not what is to be done."""
WORK = re.compile("任务|工作|[措事]施|事项|举措|计划")
NAMES_NO_WORK = {"", "state", "indicator", "remark"}
A_PERSON = re.compile("(?:人|领导|人员)$")
FEWEST = 2


def kinds_of(heads: list[str]) -> tuple[str, ...]:
    """What each column holds, or () where the heads are not those of a table of tasks.

    Where units and times have columns and nothing is called a task, the first other column holds what it is about.
    """
    heads = [re.sub(r"\s", "", head) for head in heads]
    if any(map(A_LIST.search, heads)):
        return ()
    kinds = [kind_of(head) for head in heads]
    if kinds.count("period") < FEWEST_PERIODS:
        kinds = [_by_pattern(head) if kind == "period" else kind for head, kind in zip(heads, kinds, strict=True)]
    bound = {
        at for at, kind in enumerate(kinds) if kind == "time" and BINDS.search(heads[at]) and not WAS.search(heads[at])
    }
    kinds = ["" if kind == "time" and bound and at not in bound else kind for at, kind in enumerate(kinds)]
    if any(kind == "time" and not HOW_FAR.search(head) for kind, head in zip(kinds, heads, strict=True)):
        kinds = ["state" if HOW_FAR.search(head) else kind for kind, head in zip(kinds, heads, strict=True)]
    if kinds.count("task") > 1:
        kinds = ["goal" if HOW_TO_DO.search(head) else kind for kind, head in zip(kinds, heads, strict=True)]
    if "task" not in kinds:
        kinds = ["task" if kind == "indicator" else kind for kind in kinds]
    named = {*kinds} - NAMES_NO_WORK
    if named & {*ROLES} and named & {"time", "period"} and not named & {"task", "goal"}:
        about = [place for place, head in enumerate(heads) if not kinds[place] and not FIRST_COLUMN.fullmatch(head)]
        about.sort(key=lambda place: KIND_OF_ROW.search(heads[place]) is not None)
        for place in about[:1]:
            kinds[place] = "task"
        named |= {"task"} if about else set()
    if not any(kind == "task" and WORK.search(head) for head, kind in zip(heads, kinds, strict=True)):
        named -= {"period"}  # 指标 by quarters may only tell what was
    return tuple(kinds) if named & {"task", "goal"} and named - {"task", "goal"} else ()


def ask_for_work(heads: tuple[str, ...]) -> bool:
    """Tell whether heads say by themselves that the rows are to be done, as those of a list of projects do not."""
    return any(map(ASKS.search, heads)) and any(map(GIVES.search, heads))


def kind_of(head: str) -> str:
    head = re.sub(r"\s", "", head)
    return "period" if PERIOD.fullmatch(head) and not OF_ONE_YEAR.fullmatch(head) else _by_pattern(head)


def _by_pattern(head: str) -> str:
    short = IN_BRACKETS.sub("", head)
    if LEADS_IN_BRACKET.search(head):
        return "lead"
    kind = next((name for name, pattern in HEADS if pattern.search(short)), "")
    return f"{kind}{HELPED}" if kind in ROLES and HELPERS_IN_BRACKET.search(head) else kind


def under(
    above: tuple[str, ...], named: tuple[str, ...], heads: tuple[str, ...], kinds: tuple[str, ...]
) -> tuple[str, ...]:
    """省级单位 and 市县 under 责任分工 are units that answer: a head that says nothing takes the role of the one above.

    `above` is what the heads above hold, `named` what they are called: a head over some columns is called once.
    """
    found = list(kinds)
    over = ""
    for place, kind in enumerate(kinds):
        over = above[place] if named[place] else over
        if (
            not kind
            and over == "responsible"
            and KIND_OF_UNIT.search(heads[place])
            and not OTHER_UNITS.search(heads[place])
        ):
            found[place] = over
    return tuple(found)


def of_their_year(above: tuple[str, ...], heads: tuple[str, ...]) -> tuple[str, ...]:
    """一季度 below 2026年 is called 2026年一季度: a head over some columns is called once."""
    named: list[str] = []
    over = ""
    for head, upper in zip(heads, above, strict=True):
        over = upper or over
        named.append(f"{over}{head}" if A_YEAR.fullmatch(over) and PERIOD.fullmatch(head) and head != over else head)
    return tuple(named)


def told_by_cells(
    page: Page, rows: list[tuple[Span, ...]], heads: tuple[str, ...], kinds: tuple[str, ...]
) -> tuple[str, ...]:
    """Where no head names units or times, take the first column that holds nothing but units, nothing but times."""
    found = list(kinds)
    units = [at for at, head in enumerate(heads) if not kinds[at] and NAMED.fullmatch(re.sub(r"\s", "", head))]
    for place in marked_columns(page, rows, units):
        found[place] = "marked"
    unit_named = any(kind in (*ROLES, "both") and not A_PERSON.search(heads[at]) for at, kind in enumerate(kinds))
    for place, head in enumerate(heads):
        if found[place] or OTHER_UNITS.search(head) or any(pattern.search(head) for _, pattern in HEADS):
            continue
        cells = [row[place] for row in rows if place < len(row) and row[place][0] < row[place][1]]
        if len(cells) < FEWEST:
            continue
        if not unit_named and _are_units(page, cells):
            found[place], unit_named = "responsible", True
        elif "time" not in found and all(_is_time(page, cell) for cell in cells):
            found[place] = "time"
    return tuple(found)


def _are_units(page: Page, cells: list[Span]) -> bool:
    """Tell whether all are named like units and most are so beyond doubt: 镇应急办, 各村（社区）."""
    parts = [part for cell in cells for part in parts_of(page, cell, "、；，")]
    sure = sum(STRONG_NAME.fullmatch(page.plain, *part) is not None for part in parts)
    return 2 * sure > len(parts) and all(NAMED.fullmatch(page.plain, *part) for part in parts)


def _is_time(page: Page, cell: Span) -> bool:
    found = find_deadlines(page, cell, Years(), labelled=True)
    return bool(found) and 2 * len(found[0].text) > cell[1] - cell[0]
