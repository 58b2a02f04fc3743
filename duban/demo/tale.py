"""What happened in the demonstration, and where to look at it."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlmodel import Session, func, select

from duban.database import reading
from duban.demo.ladder import WEEKDAYS, climbed
from duban.demo.scene import Scene
from duban.glances import lamps_of
from models.plan import Plan
from models.question import Extension, Supervision
from models.record import Duty, Message, Move, Refusal
from models.register import Unit
from models.task import Evidence, Task
from models.words import Act, ExtensionState, Lamp, Life, SupervisionState, TaskState
from workflows.moments import day_of


def tell(console: Console, scene: Scene, *, home: Path, password: str) -> None:
    """Print the story's end in numbers, and the next steps."""
    with reading() as session:
        tasks = session.exec(select(Task).where(Task.plan_id == scene.plan_id)).all()
        lamps = Counter(shown.lamp for shown in lamps_of(session, tasks, now=scene.now).values())
        plan = session.get_one(Plan, scene.plan_id)
        console.print(_states(tasks, lamps))
        console.print(_happened(session))
        if scene.silent:
            console.print(_ladder(session, session.get_one(Task, scene.silent)))
    console.print(f"《{plan.plan_title or plan.title}》{plan.state.zh}；演示停在 {scene.now:%Y-%m-%d}。")
    for report in sorted((home / "reports").glob("*.docx")):
        console.print(f"总结报告：{report}", soft_wrap=True)
    console.print(f"打开看看：duban up --demo（账号见 {home / 'accounts.txt'}，口令 {password}）", soft_wrap=True)


def _states(tasks: Sequence[Task], lamps: Counter[Lamp]) -> Table:
    states = Counter(task.state for task in tasks)
    table = Table(title=f"任务 {sum(states.values())} 项")
    table.add_column("状态")
    table.add_column("项", justify="right")
    table.add_column("灯")
    table.add_column("项", justify="right")
    rows = max(len(TaskState), len(Lamp))
    for n in range(rows):
        state = list(TaskState)[n] if n < len(TaskState) else None
        lamp = list(Lamp)[n] if n < len(Lamp) else None
        table.add_row(
            state.zh if state else "",
            str(states.get(state, 0)) if state else "",
            lamp.zh if lamp else "",
            str(lamps.get(lamp, 0)) if lamp else "",
        )
    return table


def _ladder(session: Session, task: Task) -> Table:
    due = day_of(task.due or task.created_at)
    unit = session.get_one(Unit, task.lead_unit_id)
    said = f"任务 {task.id}“{task.title[:24]}”（{unit.short_name or unit.name}）没人办，时限 {due}：督办逐级升上去"
    table = Table(title=said, title_justify="left", show_lines=True)
    for name in ("到了", "日期", "距时限"):
        table.add_column(name, no_wrap=True)
    table.add_column("从上一级到这一级，哪些天不算，为什么", overflow="fold")
    for one in climbed(session, task):
        after = f"{'后' if one.workdays > 0 else '前'} {abs(one.workdays)} 个工作日" if one.workdays else "当天"
        day = f"{one.day} 周{WEEKDAYS[one.day.weekday()]}"
        table.add_row(one.rung, day, after, "；".join(one.skipped) or "没有跳过")
    return table


def _happened(session: Session) -> Table:
    table = Table(title="半年里", show_header=False)
    table.add_column("什么")
    table.add_column("多少", justify="right")
    for what, count in _counts(session):
        table.add_row(what, str(count))
    return table


def _counts(session: Session) -> list[tuple[str, int]]:
    def count(table: type, *where: object) -> int:
        return int(session.scalar(select(func.count()).select_from(table).where(*where)) or 0)  # type: ignore[arg-type]

    def moves(life: Life, act: Act) -> int:
        return count(Move, Move.life == life, Move.act == act)

    climbed = [s for s in SupervisionState if s not in (SupervisionState.CALM, SupervisionState.SETTLED)]
    return [
        ("流转记录（条）", count(Move)),
        ("签收", moves(Life.TASK, Act.ACCEPT)),
        ("报告", moves(Life.TASK, Act.REPORT)),
        ("退回重办", moves(Life.TASK, Act.SEND_BACK)),
        ("办结", moves(Life.TASK, Act.APPROVE)),
        ("改派", moves(Life.TASK, Act.REASSIGN)),
        ("批准延期", count(Extension, Extension.state == ExtensionState.GRANTED)),
        ("未批延期", count(Extension, Extension.state == ExtensionState.REFUSED)),
        *((f"督办：{s.zh}", count(Move, Move.life == Life.SUPERVISION, Move.became == s.value)) for s in climbed),
        ("督办在办（未了结）", count(Supervision, Supervision.state != SupervisionState.SETTLED)),
        ("佐证材料", count(Evidence)),
        ("通知承诺", count(Duty)),
        ("已送消息", count(Message)),
        ("被规则拒绝的尝试", count(Refusal)),
    ]
