"""Units whose reports are missing are chased before a report is put together, once for it; and it never waits."""

import pytest
from small_plan import LIAISON, MUSEUM, PLANNER, Small, at, rows
from sqlmodel import select

from duban.chasing import chase_missing
from duban.database import reading, writing
from duban.notify.delivering import deliver
from duban.policies import store_policy
from duban.summarising import make_due
from flows.summarise import chased_table
from models.plan import Plan
from models.policy import PolicySettings
from models.policy_parts import RhythmSettings
from models.record import Message, Move
from models.register import Person, Unit
from models.task import Task
from models.words import Act, Life, Role

TOO_EARLY, BEFORE = at("2026-04-22 17:00"), at("2026-04-23 17:00")
"""The monthly report of April falls on Saturday the 25th, a day off: it is made on Monday the 27th."""


@pytest.fixture(autouse=True)
def monthly(small: Small) -> None:
    under(small)


def under(small: Small, **said: object) -> None:
    with writing() as session:
        rhythm = RhythmSettings(weekly=0, quarterly=0, **said)  # type: ignore[arg-type]
        stored = store_policy(session, "rhythm", PolicySettings(reports=rhythm), now=TOO_EARLY)
        session.get_one(Plan, small.plan_id).policy_id = stored.id


def told() -> set[str]:
    with reading() as session:
        named = select(Person.code).join(Message, Message.person_id == Person.id)  # type: ignore[arg-type]
        return set(session.exec(named.where(Message.life == Life.PLAN, Message.title.like("【汇总前催报】%"))).all())  # type: ignore[attr-defined]


def chases() -> list[tuple[Role, str]]:
    return [(one.role, one.why) for one in rows(Move) if (one.life, one.act) == (Life.PLAN, Act.URGE)]


def test_units_that_owe_are_chased_two_working_days_before_the_report_and_others_are_not(small: Small) -> None:
    assert chase_missing(now=TOO_EARLY) == []
    [chased] = chase_missing(now=BEFORE)
    assert chased.units == len({one.lead_unit_id for one in late(small)})
    assert chases() == [(Role.SYSTEM, "4月27日汇总月报，尚有单位缺报")]
    deliver(now=BEFORE)
    assert LIAISON in told()
    assert PLANNER not in told()


def late(small: Small) -> list[object]:
    return [one for one in rows(Task) if one.due and one.due < BEFORE and one.state in ("assigned", "in_progress")]


def test_they_are_chased_once_for_a_report(small: Small) -> None:
    assert len(chase_missing(now=BEFORE)) == 1
    assert chase_missing(now=BEFORE) == chase_missing(now=at("2026-04-24 17:00")) == []
    assert len(chases()) == 1


def test_where_the_policy_says_never_nobody_is_chased(small: Small) -> None:
    under(small, chase_days=0)
    assert chase_missing(now=BEFORE) == []


def test_where_nobody_owes_nobody_is_chased(small: Small) -> None:
    assert chase_missing(now=at("2026-01-22 17:00")) == []


def test_after_the_chase_the_report_names_who_is_still_missing_instead_of_waiting(small: Small) -> None:
    chased = chase_missing(now=BEFORE)
    assert [row["催报"] for row in chased_table(chased)] == ["4月27日汇总月报，尚有单位缺报"]
    made = [one for one in make_due(now=at("2026-04-27 17:00")) if one.kind == "monthly"]
    museum = next(one for one in rows(Unit) if one.code == MUSEUM)
    assert (museum.short_name or museum.name) in made[0].missing
    assert "应报未报" in made[0].markdown
