"""The tables that say what is a yes, who is kept from it, and what needs a reason: once more, by hand, as they are stored."""

from models.words import Act, Life
from workflows.proofs.fairness import (
    ANSWERS,
    APPROVALS,
    APPROVED,
    ASK_FOR_IT,
    FREE,
    KEPT_APART,
    NEED_A_REASON,
    NO_REASON,
    PANEL_SAYS,
)

YES = "approve grant pass_check verify confirm decide issue conclude accept adopt publish uphold"
MEANS_YES = "approved granted closed verified issued concluded accepted published upheld"
NOT_WITHOUT_A_REASON = """
    request refuse send_back decline withdraw cancel pass_over reopen drop reassign suspend resume waive move_due recount
    set_policy set_event amend decide pass_on add_signer drop_signer remind urge order summon circulate uphold dismiss
"""
APART = {
    "other_person": """
        task pass_check, task send_back, extension grant, extension refuse, finding verify, finding reopen,
        exemplar adopt, exemplar pass_over, appeal uphold, appeal dismiss
    """,
    "not_excluded": """
        review decide, review pass_on, review consult, review advise, review take_back, review add_signer,
        review drop_signer
    """,
}


def stored(life: Life, act: Act) -> str:
    return f"{life.value} {act.value}"


def test_these_say_yes_and_no_other_act_does():
    assert {act.value for act in APPROVALS} == set(YES.split())
    assert set(MEANS_YES.split()) == APPROVED


def test_nobody_does_these_on_a_matter_of_their_own():
    found = {stored(*said): guard for said, guard in KEPT_APART.items()}

    assert found == {said.strip(): guard for guard, acts in APART.items() for said in acts.split(",")}


def test_these_say_yes_and_need_nobody_kept_apart_and_this_is_why():
    assert {stored(*said): (why.zh, why.en) for said, why in FREE.items()} == {
        "plan confirm": ("确认之后还要经审核组审定", "a panel approves the plan afterwards"),
        "plan issue": ("印发之前审核组已经审定", "a panel has approved the plan before"),
        "paper issue": ("要求先审的，不经审核不能印发", "not without the panel that is asked for"),
        "inspection conclude": ("结论不是批准", "its words approve nothing"),
        "plan conclude": ("总结报告已经审核组审定", "a panel has approved the summary before"),
        "task accept": ("签收是接下任务，不是批准", "it takes the task on, it approves nothing"),
        "exemplar publish": ("采纳时推荐人已经回避", "the nominator was kept apart when it was adopted"),
    }


def test_what_a_review_says_and_what_it_takes_for_it_to_have_said_so():
    assert {act.value: says for act, says in PANEL_SAYS.items()} == {
        "approve": ("panel_said_yes",),
        "send_back": ("panel_said_no", "reason_given"),
        "return": ("panel_said_no", "reason_given"),
        "take_back": ("review_withdrawn",),
    }
    assert {act.value: (said.zh, said.en) for act, said in ANSWERS.items()} == {
        "approve": ("审核同意了", "the review says yes"),
        "send_back": ("审核退回了", "the review says no"),
        "take_back": ("审核撤回了", "the review is withdrawn"),
    }


def test_these_are_not_done_without_a_reason():
    assert {act.value for act in NEED_A_REASON} == set(NOT_WITHOUT_A_REASON.split())
    assert {stored(*said): (why.zh, why.en) for said, why in NO_REASON.items()} == {
        "extension withdraw": ("撤回的是自己的申请", "it takes one's own request back"),
    }
    assert {"reason_given", "reason_for_no"} == ASK_FOR_IT
