"""A definition of one life that is broken is refused, with exactly its faults and the shortest way to each."""

import json
from collections.abc import Callable, Iterator

import pytest
from said_of_one import PAGE, said
from single import BROKEN, EXTENSION, PLAN, Broken, Rules, changed
from together import PANELS, TOGETHER, policy_with

from models.policy import DEFAULT_PANELS, PanelSettings, PolicySettings, SeatSettings
from models.words import Act, Life, PanelRule, Then
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


def test_all_that_is_said_of_them_in_either_language_is_what_is_on_record() -> None:
    """After a change that is wanted: python tests/workflows/broken/said_of_one.py, and read what differs."""
    assert json.loads(json.dumps(said())) == json.loads(PAGE.read_text(encoding="utf-8"))


def test_there_are_many_and_no_two_are_called_the_same() -> None:
    assert len(BROKEN) == len({broken.what for broken in BROKEN}) > 50


@pytest.mark.parametrize(("rules", "faults"), [case[1:] for case in TOGETHER], ids=[case[0] for case in TOGETHER])
def test_a_life_that_does_not_fit_the_others_is_refused(rules: Rules, faults: list[str]) -> None:
    assert [str(fault) for fault in check_together({**LIVES, rules.life: rules})] == faults


def test_a_plan_that_hands_out_no_tasks_leaves_them_without_a_beginning() -> None:
    issued = changed(changed(PLAN, Act.ADD, {"then": ()}), Act.ISSUE, {"then": (Then.TELL_ALL,)})

    assert [fault.what.en for fault in check_together({**LIVES, Life.PLAN: issued})] == [
        "the system would “open”, and nothing ever brings that about",
        "the system would “assign”, and nothing ever brings that about",
    ]


def test_what_is_promised_to_a_life_that_is_not_looked_at_is_left_open() -> None:
    alone = check_together({Life.EXTENSION: EXTENSION})

    assert [fault.what.en for fault in alone] == [
        f"the system would “{what}”, and nothing ever brings that about"
        for what in ("make moot", "count the deadline anew")
    ]


@pytest.mark.parametrize(("panel", "faults"), [case[1:] for case in PANELS], ids=[case[0] for case in PANELS])
def test_a_panel_that_cannot_answer_is_refused(panel: PanelSettings, faults: list[str]) -> None:
    assert [str(fault) for fault in check_policy(policy_with(panel))] == faults


def test_a_policy_without_the_panel_that_changes_it_is_refused() -> None:
    panels = {name: panel for name, panel in DEFAULT_PANELS.items() if name != "policy"}
    settings = PolicySettings().model_copy(update={"panels": panels})

    assert [str(fault) for fault in check_policy(settings)] == ["工作方案：变更督办规则之前的审核组“policy”没有设置。"]


@pytest.mark.parametrize("rule", PanelRule)
@pytest.mark.parametrize("seats", [(), (SeatSettings(post="p1", veto=True), SeatSettings(post="p2", weight=4))])
def test_every_rule_can_say_yes_and_no(rule: PanelRule, seats: tuple[SeatSettings, ...]) -> None:
    panel = PanelSettings(rule=rule, needed=2, seats=seats)

    assert check_policy(PolicySettings(panels={"task": panel})) == []
