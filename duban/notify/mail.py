"""A letter as a mail message."""

from email.headerregistry import Address
from email.message import EmailMessage

from duban.notify.letter import Letter
from duban.settings import settings


def mail_of(letter: Letter) -> EmailMessage:
    """Write a letter as mail; its Message-ID is the same each time, so that a mail server can tell a repeat."""
    mail = EmailMessage()
    mail["Subject"] = _one_line(letter.title)
    mail["From"] = settings().mail_from
    mail["To"] = Address(_one_line(letter.person_name), addr_spec=letter.email or f"{letter.person_id}@duban.invalid")
    mail["Message-ID"] = f"<{letter.reference}@duban>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.body)
    return mail


def _one_line(words: str) -> str:
    """Put words on one line: a header that could begin another one is refused by the library, and nothing would go."""
    return " ".join(words.split())
