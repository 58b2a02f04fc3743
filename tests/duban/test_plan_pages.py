"""The page of a plan for an operator: what it counts, which late tasks it names, and that it does so for any number."""

import re

from query_count import counted
from small_plan import Small, at, rows
from sqlmodel import select

from duban.database import reading
from duban.glances import lamps_of
from duban.plan_pages import LATEST, plan_pages
from models.task import Task
from models.words import Lamp
from workflows.task.lifecycle import TASK

NOW = at("2026-04-02 09:00")


def test_the_page_counts_by_unit_and_names_the_earliest_of_the_red_ones(small: Small) -> None:
    with reading() as session:
        tasks = [task for task in session.exec(select(Task)).all() if task.state not in TASK.ended]
        lamps = {id_: shown.lamp for id_, shown in lamps_of(session, tasks, now=NOW).items()}
    red = sorted((task for task in tasks if lamps[task.id] is Lamp.RED), key=lambda task: (task.due, task.id))

    [page] = plan_pages(now=NOW)

    assert f"任务 {len(tasks)} 项，办结 **0** 项，在办 **{len(tasks)}** 项。" in page.text
    assert f"### 亮红灯的任务（{len(red)} 项，列最早的 {LATEST} 项）" in page.text
    named = [int(id_) for id_ in re.findall(r"/tasks/(\d+)\)", page.text)]
    assert named == [task.id for task in red[:LATEST]]
    table = page.text.partition("各单位在办任务")[2].partition("###")[0]
    units = re.findall(r"^\| [^|]+ \|.*\| (\d+) \|$", table, flags=re.M)
    assert (len(units), sum(map(int, units))) == (len({task.lead_unit_id for task in tasks}), len(tasks))


def test_the_page_reads_tasks_no_further_than_it_names_them(small: Small) -> None:
    with counted() as sent:
        plan_pages(now=NOW)

    assert len(rows(Task)) > LATEST
    assert len([said for said in sent if "FROM task" in said and "GROUP BY" not in said]) == 1
