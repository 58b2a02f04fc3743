"""Takes every act that a form asks for, does it through the one door, and says what came of it."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import FormData, UploadFile

from duban.beginnings import Example, do_or_begin
from duban.database import reading
from duban.doing import review_before
from duban.evidence import attach_all
from duban.identity.grave import why_grave
from duban.inbox.asked import Number, word_in
from duban.inbox.cases import SHOW
from duban.inbox.doorway import AForm, AVisitor, Visitor, gone_to, text_of
from duban.inbox.fields import given_in
from duban.inbox.pages import FLASHES
from duban.inbox.proof import proof_first
from duban.inbox.reach import reached
from duban.inbox.tried import tried
from duban.subjects import PATHS, page_of
from models.errors import BadInput, NotFound, NotYours, Refused
from models.record import Move
from models.values import Attempt, Given
from models.words import Act, ExemplarKind, Life

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
def done(path: str, subject_id: Number, act: str, request: Request, visitor: AVisitor, form: AForm) -> Response:
    what = word_in(act, Act)
    if path not in LIFE_OF or what is None:
        raise NotFound("没有这种办理事项。", "There is no such act.")
    life = LIFE_OF[path]
    subject = reached(visitor, Attempt(life=life, subject_id=subject_id, act=what))
    try:
        with reading() as session:
            given = given_in(session, form)
        attempt = Attempt(life=life, subject_id=subject_id, act=what, given=given)
        why = why_grave(attempt, subject)
        if why is not None and (asking := proof_first(request, visitor, form, why=why)) is not None:
            return asking
        sent = Sent(visitor, life, subject_id, what, form, given)
        asked = (_attach if (life, what) == (Life.TASK, Act.ATTACH) else _do)(sent)
    except (NotFound, NotYours):
        raise
    except Refused as refused:
        return SHOW[life](visitor, subject_id, tried(act, form, refused))
    said = f"{life}_{act}" if f"{life}_{act}" in FLASHES else act
    return gone_to(page_of(life, subject), f"asked-{asked}" if asked else said)


def _do(sent: Sent) -> int | None:
    """Do it; give the number of the review that was opened when a panel has to allow it first."""
    example = Example(word_in(text_of(sent.form, "kind"), ExemplarKind), text_of(sent.form, "name"))
    made = do_or_begin(sent.attempt, by=sent.visitor.actor, now=sent.visitor.now, example=example)
    return review_before(sent.attempt, made) if isinstance(made, Move) else None


def _attach(sent: Sent) -> int | None:
    files = [file for file in sent.form.getlist("file") if isinstance(file, UploadFile) and file.filename]
    if not files:
        raise BadInput("请先选择要上传的文件。", "Choose a file first.")
    attach_all(
        sent.subject_id,
        [(file.filename or "", file.file) for file in files],
        deliverable=sent.given.deliverable,
        key=sent.attempt.key,
        by=sent.visitor.actor,
        now=sent.visitor.now,
    )
    return None
