"""The demonstration from curtain to curtain, with progress bars."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import IO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from duban.database import reading
from duban.demo.cast import gather_cast
from duban.demo.clockwork import Clock, clock
from duban.demo.ladder import mornings, task_of
from duban.demo.office import week_of_checkers, week_of_planner, week_of_reviewers
from duban.demo.opening import complete, have_it_approved, plan_of
from duban.demo.scene import Scene
from duban.demo.settling import WEEKS
from duban.demo.stage import take_the_stage
from duban.demo.tale import tell
from duban.demo.units import week_of_units
from duban.notices import read_notice
from duban.prefect_runs import run_deployment_and_wait
from duban.samples import NOTICE
from duban.services import Service, Services, free_ports, running
from models.reading import Reading
from models.register import Person
from workflows.moments import at_hour, day_of

SUMMARY_WEEKS = (13,)
DEPLOYED_WEEKS = (4, 12, 20)
LAST_WEEKS = 2
DESK, PANEL = 6, 8
"""So many reports and reviews stay open at the end, for whoever looks at the inbox next."""


def show(notice: Path | None) -> None:
    """Carry out a notice over a simulated half year."""
    console = Console()
    found = read_notice(notice or NOTICE)
    number = found.number or "演示〔2026〕1号"
    begins = _first_day(found)
    home, password = take_the_stage(begins)
    console.print(f"[bold]督办演示[/]　{number}　数据在 {home}")
    with _bars(console) as bars, ExitStack() as until_the_end:
        bar = _begin(bars, "启动：Prefect 和流程", total=1)
        services = until_the_end.enter_context(running(Service.PREFECT, Service.FLOWS, home=home, ports=free_ports()))
        bars.advance(bar)
        os.environ.update(services.environment)
        scene = _open(bars, notice or NOTICE, number, begins)
        with (home / "logs" / "clock.log").open("w") as log:
            _carry_out(bars, scene, services, log)
        bar = _begin(bars, "总结：撰写总结报告", total=1)
        run("summarise", plan=number, as_of=scene.now.isoformat())
        bars.advance(bar)
        bar = _begin(bars, "封存：把流转记录封存入账", total=1)
        run("seal-ledger", as_of=scene.now.isoformat())
        bars.advance(bar)
    tell(console, scene, home=home, password=password)


def run(flow: str, **parameters: str) -> None:
    """Run a deployment on the demonstration's server and wait for its end."""
    run_deployment_and_wait(flow, parameters, api_url=os.environ["PREFECT_API_URL"])


def _first_day(found: Reading) -> date:
    return (found.date or date(2026, 1, 5)) + timedelta(days=1)


@contextmanager
def _bars(console: Console) -> Iterator[Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bars:
        yield bars


def _begin(bars: Progress, what: str, *, total: int) -> TaskID:
    """Begin a bar; where nobody sees bars, say at least what begins."""
    if not bars.console.is_terminal:
        bars.console.print(what)
        bars.console.file.flush()
    return bars.add_task(what, total=total)


def _open(bars: Progress, notice: Path, number: str, begins: date) -> Scene:
    """Import, complete, review, issue."""
    bar = _begin(bars, "拟办：导入、确认、审核、印发", total=4)
    morning = at_hour(begins, "09:00")
    with reading() as session:
        cast = gather_cast(session, now=morning)
        planner = session.get_one(Person, cast.planner.person_id).code
    run("import-notice", path=str(notice.resolve()), number=number, by=planner, as_of=morning.isoformat())
    scene = Scene(plan_of(number).id or 0, cast, morning)
    bars.advance(bar)
    complete(scene)
    bars.advance(bar)
    have_it_approved(scene)
    bars.advance(bar)
    run("issue-plan", plan=number, by=planner, as_of=scene.now.isoformat())
    bars.advance(bar)
    return scene


def _carry_out(bars: Progress, scene: Scene, services: Services, log: IO[str]) -> None:
    bar = _begin(bars, "办理：半年二十六周", total=WEEKS)
    monday, extra = _next_monday(day_of(scene.now)), _mornings(scene)
    with clock(services.environment, log) as striking:
        for week in range(1, WEEKS + 1):
            last = week > WEEKS - LAST_WEEKS
            scene.set_to(at_hour(monday, "08:31"))
            if week in DEPLOYED_WEEKS:
                run("watch-deadlines", as_of=scene.now.isoformat())
                run("deliver-notices", as_of=scene.now.isoformat())
            else:
                striking.strike(scene.now)
            _week(scene, monday, last=last, morning=partial(_strike, scene, striking, extra))
            if week in SUMMARY_WEEKS:
                run("summarise", plan=str(scene.plan_id), as_of=scene.now.isoformat())
            monday += timedelta(weeks=1)
            bars.advance(bar)
        scene.set_to(at_hour(monday, "08:31"))
        striking.strike(scene.now)


def _mornings(scene: Scene) -> frozenset[date]:
    """Choose the task that stays silent; the clock also strikes on the days on which its ladder climbs."""
    with reading() as session:
        task = task_of(session, scene.silent) if scene.silent else None
        scene.silent = task.id or 0 if task else 0
        return mornings(session, task) if task else frozenset()


def _strike(scene: Scene, striking: Clock, extra: frozenset[date], day: date) -> None:
    if day in extra:
        scene.set_to(at_hour(day, "08:31"))
        striking.strike(scene.now)


def _week(scene: Scene, monday: date, *, last: bool, morning: Callable[[date], None]) -> None:
    """Units on Monday, the planner on Tuesday, checkers on Wednesday, reviewers on Thursday."""
    days = (
        ("10:00", partial(week_of_units, scene)),
        ("09:30", partial(week_of_planner, scene)),
        ("14:00", partial(week_of_checkers, scene, leave=DESK if last else 0)),
        ("15:00", partial(week_of_reviewers, scene, leave=PANEL if last else 0)),
    )
    for n in range(7):
        day = monday + timedelta(days=n)
        if n:
            morning(day)
        if n < len(days):
            hour, work = days[n]
            scene.set_to(at_hour(day, hour))
            work()


def _next_monday(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())
