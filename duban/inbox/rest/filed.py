"""What is filed under a task: evidence to read and to send, progress, contributions; and the seats of a review."""

from tempfile import SpooledTemporaryFile
from typing import IO, Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlmodel import Session, col, select
from starlette.concurrency import run_in_threadpool

from duban import evidence, papers
from duban.answered import Answer
from duban.appeals import scores_of
from duban.database import reading
from duban.given_words import asked_for
from duban.inbox.asked import Number
from duban.inbox.files import as_download
from duban.inbox.reach import reached
from duban.inbox.rest.caller import Caller, Doer, Reader
from duban.inbox.rest.lives import seen
from duban.inbox.rest.problems import DOES, READS, documented
from duban.inbox.rest.sending import AboutAVersion, Sent, once
from duban.inbox.rest.shapes import ContributionTold, EntryTold, EvidenceTold
from duban.inbox.rest.shapes_around import ScoreTold
from duban.inbox.rest.shapes_of_acts import QuestionTold, SeatTold
from duban.records_shown import decision_rows
from duban.reports.supervision_paper import paper_of, write_paper
from duban.sight import check_seen
from duban.subjects import check_version, load
from models.errors import NotFound
from models.task import Contribution, Entry, Evidence
from models.values import Attempt, Given
from models.words import Act, Life

router = APIRouter()
BYTES: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


def _of_task(session: Session, caller: Caller, table: Any, number: int) -> list[Any]:
    seen(session, caller, Life.TASK, number)
    return list(session.exec(select(table).where(table.task_id == number).order_by(col(table.id))).all())


@router.get("/tasks/{number}/evidence", responses=READS, tags=["tasks"], summary="List the files under a task")
def files(number: Number, caller: Reader) -> list[EvidenceTold]:
    with reading() as session:
        return [EvidenceTold.model_validate(row) for row in _of_task(session, caller, Evidence, number)]


@router.get("/papers/{number}/file", responses=READS, tags=["papers"], summary="Read a report as it was drafted")
def paper_file(number: Number, caller: Reader) -> Response:
    with reading() as session:
        paper = seen(session, caller, Life.PAPER, number)
        return as_download(papers.read(session, paper), paper.name)


@router.get("/papers/{number}/scores", responses=READS, tags=["papers"], summary="List the points of a circular")
def paper_scores(number: Number, caller: Reader) -> list[ScoreTold]:
    with reading() as session:
        seen(session, caller, Life.PAPER, number)
        units = None if caller.sight.everything else caller.sight.unit_ids
        return [ScoreTold.model_validate(row) for row in scores_of(session, number, units)]


@router.get(
    "/tasks/{number}/paper",
    responses=READS
    | documented(409)
    | {200: {"content": {"application/octet-stream": {}}, "description": "The paper"}},
    response_class=Response,
    tags=["tasks"],
    summary="Write the paper of the rung that a task's supervision has reached",
)
def paper_of_rung(number: Number, caller: Reader) -> Response:
    with reading() as session:
        found = paper_of(session, seen(session, caller, Life.TASK, number), now=caller.now)
    return as_download(write_paper(found), f"{found.name}_{Life.TASK.zh}{number}.docx")


@router.get("/tasks/{number}/entries", responses=READS, tags=["tasks"], summary="List the progress filed for a task")
def entries(number: Number, caller: Reader) -> list[EntryTold]:
    with reading() as session:
        return [EntryTold.model_validate(row) for row in _of_task(session, caller, Entry, number)]


@router.get(
    "/tasks/{number}/contributions",
    responses=READS,
    tags=["tasks"],
    summary="List what supporting units owe",
)
def contributions(number: Number, caller: Reader) -> list[ContributionTold]:
    with reading() as session:
        return [ContributionTold.model_validate(row) for row in _of_task(session, caller, Contribution, number)]


@router.post(
    "/tasks/{number}/evidence",
    responses=DOES,
    response_model=EvidenceTold,
    openapi_extra=BYTES,
    tags=["tasks"],
    summary="Attach a file to a task; its bytes are the body",
)
async def attached(
    request: Request,
    number: Number,
    name: Annotated[str, Query(min_length=1, max_length=200, description="name of the file")],
    caller: Doer,
    sent: AboutAVersion,
    deliverable: Annotated[str, Query(max_length=500, description="the deliverable that the file shows")] = "",
) -> Response:
    given = Given(deliverable=deliverable)
    attempt = Attempt(
        life=Life.TASK, subject_id=number, act=Act.ATTACH, given=given, key=sent.key_of(caller), version=sent.version
    )
    with SpooledTemporaryFile(max_size=1024 * 1024) as kept:
        async for piece in request.stream():
            kept.write(piece)
        kept.seek(0)
        return await run_in_threadpool(_attach, caller, sent, attempt, (name, kept))


def _attach(caller: Caller, sent: Sent, attempt: Attempt, file: tuple[str, IO[bytes]]) -> Response:
    def work() -> Answer:
        check_version(attempt, reached(caller, attempt))
        [kept] = evidence.attach_all(
            attempt.subject_id,
            [file],
            deliverable=attempt.given.deliverable,
            key=attempt.key,
            by=caller.actor,
            now=caller.now,
        )
        return Answer(200, EvidenceTold.model_validate(kept).model_dump_json())

    return once(caller, sent, work)


def _known(session: Session, caller: Caller, number: int) -> Evidence:
    row = session.get(Evidence, number)
    if row is None:
        raise NotFound("没有这份佐证材料。", "There is no such file.")
    check_seen(session, caller.sight, Life.TASK, load(session, Life.TASK, row.task_id))
    return row


@router.get("/evidence/{number}", responses=READS, tags=["tasks"], summary="Tell of a file")
def file(number: Number, caller: Reader) -> EvidenceTold:
    with reading() as session:
        return EvidenceTold.model_validate(_known(session, caller, number))


@router.get(
    "/evidence/{number}/content",
    responses=READS | {200: {"content": {"application/octet-stream": {}}, "description": "The file"}},
    response_class=Response,
    tags=["tasks"],
    summary="Give a file, checked against its hash",
)
def content(number: Number, caller: Reader) -> Response:
    with reading() as session:
        _known(session, caller, number)
        row, data = evidence.read(session, number)
    return as_download(data, row.name)


@router.get("/reviews/{number}/seats", responses=READS, tags=["reviews"], summary="List the seats of a review in order")
def seats(number: Number, caller: Reader) -> list[SeatTold]:
    with reading() as session:
        seen(session, caller, Life.REVIEW, number)
        return [SeatTold.model_validate(row) for row in decision_rows(session, number, now=caller.now)]


@router.get(
    "/reviews/{number}/question", responses=READS, tags=["reviews"], summary="Tell which act waits for a review"
)
def question(number: Number, caller: Reader) -> QuestionTold | None:
    with reading() as session:
        asked = asked_for(session, seen(session, caller, Life.REVIEW, number))
    if asked is None:
        return None
    return QuestionTold(question=asked.question, by=asked.by, given=dict(asked.given), outcome=asked.outcome)
