"""The lists: what they hold, how they are narrowed, and that they cost the same however long they are."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from inbox_browser import As
from query_count import counted
from sqlmodel import Session, col, select
from world import World

from duban.database import reading, writing
from duban.desk.opened import desk_of
from duban.posts import standing
from duban.sight import sight_of
from duban.waiting import DUTIES, waiting_for
from models.plan import Plan, Requirement
from models.question import Extension, Review, Signer
from models.record import Bundle, Duty, Message, Move
from models.task import Task
from models.words import Act, Channel, Life, PanelRule, ReviewState, TaskState, Then
from workflows.lives import LIVES
from workflows.rules import rows_for


def _more_tasks(session: Session, world: World) -> None:
    source = session.get_one(Task, world.tasks["assigned"])
    for number in range(2):
        fields = source.model_dump(exclude={"id", "state"}) | {"subject": f"又一项{number}"}
        session.add(Task(**fields, state=source.state))


def _more_plans(session: Session, world: World) -> None:
    source = session.get_one(Plan, world.drafted_id)
    for number in range(2):
        fields = source.model_dump(exclude={"id", "state"}) | {"number": f"岭科协〔2026〕{90 + number}号"}
        session.add(Plan(**fields, state=source.state))


def _more_requirements(session: Session, world: World) -> None:
    source = session.exec(select(Requirement).where(Requirement.plan_id == world.drafted_id)).first()
    assert source is not None
    for number in range(2):
        fields = source.model_dump(exclude={"id", "origin", "timing"}) | {"seq": 900 + number}
        session.add(Requirement(**fields, origin=source.origin, timing=source.timing))


def _more_reviews(session: Session, world: World) -> None:
    source = session.get_one(Review, world.reviews["in_review"])
    seat = session.exec(select(Signer).where(Signer.review_id == source.id)).first()
    assert seat is not None
    for _ in range(2):
        fields = source.model_dump(exclude={"id", "state", "life", "rule"})
        review = Review(**fields, state=ReviewState.OPEN, life=Life.TASK, rule=PanelRule.ANY)
        session.add(review)
        session.flush()
        session.add(Signer(review_id=review.id or 0, post_id=seat.post_id))


def _more_extensions(session: Session, world: World) -> None:
    source = session.get_one(Extension, world.extension_id)
    for _ in range(2):
        session.add(Extension(**source.model_dump(exclude={"id", "state"}), state=source.state))


def _messages(session: Session, world: World) -> None:
    moves = session.exec(select(Move).where(col(Move.plan_id).is_not(None)).limit(3)).all()
    done = session.exec(select(Message.duty_id)).all()
    for move in moves[: 3 if done else 1]:
        duty = Duty(move_id=move.id or 0, what=Then.TELL_ALL, plan_id=move.plan_id)
        if session.exec(select(Duty).where(Duty.move_id == move.id, Duty.what == Then.TELL_ALL)).first() is None:
            session.add(duty)
            session.flush()
            session.add(_message(world, duty))


def _message(world: World, duty: Duty) -> Message:
    return Message(
        duty_id=duty.id or 0,
        person_id=world.people["liaison"].person_id or 0,
        channel=Channel.IN_APP,
        life=Life.TASK,
        subject_id=world.tasks["rich"],
        title="【交办】有一项新任务",
        body="请签收。",
        told_at=world.now,
    )


# fmt: off
PAGES = [
    # who          page                                  what there is more of
    ("liaison",    "/",                                  _more_tasks),
    ("feng",       "/",                                  _more_reviews),
    ("planner",    "/",                                  _more_extensions),
    ("planner",    "/",                                  _more_plans),
    ("planner",    "/tasks",                             _more_tasks),
    ("liaison",    "/tasks",                             _more_tasks),
    ("planner",    "/tasks?lamp=green",                  _more_tasks),
    ("planner",    "/plans",                             _more_plans),
    ("planner",    "/plans/{plan}",                      _more_tasks),
    ("planner",    "/plans/{drafted}/requirements",      _more_requirements),
    ("planner",    "/journal",                           _more_tasks),
    ("liaison",    "/messages",                          _messages),
    ("liaison",    "/api/v1/waiting",                    _more_tasks),
]
# fmt: on


@pytest.mark.parametrize(("who", "page", "more"), PAGES)
def test_a_list_costs_the_same_however_long_it_is(
    as_: As, world: World, who: str, page: str, more: Callable[[Session, World], None]
) -> None:
    browser, url = as_(who), page.format(plan=world.plan_id, drafted=world.drafted_id)
    with writing() as session:
        _messages(session, world)
    browser.text(url)
    with counted() as few:
        browser.text(url)
    with writing() as session:
        more(session, world)
    with counted() as many:
        browser.text(url)
    assert len(many) == len(few), sorted(set(many) - set(few))


@pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: duty.zh)
def test_every_duty_is_a_row_of_its_life(duty: Any) -> None:
    for state in duty.states:
        assert duty.who in {row.who for row in rows_for(LIVES[duty.life], state, duty.act)}


# fmt: off
WAITS = [
    # for whom       what                                        which stages
    ("feng",         (Life.REVIEW, Act.DECIDE),                  {"in_review", "second_review"}),
    ("checker",      (Life.TASK, Act.PASS_CHECK),                {"reported"}),
    ("planner",      (Life.TASK, Act.REASSIGN),                  {"declined"}),
    ("supporter",    (Life.TASK, Act.CONTRIBUTE),                {"rich"}),
    ("liaison",      (Life.TASK, Act.REPORT),                    {"in_progress", "rich", "asking"}),
    ("liaison",      (Life.TASK, Act.ACCEPT),                    {"assigned"}),
]
# fmt: on


@pytest.mark.parametrize(("who", "what", "stages"), WAITS)
def test_what_waits_for_somebody(world: World, who: str, what: tuple[Life, Act], stages: set[str]) -> None:
    with reading() as session:
        found = waiting_for(session, standing(desk_of(session), world.people[who], now=world.now))
    subjects = {
        s.subject_id if w.life is Life.REVIEW else s.id for w in found if (w.life, w.act) == what for s in w.subjects
    }
    mine = {name for name, id_ in world.tasks.items() if id_ in subjects}
    assert mine == stages


def test_what_has_been_done_waits_no_longer(as_: As, world: World) -> None:
    browser = as_("feng")
    title = world.task("in_review").title
    assert title in browser.text("/")
    browser.act(f"/reviews/{world.reviews['in_review']}", Act.DECIDE, verdict="yes")
    assert title not in browser.text("/")


def test_nothing_waits_for_somebody_without_a_part(as_: As) -> None:
    assert "都办完了" in as_("stranger").text("/")


def test_a_report_does_not_wait_for_the_checker_who_filed_it(world: World) -> None:
    with writing() as session:
        task = session.get_one(Task, world.tasks["reported"])
        task.reported_by = world.people["checker"].person_id
        session.add(task)
    with reading() as session:
        found = waiting_for(session, standing(desk_of(session), world.people["checker"], now=world.now))
    assert [w for w in found if w.act is Act.PASS_CHECK] == []


# fmt: off
NARROWED = [
    # asked for                           holds only tasks that
    ("state=reported",                    lambda t, w: t.state is TaskState.REPORTED),
    ("unit=省科技馆",                      lambda t, w: t.lead_unit_id == w.units["KJG"] or t.id in w.helped_by("KJG")),
    ("words=科普",                         lambda t, w: "科普" in t.title or "科普" in t.subject),
]
# fmt: on


@pytest.mark.parametrize(("asked", "fits"), NARROWED)
def test_the_list_of_tasks_is_narrowed(as_: As, world: World, asked: str, fits: Any) -> None:
    from duban.inbox.tasks import Filter
    from duban.names import unit_names
    from duban.queries import task_page

    name, value = asked.split("=")
    with reading() as session:
        sight = sight_of(session, standing(desk_of(session), world.people["planner"], now=world.now))
        wanted = Filter(**{name: value}).wanted(unit_names(session))
        found = task_page(session, sight, wanted, now=world.now)
        every = session.exec(select(Task)).all()
    expected = {task.id for task in every if fits(task, world)}
    shown = {row.task.id for row in found.rows}
    assert shown
    assert found.total == len(expected)
    assert shown <= expected


def test_an_unknown_unit_finds_nothing_rather_than_everything(as_: As) -> None:
    assert "没有符合条件的任务" in as_("planner").text("/tasks?unit=没有这个单位")


def test_a_percent_sign_is_a_sign_and_no_wildcard(as_: As) -> None:
    assert "没有符合条件的任务" in as_("planner").text("/tasks?words=%25")


def test_the_list_goes_on_to_a_second_page(as_: As, world: World) -> None:
    browser = as_("planner")
    first, second = browser.text("/tasks"), browser.text("/tasks?page=2")
    assert 'rel="next"' in first
    assert 'rel="prev"' in second
    assert "第 2 / 5 页" in second
    assert browser.get("/tasks?page=x&plan=y&state=z&lamp=q").status_code == 200


def test_the_journal_is_narrowed_by_person_and_act(as_: As, world: World) -> None:
    text = as_("planner").text(f"/journal?act=decline&person={world.people['liaison'].name}")
    assert "共 1 条" in text
    assert "此项属于科普部职责。" in text


def test_messages_are_read_when_somebody_says_so(as_: As, world: World) -> None:
    browser = as_("liaison")
    with writing() as session:
        _messages(session, world)
    assert "1 条未读" in browser.text("/messages")
    assert browser.post("/messages/read").status_code == 303
    assert "未读" not in browser.text("/messages")


def test_the_board_adds_up_to_the_plan(world: World) -> None:
    from duban.queries import board, plan_rows, summed

    with reading() as session:
        sight = sight_of(session, standing(desk_of(session), world.people["planner"], now=world.now))
        plan = session.get_one(Plan, world.plan_id)
        rows = plan_rows(session, sight, now=world.now)
        total = summed(session, plan, board(session, plan, sight, now=world.now))
    (listed,) = (row for row in rows if row.plan.id == world.plan_id)
    assert (total.states, total.lamps, total.unconfirmed) == (listed.states, listed.lamps, listed.unconfirmed)
    assert total.total == len(world.all_of(Task))


def test_a_bundle_is_one_message_whose_things_are_links_and_what_is_planted_stays_text(as_: As, world: World) -> None:
    body = "1. <b>甲</b>\n   http://127.0.0.1:8600/tasks/1\nhttp://elsewhere/2"
    with writing() as session:
        bundle = Bundle(person_id=world.people["liaison"].person_id or 0, opened_at=world.now, title="合并", body=body)
        duties = session.exec(select(Duty).order_by(col(Duty.id)).limit(2)).all()
        session.add(bundle)
        session.flush()
        for duty, leads in zip(duties, (True, False), strict=True):
            session.add(
                Message(
                    duty_id=duty.id or 0, person_id=bundle.person_id, channel=Channel.IN_APP, life=Life.TASK,
                    subject_id=1, title="【提醒合并】共 2 件", body=body if leads else "", told_at=world.now,
                    bundle_id=bundle.id, leads=leads,
                )
            )  # fmt: skip

    text = as_("liaison").text("/messages")

    assert text.count("【提醒合并】共 2 件") == 1
    assert (
        '1. &lt;b&gt;甲&lt;/b&gt;\n   <a href="/tasks/1">http://127.0.0.1:8600/tasks/1</a>\nhttp://elsewhere/2' in text
    )


def test_what_waits_is_narrowed_by_plan_and_date_and_grouped_as_asked(as_: As, world: World) -> None:
    browser = as_("planner")
    everything = browser.text("/")

    def titles(text: str) -> set[str]:
        return set(re.findall(r'<span class="what"><b>(.*?)</b>', text))

    assert titles(browser.text(f"/?plan={world.drafted_id}")) < titles(everything)
    assert "没有符合条件的事项" in browser.text("/?due=late&plan=999")
    assert titles(browser.text("/?due=late")) == set()
    assert titles(browser.text("/?by=lamp")) == titles(browser.text("/?by=due")) == titles(everything)
    assert ("<h3>绿灯" in browser.text("/?by=lamp"), "<h3>以后到期" in browser.text("/?by=due")) == (True, True)
    assert titles(browser.text("/?due=x&by=y&plan=z")) == titles(everything)
