"""What the office of the demonstration does in a week: reassign, answer, check, review, choose exemplars."""

from datetime import timedelta

from sqlmodel import select

from duban.database import reading
from duban.demo.scene import Scene
from duban.demo.temper import Temper, temper_of
from duban.desk.opened import desk_of
from duban.panels import panel_of
from duban.posts import standing
from models.found import Exemplar
from models.question import Extension, Review
from models.task import Task
from models.values import Actor
from models.words import Act, ExemplarState, ExtensionState, Life, ReviewState, TaskState, Verdict

WEEK = timedelta(weeks=1)
NOT_GOOD_ENOUGH = "佐证材料不足以说明完成情况，请补充现场记录和数据后再报。"


def week_of_planner(scene: Scene) -> None:
    """Let the planner reassign, suspend, resume, cancel, answer extensions and choose exemplars."""
    for task in scene.tasks(TaskState.DECLINED):
        others = [unit for unit in scene.cast.departments if unit != task.lead_unit_id]
        unit = others[(task.id or 0) % len(others)]
        reason = "按职责分工改派。"
        scene.do(Life.TASK, task.id, Act.REASSIGN, scene.cast.planner, unit_id=unit, reason=reason)
    for task in scene.tasks(TaskState.SUSPENDED):
        if task.suspended_at and scene.now - task.suspended_at >= 3 * WEEK:
            scene.do(Life.TASK, task.id, Act.RESUME, scene.cast.planner, reason="条件已具备，恢复办理。")
    for task in scene.tasks(TaskState.IN_PROGRESS):
        if task.id != scene.silent:
            _interrupt(scene, task)
    _answer_extensions(scene)
    _choose_exemplars(scene)


def _interrupt(scene: Scene, task: Task) -> None:
    temper = temper_of(task.id or 0)
    if task.due is None or task.assigned_at is None or scene.now < task.assigned_at + (task.due - task.assigned_at) / 3:
        return
    if temper is Temper.SUSPENDED and scene.first_time(task, "suspended"):
        scene.do(Life.TASK, task.id, Act.SUSPEND, scene.cast.planner, reason="上级安排调整，暂缓办理。")
    elif temper is Temper.CANCELLED:
        scene.do(Life.TASK, task.id, Act.CANCEL, scene.cast.planner, reason="与另一项任务合并，不再单列。")


def _answer_extensions(scene: Scene) -> None:
    with reading() as session:
        asked = session.exec(select(Extension).where(Extension.state == ExtensionState.REQUESTED)).all()
    for extension in asked:
        if temper_of(extension.task_id) is Temper.REFUSED:
            reason = "该项工作时间要求明确，不宜延期，请加快办理。"
            scene.do(Life.EXTENSION, extension.id, Act.REFUSE, scene.cast.planner, reason=reason)
        else:
            scene.do(Life.EXTENSION, extension.id, Act.GRANT, scene.cast.planner, reason="情况属实，同意延期。")


def _choose_exemplars(scene: Scene) -> None:
    with reading() as session:
        waiting = session.exec(select(Exemplar).where(Exemplar.state == ExemplarState.NOMINATED)).all()
        accepted = session.exec(select(Exemplar).where(Exemplar.state == ExemplarState.ACCEPTED)).all()
    for exemplar in waiting:
        if (exemplar.id or 0) % 4 == 0:
            reason = "事迹材料较单薄，请继续培育。"
            scene.do(Life.EXEMPLAR, exemplar.id, Act.PASS_OVER, scene.cast.planner, reason=reason)
        else:
            scene.do(Life.EXEMPLAR, exemplar.id, Act.ADOPT, scene.cast.planner)
    for exemplar in accepted:
        scene.do(Life.EXEMPLAR, exemplar.id, Act.PUBLISH, scene.cast.planner, text="省科协官网、公众号")


def week_of_checkers(scene: Scene, *, leave: int = 0) -> None:
    """Let the checkers pass or send back every report; the last `leave` of them stay on the desk."""
    reported = scene.tasks(TaskState.REPORTED)
    for n, task in enumerate(reported[: len(reported) - leave] if leave else reported):
        by = scene.cast.checkers[n % len(scene.cast.checkers)]
        if temper_of(task.id or 0) is Temper.RETURNED and task.returns == 0:
            scene.do(Life.TASK, task.id, Act.SEND_BACK, by, reason=NOT_GOOD_ENOUGH)
        else:
            scene.do(Life.TASK, task.id, Act.PASS_CHECK, by)


def week_of_reviewers(scene: Scene, *, leave: int = 0) -> None:
    """Let the reviewers answer every open review; the last `leave` of them stay open."""
    with reading() as session:
        open_now = session.exec(select(Review).where(Review.state == ReviewState.OPEN)).all()
    for n, review in enumerate(open_now[: len(open_now) - leave] if leave else open_now):
        answer(scene, review, first=n)


def answer(scene: Scene, review: Review, *, first: int = 0, verdict: Verdict | None = None) -> None:
    """Let as many reviewers answer as the panel takes, beginning with another one each time."""
    said = verdict or _verdict(scene, review)
    reason = NOT_GOOD_ENOUGH if said is Verdict.NO else "同意。"
    for n in range(len(scene.cast.reviewers)):
        by = scene.cast.reviewers[(first + n) % len(scene.cast.reviewers)]
        if not _may_answer(scene, review, by):
            continue
        scene.do(Life.REVIEW, review.id, Act.DECIDE, by, verdict=said, reason=reason)


def _verdict(scene: Scene, review: Review) -> Verdict:
    if review.life is not Life.TASK:
        return Verdict.YES
    with reading() as session:
        task = session.get_one(Task, review.subject_id)
    return Verdict.NO if temper_of(task.id or 0) is Temper.BOUNCED and task.returns == 0 else Verdict.YES


def _may_answer(scene: Scene, review: Review, by: Actor) -> bool:
    with reading() as session:
        fresh = session.get_one(Review, review.id)
        if fresh.state is not ReviewState.OPEN or by.person_id in fresh.excluded:
            return False
        panel = panel_of(desk_of(session), fresh)
        mine = panel.seats_for(standing(desk_of(session), by, now=scene.now))
        return bool(mine & panel.turn) and by.person_id not in panel.answered_by
