"""One file per message in the folder `outgoing`, for whatever carries it further: .eml, as mail programs read it."""

import os
from collections.abc import Sequence
from pathlib import Path

from duban.notify.letter import Letter
from duban.notify.mail import mail_of
from duban.settings import settings
from duban.whole_files import onto_disk


def send(letter: Letter) -> None:
    """Write the file; written again it is the same file."""
    target = _file_of(letter)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(f".{os.getpid()}.part")
    draft.write_bytes(mail_of(letter).as_bytes())
    os.replace(draft, target)


def keep(letters: Sequence[Letter]) -> None:
    """Wait until the files and their names are on disk; what carries them further may have taken some away."""
    if letters:
        onto_disk([_file_of(letter) for letter in letters])
        onto_disk([_file_of(letters[0]).parent])


def reaches(_letter: Letter) -> bool:
    return True


def _file_of(letter: Letter) -> Path:
    return settings().home / "outgoing" / f"{letter.reference}.eml"
