"""A receipt is checked by one file alone, in an isolated Python, and nothing that was changed in it passes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from small_plan import at, rows

from duban.ledger import heads, verifier
from duban.ledger.receipts import receipt
from duban.ledger.sealing import seal
from models.errors import BadInput, Broken, NotFound
from models.record import Move
from models.seal import Seal
from models.words import Act

LATER = at("2026-01-08 09:10")


@pytest.fixture
def checker(tmp_path: Path):
    """Copy the verifier out, and run it where nothing of ours can be imported."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    program = elsewhere / "check.py"
    program.write_bytes(Path(verifier.__file__).read_bytes())

    def check(said: object, *words: str) -> tuple[int, str]:
        file = elsewhere / "receipt.json"
        file.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
        ran = subprocess.run(
            [sys.executable, "-I", str(program), str(file), *words],
            cwd=elsewhere, capture_output=True, text=True, encoding="utf-8", env={"PYTHONUTF8": "1"}, check=False,
        )  # fmt: skip
        return ran.returncode, ran.stdout + ran.stderr

    return check


def test_the_verifier_imports_nothing_of_ours(tmp_path):
    ask = (
        "import runpy, sys; runpy.run_path(sys.argv[1]); "
        "print(sorted({n.partition('.')[0] for n in sys.modules} & {'duban', 'models', 'workflows', 'sqlalchemy'}))"
    )

    ran = subprocess.run(
        [sys.executable, "-I", "-c", ask, verifier.__file__], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert ran.stdout.strip() == "[]"


def nth(place: int) -> int:
    """Give the number of the Move at a place of the ledger; on PostgreSQL some numbers are never used."""
    return rows(Move)[place - 1].id


@pytest.mark.parametrize("which", [0, 1, 40, -1])
def test_a_receipt_is_found_true_by_a_stranger(ledger, checker, which):
    move, key = rows(Move)[which], rows(Seal)[0].key

    code, said = checker(receipt(move.id), "--key", key, "--head", str(heads.file_of(2)))

    assert code == 0
    assert said.startswith(f"duban move 1\nid {len(str(move.id))}:{move.id}\nlife ")
    place = range(1, len(rows(Move)) + 1)[which]
    assert f"属实：以上就是账上第 {place} 条流转记录，在第 2 次封存" in said


def test_the_verifier_runs_in_this_process_alike(ledger, tmp_path, capsys):
    file = tmp_path / "receipt.json"
    file.write_text(json.dumps(receipt(nth(3))), encoding="utf-8")

    assert verifier.main([str(file)]) == 0
    assert "签名公钥 / signed by: " + rows(Seal)[0].key in capsys.readouterr().out


# fmt: off
FORGERIES = {
    # what is forged           how                                                   what is said
    "a field":                 (lambda r: r["move"].update(why="改过"),              "各字段与写成的行不符"),
    "field and lines":         (lambda r: _rewrite(r),                               "这条流转记录不在凭证所封的账里"),
    "the position":            (lambda r: r.update(position=r["position"] - 1),      "这条流转记录不在凭证所封的账里"),
    "the path":                (lambda r: r["path"].reverse(),                       "这条流转记录不在凭证所封的账里"),
    "the root":                (lambda r: r["head"].update(root="00" * 32),          "凭证的签名不对"),
    "the moment of the head":  (lambda r: r["head"].update(at="2025-01-01"),         "凭证的签名不对"),
    "the signature":           (lambda r: r["head"].update(signature="00" * 64),     "凭证的签名不对"),
    "the key":                 (lambda r: r["head"].update(key="00" * 32),           "凭证的签名不对"),
}
# fmt: on


def _rewrite(proof: dict) -> None:
    proof["move"]["why"] = "改过"
    proof["lines"] = proof["lines"].replace("why 0:\n", "why 6:改过\n")


@pytest.mark.parametrize("what", FORGERIES)
def test_a_forged_receipt_is_refused(ledger, what):
    forge, said = FORGERIES[what]
    proof = receipt(rows(Move)[-1].id)
    forge(proof)

    faults = verifier.faults_of(proof)

    assert said in " ".join(faults)


def test_a_receipt_of_another_key_than_the_published_one_is_refused(ledger, checker):
    code, said = checker(receipt(nth(3)), "--key", "ab" * 32)

    assert (code, said) == (
        1,
        f"不符 / wrong: 签名用的是另一把钥匙 {rows(Seal)[0].key} / another key has signed: {rows(Seal)[0].key}\n",
    )


@pytest.mark.parametrize(
    "said", ["no receipt", {"kind": "something"}, {"kind": "duban receipt 1"}, {"kind": "duban receipt 1", "head": 7}]
)
def test_what_is_no_receipt_is_told(ledger, checker, said):
    code, told = checker(said)

    assert code == 2
    assert told.startswith("读不了 / cannot be read: ")


@pytest.mark.parametrize("move", [{"version": "1"}, {"hands": "[1]"}, {"person_id": 1.5}, {"more": 1}, {"why": ["x"]}])
def test_a_field_of_another_kind_does_not_pass(ledger, checker, move):
    proof = receipt(nth(3))
    proof["move"] |= move

    assert checker(proof)[0] in (1, 2)


def test_a_receipt_leads_from_the_head_somebody_kept(ledger, checker):
    kept = heads.read_head(heads.file_of(1))
    proof = receipt(rows(Move)[-1].id, since=kept)

    assert checker(proof, "--head", str(heads.file_of(1)))[0] == 0
    code, said = checker(receipt(rows(Move)[-1].id), "--head", str(heads.file_of(1)))
    assert (code, "存证里没有从您保存的凭证到这里的证明" in said) == (1, True)


def test_a_receipt_of_a_fork_does_not_lead_from_the_head_somebody_kept(ledger, attacker, checker, tmp_path):
    kept = tmp_path / "kept.json"
    kept.write_bytes(heads.file_of(1).read_bytes())
    attacker.seals_anew("UPDATE move SET why = '另有隐情' WHERE id = 9", now=LATER)
    head = heads.read_head(kept)

    with pytest.raises(Broken, match="不是同一本账"):
        receipt(nth(12), since=head)
    proof = receipt(nth(12))
    proof["since"] = {"seal": 1, "size": head.size, "path": proof["path"]}
    assert checker(proof, "--head", str(kept))[0] in (1, 2)


def test_the_head_somebody_kept_must_itself_be_signed(ledger, checker, tmp_path):
    forged = tmp_path / "forged.json"
    forged.write_text(heads.read_head(heads.file_of(2)).model_copy(update={"root": "00" * 32}).text)

    code, said = checker(receipt(nth(3)), "--head", str(forged))

    assert (code, "您保存的凭证签名不对" in said) == (1, True)


def test_a_move_that_is_not_sealed_has_no_receipt_yet(ledger):
    move = ledger.does("cai.lingran", Act.ADD_ENTRY, ledger.plain, at=LATER, text="又有进展。")

    with pytest.raises(BadInput, match="还没有封存"):
        receipt(move.id)
    seal(now=LATER)
    assert receipt(move.id)["head"]["seal"] == 3


def test_a_move_that_is_not_there_is_told(ledger):
    with pytest.raises(NotFound, match="没有编号为 9999 的流转记录"):
        receipt(9999)


def test_no_receipt_is_given_for_a_move_that_was_changed(ledger, attacker):
    attacker.does("UPDATE move SET why = '改过' WHERE id = 9")

    with pytest.raises(Broken, match="流转记录 9 的存证对不上"):
        receipt(9)
