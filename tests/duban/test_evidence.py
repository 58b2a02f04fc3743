"""Evidence: kept once, bound by an act, and never without its bytes."""

from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from typing import IO

import pytest
from small_plan import ISSUED_AT, LIAISON, PLAIN, Small
from sqlmodel import select

from duban import evidence
from duban.database import reading
from duban.evidence import attach, attach_all, clean_name, folder, path_of
from duban.settings import settings
from models.errors import BadInput, Broken, NotFound, RuleRefused
from models.record import Move, Refusal
from models.task import Evidence
from models.words import Act, Life

NOW = datetime(2026, 1, 7, 1, 0, tzinfo=UTC)
DATA = "展项清单。".encode()
DIGEST = sha256(DATA).hexdigest()


@pytest.fixture
def task_id(small: Small) -> int:
    """A task that its lead has signed for."""
    found = small.tasks(PLAIN)[0].id or 0
    small.does(LIAISON, Act.ACCEPT, found, at=ISSUED_AT)
    return found


def _attach(small: Small, task_id: int, name: str = "清单.txt", data: bytes = DATA, deliverable: str = "") -> Evidence:
    return attach(task_id, name, data, deliverable=deliverable, by=small.people[LIAISON], now=NOW)


def _sent(*files: tuple[str, bytes]) -> list[tuple[str, IO[bytes]]]:
    return [(name, BytesIO(data)) for name, data in files]


def _files() -> list[str]:
    return sorted(path.name for path in folder().rglob("*") if path.is_file()) if folder().exists() else []


def test_a_file_is_kept_under_its_digest_and_bound_by_a_move(small: Small, task_id: int) -> None:
    file = _attach(small, task_id)
    assert path_of(DIGEST).read_bytes() == DATA
    assert (file.sha256, file.name, file.size_bytes, file.media_type) == (DIGEST, "清单.txt", len(DATA), "text/plain")
    with reading() as session:
        move = session.exec(select(Move).where(Move.life == Life.TASK, Move.act == Act.ATTACH)).one()
    assert move.detail == {"evidence_id": file.id, "text": "清单.txt"}


def test_the_same_bytes_are_kept_once(small: Small, task_id: int) -> None:
    first, second = _attach(small, task_id), _attach(small, task_id, name="同一份.txt")
    assert first.id != second.id
    assert _files() == [DIGEST]


def test_a_refused_act_leaves_no_file_and_no_row(small: Small) -> None:
    task_id = small.tasks(PLAIN)[0].id or 0
    with pytest.raises(RuleRefused):
        _attach(small, task_id)
    assert _files() == []
    with reading() as session:
        assert session.exec(select(Evidence)).all() == []
        assert [row.act for row in session.exec(select(Refusal)).all()] == [Act.ATTACH]


def test_an_empty_file_is_refused(small: Small, task_id: int) -> None:
    with pytest.raises(BadInput, match="是空的"):
        _attach(small, task_id, data=b"")


def test_a_file_over_the_limit_is_refused(small: Small, task_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_MAX_UPLOAD_MB", "1")
    settings.cache_clear()
    with pytest.raises(BadInput, match=r"“清单\.txt”超过上限 1 MB"):
        _attach(small, task_id, data=b"x" * (1024 * 1536))
    settings.cache_clear()


def test_files_of_which_one_is_refused_are_all_refused(small: Small, task_id: int) -> None:
    with pytest.raises(BadInput, match=r"“空\.txt”是空的"):
        attach_all(task_id, _sent(("清单.txt", DATA), ("空.txt", b"")), by=small.people[LIAISON], now=NOW)
    assert _files() == []
    with reading() as session:
        assert session.exec(select(Evidence)).all() == []


def test_several_files_are_kept_each_with_its_move(small: Small, task_id: int) -> None:
    kept = attach_all(task_id, _sent(("甲.txt", b"a"), ("乙.txt", b"b")), by=small.people[LIAISON], now=NOW)
    assert _files() == sorted(sha256(data).hexdigest() for data in (b"a", b"b"))
    with reading() as session:
        moves = session.exec(select(Move).where(Move.life == Life.TASK, Move.act == Act.ATTACH)).all()
    assert [move.detail["evidence_id"] for move in moves] == [file.id for file in kept]


def test_the_same_files_under_the_same_key_are_attached_once(small: Small, task_id: int) -> None:
    files = [("甲.txt", b"a"), ("乙.txt", b"b")]
    first = attach_all(task_id, _sent(*files), key="form:1", by=small.people[LIAISON], now=NOW)
    again = attach_all(task_id, _sent(*files, ("丙.txt", b"c")), key="form:1", by=small.people[LIAISON], now=NOW)
    assert [file.id for file in again[:2]] == [file.id for file in first]
    with reading() as session:
        assert [file.name for file in session.exec(select(Evidence)).all()] == ["甲.txt", "乙.txt", "丙.txt"]


def test_a_deliverable_the_task_has_not_is_refused(small: Small, task_id: int) -> None:
    with pytest.raises(BadInput, match="没有叫“《别的》”的成果"):
        _attach(small, task_id, deliverable="《别的》")
    assert _files() == []


def test_a_file_is_read_back_as_it_was(small: Small, task_id: int) -> None:
    file = _attach(small, task_id)
    with reading() as session:
        found, data = evidence.read(session, file.id or 0)
    assert (found.name, data) == ("清单.txt", DATA)


def test_an_altered_file_is_not_given_out(small: Small, task_id: int) -> None:
    file = _attach(small, task_id)
    path_of(DIGEST).write_bytes(b"altered")
    with reading() as session, pytest.raises(Broken, match="与上传时不一致"):
        evidence.read(session, file.id or 0)


def test_a_lost_file_is_said_to_be_lost(small: Small, task_id: int) -> None:
    file = _attach(small, task_id)
    path_of(DIGEST).unlink()
    with reading() as session, pytest.raises(Broken, match="读不出来"):
        evidence.read(session, file.id or 0)


def test_a_file_that_never_was_is_not_found(small: Small) -> None:
    with reading() as session, pytest.raises(NotFound):
        evidence.read(session, 99999)


# fmt: off
NAMES = [
    # as sent                     as kept
    ("清单.pdf",                  "清单.pdf"),
    ("../../etc/passwd",          "passwd"),
    ("C:\\我的文件\\清单.doc",    "清单.doc"),
    ("a\x00b\r\n\"c\".txt",       "abc.txt"),
    ("\u202egpj.exe",             "gpj.exe"),
    ("...",                       "未命名"),
    ("",                          "未命名"),
    ("长" * 300 + ".docx",        "长" * 115 + ".docx"),
]
# fmt: on


@pytest.mark.parametrize(("sent", "kept"), NAMES)
def test_a_name_is_made_fit_to_be_shown_and_saved(sent: str, kept: str) -> None:
    assert clean_name(sent) == kept
