"""The roll-up of the plans below: a line for each, their sum, who has filed none; at any moment what stood then."""

from datetime import datetime

import pytest
from small_plan import CHECKER, CITIES, LIAISON, MUSEUM, PLANNER, REVIEWERS, Small, at, rows

from duban.actions.own_plans import begin_own_plan
from duban.database import reading, writing
from duban.reports.kinds import kind_called, make_report
from duban.reports.report import Part
from duban.settled import settled_of
from models.plan import Plan, Requirement
from models.question import Review
from models.register import Unit
from models.task import Task
from models.words import Act, Life, Verdict

BEGUN, FILED, CLOSED, CITY_BEGUN = (
    at("2026-01-07 09:00"),
    at("2026-01-09 09:00"),
    at("2026-02-10 09:00"),
    at("2026-02-20 09:00"),
)
NOW = at("2026-03-02 09:00")
OPEN = ("assigned", "in_progress")


def plan_below(small: Small, unit_id: int, who: str, number: str, now: datetime) -> int:
    """Begin the own plan of a unit, confirm its demands and issue it."""
    with writing() as session:
        above, unit = session.get_one(Plan, small.plan_id), session.get_one(Unit, unit_id)
        made = begin_own_plan(session, above, unit, by=small.people[who], now=now, number=number).id or 0
    for one in (r for r in rows(Requirement) if r.plan_id == made):
        settled = settled_of(one)
        small.does(who, Act.CONFIRM, made, Life.PLAN, at=now, requirement_id=one.id, settled=settled)
    small.does(who, Act.SUBMIT, made, Life.PLAN, at=now)
    review = rows(Review)[-1].id
    for reviewer in REVIEWERS:
        small.does(reviewer, Act.DECIDE, review, Life.REVIEW, at=now, verdict=Verdict.YES)
    small.does(who, Act.ISSUE, made, Life.PLAN, at=now)
    return made


def finish(small: Small, task_id: int, now: datetime) -> None:
    small.does(LIAISON, Act.ACCEPT, task_id, at=now)
    small.does(LIAISON, Act.REPORT, task_id, at=now, text="办完。")
    small.does(CHECKER, Act.PASS_CHECK, task_id, at=now)
    small.does(REVIEWERS[0], Act.DECIDE, rows(Review)[-1].id, Life.REVIEW, at=now, verdict=Verdict.YES)


@pytest.fixture
def two(small: Small) -> tuple[int, int]:
    """The museum's plan, filed, one of its tasks closed; a city's, issued and not filed."""
    museum = next(unit.id for unit in rows(Unit) if unit.code == MUSEUM)
    city = small.tasks(CITIES)[0].lead_unit_id or 0
    first = plan_below(small, museum, LIAISON, "馆发〔2026〕1号", BEGUN)
    small.does(LIAISON, Act.FILE, first, Life.PLAN, at=FILED)
    finish(small, next(task.id for task in rows(Task) if task.plan_id == first), CLOSED)
    return first, plan_below(small, city, PLANNER, "市科协〔2026〕3号", CITY_BEGUN)


def part(small: Small, now: datetime) -> Part:
    with reading() as session:
        [found] = make_report(session, small.plan_id, kind_called("below"), now=now).parts
    return found


def test_each_plan_below_has_a_line_and_the_last_is_their_sum(small: Small, two: tuple[int, int]) -> None:
    lines = part(small, NOW).tables[0].table.rows
    counted = []
    for plan in two:
        tasks = [task for task in rows(Task) if task.plan_id == plan]
        late = [task for task in tasks if task.due and task.due < NOW and task.state in OPEN]
        counted.append((len(tasks), sum(task.state == "closed" for task in tasks), len(late)))
    assert [tuple(line[1:4]) for line in lines] == [
        ("馆发〔2026〕1号", "已印发", "2026-01-09"), ("市科协〔2026〕3号", "已印发", "未报"), ("", "", ""),
    ]  # fmt: skip
    assert [line[4:7] for line in lines] == [*counted, tuple(map(sum, zip(*counted, strict=True)))]
    assert lines[-1][7] == sum(int(str(line[7])) for line in lines[:-1])
    assert counted[0][1:] == (1, 1), "one closed, one month late"
    tasks, closed, _ = lines[-1][4:7]
    assert str(lines[-1][8]).endswith(f"（{closed}/{tasks}）")


def test_who_was_addressed_and_has_filed_none_is_named(small: Small, two: tuple[int, int]) -> None:
    cities = {task.lead_unit_id for task in small.tasks(CITIES)}
    assert part(small, NOW).said[0].startswith(f"下级方案2份。受文单位中尚未报送方案的有{len(cities)}个：")
    small.does(PLANNER, Act.FILE, two[1], Life.PLAN, at=NOW)
    assert part(small, NOW).said[0].startswith(f"下级方案2份。受文单位中尚未报送方案的有{len(cities) - 1}个：")


def test_a_moment_ago_they_stood_as_they_stood_then(small: Small, two: tuple[int, int]) -> None:
    before = [line[1:6] for line in part(small, at("2026-01-08 09:00")).tables[0].table.rows]
    assert before[0][:3] == ("馆发〔2026〕1号", "已印发", "未报")
    assert (len(before), before[0][4]) == (2, 0)  # no city yet, nothing closed; the second line is the sum


def test_without_a_plan_below_that_is_said(small: Small) -> None:
    found = part(small, NOW)
    assert (found.said[0][:7], found.tables[0].table.rows) == ("没有下级方案。", ())
