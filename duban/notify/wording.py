"""What a duty says: a title, and a body with what happened, the date, the lamp, what to do and where."""

from datetime import datetime

from duban.glances import lamps_of
from duban.notify.topic import Topic
from duban.settings import settings
from duban.tongue import mark, said, say
from models.question import Review
from models.record import Move
from models.register import Person, Unit
from models.task import Task
from models.words import Act, Life, Then
from workflows.moments import day_of, shown

TITLE_LENGTH = 40

# fmt: off
TITLES: dict[tuple[Life, Act], str] = {
    # life             act                title
    (Life.PLAN,        Act.SUBMIT):       mark("送审"),
    (Life.PLAN,        Act.ISSUE):        mark("工作方案印发"),
    (Life.PLAN,        Act.CONCLUDE):     mark("工作方案总结"),
    (Life.PLAN,        Act.WITHDRAW):     mark("工作方案撤回"),
    (Life.TASK,        Act.ASSIGN):       mark("交办任务"),
    (Life.TASK,        Act.DECLINE):      mark("任务被退回交办"),
    (Life.TASK,        Act.REASSIGN):     mark("任务改派"),
    (Life.TASK,        Act.WAIVE):        mark("配合单位免报"),
    (Life.TASK,        Act.REPORT):       mark("任务已报告"),
    (Life.TASK,        Act.PASS_CHECK):   mark("任务待审核"),
    (Life.TASK,        Act.SEND_BACK):    mark("任务退回重办"),
    (Life.TASK,        Act.APPROVE):      mark("任务办结"),
    (Life.TASK,        Act.MOVE_DUE):     mark("时限调整"),
    (Life.TASK,        Act.RECOUNT):      mark("时限重新推算"),
    (Life.TASK,        Act.REOPEN):       mark("任务重新办理"),
    (Life.PLAN,        Act.URGE):         mark("汇总前催报"),
    (Life.PLAN,        Act.SET_POLICY):   mark("督办规则变更"),
    (Life.PLAN,        Act.SET_EVENT):    mark("活动日期确定"),
    (Life.PLAN,        Act.FILE):         mark("本单位方案报送备案"),
    (Life.TASK,        Act.URGE):         mark("任务久未办理"),
    (Life.REVIEW,      Act.OPEN):         mark("待审核"),
    (Life.REVIEW,      Act.CONSULT):      mark("请提出意见"),
    (Life.REVIEW,      Act.ADVISE):       mark("委派已回复"),
    (Life.REVIEW,      Act.APPROVE):      mark("送审已通过"),
    (Life.REVIEW,      Act.RETURN):       mark("送审被退回"),
    (Life.REVIEW,      Act.WITHDRAW):     mark("送审已撤回"),
    (Life.REVIEW,      Act.URGE):         mark("审核逾期未表态"),
    (Life.REVIEW,      Act.RECOUNT):      mark("审核时限重新推算"),
    (Life.FINDING,     Act.URGE):         mark("问题久未了结"),
    (Life.PAPER,       Act.OPEN):         mark("报告稿已拟成"),
    (Life.PAPER,       Act.ISSUE):        mark("报告印发"),
    (Life.PAPER,       Act.APPROVE):      mark("报告印发"),
    (Life.PAPER,       Act.SEND_BACK):    mark("报告稿被退回"),
    (Life.INSPECTION,  Act.OPEN):         mark("检查通知"),
    (Life.INSPECTION,  Act.CONCLUDE):     mark("检查结论"),
    (Life.INSPECTION,  Act.CANCEL):       mark("检查取消"),
    (Life.APPEAL,      Act.REQUEST):      mark("得分申诉待复核"),
    (Life.APPEAL,      Act.UPHOLD):       mark("得分申诉成立"),
    (Life.APPEAL,      Act.DISMISS):      mark("得分申诉驳回"),
    (Life.APPEAL,      Act.URGE):         mark("得分申诉久未复核"),
    (Life.EXTENSION,   Act.REQUEST):      mark("延期申请待批"),
    (Life.EXTENSION,   Act.URGE):         mark("延期申请逾期未批"),
    (Life.EXTENSION,   Act.RECOUNT):      mark("延期申请对到新时限"),
    (Life.EXTENSION,   Act.GRANT):        mark("延期已批准"),
    (Life.EXTENSION,   Act.REFUSE):       mark("延期未批准"),
    (Life.SUPERVISION, Act.REMIND):       mark("办理提醒"),
    (Life.SUPERVISION, Act.URGE):         mark("催办"),
    (Life.SUPERVISION, Act.ORDER):        mark("督办通知"),
    (Life.SUPERVISION, Act.SUMMON):       mark("约谈通知"),
    (Life.SUPERVISION, Act.CIRCULATE):    mark("通报"),
}

TO_DO: dict[tuple[Then, Act], str] = {
    # duty                    act                what to do
    (Then.TELL_LEAD,          Act.ASSIGN):       mark("请签收并按时限办理；不属本单位职责的，写明理由退回交办。"),
    (Then.TELL_LEAD,          Act.REASSIGN):     mark("请签收并按时限办理。"),
    (Then.TELL_LEAD,          Act.SEND_BACK):    mark("请按退回理由补办后重新报告。"),
    (Then.TELL_LEAD,          Act.REMIND):       mark("请按时限办理并报告；确需延期的，须在时限前申请。"),
    (Then.TELL_LEAD,          Act.URGE):         mark("请抓紧办理并填报进展；确需延期的，须在时限前申请。"),
    (Then.TELL_LEAD,          Act.ORDER):        mark("请立即办理，并书面说明逾期原因和完成时间。"),
    (Then.TELL_SUPPORTING,    Act.ASSIGN):       mark("请配合牵头单位，并报送配合情况；未报送的，牵头单位不能报告。"),
    (Then.TELL_UNIT_HEAD,     Act.URGE):         mark("请督促本单位经办人员抓紧办理。"),
    (Then.TELL_UNIT_HEAD,     Act.ORDER):        mark("请过问此事，督促本单位立即办理。"),
    (Then.TELL_UNIT_HEAD,     Act.SUMMON):       mark("请与督办专员约定时间，当面说明情况。"),
    (Then.TELL_UNIT_HEAD,     Act.CIRCULATE):    mark("此事已列入通报，请限期整改。"),
    (Then.TELL_MISSING,       Act.URGE):         mark("本单位有任务逾期未报，请尽快报告；汇总时写明缺报单位。"),
    (Then.TELL_PLANNER,       Act.DECLINE):      mark("请改派或与牵头单位商定。"),
}

ASKED: dict[Then, str] = {
    Then.ASK_CHECKER:    mark("请初审：材料齐全的通过，不全的写明理由退回。"),
    Then.ASK_PANEL:      mark("请审核并表态；退回须写明理由。"),
    Then.ASK_GRANTER:    mark("请批复这项延期申请。"),
    Then.ASK_SUPERVISOR: mark("请到现场或查验材料后核实。"),
    Then.ASK_PLANNER:    mark("请尽快处理：交办、改派或者撤销。"),
    Then.ASK_ADVISER:    mark("审核人请你提出意见；回复后由审核人表态。"),
    Then.TELL_SIGNER:    mark("意见已回复，请继续审核并表态。"),
    Then.TELL_ESCALATION: mark("请过问此事，督促审核人尽快表态；逾期不视为同意。"),
}

ANSWER_APPEAL = mark("请核对申诉所指的记录，写明理由，认定成立或者驳回；本人经手的，由他人复核。")

PAGES: dict[Life, str] = {
    Life.PLAN:      "plans",
    Life.TASK:      "tasks",
    Life.REVIEW:    "reviews",
    Life.EXTENSION: "extensions",
    Life.PAPER:     "papers",
    Life.INSPECTION: "inspections",
    Life.APPEAL:    "appeals",
}
# fmt: on


def title_of(topic: Topic) -> str:
    """Write the title: what happened, and to what."""
    return say("【%(said)s】%(about)s", said=said_of(topic), about=called(topic)[:TITLE_LENGTH])


def said_of(topic: Topic) -> str:
    """Say what happened, in the words of a title."""
    title = TITLES.get((topic.move.life, topic.move.act))
    return say(title) if title else _did(topic.move)


def called(topic: Topic) -> str:
    """Call by name what it happened to, on one line."""
    return " ".join(_about(topic).split())  # a subject line has no line breaks


def body_of(topic: Topic, *, now: datetime) -> str:
    """Write the body, one statement a line; the last line is the address of the page to act on."""
    lines = [
        *_happened(topic),
        *_task_lines(topic, now),
        to_do(topic),
        say("办理：%(address)s", address=address_of(topic)),
    ]
    return "\n".join(line for line in lines if line)


def address_of(topic: Topic) -> str:
    """Give the address of the page: the subject's own, or its task's when it has none."""
    life, subject_id = topic.move.life, topic.move.subject_id
    if life not in PAGES and topic.task is not None:
        life, subject_id = Life.TASK, topic.task.id or 0
    page = PAGES.get(life)
    return f"{settings().inbox_url}/{page}/{subject_id}" if page else settings().inbox_url


def _about(topic: Topic) -> str:
    if topic.task is not None:
        return topic.task.title
    if topic.move.life in (Life.PAPER, Life.INSPECTION):
        return str(topic.subject.name)
    return topic.plan.plan_title or topic.plan.title if topic.plan else said(topic.move.life)


def _happened(topic: Topic) -> list[str]:
    move = topic.move
    who = topic.session.get(Person, move.person_id) if move.person_id else None
    by = who.name if who else said(move.role)
    reason = say("理由：%(why)s", why=move.why) if move.why else ""
    plan = say("方案：%(plan)s", plan=plan_of(topic)) if topic.plan else ""
    done = say("%(moment)s，%(who)s：%(did)s。", moment=shown(move.at), who=by, did=_did(move))
    return [done, reason, asked_of(topic), plan]


def plan_of(topic: Topic) -> str:
    """Call the plan by its title and number; nothing, when there is none."""
    plan = topic.plan
    return say("%(what)s（%(more)s）", what=plan.plan_title or plan.title, more=plan.number) if plan else ""


def _did(move: Move) -> str:
    """Say what was done to what: 任务交办; an act that names its life already says it once: 审核通过."""
    return _act_on(move.life, move.act)


def _act_on(life: Life, act: Act) -> str:
    if act.zh.startswith(life.zh):
        return said(act)
    return say("%(life)s%(act)s", life=said(life), act=said(act))


def asked_of(topic: Topic) -> str:
    """What a review is about, when it stands before an act; and why a yes could not be carried out."""
    review = topic.subject
    if not isinstance(review, Review) or not review.gated:
        return ""
    wanted = say("送审事项：%(did)s", did=say("%(life)s%(act)s", life=said(review.life), act=said(Act(review.about))))
    if review.hindered:
        why = review.hindered.rstrip("。")
        return say("%(wanted)s。审核已同意，但此时已不能办：%(why)s。", wanted=wanted, why=why)
    return wanted


def _task_lines(topic: Topic, now: datetime) -> list[str]:
    task = topic.task
    if task is None:
        return []
    unit = topic.session.get(Unit, task.lead_unit_id) if task.lead_unit_id else None
    lamp = lamps_of(topic.session, [task], now=now)[task.id or 0]
    return [
        say("任务：%(task)s", task=with_subject(task.title, task)),
        say("牵头单位：%(unit)s", unit=unit.name) if unit else "",
        say("时限：%(due)s", due=due_of(task)),
        say("亮灯：%(lamp)s，%(why)s", lamp=said(lamp.lamp), why=said(lamp.why)),
    ]


def due_of(task: Task) -> str:
    """Say by when a task is due, and by when it was at first."""
    if task.due is None:
        return say("长期坚持")
    moved = task.original_due is not None and task.original_due != task.due
    if not moved or task.original_due is None:
        return f"{day_of(task.due)}"
    return say("%(due)s（原定 %(first)s）", due=day_of(task.due), first=day_of(task.original_due))


def with_subject(name: str, task: Task | None) -> str:
    """Add whom a task is for, when it says so."""
    return say("%(what)s（%(more)s）", what=name, more=task.subject) if task and task.subject else name


def to_do(topic: Topic) -> str:
    """Say what whoever is told has to do; nothing, when there is nothing to do."""
    what = topic.duty.what
    if (topic.move.life, what) == (Life.APPEAL, Then.ASK_SUPERVISOR):
        return say(ANSWER_APPEAL)
    wanted = TO_DO.get((what, topic.move.act)) or ASKED.get(what, "")
    return say(wanted) if wanted else ""
