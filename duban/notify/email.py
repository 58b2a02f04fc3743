"""Mail over SMTP, when a mail server is set and the person has an address."""

import smtplib
from urllib.parse import unquote, urlsplit

from duban.notify.letter import Letter, Unsent
from duban.notify.mail import mail_of
from duban.settings import settings

TIMEOUT_S = 20


def reaches(letter: Letter) -> bool:
    return bool(settings().smtp_url and letter.email)


def send(letter: Letter) -> None:
    """Hand the letter to the mail server.

    Raises:
        Unsent: the server is not there or does not take it.
    """
    at = urlsplit(settings().smtp_url)
    opened = smtplib.SMTP_SSL if at.scheme == "smtps" else smtplib.SMTP
    try:
        with opened(at.hostname or "localhost", at.port or 0, timeout=TIMEOUT_S) as server:
            if at.scheme == "smtp+tls":
                server.starttls()
            if at.username:
                server.login(unquote(at.username), unquote(at.password or ""))
            server.send_message(mail_of(letter))
    except (OSError, smtplib.SMTPException, ValueError) as problem:
        raise Unsent(f"给 {letter.person_name} 的邮件没有发出：{problem}") from problem
