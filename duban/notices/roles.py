"""The words that give a role: labels before names, words after them, marks behind one; what stands in a clause."""

# ruff: noqa: E501  one pattern a line, its example beside it

import re

from duban.notices.lexicon import UNIT_END
from duban.notices.names import parts_of, split_names
from duban.notices.page import Page
from models.reading import OwnerFound, OwnerRole, Span

WHO = r"(?:单位|部门|处室|机构|科室|股室|司局|部室|站所|院系|支部|领导|主体|方|人)"
# fmt: off
LABELS: tuple[tuple[str, OwnerRole | None, str], ...] = (
    # label before the names                                               role            example
    (rf"(?:牵头|主办|主责|第一责任|主要责任|总?牵头责任){WHO}?：",           "lead",         "牵头单位：科普部"),
    (rf"(?:配合|协办|协同|参与|参加|协助|支持|会办|联办|第二责任){WHO}?：",  "supporting",   "配合单位：办公室、学会部"),
    (rf"(?:责任|负责|承办|落实|实施|完成|分管|具体责任|责任牵头|挂钩|包保|包抓|执行)(?:分工|{WHO})?：", "responsible", "责任单位：各区"),
    (r"[^，；：（）]{2,8}：",                                                None,           "适用范围：全市"),
)
ENDINGS: tuple[tuple[str, OwnerRole, str], ...] = (
    # words after the names                                                          role           example
    (r"(?:[为是系]|作为)(?:总?牵头|主办|主责)(?:单位|部门)",                              "lead",        "科普部为牵头单位"),
    (r"(?:[为是系]|作为)(?:配合|协办|参与|协助)(?:单位|部门)",                            "supporting",  "学会部为配合单位"),
    (r"(?:[为是系]|作为)(?:责任|承办|实施)(?:单位|部门)",                                "responsible", "各区为责任单位"),
    (r"(?:共同|联合|负责)?牵头(?:负责|组织|落实|实施|办理|抓总|推进)?",                  "lead",        "科普部牵头"),
    (r"(?:主办|主责|负?总责|负主责|为主)",                                              "lead",        "科普部主办"),
    (r"(?:按照?(?:各自)?(?:职责分工|职责|分工))?(?:共同|积极|协同|密切|予以|给予|做好|抓好)?(?:配合|协办|协同|参与|参加|协助|支持)(?:落实|实施|做好|推进|工作)?", "supporting", "办公室、学会部配合"),
    (r"(?:按照?(?:各自)?(?:职责分工|职责|分工))?(?:分别|分头|共同|具体|分工|抓好|抓)?(?:负责|落实|承办|承担|组织实施|推进|实施)(?:[\u4e00-\u9fff]{0,6})?", "responsible", "科普部、学会部等按职责分工负责"),
)
# fmt: on
LABEL_ROWS = [(re.compile(pattern), role) for pattern, role, _ in LABELS]
ENDING_ROWS = [(re.compile(rf"(?:{pattern})$"), role) for pattern, role, _ in ENDINGS]
OWNER_LABEL = (
    rf"(?:第[一二])?(?:牵头|责任|配合|主办|主责|协办|承办|负责|参与|参加|协同|落实|实施|协助|分管|完成|督办|挂钩|包保|包抓|执行)"
    rf"(?:分工|{WHO})：|(?:牵头|主办|协办|配合|主责|协同)："
)
TIME_WORDS = (
    r"(?:完成|办结|办理|落实|报送|工作|推进|整改|任务)?(?:时限|时间|期限|时间节点|进度安排|日期)(?:要求|安排)?："
)
TIME_LABEL = re.compile(TIME_WORDS)
FIRST_LEADS = re.compile(
    r"(?:列|排|排序|位列)在?(?:第一|首|最前)(?:位|个|名)?(?:的|者|单位|部门)*[^。；）]{0,6}(?:为|是)?牵头|(?:首位|第一个?)(?:单位|部门)为牵头|牵头单位(?:排|列)(?:在)?(?:第一|首)"
    r"|(?:第一|首|第1) ?(?:项|个|位|家)?(?:单位|部门)?的?(?:为|是|系)牵头"
)
WHO_WORKS_WITH = re.compile("会同")
ROLE_BEHIND = re.compile(
    r"（(?:(?P<lead>(?:总?牵头|主办|主责)(?:单位|部门)?)|(?:配合|协办|协同|参与|协助|支持)(?:单位|部门)?)）$"
)
A_CONTACT = re.compile(r"（[^（）]*(?:联系人|联系电话|电话|联络员|负责人|责任人)[^（）]*）$")
BY_WHOM = re.compile(r"[^、，。；]{2,24}?(?<!自)由(?=[^、，]{2,})")
A_TIME = re.compile(r"\d|常态化|年底|月底|年内|半年|长期|持续|全年|常年|季度")
NAMED = re.compile(rf"[^，；：]{{0,40}}{UNIT_END}(?:（[^（）]*）)?(?:等)?(?:[^，、]{{0,4}}(?:部门|单位))?$")
STRONG_NAME = re.compile(
    r"(?:各|全|有关|相关|省|市|县|区|国家|中国|团|州|镇|乡|[\u4e00-\u9fff]{2,8}(?:市|县|区|省))?[\u4e00-\u9fff（）、]{1,20}"
    r"(?:局|厅|委|部|办|处|科|室|署|政府|党委|管委会|委员会|集团|公司|银行|中心|工会|联合会|科协|妇联|侨联|工商联|总社|学院|部门|地区|单位|法院|检察院|街道|乡镇|支队|总队|（市、区）)(?:（[^（）]*）)?"
)


def parse(
    page: Page, span: Span, *, first_leads: bool, role: OwnerRole | None = None
) -> tuple[tuple[OwnerFound, ...], tuple[Span, ...]]:
    """Read the inside of a clause part by part; names without a word of their own share that of their neighbour.

    `role` is what names are that no word gives a role.
    """
    owners: list[OwnerFound] = []
    times: list[Span] = []
    current = role
    waiting: list[Span] = []
    for part in parts_of(page, _inside(page, span) if role is None else page.tight(span, also="。；"), "，；\n。 "):
        if TIME_LABEL.match(page.plain, *part):
            times.append(part)
            current = role
            continue
        if FIRST_LEADS.search(page.plain, *part) or page.plain.startswith("下同", part[0]):
            continue
        label = _label(page, part)
        if label:
            part, current = (label[0], part[1]), label[1]
        if label and (current is None or part[0] >= part[1]):
            continue
        ending = ending_of(page, part)
        timed = A_TIME.search(A_CONTACT.sub("", page.plain[slice(*part)])) is not None
        if ending and not (timed and not NAMED.fullmatch(page.plain, *ending[0])):
            names, found = ending
            owners += [owner for before in waiting for owner in names_in(page, before, role=found)]
            waiting = []
            owners += names_in(page, names, role=found)
            current = role
        elif timed and not STRONG_NAME.fullmatch(page.plain, *part):
            times.append(part)
        elif current:
            owners += names_in(page, part, role=current)
        elif NAMED.fullmatch(page.plain, *part):
            waiting.append(part)
    if owners:
        owners += [owner for before in waiting for owner in names_in(page, before, role="responsible")]
    return tuple(_first_lead(owners, first_leads=first_leads)), tuple(times)


def _inside(page: Page, span: Span) -> Span:
    """Take off what stands around a clause; a bracket that closes one opened within, as in 卫生健康局（委）, stays."""
    start, end = page.tight(span, also="（）〔〕。；—·•●◆■*-")
    opened = [a for a, b in page.pairs_in((start, span[1])) if b == end]
    return (start, end + 1) if opened and end < span[1] else (start, end)


def _label(page: Page, part: Span) -> tuple[int, OwnerRole | None] | None:
    for pattern, role in LABEL_ROWS:
        match = pattern.match(page.plain, *part)
        if match:
            return match.end(), role
    return None


def ending_of(page: Page, part: Span) -> tuple[Span, OwnerRole] | None:
    text = page.plain[slice(*part)]
    for pattern, role in ENDING_ROWS:
        match = pattern.search(text)
        if match and match.start():
            return (part[0], part[0] + match.start()), role
    return None


def _first_lead(owners: list[OwnerFound], *, first_leads: bool) -> list[OwnerFound]:
    """Where the notice says that the first listed leads, a clause without a lead has one."""
    plain = all(owner.role == "responsible" for owner in owners)
    if not (first_leads and plain and len(owners) > 1):
        return owners
    first, *others = owners
    return [first.model_copy(update={"role": "lead"}), *(o.model_copy(update={"role": "supporting"}) for o in others)]


def names_in(page: Page, span: Span, *, role: OwnerRole) -> list[OwnerFound]:
    """Cut names apart; 省商务厅会同省市场监管局 is one that leads and one that helps. 检查工作由科普部: 科普部."""
    by = BY_WHOM.match(page.plain, *span)
    span = (by.end(), span[1]) if by else span
    along = WHO_WORKS_WITH.search(page.plain, *span)
    if along and along.start() > span[0] and NAMED.fullmatch(page.plain, span[0], along.start()):
        return [
            *names_in(page, (span[0], along.start()), role="lead"),
            *names_in(page, (along.end(), span[1]), role="supporting"),
        ]
    return _named(page, split_names(page, span), role)


def _named(page: Page, names: list[Span], role: OwnerRole) -> list[OwnerFound]:
    """省水利厅（牵头） tells its role behind the name; 财务部、审计部（配合） that of the whole row."""
    said = [ROLE_BEHIND.search(page.plain, *name) for name in names]
    if role == "responsible" and said and said[-1] and not said[-1]["lead"] and not any(said[:-1]):
        role = "supporting"
    found = []
    for name, own in zip(names, said, strict=True):
        behind = own or A_CONTACT.search(page.plain, *name)
        whole = (name[0], behind.start()) if behind and behind.start() > name[0] else name
        told: OwnerRole = role if own is None else "lead" if own["lead"] else "supporting"
        found.append(OwnerFound(name=page.cut(whole), role=told, span=whole))
    return found


def subject_owners(page: Page, subject: Span) -> list[OwnerFound]:
    """Owners named as the subject of a sentence: they are told to do it; one that is said to 牵头 leads."""
    leads = re.compile(r" ?(?:要|应当?|须|负责)?牵头").match(page.plain, subject[1])
    if "的" in page.plain[slice(*subject)]:
        return [OwnerFound(name=page.cut(subject), role="responsible", span=subject)]
    return names_in(page, subject, role="lead" if leads else "responsible")
