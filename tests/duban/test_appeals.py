"""Appeals against the scores of a circular: lodged in time, decided by somebody else, corrected in the next circular."""

from datetime import date, datetime

import pytest
from small_plan import CHECKER, LIAISON, MUSEUM, PLANNER, Small, at, rows

from duban.actions.sweep import sweep
from duban.appeals import scores_of, until_when
from duban.beginnings import Begun, do_or_begin
from duban.database import reading, writing
from duban.desk.opened import desk_of
from duban.notify.delivering import deliver
from duban.papers import Draft, draft
from duban.posts import seats
from duban.reports.forms import as_markdown
from duban.reports.kinds import BY_NAME, make_report
from duban.summarising import make_one
from models.appeal import Appeal, Scored
from models.appeal_words import AppealState
from models.errors import BadInput, NotFound, RuleRefused
from models.paper import Paper
from models.plan import Plan
from models.record import Message, Move
from models.register import Unit
from models.values import Attempt, Given
from models.words import Act, Life, PaperState, Role

SUPERVISOR = "situ.songyan"
MADE, OUT, DAY_FIVE, TOO_LATE = (
    at("2026-04-01 17:00"),
    at("2026-04-02 09:00"),
    at("2026-04-10 23:00"),
    at("2026-04-13 00:01"),
)
DECIDED, NEXT = at("2026-04-14 09:00"), at("2026-06-30 17:00")
WHY = "展项3月31日已更新，报告被系统维护耽误。"


def unit(code: str) -> int:
    return next(one.id for one in rows(Unit) if one.code == code)


def circular(small: Small, now: datetime = MADE) -> int:
    """Draft the circular of the quarter; give its number."""
    return make_one(str(rows(Plan)[0].number), "通报", now=now).paper_id or 0


@pytest.fixture
def out(small: Small) -> int:
    paper = circular(small)
    small.does(PLANNER, Act.ISSUE, paper, Life.PAPER, at=OUT)
    return paper


def point(paper: int, code: str = MUSEUM) -> Scored:
    with reading() as session:
        return next(one for one in scores_of(session, paper, [unit(code)]) if one.cause == "overdue")


def appealed(small: Small, paper: int, now: datetime = DAY_FIVE, who: str = LIAISON, **given: object) -> int:
    said = Given(**{"record": point(paper).number, "reason": WHY} | given)  # type: ignore[arg-type]
    attempt = Attempt(life=Life.PAPER, subject_id=paper, act=Act.REQUEST, given=said)
    begun = do_or_begin(attempt, by=small.people[who], now=now)
    assert isinstance(begun, Begun)
    return begun.id


def leaders(small: Small) -> list[str]:
    with reading() as session:
        sitting = {s.person_id for s in seats(desk_of(session), date(2026, 4, 14)) if Role.LEADER in s.roles}
    return [code for code, one in small.people.items() if one.person_id in sitting]


def heard(small: Small, who: str) -> set[str]:
    person = small.people[who].person_id
    return {m.title.split("】")[0] + "】" for m in rows(Message) if m.life is Life.APPEAL and m.person_id == person}


def text_of(now: datetime) -> str:
    with reading() as session:
        return as_markdown.render(make_report(session, 1, BY_NAME["circular"], now=now))


def corrections(now: datetime) -> list[tuple[str, ...]]:
    with reading() as session:
        made = make_report(session, 1, BY_NAME["circular"], now=now)
    return [tuple(map(str, row)) for t in made.tables() if t.caption == "更正" for row in t.table.rows]


def test_a_circular_is_kept_with_every_score_as_printed_whatever_the_policy_asks(small: Small) -> None:
    paper = circular(small)
    with reading() as session:
        kept, report = scores_of(session, paper), make_report(session, 1, BY_NAME["circular"], now=MADE)
    printed = next(t.table.rows for t in report.tables() if t.caption == "得分缘由")
    assert [(str(one.number), one.called, f"{one.worth:+d}", one.what) for one in kept] == [
        (str(row[0]), row[2], row[3], row[4]) for row in printed
    ]
    assert rows(Paper)[0].state is PaperState.DRAFTED
    ranked = {str(row[1]): int(row[2]) for t in report.tables() if t.caption == "各单位得分" for row in t.table.rows}
    names = {one.id: one.short_name or one.name for one in rows(Unit)}
    assert kept
    assert all(ranked[names[one.unit_id]] == one.score for one in kept if names[one.unit_id] in ranked)


def stored(paper: int) -> list[Scored]:
    with reading() as session:
        return scores_of(session, paper)


def test_drafted_again_its_scores_stay(small: Small) -> None:
    first = circular(small)
    before = [one.model_dump() for one in stored(first)]
    assert circular(small) == first
    assert [one.model_dump() for one in stored(first)] == before


def test_every_unit_it_ranks_is_sent_the_circular(small: Small, out: int) -> None:
    deliver(now=OUT)
    sent = {m.person_id for m in rows(Message) if m.life is Life.PAPER and m.subject_id == out}
    assert small.people[LIAISON].person_id in sent
    assert {small.people[code].person_id for code in leaders(small)} <= sent


def test_before_it_is_out_nobody_appeals(small: Small) -> None:
    paper = circular(small)
    with pytest.raises(RuleRefused, match="还没有印发"):
        appealed(small, paper, now=OUT)


def test_an_appeal_is_lodged_within_the_working_days_of_the_policy(small: Small, out: int) -> None:
    with reading() as session:
        assert until_when(session, session.get_one(Paper, out), unit(MUSEUM)) == date(2026, 4, 10)
    with pytest.raises(RuleRefused, match="期限已过"):
        appealed(small, out, now=TOO_LATE)
    number = appealed(small, out, now=DAY_FIVE)
    deliver(now=DAY_FIVE)
    [appeal] = rows(Appeal)
    assert (appeal.id, appeal.state, appeal.reason) == (number, AppealState.LODGED, WHY)
    assert heard(small, SUPERVISOR) == {"【得分申诉待复核】"}


@pytest.mark.parametrize(
    ("given", "who", "error", "said"),
    [
        ({"record": None}, LIAISON, BadInput, "哪一条"),
        ({"record": 9999}, LIAISON, NotFound, "没有编号为 9999"),
        ({"reason": " "}, LIAISON, RuleRefused, "理由"),
        ({}, CHECKER, RuleRefused, "联络员"),
    ],
    ids=["no number", "no such record", "no reason", "not its liaison"],
)
def test_what_cannot_be_appealed_is_said(
    small: Small, out: int, given: dict[str, object], who: str, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        appealed(small, out, who=who, **given)
    assert rows(Appeal) == []


def test_only_a_circular_has_scores(small: Small) -> None:
    monthly = draft(Draft(1, "monthly", "月报", MADE, "月报.docx", b"PK report"), now=MADE).id
    attempt = Attempt(life=Life.PAPER, subject_id=monthly, act=Act.REQUEST, given=Given(record=1, reason=WHY))
    with pytest.raises(NotFound, match="只有通报"):
        do_or_begin(attempt, by=small.people[LIAISON], now=OUT)


def test_one_point_is_appealed_once_unless_the_appeal_was_withdrawn(small: Small, out: int) -> None:
    first = appealed(small, out)
    with pytest.raises(RuleRefused, match="已经申诉过"):
        appealed(small, out)
    small.does(LIAISON, Act.WITHDRAW, first, Life.APPEAL, at=DAY_FIVE, reason="写错了")
    assert appealed(small, out) != first


def test_it_is_decided_with_words_and_both_sides_are_told(small: Small, out: int) -> None:
    number = appealed(small, out)
    with pytest.raises(RuleRefused, match="理由"):
        small.does(SUPERVISOR, Act.UPHOLD, number, Life.APPEAL, at=DECIDED)
    small.does(SUPERVISOR, Act.DISMISS, number, Life.APPEAL, at=DECIDED, reason="报告4月1日才提交。")
    deliver(now=DECIDED)
    assert (rows(Appeal)[0].state, rows(Appeal)[0].answer) == (AppealState.DISMISSED, "报告4月1日才提交。")
    assert "【得分申诉驳回】" in heard(small, LIAISON) & heard(small, PLANNER)


def test_whoever_took_the_step_the_point_is_for_does_not_decide_and_a_leader_does(small: Small) -> None:
    """The supervisor put the problem down that cost the unit its point."""
    small.does(LIAISON, Act.ACCEPT, small.plain, at=at("2026-01-07 09:00"))
    found = Attempt(life=Life.TASK, subject_id=small.plain, act=Act.FIND, given=Given(text="台账不全。"))
    do_or_begin(found, by=small.people[SUPERVISOR], now=at("2026-02-03 09:00"))
    paper = circular(small, at("2026-03-31 17:00"))
    small.does(PLANNER, Act.ISSUE, paper, Life.PAPER, at=OUT)
    [at_fault] = [one for one in stored(paper) if one.cause == "finding"]
    number = appealed(small, paper, record=at_fault.number)
    with pytest.raises(RuleRefused, match="都不能复核"):
        small.does(SUPERVISOR, Act.UPHOLD, number, Life.APPEAL, at=DECIDED, reason="台账当时已补。")
    leader = leaders(small)[0]
    small.does(leader, Act.UPHOLD, number, Life.APPEAL, at=DECIDED, reason="台账当时已补。")
    assert rows(Appeal)[0].state is AppealState.UPHELD
    assert rows(Move)[-1].person_id == small.people[leader].person_id


def test_an_upheld_appeal_is_corrected_in_the_next_circular_and_the_one_that_is_out_stays(
    small: Small, out: int
) -> None:
    before, wrong = text_of(MADE), point(out)
    small.does(SUPERVISOR, Act.UPHOLD, appealed(small, out), Life.APPEAL, at=DECIDED, reason="系统维护属实。")
    assert text_of(MADE) == before
    [row] = corrections(NEXT)
    assert row[2:] == (
        str(wrong.number),
        f"{wrong.called}：{wrong.what}",
        f"{wrong.worth:+d}",
        "0",
        str(wrong.score),
        str(wrong.score - wrong.worth),
        "系统维护属实。",
    )
    assert "上次通报以来复核申诉1件，成立1件，驳回0件。" in text_of(NEXT)


def test_it_is_corrected_once_in_the_first_circular_after_it(small: Small, out: int) -> None:
    small.does(SUPERVISOR, Act.UPHOLD, appealed(small, out), Life.APPEAL, at=DECIDED, reason="系统维护属实。")
    following = circular(small, NEXT)
    small.does(PLANNER, Act.ISSUE, following, Life.PAPER, at=at("2026-07-01 09:00"))
    assert len(corrections(NEXT)) == 1
    assert corrections(at("2026-09-30 17:00")) == []


def test_while_it_waits_the_circular_says_so_and_the_clock_urges(small: Small, out: int) -> None:
    appealed(small, out)
    assert "待复核1件" in text_of(DECIDED)
    with writing() as session:
        swept = sweep(session, now=at("2026-04-20 08:30"))
    assert [(step.act, step.became) for step in swept.steps if step.kind.value == "appeal"] == [
        (Act.URGE, "待复核已久，催促办理")
    ]
    deliver(now=at("2026-04-20 08:30"))
    assert "【得分申诉久未复核】" in heard(small, SUPERVISOR)
    assert all("【得分申诉久未复核】" in heard(small, code) for code in leaders(small))


def test_a_unit_sees_its_own_scores_only(small: Small, out: int) -> None:
    with reading() as session:
        mine = scores_of(session, out, [unit(MUSEUM)])
        assert {one.unit_id for one in mine} == {unit(MUSEUM)}
        assert len(scores_of(session, out)) > len(mine)
