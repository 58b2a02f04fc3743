"""Which acts a panel may stand before, and when it does: never before the house itself, but for handing out."""

import pytest
from by_hand import cells

from models.policy import DEFAULT_PANELS, PolicySettings
from models.words import Act, Life, Role
from workflows.gates import faults_in, gate_of, gateable
from workflows.rules import Ruling

# fmt: off
GATEABLE = {
    # life           acts of people that change the state
    Life.PLAN:        {"submit", "take_back", "issue", "conclude", "archive", "withdraw"},
    Life.TASK:        {"assign", "accept", "decline", "reassign", "report", "take_back", "pass_check", "send_back",
                       "suspend", "resume", "cancel", "reopen"},
    Life.REVIEW:      set(),
    Life.EXTENSION:   {"grant", "refuse", "withdraw"},
    Life.SUPERVISION: {"remind", "urge", "order", "summon", "circulate"},
    Life.FINDING:     {"assign", "start_fix", "claim_fixed", "verify", "reopen"},
    Life.EXEMPLAR:    {"adopt", "pass_over", "publish"},
    Life.PAPER:       {"submit", "issue", "withdraw"},
    Life.INSPECTION:  {"conclude", "cancel"},
    Life.APPEAL:      {"uphold", "dismiss", "withdraw"},
}
# fmt: on
PEOPLE = [role for role in Role if role not in {Role.PANEL, Role.CLOCK, Role.SYSTEM}]
EVERYWHERE = PolicySettings(
    panels={"stop": DEFAULT_PANELS["task"]}, gates={f"{life}.{act}": "stop" for life in Life for act in Act}
)


def moves(role: Role, *, stays: bool = False) -> Ruling:
    return Ruling("somewhere", role, (), stays=stays)


@pytest.mark.parametrize("life", Life)
def test_a_panel_can_stand_before_every_step_of_a_person_and_nothing_else(life):
    assert {act.value for named, act in gateable() if named is life} == GATEABLE[life]


@pytest.mark.parametrize("life", [life for life in Life if life is not Life.REVIEW])
def test_what_can_be_gated_are_the_steps_of_people_in_the_matrix(life):
    house = {"panel", "clock", "system"}
    steps = {c.act for c in cells(life) if c.who not in house and c.becomes != "=" and c.state != "new"}

    assert steps == GATEABLE[life]


@pytest.mark.parametrize("role", PEOPLE)
def test_a_gate_of_the_policy_stops_a_person(role):
    assert gate_of(EVERYWHERE, Life.TASK, Act.REPORT, ruling=moves(role)) == "stop"


def test_without_a_gate_an_act_happens_at_once():
    assert gate_of(PolicySettings(), Life.TASK, Act.REPORT, ruling=moves(Role.LIAISON)) is None


def test_a_gate_stands_before_one_act_of_one_life():
    policy = PolicySettings(gates={"task.withdraw": "task", "plan.cancel": "task", "task.cancel": "summary"})

    assert gate_of(policy, Life.TASK, Act.CANCEL, ruling=moves(Role.PLANNER)) == "summary"
    assert gate_of(policy, Life.PLAN, Act.WITHDRAW, ruling=moves(Role.PLANNER)) is None


def test_a_record_is_never_gated():
    assert gate_of(EVERYWHERE, Life.TASK, Act.ADD_ENTRY, ruling=moves(Role.LIAISON, stays=True)) is None


@pytest.mark.parametrize("role", [Role.PANEL, Role.CLOCK, Role.SYSTEM])
def test_what_follows_by_itself_is_not_gated_but_for_handing_out(role):
    assert gate_of(EVERYWHERE, Life.TASK, Act.CANCEL, ruling=moves(role)) is None
    assert gate_of(EVERYWHERE, Life.TASK, Act.ASSIGN, ruling=moves(role)) == "stop"
    assert gate_of(EVERYWHERE, Life.FINDING, Act.ASSIGN, ruling=moves(role)) is None
    assert gate_of(PolicySettings(), Life.TASK, Act.ASSIGN, ruling=moves(role)) is None


@pytest.mark.parametrize("policy", [PolicySettings(), EVERYWHERE])
@pytest.mark.parametrize("stays", [True, False])
def test_a_change_of_the_policy_goes_through_its_panel_whatever_the_policy_says(policy, stays):
    assert gate_of(policy, Life.PLAN, Act.SET_POLICY, ruling=moves(Role.PLANNER, stays=stays)) == "policy"
    assert "policy" in policy.panels


def test_a_policy_whose_gates_all_can_be_has_no_fault():
    possible = {f"{life.value}.{act}": "task" for life, acts in GATEABLE.items() for act in acts}

    assert list(faults_in(PolicySettings(gates=possible))) == []
    assert list(faults_in(PolicySettings())) == []


def test_a_gate_that_cannot_be_is_named_with_those_that_can():
    policy = PolicySettings(gates={"task.asign": "task", "task.report": "task", "review.decide": "task"})

    (misspelt, what), (review, _) = faults_in(policy)

    assert (misspelt, review) == ("task.asign", "review.decide")
    assert what.zh.startswith("“task.asign”前面不能设审核；可以设的有：appeal.dismiss、appeal.uphold、")
    assert what.en.startswith("no panel can stand before task.asign; it can before appeal.dismiss, appeal.uphold, ")
    assert what.zh.count("、") == what.en.count(", ") == sum(map(len, GATEABLE.values())) - 1
