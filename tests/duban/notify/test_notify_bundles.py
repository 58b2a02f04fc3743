"""Bundles: so many reminders a day one by one, the others together; nothing lost, nothing told twice."""

from datetime import timedelta
from random import Random

import pytest
from flooding import Postbox, bundles, bundles_a_day, order, promise, quiet, singles_a_day, tasks, told_of
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from small_plan import LIAISON, Small, at, rows
from sqlmodel import select

from duban.actions.plans import import_reading  # noqa: F401  the small plan's house
from duban.database import engine, reading, writing
from duban.notify import deliver
from duban.notify.bundle_wording import bundle_body, bundle_title, sorted_briefs
from duban.notify.outbox import LEASE, TRIES_AT_MOST
from duban.notify.told import Brief
from duban.notify.undelivered import try_again, undelivered
from duban.policies import store_policy
from duban.queries import messages_page, unread
from models.plan import Plan
from models.policy import PolicySettings
from models.question import Supervision
from models.record import Allotment, Bundle, Duty, Message, Move
from models.words import Act, Channel, Delivery, Then
from workflows.moments import day_of

MORNING = at("2026-03-03 08:30")
"""A Tuesday."""
N = PolicySettings().reminders_a_day


@pytest.fixture
def calm(small: Small) -> Small:
    quiet(small)
    return small


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


def person(small: Small) -> int:
    return small.people[LIAISON].person_id or 0


def delivery_of(*duty_ids: int) -> set[Delivery]:
    return {duty.delivery for duty in rows(Duty) if duty.id in duty_ids}


def test_what_is_over_the_number_of_a_day_is_told_together_at_once(calm, postbox):
    owed = [promise(task, at=MORNING) for task in tasks(N + 3)]

    delivered = deliver(now=MORNING, carriers=postbox.carriers)

    assert [letter.reference.split("-")[0] for letter in postbox.letters] == ["duty"] * N + ["bundle"]
    assert delivery_of(*owed) == {Delivery.DELIVERED}
    [together] = delivered.bundles
    assert (together.duties, together.messages, together.person, together.trouble) == (3, 2, "蔡令然", "")
    assert delivered.messages == 2 * (N + 1)


def test_as_many_as_the_number_go_one_by_one(calm, postbox):
    for task in tasks(N):
        promise(task, at=MORNING)

    deliver(now=MORNING, carriers=postbox.carriers)

    assert ({letter.reference.split("-")[0] for letter in postbox.letters}, bundles()) == ({"duty"}, [])


def test_a_bundle_lists_what_it_tells_with_how_it_stands_and_where(calm, postbox):
    ids = tasks(N + 2)
    for task in ids:
        promise(task, at=MORNING, act=Act.ASSIGN)
    deliver(now=MORNING, carriers=postbox.carriers)

    bundle = postbox.letters[-1]

    assert bundle.title == "【提醒合并】共 2 件：交办任务 2"
    assert bundle.body.splitlines() == [
        "要告知你的事较多，以下 2 件合成一条，不再逐条发送；急的排在前面。",
        "方案：试行方案（试科协〔2026〕2号）",
        "",
        "一、交办任务（2 件）",
        "请签收并按时限办理；不属本单位职责的，写明理由退回交办。",
        f"1. 第 {N + 1} 项工作。",
        "   时限 2026-03-31；绿灯，按计划推进",
        f"   http://127.0.0.1:8600/tasks/{ids[N]}",
        f"2. 第 {N + 2} 项工作。",
        "   时限 2026-03-31；绿灯，按计划推进",
        f"   http://127.0.0.1:8600/tasks/{ids[N + 1]}",
        "",
        "全部待办：http://127.0.0.1:8600/",
    ]


def test_every_duty_of_a_bundle_has_a_message_that_points_to_it_and_people_read_one(calm, postbox):
    owed = [promise(task, at=MORNING) for task in tasks(N + 3)]
    deliver(now=MORNING, carriers=postbox.carriers)
    [bundle] = bundles()

    within = [m for m in rows(Message) if m.duty_id in owed[N:]]

    assert {(m.duty_id, m.channel, m.bundle_id) for m in within} == {
        (duty, channel, bundle.id) for duty in owed[N:] for channel in (Channel.IN_APP, Channel.EMAIL)
    }
    assert [(m.duty_id, m.title) for m in within if m.leads and m.channel is Channel.IN_APP] == [
        (bundle.lead_duty_id, bundle.title)
    ]
    with reading() as session:
        shown = messages_page(session, person(calm))
        assert (shown.total, len(shown.rows), unread(session, person(calm))) == (N + 1, N + 1, N + 1)


def test_what_comes_after_the_bundle_waits_for_the_next_working_day(calm, postbox):
    ids = tasks(N + 4)
    for task in ids[: N + 1]:
        promise(task, at=MORNING)
    deliver(now=MORNING, carriers=postbox.carriers)
    noon, sent = at("2026-03-06 12:00"), len(postbox.letters)
    for task in ids[: N + 1]:
        promise(task, at=noon)
    deliver(now=noon, carriers=postbox.carriers)
    assert len(postbox.letters) == sent + N + 1
    late = [promise(task, at=noon) for task in ids[N + 1 :]]

    after = deliver(now=noon + timedelta(minutes=5), carriers=postbox.carriers)
    held = len(postbox.letters)
    for moment in ("2026-03-06 23:00", "2026-03-07 08:30", "2026-03-08 08:30", "2026-03-09 08:29"):
        deliver(now=at(moment), carriers=postbox.carriers)

    assert ([duty.gathered for duty in after.duties], delivery_of(*late)) == ([1] * 3, {Delivery.WAITING})
    assert (held, len(postbox.letters)) == (sent + N + 1, held)  # 2026-03-07 is a Saturday
    deliver(now=at("2026-03-09 08:30"), carriers=postbox.carriers)
    assert (len(postbox.letters), delivery_of(*late)) == (held + 1, {Delivery.DELIVERED})


def test_an_order_comes_first_and_later_ones_wait_an_hour_at_most(calm, postbox):
    ids, ladder = tasks(N + 2), _ladder()
    for task in ids:
        promise(task, at=MORNING)
    first = order(ids[0], ladder, at=MORNING)
    deliver(now=MORNING, carriers=postbox.carriers)
    assert postbox.letters[0].duty_id == first
    assert bundles_a_day()[person(calm), day_of(MORNING)] == 1
    second = order(ids[1], ladder, at=MORNING + timedelta(minutes=10))

    for minutes in (10, 59, 60):
        deliver(now=MORNING + timedelta(minutes=minutes), carriers=postbox.carriers)
        assert delivery_of(second) == {Delivery.DELIVERED if minutes == 60 else Delivery.WAITING}

    alone = postbox.letters[-1]
    assert alone.reference.startswith("bundle-")
    assert alone.title.startswith("【督办通知】")
    assert alone.body.splitlines()[3] == "请立即办理，并书面说明逾期原因和完成时间。"


def _ladder() -> int:
    return rows(Supervision)[0].id or 0


def test_after_a_month_of_downtime_a_person_gets_one_bundle(calm, postbox):
    start = MORNING
    for n, task in enumerate(tasks(120)):
        promise(task, at=start + timedelta(days=n % 30))
    back = start + timedelta(days=31)

    deliver(now=back, carriers=postbox.carriers)
    deliver(now=back + timedelta(minutes=5), carriers=postbox.carriers)

    mine = person(calm)
    assert (singles_a_day(), bundles_a_day()) == ({(mine, day_of(back)): N}, {(mine, day_of(back)): 1})
    assert {duty.delivery for duty in rows(Duty)} == {Delivery.DELIVERED}
    assert postbox.letters[-1].title == f"【提醒合并】共 {120 - N} 件：时限调整 {120 - N}"


def test_the_number_is_that_of_the_plans_policy(calm, postbox):
    with writing() as session:
        policy = store_policy(session, "few", PolicySettings(reminders_a_day=1), now=MORNING)
        plan = session.get_one(Plan, calm.plan_id)
        plan.policy_id = policy.id or 0
        session.add(plan)
    for task in tasks(3):
        promise(task, at=MORNING)

    deliver(now=MORNING, carriers=postbox.carriers)

    assert [letter.reference.split("-")[0] for letter in postbox.letters] == ["duty", "bundle"]


def test_a_shut_channel_keeps_the_bundle_and_its_words_until_it_opens(calm, postbox):
    owed = [promise(task, at=MORNING) for task in tasks(N + 2)]
    postbox.shut = True
    first = deliver(now=MORNING, carriers=postbox.carriers, chance=Random(1))
    [bundle] = bundles()
    assert (first.bundles[0].trouble, bundle.delivery, bundle.tries) == ("信箱关着。", Delivery.WAITING, 1)
    assert {m.channel for m in rows(Message) if m.duty_id in owed} == {Channel.IN_APP}
    with reading() as session:
        troubled = {one.duty_id: one for one in undelivered(session, now=MORNING)}
    assert {troubled[duty].trouble for duty in owed} == {"信箱关着。"}
    assert {troubled[duty].given_up for duty in owed} == {False}

    postbox.shut = False
    deliver(now=MORNING + timedelta(hours=1), carriers=postbox.carriers)

    assert [letter.body for letter in postbox.letters if letter.reference == f"bundle-{bundle.id}-{person(calm)}"] == [
        bundle.body
    ]
    assert delivery_of(*owed) == {Delivery.DELIVERED}
    assert {duty.trouble for duty in rows(Duty)} == {""}


def test_a_bundle_that_is_given_up_gives_up_its_duties_and_comes_back_with_them(calm, postbox):
    owed = [promise(task, at=MORNING) for task in tasks(N + 2)]
    postbox.shut, moment = True, MORNING
    for _ in range(TRIES_AT_MOST + 1):
        deliver(now=moment, carriers=postbox.carriers)
        moment += timedelta(hours=13)
    assert (delivery_of(*owed), bundles()[0].delivery) == ({Delivery.FAILED}, Delivery.FAILED)

    postbox.shut = False
    assert try_again(None, now=moment) == len(owed)
    deliver(now=moment, carriers=postbox.carriers)

    assert delivery_of(*owed) == {Delivery.DELIVERED}
    assert len({letter.reference for letter in postbox.letters}) == len(postbox.letters) == N + 1


def test_whoever_has_the_post_by_then_is_told_of_what_was_gathered(calm, postbox):
    ids = tasks(N + 2)
    for task in ids[: N + 1]:
        promise(task, at=MORNING)
    deliver(now=MORNING, carriers=postbox.carriers)
    late = promise(ids[-1], at=MORNING)
    deliver(now=MORNING + timedelta(minutes=5), carriers=postbox.carriers)
    with engine().begin() as connection:
        connection.exec_driver_sql(
            f"INSERT INTO absence (person_id, since, until, why) VALUES ({person(calm)}, '2026-03-04', '2026-03-31', '')"
        )

    deliver(now=at("2026-03-04 08:30"), carriers=postbox.carriers)

    deputy = calm.people["hou.jia"].person_id
    assert [(m.person_id, m.bundle_id) for m in rows(Message) if m.duty_id == late and m.channel is Channel.EMAIL] == [
        (deputy, None)
    ]
    assert delivery_of(late) == {Delivery.DELIVERED}
    assert [(bundle.title, bundle.delivery) for bundle in bundles()[1:]] == [("", Delivery.DELIVERED)]


def test_a_duty_in_trouble_for_one_is_still_told_to_the_other_in_a_bundle(calm, postbox):
    """Whoever is not there is tried again, and given up in the end; whoever gathers is told all the same."""
    ids = tasks(N + 1)
    for task in ids:
        promise(task, at=MORNING)
    deliver(now=MORNING, carriers=postbox.carriers)
    late = promise(ids[0], at=MORNING)
    deliver(now=MORNING, carriers=postbox.carriers)
    with writing() as session:
        duty = session.get_one(Duty, late)
        duty.tries, duty.next_at, duty.trouble = TRIES_AT_MOST - 1, MORNING, "上次没有轮到。"
        session.add(duty)

    deliver(now=MORNING + timedelta(minutes=1), carriers=postbox.carriers)
    assert delivery_of(late) == {Delivery.WAITING}
    deliver(now=at("2026-03-04 08:30"), carriers=postbox.carriers)

    assert delivery_of(late) == {Delivery.DELIVERED}


def test_two_deliverers_at_once_tell_nobody_twice(calm, postbox):
    from threading import Thread

    for task in tasks(3 * N):
        promise(task, at=MORNING)
    wrong: list[BaseException] = []

    def run() -> None:
        try:
            deliver(now=MORNING, carriers=postbox.carriers)
        except BaseException as error:
            wrong.append(error)

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    deliver(now=MORNING + LEASE, carriers=postbox.carriers)

    assert wrong == []
    assert max(singles_a_day().values()) == N
    assert {len(people) for people in told_of(postbox).values()} == {1}
    assert {duty.delivery for duty in rows(Duty)} == {Delivery.DELIVERED}


STEPS = st.lists(
    st.tuples(
        st.integers(0, 11),  # which task
        st.sampled_from(["promise", "promise", "promise", "order", "checker"]),
        st.integers(0, 60 * 24 * 2),  # minutes until the next delivery, mostly within the day
        st.booleans(),  # whether the channel is shut at that delivery
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, number=st.integers(1, 4))
@example(steps=[(0, "promise", 2878, True)] * 2 * TRIES_AT_MOST, number=1)
def test_whatever_comes_nobody_gets_more_singles_a_day_and_everything_is_told_once(
    small_home, tmp_path_factory, steps, number
):
    from small_plan import copy_of

    for small in copy_of(small_home, tmp_path_factory.mktemp("flood") / "home"):
        quiet(small)
        _hold_the_law(small, steps, number)


def _hold_the_law(small: Small, steps, number: int) -> None:
    postbox, ids, ladder, now = Postbox(), tasks(12), rows(Supervision)[0].id or 0, MORNING
    before = {duty.id for duty in rows(Duty)}
    with writing() as session:
        policy = store_policy(session, "few", PolicySettings(reminders_a_day=number), now=now)
        session.get_one(Plan, small.plan_id).policy_id = policy.id or 0
    for task, kind, minutes, shut in steps:
        if kind == "order":
            order(ids[task], ladder, at=now)
        else:
            promise(ids[task], at=now, what=Then.ASK_CHECKER if kind == "checker" else Then.TELL_LEAD)
        if minutes % 3:  # else more comes before anybody delivers
            postbox.shut = shut
            deliver(now=now, carriers=postbox.carriers, chance=Random(minutes))
            now += timedelta(minutes=minutes // 4)
    postbox.shut = False
    try_again(None, now=now)  # what was tried so often that it was given up
    for _ in range(12):
        deliver(now=now, carriers=postbox.carriers)
        now += timedelta(days=1)

    assert max(singles_a_day().values(), default=0) <= number
    assert {duty.delivery for duty in rows(Duty)} == {Delivery.DELIVERED}
    told = told_of(postbox)
    for duty in rows(Duty):
        if duty.id not in before:
            wanted = 2 if duty.what is Then.ASK_CHECKER else 1
            assert (len(told[duty.id]), len(set(told[duty.id]))) == (wanted, wanted)
    references = [letter.reference for letter in postbox.letters]
    assert len(references) == len(set(references))
    urgent = {duty.id for duty in rows(Duty) if duty.move_id in {m.id for m in rows(Move) if m.act is Act.ORDER}}
    with reading() as session:
        within = {(a.bundle_id, a.duty_id) for a in session.exec(select(Allotment)).all() if a.bundle_id}
    rushed = {bundle_id for bundle_id, duty_id in within if duty_id in urgent}
    days = [(b.person_id, day_of(b.closed_at)) for b in rows(Bundle) if b.title and b.id not in rushed]
    assert len(days) == len(set(days))


def test_several_things_are_told_by_what_they_are_what_is_urgent_first():
    def brief(said: str, about: str, plan: str = "甲方案（甲〔2026〕1号）", **more: object) -> Brief:
        return Brief(said=said, about=about, plan=plan, address="http://here/1", **more)

    briefs = sorted_briefs(
        [
            brief("催办", "第二项。", due=at("2026-03-31 23:59:59"), to_do="请抓紧办理。"),
            brief("任务办结", "第四项。", plan="乙方案（乙〔2026〕2号）", due=at("2026-03-05 23:59:59")),
            brief("待审核", "第三项。", standing="请在 2026-03-06 前表态", urgent=True),
            brief("催办", "第一项。", due=at("2026-03-04 23:59:59"), to_do="请抓紧办理。"),
        ]
    )

    assert bundle_title(briefs) == "【提醒合并】共 4 件：待审核 1、催办 2、任务办结 1"
    assert bundle_body(briefs).splitlines() == [
        "要告知你的事较多，以下 4 件合成一条，不再逐条发送；急的排在前面。",
        "",
        "一、【急】待审核（1 件）",
        "1. 第三项。",
        "   请在 2026-03-06 前表态",
        "   方案：甲方案（甲〔2026〕1号）",
        "   http://here/1",
        "",
        "二、催办（2 件）",
        "请抓紧办理。",
        "1. 第一项。",
        "   方案：甲方案（甲〔2026〕1号）",
        "   http://here/1",
        "2. 第二项。",
        "   方案：甲方案（甲〔2026〕1号）",
        "   http://here/1",
        "",
        "三、任务办结（1 件）",
        "1. 第四项。",
        "   方案：乙方案（乙〔2026〕2号）",
        "   http://here/1",
        "",
        "全部待办：http://127.0.0.1:8600/",
    ]
