"""The proof of everything: what it looked at, and that the faults of every part are among its faults."""

import pytest
from single import PLAN, TASK, changed, without

from models.errors import Sentence
from models.policy import PanelSettings
from models.words import Act, Life, PanelRule, TaskState
from workflows import proving
from workflows.checking import proven
from workflows.exploring.configuration import Configuration
from workflows.exploring.configurations import OFFICE, REVIEWERS, policy
from workflows.exploring.exploration import EXPLORED, explore, laws
from workflows.fault import Fault
from workflows.lives import LIVES
from workflows.proving import check_all

ONE = Configuration(Sentence("或签，一席", "any, one seat"), (*OFFICE, *REVIEWERS[:1]), policy(PanelSettings()))
THREE_OF_ONE = policy(PanelSettings(rule=PanelRule.QUORUM, needed=3))
NEVER = Configuration(Sentence("三票，一席", "three of one"), (*OFFICE, *REVIEWERS[:1]), THREE_OF_ONE)
TOGETHER = {life: LIVES[life] for life in EXPLORED}


def test_what_was_proved_of_how_much_is_said():
    proof, explored = check_all(LIVES, [ONE]), explore(LIVES, [ONE])

    assert (proof.lives, proof.states, proof.rows) == (
        len(LIVES),
        sum(len(list(rules.states)) for rules in LIVES.values()),
        len([row for rules in LIVES.values() for row in rules.rows]),
    )
    assert (proof.proofs, proof.laws, proof.faults) == (proven(), laws(), explored.faults)
    assert proof.explored is not None
    assert (proof.explored.worlds, proof.explored.steps) == (explored.worlds, explored.steps)


def test_what_was_explored_has_its_faults_among_them():
    assert {fault.what.zh for fault in check_all(LIVES, [NEVER]).faults} == {
        fault.what.zh for fault in explore(LIVES, [NEVER]).faults
    }


def test_lives_that_do_not_fit_together_are_among_the_faults():
    faults = check_all({**LIVES, Life.PLAN: without(PLAN, Act.SET_POLICY)}, ()).faults

    assert "工作方案：规定先审核才能变更督办规则，却没有人办这件事。" in [str(fault) for fault in faults]


def test_the_policy_that_is_built_in_is_looked_at(monkeypatch):
    fault = Fault(Life.REVIEW, Sentence("缺人", "nobody sits"))
    monkeypatch.setattr(proving, "check_policy", lambda _: [fault])

    assert fault in check_all(LIVES, ()).faults


ASTRAY = changed(TASK, Act.SUSPEND, {"becomes": "nowhere"}, at=TaskState.IN_PROGRESS)


@pytest.mark.parametrize(
    ("lives", "explored"),
    [(LIVES, True), (TOGETHER, True), ({Life.TASK: TASK}, False), ({**LIVES, Life.TASK: ASTRAY}, False)],
    ids=["all of them", "those of one task", "one of them", "with a row that leads nowhere"],
)
def test_only_what_makes_a_machine_is_explored(lives, explored):
    assert (check_all(lives, ()).explored is not None) is explored
