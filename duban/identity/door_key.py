"""The key that what has to stay secret at the door is encrypted with: a file of its own, outside the database.

Whoever copies the database, or a backup of it, cannot make anybody's codes. Several machines that serve one database
need the same file, named by the setting `door_key`.
"""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from duban.settings import settings
from models.errors import BadInput

NAME = "door.fernet"


def key_file() -> Path:
    """Say where the key is kept."""
    named = settings().door_key
    return Path(named) if named else settings().home / "keys" / NAME


def sealed(secret: str) -> str:
    """Encrypt a secret; the key is made on first use."""
    if not key_file().exists():
        _make(key_file())
    return _key().encrypt(secret.encode()).decode()


def opened(kept: str) -> str:
    """Decrypt what `sealed` gave.

    Raises:
        BadInput: the key is not there any more, or is another one.
    """
    try:
        return _key().decrypt(kept.encode()).decode()
    except InvalidToken as wrong:
        raise _another_key() from wrong


def _key() -> Fernet:
    try:
        return Fernet(key_file().read_bytes().strip())
    except (OSError, ValueError) as wrong:
        raise _another_key() from wrong


def _another_key() -> BadInput:
    return BadInput(
        "系统核对动态码用的密钥不在了，或者换过了，动态码暂时用不了；请用恢复码，或请系统操作员停用你的动态码后重新启用。",
        "The key for checking codes is gone or another one; use a recovery code, or ask an operator to switch your "
        "codes off, then switch them on anew.",
    )


def _make(file: Path) -> None:
    """Write a new key, for its owner alone; of two who begin at once the first one's stays."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(dir=file.parent)  # made with mode 0600
    try:
        with os.fdopen(descriptor, "wb") as written:
            written.write(Fernet.generate_key())
            written.flush()
            os.fsync(descriptor)
        with suppress(FileExistsError):
            file.hardlink_to(name)
    finally:
        Path(name).unlink()
