"""Whoever chose English is written to in English, everybody else in Chinese, about the same thing."""

import re
from datetime import timedelta

import pytest
from small_plan import ISSUED_AT, LIAISON, Small, rows
from sqlmodel import select

from duban.accounts import languages_of, make_account
from duban.database import reading, writing
from duban.notify import deliver
from duban.notify.bundle_wording import bundle_body, bundle_title
from duban.notify.told import Brief
from duban.notify.wording import ANSWER_APPEAL, ASKED, TITLES, TO_DO
from duban.tongue import lookup, speaking
from models.record import Message
from models.register import Account, Person
from models.words import Channel

SUPPORTER, NEXT = "situ.zhuyou", ISSUED_AT + timedelta(minutes=1)
CHINESE = re.compile("[\u4e00-\u9fff]")


def _chose(code: str, language: str) -> None:
    with writing() as session:
        person = session.exec(select(Person).where(Person.code == code)).one()
        make_account(session, person.id or 0, code)
        session.exec(select(Account).where(Account.login == code)).one().language = language


def _of(code: str) -> list[Message]:
    with reading() as session:
        person = session.exec(select(Person).where(Person.code == code)).one()
    return [row for row in rows(Message) if row.person_id == person.id and row.channel is Channel.IN_APP]


def test_the_same_act_is_told_to_each_in_the_own_language(small: Small) -> None:
    _chose(LIAISON, "en")
    deliver(now=NEXT)

    english = next(row for row in _of(LIAISON) if "assigned" in row.title)
    chinese = next(row for row in _of(SUPPORTER) if "配合" in row.body)
    assert (english.title.startswith("[Task assigned] "), chinese.title.startswith("【交办任务】")) == (True, True)
    said = [line.partition(": ")[0] for line in english.body.splitlines()]
    assert [word for word in said if word in ("Plan", "Task", "Lead unit", "Due", "Lamp", "Act here")] == [
        "Plan", "Task", "Lead unit", "Due", "Lamp", "Act here",
    ]  # fmt: skip
    assert "Please accept it and do it by the date" in english.body
    assert "请配合牵头单位" in chinese.body


def test_whoever_chose_nothing_is_written_to_as_the_settings_say(small: Small) -> None:
    with reading() as session:
        person = session.exec(select(Person.id).where(Person.code == SUPPORTER)).one()
    assert languages_of([person]) == {person: "zh"}


def test_a_bundle_in_english_holds_no_sentence_in_chinese() -> None:
    briefs = [Brief(said="Reminder", about=f"thing {n}", address="http://x/tasks/1", plan="P (1)") for n in range(3)]
    with speaking("en"):
        text = f"{bundle_title(briefs)}\n{bundle_body(briefs)}"
    assert CHINESE.findall(text) == []


@pytest.mark.parametrize("sentence", sorted({*TITLES.values(), *TO_DO.values(), *ASKED.values(), ANSWER_APPEAL}))
def test_every_sentence_of_a_letter_is_known_in_english(sentence: str) -> None:
    with speaking("en"):
        assert CHINESE.search(lookup(sentence)) is None
