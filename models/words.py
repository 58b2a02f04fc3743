"""The vocabulary: every stored word with the phrase people read, in Chinese and in English."""

from enum import StrEnum
from typing import TYPE_CHECKING, Self


class Word(StrEnum):
    """A stored value with its Chinese and English phrase."""

    zh: str
    en: str

    if TYPE_CHECKING:

        def __init__(self, value: str) -> None: ...

    def __new__(cls, value: str, zh: str, en: str = "") -> Self:
        word = str.__new__(cls, value)
        word._value_ = value
        word.zh = zh
        word.en = en or value.replace("_", " ")
        return word

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.zh


# fmt: off
class Life(Word):
    """The things that have a life of their own."""

    PLAN        = "plan",        "工作方案"
    TASK        = "task",        "任务"
    REVIEW      = "review",      "审核"
    EXTENSION   = "extension",   "延期"
    SUPERVISION = "supervision", "督办"
    FINDING     = "finding",     "问题"
    EXEMPLAR    = "exemplar",    "典型"
    PAPER       = "paper",       "报告稿", "report paper"
    INSPECTION  = "inspection",  "检查"
    APPEAL      = "appeal",      "申诉"


class Stage(Word):
    """Where a task stands on its way, coarser than its state."""

    PLAN       = "plan",       "拟办"
    ASSIGNMENT = "assignment", "交办"
    EXECUTION  = "execution",  "办理"
    REPORT     = "report",     "报告"
    REVIEW     = "review",     "审核"
    CLOSED     = "closed",     "办结"


class PlanState(Word):
    DRAFTED   = "drafted",   "拟稿"
    IN_REVIEW = "in_review", "审核中"
    APPROVED  = "approved",  "已审定"
    ISSUED    = "issued",    "已印发"
    CONCLUDED = "concluded", "已总结"
    ARCHIVED  = "archived",  "已归档"
    WITHDRAWN = "withdrawn", "已撤回"


class TaskState(Word):
    PLANNED     = "planned",     "拟办"
    ASSIGNED    = "assigned",    "已交办"
    DECLINED    = "declined",    "已退回交办", "declined"
    IN_PROGRESS = "in_progress", "办理中"
    SUSPENDED   = "suspended",   "已挂账"
    REPORTED    = "reported",    "已报告"
    IN_REVIEW   = "in_review",   "审核中"
    CLOSED      = "closed",      "已办结"
    CANCELLED   = "cancelled",   "已撤销"


class ReviewState(Word):
    OPEN      = "open",      "待审"
    APPROVED  = "approved",  "已通过"
    RETURNED  = "returned",  "已退回"
    WITHDRAWN = "withdrawn", "已撤回"
    MOOT      = "moot",      "已作废", "no longer needed"


class ExtensionState(Word):
    REQUESTED = "requested", "待批"
    GRANTED   = "granted",   "已批准"
    REFUSED   = "refused",   "未批准"
    WITHDRAWN = "withdrawn", "已撤回"
    MOOT      = "moot",      "已作废", "no longer needed"


class SupervisionState(Word):
    """The rungs of the escalation ladder, lowest first."""

    CALM       = "calm",       "正常"
    REMINDED   = "reminded",   "已提醒"
    URGED      = "urged",      "已催办"
    ORDERED    = "ordered",    "已督办", "ordered in writing"
    SUMMONED   = "summoned",   "已约谈", "summoned to a talk"
    CIRCULATED = "circulated", "已通报", "named in a circular"
    SETTLED    = "settled",    "已了结"


class FindingState(Word):
    FOUND         = "found",         "已发现"
    ASSIGNED      = "assigned",      "已交办"
    FIXING        = "fixing",        "整改中", "being fixed"
    CLAIMED_FIXED = "claimed_fixed", "已报整改"
    VERIFIED      = "verified",      "已核实"
    REOPENED      = "reopened",      "重新整改"


class ExemplarState(Word):
    NOMINATED = "nominated", "已推荐"
    ACCEPTED  = "accepted",  "已采纳"
    PUBLISHED = "published", "已宣传"
    DECLINED  = "declined",  "未采纳"


class PaperState(Word):
    DRAFTED   = "drafted",   "拟稿"
    IN_REVIEW = "in_review", "审核中"
    PUBLISHED = "published", "已印发"
    RETURNED  = "returned",  "已退回"
    WITHDRAWN = "withdrawn", "已撤回"


class InspectionState(Word):
    UNDERWAY  = "underway",  "进行中"
    CONCLUDED = "concluded", "已总结"
    CANCELLED = "cancelled", "已撤销"


class Role(Word):
    """What a person is to one subject; derived from posts, units and the plan, never stored on the subject."""

    PLANNER    = "planner",    "计划专责"
    LIAISON    = "liaison",    "联络员"
    SUPPORTER  = "supporter",  "配合单位联络员", "supporting unit's liaison"
    UNIT_HEAD  = "unit_head",  "单位负责人"
    CHECKER    = "checker",    "初审督查员"
    REVIEWER   = "reviewer",   "审核组成员"
    ADVISER    = "adviser",    "受委派人"
    ASKER      = "asker",      "送审人"
    PANEL      = "panel",      "审核组", "the panel"
    SUPERVISOR = "supervisor", "督办专员"
    LEADER     = "leader",     "领导"
    OPERATOR   = "operator",   "系统操作员"
    CLOCK      = "clock",      "时钟", "the clock"
    SYSTEM     = "system",     "系统", "the system"


class Act(Word):
    """What somebody may do to a subject. Imperatives."""

    # beginnings
    OPEN        = "open",        "立项"
    REQUEST     = "request",     "申请"
    FIND        = "find",        "登记", "record"
    NOMINATE    = "nominate",    "推荐"
    # plan
    CONFIRM     = "confirm",     "确认要求", "confirm a requirement"
    DROP        = "drop",        "剔除要求", "drop a requirement"
    SUBMIT      = "submit",      "送审"
    APPROVE     = "approve",     "审核通过"
    SEND_BACK   = "send_back",   "退回重办"
    ISSUE       = "issue",       "印发"
    CONCLUDE    = "conclude",    "总结"
    ARCHIVE     = "archive",     "归档"
    SET_POLICY  = "set_policy",  "变更督办规则", "change the policy"
    SET_EVENT   = "set_event",   "定活动日期", "set the date of an event"
    ADD         = "add",         "增加要求", "add a requirement"
    AMEND       = "amend",       "修订要求", "amend a requirement"
    FILE        = "file",        "报送备案", "file it with the office above"
    WITHDRAW    = "withdraw",    "撤回"
    # task
    ASSIGN      = "assign",      "交办"
    ACCEPT      = "accept",      "签收", "sign for"
    DECLINE     = "decline",     "退回交办"
    REASSIGN    = "reassign",    "改派"
    REPORT      = "report",      "报告"
    TAKE_BACK   = "take_back",   "拿回"
    PASS_CHECK  = "pass_check",  "初审通过"
    SUSPEND     = "suspend",     "挂账"
    RESUME      = "resume",      "恢复办理"
    CANCEL      = "cancel",      "撤销"
    REOPEN      = "reopen",      "重新办理"
    # review
    DECIDE      = "decide",      "表态"
    PASS_ON     = "pass_on",     "转办"
    CONSULT     = "consult",     "委派", "ask for advice"
    ADVISE      = "advise",      "回复委派", "give the advice asked for"
    ADD_SIGNER  = "add_signer",  "加签"
    DROP_SIGNER = "drop_signer", "减签"
    RETURN      = "return",      "退回"
    MAKE_MOOT   = "make_moot",   "作废"
    # extension
    GRANT       = "grant",       "批准"
    REFUSE      = "refuse",      "不批准"
    # supervision
    REMIND      = "remind",      "提醒"
    URGE        = "urge",        "催办"
    ORDER       = "order",       "书面督办", "order in writing"
    SUMMON      = "summon",      "约谈", "summon to a talk"
    CIRCULATE   = "circulate",   "通报", "name in a circular"
    SETTLE      = "settle",      "了结"
    # finding
    START_FIX   = "start_fix",   "开始整改", "start fixing"
    CLAIM_FIXED = "claim_fixed", "报整改完成"
    VERIFY      = "verify",      "核实"
    # exemplar
    ADOPT       = "adopt",       "采纳"
    PASS_OVER   = "pass_over",   "不采纳"
    PUBLISH     = "publish",     "宣传"
    # appeal
    UPHOLD      = "uphold",      "支持申诉"
    DISMISS     = "dismiss",     "驳回申诉"
    # records that leave the state as it is
    MIGRATE     = "migrate",     "转入新规则", "carry over to the new rules"
    MOVE_DUE    = "move_due",    "调整时限", "move the deadline"
    RECOUNT     = "recount",     "重算时限", "count the deadline anew"
    ADD_ENTRY   = "add_entry",   "填报进展", "file progress"
    ATTACH      = "attach",      "上传佐证", "attach evidence"
    CONTRIBUTE  = "contribute",  "报送配合情况", "file a contribution"
    WAIVE       = "waive",       "免报配合情况", "waive a contribution"


class Then(Word):
    """What follows from a move, in the same transaction: a promise to tell (a Duty) or an effect."""

    TELL_LEAD       = "tell_lead",       "告知牵头单位",       "tell the lead unit"
    TELL_SUPPORTING = "tell_supporting", "告知配合单位",       "tell the supporting units"
    TELL_PLANNER    = "tell_planner",    "告知计划专责",       "tell the planner"
    TELL_OLD_LEAD   = "tell_old_lead",   "告知原牵头单位",     "tell the unit that led before"
    TELL_UNIT_HEAD  = "tell_unit_head",  "告知单位负责人",     "tell the head of the unit"
    TELL_LEADER     = "tell_leader",     "告知领导",           "tell the leaders"
    TELL_ASKER      = "tell_asker",      "告知提出人",         "tell whoever asked"
    TELL_ALL        = "tell_all",        "告知全部受文单位",   "tell every unit addressed"
    TELL_SIGNER     = "tell_signer",     "告知委派人",         "tell whoever asked for the advice"
    TELL_ESCALATION = "tell_escalation", "报告上一级岗位",     "tell the post it escalates to"
    TELL_SUPERVISOR = "tell_supervisor", "告知督办专员",       "tell the supervisor"
    TELL_RECIPIENTS = "tell_recipients", "送收文岗位",         "send it to the posts it is for"
    TELL_MISSING    = "tell_missing",    "催缺报单位报送",     "chase the units whose reports are missing"
    TELL_INSPECTED  = "tell_inspected",  "告知被检查单位",     "tell the units inspected"
    TELL_ABOVE      = "tell_above",      "告知上级计划专责", "tell the planner of the plan above"
    ASK_PLANNER     = "ask_planner",     "请计划专责处理",     "ask the planner to act"
    ASK_ADVISER     = "ask_adviser",     "请受委派人回复",     "ask for the advice"
    ASK_CHECKER     = "ask_checker",     "请督查员初审",       "ask the checker"
    ASK_PANEL       = "ask_panel",       "请审核组审核",       "ask the panel"
    ASK_GRANTER     = "ask_granter",     "请计划专责批复",     "ask the planner to answer"
    ASK_SUPERVISOR  = "ask_supervisor",  "请督办专员处理",     "ask the supervisor to act"
    OPEN_PANEL      = "open_panel",      "启动审核",           "open the review"
    OPEN_TASKS      = "open_tasks",      "分解为任务",         "fan out into tasks"
    COUNT_RETURN    = "count_return",    "计退回一次",         "count the return"
    STOP_CLOCK      = "stop_clock",      "停止计时",           "stop the deadline clock"
    START_CLOCK     = "start_clock",     "恢复计时",           "start the deadline clock again"
    CLOSE_REVIEWS   = "close_reviews",   "作废所涉审核",       "make its reviews moot"
    CLOSE_ASKS      = "close_asks",      "作废所涉延期申请",   "make its extensions moot"
    SETTLE_LADDER   = "settle_ladder",   "了结督办",           "settle the supervision"
    CARRY_OUT       = "carry_out",       "执行审核结论",       "carry the decision out"
    MOVE_DEADLINE   = "move_deadline",   "改定时限",           "move the deadline"
    MOVE_ASKS       = "move_asks",       "延期申请对到新时限", "hold its extensions against the new deadline"
    VOID_SUMMARY    = "void_summary",    "要求重新审定总结",   "have the summary approved anew"
    CANCEL_TASKS    = "cancel_tasks",    "撤销所属任务",       "cancel the plan's tasks"
    FOLLOW_DEMAND   = "follow_demand",   "按修订改办所属任务", "bring its tasks in line with it"
    CANCEL_DEMAND   = "cancel_demand",   "撤销这条要求的任务", "cancel the tasks of the requirement"
    MOVE_BOUND      = "move_bound",      "按活动日期重算时限", "count the deadlines bound to it anew"
    SET_TIMES       = "set_times",       "按新规则重算催办时间", "work out the times of the clock anew"

    @property
    def is_duty(self) -> bool:
        return self.value.startswith(("tell_", "ask_"))


class PanelRule(Word):
    ANY      = "any",      "或签", "any one"
    ALL      = "all",      "会签", "all"
    SEQUENCE = "sequence", "顺序会签", "one after another"
    QUORUM   = "quorum",   "票签", "quorum"
    WEIGHT   = "weight",   "加权票签", "by weight"


class Leaving(Word):
    """What becomes of the open tasks of a unit that has left the class they were given to."""

    END     = "end",     "终止",         "end them"
    HAND_ON = "hand_on", "移交上级单位", "hand them on"
    KEEP    = "keep",    "继续办理",     "keep them"


class Verdict(Word):
    YES = "yes", "同意"
    NO  = "no",  "退回", "return"


class Lamp(Word):
    """What people see of a task at a glance."""

    GREEN  = "green",  "绿灯", "green"
    BLUE   = "blue",   "蓝灯", "blue"
    YELLOW = "yellow", "黄灯", "yellow"
    RED    = "red",    "红灯", "red"
    GREY   = "grey",   "灰灯", "grey"


class SubjectKind(Word):
    """What a task is one of, when a requirement fans out."""

    WHOLE  = "whole",  "整体"
    UNIT   = "unit",   "单位"
    PERSON = "person", "个人"
    GROUP  = "group",  "小组"
    REGION = "region", "地区"
    PAIR   = "pair",   "结对"


class Timing(Word):
    """How a requirement says when."""

    FIXED    = "fixed",    "规定日期", "a fixed date"
    MONTHLY  = "monthly",  "每月"
    QUARTERLY = "quarterly", "每季度"
    HALF_YEARLY = "half_yearly", "每半年", "half-yearly"
    YEARLY   = "yearly",   "每年"
    STANDING = "standing", "长期坚持"
    AFTER    = "after",    "限期办理", "so many days after an act"
    EVENT    = "event",    "随活动时间", "tied to an event"


class Start(Word):
    """What the days of a deadline are counted from."""

    ISSUE      = "issue",      "印发"
    ASSIGNMENT = "assignment", "交办"
    SIGNING    = "signing",    "签收", "signing for it"
    EVENT      = "event",      "活动", "an event"


class Origin(Word):
    PRESCRIBED = "prescribed", "规定动作"
    OPTIONAL   = "optional",   "自选动作"


class Holds(Word):
    """How a person stands to a post (A/B 角)."""

    HOLDER = "holder", "任职"
    DEPUTY = "deputy", "代理", "deputy"


class Owed(Word):
    """A supporting unit's contribution."""

    OWED   = "owed",   "待报送"
    FILED  = "filed",  "已报送"
    WAIVED = "waived", "已免报"


class Delivery(Word):
    """Where a promise to tell somebody stands."""

    WAITING   = "waiting",   "待送"
    DELIVERED = "delivered", "已送"
    FAILED    = "failed",    "送不出", "could not be delivered"


class Channel(Word):
    IN_APP = "in_app", "站内"
    FILE   = "file",   "文件"
    EMAIL  = "email",  "邮件"


class Scope(Word):
    """What a token lets a program do, at most; never more than its person may."""

    READ   = "read",   "读取"
    ACT    = "act",    "办理"
    GRAVE  = "grave",  "重大办理", "grave acts"
    MANAGE = "manage", "管理"


class ExemplarKind(Word):
    PERSON = "person", "典型人"
    DEED   = "deed",   "典型事"
    UNIT   = "unit",   "典型单位"
    CASE   = "case",   "典型案例"


class DayKind(Word):
    OFF  = "off",  "休息日"
    WORK = "work", "上班日"


class YearStatus(Word):
    OFFICIAL    = "official",    "已公布"
    PROVISIONAL = "provisional", "暂定"
# fmt: on
