"""What the units of the demonstration do in a week: sign for, contribute, file progress, ask for time, report."""

from datetime import datetime, timedelta

from sqlmodel import select

from duban.actions.exemplars import nominate
from duban.calendars import load_calendar
from duban.database import reading, writing
from duban.demo.scene import Scene
from duban.demo.temper import Temper, temper_of
from duban.desk.opened import desk_of
from duban.doing import ask_for_time
from duban.evidence import attach
from models.errors import Refused
from models.task import Contribution, Evidence, Task
from models.values import Actor, Given
from models.words import Act, ExemplarKind, Life, Owed, TaskState
from workflows.moments import day_of

WEEK = timedelta(weeks=1)
NOMINATE_EVERY = 23

# fmt: off
REPORTS_AFTER = {
    #                    report comes so long before (-) or after (+) the deadline
    Temper.PROMPT:       -1 * WEEK,
    Temper.RETURNED:     -3 * WEEK,
    Temper.BOUNCED:      -3 * WEEK,
    Temper.EXTENDED:     -1 * WEEK,
    Temper.REFUSED:       1 * WEEK,
    Temper.LATE:          3 * WEEK,
    Temper.DECLINED:     -1 * WEEK,
    Temper.SUSPENDED:    -1 * WEEK,
    Temper.CANCELLED:     9 * WEEK,
}
PROGRESS = (
    "已印发通知并明确分工。", "已完成前期调研，正在组织实施。", "完成过半，按计划推进。",
    "主要工作已完成，正在整理材料。", "已召开协调会，落实经费和场地。",
)
# fmt: on


def week_of_units(scene: Scene) -> None:
    """Let every unit do what it would do this week."""
    for task in scene.tasks(TaskState.ASSIGNED):
        _sign_for(scene, task)
    _contribute(scene)
    for task in scene.tasks(TaskState.IN_PROGRESS):
        if task.id != scene.silent:
            _work_on(scene, task)


def _sign_for(scene: Scene, task: Task) -> None:
    by = scene.liaison_of(task.lead_unit_id)
    if task.id == scene.silent:
        scene.do(Life.TASK, task.id, Act.ACCEPT, by)
    elif temper_of(task.id or 0) is Temper.DECLINED and scene.first_time(task, "declined"):
        scene.do(Life.TASK, task.id, Act.DECLINE, by, reason="此项不属于本单位职责，建议改由业务对口部门牵头。")
    elif not (temper_of(task.id or 0) is Temper.LATE and scene.first_time(task, "slow to sign")):
        scene.do(Life.TASK, task.id, Act.ACCEPT, by)


def _contribute(scene: Scene) -> None:
    """Supporting units file their part in the last weeks; the planner waives the part of one that never does."""
    with reading() as session:
        owed = session.exec(
            select(Contribution, Task)
            .join(Task)
            .where(Contribution.owed == Owed.OWED, Task.plan_id == scene.plan_id, Task.state == TaskState.IN_PROGRESS)
        ).all()
    for contribution, task in owed:
        if task.due is None or scene.now < task.due - 5 * WEEK:
            continue
        if (contribution.id or 0) % 9 == 0:
            reason = "该单位已并入牵头单位一并办理，免报。"
            scene.do(Life.TASK, task.id, Act.WAIVE, scene.cast.planner, unit_id=contribution.unit_id, reason=reason)
        else:
            by = scene.liaison_of(contribution.unit_id)
            text = "本单位承担的部分已完成，材料已送牵头单位。"
            scene.do(Life.TASK, task.id, Act.CONTRIBUTE, by, unit_id=contribution.unit_id, text=text)


def _work_on(scene: Scene, task: Task) -> None:
    temper = temper_of(task.id or 0)
    if task.due is None:
        _tell_progress(scene, task, every_weeks=5)
    elif _wants_time(scene, task, temper) and scene.first_time(task, "extension"):
        _ask_for_time(scene, task)
    elif temper in REPORTS_AFTER and scene.now >= task.due + REPORTS_AFTER[temper] - _rework(task):
        _report(scene, task)
    else:
        _tell_progress(scene, task, every_weeks=3)


def _wants_time(scene: Scene, task: Task, temper: Temper) -> bool:
    """Some ask two weeks ahead, as they should; the late ones only think of it afterwards."""
    if temper in (Temper.EXTENDED, Temper.REFUSED):
        return _near(scene, task, 2)
    return temper is Temper.LATE and task.due is not None and scene.now > task.due


def _near(scene: Scene, task: Task, weeks: int) -> bool:
    return task.due is not None and task.due - weeks * WEEK <= scene.now < task.due


def _rework(task: Task) -> timedelta:
    """Whoever was sent back reports again within a week or two."""
    return 8 * WEEK if task.returns else timedelta()


def _tell_progress(scene: Scene, task: Task, *, every_weeks: int) -> None:
    week = round((scene.now - (task.assigned_at or scene.now)) / WEEK)
    if week % every_weeks != (task.id or 0) % every_weeks:
        return
    percent = min(95, _share_gone(task, scene.now)) if task.due else None
    text = PROGRESS[(week + (task.id or 0)) % len(PROGRESS)]
    scene.do(Life.TASK, task.id, Act.ADD_ENTRY, _worker(scene, task), text=text, percent=percent)


def _share_gone(task: Task, now: datetime) -> int:
    if task.due is None or task.assigned_at is None:
        return 0
    return round(max(0.0, min(1.0, (now - task.assigned_at) / (task.due - task.assigned_at))) * 100)


def _worker(scene: Scene, task: Task) -> Actor:
    return scene.liaison_of(task.lead_unit_id)


def _ask_for_time(scene: Scene, task: Task) -> None:
    """Ask for three more weeks; whoever asks after the deadline is refused, and that is on record too."""
    with reading() as session:
        wanted = load_calendar(desk_of(session)).add_workdays(day_of(max(task.due or scene.now, scene.now)), 15)
    given = Given(
        due=wanted,
        reason="场地和专家时间需要重新协调，原定时间难以完成。",
        text="前期工作已完成约六成，后续安排已列出。",
    )
    try:
        ask_for_time(task.id or 0, given, by=scene.liaison_of(task.lead_unit_id), now=scene.now)
    except Refused:
        scene.acts["被拒绝的申请"] += 1
    else:
        scene.acts[Act.REQUEST.zh] += 1


def _report(scene: Scene, task: Task) -> None:
    """Attach what is missing, reach the quantity, and report; wait while a supporting unit owes something."""
    by = scene.liaison_of(task.lead_unit_id)
    with reading() as session:
        owed = session.exec(
            select(Contribution).where(Contribution.task_id == task.id, Contribution.owed == Owed.OWED)
        ).first()
        there = set(session.exec(select(Evidence.deliverable).where(Evidence.task_id == task.id)).all())
    if owed is not None:
        return
    for name in task.deliverables:
        if name not in there:
            _attach(scene, task, name)
    if task.quantity_wanted and task.quantity_done < task.quantity_wanted:
        count = task.quantity_wanted - task.quantity_done
        scene.do(Life.TASK, task.id, Act.ADD_ENTRY, by, count=count, text=f"已完成 {count}，达到要求数量。")
    text = f"已按要求完成“{task.title[:24]}”，事实清楚，佐证材料齐全。"
    scene.do(Life.TASK, task.id, Act.REPORT, by, text=text)
    if (task.id or 0) % NOMINATE_EVERY == 0 and scene.first_time(task, "exemplar"):
        _nominate(scene, task)


def _attach(scene: Scene, task: Task, deliverable: str) -> None:
    unit = scene.cast.unit_names.get(task.lead_unit_id or 0, "")
    body = f"{deliverable}\n\n单位：{unit}\n任务：{task.title}\n（演示材料）\n"
    scene.now += timedelta(seconds=7)
    attach(
        task.id or 0,
        f"{deliverable.strip('《》')}.txt",
        body.encode(),
        deliverable=deliverable,
        by=scene.liaison_of(task.lead_unit_id),
        now=scene.now,
    )
    scene.acts[Act.ATTACH.zh] += 1


def _nominate(scene: Scene, task: Task) -> None:
    kinds = tuple(ExemplarKind)
    kind = kinds[(task.id or 0) % len(kinds)]
    unit = scene.cast.unit_names.get(task.lead_unit_id or 0, "")
    given = Given(text=f"{unit}在办理“{task.title[:30]}”中做法扎实，群众反映好，经验可推广。")
    with writing() as session:
        nominate(
            session,
            task.id or 0,
            kind,
            f"{unit}的{kind.zh}",
            given=given,
            by=scene.liaison_of(task.lead_unit_id),
            now=scene.now,
        )
    scene.acts[Act.NOMINATE.zh] += 1
