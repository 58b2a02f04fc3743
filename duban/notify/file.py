"""One file per message in the folder `outgoing`, for whatever carries it further: .eml, as mail programs read it."""

import os

from duban.notify.letter import Letter
from duban.notify.mail import mail_of
from duban.settings import settings


def send(letter: Letter) -> None:
    """Write the file; written again it is the same file."""
    folder = settings().home / "outgoing"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{letter.reference}.eml"
    draft = target.with_suffix(".part")
    draft.write_bytes(mail_of(letter).as_bytes())
    os.replace(draft, target)


def reaches(_letter: Letter) -> bool:
    return True
