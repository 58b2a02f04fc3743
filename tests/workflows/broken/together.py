"""Lives that do not fit together, and panels that cannot answer, with every fault that must be found in them."""

from single import EXTENSION, FINDING, PLAN, REVIEW, SUPERVISION, TASK, changed, without

from models.policy import DEFAULT_PANELS, PanelSettings, PolicySettings, SeatSettings
from models.words import Act, PanelRule, Role, TaskState, Then

# fmt: off
TOGETHER = [
    # what was broken                the definition                                                     every fault
    ("审核不能作废",                   without(REVIEW, Act.MAKE_MOOT),
     ["审核：别处要“作废所涉审核”，它在这一状态却不能由系统作废。最短路径：（尚未建立） ─立项→ 待审。",
      "审核：别处要“要求重新审定总结”，它在这一状态却不能由系统作废。最短路径：（尚未建立） ─立项→ 待审。"]),
    ("已报告的任务不能随方案撤销",     without(TASK, Act.CANCEL, who=Role.SYSTEM, at=TaskState.REPORTED),
     ["任务：别处要“撤销所属任务”，它在这一状态却不能由系统撤销。最短路径：（尚未建立） ─立项→ 拟办 ─交办→ 已交办 ─签收→ 办理中 ─报告→ 已报告。",
      "任务：别处要“撤销这条要求的任务”，它在这一状态却不能由系统撤销。最短路径：（尚未建立） ─立项→ 拟办 ─交办→ 已交办 ─签收→ 办理中 ─报告→ 已报告。"]),
    ("书面督办之后不能了结",           without(SUPERVISION, Act.SETTLE, at="ordered"),
     ["督办：别处要“了结督办”，它在这一状态却不能由系统了结。最短路径：（尚未建立） ─立项→ 正常 ─书面督办→ 已督办。"]),
    ("撤回方案、撤销要求都不撤销任务", changed(changed(PLAN, Act.DROP, {"then": ()}), Act.WITHDRAW, {"then": (Then.TELL_ALL,)}),
     ["任务：系统会自动撤销，却没有任何事项引起。最短路径：（尚未建立） ─立项→ 拟办 ─撤销→ 已撤销。"]),
    ("批准延期不改时限",               changed(EXTENSION, Act.GRANT, {"then": (Then.TELL_ASKER,)}),
     ["任务：系统会自动调整时限，却没有任何事项引起。最短路径：（尚未建立） ─立项→ 拟办 ─交办→ 已交办 ─签收→ 办理中 ─调整时限→ 办理中。"]),
    ("问题由系统自动核实",             changed(FINDING, Act.VERIFY, {"who": Role.SYSTEM}),
     ["问题：系统会自动核实，却没有任何事项引起。最短路径：（尚未建立） ─登记→ 已发现 ─交办→ 已交办 ─开始整改→ 整改中 ─报整改完成→ 已报整改 ─核实→ 已核实。"]),
    ("没有人能变更督办规则",           without(PLAN, Act.SET_POLICY),
     ["工作方案：规定先审核才能变更督办规则，却没有人办这件事。"]),
    ("督办规则由系统变更",             changed(PLAN, Act.SET_POLICY, {"who": Role.SYSTEM}),
     ["工作方案：系统会自动变更督办规则，却没有任何事项引起。最短路径：（尚未建立） ─立项→ 拟稿 ─变更督办规则→ 拟稿。",
      "工作方案：规定先审核才能变更督办规则，却没有人办这件事。"]),
]
# fmt: on

BY_WEIGHT = PanelSettings(rule=PanelRule.WEIGHT, seats=(SeatSettings(post="p1", weight=3), SeatSettings(post="p2")))
BY_COUNT = PanelSettings(rule=PanelRule.QUORUM, needed=2, seats=(SeatSettings(post="p1"), SeatSettings(post="p2")))

# fmt: off
PANELS = [
    # what was broken          the panel                                      what nobody can get from it
    ("两个席位，要三票",         BY_COUNT.model_copy(update={"needed": 3}),     ["审核：审核组“task”人人同意，也得不出同意。"]),
    ("要超过全部的票权",         BY_WEIGHT.model_copy(update={"percent": 101}), ["审核：审核组“task”人人同意，也得不出同意。"]),
    ("一票也不要",               BY_COUNT.model_copy(update={"needed": 0}),     ["审核：审核组“task”人人同意，也得不出同意。", "审核：审核组“task”人人退回，也得不出退回。"]),
]
# fmt: on


def policy_with(panel: PanelSettings) -> PolicySettings:
    """Put a panel where tasks are reviewed, past the door that would refuse it."""
    return PolicySettings().model_copy(update={"panels": {**DEFAULT_PANELS, "task": panel}})
