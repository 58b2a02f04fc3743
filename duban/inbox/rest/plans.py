"""What a plan is made of: its text, measures and requirements, the policy it runs under, and its reports."""

from datetime import date
from pathlib import Path
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field, create_model
from sqlmodel import Session, col, select

from duban.answered import Answer
from duban.database import reading
from duban.inbox.asked import Number
from duban.inbox.files import as_download
from duban.inbox.rest.caller import Caller, Doer, Reader
from duban.inbox.rest.lives import seen
from duban.inbox.rest.paging import Cursor, Limit, Listed, cursor_of, cut, last_of
from duban.inbox.rest.problems import DOES, READS
from duban.inbox.rest.sending import ASent, once
from duban.inbox.rest.shapes import MeasureTold, RequirementTold, TextTold
from duban.inbox.rest.shapes_around import ReportTold
from duban.inbox.turns import turn
from duban.notices.doubts import doubt_told
from duban.reports.dispatch import ELEMENTS, dispatch_filled
from duban.reports.kinds import BY_NAME, kind_called
from duban.reports.shelf import FORMS, Order, files_of, keep_report, moment_as_of
from duban.sight import check_office
from models.errors import NotFound
from models.plan import Measure, Plan, Requirement
from models.policy_stored import Policy
from models.values import Value
from models.words import Life

router = APIRouter(tags=["plans"])
Form: Any = Literal[tuple(FORMS)]
KindName: Any = Literal[tuple(BY_NAME)]
_SAID: dict[str, Any] = {
    one.field: (str, Field("", max_length=200, description=f"{one.called.zh}: {one.wanted.en}"))
    for one in ELEMENTS.values()
}
ElementsWanted = create_model(
    "ElementsWanted", __base__=Value, __doc__="What stands around the text of a paper, for docx only.", **_SAID
)


class ReportWanted(Value):
    """Which report is wanted: its form and kind; about which matter; as of the end of which day, else as of now."""

    form: Form
    kind: KindName = "standing"
    about: str = Field("", max_length=200, description="of a matter: number of a task, or position of a measure")
    as_of: date | None = None
    to: str = Field("", max_length=500, description="to whom it is addressed, for docx only")
    elements: ElementsWanted = ElementsWanted()

    def order(self) -> Order:
        """Read what is asked for.

        Raises:
            BadInput: an element is not written as the standard wants it.
        """
        sent = dispatch_filled(self.elements.model_dump(), to=self.to)
        return Order(kind_called(self.kind), self.form, about=self.about, sent=sent)


@router.get("/plans/{number}/measures", responses=READS, summary="List the measures of a plan in their order")
def measures(number: Number, caller: Reader) -> list[MeasureTold]:
    with reading() as session:
        plan: Plan = seen(session, caller, Life.PLAN, number)
        found = session.exec(select(Measure).where(Measure.plan_id == number).order_by(col(Measure.start))).all()
        return [MeasureTold.model_validate(m).model_copy(update={"text": plan.text[m.start : m.end]}) for m in found]


@router.get("/plans/{number}/text", responses=READS, summary="Give the text of the notice that a plan was read from")
def text(number: Number, caller: Reader) -> TextTold:
    with reading() as session:
        return TextTold.model_validate(seen(session, caller, Life.PLAN, number))


@router.get("/plans/{number}/requirements", responses=READS, summary="List the requirements of a plan in their order")
def requirements(number: Number, caller: Reader, cursor: Cursor = "", limit: Limit = 50) -> Listed[RequirementTold]:
    last = last_of("requirement", cursor)
    wanted = select(Requirement).where(Requirement.plan_id == number, Requirement.seq > (-1 if last is None else last))
    with reading() as session:
        seen(session, caller, Life.PLAN, number)
        rows = session.exec(wanted.order_by(col(Requirement.seq)).limit(limit + 1)).all()
        some, following = cut(rows, limit, lambda row: cursor_of("requirement", row.seq))
        return Listed(items=[_told(row, caller.language) for row in some], next=following)


def _told(row: Requirement, language: str) -> RequirementTold:
    unsure = [doubt_told(doubt).in_language(language) for doubt in row.unsure]
    return RequirementTold.model_validate(row).model_copy(update={"unsure": unsure})


@router.get("/plans/{number}/policy", responses=READS, summary="Tell of the settings that a plan runs under")
def policy(number: Number, caller: Reader) -> dict[str, Any]:
    with reading() as session:
        plan: Plan = seen(session, caller, Life.PLAN, number)
        found = session.get_one(Policy, plan.policy_id)
        return {"id": found.id, "name": found.name, "version": found.version, "settings": found.settings}


def _of_office(session: Session, caller: Caller, number: int) -> Plan:
    """Read a plan for the office: a report tells of every unit."""
    plan: Plan = seen(session, caller, Life.PLAN, number)
    check_office(caller.sight)
    return plan


@router.get("/plans/{number}/reports", responses=READS, summary="List the reports of a plan, the newest day first")
def reports(number: Number, caller: Reader) -> list[ReportTold]:
    with reading() as session:
        plan = _of_office(session, caller, number)
    return [_kept(kept.path, kept.form, kept.day) for kept in files_of(plan.number)]


def _kept(path: Path, form: str, day: str) -> ReportTold:
    return ReportTold(name=path.name, form=form, day=day, size_bytes=path.stat().st_size)


@router.post("/plans/{number}/reports", responses=DOES, response_model=ReportTold, summary="Write a report")
def report_made(number: Number, wanted: ReportWanted, caller: Doer, sent: ASent) -> Response:
    order, moment = wanted.order(), moment_as_of(wanted.as_of, now=caller.now)

    def work() -> Answer:
        with turn(), reading() as session:
            plan = _of_office(session, caller, number)
            path = keep_report(session, plan.id or 0, order, now=moment)
        kept = next(kept for kept in files_of(plan.number) if kept.path.name == path.name)
        return Answer(200, _kept(kept.path, kept.form, kept.day).model_dump_json())

    return once(caller, sent, work)


@router.get(
    "/plans/{number}/reports/{name}",
    responses=READS | {200: {"content": {"application/octet-stream": {}}, "description": "The file"}},
    response_class=Response,
    summary="Give a report",
)
def report(number: Number, name: str, caller: Reader) -> Response:
    with reading() as session:
        plan = _of_office(session, caller, number)
    path = next((kept.path for kept in files_of(plan.number) if kept.path.name == name), None)
    if path is None:
        raise NotFound("本方案没有这份报告。", "The plan has no such report.")
    return as_download(path.read_bytes(), path.name)
