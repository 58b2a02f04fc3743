"""Checks a receipt of the ledger on its own; needs Python 3.11 and `cryptography`, no database and no other file.

    python check.py RECEIPT [--key KEY] [--head HEAD]

KEY: the public key the office has published (64 hexadecimal digits). HEAD: a head of the ledger kept from before, in a
file. Exit 0: all holds. 1: something does not. 2: used wrongly. How it is computed:

1. A Move is written as lines, `name length:text`, in the order of `ENCODINGS`; length in bytes of UTF-8, `name -` for
   nothing; moments in UTC to the microsecond; JSON with sorted keys, without spaces, in ASCII. The first line names
   the way of writing.
2. Leaf = H(0x00 lines), node = H(0x01 left right): the tree of RFC 9162, section 2.1.
3. A head is signed with Ed25519 over the line `duban head 1` and its fields as JSON, written as in 1.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

# fmt: off
ENCODINGS: dict[int, tuple[str, ...]] = {
    1: ("id", "life", "subject_id", "version", "plan_id", "at", "act", "became_from", "became", "role", "person_id",
        "on_behalf_of", "hands", "why", "detail", "rules", "key"),
}
# fmt: on
LINES = {tag: f"duban move {tag}\n" + "".join(f"{name} %s\n" for name in names) for tag, names in ENCODINGS.items()}
ONE_WAY = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False)
INTEGERS = frozenset({"id", "subject_id", "version", "plan_id", "person_id", "on_behalf_of"})
JSON_COLUMNS = frozenset({"hands", "detail"})
HEAD_FIELDS = ("algorithm", "at", "encoding", "key", "root", "seal", "since", "size")
HEAD_TAG = b"duban head 1\n"
RECEIPT = "duban receipt 1"
Hash = Callable[[bytes], bytes]


class Unreadable(ValueError):
    """Something is not written the way it has to be."""


def hash_of(algorithm: str) -> Hash:
    """Give the hash function of a ledger: sha256 or sm3.

    Raises:
        Unreadable: there is none of that name here; SM3 is not in every OpenSSL.
    """
    if algorithm == "sha256":
        sha256 = hashlib.sha256
        return lambda data: sha256(data).digest()
    if algorithm != "sm3":
        raise Unreadable(f"不认识的摘要算法 {algorithm} / unknown hash {algorithm}")
    try:
        empty = hashlib.new("sm3")
    except ValueError as absent:
        raise Unreadable("本机的 OpenSSL 没有 SM3 / the OpenSSL of this machine has no SM3") from absent
    return lambda data: _digest(empty, data)


def _digest(empty: Any, data: bytes) -> bytes:
    begun = empty.copy()  # much quicker than looking the algorithm up for every leaf
    begun.update(data)
    return bytes(begun.digest())


def canonical_json(value: object) -> str:
    """Write JSON in the one way that is hashed and signed."""
    return ONE_WAY.encode(value)


def encoded(texts: Iterable[str | None], *, encoding: int = 1) -> bytes:
    """Write a Move down; `texts` holds its columns as text, in the order of `ENCODINGS`."""
    written = ["-" if t is None else f"{len(t) if t.isascii() else len(t.encode())}:{t}" for t in texts]
    return (LINES[encoding] % tuple(written)).encode()


def leaf_hash(hashed: Hash, lines: bytes) -> bytes:
    return hashed(b"\x00" + lines)


def node_hash(hashed: Hash, left: bytes, right: bytes) -> bytes:
    return hashed(b"\x01" + left + right)


def root_from(hashed: Hash, leaf: bytes, path: Sequence[bytes], *, place: tuple[int, int]) -> bytes:
    """Compute the root that a leaf's audit path leads to; `place`: the leaf's position and the size of the tree.

    Source: RFC 9162, section 2.1.3.2.
    """
    position, last = place[0], place[1] - 1
    if not 0 <= position <= last:
        raise Unreadable(f"位置 {place[0]} 不在 {place[1]} 条之内 / position {place[0]} is not among {place[1]}")
    found = leaf
    for sibling in path:
        if last == 0:
            raise Unreadable("路径太长 / the path is too long")
        if position & 1 or position == last:
            found = node_hash(hashed, sibling, found)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            found = node_hash(hashed, found, sibling)
        position, last = position >> 1, last >> 1
    if last:
        raise Unreadable("路径太短 / the path is too short")
    return found


def roots_from(hashed: Hash, old_root: bytes, path: Sequence[bytes], *, sizes: tuple[int, int]) -> tuple[bytes, bytes]:
    """Compute the old and the new root that a consistency proof leads to. Source: RFC 9162, section 2.1.4.2."""
    old, new = sizes
    if not 0 < old < new:
        raise Unreadable(f"{old} 条到 {new} 条之间没有连续性 / nothing leads from size {old} to size {new}")
    steps = [old_root, *path] if old & (old - 1) == 0 else list(path)
    first, last = old - 1, new - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    if not steps:
        raise Unreadable("路径太短 / the path is too short")
    was = now = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise Unreadable("路径太长 / the path is too long")
        if first & 1 or first == last:
            was, now = node_hash(hashed, step, was), node_hash(hashed, step, now)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            now = node_hash(hashed, now, step)
        first, last = first >> 1, last >> 1
    if last:
        raise Unreadable("路径太短 / the path is too short")
    return was, now


def head_bytes(head: Mapping[str, Any]) -> bytes:
    """Give what the signature of a head is over."""
    return HEAD_TAG + canonical_json({name: head[name] for name in HEAD_FIELDS}).encode()


def signed_well(head: Mapping[str, Any]) -> bool:
    """Say whether the signature of a head is by the key it names."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(head["key"]))
        key.verify(bytes.fromhex(head["signature"]), head_bytes(head))
    except (InvalidSignature, ValueError, KeyError, TypeError):
        return False
    return True


def faults_of(receipt: Mapping[str, Any], *, key: str = "", kept: Mapping[str, Any] | None = None) -> list[str]:
    """Check a receipt, against a published key and a head kept from before when given; list what does not hold."""
    head = receipt["head"]
    hashed = hash_of(head["algorithm"])
    lines = encoded(_texts(receipt["move"], head["encoding"]), encoding=head["encoding"])
    faults = []
    if lines.decode() != receipt["lines"]:
        faults.append("各字段与写成的行不符 / the fields are not those of the lines")
    path = [bytes.fromhex(one) for one in receipt["path"]]
    root = root_from(hashed, leaf_hash(hashed, lines), path, place=(receipt["position"], head["size"]))
    if root.hex() != head["root"]:
        faults.append("这条流转记录不在凭证所封的账里 / the Move is not in the ledger under this head")
    if not signed_well(head):
        faults.append("凭证的签名不对 / the signature of the head does not hold")
    if key and key.lower() != head["key"]:
        faults.append(f"签名用的是另一把钥匙 {head['key']} / another key has signed: {head['key']}")
    if kept is not None:
        faults += _against(hashed, head, kept, receipt.get("since"))
    return faults


def _texts(move: Mapping[str, Any], encoding: int) -> list[str | None]:
    """Give the columns of a Move as text."""
    if set(move) != set(ENCODINGS[encoding]):
        raise Unreadable("字段不齐，或多出了字段 / fields are missing or too many")
    return [_text(name, move[name]) for name in ENCODINGS[encoding]]


def _text(name: str, value: object) -> str | None:
    if name in JSON_COLUMNS:
        return canonical_json(value)
    if value is None:
        return None
    if type(value) is (int if name in INTEGERS else str):
        return str(value)
    raise Unreadable(f"{name} 不能是 {value!r} / {name} cannot be {value!r}")


def _against(hashed: Hash, head: Mapping[str, Any], kept: Mapping[str, Any], since: Any) -> list[str]:
    """Say whether a head goes on where one kept from before ended."""
    if not signed_well(kept):
        return ["您保存的凭证签名不对 / the signature of the head you kept does not hold"]
    faults = [] if kept["key"] == head["key"] else ["两份凭证的钥匙不同 / the two heads are signed by two keys"]
    if kept["size"] == head["size"]:
        return faults + ([] if kept["root"] == head["root"] else [FORKED])
    if since is None or since["size"] != kept["size"]:
        return [*faults, f"{NO_WAY}（--since）"]
    path = [bytes.fromhex(one) for one in since["path"]]
    found = roots_from(hashed, bytes.fromhex(kept["root"]), path, sizes=(kept["size"], head["size"]))
    return faults + ([] if [one.hex() for one in found] == [kept["root"], head["root"]] else [FORKED])


FORKED = "与您保存的凭证不是同一本账 / this is another history than that of the head you kept"
NO_WAY = "存证里没有从您保存的凭证到这里的证明，请出具方带上它重开 / the receipt does not lead from the head you kept"


def head_in(text: str) -> dict[str, Any]:
    """Read a head from a file that holds it, alone or within a page.

    Raises:
        Unreadable: there is none.
    """
    start, end = text.find("{"), text.rfind("}")
    try:
        head = json.loads(text[start : end + 1])
    except ValueError as wrong:
        raise Unreadable("里面没有封存凭证 / there is no head in it") from wrong
    if not isinstance(head, dict) or set(head) != {*HEAD_FIELDS, "signature"}:
        raise Unreadable("里面没有封存凭证 / there is no head in it")
    return head


def main(words: Sequence[str] | None = None) -> int:
    """Check the files named on the command line; say what was found."""
    parser = argparse.ArgumentParser(description="核验存证 / check a receipt")
    parser.add_argument("receipt", type=Path, help="存证文件 / the receipt")
    parser.add_argument("--key", default="", help="单位公布的公钥 / the key the office has published")
    parser.add_argument("--head", type=Path, help="自己保存的封存凭证 / a head kept from before")
    asked = parser.parse_args(words)
    try:
        receipt = json.loads(asked.receipt.read_text(encoding="utf-8"))
        if receipt.get("kind") != RECEIPT:
            raise Unreadable("不是存证文件 / this is no receipt")
        kept = head_in(asked.head.read_text(encoding="utf-8")) if asked.head else None
        faults = faults_of(receipt, key=asked.key, kept=kept)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as wrong:
        sys.stderr.write(f"读不了 / cannot be read: {type(wrong).__name__}: {wrong}\n")
        return 2
    sys.stdout.write(_told(receipt, faults))
    return 1 if faults else 0


def _told(receipt: Mapping[str, Any], faults: Sequence[str]) -> str:
    if faults:
        return "".join(f"不符 / wrong: {fault}\n" for fault in faults)
    head = receipt["head"]
    return (
        f"{receipt['lines']}\n"
        f"属实：以上就是账上第 {receipt['position'] + 1} 条流转记录，在第 {head['seal']} 次封存（{head['at']}，"
        f"共 {head['size']} 条）之内。\n"
        f"True: this is Move {receipt['position'] + 1} of {head['size']} under seal {head['seal']}, {head['at']}.\n"
        f"签名公钥 / signed by: {head['key']}\n"
        "请与单位公布的公钥核对 / compare it with the key the office has published.\n"
    )


if __name__ == "__main__":
    sys.exit(main())
