"""Mail through a real SMTP server on loopback: sent once, tried again when refused, never without an address."""

import os
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import Message as Mail
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from small_plan import ISSUED_AT, LIAISON, rows
from sqlalchemy import delete, update
from sqlmodel import col

from duban.database import engine, writing
from duban.notify import deliver
from duban.services import free_ports
from duban.settings import settings
from models.record import Duty, Message
from models.register import Person
from models.words import Channel, Delivery, Then

NEXT = ISSUED_AT + timedelta(minutes=1)


class Postbox:
    """Keeps what it is handed; refuses whatever is addressed to somebody it does not know."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.unknown: set[str] = set()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.unknown:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """A mail server that our settings point at."""
    box = Postbox()
    port = free_ports().inbox
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    os.environ["DUBAN_SMTP_URL"] = f"smtp://127.0.0.1:{port}"
    settings.cache_clear()
    yield box
    server.stop()
    del os.environ["DUBAN_SMTP_URL"]
    settings.cache_clear()


def _address(small, code: str, email: str) -> None:
    with engine().begin() as connection:
        connection.execute(update(Person).where(Person.code == code).values(email=email))


def test_everybody_with_an_address_gets_each_notice_as_one_mail(small, postbox):
    deliver(now=NEXT)
    deliver(now=NEXT + timedelta(days=1))

    sent = sorted(str(mail["message-id"]) for mail in postbox.mails)
    wanted = sorted(f"<duty-{m.duty_id}-{m.person_id}@duban>" for m in rows(Message) if m.channel is Channel.IN_APP)
    assert sent == wanted


def test_a_mail_is_readable_chinese(small, postbox):
    deliver(now=NEXT, limit=20)

    mail = next(mail for mail in postbox.mails if mail["subject"] == "【交办任务】更新展项。")
    assert str(mail["from"]) == "duban@localhost"
    assert "时限：2026-03-31" in mail.get_content()


def test_whoever_has_no_address_is_told_without_mail(small, postbox):
    _address(small, LIAISON, "")

    deliver(now=NEXT)

    liaison = small.people[LIAISON].person_id
    channels = {m.channel for m in rows(Message) if m.person_id == liaison}
    assert channels == {Channel.IN_APP, Channel.FILE}
    assert {d.delivery for d in rows(Duty)} == {Delivery.DELIVERED}


def test_a_refused_mailbox_is_tried_again_and_the_others_get_theirs_once(small, postbox):
    _address(small, LIAISON, "gone@example.org")
    postbox.unknown = {"gone@example.org"}

    first = deliver(now=NEXT)
    postbox.unknown = set()
    second = deliver(now=NEXT + timedelta(hours=1))

    assert first.troubled
    assert all("gone@example.org" not in duty.trouble for duty in second.duties)
    ids = [str(mail["message-id"]) for mail in postbox.mails]
    assert len(ids) == len(set(ids)) == sum(m.channel is Channel.EMAIL for m in rows(Message))
    assert {d.delivery for d in rows(Duty)} == {Delivery.DELIVERED}


def test_an_address_that_is_none_is_trouble_for_its_duties_only(small, postbox):
    _address(small, LIAISON, "not an address")

    delivered = deliver(now=NEXT)

    assert {duty.what for duty in delivered.troubled} == {Then.TELL_LEAD, Then.TELL_ALL}
    assert postbox.mails


def test_a_mail_server_that_is_not_there_is_trouble_that_names_the_person(small, postbox):
    os.environ["DUBAN_SMTP_URL"] = "smtp://127.0.0.1:9"
    settings.cache_clear()

    delivered = deliver(now=NEXT, limit=4)

    assert any(duty.trouble.startswith("给 ") for duty in delivered.troubled)
    in_app = {m.duty_id for m in rows(Message) if m.channel is Channel.IN_APP}
    assert {duty.duty_id for duty in delivered.troubled} <= in_app


def test_after_a_crash_before_the_end_nobody_gets_a_second_mail(small, postbox):
    deliver(now=NEXT)
    mails, messages = len(postbox.mails), len(rows(Message))
    with writing() as session:
        session.exec(update(Duty).values(delivery=Delivery.WAITING, next_at=NEXT))
        session.exec(delete(Message).where(col(Message.channel) != Channel.EMAIL))

    deliver(now=NEXT)

    assert (len(postbox.mails), len(rows(Message))) == (mails, messages)
