"""Facts to ask the rules about: everything granted at once, and any facts at all, possible or not."""

from dataclasses import fields
from typing import Any

from hypothesis import strategies as st

from models.values import Given
from models.words import Life, Role, SupervisionState, Verdict
from workflows.appeal.guards import AppealFacts
from workflows.exemplar.guards import ExemplarFacts
from workflows.extension.guards import ExtensionFacts
from workflows.finding.guards import FindingFacts
from workflows.given import Asking
from workflows.inspection.guards import InspectionFacts
from workflows.paper.guards import PaperFacts
from workflows.plan.guards import PlanFacts
from workflows.review.guards import ReviewFacts
from workflows.supervision.guards import SupervisionFacts
from workflows.task.guards import TaskFacts

FACTS: dict[Life, type[Asking]] = {
    Life.PLAN: PlanFacts,
    Life.TASK: TaskFacts,
    Life.REVIEW: ReviewFacts,
    Life.EXTENSION: ExtensionFacts,
    Life.SUPERVISION: SupervisionFacts,
    Life.FINDING: FindingFacts,
    Life.EXEMPLAR: ExemplarFacts,
    Life.PAPER: PaperFacts,
    Life.INSPECTION: InspectionFacts,
    Life.APPEAL: AppealFacts,
}


FULL = Given(
    reason="理由",
    text="内容",
    due="2026-05-29",
    unit_id=2,
    person_id=3,
    signer_id=1,
    percent=50,
    count=1,
    verdict=Verdict.YES,
    evidence_id=1,
    requirement_id=1,
    policy_id=1,
)


def generous(life: Life, roles: frozenset[Role]) -> list[Any]:
    """Facts under which everything holds that can hold at once; one set for each answer a panel or a ladder may give."""
    shared = {"roles": roles, "given": FULL, "hands": frozenset({9}), "late": True}
    yes_and_no = [{"panel_said": verdict} for verdict in Verdict]
    # fmt: off
    variants: dict[Life, list[dict[str, Any]]] = {
        Life.PLAN: [{
            "requirement_known": True, "who_settled": True, "when_settled": True, "requirements": 3,
            "review_withdrawn": True, "summary_written": True, "summary_approved": True,
            "policy_known": True, "policy_differs": True, "under_a_plan": True, "tied": True, "event_known": True, **said} for said in yes_and_no],
        Life.TASK: [{
            "plan_issued": True, "lead_named": True, "timed": True, "lead_unit_id": 1, "unit_known": True,
            "unit_owes": True, "i_owe": True, "review_withdrawn": True, "owed": owed, **said}
            for said in yes_and_no for owed in (0, 1)],
        Life.REVIEW: [{
            "my_seats": frozenset({1}), "turn": frozenset({1}), "seats": 3, "new_signer_fits": True,
            "adviser_fits": True, "advice_wanted": True, "can_take_back": True, "seat_unanswered": True,
            "undecided_without": True, "subject_ended": True, "outcome": verdict} for verdict in Verdict],
        Life.EXTENSION: [{
            "task_in_progress": True, "before_due": True, "wanted_workday": True, "wanted_later": True, "at_most": 1,
            "task_moved_on": True}],
        Life.SUPERVISION: [{"due_rung": rung, "with_lead": True, "task_over": True} for rung in SupervisionState],
        Life.FINDING: [{}],
        Life.EXEMPLAR: [{}],
        Life.INSPECTION: [{}],
        Life.APPEAL: [{"circular_out": True, "in_time": True}],
        Life.PAPER: [
            {"review_withdrawn": True, "review_asked": asked, **said} for said in yes_and_no for asked in (True, False)],
    }
    # fmt: on
    return [FACTS[life](**shared, **variant) for variant in variants[life]]


SOME_GIVEN = st.builds(
    Given,
    reason=st.sampled_from(["", "  ", "理由"]),
    text=st.sampled_from(["", "内容"]),
    due=st.none() | st.dates(),
    unit_id=st.none() | st.integers(1, 2),
    percent=st.none() | st.integers(0, 100),
    count=st.integers(0, 2),
    verdict=st.none() | st.sampled_from(Verdict),
    evidence_id=st.none() | st.just(1),
    policy_id=st.none() | st.just(1),
)
BY_TYPE: dict[str, st.SearchStrategy[Any]] = {
    "bool": st.booleans(),
    "int": st.integers(0, 3),
    "int | None": st.none() | st.integers(1, 2),
    "frozenset[int]": st.frozensets(st.integers(1, 3)),
    "frozenset[Role]": st.frozensets(st.sampled_from(Role)),
    "tuple[str, ...]": st.just(()) | st.just(("《清单》",)),
    "Verdict | None": st.none() | st.sampled_from(Verdict),
    "SupervisionState | None": st.none() | st.sampled_from(SupervisionState),
    "Given": SOME_GIVEN,
}


def some_facts(life: Life) -> st.SearchStrategy[Asking]:
    """Any facts at all, possible or not."""
    kind = FACTS[life]
    spelled = {f.name: f.type if isinstance(f.type, str) else _spelled(f.type) for f in fields(kind)}
    return st.builds(kind, **{name: BY_TYPE[spelling] for name, spelling in spelled.items()})


def _spelled(kind: Any) -> str:
    if isinstance(kind, type) and not hasattr(kind, "__args__"):
        return kind.__name__
    return str(kind).replace("models.words.", "").replace("models.values.", "")
