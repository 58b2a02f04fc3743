"""What units are said to do, behind their names: how they do it (按职责分工), then an act that gives the role (负责).

A predicate is a row of manners and acts at the end of a part, and the last may have a short object:
甲局 | 按职责分工 | 具体 | 负责; 乙局 | 配合 | 做好; 丙局 | 牵头 | 组织 | 实施; 丁局 | 负责 | 建档.
"""

# ruff: noqa: E501  one pattern a line, its example beside it

import re

from duban.notices.lexicon import ADVERBS, UNIT_END, one_of
from models.reading import OwnerRole

KIND_OF_UNIT = r"(?:单位|部门|处室|科室|主体|方)"
ORGANISE = "(?<!党)(?<!团)(?<!社会)(?<!行业)(?<!基层)(?<!工会)(?<!群众)(?<!级科协)(?<!级妇联)(?<!各)(?<!级)组织"
"""What is done; 党组织 and 社会组织 are who does it."""
PLAIN_ADVERBS = {word for row, _ in ADVERBS for word in row.split()} - {
    "系统",
    "创新",
    "规范",
    "重点",
    "科学",
    "还",
    "也",
    "均",
}
"""All but those that names end in: 教育系统."""
# fmt: off
MANNERS = (
    # how they do it                                                                                      example
    (r"[按依]据?照?(?:[^，、。；（）\n]{0,6}?(?:职责|职能|职权|任务|权限|规定|要求|程序|法)|(?=分工))+(?:分工|要求|范围)?(?:[和及](?:职责|任务)?分工)?|[按依]照?[^，、。；（）\n]{0,6}?分工|按照?[\u4e00-\u9fff]{1,5}?(?=分别|分头|各自|分工|负责|落实|实施|承担|推进|组织)", "按职责分工"),
    (r"分别|分头|各自|共同|联合|具体|统一|统筹(?!科|处|局|办|城|部|委)|全面|全程|全力|通力|积极|密切|主动|认真|切实|直接|持续|长期|常态化|主要|同步|会商|自行|联系|结合(?:各自|自身|本地|工作)?实际", "共同"),
    (r"予以|给予|提供|做好|抓好|加强|抓紧|协调|包干|督促|指导(?!科|处|局|组|站|中心|办)|监督(?!管理|科|处|局|所|站|室|检查|委|员|支队)|检查指导", "予以"),
    (r"分(?:行业|[区片级线类块]{1,2})|(?:总|抓|主体)(?=牵头|落实|推进|负责)|分工|{organise}", "组织"),
)
ACTS: tuple[tuple[str, OwnerRole, str], ...] = (
    # the act                                                                                role           example
    (r"牵头(?!负责制)|主办|主责|主导|主抓|负?总责|总负责|负主要责任|为主|抓总|统筹协调|总体?协调|总体统筹|(?:[为是系]|作为)(?:总?牵头|主办|主责|第一责任|主要责任){kind}", "lead", "科普部牵头"),
    (r"配合|协办|协同|协作|参与|参加|协助|支持|会办|联办|(?:做好|提供|给予|加强)[\u4e00-\u9fff]{0,4}?(?:保障|支撑|支持)|提供[\u4e00-\u9fff]{0,6}?(?:数据|资料|信息|材料|场地|平台|设备|师资|服务)|(?<=[局处部科厅委心室司站])保障(?![\u4e00-\u9fff])|(?:[为是系]|作为)(?:配合|协办|参与|协助){kind}", "supporting", "办公室、学会部配合"),
    (r"负责(?!人|制(?![定作订造]))|归口(?:管理|负责|办理)?|(?:承担|负|落实)(?:主体|监管|直接|领导|属地|行业监管|主管|相应|具体)责任|[为是]责任主体|(?:[为是系]|作为)(?:直接责任|具体责任|责任|承办|实施){kind}", "responsible", "科普部、学会部等按职责分工负责"),
    (r"各司其职|各负其责|各尽其责|落实(?!办|处|科)|承办|承担|推进(?!办|处|科|组)|实施|执行(?!局|处|科|庭|董|秘)|(?:研究)?办理(?!科|处)|抓(?![\u4e00-\u9fff])|(?:具体|共同|分头|分别)抓|{organise}(?:开展|(?![\u4e00-\u9fff]))|[按依][^，、。；\n]{0,8}分工(?![\u4e00-\u9fff])", "responsible", "科普部、学会部各司其职"),
    (r"(?:业务|技术|跟踪)?(?:指导|督导|督促|监督|监管)(?![\u4e00-\u9fff])", "supporting", "办公室、学会部指导"),
    (r"(?:研究|汇总|统筹|审核|验收|调度|把关|制定|制订|起草|出台|拟订|修订|印发|推荐|轮值|轮班)+(?<!研究)(?![\u4e00-\u9fff])", "responsible", "科普部、学会部研究制定"),
)
# fmt: on
MANNER = "|".join((*(pattern.replace("{organise}", ORGANISE) for pattern, _ in MANNERS), one_of(PLAIN_ADVERBS)))
ACT_ROWS = [
    (re.compile(pattern.replace("{kind}", KIND_OF_UNIT).replace("{organise}", ORGANISE)), role)
    for pattern, role, _ in ACTS
]
ACT = "|".join(row.pattern for row, _ in ACT_ROWS)
NOT_IN_OBJECT = rf"{ACT}|{UNIT_END}(?:$|等)"
NO_OBJECT, SHORT, LONG = 0, 8, 18
PREDICATES = {
    # how long an object may be → the pattern
    NO_OBJECT: re.compile(rf"(?:{ACT}|{MANNER})+(?P<object>)$"),
    SHORT: re.compile(rf"(?:{ACT}|{MANNER})+(?P<object>(?:(?!{NOT_IN_OBJECT})[\u4e00-\u9fff]){{1,{SHORT}}})?$"),
    LONG: re.compile(rf"(?:{ACT}|{MANNER})+(?P<object>(?:(?!{NOT_IN_OBJECT})[^，。；：（）]){{1,{LONG}}})?$"),
}
ANSWERS_FOR = {
    # how long an object may be → the pattern, for an object that is itself an act
    length: re.compile(
        rf"(?:{MANNER})*负责(?!人|制(?![定作订造])|同志)(?:(?!负责|牵头|配合|协助|参与|(?!组织$){UNIT_END})[\u4e00-\u9fff、]){{2,{length}}}$"
    )
    for length in (SHORT, LONG)
}
"""镇农业农村办负责日常调度."""
BY_A_PRINCIPLE = re.compile(r"按照?“[^”]{2,60}”(?:的?(?:原则|要求|思路|机制|方式|规定))?，?")
"""按照“谁审批、谁监管”的原则."""
LONGEST = 22
"""No predicate without its object is longer: it is looked for at the end of its part only."""
MAY_ACT = re.compile(
    "牵头|配合|[负其]责|[主承协会联]办|主[责导抓]|总责|总?协调|为主|责任|抓|协[同作助]|参[与加]|支[持撑]|保障|提供|归口|承担"
    "|落实|推进|指导|督|监|实施|执行|办理|组织|分工|其职|汇总|统筹|审核|验收|调度|把关|制[定订]|起草|出台|拟订|修订|印发|推荐|轮[值班]"
)
"""A sign of an act, looked for first since it is found quickly; a part without one says nothing."""


def predicate_of(text: str, *, longest_object: int = SHORT) -> tuple[int, OwnerRole] | None:
    """Return where the predicate of a part starts and the role it gives, or None.

    Of several acts, the one that leads decides, then the one that helps: 牵头负责 leads, 负责配合 helps.
    """
    if text[-1:] in "）》”":
        return None
    near_the_end = max(0, len(text) - LONGEST - longest_object)
    may = MAY_ACT.search(text, near_the_end)
    quoted = BY_A_PRINCIPLE.search(text) if may and "”" in text else None
    if quoted and quoted.start() > 0 and (role := alone(text[quoted.end() :])):
        return quoted.start(), role
    match = PREDICATES[longest_object].search(text, near_the_end) if may else None
    answers = _answers_for(text, near_the_end, longest_object) if may else None
    if answers and (match is None or answers < match.start()):
        return answers, "responsible"
    if match is None or match.start() == 0:
        return None
    end = match.start("object") if match["object"] else len(text)
    role = next((role for act, role in ACT_ROWS if act.search(text, match.start(), end)), None)
    return (match.start(), role) if role else None


def alone(text: str) -> OwnerRole | None:
    """Return the role that a part gives which names nobody: 按照“三管三必须”要求各负其责; None when it is none."""
    if MAY_ACT.search(text) is None:
        return None
    quoted = BY_A_PRINCIPLE.match(text) if "”" in text else None
    begin = quoted.end() if quoted else 0
    if PREDICATES[NO_OBJECT].fullmatch(text, begin) is None:
        return None
    return next((role for act, role in ACT_ROWS if act.search(text, begin)), None)


def _answers_for(text: str, start: int, longest_object: int) -> int | None:
    pattern = ANSWERS_FOR.get(longest_object) if text.find("负责", start) > 0 else None
    found = pattern.search(text, start) if pattern else None
    return found.start() if found else None
