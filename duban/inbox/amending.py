"""A supplementary or amended notice on the page of its plan: read, its changes looked at, those taken that are right.

The file is kept in the home under its SHA-256, so that what is taken is what was shown.
"""

from collections.abc import Collection, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.datastructures import FormData, UploadFile

from duban import kept_notices
from duban.amending import Proposed, proposed, take
from duban.database import reading
from duban.inbox.asked import Number, id_in
from duban.inbox.doorway import AForm, AVisitor, Visitor, text_of
from duban.inbox.pages import page, sentences
from duban.inbox.reach import Seer, reached
from duban.notices import read_notice
from duban.notices.notes import of_the_opening
from duban.notices.opening import LIMIT_BYTES
from duban.own_plans import roles_in
from duban.posts import Standing
from duban.subjects import load
from models.errors import BadInput, NotFound, NotYours, Refused, Sentence
from models.plan import Plan
from models.reading import Reading
from models.values import Attempt
from models.words import Act, Life, Role

router = APIRouter()


class Amender(Seer, Protocol):
    """Whoever comes with a notice: through a page or with a token."""

    @property
    def standing(self) -> Standing: ...


def may_amend(visitor: Amender, plan: Plan) -> bool:
    """Say whether somebody may take what a notice changes of a plan."""
    return Role.PLANNER in roles_in(visitor.standing, plan.unit_id)


@router.get("/plans/{plan_id}/amend")
def asked(plan_id: Number, visitor: AVisitor) -> Response:
    return _page(visitor, plan_to_amend(visitor, plan_id))


@router.post("/plans/{plan_id}/amend")
def read(plan_id: Number, visitor: AVisitor, form: AForm) -> Response:
    plan = plan_to_amend(visitor, plan_id)
    try:
        name = _kept(form)
        found, notice = read_against(plan, name)
    except (NotFound, NotYours):
        raise
    except Refused as refused:
        return _page(visitor, plan, status=refused.status, told=sentences(refused))
    return _page(visitor, plan, found=found, notice=notice, notes=notes_on(notice, name), kept=name)


@router.post("/plans/{plan_id}/amend/take")
def taken(plan_id: Number, visitor: AVisitor, form: AForm) -> Response:
    plan, name = plan_to_amend(visitor, plan_id), text_of(form, "notice")
    chosen = {id_in(str(number)) for number in form.getlist("take")}
    try:
        came = take_shown(visitor, plan, name, shown=text_of(form, "shown"), chosen=chosen)
    except (NotFound, NotYours):
        raise
    except Refused as refused:
        return _page(visitor, plan, status=refused.status, told=sentences(refused))
    return _page(visitor, plan, came=came)


def take_shown(
    visitor: Amender, plan: Plan, name: str, *, shown: str, chosen: Collection[int | None]
) -> list[dict[str, Any]]:
    """Take what was chosen of a notice that was read, by its numbers from 1; say for each what came of it.

    Raises:
        BadInput: the notice now changes something else than what was shown.
    """
    found, notice = read_against(plan, name)
    if shown != digest_of(found):
        raise BadInput(
            "列出变更之后方案又有改动，没有采用；请重新读一次通知，看过再采用。",
            "The plan changed after the changes were shown; read the notice again.",
        )
    wanted = [one for number, one in enumerate(found, start=1) if number in chosen]
    return take(wanted, notice, plan_id=plan.id or 0, by=visitor.actor, now=visitor.now)


def plan_to_amend(visitor: Amender, plan_id: int) -> Plan:
    """Give the plan to somebody who may amend it.

    Raises:
        NotFound: there is no such plan. NotYours: it is not for this visitor.
    """
    plan: Plan = reached(visitor, Attempt(life=Life.PLAN, subject_id=plan_id, act=Act.AMEND))
    if not may_amend(visitor, plan):
        raise NotYours("只有计划专责可以按补充、修订通知办理。", "Only the planner may amend a plan by a notice.")
    return plan


def read_against(plan: Plan, name: str) -> tuple[list[Proposed], Reading]:
    """Read a notice that was kept against its plan: what it changes, and the notice itself.

    Raises:
        BadInput: no such notice is kept, it cannot be read, or it is none for this plan.
    """
    path = kept_notices.folder() / Path(name).name
    if not name or not path.is_file():
        raise BadInput("请先选择通知文件。", "Choose the file of the notice first.")
    notice = _read(path)
    with reading() as session:
        return proposed(session, load(session, Life.PLAN, plan.id or 0), notice), notice


def _read(path: Path) -> Reading:
    """Read a notice that was kept; one that cannot be read is not kept, and told of without the name it had here."""
    try:
        return read_notice(path)
    except BadInput as wrong:
        path.unlink()
        said = _without_its_name(wrong.sentence, path)
        raise BadInput(said.zh, said.en) from wrong


def notes_on(notice: Reading, name: str) -> list[Sentence]:
    """Say what a person should know of how the file of a notice was opened."""
    return [_without_its_name(note, Path(name)) for note in of_the_opening(notice.warnings)]


def _without_its_name(said: Sentence, path: Path) -> Sentence:
    return Sentence(
        said.zh.replace(f"{path.name} ", path.name).replace(path.name, f"所传的通知（{path.suffix}）"),
        said.en.replace(path.name, f"The notice ({path.suffix})"),
    )


def _kept(form: FormData) -> str:
    """Keep the notice that was sent, as a file or as text; give its name in the folder.

    Raises:
        BadInput: nothing was sent, or too much.
    """
    file, text = form.get("file"), text_of(form, "text")
    if isinstance(file, UploadFile) and file.filename:
        content, suffix = file.file.read(LIMIT_BYTES + 1), Path(file.filename).suffix
    elif text.strip():
        content, suffix = text.encode(), ".txt"
    else:
        raise BadInput("请选择通知文件，或贴上通知全文。", "Choose the file of the notice, or paste its text.")
    return kept_notices.keep(content, suffix, at_most_bytes=LIMIT_BYTES).name


def digest_of(found: Sequence[Proposed]) -> str:
    """Name what was shown, so that nothing else is taken."""
    return sha256(repr([(one.act, one.seq, one.was, one.settled, one.source) for one in found]).encode()).hexdigest()


def _page(visitor: Visitor, plan: Plan, *, status: int = 200, **context: Any) -> Response:
    empty = {"found": None, "notice": None, "notes": (), "kept": "", "told": (), "came": None}
    shown = empty | context
    digest = digest_of(shown["found"]) if shown["found"] else ""
    return page("amend.html", visitor, status=status, plan=plan, digest=digest, Act=Act, **shown)
