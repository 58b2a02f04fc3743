"""Signed heads of the ledger: from their table, as files, and as what one kept elsewhere.

A head file is never written over: two heads under one number mean that one of them is not ours.
"""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from duban.ledger.keys import public_hex
from duban.ledger.verifier import Unreadable, head_bytes, head_in, signed_well
from duban.settings import settings
from duban.whole_files import whole_file
from models.errors import BadInput
from models.seal import Seal
from models.values import Value

FILE = re.compile(r"(\d{4,})\.json")


class Head(Value):
    """What a seal says: the root over the first `size` Moves, in hexadecimal digits, and who has signed it when."""

    seal: int
    size: int
    since: int
    root: str
    algorithm: Literal["sha256", "sm3"]
    encoding: Literal[1]
    at: str
    key: str
    signature: str = ""

    @property
    def signed_well(self) -> bool:
        return signed_well(self.model_dump())

    @property
    def text(self) -> str:
        return json.dumps(self.model_dump(), indent=1, sort_keys=True) + "\n"


def signed(head: Head, key: Ed25519PrivateKey) -> Head:
    """Sign a head."""
    named = head.model_copy(update={"key": public_hex(key)})
    return named.model_copy(update={"signature": key.sign(head_bytes(named.model_dump())).hex()})


def head_of(seal: Seal) -> Head:
    """Give the head that a stored seal is."""
    said = seal.model_dump(include=set(Head.model_fields) - {"seal", "at"})
    return Head.model_construct(**said, seal=seal.id, at=written(seal.at))


def seal_of(head: Head, peaks: Sequence[bytes]) -> Seal:
    """Give the row that stores a head."""
    said = head.model_dump(exclude={"seal", "at"})
    return Seal(**said, id=head.seal, at=datetime.fromisoformat(head.at), peaks=[peak.hex() for peak in peaks])


def written(moment: datetime) -> str:
    """Write a moment as the ledger does: UTC, to the microsecond."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def folder() -> Path:
    """Give the folder of the head files."""
    return settings().home / "ledger" / "heads"


def file_of(number: int) -> Path:
    """Say where the head of a seal is written."""
    return folder() / f"{number:04}.json"


def numbers_filed() -> set[int]:
    """Give the numbers of the seals whose head has been written to a file."""
    names = (FILE.fullmatch(file.name) for file in folder().glob("*.json"))
    return {int(name[1]) for name in names if name}


def write_file(head: Head) -> None:
    """Write a head to its file, whole or not at all."""
    target = file_of(head.seal)
    target.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(target, force=True) as begun:
        begun.write_text(head.text, encoding="ascii")


def read_head(file: Path) -> Head:
    """Read a head that was kept in a file, alone or within a page.

    Raises:
        BadInput: there is no head in it.
    """
    try:
        return Head.model_validate(head_in(file.read_text(encoding="utf-8")))
    except (Unreadable, ValueError) as wrong:
        raise BadInput(
            f"{file} 里没有封存凭证。请用 duban 写出的 NNNN.json，或者运行页面上的那一段。",
            f"{file} holds no head of the ledger; give a NNNN.json, or the part of a run's page.",
        ) from wrong


def read_heads(places: Sequence[Path]) -> Iterator[tuple[Path, Head]]:
    """Read heads from files, and from every head file of a folder.

    Raises:
        BadInput: a file holds no head, or is not there.
    """
    for place in places:
        files = (
            sorted(file for file in place.glob("*.json") if FILE.fullmatch(file.name)) if place.is_dir() else [place]
        )
        for file in files:
            yield file, read_head(file)
