"""`duban ledger` as a clerk reads it, and as a program does."""

import json
import os
import subprocess
import sys
from pathlib import Path

from small_plan import rows

from duban.ledger import heads, verifier
from duban.settings import settings
from models.record import Move
from models.seal import Seal


def duban(*words: str) -> tuple[int, str, str]:
    """Run one command in a process of its own."""
    home = {"DUBAN_HOME": str(settings().home), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "duban", "ledger", *words]
    ran = subprocess.run(command, env=os.environ | home, capture_output=True, text=True, encoding="utf-8", check=False)
    return ran.returncode, ran.stdout, ran.stderr


def test_sealing_says_how_many_and_where_the_head_is(small):
    code, out, _ = duban("seal")

    head = rows(Seal)[0]
    assert (code, out) == (
        0,
        f"封存了 {head.size} 条流转记录。账上现有 {head.size} 条，第 1 次封存，根 {head.root}。\n"
        f"凭证：{heads.file_of(1)}。请另存一份到别的机器上；日后用它可以查出整本账被换。\n",
    )


def test_sealing_again_says_that_there_is_nothing(ledger):
    assert duban("seal")[:2] == (0, "没有新的流转记录，不必封存。\n")
    assert json.loads(duban("seal", "--json")[1]) == {"moves": 0, "rewritten": 0, "heads": []}


def test_verifying_a_good_ledger_says_so(ledger):
    count, head = len(rows(Move)), rows(Seal)[-1]

    code, out, _ = duban("verify", "--against", str(heads.folder()))

    assert code == 0
    assert out.splitlines()[0] == f"流转记录 {count} 条，已封存 {count} 条，封存 2 次。"
    assert out.splitlines()[1] == f"最近一次：第 2 次，2026-01-07 09:10，公钥 {head.key}。"
    assert out.splitlines()[3:] == ["与外面保存的 2 份凭证比过。", "没有发现问题。"]


def test_verifying_says_what_it_did_not_compare_and_what_is_not_sealed(small):
    code, out, _ = duban("verify")

    assert code == 0
    assert f"还有 {len(rows(Move))} 条没有封存，最早的是 2026-01-06 09:00；没有封存的谈不上防改。" in out.splitlines()
    assert "没有与外面保存的凭证对照（--against）；只看数据库自己，查不出整本账被换。" in out.splitlines()


def test_verifying_a_bad_ledger_lists_what_is_wrong_and_ends_with_one(ledger, attacker):
    attacker.does("UPDATE move SET why = '改过' WHERE id IN (2, 3)")

    code, out, _ = duban("verify")
    told = json.loads(duban("verify", "--json")[1])

    assert code == 1
    assert [line[:14] for line in out.splitlines()[-3:-1]] == ["  1. 流转记录 2（任", "  2. 流转记录 3（任"] or out
    assert out.splitlines()[-1] == "发现 2 处问题。"
    assert (told["ok"], told["counts"], [fault["move_id"] for fault in told["faults"]]) == (
        False,
        {"changed": 2},
        [2, 3],
    )


def test_a_file_that_holds_no_head_is_told(ledger, tmp_path):
    wrong = tmp_path / "wrong.json"
    wrong.write_text("{}")

    code, _, err = duban("verify", "--against", str(wrong))

    assert (code, err) == (2, f"{wrong} 里没有封存凭证。请用 duban 写出的 NNNN.json，或者运行页面上的那一段。\n")


def test_a_receipt_and_the_verifier_go_out_as_files(ledger, tmp_path):
    proof, program, seventh = tmp_path / "7.json", tmp_path / "check.py", str(rows(Move)[6].id)

    code, out, _ = duban("receipt", seventh, "--out", str(proof), "--since", str(heads.file_of(1)))
    program.write_text(duban("verifier")[1], encoding="utf-8")

    assert (code, out) == (0, f"流转记录 {seventh} 的存证写在 {proof}，凭第 2 次封存，公钥 {rows(Seal)[0].key}。\n")
    assert program.read_bytes() == Path(verifier.__file__).read_bytes()
    checked = subprocess.run([sys.executable, "-I", program, proof], cwd=tmp_path, capture_output=True, check=False)
    assert checked.returncode == 0
    assert json.loads(duban("receipt", seventh)[1])["move"]["id"] == int(seventh)
