"""A definition of one life that is broken is refused, with exactly its faults and the shortest way to each."""

from collections.abc import Callable, Iterator

import pytest
from single import BROKEN, EXTENSION, FINDING, PLAN, REVIEW, SUPERVISION, TASK, Broken, Rules, changed, without

from models.policy import DEFAULT_PANELS, PanelSettings, PolicySettings, SeatSettings
from models.words import Act, Life, PanelRule, Role, TaskState, Then
from workflows.checking import PROOFS, Fault, check, check_policy, check_together
from workflows.fault import Step
from workflows.lives import LIVES
from workflows.proving import check_all


def steps(way: str) -> tuple[Step, ...]:
    """Read a way written as state act state act state."""
    words = way.split()
    return tuple((words[n], words[n + 1], words[n + 2]) for n in range(0, len(words) - 1, 2))


@pytest.mark.parametrize("broken", BROKEN, ids=[broken.what for broken in BROKEN])
def test_a_broken_definition_is_refused_with_exactly_its_faults(broken: Broken) -> None:
    found = check(broken.rules)

    assert [(str(fault), fault.trace) for fault in found] == [(said, steps(way)) for said, way in broken.faults]
    assert found


@pytest.mark.parametrize("broken", BROKEN, ids=[broken.what for broken in BROKEN])
def test_its_faults_are_among_all_that_the_check_of_everything_finds(broken: Broken) -> None:
    everything = check_all({broken.rules.life: broken.rules})

    assert {said for said, _ in broken.faults} <= {str(fault) for fault in everything.faults}
    assert everything.explored is None


NOBODY = [broken for broken in BROKEN if broken.what in ("挂账没有写谁办", "挂账由一个没有的角色办")]


@pytest.mark.parametrize("broken", NOBODY, ids=[broken.what for broken in NOBODY])
def test_what_nobody_may_do_is_refused_before_anything_is_explored(broken: Broken) -> None:
    everything = check_all({**LIVES, Life.TASK: broken.rules}, ())

    assert [str(fault) for fault in everything.faults] == [said for said, _ in broken.faults]
    assert everything.explored is None


@pytest.mark.parametrize("proof", PROOFS, ids=[proof.__name__ for proof in PROOFS])
def test_every_proof_refuses_one_of_them(proof: Callable[[Rules], Iterator[Fault]]) -> None:
    assert [broken.what for broken in BROKEN if list(proof(broken.rules))]


def test_there_are_many_and_no_two_are_called_the_same() -> None:
    assert len(BROKEN) == len({broken.what for broken in BROKEN}) > 50


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


@pytest.mark.parametrize(("rules", "faults"), [case[1:] for case in TOGETHER], ids=[case[0] for case in TOGETHER])
def test_a_life_that_does_not_fit_the_others_is_refused(rules: Rules, faults: list[str]) -> None:
    assert [str(fault) for fault in check_together({**LIVES, rules.life: rules})] == faults


def test_a_plan_that_hands_out_no_tasks_leaves_them_without_a_beginning() -> None:
    issued = changed(changed(PLAN, Act.ADD, {"then": ()}), Act.ISSUE, {"then": (Then.TELL_ALL,)})

    assert [fault.what.en for fault in check_together({**LIVES, Life.PLAN: issued})] == [
        "the system would open it, and nothing ever brings that about",
        "the system would assign it, and nothing ever brings that about",
    ]


def test_what_is_promised_to_a_life_that_is_not_looked_at_is_left_open() -> None:
    alone = check_together({Life.EXTENSION: EXTENSION})

    assert [fault.what.en for fault in alone] == [
        f"the system would {what} it, and nothing ever brings that about"
        for what in ("make moot", "count the deadline anew")
    ]


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


@pytest.mark.parametrize(("panel", "faults"), [case[1:] for case in PANELS], ids=[case[0] for case in PANELS])
def test_a_panel_that_cannot_answer_is_refused(panel: PanelSettings, faults: list[str]) -> None:
    settings = PolicySettings().model_copy(update={"panels": {**DEFAULT_PANELS, "task": panel}})

    assert [str(fault) for fault in check_policy(settings)] == faults


def test_a_policy_without_the_panel_that_changes_it_is_refused() -> None:
    panels = {name: panel for name, panel in DEFAULT_PANELS.items() if name != "policy"}
    settings = PolicySettings().model_copy(update={"panels": panels})

    assert [str(fault) for fault in check_policy(settings)] == ["工作方案：变更督办规则之前的审核组“policy”没有设置。"]


@pytest.mark.parametrize("rule", PanelRule)
@pytest.mark.parametrize("seats", [(), (SeatSettings(post="p1", veto=True), SeatSettings(post="p2", weight=4))])
def test_every_rule_can_say_yes_and_no(rule: PanelRule, seats: tuple[SeatSettings, ...]) -> None:
    panel = PanelSettings(rule=rule, needed=2, seats=seats)

    assert check_policy(PolicySettings(panels={"task": panel})) == []
