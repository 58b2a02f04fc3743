"""The key that signs the heads of the ledger: a file of its own, outside the database.

Every public key beside it (`*.pub`) counts as ours, so that what an earlier key has signed stays good.
"""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from duban.settings import settings
from models.errors import BadInput

NAME = "ledger.ed25519"


def key_file() -> Path:
    """Say where the signing key is kept."""
    named = settings().ledger_key
    return Path(named) if named else settings().home / "keys" / NAME


def signing_key() -> Ed25519PrivateKey:
    """Read the signing key; it is made on first use, with its public key beside it.

    Raises:
        BadInput: the file holds no Ed25519 key.
    """
    file = key_file()
    if not file.exists():
        _make(file)
    key = _read(file)
    public = file.with_name(f"{file.name}.pub")
    if not public.exists():
        with suppress(OSError):  # a key mounted read-only; its public half can be had from itself
            public.write_text(f"{public_hex(key)}\n", encoding="ascii")
    return key


def our_keys() -> frozenset[str]:
    """Give every public key whose signature counts as ours, in hexadecimal digits; makes none."""
    file = key_file()
    known = {one.read_text(encoding="ascii").strip().lower() for one in sorted(file.parent.glob("*.pub"))}
    return frozenset(known | ({public_hex(_read(file))} if file.exists() else set()))


def public_hex(key: Ed25519PrivateKey) -> str:
    """Give the public half of a key in hexadecimal digits."""
    return key.public_key().public_bytes_raw().hex()


def _read(file: Path) -> Ed25519PrivateKey:
    try:
        key = serialization.load_pem_private_key(file.read_bytes(), password=None)
    except (ValueError, TypeError) as wrong:
        raise BadInput(*_no_key(file)) from wrong
    if not isinstance(key, Ed25519PrivateKey):
        raise BadInput(*_no_key(file))
    return key


def _no_key(file: Path) -> tuple[str, str]:
    return (
        f"{file} 里不是 Ed25519 私钥（PEM，不加密）。请放回原来的钥匙，或者把它移走，下次封存时会生成新的。",
        f"{file} holds no Ed25519 key (PEM, no password); put the key back, or move the file away for a new one.",
    )


def _make(file: Path) -> None:
    """Write a new key, for its owner alone; of two who begin at once the first one's stays."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    descriptor, name = tempfile.mkstemp(dir=file.parent)  # made with mode 0600
    try:
        with os.fdopen(descriptor, "wb") as written:
            written.write(pem)
            written.flush()
            os.fsync(descriptor)
        with suppress(FileExistsError):
            file.hardlink_to(name)
    finally:
        Path(name).unlink()
