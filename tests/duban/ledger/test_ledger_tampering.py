"""Every way of tampering with the ledger is found, with the sentence that says where; the last ones from outside only."""

import shutil
from pathlib import Path

import pytest
from attacker import SECOND
from homes import server
from small_plan import Small, at, rows

from duban.database import engine
from duban.ledger import heads
from duban.ledger.sealing import seal
from duban.ledger.verifying import Verified, verify
from models.record import Move
from models.seal import Seal
from models.task import Task
from models.words import Act

LATER = at("2026-01-08 09:10")


def kinds(found: Verified) -> list[str]:
    return [fault.kind for fault in found.faults]


def sentences(found: Verified) -> list[str]:
    return [fault.zh for fault in found.faults]


def kept(ledger: Small, tmp_path: Path) -> list[Path]:
    """Keep the newest head on another machine."""
    newest = heads.file_of(len(rows(Seal)))
    return [Path(shutil.copy(newest, tmp_path / "elsewhere.json"))]


def test_nothing_is_wrong_with_a_ledger_that_nobody_touched(ledger, tmp_path):
    found = verify(against=kept(ledger, tmp_path))

    assert found.faults == ()
    assert (found.moves, found.sealed, found.unsealed, found.seals) == (len(rows(Move)), len(rows(Move)), 0, 2)
    assert found.compared == 1


# fmt: off
FIELDS = {
    # column        what the attacker writes
    "subject_id":   "subject_id + 1000",
    "version":      "version + 1000",
    "plan_id":      "2",
    "at":           "'2026-01-05 01:00:00.000000'",
    "act":          "'report'",
    "became_from":  "'closed'",
    "became":       "'closed'",
    "role":         "'planner'",
    "person_id":    "1",
    "on_behalf_of": "1",
    "hands":        "'[1]'",
    "why":          "'改过'",
    "detail":       "'{\"percent\": 100}'",
    "rules":        "'0000'",
    "key":          "'another'",
}
# fmt: on


@pytest.mark.parametrize("column", FIELDS)
def test_a_changed_field_is_found_at_its_move(ledger, attacker, column):
    last = max(move.id for move in rows(Move))
    attacker.does(f"UPDATE move SET {column} = {FIELDS[column]} WHERE id = {last}")

    found = verify()

    assert found.faults[0].kind == "changed"
    assert found.faults[0].move_id == last
    assert found.faults[0].zh.startswith(f"流转记录 {last}（任务 ")
    assert found.faults[0].zh.endswith("）被改过：与封存时不同。")


def test_every_column_of_a_move_is_tried():
    assert set(FIELDS) | {"id", "life"} == set(Move.model_fields)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("detail", """'{"percent": 100, "percent": 40, "text": "x"}'"""),
        # PostgreSQL holds values to their types by itself
        pytest.param("detail", "'no JSON'", marks=pytest.mark.sqlite),
        pytest.param("detail", "x'00ff'", marks=pytest.mark.sqlite),
        pytest.param("why", "CAST(x'00ff' AS TEXT)", marks=pytest.mark.sqlite),
        pytest.param("version", "'two'", marks=pytest.mark.sqlite),
        pytest.param("subject_id", "'me'", marks=pytest.mark.sqlite),
        pytest.param("at", "'yesterday'", marks=pytest.mark.sqlite),
        ("life", "'elephant'"),
    ],
)
def test_what_the_program_could_not_have_written_is_found_and_stops_nothing(ledger, attacker, column, value):
    last = max(move.id for move in rows(Move))
    attacker.does(f"UPDATE move SET {column} = {value} WHERE id = {last}")

    found = verify()

    assert (found.faults[0].kind, found.faults[0].move_id) == ("changed", last)


def test_writing_the_same_json_in_another_way_changes_nothing(ledger, attacker):
    spaced = (
        """replace(detail, '", "', '",   "')"""
        if server() is None
        else """replace(detail::text, '", "', '",   "')::json"""
    )
    attacker.does(f"UPDATE move SET detail = {spaced}")

    assert kinds(verify()) == []


@pytest.mark.sqlite  # numbers are the order of commits there, so that one in between is seen by itself
def test_an_inserted_move_is_found(ledger, attacker):
    first = rows(Move)[3]
    attacker.does(
        "INSERT INTO move (id, life, subject_id, version, at, act, became_from, became, role, hands, why, detail, rules) "
        f"SELECT -7, life, subject_id, 77, at, act, became_from, became, role, hands, why, detail, rules FROM move WHERE id = {first.id}"
    )

    assert verify().faults[0].zh == (
        f"流转记录 -7（{first.life.zh} {first.subject_id}）是后来插进去的：它排在已封存的记录之间，却没有封存。"
    )


def test_a_deleted_move_is_found(ledger, attacker):
    task = ledger.plain
    _, gone, following = [move.id for move in rows(Move) if (move.life, move.subject_id) == ("task", task)][:3]
    place = [move.id for move in rows(Move)].index(gone) + 1
    attacker.does(f"DELETE FROM move WHERE id = {gone}")

    assert sentences(verify()) == [
        f"流转记录 {gone} 被删了：它封存在第 {place} 位，现在没有了。",
        f"任务 {task}的流转记录缺第 2 版：流转记录 {following} 之前有记录被删。",
    ]


def test_two_swapped_moves_are_found(ledger, attacker):
    attacker.does(
        "UPDATE move SET id = -1 WHERE id = 5",
        "UPDATE move SET id = 5 WHERE id = 6",
        "UPDATE move SET id = 6 WHERE id = -1",
    )

    assert [(fault.kind, fault.move_id) for fault in verify().faults] == [("changed", 5), ("changed", 6)]


def test_two_swapped_leaves_are_found(ledger, attacker):
    attacker.does(
        "UPDATE leaf SET position = -1 WHERE position = 4",
        "UPDATE leaf SET position = 4 WHERE position = 5",
        "UPDATE leaf SET position = 5 WHERE position = -1",
    )

    size = rows(Seal)[0].size
    assert sentences(verify()) == [
        f"第 1 次封存（共 {size} 条）签下的根，与现在账上的不符：从第 0 条之后起，账被重写过。"
    ]


def test_a_tail_cut_off_with_its_leaves_is_found(ledger, attacker):
    first, second = rows(Seal)
    attacker.does(
        f"DELETE FROM leaf WHERE position >= {first.size}",
        "DELETE FROM move WHERE id > (SELECT max(move_id) FROM leaf)",
        f"UPDATE task SET state = 'assigned', version = 2 WHERE id = {ledger.plain}",
    )

    assert sentences(verify()) == [f"第 2 次封存时有 {second.size} 条，现在账上只有 {first.size} 条：末尾被截掉了。"]


def test_a_tail_cut_off_with_its_seal_is_found_by_the_head_file(ledger, attacker):
    first = rows(Seal)[0]
    attacker.does(
        f"DELETE FROM leaf WHERE position >= {first.size}",
        "DELETE FROM move WHERE id > (SELECT max(move_id) FROM leaf)",
        "DELETE FROM seal WHERE id = 2",
        f"UPDATE task SET state = 'assigned', version = 2 WHERE id = {ledger.plain}",
    )

    assert sentences(verify()) == [
        f"{heads.file_of(2)} 是第 2 次封存的凭证，数据库里却没有这一次：数据库是较早的副本，或末尾被删。"
    ]


def test_leaves_deleted_in_the_middle_are_found(ledger, attacker):
    attacker.does("DELETE FROM leaf WHERE position = 7")

    there = ["place", "root", "inserted"]  # on PostgreSQL a Move without a leaf waits to be sealed, whatever its number
    assert kinds(verify()) == (there[:2] if server() else there)


def test_a_seal_that_was_deleted_is_found(ledger, attacker):
    attacker.does("DELETE FROM seal WHERE id = 1")

    assert kinds(verify()) == ["numbering", "behind"]


@pytest.mark.parametrize("column", ["size", "since", "root", "algorithm", "at", "encoding"])
def test_a_seal_that_was_changed_is_found(ledger, attacker, column):
    values = {"root": f"'{'00' * 32}'", "algorithm": "'sm3'", "at": "'2026-01-05 01:00:00.000000'", "encoding": "2"}
    attacker.does(f"UPDATE seal SET {column} = {values.get(column, column + ' - 1')} WHERE id = 2")

    assert "第 2 次封存的签名不对：内容被改过。" in sentences(verify())


@pytest.mark.parametrize("value", [pytest.param("'many'", marks=pytest.mark.sqlite), "-1", "0", "1000000000"])
def test_a_seal_of_no_sensible_size_is_found_and_stops_nothing(ledger, attacker, value):
    attacker.does(f"UPDATE seal SET size = {value} WHERE id = 2")

    assert "第 2 次封存的签名不对：内容被改过。" in sentences(verify())


REWRITE = "UPDATE move SET why = '另有隐情' WHERE id = (SELECT move_id FROM leaf WHERE position = 8)"


def test_everything_recomputed_from_a_row_on_without_the_key_is_found(ledger, attacker, tmp_path):
    attacker.seals_anew(REWRITE, now=SECOND, key=tmp_path / "of_his_own")

    [fault] = verify().faults
    assert (fault.kind, fault.seal) == ("stranger", 1)
    assert fault.zh.startswith("第 1 次封存是用别的钥匙 ")


def test_everything_recomputed_with_the_key_is_found_from_outside_only(ledger, attacker, tmp_path):
    outside, size = kept(ledger, tmp_path), rows(Seal)[-1].size
    attacker.seals_anew(REWRITE, now=SECOND)

    assert verify().faults == ()
    assert sentences(verify(against=outside)) == [
        f"账与外面保存的凭证 {outside[0]}（{size} 条）不是同一本：从头到第 {size} 条之间被重写过，或另有一本。"
    ]


def test_an_older_copy_of_everything_is_found_from_outside_only(ledger, attacker, tmp_path):
    size = rows(Seal)[-1].size
    older = attacker.copies(tmp_path / "older.db")
    ledger.does("cai.lingran", Act.ADD_ENTRY, ledger.plain, at=LATER, percent=60, text="又有进展。")
    seal(now=LATER)
    outside = kept(ledger, tmp_path)
    attacker.puts_back(older)
    heads.file_of(3).unlink()

    assert verify().faults == ()
    assert sentences(verify(against=outside)) == [
        f"外面保存的凭证 {outside[0]} 封到 {size + 1} 条，账上只有 {size} 条：数据库被换成较早的副本，或末尾被截掉。"
    ]


def test_a_fork_is_found_from_outside_only(ledger, attacker, tmp_path):
    older = attacker.copies(tmp_path / "older.db")
    ledger.does("cai.lingran", Act.ADD_ENTRY, ledger.plain, at=LATER, percent=60, text="如实的进展。")
    seal(now=LATER)
    outside = kept(ledger, tmp_path)
    attacker.puts_back(older)
    heads.file_of(3).unlink()
    ledger.does("cai.lingran", Act.ADD_ENTRY, ledger.plain, at=LATER, percent=60, text="另一种说法。")
    seal(now=LATER)

    assert verify().faults == ()
    assert [fault.kind for fault in verify(against=outside).faults] == ["forked"]


def test_another_head_in_the_place_of_ours_is_found(ledger, attacker, tmp_path):
    heads.write_file(heads.read_head(heads.file_of(1)).model_copy(update={"seal": 2}))

    assert sentences(verify()) == [f"第 2 次封存与当时写下的凭证 {heads.file_of(2)} 不一样：数据库或凭证被换过。"]


def test_a_head_from_outside_that_is_not_ours_is_not_believed(ledger, tmp_path):
    head = heads.read_head(heads.file_of(2))
    forged = tmp_path / "forged.json"
    forged.write_text(head.model_copy(update={"root": "00" * 32}).text)

    assert sentences(verify(against=[forged])) == [
        f"外面保存的凭证 {forged} 不是我们的钥匙签的，或被改过，不能用来对照。"
    ]


def test_a_state_changed_without_a_move_is_found(ledger, attacker):
    attacker.does(f"UPDATE task SET state = 'closed' WHERE id = {ledger.plain}")

    last = max(move.id for move in rows(Move))
    assert sentences(verify()) == [
        f"任务 {ledger.plain}现为“已办结”，最后一条流转记录 {last} 说的是“办理中”：状态被人绕过流转改了。"
    ]


def test_a_subject_nobody_began_and_moves_of_nothing_are_found(ledger, attacker):
    was, number = ledger.plain, len(rows(Task)) + 1
    attacker.does(f"UPDATE task SET id = {number} WHERE id = {was}")

    found = {(fault.kind, fault.life, fault.subject_id) for fault in verify().faults}
    assert found == {("no_subject", "task", was), ("no_moves", "task", number)}


def test_an_unsealed_move_rewritten_breaks_the_chain(ledger, attacker):
    move = ledger.does("cai.lingran", Act.ADD_ENTRY, ledger.plain, at=LATER, percent=60, text="又有进展。")
    attacker.does(f"UPDATE move SET became_from = 'reported' WHERE id = {move.id}")

    found = verify()

    assert (found.unsealed, found.unsealed_since) == (1, "2026-01-08T01:10:00.000000Z")
    assert sentences(found) == [f"任务 {ledger.plain}的流转记录 {move.id} 从“已报告”出发，前一条停在“办理中”：接不上。"]


@pytest.mark.parametrize(
    ("trigger", "table"), [("move_no_delete", "move"), ("task_moves", "task"), ("plan_moves", "plan")]
)
def test_triggers_taken_away_for_good_are_told(ledger, trigger, table):
    with engine().begin() as connection:
        connection.exec_driver_sql(f"DROP TRIGGER {trigger}" + (f" ON {table}" if server() else ""))

    assert sentences(verify()) == [f"数据库里拦住改动的触发器 {trigger} 不见了：有人拆过，请查明是谁。"]


def test_many_faults_of_a_kind_are_counted_not_all_told(ledger, attacker):
    attacker.does("UPDATE move SET why = why || '。'")

    found = verify()

    assert len(found.faults) == 20
    assert found.counts == {"changed": len(rows(Move))}
