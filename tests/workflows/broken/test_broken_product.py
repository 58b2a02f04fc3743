"""A definition that is broken only where lives meet is found out, with the shortest way to the fault."""

import json

import pytest
from product import BROKEN, REPORTED, Broken
from said import PAGE, said

from models.errors import Sentence
from models.policy import PanelSettings
from models.words import PanelRule
from workflows.exploring.configuration import Configuration
from workflows.exploring.configurations import OFFICE, REVIEWERS, policy
from workflows.exploring.exploration import LAWS, explore
from workflows.fault import Fault
from workflows.lives import LIVES
from workflows.rules import sentence

TWO = (*OFFICE, *REVIEWERS[:2])


def faults_of(broken: Broken) -> tuple[Fault, ...]:
    return explore(LIVES | {broken.rules.life: broken.rules}, [broken.where]).faults


@pytest.mark.parametrize("broken", BROKEN, ids=[broken.what for broken in BROKEN])
def test_a_broken_definition_is_found_out_by_the_shortest_way(broken):
    found = {f"{fault.life.zh}：{fault.what.zh}": fault.trace for fault in faults_of(broken)}

    assert found.get(broken.fault) == broken.trace


def test_all_that_is_said_of_them_is_what_is_on_record():
    """After a change that is wanted: python tests/workflows/broken/said.py, and read what differs."""
    recorded = json.loads(PAGE.read_text(encoding="utf-8"))

    assert json.loads(json.dumps(said())) == recorded


def test_no_two_of_them_are_called_the_same():
    assert len({broken.what for broken in BROKEN}) == len(BROKEN) >= 25


def test_a_panel_that_can_never_be_filled_keeps_every_task_from_closing():
    three_of_two = policy(PanelSettings(rule=PanelRule.QUORUM, needed=3))
    never = Configuration(Sentence("三票，两席", "three of two"), TWO, three_of_two)

    found = {fault.what.zh: fault.trace for fault in explore(LIVES, [never]).faults}

    assert found == {
        "从这里再也不能办结": (),
        "无论如何到不了“已办结”：初审通过时审核组缺人": REPORTED,
    }


def test_a_way_is_told_in_words_with_all_that_followed():
    without_settling = next(b for b in BROKEN if b.what == "closing leaves the ladder unsettled")

    told = next(fault for fault in faults_of(without_settling) if fault.life.zh == "督办")

    assert told.in_language("zh").startswith(
        "督办：任务已经了结，督办还没有了结。最短路径：〔或签，1 席〕"
        "计划专责立项 → 任务“拟办”；计划专责交办 → 任务“已交办”，督办“正常”；联络员签收 → 任务“办理中”；"
        "联络员报告 → 任务“已报告”；督查员初审通过 → 任务“审核中”，审核“待审”；"
        "审核人甲表态“同意” → 审核“已通过”，任务“已办结”"
    )


def test_every_law_says_itself_in_both_languages():
    said = [sentence(law) for law in LAWS]

    assert len({one.zh for one in said}) == len({one.en for one in said}) == len(LAWS)
