"""A backup holds one moment, whatever is written meanwhile, and nothing that is secret."""

import json
import sqlite3
import threading
import zipfile
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from homes import use
from small_plan import LIAISON, Small, at, rows

from duban.accounts import make_account
from duban.backups import back_up
from duban.database import writing
from duban.evidence import attach, path_of
from duban.ledger.keys import key_file, our_keys
from duban.ledger.sealing import seal
from duban.ledger.verifying import verify
from duban.restoring import read_manifest, restore
from duban.settings import settings
from models.errors import BadInput
from models.feed import Feed
from models.record import Move
from models.register import SignIn
from models.task import Entry, Evidence
from models.words import Act

pytestmark = pytest.mark.sqlite

THEN = at("2026-01-07 10:00")
FILE = "展项清单。".encode()
NOTICE = "“更新展项”工作延期至4月30日前完成。".encode()


def test_the_archive_holds_what_the_manifest_says(busy: Small, archive: Path) -> None:
    manifest, digest = read_manifest(archive), sha256(FILE).hexdigest()
    with zipfile.ZipFile(archive) as opened:
        held = {name: sha256(opened.read(name)).hexdigest() for name in opened.namelist() if name != "manifest.json"}

    assert held == {name: member.sha256 for name, member in manifest.members.items()}
    assert set(held) == {
        "duban.db",
        f"evidence/{digest[:2]}/{digest}",
        f"notices/{sha256(NOTICE).hexdigest()}.txt",
        "ledger/heads/0001.json",
        f"keys/{next(iter(our_keys()))}.pub",
        "settings.json",
    }
    assert manifest.newest_move == {"id": rows(Move)[-1].id, "at": "2026-01-07T01:00:00.000000Z"}
    assert manifest.newest_seal is not None
    assert (manifest.newest_seal["seal"], manifest.newest_seal["size"]) == (1, len(rows(Move)))
    assert manifest.counts["move"] == len(rows(Move))


def test_nothing_secret_is_in_it(busy: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_SMTP_URL", "smtp://clerk:letmein@mail.example:25")
    use(busy.home)
    with writing() as session:
        account = make_account(session, 1, "clerk", "督办试用密码2026")
        assert account
        session.add(
            SignIn(
                token_sha256="f00d" * 16,
                account_id=1,
                csrf="c0ffee-c0ffee",
                begun_at=THEN,
                seen_at=THEN,
                proved_at=THEN,
            )
        )
        session.add(Feed(token_sha256="cafe" * 16, person_id=1, made_at=THEN))
    back_up(tmp_path / "backup.zip", now=THEN)
    key = key_file().read_bytes()
    with zipfile.ZipFile(tmp_path / "backup.zip") as opened:
        held = b"".join(opened.read(name) for name in opened.namelist())
        kept = json.loads(opened.read("settings.json"))

    assert [
        secret
        for secret in (key.split(b"\n")[1], b"letmein", b"c0ffee-c0ffee", b"f00d" * 16, b"cafe" * 16)
        if secret in held
    ] == []
    assert {"database_url", "smtp_url"} & set(kept) == set()
    assert kept["mail_from"] == settings().mail_from
    assert (tmp_path / "backup.zip").stat().st_mode & 0o077 == 0


def test_a_backup_among_writers_is_one_moment_with_every_file_of_it(busy: Small, tmp_path: Path) -> None:
    stop, wrong = threading.Event(), list[BaseException]()

    def write() -> None:
        count = 0
        try:
            while not stop.is_set():
                count += 1
                busy.does(LIAISON, Act.ADD_ENTRY, busy.plain, at=THEN, percent=count % 100, text=f"第 {count} 次。")
                attach(busy.plain, f"{count}.txt", f"第 {count} 份。".encode(), by=busy.people[LIAISON], now=THEN)
        except BaseException as error:
            wrong.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        manifests = []
        while len(manifests) < 3:
            before = len(rows(Move))
            manifests.append(back_up(tmp_path / f"{len(manifests)}.zip", now=THEN))
            while len(rows(Move)) < before + 4 and not wrong:
                pass
    finally:
        stop.set()
        writer.join()
    counts = [manifest.counts["move"] for manifest in manifests]

    assert wrong == []
    assert counts == sorted(set(counts))
    assert counts[-1] < len(rows(Move))
    for number, manifest in enumerate(manifests):
        done = restore(tmp_path / f"{number}.zip", tmp_path / f"home-{number}", now=THEN)
        use(done.home)
        found = verify()
        assert (found.faults, found.moves) == ((), manifest.counts["move"])
        assert [path_of(one.sha256).stat().st_size for one in rows(Evidence)] == [
            one.size_bytes for one in rows(Evidence)
        ]
        assert len(rows(Evidence)) + len(rows(Entry)) > number


def test_a_head_newer_than_the_copy_is_left_out(busy: Small, tmp_path: Path) -> None:
    head = busy.home / "ledger" / "heads" / "0001.json"
    (head.parent / "0002.json").write_bytes(head.read_bytes())
    back_up(tmp_path / "backup.zip", now=THEN)

    assert {name for name in read_manifest(tmp_path / "backup.zip").members if name.startswith("ledger/")} == {
        "ledger/heads/0001.json"
    }


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_evidence_that_is_harmed_is_named_and_the_rest_is_kept(busy: Small, tmp_path: Path, harm: str) -> None:
    digest = rows(Evidence)[0].sha256
    path_of(digest).unlink() if harm == "gone" else path_of(digest).write_bytes(b"other")
    made = back_up(tmp_path / "backup.zip", now=THEN)
    done = restore(tmp_path / "backup.zip", tmp_path / "again", now=THEN)

    assert made.missing == (digest,)
    assert (done.faults, done.manifest.missing) == ((), (digest,))


def test_an_archive_that_is_there_is_left_alone_unless_forced(busy: Small, archive: Path) -> None:
    held = archive.read_bytes()
    with pytest.raises(BadInput, match="没有覆盖"):
        back_up(archive, now=THEN)

    assert archive.read_bytes() == held
    assert back_up(archive, now=THEN, force=True).counts["move"] == len(rows(Move))
    assert {one.name for one in archive.parent.iterdir()} == {"backup.zip", "home"}


def test_progress_tells_every_file(busy: Small, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    back_up(tmp_path / "backup.zip", now=THEN, tell=lambda done, of: heard.append((done, of)))

    assert heard == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_what_was_sealed_before_is_sealed_on_after_the_key_is_put_back(
    busy: Small, archive: Path, tmp_path: Path
) -> None:
    key = key_file().read_bytes()
    done = restore(archive, tmp_path / "again", now=THEN)
    use(done.home)
    key_file().write_bytes(key)
    busy.does(LIAISON, Act.ADD_ENTRY, busy.plain, at=THEN, percent=10, text="接着办。")
    sealed = seal(now=THEN)

    assert [head.seal for head in sealed.heads] == [2]
    assert (verify().faults, len(our_keys())) == ((), 1)
    with closing(sqlite3.connect(done.home / "duban.db")) as database:
        assert database.execute("SELECT COUNT(*) FROM seal").fetchone() == (2,)
