"""Claims about stored policies: a new version when something changed, who, why and when; found by name and version."""

from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from duban.database import reading, writing
from duban.desk.opened import desk_of
from duban.lookups import person_named
from duban.policies import policy_called, settings_of, store_policy, store_policy_as, stored_policies
from models.errors import BadInput, NotFound, NotYours
from models.plan import Plan
from models.policy import PolicySettings
from models.policy_stored import Policy, named
from models.values import Actor
from models.words import Role

NOW = datetime(2026, 1, 6, 1, 0, tzinfo=UTC)
STRICT = PolicySettings(extensions_at_most=0)

pytestmark = pytest.mark.usefixtures("office")


def who(code: str) -> Actor:
    with reading() as session:
        return person_named(session, code)


def store(name: str, settings: PolicySettings, *, by: str = "ji.xiaozhou", why: str = "试行") -> str:
    with writing() as session:
        return named(store_policy_as(session, name, settings, by=who(by), now=NOW, why=why))


def rows(session: Session) -> list[tuple[str, int]]:
    return [(named(policy), plans) for policy, plans in stored_policies(session)]


def test_storing_keeps_who_why_and_when():
    store("严格", STRICT, why=" 防止一拖再拖 ")

    with reading() as session:
        policy = policy_called(session, "严格")
    assert (policy.stored_by, policy.why, policy.stored_at) == (who("ji.xiaozhou").person_id, "防止一拖再拖", NOW)
    assert PolicySettings.model_validate(policy.settings) == STRICT


def test_a_change_is_a_new_version_and_the_old_one_stays():
    assert store("严格", STRICT) == "严格@1"
    assert store("严格", PolicySettings()) == "严格@2"

    with reading() as session:
        assert PolicySettings.model_validate(policy_called(session, "严格@1").settings) == STRICT
        assert named(policy_called(session, "严格")) == "严格@2"


def test_storing_the_same_again_gives_the_version_that_is_there():
    store("严格", STRICT, why="试行")

    assert store("严格", STRICT, why="再说一遍") == "严格@1"
    with reading() as session:
        assert rows(session) == [("严格@1", 0)]
        assert policy_called(session, "严格").why == "试行"


def test_going_back_to_an_older_version_is_a_new_version():
    store("严格", STRICT)
    store("严格", PolicySettings())

    assert store("严格", STRICT) == "严格@3"


@pytest.mark.parametrize("by", ["cai.lingran", "qian.peng", "liang.lingwei"])
def test_only_a_planner_stores_a_policy(by):
    with pytest.raises(NotYours) as refused:
        store("严格", STRICT, by=by)

    assert refused.value.sentence.zh == "不能存入督办规则：只有计划专责可以办这件事。"
    with reading() as session:
        assert rows(session) == []


def test_the_house_itself_does_not_store_as_a_person():
    with writing() as session, pytest.raises(NotYours):
        store_policy_as(session, "严格", STRICT, by=Actor(speaks_as=Role.SYSTEM), now=NOW, why="试行")


@pytest.mark.parametrize("why", ["", "  "])
def test_a_policy_is_stored_with_a_reason(why):
    with pytest.raises(BadInput, match="理由"):
        store("严格", STRICT, why=why)


@pytest.mark.parametrize("name", ["", "  ", "严格@2", "严" * 61, "严\n格"])
def test_a_name_that_could_not_be_asked_for_is_refused(name):
    with pytest.raises(BadInput, match="名称写 1 到 60 个字"):
        store(name, STRICT)


def test_a_name_is_stored_without_blanks_around_it():
    assert store(" 严格 ", STRICT) == "严格@1"


# fmt: off
UNKNOWN = [
    # asked for    what the person reads
    ("严格@3",     "督办规则“严格”没有第 3 版；最新是第 1 版。"),
    ("严格@0",     "督办规则“严格”没有第 0 版；最新是第 1 版。"),
    ("严格@new",   "督办规则“严格”没有第 new 版；最新是第 1 版。"),
    ("严格一",     "没有叫“严格一”的督办规则，是不是 严格？"),
    ("other",      "没有叫“other”的督办规则；现有：严格。"),
]
# fmt: on


@pytest.mark.parametrize(("called", "sentence"), UNKNOWN)
def test_a_policy_that_is_not_there_is_said_with_what_is(called, sentence):
    store("严格", STRICT)

    with reading() as session, pytest.raises(NotFound) as refused:
        policy_called(session, called)
    assert refused.value.sentence.zh == sentence


def test_where_nothing_is_stored_that_is_said():
    with reading() as session, pytest.raises(NotFound, match="现在还没有存入任何规则"):
        policy_called(session, "default")


def test_the_list_counts_the_plans_under_each_version():
    store("严格", STRICT)
    store("严格", PolicySettings())
    store("default", PolicySettings())
    with writing() as session:
        policy = policy_called(session, "严格@1")
        plan = Plan(number="一", title="一", ends_on=NOW.date(), text="", text_sha256="", created_at=NOW)
        plan.policy_id = policy.id or 0
        plan.state = "drafted"
        session.add(plan)
        session.flush()
        assert settings_of(desk_of(session), plan.id) == STRICT
        assert rows(session) == [("default@1", 0), ("严格@1", 1), ("严格@2", 0)]


def test_what_the_program_stores_by_itself_says_so():
    with writing() as session:
        stored = store_policy(session, "default", PolicySettings(), now=NOW)

    with reading() as session:
        policy = session.get_one(Policy, stored.id)
        assert (policy.stored_by, policy.why) == (None, "随程序提供")
