"""Reads the line of addressees: who gets the notice, in groups, and which classes of units that means.

"，" separates groups, "、" separates members; a qualifier is shared inside a group: 各省级学会、协会 are two kinds of
units at the provincial level.
"""

import re

from duban.notices.page import Page
from models.reading import Span

# fmt: off
SHARED = (
    # 共用限定语           例
    (r"省级",              "各省级学会、协会、研究会"),
    (r"市级",              "各市级学会、协会"),
    (r"县级",              "各县级学会、协会"),
    (r"全国性?",           "各全国学会、协会"),
    (r"(?:省|市|县|区)直属?", "省直各部门、企事业单位"),
    (r"所属",              "所属学会、协会"),
)
BARE_UNITS = (
    # 单独出现时要补限定语的名称
    "学会", "协会", "研究会", "联合会", "基金会", "促进会", "企业", "单位", "机构", "部门", "高校", "院校", "科研院所",
    "企事业单位", "事业单位", "社会组织", "学校", "幼儿园", "中小学", "医院", "科研单位", "社会团体",
)
REGIONS = re.compile(
    r"(?:各|全省各)?(?:省|自治区|直辖市|计划单列市|地级以上市|地级市|市|州|盟|县|区|旗|县（市、区）|县（区）|乡镇|街道|地区)$"
)
GOVERNMENT = re.compile(
    r"(?:人民政府|政府|党委|委员会|局|厅|科协|人民法院|管委会)(?:办公厅|办公室)?$"
)
# fmt: on
SAYS_WHICH = re.compile(
    rf"{REGIONS.pattern}|各?(?:全资|控股|参股|直属|附属|中央)$|[\u4e00-\u9fff]{{2,4}}[镇乡区县市旗]$"
)
QUALIFIER = re.compile("(" + "|".join(pattern for pattern, _ in SHARED) + ")")
EVERY = re.compile(r"^(?:全[省市县国区])?各")
OWNER_OF_MEMBERS = re.compile(r"^(.{1,20}?)(?=机关各?|直属各?|所属各?|各)")
LONGEST_LETTER = 2
"""A piece no longer, its blank included, is a letter of a name that is set apart: 各 社 区."""
BELONGS = re.compile(r"^(?:直属|机关|所属|下属)")


def read_addressees(page: Page, span: Span) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """Return (groups of names as written, classes of units each once, in order)."""
    groups, classes = [], []
    for part in page.split(span, "，；"):
        members = [page.tight(m, also="、，；：") for whole in page.split(part, "、") for m in _set_apart(page, whole)]
        members = [member for member in members if member[0] < member[1]]
        if members:
            groups.append(tuple(_written(page, one) for one in _joined(page, members)))
            classes += _classes(tuple(_written(page, one) for one in members))
    return tuple(groups), tuple(dict.fromkeys(classes))


def _written(page: Page, name: Span) -> str:
    return page.cut(name).replace("\n", "")


def _joined(page: Page, members: list[Span]) -> list[Span]:
    """各省、自治区、直辖市人民政府 is one name, 各全资、控股子公司 too."""
    joined: list[Span] = []
    for member in reversed(members):
        which = SAYS_WHICH.fullmatch(page.plain, *member)
        if joined and which and not page.plain.startswith("各", joined[0][0]):
            joined[0] = (member[0], joined[0][1])
        else:
            joined.insert(0, member)
    return joined


def _set_apart(page: Page, whole: Span) -> list[Span]:
    """各社区 各科室 are two; letters of one name that are set apart (各 社 区) are not."""
    pieces = page.split(whole, " ")
    every = all(page.plain[a:b].strip().startswith("各") and b - a > LONGEST_LETTER for a, b in pieces)
    return pieces if every else [whole]


def _classes(group: tuple[str, ...]) -> list[str]:
    """Give every member what the group shares: the qualifier, the body it belongs to, or the end of the last one."""
    group = _shared_ending(group)
    qualifier, body = "", ""
    found = []
    for name in group:
        plain = EVERY.sub("", name)
        shared = QUALIFIER.match(plain)
        owner = OWNER_OF_MEMBERS.match(plain)
        if plain in BARE_UNITS and qualifier:
            plain = qualifier + plain
        elif BELONGS.match(plain) and body:
            plain = body + plain
        elif owner:
            body = owner[1]
        qualifier = shared[1] if shared else qualifier
        found.append(plain.replace("各", "", 1) if "各" in plain[:12] else plain)
    return found


def _shared_ending(group: tuple[str, ...]) -> tuple[str, ...]:
    """各市、县人民政府 are 市人民政府 and 县人民政府."""
    ending = GOVERNMENT.search(group[-1])
    if not ending or len(group) < 2:
        return group
    return tuple(name + ending[0] if REGIONS.match(name) else name for name in group)
