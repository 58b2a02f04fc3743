"""Anybody tries anything: whatever is not refused leaves a ledger that replays, and nothing ever breaks."""

from datetime import date, timedelta
from random import Random

import pytest
from sqlmodel import col, func, select

from duban.database import reading
from duban.desk.opened import desk_of
from duban.doing import do
from duban.posts import standing
from duban.subjects import TABLES
from models.errors import Refused
from models.question import Decision, Review
from models.record import Move
from models.task import Task
from models.values import CLOCK, Actor, Attempt, Given, Settled
from models.words import Act, Life, ReviewState, Role, TaskState, Timing, Verdict
from workflows.lives import LIVES

HOUSE = (CLOCK, Actor(name="系统", speaks_as=Role.SYSTEM))
TRIES = 300


def anything(chance: Random, now) -> Given:
    """Whatever may come through a form."""

    def perhaps(*values):
        return chance.choice((None, *values))

    return Given(
        reason=chance.choice(("", "理由", "理由", "长" * 4000)),
        text=chance.choice(("", "内容", "内容", "内容")),
        due=perhaps(date(2026, 4, 15), date(2026, 1, 2), now.date() + timedelta(days=30)),
        unit_id=perhaps(1, 5, 9, 999_999),
        person_id=perhaps(1, 20, 230, 999_999),
        signer_id=perhaps(1, 5, 6, 7, 999_999),
        percent=perhaps(0, 100),
        count=chance.choice((0, 3)),
        verdict=perhaps(*Verdict),
        evidence_id=perhaps(1, 999_999),
        requirement_id=perhaps(1, 999_999),
        settled=perhaps(Settled(lead_unit_id=1, timing=Timing.STANDING)),
    )


# fmt: off
LIKELY = {
    # role             whoever has it
    Role.PLANNER:      ("planner",),
    Role.LIAISON:      ("liaison", "deputy", "supporter"),
    Role.SUPPORTER:    ("supporter", "other_supporter"),
    Role.CHECKER:      ("checker", "other_checker"),
    Role.REVIEWER:     ("feng", "ren", "wu", "chief"),
    Role.SUPERVISOR:   ("supervisor",),
}
# fmt: on
LIVELY = (Life.TASK, Life.TASK, Life.TASK, Life.REVIEW, Life.EXTENSION, Life.SUPERVISION, Life.FINDING)


def attempt(house, chance: Random) -> tuple[Attempt, Actor]:
    """Mostly an act that the state knows by somebody who may; now and then anything by anybody."""
    life = chance.choice(LIVELY)
    with reading() as session:
        some = session.exec(select(TABLES[life]).order_by(col(TABLES[life].id).desc()).limit(6)).all()
    subject = chance.choice(some)
    known = [row for row in LIVES[life].rows if str(subject.state) in row.sources]
    given = anything(chance, house.now)
    if known and chance.random() < 0.8:
        row = chance.choice(known)
        by = house.people[chance.choice(LIKELY[row.who])] if row.who in LIKELY else chance.choice(HOUSE)
        return Attempt(life=life, subject_id=subject.id, act=row.may, given=given), by
    wild = Attempt(life=life, subject_id=chance.choice((subject.id, 999)), act=chance.choice(list(Act)), given=given)
    return wild, chance.choice((*house.people.values(), *HOUSE))


def rounds(house, chance: Random) -> int:
    """Try many things; count what was done."""
    done = 0
    for _ in range(TRIES):
        wanted, by = attempt(house, chance)
        try:
            do(wanted, by=by, now=house.now)
            done += 1
        except Refused:
            house.later(hours=chance.choice((0, 0, 1, 30)))
    return done


@pytest.mark.parametrize("seed", range(3))
def test_whatever_anybody_tries_the_ledger_replays_and_no_rule_is_broken(house, seed):
    house.find("museum")
    house.accept(house.rich)
    house.request(house.rich, date(2026, 4, 15))
    house.report(house.plain)
    house.pass_check(house.plain)

    assert rounds(house, Random(seed)) > 20

    with reading() as session:
        for life, table in TABLES.items():
            for subject in session.exec(select(table)).all():
                moves = session.exec(
                    select(Move).where(Move.life == life, Move.subject_id == subject.id).order_by(col(Move.version))
                ).all()
                assert [move.version for move in moves] == list(range(1, subject.version + 1))
                assert [move.became for move in moves[:-1]] == [move.became_from for move in moves[1:]]
                assert moves[-1].became == subject.state
        assert overdue_approvals(session) == []
        assert self_decided(session) == []


def overdue_approvals(session) -> list[Move]:
    """Moves of the clock that say yes."""
    found = select(Move).where(Move.role == Role.CLOCK, col(Move.act).in_([Act.APPROVE, Act.GRANT, Act.PASS_CHECK]))
    return list(session.exec(found).all())


def self_decided(session) -> list[int]:
    """Decisions by somebody the review excludes, and closed tasks without a yes."""
    found = []
    for decision, review in session.exec(select(Decision, Review).where(Decision.review_id == Review.id)).all():
        if {decision.person_id, decision.on_behalf_of} & set(review.excluded):
            found.append(decision.id)
    for task in session.exec(select(Task).where(Task.state == TaskState.CLOSED)).all():
        yes = select(func.count()).where(
            Review.life == Life.TASK, Review.subject_id == task.id, Review.state == ReviewState.APPROVED
        )
        if session.exec(yes).one() == 0:
            found.append(task.id)
    return found


def test_the_house_itself_has_no_hands(house):
    with reading() as session:
        for actor in HOUSE:
            assert standing(desk_of(session), actor, now=house.now).hands == frozenset()
