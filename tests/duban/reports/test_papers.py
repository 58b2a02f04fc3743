"""Reports as papers: kept with their bytes, put to the panel that the policy names, sent to the posts it names, once."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from small_plan import PLANNER, Small, at, rows
from sqlmodel import select

from duban.database import reading, writing
from duban.notify.delivering import deliver
from duban.papers import read
from duban.policies import store_policy
from duban.summarising import Summarised, make_due, make_one
from flows import summarise
from models.errors import Broken, RuleRefused
from models.paper import Paper, PaperFile
from models.plan import Plan
from models.policy import PanelSettings, PolicySettings
from models.policy_parts import RhythmSettings
from models.question import Review
from models.record import Duty, Message, Move
from models.register import Holding, Post
from models.words import Act, Life, PaperState, Role, Then, Verdict
from workflows.moments import day_of

NOW = at("2026-02-27 17:00")
LATER = at("2026-03-02 09:00")
TO = ("LDB-CHIEF", "KPB-LIAISON")


def under(small: Small, **said: object) -> None:
    """Let the plan run under a policy with these settings of reports."""
    with writing() as session:
        settings = PolicySettings(reports=RhythmSettings(weekly=0, quarterly=0, **said))  # type: ignore[arg-type]
        session.get_one(Plan, small.plan_id).policy_id = store_policy(session, "papers", settings, now=NOW).id


def holders_of(*codes: str) -> set[int]:
    with reading() as session:
        found = select(Holding).join(Post).where(Post.code.in_(codes))  # type: ignore[attr-defined]
        return {
            one.person_id
            for one in session.exec(found)
            if one.kind == "holder" and one.since <= day_of(NOW) and (one.until is None or one.until >= day_of(NOW))
        }


@pytest.fixture
def in_review(small: Small) -> Summarised:
    under(small, review="summary", recipients=TO)
    [made] = make_due(now=NOW)
    return made


def answered(small: Small, verdict: Verdict, reason: str = "") -> None:
    [leader] = holders_of("LDB-LEADER")
    who = next(code for code, actor in small.people.items() if actor.person_id == leader)
    review = rows(Review)[-1].id
    small.does(who, Act.DECIDE, review, Life.REVIEW, at=LATER, verdict=verdict, reason=reason)


def told() -> list[tuple[int, str]]:
    """Give whom the report was sent to, once for each channel."""
    sent = {duty.id for duty in rows(Duty) if duty.what is Then.TELL_RECIPIENTS}
    return [(m.person_id, m.channel) for m in rows(Message) if m.duty_id in sent]


def test_without_the_policy_asking_no_paper_is_kept(small: Small) -> None:
    made = make_one(small_number(), "月报", now=NOW)
    assert (made.paper_id, made.paper, rows(Paper)) == (None, "", [])


def small_number() -> str:
    return str(rows(Plan)[0].number)


def test_a_report_that_is_due_is_kept_with_its_bytes_and_put_to_the_panel(in_review: Summarised) -> None:
    [paper] = rows(Paper)
    written = Path(in_review.path).read_bytes()
    assert (paper.state, paper.kind, paper.recipients) == (PaperState.IN_REVIEW, "monthly", list(TO))
    assert (paper.sha256, paper.size_bytes) == (sha256(written).hexdigest(), len(written))
    with reading() as session:
        assert read(session, paper) == written
    [review] = [one for one in rows(Review) if one.life is Life.PAPER]
    assert (review.subject_id, review.about) == (paper.id, Act.SUBMIT)


def test_bytes_that_were_altered_are_noticed(in_review: Summarised) -> None:
    with writing() as session:
        file = session.exec(select(PaperFile)).one()
        file.content += b"."
    with reading() as session, pytest.raises(Broken, match="不一致"):
        read(session, rows(Paper)[0])


def test_the_panel_saying_yes_sends_it_once_to_the_posts_it_is_for(small: Small, in_review: Summarised) -> None:
    answered(small, Verdict.YES)
    assert rows(Paper)[0].state is PaperState.PUBLISHED
    deliver(now=LATER)
    deliver(now=LATER)
    assert {person for person, _ in told()} == holders_of(*TO)
    assert len(told()) == len(set(told()))


def test_the_panel_saying_no_ends_it_and_the_same_report_is_not_asked_for_again(
    small: Small, in_review: Summarised
) -> None:
    answered(small, Verdict.NO, "数字与台账不符")
    assert make_due(now=LATER) == []
    again = make_one(small_number(), "月报", now=in_review.as_of)
    assert (again.paper_id, again.paper) == (in_review.paper_id, "已退回")
    assert [one.state for one in rows(Paper)] == [PaperState.RETURNED]
    deliver(now=LATER)
    assert told() == []


def test_every_paper_is_answered_for_itself(small: Small, in_review: Summarised) -> None:
    other = make_one(small_number(), "季报", now=NOW)
    answered(small, Verdict.YES)
    states = {one.id: one.state for one in rows(Paper)}
    assert states == {in_review.paper_id: PaperState.IN_REVIEW, other.paper_id: PaperState.PUBLISHED}


def test_a_report_on_the_shelf_whose_paper_was_lost_is_kept_at_the_next_run(small: Small) -> None:
    first = make_due(now=NOW)
    under(small, review="summary", recipients=TO)
    assert any(one.kind == "monthly" for one in first)
    [again] = make_due(now=NOW)
    assert (again.kind, again.paper) == ("monthly", "审核中")
    assert make_due(now=LATER) == []


def test_where_a_panel_is_asked_for_nobody_issues_it_alone(small: Small, in_review: Summarised) -> None:
    review = rows(Review)[-1].id
    with pytest.raises(RuleRefused):
        small.does(PLANNER, Act.ISSUE, in_review.paper_id or 0, Life.PAPER, at=LATER)
    small.does(PLANNER, Act.WITHDRAW, in_review.paper_id or 0, Life.PAPER, at=LATER, reason="另起一稿")
    assert next(one.state for one in rows(Review) if one.id == review) == "moot"


def test_where_none_is_asked_for_the_planner_issues_it(small: Small) -> None:
    under(small, recipients=TO)
    [made] = make_due(now=NOW)
    assert made.paper == "拟稿"
    small.does(PLANNER, Act.ISSUE, made.paper_id or 0, Life.PAPER, at=LATER)
    deliver(now=LATER)
    assert {person for person, _ in told()} == holders_of(*TO)


def test_a_panel_that_nobody_can_sit_on_is_said_and_the_draft_waits(small: Small) -> None:
    with writing() as session:
        empty = PanelSettings(role=Role.REVIEWER, rule="quorum", needed=99)  # type: ignore[arg-type]
        settings = PolicySettings(
            panels={"empty": empty}, reports=RhythmSettings(weekly=0, quarterly=0, review="empty")
        )
        session.get_one(Plan, small.plan_id).policy_id = store_policy(session, "papers", settings, now=NOW).id
    [made] = make_due(now=NOW)
    assert made.paper.startswith("拟稿（")
    assert [one.state for one in rows(Paper)] == [PaperState.DRAFTED]


def test_the_run_says_how_the_paper_stands(in_review: Summarised) -> None:
    assert "审核中" in summarise.table_of([in_review])[0]["报告稿"]
    assert f"/papers/{in_review.paper_id}" in summarise.page_of(in_review).splitlines()[0]


def test_every_step_stands_in_the_ledger_by_whom_it_was_done(small: Small, in_review: Summarised) -> None:
    answered(small, Verdict.YES)
    steps = [(one.act, one.role, one.became) for one in rows(Move) if one.life is Life.PAPER]
    assert steps == [
        (Act.OPEN, Role.SYSTEM, "drafted"),
        (Act.SUBMIT, Role.SYSTEM, "in_review"),
        (Act.APPROVE, Role.PANEL, "published"),
    ]
    assert rows(Paper)[0].as_of.date() == date(2026, 2, 25)
