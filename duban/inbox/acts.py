"""Takes every act that a form asks for, does it through the one door, and says what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.datastructures import FormData, UploadFile

from duban.actions.act import begin
from duban.actions.exemplars import nominate
from duban.database import reading
from duban.doing import ask_for_time, do, doing
from duban.evidence import attach_all
from duban.inbox.asked import Number, word_in
from duban.inbox.buttons import PATHS
from duban.inbox.cases import SHOW
from duban.inbox.doorway import AForm, AVisitor, Visitor, gone_to, text_of
from duban.inbox.fields import given_in
from duban.inbox.reach import reached
from duban.inbox.tried import tried
from duban.subjects import load
from models.errors import BadInput, NotFound, NotYours, Refused
from models.found import Finding
from models.values import Attempt, Given
from models.words import Act, ExemplarKind, Life
from workflows.moments import day_of

router = APIRouter()
LIFE_OF = {path: life for life, path in PATHS.items()}


@dataclass(frozen=True, slots=True)
class Sent:
    """One act that somebody sent: to what, with what."""

    visitor: Visitor
    life: Life
    subject_id: int
    act: Act
    form: FormData
    given: Given

    @property
    def attempt(self) -> Attempt:
        key = text_of(self.form, "key")
        return Attempt(
            life=self.life,
            subject_id=self.subject_id,
            act=self.act,
            given=self.given,
            key=f"form:{key}" if key else None,
        )


@router.post("/{path}/{subject_id}/acts/{act}")
def done(path: str, subject_id: Number, act: str, visitor: AVisitor, form: AForm) -> Response:
    what = word_in(act, Act)
    if path not in LIFE_OF or what is None:
        raise NotFound("没有这种办理事项。", "There is no such act.")
    life = LIFE_OF[path]
    subject = reached(visitor, Attempt(life=life, subject_id=subject_id, act=what))
    try:
        with reading() as session:
            given = given_in(session, form)
        sent = Sent(visitor, life, subject_id, what, form, given)
        _SPECIAL.get((life, sent.act), _do)(sent)
    except (NotFound, NotYours):
        raise
    except Refused as refused:
        return SHOW[life](visitor, subject_id, tried(act, form, refused))
    return gone_to(_page_of(life, subject), act)


def _page_of(life: Life, subject: Any) -> str:
    return f"/tasks/{subject.task_id}" if life is Life.SUPERVISION else f"/{PATHS[life]}/{subject.id}"


def _do(sent: Sent) -> None:
    do(sent.attempt, by=sent.visitor.actor, now=sent.visitor.now)


def _attach(sent: Sent) -> None:
    files = [file for file in sent.form.getlist("file") if isinstance(file, UploadFile) and file.filename]
    if not files:
        raise BadInput("请先选择要上传的文件。", "Choose a file first.")
    attach_all(
        sent.subject_id,
        [(file.filename or "", file.file.read()) for file in files],
        deliverable=sent.given.deliverable,
        key=sent.attempt.key,
        by=sent.visitor.actor,
        now=sent.visitor.now,
    )


def _ask_for_time(sent: Sent) -> None:
    ask_for_time(sent.subject_id, sent.given, by=sent.visitor.actor, now=sent.visitor.now, key=sent.attempt.key)


def _nominate(sent: Sent) -> None:
    kind, name = word_in(text_of(sent.form, "kind"), ExemplarKind), text_of(sent.form, "name")
    if kind is None or not name:
        raise BadInput("请选择类别并写明名称。", "Choose a kind and give a name.")
    by, now = sent.visitor.actor, sent.visitor.now
    with doing(sent.attempt, by=by, now=now) as session:
        nominate(session, sent.subject_id, kind, name[:200], given=sent.given, by=by, now=now, key=sent.attempt.key)


def _find(sent: Sent) -> None:
    by, now = sent.visitor.actor, sent.visitor.now
    if sent.given.due is not None and sent.given.due < day_of(now):
        raise BadInput("整改时限不能早于今天。", "The day to fix it by has passed.")
    with doing(sent.attempt, by=by, now=now) as session:
        task = load(session, Life.TASK, sent.subject_id)
        finding = Finding(
            plan_id=task.plan_id,
            task_id=task.id,
            unit_id=task.lead_unit_id,
            text=sent.given.text,
            found_by=by.person_id,
            due=sent.given.due,
        )
        begin(session, finding, Act.FIND, by=by, now=now, given=sent.given, key=sent.attempt.key)


# fmt: off
_SPECIAL: dict[tuple[Life, Act], Callable[[Sent], None]] = {
    (Life.TASK, Act.ATTACH):   _attach,
    (Life.TASK, Act.REQUEST):  _ask_for_time,
    (Life.TASK, Act.NOMINATE): _nominate,
    (Life.TASK, Act.FIND):     _find,
}
# fmt: on
