"""Rounds of inspection: announced, problems under them, concluded to the units; and what reports say of them."""

from datetime import date

import pytest
from small_plan import MUSEUM, PLANNER, POPULAR, Small, at, rows

from duban.database import reading
from duban.inspections import Problem, Round, find, findings_of, open_inspection
from duban.notify.delivering import deliver
from duban.reports.kinds import BY_NAME, make_report
from models.errors import BadInput, RuleRefused
from models.found import Finding, Inspection
from models.record import Message
from models.register import Unit
from models.words import Act, InspectionState, Life

NOW, LATER, AFTER = at("2026-02-03 09:00"), at("2026-02-12 09:00"), at("2026-02-13 09:00")
SUPERVISOR, LIAISON = "situ.songyan", "cai.lingran"


def unit(code: str) -> int:
    return next(one.id for one in rows(Unit) if one.code == code)


def wanted(small: Small, **other: object) -> Round:
    team = (small.people[SUPERVISOR].person_id or 0,)
    said = {"name": "一季度检查", "units": (unit(MUSEUM),), "team": team, "ends": date(2026, 2, 10)} | other
    return Round(plan_id=small.plan_id, scope="看台账，看展项。", begins=date(2026, 2, 4), **said)  # type: ignore[arg-type]


@pytest.fixture
def underway(small: Small) -> int:
    return open_inspection(wanted(small), by=small.people[SUPERVISOR], now=NOW)


@pytest.fixture
def problem(small: Small, underway: int) -> int:
    found = Problem(unit(MUSEUM), "台账与现场不符。", date(2026, 2, 20))
    return find(underway, found, by=small.people[SUPERVISOR], now=NOW)


def heard(person: int | None) -> list[str]:
    return list(dict.fromkeys(m.title for m in rows(Message) if m.life is Life.INSPECTION and m.person_id == person))


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"name": " "}, "名称"),
        ({"ends": date(2026, 2, 3)}, "早于"),
        ({"units": ()}, "哪些单位"),
        ({"team": ()}, "由谁"),
    ],
    ids=["no name", "ends first", "nowhere", "nobody"],
)
def test_an_inspection_that_cannot_be_is_said(small: Small, other: dict[str, object], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        open_inspection(wanted(small, **other), by=small.people[SUPERVISOR], now=NOW)


def test_only_a_supervisor_begins_one(small: Small) -> None:
    with pytest.raises(RuleRefused):
        open_inspection(wanted(small), by=small.people[PLANNER], now=NOW)
    assert rows(Inspection) == []


def test_it_concludes_once_every_problem_is_handed_out_and_its_units_are_told(
    small: Small, underway: int, problem: int
) -> None:
    with pytest.raises(RuleRefused, match="没有交办"):
        small.does(SUPERVISOR, Act.CONCLUDE, underway, Life.INSPECTION, at=LATER, text="台账须重做。")
    small.does(SUPERVISOR, Act.ASSIGN, problem, Life.FINDING, at=LATER)
    small.does(SUPERVISOR, Act.CONCLUDE, underway, Life.INSPECTION, at=LATER, text="台账须重做。")
    deliver(now=LATER)
    [row] = rows(Inspection)
    assert (row.state, row.conclusion) == (InspectionState.CONCLUDED, "台账须重做。")
    assert heard(small.people[LIAISON].person_id) == ["【检查通知】一季度检查", "【检查结论】一季度检查"]
    assert heard(small.people[PLANNER].person_id) == []


def test_its_problems_are_those_put_down_under_it(small: Small, underway: int, problem: int) -> None:
    other = open_inspection(wanted(small, name="二轮"), by=small.people[SUPERVISOR], now=NOW)
    with reading() as session:
        assert [(one.id, name) for one, name in findings_of(session, underway)] == [(problem, "岭海省科学技术馆")]
        assert findings_of(session, other) == []


def test_a_form_sent_twice_puts_one_problem_down(small: Small, underway: int) -> None:
    said, by = Problem(unit(MUSEUM), "台账不全。"), small.people[SUPERVISOR]
    assert find(underway, said, by=by, now=NOW, key="k") == find(underway, said, by=by, now=NOW, key="k")
    assert len(rows(Finding)) == 1


def test_no_problem_is_put_down_elsewhere_or_afterwards(small: Small, underway: int) -> None:
    by = small.people[SUPERVISOR]
    with pytest.raises(BadInput, match="不包括"):
        find(underway, Problem(unit(POPULAR), "不在范围。"), by=by, now=NOW)
    small.does(SUPERVISOR, Act.CANCEL, underway, Life.INSPECTION, at=LATER, reason="改期")
    with pytest.raises(BadInput, match="已经结束"):
        find(underway, Problem(unit(MUSEUM), "晚了。"), by=by, now=LATER)


def said_in_february(small: Small, now: object) -> list[tuple[object, ...]]:
    with reading() as session:
        report = make_report(session, small.plan_id, BY_NAME["monthly"], now=now)  # type: ignore[arg-type]
    found = [part for part in report.parts if part.heading == "检查情况"]
    return [tuple(row) for part in found for row in part.tables[0].table.rows]


def test_reports_say_of_an_inspection_what_was_so_then(small: Small, underway: int, problem: int) -> None:
    assert said_in_february(small, at("2026-02-02 09:00")) == []
    small.does(SUPERVISOR, Act.ASSIGN, problem, Life.FINDING, at=LATER)
    small.does(SUPERVISOR, Act.CONCLUDE, underway, Life.INSPECTION, at=LATER, text="台账须重做。")
    [before], [after] = said_in_february(small, at("2026-02-11 09:00")), said_in_february(small, AFTER)
    assert (before[4:], after[4:]) == (("进行中", "0/1", ""), ("已总结", "0/1", "台账须重做"))
