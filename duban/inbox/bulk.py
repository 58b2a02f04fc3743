"""Many at once: chosen in the list of what waits, shown what each would become, confirmed with the password again."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session
from starlette.datastructures import FormData

from duban.bulk import Fate, Several, confirm, foresee, keep_preview, kept_preview, several_of
from duban.database import reading
from duban.inbox.asked import id_in
from duban.inbox.doorway import AForm, AVisitor, Visitor, text_of
from duban.inbox.fields import Field, field_for
from duban.inbox.pages import page, sentences
from duban.inbox.proof import take_proof, ways_to_prove
from duban.inbox.reach import reached
from duban.subjects import load
from duban.tongue import mark, say
from duban.waiting_shown import Line, lines_of
from models.errors import BadInput, Refused
from models.values import Attempt, Given
from models.words import Act, Life, Verdict

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Choice:
    """One act that can be done to many: what its button says, and whether a reason has to be given for all."""

    name: str
    life: Life
    act: Act
    zh: str
    reason: bool = False
    verdict: Verdict | None = None

    @property
    def label(self) -> str:
        return say(self.zh)

    @property
    def field(self) -> Field | None:
        return field_for(self.act, "reason") if self.reason else None


# fmt: off
CHOICES = {
    # where it waits            what can be done to many of it
    (Life.TASK, Act.ACCEPT):     (Choice("accept",     Life.TASK, Act.ACCEPT,     mark("签收")),),
    (Life.TASK, Act.PASS_CHECK): (Choice("pass_check", Life.TASK, Act.PASS_CHECK, mark("初审通过")),
                                  Choice("send_back",  Life.TASK, Act.SEND_BACK,  mark("退回重办"), reason=True)),
    (Life.TASK, Act.ASSIGN):     (Choice("assign",     Life.TASK, Act.ASSIGN,     mark("交办")),),
    (Life.REVIEW, Act.DECIDE):   (Choice("yes", Life.REVIEW, Act.DECIDE, mark("同意"), verdict=Verdict.YES),
                                  Choice("no",  Life.REVIEW, Act.DECIDE, mark("退回"), True, Verdict.NO)),
    (Life.EXTENSION, Act.GRANT): (Choice("grant",  Life.EXTENSION, Act.GRANT,  mark("批准延期")),
                                  Choice("refuse", Life.EXTENSION, Act.REFUSE, mark("不批准延期"), reason=True)),
    (Life.EXEMPLAR, Act.ADOPT):  (Choice("adopt",  Life.EXEMPLAR, Act.ADOPT,  mark("采纳")),),
    (Life.FINDING, Act.VERIFY):  (Choice("verify", Life.FINDING,  Act.VERIFY, mark("核实通过")),),
}
# fmt: on
BY_NAME = {(choice.life, choice.name): choice for several in CHOICES.values() for choice in several}


@dataclass(frozen=True, slots=True)
class Row:
    """One subject of a preview, or of what came of it."""

    line: Line
    fate: Fate | None
    told: tuple[str, ...] = ()


@router.post("/bulk")
def previewed(visitor: AVisitor, form: AForm) -> Response:
    """Show what would be done; ask for the reason first, where one is needed."""
    choice, several = _asked(visitor, form)
    reason = several.given.reason
    if choice.reason and not reason:
        told = (say("请先写明理由，对选中的各项都一样；然后预览。"),) if "previewing" in form else ()
        return _show(visitor, choice, several, told=told)
    fates = foresee(several, by=visitor.actor, now=visitor.now)
    token = keep_preview(several, fates, by=visitor.actor, now=visitor.now)
    return _show(visitor, choice, several, fates=fates, token=token)


@router.post("/bulk/confirm")
def confirmed(request: Request, visitor: AVisitor, form: AForm) -> Response:
    """Do what a preview showed, for whoever gives the password again."""
    token = text_of(form, "token")
    with reading() as session:
        several = several_of(kept_preview(session, token, by=visitor.actor, now=visitor.now))
    choice = _choice_of(several)
    try:
        take_proof(request, visitor, text_of(form, "password"))
    except Refused as refused:
        fates = foresee(several, by=visitor.actor, now=visitor.now)
        return _show(visitor, choice, several, fates=fates, token=token, told=sentences(refused), status=refused.status)
    fates = confirm(token, by=visitor.actor, now=visitor.now)
    return _show(visitor, choice, several, fates=fates)


def _asked(visitor: Visitor, form: FormData) -> tuple[Choice, Several]:
    """Read what was chosen; what the visitor may not see is refused, and that is recorded.

    Raises:
        BadInput: nothing was chosen, or no such act.
    """
    life = next((life for life in Life if life.value == text_of(form, "life")), None)
    choice = BY_NAME.get((life, text_of(form, "choice"))) if life else None
    ids = tuple(dict.fromkeys(id_ for value in form.getlist("id") if isinstance(value, str) and (id_ := id_in(value))))
    if choice is None or not ids:
        raise BadInput(
            "还没有选中任何一项。请返回，在要办的各项前面打勾，再按下面的按钮。",
            "Nothing is chosen. Go back, tick what is to be done, then press the button below it.",
        )
    for id_ in ids:
        reached(visitor, Attempt(life=choice.life, subject_id=id_, act=choice.act))
    given = Given(reason=text_of(form, "reason")[:4000], verdict=choice.verdict)
    return choice, Several(choice.life, choice.act, ids, given)


def _choice_of(several: Several) -> Choice:
    verdict = several.given.verdict
    return next(c for c in BY_NAME.values() if (c.life, c.act, c.verdict) == (several.life, several.act, verdict))


def _show(
    visitor: Visitor,
    choice: Choice,
    several: Several,
    *,
    fates: Sequence[Fate] | None = None,
    token: str = "",
    told: tuple[str, ...] = (),
    status: int = 200,
) -> Response:
    with reading() as session:
        rows = _rows(session, visitor, several, fates)
    fine = [row for row in rows if not row.told]
    return page(
        "bulk.html",
        visitor,
        status=status,
        choice=choice,
        several=several,
        fine=fine,
        refused_rows=[row for row in rows if row.told],
        token=token,
        told=told,
        asking=fates is None,
        **ways_to_prove(visitor),
    )


def _rows(session: Session, visitor: Visitor, several: Several, fates: Sequence[Fate] | None) -> list[Row]:
    subjects = [load(session, several.life, id_) for id_ in several.ids]
    lines = lines_of(session, several.life, subjects, now=visitor.now)
    by_id = {fate.subject_id: fate for fate in fates or ()}
    found = []
    for subject, line in zip(subjects, lines, strict=True):
        fate = by_id.get(subject.id)
        found.append(Row(line, fate, sentences(fate.refused) if fate and fate.refused else ()))
    return found
