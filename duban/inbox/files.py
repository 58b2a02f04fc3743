"""Gives evidence back: as a download that no browser opens in our name, or, of a few safe kinds, to be looked at."""

from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import Response

from duban import evidence
from duban.database import reading
from duban.file_kinds import SHOWN_INLINE
from duban.inbox.asked import Number
from duban.inbox.doorway import AVisitor, Visitor
from duban.sight import check_seen
from duban.subjects import load
from models.errors import NotFound
from models.task import Evidence
from models.words import Life

router = APIRouter()
PDF = "application/pdf"
NOTHING_RUNS = "default-src 'none'; sandbox"
PDF_RUNS_NOTHING = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""Browsers show a PDF in a process of their own, and refuse to in a sandbox."""


@router.get("/files/{evidence_id}")
def download(evidence_id: Number, visitor: AVisitor) -> Response:
    file, data = _read(visitor, evidence_id)
    return as_download(data, file.name)


@router.get("/files/{evidence_id}/view")
def view(evidence_id: Number, visitor: AVisitor) -> Response:
    """Show a picture, a PDF or a text, as its content says; whatever else it may be is only given to be saved."""
    file, data = _read(visitor, evidence_id)
    if file.media_type not in SHOWN_INLINE:
        return as_download(data, file.name)
    kind = "text/plain; charset=utf-8" if file.media_type == "text/plain" else file.media_type
    if file.media_type == "text/plain":
        data = _in_utf8(data)
    headers = {
        "Content-Disposition": f"inline; filename*=UTF-8''{quote(file.name, safe='')}",
        "Content-Security-Policy": PDF_RUNS_NOTHING if file.media_type == PDF else NOTHING_RUNS,
    }
    return Response(data, media_type=kind, headers=headers)


def _in_utf8(data: bytes) -> bytes:
    try:
        return data.decode("utf-8").encode()
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace").encode()


def _read(visitor: Visitor, evidence_id: int) -> tuple[Evidence, bytes]:
    with reading() as session:
        known = session.get(Evidence, evidence_id)
        if known is None:
            raise NotFound("没有这份佐证材料。", "There is no such file.")
        check_seen(session, visitor.sight, Life.TASK, load(session, Life.TASK, known.task_id))
        return evidence.read(session, evidence_id)


def as_download(data: bytes, name: str) -> Response:
    """Give bytes as a file to be saved."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": NOTHING_RUNS,
    }
    return Response(data, media_type="application/octet-stream", headers=headers)
