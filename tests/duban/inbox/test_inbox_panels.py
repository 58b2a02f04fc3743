"""A panel on its page: weights, vetoes, advice, passing on, taking back; and losing a role at once."""

from datetime import timedelta

import pytest
from inbox_browser import As
from sqlmodel import select
from world import World

from duban.database import writing
from models.question import Review, Signer
from models.register import Absence, Holding, Person, Post
from models.words import Act, Holds, Life, PanelRule, ReviewState, Role, Verdict


@pytest.fixture
def url(world: World) -> str:
    return f"/reviews/{world.reviews['in_review']}"


def _named(world: World, who: str) -> str:
    found = next(p for p in world.all_of(Person) if p.id == world.people[who].person_id)
    return f"{found.name}（{found.code}）"


def _weigh(world: World) -> None:
    """Make the panel one by weight: the first seat weighs 3 and has a veto."""
    with writing() as session:
        review = session.get_one(Review, world.reviews["in_review"])
        review.rule, review.needed = PanelRule.WEIGHT, 60
        first = session.exec(select(Signer).where(Signer.review_id == review.id)).first()
        assert first is not None
        first.weight, first.veto = 3, True


def test_weights_and_vetoes_are_told_with_how_far_it_has_come(as_: As, world: World, url: str) -> None:
    assert "权重" not in as_("feng").text(url)
    _weigh(world)
    browser = as_("feng")
    text = browser.text(url)
    assert "加权票签：同意的权重达到 60%（总权重 6，目前同意 0，占 0%）" in text
    assert "权重 3" in text
    assert "一票否决</small>" in text
    browser.act(url, Act.DECIDE, verdict="yes")
    assert "目前同意 3，占 50%" in browser.text(url)


def test_advice_is_asked_given_and_shown(as_: As, world: World, url: str) -> None:
    feng = as_("feng")
    assert "请对方就什么提意见" in feng.text(url)
    assert feng.act(url, Act.CONSULT, person_id=_named(world, "outsider"), text="数据是否可信？").status_code == 303
    text = feng.text(url)
    assert "等待委派意见" in text
    assert "拿回委派" in text
    adviser = as_("outsider")
    assert "待我回复的委派" in adviser.text("/")
    assert "冯榆 请你提意见：数据是否可信？" in adviser.text(url)
    assert "你的意见" in adviser.text(url)
    assert adviser.act(url, Act.ADVISE, text="可信。").status_code == 303
    text = feng.text(url)
    assert "<blockquote>可信。</blockquote>" in text
    assert "等待委派意见" not in text


def test_an_answer_taken_back_stays_in_sight_struck_through(as_: As, world: World, url: str) -> None:
    _weigh(world)
    browser = as_("feng")
    browser.act(url, Act.DECIDE, verdict="yes", reason="先同意。")
    assert "拿回意见" in browser.text(url)
    world.now += timedelta(minutes=5)
    assert browser.act(url, Act.TAKE_BACK).status_code == 303
    text = browser.text(url)
    assert "<s>冯榆　同意　先同意。" in text
    assert "09:35 拿回" in text
    assert "目前同意 0" in text


def test_a_seat_passed_on_says_from_whom_and_can_be_taken_back(as_: As, world: World, url: str) -> None:
    browser = as_("feng")
    browser.act(url, Act.PASS_ON, person_id=_named(world, "outsider"), reason="出差。")
    text = browser.text(url)
    assert "冯榆 转来（原席位：" in text
    assert "拿回转办" in text
    assert browser.act(url, Act.TAKE_BACK).status_code == 303
    assert "转来（原席位" not in browser.text(url)


def test_a_deputy_of_two_is_shown_for_both(as_: As, world: World, url: str) -> None:
    _depute(world, "outsider", "LDB-REVIEWER-1", also="ren")
    for who in ("feng", "ren"):
        _away(world, who)
    deputy = as_("outsider")
    assert "待我审核" in deputy.text("/")
    assert deputy.act(url, Act.DECIDE, verdict="yes").status_code == 303
    name = world.people["outsider"].name
    both = f"{name}（代{world.people['feng'].name}、{world.people['ren'].name}）"
    for page in (url, "/journal"):
        text = as_("planner").text(page)
        assert both in text or both.replace("（代", "</b>（代") in text


def _depute(world: World, who: str, post: str, *, also: str) -> None:
    """Make somebody the deputy of a post, which a second person holds too."""
    with writing() as session:
        post_id = session.exec(select(Post.id).where(Post.code == post)).one()
        for person, kind in ((who, Holds.DEPUTY), (also, Holds.HOLDER)):
            id_ = world.people[person].person_id or 0
            session.add(Holding(post_id=post_id or 0, person_id=id_, kind=kind, since=world.now.date()))


def _away(world: World, who: str) -> None:
    today = world.now.date()
    with writing() as session:
        session.add(Absence(person_id=world.people[who].person_id or 0, since=today, until=today))


def _lose_the_role(world: World) -> None:
    with writing() as session:
        session.exec(select(Post).where(Post.code == "LDB-REVIEWER-1")).one().roles = [Role.CHECKER.value]


def _lose_the_post(world: World) -> None:
    with writing() as session:
        mine = select(Holding).where(Holding.person_id == world.people["feng"].person_id)
        session.exec(mine).one().until = world.now.date() - timedelta(days=1)


@pytest.mark.parametrize("lose", [_lose_the_role, _lose_the_post])
def test_a_reviewer_without_the_role_decides_nothing_more(as_: As, world: World, url: str, lose) -> None:  # type: ignore[no-untyped-def]
    browser = as_("feng")
    assert "待我审核" in browser.text("/")
    lose(world)
    assert "待我审核" not in browser.text("/")
    assert browser.act(url, Act.DECIDE, verdict="yes").status_code in (403, 409)
    assert world.get(Life.REVIEW, world.reviews["in_review"]).state is ReviewState.OPEN


def test_a_deputy_loses_the_role_with_the_post(as_: As, world: World, url: str) -> None:
    _depute(world, "outsider", "LDB-REVIEWER-1", also="feng")
    _away(world, "feng")
    deputy = as_("outsider")
    assert "待我审核" in deputy.text("/")
    _lose_the_role(world)
    assert "待我审核" not in deputy.text("/")
    assert deputy.act(url, Act.DECIDE, verdict="yes").status_code in (403, 409)
    assert world.get(Life.REVIEW, world.reviews["in_review"]).state is ReviewState.OPEN


def test_the_api_takes_every_act_of_a_signer(as_: As, world: World) -> None:
    review, adviser = world.reviews["in_review"], world.people["outsider"].person_id
    for who, act, given in (
        ("feng", "consult", {"person_id": adviser, "text": "可信吗？"}),
        ("outsider", "advise", {"text": "可信。"}),
        ("feng", "pass_on", {"person_id": adviser, "reason": "出差。"}),
        ("feng", "take_back", {}),
        ("feng", "decide", {"verdict": Verdict.YES}),
    ):
        browser = as_(who)
        url = f"/api/v1/reviews/{review}/acts/{act}"
        answer = browser.client.post(url, json=given, headers={"x-csrf-token": browser.csrf})
        assert answer.status_code == 200, (act, answer.text)
    assert world.get(Life.REVIEW, review).state is ReviewState.APPROVED
