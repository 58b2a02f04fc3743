"""Proofs about who says yes: a person or a panel, never on a matter of their own, and a no comes with its reason."""

from collections.abc import Iterator, Mapping
from typing import Any

from models.errors import Sentence
from models.words import Act, Life, Role, Then
from workflows.fault import Fault, Life_, fault_in, named
from workflows.rules import HOUSE_ROLES, SAME, Row, the

# fmt: off
APPROVALS = frozenset({
    Act.APPROVE, Act.GRANT, Act.PASS_CHECK, Act.VERIFY, Act.CONFIRM, Act.DECIDE, Act.ISSUE, Act.CONCLUDE, Act.ACCEPT,
    Act.ADOPT, Act.PUBLISH, Act.UPHOLD,
})
"""Acts that say yes to something; a person stands behind each, never a deadline that passed."""

APPROVED = frozenset({
    "approved", "granted", "closed", "verified", "issued", "concluded", "accepted", "published", "upheld",
})
"""States that mean somebody said yes."""

KEPT_APART: Mapping[tuple[Life, Act], str] = {
    # what nobody may do on a matter of their own   the condition that keeps them from it
    (Life.TASK,      Act.PASS_CHECK):   "other_person",
    (Life.TASK,      Act.SEND_BACK):    "other_person",
    (Life.REVIEW,    Act.DECIDE):       "not_excluded",
    (Life.REVIEW,    Act.PASS_ON):      "not_excluded",
    (Life.REVIEW,    Act.CONSULT):      "not_excluded",
    (Life.REVIEW,    Act.ADVISE):       "not_excluded",
    (Life.REVIEW,    Act.TAKE_BACK):    "not_excluded",
    (Life.REVIEW,    Act.ADD_SIGNER):   "not_excluded",
    (Life.REVIEW,    Act.DROP_SIGNER):  "not_excluded",
    (Life.EXTENSION, Act.GRANT):        "other_person",
    (Life.EXTENSION, Act.REFUSE):       "other_person",
    (Life.FINDING,   Act.VERIFY):       "other_person",
    (Life.FINDING,   Act.REOPEN):       "other_person",
    (Life.EXEMPLAR,  Act.ADOPT):        "other_person",
    (Life.EXEMPLAR,  Act.PASS_OVER):    "other_person",
    (Life.APPEAL,    Act.UPHOLD):       "other_person",
    (Life.APPEAL,    Act.DISMISS):      "other_person",
}

FREE: Mapping[tuple[Life, Act], Sentence] = {
    # what says yes and needs nobody kept apart   because
    (Life.PLAN,     Act.CONFIRM):  Sentence("确认之后还要经审核组审定", "a panel approves the plan afterwards"),
    (Life.PLAN,     Act.ISSUE):    Sentence("印发之前审核组已经审定", "a panel has approved the plan before"),
    (Life.PAPER,    Act.ISSUE):    Sentence("要求先审的，不经审核不能印发", "not without the panel that is asked for"),
    (Life.INSPECTION, Act.CONCLUDE): Sentence("结论不是批准", "its words approve nothing"),
    (Life.PLAN,     Act.CONCLUDE): Sentence("总结报告已经审核组审定", "a panel has approved the summary before"),
    (Life.TASK,     Act.ACCEPT):   Sentence("签收是接下任务，不是批准", "it takes the task on, it approves nothing"),
    (Life.EXEMPLAR, Act.PUBLISH):  Sentence("采纳时推荐人已经回避", "the nominator was kept apart when it was adopted"),
}

PANEL_SAYS: Mapping[Act, tuple[str, ...]] = {
    # what follows from a review   when the review has said so
    Act.APPROVE:                     ("panel_said_yes",),
    Act.SEND_BACK:                   ("panel_said_no", "reason_given"),
    Act.RETURN:                      ("panel_said_no", "reason_given"),
    Act.TAKE_BACK:                   ("review_withdrawn",),
}

ANSWERS: Mapping[Act, Sentence] = {
    # what a review is followed by   when it has come to this
    Act.APPROVE:                       Sentence("审核同意了", "the review says yes"),
    Act.SEND_BACK:                     Sentence("审核退回了", "the review says no"),
    Act.TAKE_BACK:                     Sentence("审核撤回了", "the review is withdrawn"),
}

NEED_A_REASON = frozenset({
    Act.REQUEST, Act.REFUSE, Act.SEND_BACK, Act.DECLINE, Act.WITHDRAW, Act.CANCEL, Act.PASS_OVER, Act.REOPEN, Act.DROP,
    Act.REASSIGN, Act.SUSPEND, Act.RESUME, Act.WAIVE, Act.MOVE_DUE, Act.RECOUNT, Act.SET_POLICY, Act.SET_EVENT,
    Act.AMEND, Act.DECIDE, Act.PASS_ON, Act.ADD_SIGNER, Act.DROP_SIGNER, Act.REMIND, Act.URGE, Act.ORDER, Act.SUMMON,
    Act.CIRCULATE, Act.UPHOLD, Act.DISMISS,
})
"""Acts that a person may not do without saying why; to decide, only when the answer is no."""

NO_REASON: Mapping[tuple[Life, Act], Sentence] = {
    (Life.EXTENSION, Act.WITHDRAW): Sentence("撤回的是自己的申请", "it takes one's own request back"),
}
ASK_FOR_IT = frozenset({"reason_given", "reason_for_no"})
# fmt: on


def yes_has_its_name(lifecycle: Life_) -> Iterator[Fault]:
    """Only an act that says yes leads to a state that means yes.
    只有表示同意的一步，才能到达表示同意的状态。"""
    for row in lifecycle.rows:
        if row.becomes != SAME and str(row.becomes) in APPROVED and row.may not in APPROVALS:
            there = named(lifecycle, str(row.becomes))
            zh = f"{row.may.zh}不表示同意，却会变为“{there.zh}”"
            en = f"to {row.may.en} says yes to nothing, and makes it “{there.en}”"
            yield fault_in(lifecycle, Sentence(zh, en), by=row)


def yes_is_not_automatic(lifecycle: Life_) -> Iterator[Fault]:
    """The system approves nothing by itself.
    系统不会自行批准。"""
    for row in lifecycle.rows:
        if row.who is Role.SYSTEM and row.may in APPROVALS:
            said = Sentence(f"系统会自行{row.may.zh}", f"the system would {row.may.en} it by itself")
            yield fault_in(lifecycle, said, by=row)


def nobody_decides_on_their_own(lifecycle: Life_) -> Iterator[Fault]:
    """Nobody says yes, or no, on a matter of their own.
    谁也不能审批自己的事。"""
    for row in lifecycle.rows:
        if row.who in HOUSE_ROLES or all(source in lifecycle.ended for source in row.sources):
            continue
        said = (lifecycle.life, row.may)
        guard = KEPT_APART.get(said)
        if guard is not None and guard not in _names(row):
            zh = f"{row.who.zh}可以对自己的事{row.may.zh}：没有条件 {guard}"
            en = f"{the(row.who)} may {row.may.en} on a matter of their own: the guard {guard} is missing"
            yield fault_in(lifecycle, Sentence(zh, en), by=row)
        elif guard is None and row.may in APPROVALS and said not in FREE:
            zh = f"{row.who.zh}可以{row.may.zh}，却没有写明谁应当回避"
            en = f"{the(row.who)} may {row.may.en}, and it is not stated who is kept from it"
            yield fault_in(lifecycle, Sentence(zh, en), by=row)


def the_panel_has_spoken(lifecycle: Life_) -> Iterator[Fault]:
    """What follows from a review happens only when the review has said so.
    审核之后的一步，只在审核确有结论时才办。"""
    for row in lifecycle.rows:
        if row.who is not Role.PANEL:
            continue
        missing = [name for name in PANEL_SAYS.get(row.may, ("panel_said_yes",)) if name not in _names(row)]
        if missing:
            zh = f"审核组没有结论也会{row.may.zh}：没有条件 {'、'.join(missing)}"
            en = f"it would {row.may.en} without the panel: the guard {', '.join(missing)} is missing"
            yield fault_in(lifecycle, Sentence(zh, en), by=row)


def every_answer_is_heard(lifecycle: Life_) -> Iterator[Fault]:
    """Where a review was opened, its yes, its no and its withdrawal each have a row.
    送审之后，审核同意、退回、撤回，各有下一步。"""
    opened = {row.target(s): row for row in lifecycle.rows for s in row.sources if Then.OPEN_PANEL in row.then}
    for state, opening in opened.items():
        heard = {row.may for row in lifecycle.rows if row.who is Role.PANEL and state in row.sources}
        for act, answer in ANSWERS.items():
            if act not in heard:
                said = Sentence(f"{answer.zh}，没有下一步", f"nothing follows when {answer.en}")
                yield fault_in(lifecycle, said, by=opening)


def decisions_are_carried_out(lifecycle: Life_) -> Iterator[Fault]:
    """A review that was decided or withdrawn is carried out.
    审核有了结论，或者撤回了，都要落到所审事项上。"""
    if lifecycle.life is not Life.REVIEW:
        return
    for row in lifecycle.rows:
        if row.becomes in lifecycle.ended and row.who is not Role.SYSTEM and Then.CARRY_OUT not in row.then:
            said = Sentence(f"{row.may.zh}之后没有执行结论", f"after {row.may.en} the decision is not carried out")
            yield fault_in(lifecycle, said, by=row)


def reasons_are_asked_for(lifecycle: Life_) -> Iterator[Fault]:
    """Whoever refuses, returns, moves or cancels something says why.
    不同意、退回、改动、撤销，都必须写明理由。"""
    for row in lifecycle.rows:
        wanted = row.may in NEED_A_REASON and (lifecycle.life, row.may) not in NO_REASON
        if wanted and row.who not in {Role.CLOCK, Role.PANEL} and not _names(row) & ASK_FOR_IT:
            zh, en = f"{row.who.zh}{row.may.zh}可以不写理由", f"{the(row.who)} may {row.may.en} without a reason"
            yield fault_in(lifecycle, Sentence(zh, en), by=row)


def _names(row: Row[Any]) -> frozenset[str]:
    return frozenset(guard.__name__ for guard in row.if_)
