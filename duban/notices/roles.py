"""The words that give a role: labels before names, words after them, marks behind one; what stands in a clause."""

# ruff: noqa: E501  one pattern a line, its example beside it

import re
from collections.abc import Iterator
from itertools import pairwise

from duban.notices.lexicon import UNIT_END
from duban.notices.names import REGION, parts_of, split_names
from duban.notices.page import Page
from duban.notices.predicates import MAY_ACT, SHORT, predicate_of
from models.reading import OwnerFound, OwnerRole, Span

SIGNS = "—·•●◆■★☆▲△▶►※◎○□◇➢✓√*-"
"""Marks that stand before a line of its own: ★牵头单位：科普部."""
LEADER = r"(?:[省市县区校院局镇乡]?级?领导)"
WHO = rf"(?:单位|部门|处室|机构|科室|股室|司局|部室|站所|院系|支部|学院|团队|专委会|委员会|党组织|党委|党支部|镇街|乡镇|街道|社区|村（社区）|村|学校|高校|医院|公司|企业|学会|协会|组织|主体|方|人员?|处（科）室|科（处）室|{LEADER})"
WHO_ALL = rf"{WHO}(?:（[^（）]{{1,24}}）)?(?:[/、和及与](?:牵头|责任|配合|负责|具体)?{WHO})?\d?"
LEADS = r"(?:总?牵头|主办|主责|主导|第一责任|主要责任|主要负责|抓总|主抓)"
HELPS = r"(?:配合|协办|协同|协作|参与|参加|协助|支持|会办|联办|第二责任|共同参与)"
LOOKS_ON = r"(?:监督|指导|督导|督促|督办)"
DOES = r"(?:责任|负责|承办|经办|归口(?:管理)?|承担|落实|实施|完成|分管|具体责任|挂钩|包保|包抓|包联|执行|汇总)"
ROLED = rf"(?:{LEADS}|{HELPS}|{DOES}){{1,2}}"
BEFORE_ROLE = r"(?:[\u4e00-\u9fff]{0,3}?(?:[级直内]|整改|任务|主要|项目|工作|改革|具体|共同))?"
"""整改牵头单位, 主要责任部门, 市级责任单位, 校内协同单位."""
# fmt: off
LABELS: tuple[tuple[str, OwnerRole | None, str], ...] = (
    # label before the names                                                role            example
    (rf"(?:{BEFORE_ROLE}{DOES}?{LEADS}{DOES}?{WHO_ALL}(?:：|$)|{LEADS}：)",   "lead",         "牵头单位：科普部"),
    (rf"(?:{BEFORE_ROLE}{HELPS}{{1,2}}{DOES}?{WHO_ALL}(?:：|$)|(?:{HELPS}|(?:业务|技术)?{LOOKS_ON}|技术支[持撑]){WHO}?：)", "supporting",   "配合单位：办公室、学会部"),
    (rf"(?:{BEFORE_ROLE}{DOES}{{1,2}}{WHO_ALL}(?:：|$)|{DOES}(?:分工)?：|(?:属地|主体|监管|主管|行业|领导|直接|包保|整改|落实|工作|任务|办理)(?:监管|主管|领导)?责任{WHO}?：)",   "responsible",  "责任单位：各区"),
    (r"(?:其他)?成员(?:单位|部门)：",                                              "supporting",   "成员单位：市财政局"),
    (r"[^，；：（）]{2,8}：",                                                 None,           "适用范围：全市"),
)
# fmt: on
BARE_ROLES: tuple[tuple[str, OwnerRole], ...] = (
    (LEADS, "lead"),
    (HELPS, "supporting"),
    ("责任|承办", "responsible"),
)
A_ROOM = r"(?!会同|定期|及时|负责|统筹|召集|报|要|应|须|将|向|由|和|与)[\u4e00-\u9fff]{1,8}(?:[部处科室局]|中心)"
ROW_OF_ROOMS = rf"{A_ROOM}(?:、{A_ROOM})+(?:[。；]|$)"
"""责任部门总务部、宣传部。 names a row of rooms and nothing else."""
UNSIGNED = rf"(?<![一-龥])(?:{LEADS}|{HELPS}|责任|承办)(?:单位|部门|处室|科室)(?={ROW_OF_ROOMS}|(?:[省市县区镇]|各(?![自负司尽项])|国家|有关)[^，、。；：]{{1,14}}(?:{UNIT_END})(?:[，、。；]|$))"
"""牵头单位县交通运输局，配合单位有关乡镇: a label without a sign, right before the name of a unit."""
WITHOUT_SIGN = re.compile(UNSIGNED)
LABEL_ROWS = [(re.compile(pattern), role) for pattern, role, _ in LABELS]
UNSIGNED_ROWS = [
    (re.compile(rf"(?:{words})(?:单位|部门|处室|科室)(?=[省市县区镇各国有]|{ROW_OF_ROOMS})"), role)
    for words, role in BARE_ROLES
]
NAMES_FOLLOW = (
    rf"(?=[^，。；：\n]{{2,40}}?{UNIT_END}(?:（[^（）\n]*）)?(?:牵头|负责|总?负总?责|落实)?(?:[，、；。〕） \n]|$))"
)
"""主体责任：各学校要落实到位 is no label: what stands behind it is no name."""
OWNER_LABEL = rf"(?:{BEFORE_ROLE}(?:{ROLED}|督办){WHO_ALL}：|{UNSIGNED}|(?:第一|第二)?责任(?:分工|{WHO})：|(?:{LEADS}|{HELPS}|(?:业务|技术)?{LOOKS_ON}|技术支[持撑]){WHO}：|(?:{LEADS}|{HELPS}|{LOOKS_ON})：|(?:承办|责任分工|任务分工)：|(?:(?:业务|技术)?{LOOKS_ON}|技术支[持撑]|(?:整改|工作|主体|属地)责任)：{NAMES_FOLLOW})"
BARE_LABEL = re.compile(rf"(?:^|(?<=[，；。、 （〔])){BEFORE_ROLE}{ROLED}{WHO} ")
"""牵头单位 科普部: a label without its sign."""
TIME_WORDS = r"(?:完成|办结|办理|落实|报送|工作|推进|整改|整治|建设|实施|任务)?(?:时限|时间|期限|时间节点|节点|日期|(?:序时|时间|实施|推进)?进度(?:安排|计划|要求)?)(?:要求|安排)?："
TIME_LABEL = re.compile(TIME_WORDS)
A_POST = re.compile(r"[\u4e00-\u9fff、]{0,10}(?:[市县区局厅处科院校部所站镇乡会]长|书记|主任|委员|主席|经理|总监|秘书)")
OF_PEOPLE = re.compile(rf"(?:责任人|负责人|{LEADER})(?:（[^（）]*）)? ?$")
FIRST_LEADS = re.compile(
    r"(?:列|排|排序|位列|排名|位居|居)在?(?:第一|首|最前)(?:位|个|名)?(?:的|者|单位|部门)*[^。；）]{0,6}(?:为|是)?(?:牵头|主办)|(?:首位|第一个?)(?:单位|部门)为(?:牵头|主办)|牵头单位(?:排|列)(?:在)?(?:第一|首)"
    r"|(?:第一|首|第1) ?(?:项|个|位|家)?(?:单位|部门)?的?(?:为|是|系)(?:牵头|主办)"
)
FIRST_LEADS_HERE = re.compile(r"[^（）]*(?<!下同)）(?:：|\n|\t)")
"""责任单位（列首位者牵头）：… says it of one label only."""
WHO_WORKS_WITH = re.compile(
    r"会同|(?<=[厅局委部办会院司处科])[商会](?=(?:[省市县区]|国家|中国|有关)[^，、]{0,14}[厅局委部办会院位门])"
)
OTHERS_ARE = re.compile(r"(?:其余|其他|其它)[^，；。]{0,6}[为是]|以[下上](?:各项)?[均都]需?")
"""其余为配合单位, 以下均需地方各级人民政府落实."""
WHO_GUIDES = re.compile("(?<=[厅局委部办会院司处科])(?:指导|督促|督导)+(?=各)")
"""甲部指导各地区落实: the regions do it."""
BEFORE_SOMETHING = re.compile(
    r"[^、，；]{0,12}?(?:假|节|汛期?|学|会|结束|召开|举办|完成|开始|验收|“[^”]{1,6}”)[之以]?前"
)
"""暑假结束前, “五一”前."""
ALONG = re.compile("会同|联合(?!会|社|体|党)|协同")
"""甲局牵头，会同乙局: the second helps."""
IN_BRACKET = re.compile(rf"(?:{LEADS}|{HELPS})(?:{WHO})?：")
ROLE_BEHIND = re.compile(
    r"[（〔](?:(?P<lead>(?:总?牵头|主办|主责)(?:单位|部门)?|主)|(?:配合|协办|协同|参与|协助|支持)(?:单位|部门)?|[协配])[）〕]$"
)
HOW_THEY_SHARE = re.compile(
    rf"[（〔](?:(?:按|分别|各自|共同|依)[^（）]{{0,12}}(?:职责|分工|负责|职能)[^（）]{{0,4}}|(?:含|包括|涉及|负责)[^（）]*|[^（）]*由[^（）]*)[）〕]$|〔(?:含|包括|涉及|负责)[^〔〕]*〕$"
    rf"|（(?![^（）]*(?:(?!企业){UNIT_END}|筹|挂牌|试行)）)[\u4e00-\u9fff]{{3,12}}）$"
)
"""（按领域分别负责）, （含派驻机构）, （停车泊位）: which share of the work is theirs."""
SUBJECT_LEADS = re.compile(r" ?(?:要|应当?|须|负责)?牵头")
SUBJECT_HELPS = re.compile(r" ?(?:要|应当?|须|积极|共同|全力)*(?:配合|协助|支持)(?!单位|部门)")
A_POINT = re.compile(r"(?:\d{1,2}[.．、](?!\d)|[①-⑳]|（\d{1,2}）) *")
WHOSE_LEVEL = re.compile(r"(?:[省市州县区镇乡](?:[级直]|本级)?|属地|地方|部门|企业|单位)(?:部门|单位|层面)?：")
"""市级：市城管局；区级：各区政府 in a column of units."""
MARK_LEADS = re.compile(
    rf"[{re.escape(SIGNS[:-1])}]号?(?:标[记识注])?(?:的|者)?(?:单位|部门|处室|科室)?(?:为|是|系|表示|代表)(?:主责|牵头|主办|主抓)"
)
"""责任科室（★为主责）: whose name has the mark leads."""
LONGEST_BARE_LABEL = 12
LEADS_AND_ANOTHER = re.compile(r"(?<=[局委办厅部处科室会院]牵头)(?=[^，、；]{2,20}(?:配合|协助|参与|参加)$)")
"""甲局牵头乙局配合 lost its sign."""
SURNAME = "[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文韦施向洪翁申耿焦柴庄涂欧路殷辛齐盛章童颜倪兰葛祝詹柳岳符莫鲁苗甘阮柯聂卓滕包左宁]"
SPACED = re.compile(rf"{SURNAME} {{1,2}}[\u4e00-\u9fff](?:、{SURNAME}[\u4e00-\u9fff ]{{1,3}})*")
PERSON_BEHIND = re.compile(rf"（(?![^）]*{UNIT_END}）){SURNAME}[\u4e00-\u9fff]{{1,2}}）$")
"""县交通运输局（梁某） is the office and who answers for it."""
A_CONTACT = re.compile(
    r"(?<=[某\u4e00-\u9fff])（[^（）]*(?:书记|[局厅处科院校部会所站镇区县市省副]长|主任|委员|主席|经理)[^（）]*）$|（[^（）]*(?:联系人|联系电话|电话|联络员|负责人|责任人)[^（）]*）$"
)
HOTLINE = re.compile(r"1\d{2,4}(?=[\u4e00-\u9fff]{0,6}(?:热线|平台|中心|指挥))")
A_COUNT = re.compile(r"\d+[个家](?!月|工作日|季|小时|星期|周|年)")
"""市发展改革委等14个部门 says how many, not when."""
MATTERS_BY = re.compile(r"[^，。；：（）]{2,40}?(?<!自)由(?=[^、，]{2,})")
"""早市、夜市由城管局牵头."""
BY_WHOM = re.compile(r"(?:(?:[^、，。；（）]|（[^（）]*）){2,24}?(?<!自)|其余?|均|统一|主要|都|皆)由(?=[^、，]{2,})")
A_TIME = re.compile(r"\d|每[年月周日天季]|常态化|年底|月底|年内|半年|长期|持续|全年|常年|季度")
NAMED = re.compile(
    rf"[^，；：]{{0,40}}{UNIT_END}(?:（[^（）]*）|〔[^〔〕]*〕|〈[^〈〉]*〉)?(?:等)?(?:[^，、]{{0,4}}(?:部门|单位))?$"
)
STRONG_NAME = re.compile(
    r"(?:各|全|有关|相关|省|市|县|区|国家|中国|团|州|镇|乡|[\u4e00-\u9fff]{2,8}(?:市|县|区|省))?[\u4e00-\u9fff（）、]{1,20}"
    r"(?:局|厅|委|部|办|处|科|室|股|署|庭|政府|党委|管委会|(?:委员|工|联合|学|协|研究|促进|基金|红十字|总|商|理事)会|集团|公司|银行|中心|科协|[妇侨残文商科学青]联|总社|学院|部门|地区|单位|[分支总]行|法院|检察院|街道|乡镇|[大中支总]队|卫生院|[出法政电税土]所|（市、区）)(?:（[^（）]*）|〈[^〈〉]*〉)?"
    rf"|(?=[各全有相]){REGION}"
    r"|(?:各|[省市县区镇乡州])[\u4e00-\u9fff]{2,14}(?:院|所|站|馆|校|队|社|会|场|园|行)(?:（[^（）]*）|〈[^〈〉]*〉)?"
)


def first_leads(page: Page) -> bool:
    """Tell whether the notice says, once for all, that the unit listed first leads."""
    return any(not _of_one_label(page, m) for m in FIRST_LEADS.finditer(page.plain))


def _of_one_label(page: Page, said: re.Match[str]) -> bool:
    """Tell whether it stands in the bracket of a label or a head; a line that is all bracket is a note on everything."""
    line_start = page.plain.rfind("\n", 0, said.start()) + 1
    if not page.nested[said.start()]:
        return False
    if FIRST_LEADS_HERE.match(page.plain, said.end()) and page.plain[line_start : line_start + 1] not in "（〔":
        return True
    opener = max(page.plain.rfind(sign, line_start, said.start()) for sign in "（〔【")
    close = page.pairs.get(opener, said.end())
    names = re.search("、|(?:单位|部门|处室|科室|责任|主体)：", page.plain[opener + 1 : said.start()])
    return bool(names) and "下同" not in page.plain[said.end() : close]


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
    inside = _inside(page, span) if role is None else page.tight(span, also="。；")
    for part in _after_roles(page, _parts(page, inside, numbered=role is not None)):
        if TIME_LABEL.match(page.plain, *part):
            times, current = [*times, part], role
            continue
        label = _label(page, part, column=role)
        declared = FIRST_LEADS.search(page.plain, part[0], label[0] if label else part[1]) is not None
        first_leads = first_leads or declared
        if (declared and not label) or page.plain.startswith("下同", part[0]) or OTHERS_ARE.match(page.plain, *part):
            continue
        if label:
            part, current = (label[0], part[1]), label[1]
        if label and (current is None or part[0] >= part[1]):
            continue
        along = ALONG.match(page.plain, *part) if owners else None
        if along and NAMED.fullmatch(page.plain, along.end(), part[1]):
            owners += names_in(page, (along.end(), part[1]), role="supporting")
            continue
        ending = ending_of(page, part)
        text = page.plain[slice(*part)]
        timed = _is_timed(text)
        if ending and not (timed and not NAMED.fullmatch(page.plain, *ending[0])):
            names, found = ending
            beside = "responsible" if found == "supporting" and not owners else found
            owners += [owner for before in waiting for owner in names_in(page, before, role=beside)]
            waiting = []
            owners += names_in(page, names, role=found)
            times += [part] if timed else []
            current = role
        elif (timed and not STRONG_NAME.fullmatch(page.plain, *part)) or BEFORE_SOMETHING.fullmatch(text):
            times.append(part)
        elif current:
            owners += names_in(page, part, role=current)
        elif NAMED.fullmatch(page.plain, *part):
            waiting.append(part)
    if owners:
        owners += [owner for before in waiting for owner in names_in(page, before, role="responsible")]
    named = _first_lead(page, owners, first_leads=first_leads, in_column=role is not None)
    return _once(named), tuple(times)


def _once(owners: list[OwnerFound]) -> tuple[OwnerFound, ...]:
    """甲局、乙局，其中甲局为牵头单位 names 甲局 once, as the one that leads."""
    leads = {owner.name for owner in owners if owner.role == "lead"}
    return tuple(owner for owner in owners if owner.role != "responsible" or owner.name not in leads)


def _is_timed(text: str) -> bool:
    """Tell whether there is a time in a part, beside the number of a telephone and how many units there are."""
    if A_TIME.search(text) is None:
        return False
    bare = HOTLINE.sub("", A_COUNT.sub("", A_CONTACT.sub("", text) if "（" in text else text))
    return A_TIME.search(bare) is not None


def _parts(page: Page, span: Span, *, numbered: bool) -> list[Span]:
    """Cut at signs and blanks; a blank inside 李 娜 parts nothing. The numbers of points in a cell are taken off."""
    parts = parts_of(page, span, "，；\n。")
    if page.plain.find(" ", *span) >= 0:
        parts = [
            p for one in parts for p in ([one] if SPACED.fullmatch(page.plain, *one) else parts_of(page, one, " "))
        ]
    return [_without_point(page, one) for one in parts] if numbered else parts


def _without_point(page: Page, part: Span) -> Span:
    point = A_POINT.match(page.plain, *part)
    return (point.end(), part[1]) if point and point.end() < part[1] else part


def _after_roles(page: Page, parts: list[Span]) -> Iterator[Span]:
    """甲局牵头、乙局负责培训、丙局和丁局落实 are three parts: a 、 behind what units do parts them."""
    for start, end in parts:
        pieces = parts_of(page, (start, end), "、") if MAY_ACT.search(page.plain, start, end) else [(start, end)]
        cuts = [piece[1] for piece in pieces[:-1] if (said := ending_of(page, piece)) and _are_named(page, said[0])]
        cuts += [m.end() for m in LEADS_AND_ANOTHER.finditer(page.plain, start, end)]
        edges = [start, *sorted(cuts), end]
        yield from (page.tight(piece, also="、") for piece in pairwise(edges) if piece[0] < piece[1])


def _are_named(page: Page, names: Span) -> bool:
    behind_label = page.plain.rfind("：", *names) + 1
    return NAMED.fullmatch(page.plain, max(names[0], behind_label), names[1]) is not None


def _inside(page: Page, span: Span) -> Span:
    """Take off what stands around a clause; a bracket that closes one opened within, as in 卫生健康局（委）, stays."""
    start, end = page.tight(span, also=f"（）〔〕。；{SIGNS}")
    opened = [a for a, b in page.pairs_in((start, span[1])) if b == end]
    return (start, end + 1) if opened and end < span[1] else (start, end)


def _label(page: Page, part: Span, *, column: OwnerRole | None = None) -> tuple[int, OwnerRole | None] | None:
    long = part[1] - part[0] > LONGEST_BARE_LABEL and page.plain.find("：", *part) < 0
    if long and not WITHOUT_SIGN.match(page.plain, *part):
        return None
    for pattern, role in (*LABEL_ROWS, *UNSIGNED_ROWS):
        match = pattern.match(page.plain, *part)
        if match:
            return match.end(), role or (column if WHOSE_LEVEL.match(page.plain, *part) else None)
    return None


def ending_of(page: Page, part: Span, *, longest_object: int = SHORT) -> tuple[Span, OwnerRole] | None:
    """Return the names of a part that says what they do, and the role that gives them."""
    found = predicate_of(page.plain[slice(*part)], longest_object=longest_object)
    return ((part[0], part[0] + found[0]), found[1]) if found else None


def _first_lead(page: Page, owners: list[OwnerFound], *, first_leads: bool, in_column: bool) -> list[OwnerFound]:
    """Where the notice says that the first listed leads, a clause without a lead has one; the others help.

    So do they in a column, beside one that is marked （牵头）.
    """
    people = [owner for owner in owners if _is_person(page, owner)] if page.labels_people else []
    if people:
        units = [owner for owner in owners if owner not in people]
        named = [
            one for one, after in zip(people, [*people[1:], None], strict=True) if not _is_post_of(page, one, after)
        ]
        return [*_first_lead(page, units, first_leads=first_leads, in_column=in_column), *named]
    plain = all(owner.role == "responsible" for owner in owners)
    if first_leads and in_column and any(owner.role == "lead" for owner in owners):
        helps = {"role": "supporting"}
        return [o.model_copy(update=helps) if o.role == "responsible" else o for o in owners]
    if not (first_leads and plain and len(owners) > 1):
        return owners
    first, *others = owners
    rest = others if page.others_answer else [o.model_copy(update={"role": "supporting"}) for o in others]
    return [first.model_copy(update={"role": "lead"}), *rest]


def _is_post_of(page: Page, owner: OwnerFound, after: OwnerFound | None) -> bool:
    """副市长 赵某: the post stands before the name of who holds it."""
    beside = after is not None and not page.plain[owner.span[1] : after.span[0]].strip()
    return beside and A_POST.fullmatch(page.plain, *owner.span) is not None


def _is_person(page: Page, owner: OwnerFound) -> bool:
    """责任人：何某、苏某: of people that a label names none leads the others."""
    line = page.plain.rfind("\n", 0, owner.span[0]) + 1
    label = page.plain.rfind("：", line, owner.span[0])
    return label > 0 and OF_PEOPLE.search(page.plain, line, label) is not None


def names_in(page: Page, span: Span, *, role: OwnerRole) -> list[OwnerFound]:
    """Cut names apart; 省商务厅会同省市场监管局 is one that leads and one that helps. 检查工作由科普部: 科普部."""
    if page.plain.find("由", *span) >= 0:
        by = BY_WHOM.match(page.plain, *span) or MATTERS_BY.match(page.plain, *span)
        span = (by.end(), span[1]) if by else span
    inner = _roles_in_bracket(page, span)
    if inner:
        return [*names_in(page, (span[0], inner[0] - 1), role=role), *parse(page, inner, first_leads=False)[0]]
    along = WHO_WORKS_WITH.search(page.plain, *span)
    if along and along.start() > span[0] and NAMED.fullmatch(page.plain, span[0], along.start()):
        return [
            *names_in(page, (span[0], along.start()), role="lead"),
            *names_in(page, (along.end(), span[1]), role="supporting"),
        ]
    guides = WHO_GUIDES.search(page.plain, *span)
    if guides and NAMED.fullmatch(page.plain, span[0], guides.start()):
        return [
            *names_in(page, (span[0], guides.start()), role="supporting"),
            *names_in(page, (guides.end(), span[1]), role=role),
        ]
    return _named(page, split_names(page, span), role)


def _roles_in_bracket(page: Page, span: Span) -> Span | None:
    """各社区（牵头：城管科；配合：各物业公司） says in its bracket who of them does what."""
    if page.plain[span[1] - 1 : span[1]] != "）":
        return None
    inside = next(((a + 1, b) for a, b in page.pairs_in(span) if b == span[1] - 1 and a > span[0]), None)
    if inside is None or IN_BRACKET.match(page.plain, *inside):
        return inside
    said = ending_of(page, inside)  # 应急管理部（国家消防救援局具体承办）
    return inside if said and STRONG_NAME.fullmatch(page.plain, *said[0]) else None


def _named(page: Page, names: list[Span], role: OwnerRole) -> list[OwnerFound]:
    """省水利厅（牵头） tells its role behind the name; 财务部、审计部（配合） that of the whole row, ★医务部 by its mark."""
    names, leads = _unmarked(page, names)
    if not any(page.plain[end - 1] in "）〕" for _, end in names):
        return [OwnerFound(name=page.cut(one), role="lead" if one in leads else role, span=one) for one in names]
    said = [_behind(page, name, (ROLE_BEHIND,)) for name in names]
    others = [one for one in said[:-1] if one]
    if role == "responsible" and said and said[-1] and not said[-1]["lead"] and all(one["lead"] for one in others):
        role = "supporting"
    found = []
    for name, own in zip(names, said, strict=True):
        behind = own or _behind(page, name, (A_CONTACT, HOW_THEY_SHARE, PERSON_BEHIND))
        whole = (name[0], behind.start()) if behind and behind.start() > name[0] else name
        told: OwnerRole = "lead" if name in leads else role if own is None else "lead" if own["lead"] else "supporting"
        found.append(OwnerFound(name=page.cut(whole), role=told, span=whole))
    return found


def _unmarked(page: Page, names: list[Span]) -> tuple[list[Span], set[Span]]:
    """Take the marks off names; those that had one lead where the notice says so: 责任科室（★为主责）."""
    if not any(page.plain[start] in SIGNS or page.plain[end - 1] in SIGNS for start, end in names):
        return names, set()
    bare = [page.tight(name, also=SIGNS) for name in names]
    marked = {one for one, name in zip(bare, names, strict=True) if one != name}
    named = [one for one in bare if one[0] < one[1]]
    return named, marked if MARK_LEADS.search(page.plain) else set()


def _behind(page: Page, name: Span, patterns: tuple[re.Pattern[str], ...]) -> re.Match[str] | None:
    """Find the bracket at the end of a name that one of the patterns knows."""
    if not page.plain.endswith(("）", "〕"), *name):
        return None
    return next((found for one in patterns if (found := one.search(page.plain, *name))), None)


def subject_owners(page: Page, subject: Span) -> list[OwnerFound]:
    """Owners named as the subject of a sentence: they are told to do it; one that is said to 牵头 leads."""
    leads = SUBJECT_LEADS.match(page.plain, subject[1])
    if "的" in page.plain[slice(*subject)]:
        return [OwnerFound(name=page.cut(subject), role="responsible", span=subject)]
    helps = SUBJECT_HELPS.match(page.plain, subject[1])
    return names_in(page, subject, role="lead" if leads else "supporting" if helps else "responsible")
