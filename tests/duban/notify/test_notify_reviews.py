"""Who is told what about a review: the adviser and whoever asked, whoever put an act to a panel, the post above."""

from datetime import timedelta

import pytest
from small_plan import CHECKER, ISSUED_AT, LIAISON, PLANNER, REVIEWERS, Small, rows
from sqlmodel import select

from duban.database import reading, writing
from duban.desk.opened import desk_of
from duban.notify.delivering import deliver
from duban.policies import store_policy
from duban.posts import people_as, standing
from duban.sweeping import sweep_all
from models.plan import Plan
from models.policy import PanelSettings, PolicySettings
from models.question import Review
from models.record import Duty, Message, Move
from models.register import Person, Post
from models.values import Actor
from models.words import Act, Channel, Life, Role, Then, Verdict

NEXT = ISSUED_AT + timedelta(minutes=1)
ADVISER = "situ.songyan"
FENG = REVIEWERS[0]
GATE = {"gates": {"task.cancel": "door"}}


def policy(**settings) -> None:
    """Let the plan run under other settings, with a panel of leaders called door."""
    panels = {"door": PanelSettings(role=Role.LEADER), **settings.pop("panels", {})}
    with writing() as session:
        stored = store_policy(session, "another", PolicySettings(panels=panels, **settings), now=ISSUED_AT)
        session.exec(select(Plan)).one().policy_id = stored.id


def told(what: Then) -> dict[str, str]:
    """Give who was told one kind of duty in the inbox, with the body of the message."""
    duties = {duty.id for duty in rows(Duty) if duty.what is what}
    people = {person.id: person.code for person in rows(Person)}
    found = [m for m in rows(Message) if m.duty_id in duties and m.channel is Channel.IN_APP]
    return {people[message.person_id]: message.body for message in found}


def in_review(small: Small) -> Review:
    """Take the plain task to its panel."""
    small.does("situ.zhuyou", Act.CONTRIBUTE, small.plain, at=ISSUED_AT, text="已配合。")
    small.does(LIAISON, Act.ACCEPT, small.plain, at=ISSUED_AT)
    small.does(LIAISON, Act.REPORT, small.plain, at=ISSUED_AT, text="已完成。")
    small.does(CHECKER, Act.PASS_CHECK, small.plain, at=ISSUED_AT)
    return rows(Review)[-1]


def on_review(small: Small, who: str, act: Act, **given) -> Move:
    return small.does(who, act, rows(Review)[-1].id, Life.REVIEW, at=ISSUED_AT, **given)


def test_the_adviser_is_asked_and_whoever_asked_is_told_the_answer(small):
    in_review(small)
    adviser = small.people[ADVISER].person_id
    on_review(small, FENG, Act.CONSULT, person_id=adviser, text="数据是否属实？")
    deliver(now=NEXT)
    on_review(small, ADVISER, Act.ADVISE, text="属实。")
    deliver(now=NEXT + timedelta(minutes=1))

    assert set(told(Then.ASK_ADVISER)) == {ADVISER}
    assert set(told(Then.TELL_SIGNER)) == {FENG}
    assert "请你提出意见" in told(Then.ASK_ADVISER)[ADVISER]


def test_nobody_is_asked_for_advice_that_was_taken_back_before_the_message_went(small):
    in_review(small)
    on_review(small, FENG, Act.CONSULT, person_id=small.people[ADVISER].person_id, text="数据是否属实？")
    on_review(small, FENG, Act.TAKE_BACK)

    deliver(now=NEXT)

    assert told(Then.ASK_ADVISER) == {}


@pytest.mark.parametrize(
    ("verdict", "said"), [(Verdict.YES, "：审核通过。"), (Verdict.NO, "：审核退回。")], ids=["yes", "no"]
)
def test_whoever_put_an_act_to_a_panel_is_told_its_outcome(small, verdict, said):
    policy(**GATE)
    small.does(PLANNER, Act.CANCEL, small.plain, at=ISSUED_AT, reason="合并办理。")
    leader = next(iter(_people_as(Role.LEADER)))
    on_review(small, leader, Act.DECIDE, verdict=verdict, reason="另有安排。")

    deliver(now=NEXT)

    asked = told(Then.TELL_ASKER)
    assert set(asked) == {PLANNER}
    assert said in asked[PLANNER]
    assert "送审事项：任务撤销" in asked[PLANNER]


def test_the_panel_of_an_act_is_told_what_it_is_about(small):
    policy(**GATE)
    small.does(PLANNER, Act.CANCEL, small.plain, at=ISSUED_AT, reason="合并办理。")

    deliver(now=NEXT)

    bodies = told(Then.ASK_PANEL)
    assert set(_people_as(Role.LEADER)) <= set(bodies)
    assert all("送审事项：任务撤销" in body for who, body in bodies.items() if who in _people_as(Role.LEADER))


@pytest.mark.parametrize(("post", "expected"), [("", "leaders"), ("named", "the post")])
def test_a_late_review_is_told_to_the_post_above_or_else_to_the_leaders(small, post, expected):
    code = _post_of(ADVISER) if post else ""
    policy(panels={"task": PanelSettings(escalates_to=code)})
    review = in_review(small)
    later = review.due + timedelta(days=1)
    sweep_all(now=later)
    deliver(now=later)

    wanted = {ADVISER} if expected == "the post" else set(_people_as(Role.LEADER))
    assert set(told(Then.TELL_ESCALATION)) == wanted


def _people_as(role: Role) -> list[str]:
    """List the codes of everybody who has a role on the day of the story."""
    with reading() as session:
        ids = people_as(desk_of(session), role, now=ISSUED_AT)
        return [session.get_one(Person, person).code for person in ids]


def _post_of(code: str) -> str:
    """Give the code of the post that makes somebody a supervisor."""
    with reading() as session:
        person = session.exec(select(Person).where(Person.code == code)).one()
        held = standing(desk_of(session), Actor(person_id=person.id), now=ISSUED_AT).posts()
        return session.exec(select(Post).where(Post.id.in_(held))).first().code
