"""Gives evidence back, always as a download that no browser opens in our name."""

from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import Response

from duban import evidence
from duban.database import reading
from duban.inbox.asked import Number
from duban.inbox.doorway import AVisitor
from duban.sight import check_seen
from duban.subjects import load
from models.errors import NotFound
from models.task import Evidence
from models.words import Life

router = APIRouter()


@router.get("/files/{evidence_id}")
def download(evidence_id: Number, visitor: AVisitor) -> Response:
    with reading() as session:
        known = session.get(Evidence, evidence_id)
        if known is None:
            raise NotFound("没有这份佐证材料。", "There is no such file.")
        check_seen(session, visitor.sight, Life.TASK, load(session, Life.TASK, known.task_id))
        file, data = evidence.read(session, evidence_id)
    return as_download(data, file.name)


def as_download(data: bytes, name: str) -> Response:
    """Give bytes as a file to be saved."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(data, media_type="application/octet-stream", headers=headers)
