"""A rehearsal plays the same rules on a copy, tells what it came to, and leaves everything as it was."""

import json
from datetime import date
from xml.etree import ElementTree

import pytest
from homes import copy_home, use
from openpyxl import load_workbook
from small_plan import NUMBER, at, draft, rows
from sqlalchemy import func, select
from typer.testing import CliRunner

from duban import database
from duban.calendars import load_calendar
from duban.cli import app
from duban.clock import now
from duban.database import reading, writing
from duban.desk.opened import desk_of
from duban.local_days import read_own_days, store_own_days
from duban.policies import store_policy
from duban.rehearsals import rehearse_plan
from duban.rehearsing.assuming import Assumptions, read_assumptions
from duban.rehearsing.heat_map import heat_map
from duban.rehearsing.tables import TABLES, markdown, said_of
from models.errors import BadInput, Refused
from models.plan import Plan
from models.policy import PolicySettings
from models.tables import metadata
from models.task import Task
from models.words import PlanState
from workflows.moments import day_of, end_of

BEGUN = at("2026-01-06 09:00")
LAST = date(2026, 5, 31)


def stored() -> dict[str, int]:
    with reading() as session:
        return {
            t.name: session.execute(select(func.count()).select_from(t)).scalar_one() for t in metadata.sorted_tables
        }


def test_a_rehearsal_closes_the_tasks_and_leaves_everything_as_it_was(small, tmp_path):
    before, plan = stored(), rows(Plan)[0]

    found, _ = rehearse_plan(NUMBER, now=BEGUN, until=LAST, folder=tmp_path)

    assert stored() == before
    assert rows(Plan)[0] == plan
    assert found.tasks > 23  # a monthly demand opens its tasks month by month
    assert found.closed > 20
    assert found.closed + found.open == found.tasks
    assert 0 < found.reminders <= found.letters == sum(day.letters for day in found.days)
    assert sum(one.letters for one in found.people) == found.letters
    assert all(0 < one.messages <= one.letters for one in found.people)


def test_what_comes_together_on_a_day_counts_as_one_message_beyond_what_is_sent_singly(small, tmp_path):
    def messages(a_day: int) -> list[tuple[int, int, int]]:
        with writing() as session:
            policy = store_policy(session, "提醒", PolicySettings(reminders_a_day=a_day), now=BEGUN)
            session.get_one(Plan, small.plan_id).policy_id = policy.id
        found, _ = rehearse_plan(NUMBER, now=BEGUN, until=LAST, folder=tmp_path)
        return [(one.messages, one.letters, one.most) for one in found.people]

    assert all(together == singly for together, singly, _ in messages(100))
    bundled = messages(1)
    assert all((together < singly) == (most > 2) for together, singly, most in bundled)
    assert max(most for _, _, most in bundled) > 2


def test_the_same_seed_plays_the_same_and_another_one_does_not(small, tmp_path):
    def played(assume: str) -> dict[str, object]:
        found, _ = rehearse_plan(NUMBER, now=BEGUN, until=LAST, assume=assume, folder=tmp_path)
        return found.model_dump(exclude={"seconds"})

    assert played("seed=3") == played("seed=3") != played("seed=4")


def test_who_is_never_late_is_never_ordered_and_who_always_is_climbs_to_the_top(small, tmp_path):
    punctual, _ = rehearse_plan(NUMBER, now=BEGUN, until=LAST, assume="late=0,returned=0", folder=tmp_path)
    tardy, _ = rehearse_plan(NUMBER, now=BEGUN, until=LAST, assume="late=1,returned=0", folder=tmp_path)

    assert punctual.escalated == ()
    assert tardy.escalated_count > 10
    assert all(one.person for one in tardy.escalated)
    assert tardy.reminders > punctual.reminders


def test_nobody_is_reminded_on_a_day_that_nobody_works(small, tmp_path):
    found, _ = rehearse_plan(NUMBER, now=BEGUN, until=LAST, assume="late=0.5,returned=0.5", folder=tmp_path)

    with reading() as session:
        calendar = load_calendar(desk_of(session))
    assert [one.day for one in found.days if not calendar.is_workday(one.day)] == []


def test_deadlines_on_days_off_are_told_those_of_the_country_and_those_of_a_unit(small, tmp_path):
    """What is due on 31 March is due on a day off of its lead unit alone; a monthly demand falls on Saturdays too."""
    lead = next(one.lead_unit_id for one in rows(Task) if one.id == small.plain)
    with writing() as session:
        store_own_days(session, lead, read_own_days("2026-03-31 放假 馆庆"), years=(2026,), source="馆〔2026〕1号")

    found, _ = rehearse_plan(NUMBER, now=BEGUN, until=LAST, folder=tmp_path)

    with reading() as session:
        calendar = load_calendar(desk_of(session))
    said = {one.why: {other.day for other in found.doubtful if other.why == one.why} for one in found.doubtful}
    assert said.pop("牵头单位当天休息（本地休息日）") == {date(2026, 3, 31)}
    assert [day for day in said.pop("当天休息", set()) if calendar.is_workday(day)] == []
    assert said == {}


def test_a_deadline_in_a_year_not_announced_yet_is_told(small, tmp_path):
    with writing() as session:
        task = session.get_one(Task, small.plain)
        task.due = task.original_due = end_of(date(2027, 1, 12))

    found, _ = rehearse_plan(NUMBER, now=BEGUN, until=date(2027, 1, 20), folder=tmp_path)

    assert {one.why for one in found.doubtful if one.day.year == 2027} == {"2027 年放假安排尚未公布"}


def test_an_approved_plan_is_issued_in_the_rehearsal_only(approved, tmp_path):
    found, _ = rehearse_plan(NUMBER, now=BEGUN, until=date(2026, 2, 28), folder=tmp_path)

    assert found.tasks >= 23
    assert rows(Plan)[0].state is PlanState.APPROVED


def test_what_it_found_is_written_as_sheet_map_and_json(small, tmp_path):
    found, files = rehearse_plan(NUMBER, now=BEGUN, until=LAST, folder=tmp_path)

    book = load_workbook(files["xlsx"])
    assert book.sheetnames == [table.title for table in TABLES]
    assert book[TABLES[0].title].max_row == len(found.people) + 1
    drawn = ElementTree.fromstring(files["svg"].read_text(encoding="utf-8"))
    titles = [one.text or "" for one in drawn.iter("{http://www.w3.org/2000/svg}title")]
    assert len(titles) == (LAST - day_of(BEGUN)).days + 1
    full = max(found.days, key=lambda one: one.letters)
    assert any(text.startswith(str(full.day)) and f"：{full.letters} 件" in text for text in titles)
    assert json.loads(files["json"].read_text(encoding="utf-8"))["number"] == NUMBER
    assert said_of(found) in markdown(found)


def test_a_day_off_is_hatched_and_says_so():
    from duban.calendar_seed import seed_rows  # the stored calendar needs no database here
    from models.calendar import CalendarDay
    from workflows.workdays import WorkCalendar

    days = {row.day: row.kind for row in seed_rows() if isinstance(row, CalendarDay)}
    calendar = WorkCalendar(days, frozenset({2026}), 2026, 2026)

    drawn = heat_map({}, begins=date(2026, 9, 30), until=date(2026, 10, 10), calendar=calendar, title="国庆<前后>")

    assert "2026-10-01 星期四：0 件（休息日）" in drawn
    assert "2026-10-10 星期六：0 件</title>" in drawn  # a Saturday that is worked
    assert "国庆&lt;前后&gt;" in drawn


@pytest.mark.parametrize(
    ("text", "assumed"),
    [
        ("", Assumptions()),
        ("late=0.2", Assumptions(late=0.2)),
        (" late=0.2， returned=1,seed=9 ", Assumptions(late=0.2, returned=1, seed=9)),
    ],
)
def test_assumptions_are_read(text, assumed):
    assert read_assumptions(text) == assumed


@pytest.mark.parametrize("text", ["late", "late=2", "lat=0.1", "seed=-1", "late=x"])
def test_an_assumption_that_cannot_be_used_is_refused_in_words(text):
    with pytest.raises(BadInput, match=text.partition("=")[0]):
        read_assumptions(text)


def test_a_plan_that_is_not_confirmed_is_refused_with_the_first_open_demand(registered, tmp_path):
    copy_home(registered, tmp_path / "home")
    use(tmp_path / "home")
    plan_id = draft(BEGUN)

    with pytest.raises(Refused, match=r"还有 \d+ 条任务要求没有确认（第 1 条起）"):
        rehearse_plan(str(plan_id), now=BEGUN, folder=tmp_path)
    database.dispose()


@pytest.mark.parametrize(
    ("state", "said"), [(PlanState.CONCLUDED, "没有什么可以推演"), (PlanState.WITHDRAWN, "没有什么")]
)
def test_a_plan_that_is_over_is_refused(small, state, said):
    from duban.rehearsing.rehearsal import rehearse

    with reading() as session, session.no_autoflush:
        plan = session.get_one(Plan, 1)
        plan.state = state
        with pytest.raises(Refused, match=said):
            rehearse(session, plan, Assumptions(), now=BEGUN)


def test_a_last_day_before_today_is_refused(small):
    with pytest.raises(Refused, match="2020-01-01"):
        rehearse_plan(NUMBER, now=BEGUN, until=date(2020, 1, 1))


def test_the_command_says_what_it_found_and_where_it_was_written(small, tmp_path):
    ran = CliRunner().invoke(
        app, ["rehearse", NUMBER, "--until", str(day_of(now())), "--assume", "late=0.3", "--out", str(tmp_path)]
    )

    assert ran.exit_code == 0, ran.output
    assert "推演到" in ran.output
    assert sorted(path.suffix for path in tmp_path.iterdir() if path.is_file()) == [".json", ".svg", ".xlsx"]


def test_the_command_gives_the_whole_as_json(small, tmp_path):
    ran = CliRunner().invoke(app, ["rehearse", NUMBER, "--until", str(day_of(now())), "--out", str(tmp_path), "--json"])

    assert json.loads(ran.output)["plan_id"] == 1


def test_a_folder_that_cannot_be_written_is_said(small, tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(BadInput, match="--out"):
        rehearse_plan(NUMBER, now=BEGUN, until=date(2026, 1, 7), folder=tmp_path / "file" / "below")
