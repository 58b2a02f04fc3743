"""In what manner a notice is written: does it ask for work at all, which part only tells, which year its days are of."""

# ruff: noqa: E501  one pattern a line, its example beside it

import re
from dataclasses import dataclass

from duban.notices.cover import Cover
from duban.notices.dates import Years

# fmt: off
ONLY_TELLS = (
    # titles of notices that ask for nothing unless a sentence says 请, 要, 须       example
    (r"(?:公布|发布|下达|调整)[^。]{0,60}(?:名单|清单|目录|结果|名录|计划)",          "关于公布2020年示范合作社名单的通知"),
    (r"(?:名单|名录|目录|一览表|光荣榜)(?:（[^）]*）)?$",                             "2022年先进集体名单"),
    (r"命名|授予|表彰|表扬|嘉奖|认定[^。]{2,40}为|确认[^。]{2,40}为",                "关于命名第三批科普教育基地的通知"),
    (r"任免|任命|免职|任职|聘任|职务",                                              "关于刘某某等同志职务任免的通知"),
    (r"公示|公告$|通告$",                                                           "关于拟奖项目的公示"),
    (r"(?:同意|批准)[^。]{2,60}的?(?:批复|复函|函|决定)|(?:批复|复函)$",              "关于同意设立高新区的复函"),
    (r"(?:成立|设立|撤销|更名)[^。]{2,60}的通知$|机构设置",                          "关于成立领导小组的通知"),
)
TOPICS = (
    # titles of parts that list what something is about, not what to do              example
    (r"(?:督查|检查|监测|考核|评估|抽查|调研|评选|推荐|申报|参评|参赛|征集|招募|培训|会议|活动|支持|报名|参会|参加|表彰|奖励|资助)?(?:范围|对象|条件|时间|地点|名额|议程|主题|日程|人员|资格|方向|时间和地点|时间与地点|时间及地点|时间、地点|时间[和及与]方式|对象和范围)$", "推荐条件"),
    (r"^(?:竞赛|比赛|大赛)(?:的?(?:项目|工种|内容|形式|规则)(?:[和与及、](?:项目|工种|内容|形式|规则))?)$", "竞赛项目"),
    (r"^(?:会议|大会|培训|学习|考试|参观|交流)(?:的?主要)?(?:内容|议程|日程|安排)$",       "会议内容"),
    (r"^(?:部门|单位|机构|本级|局机关)(?:的?(?:主要|基本))?(?:职责|职能|概况)|^主要职能$",   "部门职责"),
    (r"^(?:主要|基本|工作|总体|经验|有关|开展|督查|检查|收支|决算|预算)*(?:做法|成效|成绩|情况|回顾|亮点|经验|数据)$|^(?:存在|发现|检查发现|反馈)?的?(?:主要|突出)?(?:问题|不足)(?:[和及与]不足)?$|^(?:原因分析|典型案例|先进事迹|获奖名单)$", "主要做法"),
    (r"(?:督查|检查|监测|考核|评估|抽查|巡查)(?:内容|重点|事项|指标|项目)$",          "检查内容"),
    (r"^(?:奖励|奖项|奖项设置|奖励办法|组织机构|组织单位|主办单位|承办单位|联系方式|联系人|基本原则|附则|总则|费用|经费|其他)$|^(?:整治重点|突出问题|主要问题|存在问题)$", "联系方式"),
)
A_PLAN = re.compile(r"要点|(?:工作|任务)安排|举措|措施|(?:工作|行动|年度|重点)计划|方案|重点(?:任务|工作)|分工|分解|任务清单|实事|目标任务")
NO_PLAN = re.compile(r"申报|推荐|征集|报名|总结|评选|春节|元旦|考核|年检|期间")
# fmt: on
TELLS = re.compile("|".join(f"(?:{pattern})" for pattern, _ in ONLY_TELLS))
TOPIC = re.compile("|".join(f"(?:{pattern})" for pattern, _ in TOPICS))
CHANGES = re.compile(
    "延长|缩短|扩大|放宽|优化|调整|规范|压缩|压减|完善|拓展|公布|严格|细化|增加|减少|落实|统筹|合理|科学|健全|改进|改善|提高|提升|取消|加强|强化|推进|推动"
    "|创造|营造|夯实|巩固|保障|加快|加大|深化|丰富|建立|搭建|打造|制定|落细|抓好|做好|切实|着力|持续|全面|进一步|不断"
)
"""延长开放时间, 扩大支持范围: the part asks for a change of what it names."""
CONDITION = re.compile("(?:条件|资格|对象|范围)(?:（[^）]*）)?$")
PRINCIPLE = re.compile(
    "指导思想|总体(?:要求|思路|目标)|基本(?:原则|思路)|(?:工作|整改|整治)(?:原则|目标|思路)|(?:主要|行动|整治)目标|总要求"
)
YEAR = re.compile(r"((?:19|20)\d\d)年(?!版)(?!度?[—至-])")
SEVERAL_YEARS = re.compile(r"((?:19|20)\d\d) ?年?度?(?:[—至-]|——|到)(?:19|20)\d\d ?年")
IN_NUMBER = re.compile(r"〔 ?((?:19|20)\d\d) ?〕")
CIRCULATES = re.compile(r"印发|转发|下发")


@dataclass(frozen=True)
class Manner:
    """What holds for the whole notice."""

    orders_only: bool
    years: Years


def manner_of(cover: Cover) -> Manner:
    """Tell from the title, the number and the date how the notice is to be read."""
    title = re.sub(r"\s", "", cover.title or "")
    tells = bool(TELLS.search(title)) and not CIRCULATES.search(title)
    return Manner(tells, Years(None, cover.date, _named(cover), _guess(cover), several=_several(cover)))


def is_topic(title: str) -> bool:
    """Tell whether a part lists what something is about: 检查内容, 推荐条件, 会议时间."""
    title = re.sub(r"\s|（[^）]*）", "", title)
    return bool(TOPIC.search(title)) and not CHANGES.match(title)


def is_condition(title: str) -> bool:
    """Tell whether a part says who may take part and on what terms: 申报条件, 推荐对象."""
    return is_topic(title) and CONDITION.search(title) is not None


def is_principle(title: str) -> bool:
    """Tell whether a part says in what spirit the work is done, as 指导思想: what names no day, amount or unit is no task."""
    return PRINCIPLE.fullmatch(re.sub(r"\s", "", title)) is not None


def _named(cover: Cover) -> int | None:
    """The year that a plan is for: 2023年工作要点; of a plan for several years the first."""
    for title in (cover.plan_title, cover.title):
        several = SEVERAL_YEARS.search(title or "")
        years = [several[1]] if several else [*dict.fromkeys(YEAR.findall(title or ""))]
        if title and len(years) == 1 and A_PLAN.search(title) and not NO_PLAN.search(title):
            return int(years[0])
    return None


def _several(cover: Cover) -> bool:
    return any(SEVERAL_YEARS.search(title or "") for title in (cover.plan_title, cover.title))


def _guess(cover: Cover) -> int | None:
    """Without a date the number, the title or the day of a meeting may still tell the year."""
    in_number = IN_NUMBER.search(cover.number or "")
    years = YEAR.findall(cover.title or "")
    return int(in_number[1]) if in_number else int(years[0]) if len(years) == 1 else cover.held_in
