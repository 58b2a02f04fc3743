"""Cuts a row of names of units, as 市教育局、市财政局和各县（市、区）政府等有关部门, into names."""

# ruff: noqa: E501  one pattern a line, its example beside it

import re
from itertools import pairwise

from duban.notices.lexicon import UNIT_END, one_of
from duban.notices.page import Page, any_of
from duban.notices.shared_ends import COUNTED, GOES_ON
from models.reading import Span

# fmt: off
REGION = (
    r"(?:各|全[省市县]各|有关|相关)*(?:省|自治区|直辖市|县市区|区县|县区|市县|镇街|设区的?市|设区市|地级以上市|地级市|市|州|盟|地区|县|区|旗|乡|镇|乡镇)"
    r"(?:（[^（）]{1,12}）)?"
)
OF_REGIONS = r"[^、，]{0,12}?(?:政府|党委|管委会|委员会|办事处|局|厅|委|[学协]会|联合会|[青文侨社]联|社科联|工商联|团委|科协|残联|妇联|工会|法院|公司|机构|部门|单位)(?:（[^（）]{1,12}）)?"
LEVELS = ("省 自治区 直辖市", "设区的市 设区市 地级以上市 地级市 市 州 盟 地区", "县 区 旗 市（区）", "街道 乡镇 镇 乡")
KIND = r"(?:部门|单位|地区|地方|处室|科室|机构|方面|部委|厅局|委办局|高校|院校|企业|市县|区县|县区)"
OTHERS = rf"(?:[^、，和及与]{{0,8}}?(?:有关|相关|各|成员|责任|职能)?{KIND}(?:[和及与、]{KIND})*)"
SEVERAL = (
    # after the last name: others that are not named                    example
    (rf"等{OTHERS}?",                                                   "卫生健康委等国务院相关部门和单位"),
    (r"按照?(?:各自)?(?:职责|任务)?(?:分工)",                           "科普部按职责分工"),
    (r"(?<=[局委办厅部处科室会院府司站所校心团队村社镇乡）])(?:统筹|监督|认真|切实|主要|全程|通力|全面|统一|参与|提供|协调|按(?:职能|规定)|[依根]据?(?:职责|分工)+)", "科普部统筹"),
    (r"分别|各自|共同|具体|联合",                                            "科普部分别"),
)
# fmt: on
ENDS_IN_REGION = re.compile(rf"(?:^|以及|和|及|与)(?P<region>{REGION})$")
LEVEL = [re.compile(f"(?:{one_of(level.split())})") for level in LEVELS]
GOVERNMENT = re.compile("(?:人民)?政府")
SHARED_BY = re.compile(r"^(?:各|全[省市县]各|有关|相关)+")
GOES_WITH_REGIONS = re.compile(OF_REGIONS)
TAIL = re.compile("(?:" + "|".join(pattern for pattern, _ in SEVERAL) + ")+$")
TAIL_SIGNS = "等门位区方室科工别自同体合筹督真实要程作面一与供调能定据责"
"""What a tail ends in; most names end otherwise."""
AND_OTHERS = re.compile(rf"等{OTHERS}?(?=和|及|与|以及)|等(?=各|有关|相关)")
TWO_MATTERS = re.compile(
    r"[^、，]{0,6}(?:实验室|基地|企业|社团|机关|机构|市场|医院|学校|部门|组织|社会|社区)(?:和|与|及)"
    r"[^、，和与及]{0,4}(?:管理|建设|服务|发展|监督|工作|保障|指导)(?:处|科|部|司|局|股|办|室|中心|办公室)"
)
"""实验室与设备管理处 is one unit for two matters."""
A_NAME_ENDS = re.compile(rf"{UNIT_END}(?:（[^（）]*）)?$")
AND = re.compile(r"以及|和|及|与|并")
BEFORE_NAMES = re.compile(
    r"其中|由|(?:商请|责成|责令|交由|委托|授权|提请|请)(?=各|有关|相关|国|中|[省市县区镇乡])|会同|各?(?:责任|牵头|配合)单位[：]|(?:以及|和|及|与)(?=各|省|市|县|区)"
)


SAME_LEVEL = re.compile(
    r"(?<=[局委办厅部院会处所站心])(?=(?P<level>[省市县区镇])(?!政府|委|直|级|场监|政|域|长))|(?<=[局委办厅部院会处所站心])(?=各(?!级|部|单位|成员|所属|项目|牵头|责任|处室|科室|有关|相关|委|直属|民主))"
)
"""县财政局县审计局 lost its 、: the second begins at the level of the first."""
WHOLE_OFFICES = "派出所 司法所 财政所 国土所 自然资源所 市场监管所 综治中心 便民服务中心 党群服务中心 卫生院 卫生服务中心 中心校 农技站 水利站 农业站 文化站 供电所 税务所 退役军人服务站 交警中队 城管中队 应急办 党政办 武装部 民政办 社保所"
"""Offices of a town that have no office under them: 派出所司法所 are two."""
OFFICES = one_of(WHOLE_OFFICES.split())
ONE_OFFICE = re.compile(OFFICES)
MAY_BE_ROW = re.compile(rf"[局委办厅部院会处所站心](?=[省市县区镇各])|[所心院校站队办部](?=各|{OFFICES})")


def split_names(page: Page, span: Span) -> list[Span]:
    """Cut a row of names at 、 and at 和/及/与 between two whole units (发展和改革委 stays one)."""
    parts = [piece for part in parts_of(page, span, "、/") for piece in _at_blanks(page, part)]
    parts = _regions_joined(page, parts)
    names = [name for part in parts for name in _at_and(page, _without_tail(page, part))]
    names = [one for name in names for one in _run_together(page, name)]
    return [whole for name in names if (whole := _without_tail(page, name))[0] < whole[1]]


def _at_blanks(page: Page, part: Span) -> list[Span]:
    """县发改局 县统计局 are two, set apart by a blank."""
    pieces = parts_of(page, part, " ") if page.plain.find(" ", *part) >= 0 else []
    return pieces if len(pieces) > 1 and all(_ends_in_unit(page.plain[slice(*one)]) for one in pieces) else [part]


def parts_of(page: Page, span: Span, signs: str) -> list[Span]:
    """Cut at `signs` that stand in no bracket opened inside the span."""
    cuts = [match.start() for match in any_of(signs).finditer(page.plain, *span)]
    if cuts and (closed := [pair for pair in page.pairs_in(span) if pair[1] < span[1]]):
        cuts = [cut for cut in cuts if not any(a < cut < b for a, b in closed)]
    parts = zip([span[0], *(cut + 1 for cut in cuts)], [*cuts, span[1]], strict=True)
    return [whole for part in parts if (whole := page.tight(part))[0] < whole[1]]


def _run_together(page: Page, name: Span) -> list[Span]:
    """水利站派出所各村: names that lost the 、 between them, where nothing else can be meant."""
    start, end = name
    if not MAY_BE_ROW.search(page.plain, start, end):
        return [name]
    cuts = {m.start() for m in SAME_LEVEL.finditer(page.plain, start, end) if _same_level(page, start, m)}
    office = ONE_OFFICE.match(page.plain, start, end)
    while office and office.end() < end:
        following = ONE_OFFICE.match(page.plain, office.end(), end)
        if following or page.plain[office.end()] == "各":
            cuts.add(office.end())
        office = following
    edges = [start, *sorted(cut for cut in cuts if not page.nested[cut] or page.nested[start]), end]
    return [(a, b) for a, b in pairwise(edges) if a < b]


def _same_level(page: Page, start: int, found: re.Match[str]) -> bool:
    return found["level"] is None or page.plain[start] == found["level"]


def _regions_joined(page: Page, parts: list[Span]) -> list[Span]:
    """各市、县（区）人民政府 is one name: regions alone go with the body of a lower region after them, 各区党委、政府 too.

    So is 第一、第二检察部, whose end is written once.
    """
    joined: list[Span] = []
    for part in reversed(parts):
        text = page.plain[slice(*part)]
        region = ENDS_IN_REGION.search(text) if joined else None
        government = joined and text.endswith("委") and GOVERNMENT.fullmatch(page.plain, *joined[0])
        counted = joined and COUNTED.fullmatch(text) and GOES_ON.match(page.plain, *joined[0])
        if counted or government or (region and _goes_with(page, region["region"], joined[0])):
            joined[0] = (part[0], joined[0][1])
        else:
            joined.insert(0, part)
    return joined


def _goes_with(page: Page, region: str, name: Span) -> bool:
    """各市 goes with 县教育局, not with 市公安局 or 团省委."""
    text = page.plain[slice(*name)]
    last = text.rpartition("、")[2]
    if not GOES_WITH_REGIONS.match(last):
        return False
    above, here = _level(region), _level(text)
    if here is None or above is None:
        return last.endswith("政府")
    return here[0] > above[0] or (here[0] == above[0] and here[1] != above[1])


def _level(text: str) -> tuple[int, str] | None:
    """各县（市、区） is (2, 县)."""
    found = ((level, LEVEL[level].match(SHARED_BY.sub("", text, count=1))) for level in range(len(LEVEL)))
    return next(((level, match[0]) for level, match in found if match), None)


def _without_tail(page: Page, name: Span) -> Span:
    """卫生健康委等国务院相关部门 names one unit."""
    before = BEFORE_NAMES.match(page.plain, *name)
    start = before.end() if before else name[0]
    if page.plain[start : start + 1] in ("（", "〔") and start not in page.pairs:
        start += 1  # a bracket that nobody closed is no part of the name
    may = page.plain[name[1] - 1] in TAIL_SIGNS or page.plain.find("等", start, name[1]) > 0
    tail = TAIL.search(page.plain[start : name[1]]) if may else None
    return page.tight((start, start + tail.start()) if tail else (start, name[1]), also="：")


def _at_and(page: Page, span: Span) -> list[Span]:
    if TWO_MATTERS.fullmatch(page.plain, *span):
        return [span]
    others = AND_OTHERS.search(page.plain, *span)
    if others and others.start() > span[0]:
        return [(span[0], others.start()), *_at_and(page, (others.end(), span[1]))]
    for match in AND.finditer(page.plain, *span):
        left, right = page.plain[span[0] : match.start()], page.plain[match.end() : span[1]]
        inside = any(a < match.start() < b for a, b in page.pairs_in(span))
        if left.endswith("委") and GOVERNMENT.match(right):
            continue
        if not inside and A_NAME_ENDS.search(left, 1) and _ends_in_unit(right):
            return [(span[0], match.start()), *_at_and(page, (match.end(), span[1]))]
    return [span]


def _ends_in_unit(text: str) -> bool:
    text = TAIL.sub("", text)
    return len(text) > 1 and A_NAME_ENDS.search(text) is not None
