"""What is to be handed in, how many, and for whom each: deliverables, quantities and fan-out words."""

# ruff: noqa: E501  one pattern a line, its example beside it

import re

from duban.notices.doubts import MISCOUNT
from duban.notices.lexicon import UNIT_END
from duban.notices.numerals import value
from duban.notices.page import Page
from duban.notices.sieve import sieve
from models.reading import Span

COUNT = r"(?:\d+(?:\.\d+)?(?:万|亿)?|[一二两三四五六七八九十百千万]+)"
# fmt: off
DELIVERABLES = (
    # not without these signs     how it is written                                                                          example
    ("《",                        r"(?:制定|制订|出台|编制|印发|修订|编写|编印|起草|发布|形成|报送|提交|撰写|实施)(?:并?(?:实施|发布|印发|落实|公布))?(《[^》]+》)", "制定《管理办法》"),
    ("告案法划单账结见议则度册集录南程公", r"(?:撰写|形成|提交|报送|制定|制订|编制|出台|拟定|起草|填报|上报|提供|提出|转化为[^，。；]{0,8}|做好|以|向[^，。；]{2,20}报送)([^，。；、《》“”的]{0,12}?(?:报告|方案|计划|办法|规划|清单|台账|总结|名单|意见|建议|细则|制度|手册|案例集|记录|指南|预案|规程|公报)+)", "撰写调研报告"),
    ("账单案录库",                r"(?:建立|完善|填写|更新)([^，。；、《》“”的]{0,12}?(?:台账|清单|档案|记录|数据库|名录))",      "建立工作台账"),
    ("开推 栏版题刊",             r"(?:开设|推出)([^，。；、的]{0,10}?(?:专栏|专版|专题|栏目|专刊))",                             "开设专栏"),
    ("成组筹设 组班团会室盟队",   r"(?:成立|组建|筹建|设立)([^，。；、的“”]{0,30}?(?:领导小组|专班|工作组|专家团|集团|委员会|办公室|联盟|服务队))", "成立领导小组"),
    ("平",                        r"(?:建设|打造|搭建|筹建)([^，。；、的]{0,16}?平台)",                                           "建设共享平台"),
    ("将 报",                     r"将([^，。；、的将]{0,14}?(?:名单|报告|方案|清单|台账|总结|情况))(?=报)",                      "将名单报学会部"),
    ("报",                        r"(?<=[，。；])([^，。；、的将\d]{1,10}?(?:报告|方案|总结|名单|清单))(?=报(?!告|送))",          "整改报告报领导小组"),
)
QUANTITIES = (
    # how it is written                                                                                  example
    (rf"(?:不少于|不低于|不超过|至少|最多|超过|达到?|力争)?{COUNT}(?:个以上|名以上|场以上|余)?(?:个(?!人|体|月|工作日|别|性)|次(?!会|全)|名(?!单)|场(?!所|馆)|篇|组(?!织|成|建|长|员)|家|期(?!间|货)|项(?!目)|人次|人(?!员|才|大|民|物|选)|件|份|套|册|门|支(?!部|持|撑)|所(?!有|属)|条(?!例|件)|对(?=[，。；])|站|部(?!署|门|长|分)|台|节(?!能)|处(?!理|置|室)|万元|亿元)", "不少于12场"),
    (r"\d+(?:\.\d+)?%(?:以上|以下)?",                                                                    "95%以上"),
)
FAN_OUT = (
    # 必有的字                    词                                                                                         例句
    ("分 组",                     rf"分{COUNT}个?组",                                                                             "分4个组开展调研"),
    ("东西南北中",                r"(?P<of>[\u4e00-\u9fff])[东西南北中](?:、?(?P=of)[东西南北中])+",                              "赴粤东粤西粤北"),
    ("别",                        r"分别",                                                                                        "分别到社团宣讲"),
    ("分逐",                      r"分层面|分级|分批|逐一|逐个|逐户|逐项",                                                        "分层面学习"),
    ("每",                        r"每(?:一)?(?:个(?!月|季|学期|工作日|年)|名|人|家|支|位|所)(?:[^，。；、要应须至每（]|（[^）]*）){0,12}",               "每个学会要推出"),
    ("各",                        rf"各(?!完成|项|个环节|个方面|个领域|方面|种|类|环节|自|界|式|负|司|尽|有|就|展|族|行业)(?:[^，。；、（]|（[^）]*）){{0,10}}?{UNIT_END}(?!长)", "各级科协组织要制定"),
    ("本",                        r"在?本(?:单位|地区|部门|系统|地)",                                                             "在本单位宣讲"),
)
# fmt: on
HANDED_IN = sieve((re.compile(pattern), signs) for signs, pattern, _ in DELIVERABLES)
COUNTED = [re.compile(pattern) for pattern, _ in QUANTITIES]
EACH = sieve((re.compile(pattern), signs) for signs, pattern, _ in FAN_OUT)
NOT_A_COUNT = re.compile(r"第$|“$|两个$|[十百]项$|[一-九]$")
VAGUE = {"一个", "一项", "一次次", "一条", "一名", "一件", "一批", "一系列"}


# A、B、C等四个: what is listed before a number should be as many.
LISTED = re.compile(
    r"(?P<row>(?:[^，。；：、（）\n]{1,24}、)+[^，。；：、（）\n]{1,40}?)等(?P<count>[\d一二两三四五六七八九十]{1,3})(?:个|项|家|所|类|种|地|市|县|区|大|方面)"
)


def count_doubts(page: Page, span: Span) -> list[str]:
    """Say where a row names fewer or more than the number behind it says: a 、 may be missing, or a name."""
    doubts: list[str] = []
    if page.plain.find("等", *span) < 0:
        return doubts
    for match in LISTED.finditer(page.plain, *span):
        said, listed = value(match["count"]), match["row"].count("、") + 1
        if said and said != listed:
            row = page.cut(match.span("row"))
            doubts.append(MISCOUNT.of(count=match["count"], row=row, listed=listed))
    return doubts


def deliverables(page: Page, span: Span) -> tuple[str, ...]:
    """Return what is to be handed in, as written, each once."""
    found: list[tuple[int, str]] = []
    for pattern in HANDED_IN(page.plain[slice(*span)]):
        found += [(m.start(1), page.cut(m.span(1))) for m in pattern.finditer(page.plain, *span)]
    names = [re.sub(rf"^(?:不少于|至少)?{COUNT}[个支份项篇]", "", name) for _, name in sorted(found)]
    whole = [n for n in names if not any(n != other and n in other for other in names)]
    return tuple(dict.fromkeys(whole))


def quantities(page: Page, span: Span) -> tuple[str, ...]:
    """Return counts as written; an ordinal, a number in a title or a plain 一个 is no quantity."""
    found = []
    for pattern in COUNTED:
        for match in pattern.finditer(page.plain, *span):
            titled = page.nested[match.start()]
            if not titled and not NOT_A_COUNT.search(page.plain[max(0, match.start() - 2) : match.start()]):
                found.append((match.start(), page.cut(match.span())))
    return tuple(dict.fromkeys(text for _, text in sorted(found) if text not in VAGUE))


def fan_out(page: Page, span: Span) -> str | None:
    """Return the words by which one demand becomes several tasks, or None; the more telling word first."""
    for pattern in EACH(page.plain[slice(*span)]):
        for match in pattern.finditer(page.plain, *span):
            if not page.nested[match.start()]:
                return page.cut(page.tight(match.span()))
    return None
