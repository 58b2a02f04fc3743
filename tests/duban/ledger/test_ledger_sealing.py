"""Sealing: everything once and in order, nothing for nothing, harmless at every crash, and never upon what is not ours."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from small_plan import at, rows
from sqlalchemy.exc import DatabaseError
from sqlmodel import col, select

from duban.database import engine, reading
from duban.fault_points import arm
from duban.ledger import heads
from duban.ledger.keys import key_file, our_keys
from duban.ledger.sealing import seal
from duban.ledger.stored import written_down
from duban.ledger.verifier import canonical_json, encoded
from duban.ledger.verifying import verify
from duban.settings import settings
from models.errors import BadInput, Broken
from models.record import Move
from models.seal import Leaf, Seal
from models.words import Act

LATER = at("2026-01-08 09:10")


def go_on(ledger, text="又有进展。"):
    return ledger.does("cai.lingran", Act.ADD_ENTRY, ledger.plain, at=LATER, text=text)


def test_every_move_is_sealed_once_in_the_order_of_commits(ledger):
    leaves = rows_of_leaves()

    assert [leaf.position for leaf in leaves] == list(range(len(leaves)))
    assert [leaf.move_id for leaf in leaves] == [move.id for move in rows(Move)]
    first, second = rows(Seal)
    assert (first.since, first.size, second.since, second.size) == (0, first.size, first.size, len(leaves))


def rows_of_leaves() -> list[Leaf]:
    with reading() as session:
        return list(session.exec(select(Leaf).order_by(col(Leaf.position))).all())


def test_nothing_new_writes_nothing(ledger):
    before = (len(rows(Seal)), sorted(heads.folder().iterdir()))

    sealed = seal(now=LATER)

    assert (sealed.moves, sealed.heads, sealed.rewritten) == (0, (), 0)
    assert (len(rows(Seal)), sorted(heads.folder().iterdir())) == before


def test_a_leaf_is_the_hash_of_the_move_as_the_page_says_it_is_written(ledger):
    move, leaf = rows(Move)[-1], rows_of_leaves()[-1]
    detail = '{"percent":40,"text":"\\u8fc7\\u534a\\uff1a\\n\\u201c\\u5c55\\u9879\\u201d\\u5df2\\u5230\\u3002"}'
    lines = (
        "duban move 1\n"
        f"id {len(str(move.id))}:{move.id}\n"
        "life 4:task\n"
        f"subject_id {len(str(move.subject_id))}:{move.subject_id}\n"
        "version 1:4\n"
        "plan_id 1:1\n"
        "at 27:2026-01-07T01:10:00.000000Z\n"
        "act 9:add_entry\n"
        "became_from 11:in_progress\n"
        "became 11:in_progress\n"
        "role 7:liaison\n"
        f"person_id {len(str(move.person_id))}:{move.person_id}\n"
        "on_behalf_of -\n"
        f"hands {len(str(move.person_id)) + 2}:[{move.person_id}]\n"
        "why 0:\n"
        f"detail {len(detail)}:{detail}\n"
        f"rules {len(move.rules)}:{move.rules}\n"
        "key -\n"
    )

    assert leaf.hash == sha256(b"\x00" + lines.encode()).digest()


def test_lengths_are_counted_in_bytes():
    texts = ["甲" if n == 13 else None for n in range(17)]

    assert b"\nwhy 3:\xe7\x94\xb2\n" in encoded(texts)


def test_a_text_cannot_pass_for_two_fields():
    one, two = (["1"] * 17, ["1"] * 17)
    one[13], one[14] = "", "{}"
    two[13], two[14] = "\ndetail 2:{}", None

    assert encoded(one) != encoded(two)


def test_postgresql_and_sqlite_write_a_moment_alike():
    aware, stored = at("2026-01-07 09:10"), "2026-01-07 01:10:00.000000"

    assert written_down(_row(aware)) == written_down(_row(stored)) == written_down(_row(stored.partition(".")[0]))


def _row(moment: object) -> tuple[object, ...]:
    return (1, "task", 2, 3, 1, moment, "open", "new", "planned", "clock", None, None, "[]", "", "{}", "r", None)


def test_json_is_written_in_one_way_only():
    assert canonical_json({"乙": 1, "a": [True, None]}) == '{"a":[true,null],"\\u4e59":1}'


def test_the_key_is_for_its_owner_alone_and_outside_the_database(ledger):
    assert stat.S_IMODE(key_file().stat().st_mode) == 0o600
    assert key_file() == ledger.home / "keys" / "ledger.ed25519"
    assert our_keys() == {rows(Seal)[0].key}
    assert isinstance(load_pem_private_key(key_file().read_bytes(), password=None), Ed25519PrivateKey)
    secret = key_file().read_bytes()[28:60]
    assert not [file for file in ledger.home.glob("duban.db*") if secret in file.read_bytes()]
    assert secret.hex() not in str(rows(Seal))


def test_a_crash_between_commit_and_file_is_made_good_by_the_next_seal(ledger):
    lost = heads.file_of(2).read_text()
    heads.file_of(2).unlink()
    heads.file_of(1).unlink()

    sealed = seal(now=LATER)

    assert (sealed.moves, sealed.rewritten) == (0, 2)
    assert heads.file_of(2).read_text() == lost
    assert verify().faults == ()


def test_a_crash_before_the_commit_leaves_nothing(ledger):
    go_on(ledger)
    arm("seal.stored:1:disk_full")
    with pytest.raises(OSError, match="No space left"):
        seal(now=LATER)
    arm("")

    assert (len(rows(Seal)), heads.numbers_filed()) == (2, {1, 2})
    assert seal(now=LATER).moves == 1


def test_many_sealers_at_once_seal_everything_once(ledger):
    for n in range(12):
        go_on(ledger, f"进展之{n}")

    with ThreadPoolExecutor(4) as pool:
        sealed = list(pool.map(lambda _: seal(now=LATER), range(4)))

    assert sum(one.moves for one in sealed) == 12
    assert verify().faults == ()


def test_more_than_one_batch_makes_more_than_one_seal(small):
    sealed = seal(now=LATER, at_once=30)

    count = len(rows(Move))
    assert [head.size for head in sealed.heads] == [*range(30, count, 30), count]
    assert verify().faults == ()


@pytest.fixture
def setting(monkeypatch):
    def chosen(name: str, value: str) -> None:
        monkeypatch.setenv(name, value)
        settings.cache_clear()

    yield chosen
    monkeypatch.undo()
    settings.cache_clear()


def test_a_ledger_of_sm3_verifies(small, setting):
    setting("DUBAN_LEDGER_HASH", "sm3")

    assert seal(now=LATER).heads[0].algorithm == "sm3"
    assert verify().faults == ()


def test_the_hash_is_not_changed_midway(ledger, setting):
    setting("DUBAN_LEDGER_HASH", "sm3")
    go_on(ledger)

    with pytest.raises(BadInput, match="DUBAN_LEDGER_HASH 改回 sha256"):
        seal(now=LATER)
    assert len(rows(Seal)) == 2


def test_an_older_database_is_not_sealed_over_newer_heads(ledger, attacker):
    size = rows(Seal)[0].size
    attacker.does("DELETE FROM seal WHERE id = 2", f"DELETE FROM leaf WHERE position >= {size}")

    with pytest.raises(Broken, match="有第 2 次封存的凭证，数据库里却只到第 1 次"):
        seal(now=LATER)


def test_nothing_is_sealed_upon_another_head_than_the_one_filed(ledger):
    heads.write_file(heads.read_head(heads.file_of(1)).model_copy(update={"seal": 2}))

    with pytest.raises(Broken, match="不一样"):
        seal(now=LATER)


@pytest.mark.parametrize(
    "edit",
    [
        "peaks = '[]'",
        "signature = substr(signature, 3) || '00'",
        "key = CASE substr(key, 1, 2) WHEN '00' THEN '11' ELSE '00' END || substr(key, 3)",
    ],
)
def test_nothing_is_sealed_upon_a_seal_that_was_changed(ledger, attacker, edit):
    attacker.does(f"UPDATE seal SET {edit} WHERE id = 2")
    for file in heads.folder().glob("*.json"):
        file.unlink()

    with pytest.raises(Broken, match="第 2 次封存不是我们的钥匙签的"):
        seal(now=LATER)


def test_a_renewed_key_goes_on_where_the_old_public_key_is_kept(ledger):
    key_file().unlink()
    kept = key_file().with_name("2025.pub")
    key_file().with_name(f"{key_file().name}.pub").rename(kept)
    go_on(ledger)

    seal(now=LATER)

    assert len({one.key for one in rows(Seal)}) == 2
    assert verify().faults == ()
    kept.unlink()
    assert {fault.kind for fault in verify().faults} == {"stranger"}


def test_a_file_that_is_no_key_is_told(ledger):
    key_file().write_text("no key")
    go_on(ledger)

    with pytest.raises(BadInput, match="不是 Ed25519 私钥"):
        seal(now=LATER)


def test_a_move_that_nobody_could_have_written_is_not_sealed(ledger, attacker):
    move = go_on(ledger)
    attacker.does(f"""UPDATE move SET detail = '{{"a": 1, "a": 2}}' WHERE id = {move.id}""")

    with pytest.raises(Broken, match=f"流转记录 {move.id} 读不了"):
        seal(now=LATER)


def test_the_key_of_the_setting_is_used(small, setting, tmp_path):
    setting("DUBAN_LEDGER_KEY", str(tmp_path / "safe" / "signing"))

    seal(now=LATER)

    assert sorted(os.listdir(tmp_path / "safe")) == ["signing", "signing.pub"]
    assert verify().faults == ()


@pytest.mark.parametrize("table", ["move", "leaf", "seal"])
@pytest.mark.parametrize("statement", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}"])
def test_the_database_itself_refuses_to_change_what_is_in_the_ledger(ledger, table, statement):
    column = "position" if table == "leaf" else "id"

    with engine().connect() as connection, pytest.raises(DatabaseError, match="不得修改、不得删除"):
        connection.exec_driver_sql(statement.format(table, column))
