"""The supplementary and amended notices that were read against a plan, each as it came, in the home.

A file is named by the SHA-256 of what it holds: what is taken is what was shown, and the reason of an act can be looked
up in the notice it names. They are in every backup.
"""

import re
from hashlib import sha256
from pathlib import Path

from duban.settings import settings
from duban.whole_files import whole_file
from models.errors import BadInput

NAME = re.compile(r"[0-9a-f]{64}(?:\.[a-z0-9]{1,7})?")


def folder() -> Path:
    return settings().home / "notices"


def keep(content: bytes, suffix: str, *, at_most_bytes: int) -> Path:
    """Keep a notice under the name of its content and the ending of its file.

    Raises:
        BadInput: it is too large.
    """
    if len(content) > at_most_bytes:
        raise BadInput("文件超过 20 MB，请只保留正文。", "The file is larger than 20 MB; keep only the text.")
    ending = suffix.lower()[:8]
    path = folder() / f"{sha256(content).hexdigest()}{ending if NAME.fullmatch('0' * 64 + ending) else '.bin'}"
    folder().mkdir(parents=True, exist_ok=True)
    with whole_file(path, force=True) as begun:
        begun.write_bytes(content)
    return path


def kept() -> list[Path]:
    """List the notices that are kept, in the order of their names."""
    there = folder().glob("*") if folder().is_dir() else ()
    return sorted(path for path in there if NAME.fullmatch(path.name))
