"""`duban ledger export`, `backup`, `restore` and `notify` as people and programs use them."""

import os
from pathlib import Path

import pytest
from cli_testing import Duban
from sqlmodel import select

from duban import database
from models.record import Duty, Move
from models.words import Delivery, Then


def test_an_export_says_how_much_it_wrote_and_where(drafted: Path, duban: Duban, tmp_path: Path) -> None:
    file = tmp_path / "log.json"
    said = duban("ledger", "export", "--ocel", "--out", str(file))
    again = duban("ledger", "export", "--ocel", "--out", str(file), "--force", "--json")

    assert said.code == again.code == 0
    assert said.out == f"已按 OCEL 2.0 写出 1 条流转记录、{again.json['objects']} 件相关事物：{file}。\n"
    assert again.json == {"form": "ocel", "file": str(file), "events": 1, "objects": again.json["objects"]}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "请写明一种形式：--ocel、--xes 或 --csv。"),
        (("--csv", "--xes"), "请写明一种形式：--ocel、--xes 或 --csv。"),
        (("--ocel", "--life", "task"), "OCEL 把各类事项写在一起"),
        (("--csv", "--plan", "无此号"), "没有“无此号”这个工作方案"),
        (("--csv", "--since", "昨天"), "--since（从哪一天起，含当天）填得不对：请填日期"),
    ],
)
def test_an_export_that_cannot_be_is_refused(
    drafted: Path, duban: Duban, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    said = duban("ledger", "export", "--out", str(tmp_path / "log"), *words)

    assert (said.code, said.err.startswith(sentence)) == (2, True)
    assert not (tmp_path / "log").exists()


@pytest.mark.sqlite
def test_a_backup_is_restored_and_both_say_what_they_did(drafted: Path, duban: Duban, tmp_path: Path) -> None:
    file, again = tmp_path / "backup.zip", tmp_path / "again"
    made = duban("backup", str(file))
    done = duban("restore", str(file), "--home", str(again))
    database.dispose()
    refused = duban("restore", str(file), "--home", str(again), "--json")

    assert (made.code, done.code, refused.code) == (0, 0, 2)
    assert made.out.splitlines()[0].endswith(
        "流转记录 1 条，最近一条在 2026-01-06 09:00，还没有封存过，佐证材料 0 份。"
    )
    assert done.out == f"已恢复到 {again}：流转记录 1 条，最近一条在 2026-01-06 09:00，还没有封存过。\n"
    assert done.err.splitlines()[0] == "解开并核对每个文件……"
    assert (refused.json["error"], "里已经有东西" in refused.json["zh"]) == ("BadInput", True)
    assert os.environ["DUBAN_HOME"] == str(drafted)


@pytest.mark.sqlite
def test_the_key_is_spoken_of_once_there_is_one(drafted: Path, duban: Duban, tmp_path: Path) -> None:
    duban("ledger", "seal")
    made = duban("backup", str(tmp_path / "backup.zip"))
    done = duban("restore", str(tmp_path / "backup.zip"), "--home", str(tmp_path / "again"))
    key = drafted / "keys" / "ledger.ed25519"

    assert made.out.splitlines()[-1] == f"签名钥匙 {key} 不在备份里：请另外抄存到离线介质，与备份分开放。"
    assert done.out.splitlines()[-1].startswith("签名钥匙不在备份里：请把抄存的一份放回")


@pytest.mark.sqlite
def test_a_backup_for_programs_tells_its_state(drafted: Path, duban: Duban, tmp_path: Path) -> None:
    said = duban("backup", str(tmp_path / "backup.zip"), "--json").json

    assert (said["counts"]["move"], said["newest_move"]["id"], said["newest_seal"], said["missing"]) == (1, 1, None, [])
    assert said["size_bytes"] == (tmp_path / "backup.zip").stat().st_size


def test_what_could_not_be_told_is_listed_and_sent_another_time(drafted: Path, duban: Duban) -> None:
    with database.writing() as session:
        move = session.exec(select(Move)).first()
        trouble = {"delivery": Delivery.FAILED, "tries": 8, "trouble": "邮件服务器连不上"}
        session.add(Duty(move_id=move.id, what=Then.TELL_ALL, plan_id=1, detail={}, **trouble))

    listed, again, after = duban("notify", "list"), duban("notify", "retry"), duban("notify", "list", "--json")

    assert listed.code == 1
    assert all(word in listed.out for word in ("不再送", "邮件服务器连不上", "8"))
    assert (again.code, again.out) == (0, "重新排上 1 条通知，下一轮投递时送出。\n")
    assert (after.code, [one["tries"] for one in after.json]) == (0, [0])
    assert duban("notify", "retry").out == "没有送不出的通知。\n"


def test_a_notification_that_is_not_given_up_cannot_be_sent_another_time(drafted: Path, duban: Duban) -> None:
    said = duban("notify", "retry", "77")

    assert (said.code, said.err) == (2, "通知 77 不在送不出的通知里；现在没有送不出的通知。\n")
