"""The phrases that sentences about rows are made of, in Chinese and in English."""

from models.errors import Sentence
from models.words import Act, Life

# fmt: off
IT = {
    # what has the state   in Chinese                in English
    Life.PLAN:        Sentence("工作方案",            "the plan"),
    Life.TASK:        Sentence("任务",                "the task"),
    Life.REVIEW:      Sentence("本次审核",            "the review"),
    Life.EXTENSION:   Sentence("延期申请",            "the extension"),
    Life.SUPERVISION: Sentence("督办层级",            "the supervision"),
    Life.FINDING:     Sentence("问题",                "the finding"),
    Life.EXEMPLAR:    Sentence("典型",                "the exemplar"),
    Life.PAPER:       Sentence("报告稿",              "the paper"),
    Life.INSPECTION:  Sentence("检查",                "the inspection"),
    Life.APPEAL:      Sentence("申诉",                "the appeal"),
}
WHEN_THE_PANEL = {
    # what is recorded      when this has come about in Chinese and in English
    Act.APPROVE:   Sentence("审核组一同意", "as soon as the panel says yes"),
    Act.SEND_BACK: Sentence("审核组一退回", "as soon as the panel says no"),
    Act.RETURN:    Sentence("审核组一退回", "as soon as the panel says no"),
    Act.TAKE_BACK: Sentence("审核一撤回",   "as soon as the review is withdrawn"),
}
ALSO = {
    # what the system does              what it follows from besides the promises on rows
    (Life.SUPERVISION, Act.OPEN):      Sentence("有时限的任务交到牵头单位", "the lead unit's receiving a task with a deadline"),
    (Life.REVIEW,      Act.OPEN):      Sentence("须先审后办的事提出", "somebody's asking for what needs a panel first"),
    (Life.TASK,        Act.CANCEL):    Sentence("单位退出所属类别", "a unit's leaving its class"),
    (Life.TASK,        Act.REASSIGN):  Sentence("单位退出所属类别", "a unit's leaving its class"),
    (Life.PLAN,        Act.URGE):      Sentence("快到汇总报告的日子、还有单位缺报", "the day of a report's coming near while units owe theirs"),
    (Life.PAPER,       Act.OPEN):      Sentence("报告按期写成", "a report's being written when it is due"),
    (Life.PAPER,       Act.SUBMIT):    Sentence("须先审核的报告写成", "the writing of a report that needs a panel first"),
    (Life.TASK,        Act.RECOUNT):   Sentence("放假安排变更", "a change of the calendar"),
    (Life.REVIEW,      Act.RECOUNT):   Sentence("放假安排变更", "a change of the calendar"),
    (Life.EXTENSION,   Act.RECOUNT):   Sentence("放假安排变更", "a change of the calendar"),
    (Life.REVIEW,      Act.MAKE_MOOT): Sentence("先审后办的事不再能办", "a change after which what was asked cannot be done"),
}
AFTER_MAY = {
    # acts whose English phrase needs a word more in a sentence
    Act.ACCEPT:     "sign for it",
    Act.REPORT:     "report on it",
    Act.PASS_CHECK: "pass it on to the panel",
    Act.PASS_ON:    "pass the seat on",
    Act.PASS_OVER:  "pass it over",
    Act.SEND_BACK:  "send it back",
    Act.TAKE_BACK:  "take it back",
    Act.MAKE_MOOT:  "make it moot",
    Act.ADD_SIGNER: "add a signer",
    Act.DROP_SIGNER: "drop a signer",
    Act.CLAIM_FIXED: "claim that it is fixed",
    Act.CIRCULATE:  "name the unit in a circular",
    Act.SUMMON:     "summon the unit to a talk",
    Act.RECOUNT:    "count its deadline anew",
} | {act: f"{act.en} it" for act in (
    Act.SUBMIT, Act.APPROVE, Act.ISSUE, Act.CONCLUDE, Act.ARCHIVE, Act.WITHDRAW, Act.ASSIGN, Act.DECLINE, Act.REASSIGN,
    Act.SUSPEND, Act.RESUME, Act.CANCEL, Act.REOPEN, Act.GRANT, Act.REFUSE, Act.SETTLE, Act.VERIFY,
    Act.ADOPT, Act.PUBLISH, Act.UPHOLD, Act.DISMISS,
)}
PHRASES = {
    # part                in Chinese                                     in English
    "person":    Sentence("{who}可以{act}",                              "{who} may {act}"),
    "gated":     Sentence("（一律先审后办）",                            " (a panel always comes first)"),
    "begins":    Sentence("{who}可以{act}，{it}从“{target}”开始",        "{who} may {act} {a}: it begins as “{target}”"),
    "clock":     Sentence("到了时间，系统自动{act}",                     "when the time has come, the system will {act}"),
    "panel":     Sentence("{cause}，即记为“{act}”",                      "{cause}, this is recorded as “{act}”"),
    "system":    Sentence("{cause}之后，系统自动{act}",                  "after {cause}, the system will {act}"),
    "founds":    Sentence("{cause}之后，系统自动建立{life}，从“{target}”开始", "after {cause}, the system will {act} {a}: it begins as “{target}”"),
    "becomes":   Sentence("，{it}变为“{target}”",                        ": {it} becomes “{target}”"),
    "stays":     Sentence("，{it}仍为“{target}”",                        ": {it} stays “{target}”"),
    "then":      Sentence("；系统随后{then}",                            "; the system is then to {then}"),
    "refused":   Sentence("条件不满足时，答复：",                        "Where a condition fails, the answer is:"),
    "not_yet":   Sentence("条件不满足时不会发生，即：",                  "It does not happen while a condition fails:"),
    "never":     Sentence("此时谁也不能：{}。",                          "Nobody can now: {}."),
    "nothing":   Sentence("到此了结，什么也不能再办。",                  "It has ended; nothing more can be done."),
    "end":       Sentence("到此了结；此后只能办上面这一件事。",          "It has ended; only what stands above can still be done."),
    "timed":     Sentence("久拖不办怎么办：到了时间，系统自动催办或升级。", "If nothing happens: when the time has come, the system urges or climbs."),
    "why":       Sentence("久拖不办怎么办：{}。",                        "If nothing happens: {}."),
}
# fmt: on
