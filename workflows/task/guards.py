"""Statements about a task that can be true; each docstring is what a refused person reads."""

from dataclasses import dataclass

from models.words import Verdict
from workflows.given import Asking, late, new_due_given, reason_given, text_given
from workflows.rules import asks

__all__ = ["TaskFacts", "late", "new_due_given", "reason_given", "text_given"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFacts(Asking):
    """What the rules need to know about a task.

    `deliverables_missing`: names of deliverables without evidence. `owed`: contributions neither filed nor waived.
    `unit_known`, `unit_owes`: about the unit given with the act. `i_owe`: so does a unit the actor speaks for.
    `panel_said`: the answer of the panel that this act carries out.
    `due_not_past`: the deadline given with the act, if any, is today or later.
    `standing`: the task has no end (长期坚持). `prescribed`: the plan above prescribes it, in a unit's own plan.
    `unit_outside`: the unit given with the act is none of those that carry the plan out.
    """

    plan_issued: bool = False
    lead_named: bool = False
    timed: bool = False
    reporters: frozenset[int] = frozenset()
    lead_unit_id: int | None = None
    unit_known: bool = False
    unit_owes: bool = False
    deliverables_missing: tuple[str, ...] = ()
    quantity_met: bool = True
    owed: int = 0
    i_owe: bool = False
    panel_said: Verdict | None = None
    review_withdrawn: bool = False
    due_not_past: bool = True
    standing: bool = False
    prescribed: bool = False
    unit_outside: bool = False


def plan_issued(facts: TaskFacts) -> bool:
    """The plan has to be issued, and not yet concluded.
    工作方案尚未印发，或者已经总结。"""
    return facts.plan_issued


def lead_named(facts: TaskFacts) -> bool:
    """A lead unit has to be named.
    尚未确定牵头单位。"""
    return facts.lead_named


def timed(facts: TaskFacts) -> bool:
    """A deadline, an event or a rhythm has to be set.
    尚未确定时限、活动节点或报告周期。"""
    return facts.timed


@asks("unit_id")
def new_lead_given(facts: TaskFacts) -> bool:
    """Another lead unit has to be named.
    必须指定另一个牵头单位。"""
    return facts.unit_known and facts.given.unit_id != facts.lead_unit_id


def deliverables_attached(facts: TaskFacts) -> bool:
    """Every deliverable needs a file attached.
    还有成果未上传佐证材料。"""
    return not facts.deliverables_missing


def quantity_met(facts: TaskFacts) -> bool:
    """The quantity demanded has to be reached.
    尚未达到要求的数量。"""
    return facts.quantity_met


def nobody_owes(facts: TaskFacts) -> bool:
    """Every supporting unit has to contribute first, or be waived on record.
    还有配合单位未报送，也未免报。"""
    return facts.owed == 0


def i_owe(facts: TaskFacts) -> bool:
    """Only a supporting unit that has not contributed yet can do this.
    你单位没有待报送的配合事项。"""
    return facts.i_owe


def somebody_owes(facts: TaskFacts) -> bool:
    """No supporting unit owes anything.
    没有配合单位待报送。"""
    return facts.owed > 0


@asks("unit_id")
def unit_owes(facts: TaskFacts) -> bool:
    """The unit named owes no contribution.
    指定的单位没有待报送的配合事项。"""
    return facts.unit_owes


@asks("text", "percent", "count")
def progress_given(facts: TaskFacts) -> bool:
    """Progress needs words, a percentage or a number.
    进展必须填写文字、百分比或数量。"""
    return bool(facts.given.text.strip()) or facts.given.percent is not None or facts.given.count > 0


@asks("percent")
def percent_has_an_end(facts: TaskFacts) -> bool:
    """A standing task has no end that a percentage could be of; say how it goes in words or numbers.
    长期坚持的任务没有终点，不填百分比，请用文字或数量说明进展。"""
    return facts.given.percent is None or not facts.standing


@asks("file")
def file_given(facts: TaskFacts) -> bool:
    """A file has to be attached.
    必须选择要上传的文件。"""
    return facts.given.evidence_id is not None


def other_person(facts: TaskFacts) -> bool:
    """Whoever reported may not decide on the report, not even through a deputy or a second post.
    报告人不能审核自己的报告，代理或兼任也不行。"""
    return not (facts.reporters & facts.hands)


def panel_said_yes(facts: TaskFacts) -> bool:
    """The panel has to say yes first.
    审核组尚未同意。"""
    return facts.panel_said is Verdict.YES


def panel_said_no(facts: TaskFacts) -> bool:
    """The panel has to say no first.
    审核组尚未退回。"""
    return facts.panel_said is Verdict.NO


def review_withdrawn(facts: TaskFacts) -> bool:
    """The review has to be withdrawn first.
    审核尚未撤回。"""
    return facts.review_withdrawn


@asks("due")
def due_not_past(facts: TaskFacts) -> bool:
    """The new deadline may not have passed already.
    新的时限不能早于今天。"""
    return facts.due_not_past


def not_prescribed_above(facts: TaskFacts) -> bool:
    """The plan above prescribes it; it is suspended or cancelled only there.
    这是上级方案的规定动作，本单位方案不能挂账、不能撤销；确需变更的，请由上级方案办理。"""
    return not facts.prescribed


@asks("unit_id")
def new_lead_within(facts: TaskFacts) -> bool:
    """A unit's own plan is carried out by the unit itself and the units below it.
    本单位方案的任务只能交本单位和下属单位办。"""
    return not facts.unit_outside
