"""Delivery: whom a duty is told to, once per channel, tried again when it fails, and no failure stops the others."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from random import Random

import pytest
from small_plan import CHECKER, ISSUED_AT, LIAISON, PLANNER, REVIEWERS, Small, at, rows
from sqlmodel import select
from unguarded import unguard_moves

from duban.database import engine, writing
from duban.notify import deliver
from duban.notify.carriers import CARRIERS
from duban.notify.outbox import LEASE, TRIES_AT_MOST, wait_before
from duban.sweeping import sweep_all
from models.question import Review
from models.record import Duty, Message, Move
from models.register import Holding, Person
from models.words import Act, Channel, Delivery, Life, Then

NEXT = ISSUED_AT + timedelta(minutes=1)


def told(what: Then, life: Life, act: Act, subject_id: int) -> set[str]:
    """Give the codes of everybody who was told in the inbox about one move."""
    moves = {m.id for m in rows(Move) if (m.life, m.act, m.subject_id) == (life, act, subject_id)}
    duties = {d.id for d in rows(Duty) if d.move_id in moves and d.what is what}
    people = {p.id: p.code for p in rows(Person)}
    return {people[m.person_id] for m in rows(Message) if m.duty_id in duties and m.channel is Channel.IN_APP}


def test_every_channel_is_carried_by_one_carrier():
    assert [carrier.channel for carrier in CARRIERS] == list(Channel)


def test_handing_out_tells_the_leads_liaison_and_the_supporting_units(small):
    deliver(now=NEXT)

    assert told(Then.TELL_LEAD, Life.TASK, Act.ASSIGN, small.plain) == {LIAISON}
    assert told(Then.TELL_SUPPORTING, Life.TASK, Act.ASSIGN, small.plain) == {"situ.zhuyou"}


def test_a_units_deputy_is_told_while_the_liaison_is_away(small):
    person_id = small.people[LIAISON].person_id
    with engine().begin() as connection:
        connection.exec_driver_sql(
            f"INSERT INTO absence (person_id, since, until) VALUES ({person_id}, '2026-01-01', '2026-01-31')"
        )

    deliver(now=NEXT)

    assert told(Then.TELL_LEAD, Life.TASK, Act.ASSIGN, small.plain) == {"hou.jia"}


def test_issuing_tells_every_addressed_unit_and_every_lead(small):
    deliver(now=NEXT)

    assert len(told(Then.TELL_ALL, Life.PLAN, Act.ISSUE, small.plan_id)) == 22


def test_a_panel_that_has_decided_is_not_asked_any_more(small):
    deliver(now=NEXT)

    [duty] = [d for d in rows(Duty) if d.what is Then.ASK_PANEL]
    assert (duty.delivery, duty.trouble) == (Delivery.DELIVERED, "")
    [review] = rows(Review)
    assert told(Then.ASK_PANEL, Life.REVIEW, Act.OPEN, review.id) == set()


def _report(small: Small) -> None:
    small.does("situ.zhuyou", Act.CONTRIBUTE, small.plain, at=ISSUED_AT, text="已配合。")
    small.does(LIAISON, Act.ACCEPT, small.plain, at=ISSUED_AT)
    small.does(LIAISON, Act.REPORT, small.plain, at=ISSUED_AT, text="已完成。")


def test_a_report_asks_the_checkers(small):
    _report(small)

    deliver(now=NEXT)

    assert told(Then.ASK_CHECKER, Life.TASK, Act.REPORT, small.plain) == {CHECKER, "zeng.wangan"}


def test_an_open_review_asks_everybody_with_a_seat(small):
    _report(small)
    small.does(CHECKER, Act.PASS_CHECK, small.plain, at=ISSUED_AT)

    deliver(now=NEXT)

    [review] = [r for r in rows(Review) if r.life is Life.TASK]
    asked = told(Then.ASK_PANEL, Life.REVIEW, Act.OPEN, review.id)
    assert asked == {*REVIEWERS, "ren.zhaojia", "ren.zhiran"}


def test_declining_tells_the_planner(small):
    small.does(LIAISON, Act.DECLINE, small.plain, at=ISSUED_AT, reason="不属本单位职责。")

    deliver(now=NEXT)

    assert told(Then.TELL_PLANNER, Life.TASK, Act.DECLINE, small.plain) == {PLANNER}


def test_reassigning_tells_the_old_lead_and_the_new(small):
    popular = next(u for u in small.units() if u.code == "KPB")
    small.does(PLANNER, Act.REASSIGN, small.plain, at=ISSUED_AT, unit_id=popular.id, reason="职责调整。")

    deliver(now=NEXT)

    assert told(Then.TELL_OLD_LEAD, Life.TASK, Act.REASSIGN, small.plain) == {LIAISON}
    assert told(Then.TELL_LEAD, Life.TASK, Act.REASSIGN, small.plain) == {"situ.zhuyou"}


def test_an_order_reaches_liaison_head_and_leader(small):
    for moment in ("2026-03-24 08:30", "2026-03-27 08:30", "2026-04-01 08:30"):
        sweep_all(now=at(moment))

    deliver(now=at("2026-04-01 08:31"))

    ladder = small.ladder(small.plain).id or 0
    assert told(Then.TELL_LEAD, Life.SUPERVISION, Act.ORDER, ladder) == {LIAISON}
    assert told(Then.TELL_UNIT_HEAD, Life.SUPERVISION, Act.ORDER, ladder) == {"fu.yunbai"}
    assert told(Then.TELL_LEADER, Life.SUPERVISION, Act.ORDER, ladder) == {"qian.peng", "ren.zhiran"}


def test_delivering_twice_tells_nobody_twice(small):
    deliver(now=NEXT)
    messages = len(rows(Message))

    again = deliver(now=NEXT + timedelta(days=1))

    assert (again.duties, len(rows(Message))) == ((), messages)


def test_every_duty_is_delivered_in_the_inbox_and_as_a_file(small):
    delivered = deliver(now=NEXT)

    assert {duty.delivery for duty in rows(Duty)} == {Delivery.DELIVERED}
    files = {file.name for file in (small.home / "outgoing").iterdir()}
    in_app = {f"duty-{m.duty_id}-{m.person_id}.eml" for m in rows(Message) if m.channel is Channel.IN_APP}
    assert files == in_app
    assert delivered.messages == 2 * len(files)


def test_a_file_holds_a_mail_that_says_what_when_and_where(small):
    deliver(now=NEXT)

    [duty] = [d for d in rows(Duty) if d.what is Then.TELL_SUPPORTING][:1]
    [file] = (small.home / "outgoing").glob(f"duty-{duty.id}-*.eml")
    mail = message_from_bytes(file.read_bytes(), policy=default)
    assert mail["subject"] == "【交办任务】更新展项。"
    assert str(mail["to"]) == "司徒竹柚 <situ.zhuyou@example.org>"
    assert mail.get_content().splitlines() == [
        "2026-01-06 09:00，纪晓舟：任务交办。",
        "方案：试行方案（试科协〔2026〕2号）",
        "任务：更新展项。",
        "牵头单位：岭海省科学技术馆",
        "时限：2026-03-31",
        "亮灯：绿灯，按计划推进",
        "请配合牵头单位，并报送配合情况；未报送的，牵头单位不能报告。",
        f"办理：http://127.0.0.1:8600/tasks/{small.plain}",
    ]


def _vacate(small: Small) -> None:
    """Leave the museum without a liaison and without a deputy."""
    with writing() as session:
        people = {small.people[code].person_id for code in (LIAISON, "hou.jia")}
        for holding in session.exec(select(Holding)).all():
            if holding.person_id in people:
                holding.until = ISSUED_AT.date() - timedelta(days=1)
                session.add(holding)


def test_a_vacant_post_is_trouble_that_is_said_and_tried_again(small):
    _vacate(small)

    delivered = deliver(now=NEXT, chance=Random(7))

    [lead] = [d for d in delivered.duties if d.what is Then.TELL_LEAD and "更新展项" in d.title]
    assert (lead.delivery, lead.trouble) == (Delivery.WAITING, "岭海省科学技术馆没有联络员")
    stored = next(d for d in rows(Duty) if d.id == lead.duty_id)
    assert NEXT < stored.next_at <= NEXT + timedelta(minutes=5)


def test_whoever_takes_the_post_over_is_told_at_the_next_try(small):
    _vacate(small)
    deliver(now=NEXT)
    with engine().begin() as connection:
        connection.exec_driver_sql("UPDATE holding SET until = NULL")

    deliver(now=NEXT + timedelta(hours=1))

    assert told(Then.TELL_LEAD, Life.TASK, Act.ASSIGN, small.plain) == {LIAISON}


def test_after_eight_tries_a_duty_is_given_up_and_keeps_its_trouble(small):
    _vacate(small)
    moment = NEXT
    for _ in range(TRIES_AT_MOST + 1):
        deliver(now=moment)
        moment += timedelta(days=1)

    failed = [d for d in rows(Duty) if d.delivery is Delivery.FAILED]
    assert {(d.tries, d.next_at, d.trouble) for d in failed if d.what is Then.TELL_LEAD} == {
        (TRIES_AT_MOST, None, "岭海省科学技术馆没有联络员")
    }
    assert Delivery.WAITING not in {d.delivery for d in rows(Duty)}


def test_a_poisoned_duty_stops_no_other(small):
    [poisoned] = [d for d in rows(Duty) if d.what is Then.TELL_SUPPORTING][:1]
    with writing() as session:
        unguard_moves(session)
        session.connection().exec_driver_sql(f"UPDATE move SET role = 'elephant' WHERE id = {poisoned.move_id}")

    delivered = deliver(now=NEXT)

    broken = {duty.duty_id for duty in delivered.troubled}
    assert broken == {d.id for d in rows(Duty) if d.move_id == poisoned.move_id}
    assert {d.delivery for d in rows(Duty) if d.id not in broken} == {Delivery.DELIVERED}


def test_what_another_deliverer_has_claimed_is_left_to_it_until_its_lease_ends(small):
    with writing() as session:
        for duty in session.exec(select(Duty)).all():
            duty.next_at, duty.tries = NEXT + LEASE, 1
            session.add(duty)

    during, after = deliver(now=NEXT), deliver(now=NEXT + LEASE)

    assert during.duties == ()
    assert len(after.duties) == len(rows(Duty))


def test_at_most_as_many_duties_as_asked_for_are_claimed_the_oldest_first(small):
    delivered = deliver(now=NEXT, limit=3)

    assert [duty.duty_id for duty in delivered.duties] == [1, 2, 3]


@pytest.mark.parametrize(
    ("tries", "shortest", "longest"),
    [
        (1, timedelta(minutes=2.5), timedelta(minutes=5)),
        (2, timedelta(minutes=5), timedelta(minutes=10)),
        (8, timedelta(minutes=320), timedelta(minutes=640)),
        (30, timedelta(hours=6), timedelta(hours=12)),
    ],
)
def test_the_wait_doubles_to_twelve_hours_and_is_spread(tries, shortest, longest):
    waits = [wait_before(tries, Random(seed)) for seed in range(50)]

    assert shortest <= min(waits) < max(waits) <= longest


def test_the_wait_is_the_same_for_the_same_chance():
    assert wait_before(3, Random(1)) == wait_before(3, Random(1))
