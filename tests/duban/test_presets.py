"""The policies that come with the program show the colours of the practice they are named for, the same everywhere."""

from datetime import date, timedelta

import pytest
from small_plan import ISSUED_AT, PLANNER, Small, at, climbs, rows
from sqlmodel import select

from duban.database import reading, writing
from duban.desk.opened import desk_of
from duban.explaining import explain
from duban.notify.topic import topic_of
from duban.notify.wording import body_of
from duban.policies import store_policy
from duban.policy_reading import read_policy
from duban.posts import standing
from duban.queries import Wanted, task_page
from duban.reports.summary import make_summary
from duban.reports.supervision_paper import paper_of
from duban.samples import POLICIES
from duban.sight import sight_of
from duban.subjects import load
from duban.sweeping import sweep_all
from models.question import Review
from models.record import Duty, Move
from models.words import Act, Lamp, Life, TaskState, Verdict
from workflows.ladder import next_climb
from workflows.lamps import Glance, lamp
from workflows.moments import at_hour, end_of
from workflows.workdays import WorkCalendar

NEAR, BEHIND, ORDERS = (f"{name}.yaml" for name in ("near_behind_late", "points_behind", "one_order_after_another"))
CALENDAR = WorkCalendar({}, frozenset({2026}), 2025, 2027)
ASSIGNED = at_hour(date(2026, 3, 2), "09:00")
DUE = end_of(date(2026, 4, 10))
"""A Friday, forty days after it was handed out: half of the time is gone on 22 March."""

# fmt: off
SHOWN = [
    # policy  on                   with                          lamp
    (NEAR,    date(2026, 3, 9),    {},                            Lamp.GREEN),
    (NEAR,    date(2026, 4, 3),    {},                            Lamp.BLUE),     # five working days before
    (NEAR,    date(2026, 4, 2),    {},                            Lamp.GREEN),
    (NEAR,    date(2026, 4, 10),   {},                            Lamp.BLUE),     # to the very last day
    (NEAR,    date(2026, 4, 11),   {},                            Lamp.RED),
    (NEAR,    date(2026, 3, 23),   {"percent": 20},               Lamp.YELLOW),   # however far behind
    (NEAR,    date(2026, 4, 10),   {"percent": 1},                Lamp.YELLOW),
    (NEAR,    date(2026, 3, 9),    {"returns": 3},                Lamp.YELLOW),
    (BEHIND,  date(2026, 4, 10),   {"percent": 99},               Lamp.GREEN),    # nearness is no colour
    (BEHIND,  date(2026, 3, 23),   {"percent": 45},               Lamp.GREEN),
    (BEHIND,  date(2026, 3, 23),   {"percent": 40},               Lamp.YELLOW),
    (BEHIND,  date(2026, 3, 23),   {"percent": 25},               Lamp.YELLOW),
    (BEHIND,  date(2026, 3, 23),   {"percent": 20},               Lamp.RED),
    (BEHIND,  date(2026, 4, 11),   {"percent": 99},               Lamp.RED),
]
# fmt: on


@pytest.mark.parametrize(("policy", "day", "said", "colour"), SHOWN)
def test_a_preset_shows_the_colours_it_is_named_for(policy, day, said, colour):
    glance = Glance(state=TaskState.IN_PROGRESS, due=DUE, original_due=DUE, assigned_at=ASSIGNED, **said)
    settings = read_policy(POLICIES / policy).lamps

    assert lamp(glance, settings, calendar=CALENDAR, now=at_hour(day, "10:00")).lamp is colour


def test_three_months_without_a_word_are_red_where_points_behind_count():
    later = end_of(date(2026, 12, 31))
    glance = Glance(state=TaskState.IN_PROGRESS, due=later, original_due=later, assigned_at=ASSIGNED)
    settings = read_policy(POLICIES / BEHIND).lamps

    seen = [lamp(glance, settings, calendar=CALENDAR, now=ASSIGNED + timedelta(days=days)).lamp for days in (89, 90)]

    assert seen == [Lamp.GREEN, Lamp.RED]


def test_orders_come_blue_orange_red_each_after_the_one_before_went_unanswered():
    settings, state, rung_at, found = read_policy(POLICIES / ORDERS), "calm", None, []
    for day in (date(2026, 4, 1) + timedelta(days=n) for n in range(60)):
        now = at_hour(day, "08:30")
        climb = next_climb(state, DUE, rung_at=rung_at, policy=settings, calendar=CALENDAR)
        if climb and climb.at <= now:
            state, rung_at = climb.to, now
            found.append((next(rung.zh for rung in settings.ladder if rung.to is climb.to), day))

    assert found == [
        ("蓝色督查单", date(2026, 4, 13)),
        ("橙色督查单", date(2026, 4, 20)),
        ("红色督查单", date(2026, 4, 27)),
    ]


def under(small: Small, file: str) -> None:
    """Put the plan under a preset."""
    with writing() as session:
        stored = store_policy(session, "另一份", read_policy(POLICIES / file), now=ISSUED_AT).id
    small.does(PLANNER, Act.SET_POLICY, small.plan_id, Life.PLAN, at=ISSUED_AT, policy_id=stored, reason="按本地办法。")
    small.does("qian.peng", Act.DECIDE, rows(Review)[-1].id, Life.REVIEW, at=ISSUED_AT, verdict=Verdict.YES)


@pytest.mark.parametrize(
    ("file", "colour", "why"),
    [
        ("default.yaml", Lamp.YELLOW, "距时限还有 2 个工作日"),
        (NEAR, Lamp.BLUE, "距时限还有 2 个工作日"),
        (BEHIND, Lamp.GREEN, "按计划推进"),
    ],
)
def test_a_lamp_is_the_same_in_inbox_report_artifact_explanation_and_reminder(small, file, colour, why):
    under(small, file)
    now = at("2026-03-27 08:30")  # two working days before
    [step, *_] = [step for step in sweep_all(now=now).steps if step.task_id == small.plain]
    with reading() as session:
        sight = sight_of(session, standing(desk_of(session), small.people[PLANNER], now=now))
        [row] = [r for r in task_page(session, sight, Wanted(), now=now).rows if r.task.id == small.plain]
        [line] = [task for task in make_summary(session, small.plan_id, now=now).tasks if task.id == small.plain]
        told = explain(session, small.plain, now=now)

    climb = [m.id for m in rows(Move) if (m.life, m.subject_id) == (Life.SUPERVISION, step.subject_id)][-1]
    with reading() as session:
        reminders = session.exec(select(Duty).where(Duty.move_id == climb)).all()
        letters = [body_of(topic_of(session, duty, ()), now=now) for duty in reminders]

    seen = [(step.lamp, step.why), (row.shown.lamp, row.shown.why.zh), (line.lamp, line.why), (told.lamp, told.why)]
    assert seen == [(colour, why)] * 4
    assert letters
    assert [body for body in letters if f"亮灯：{colour.zh}，{why}" not in body] == []


def test_orders_are_called_by_their_colour_in_artifact_explanation_and_on_paper(small):
    under(small, ORDERS)
    first = sweep_all(now=at("2026-04-01 08:30"))
    second = sweep_all(now=at("2026-04-09 08:30"))

    with reading() as session:
        told = explain(session, small.plain, now=at("2026-04-09 09:00"))
        paper = paper_of(session, load(session, Life.TASK, small.plain), now=at("2026-04-09 09:00"))
    became = [[s.became for s in climbs(swept) if s.task_id == small.plain] for swept in (first, second)]
    assert became == [["蓝色督查单"], ["橙色督查单"]]
    assert "督办层级：橙色督查单。下一级“红色督查单”，时间 2026-04-16 08:30。" in told.sentences
    assert paper.name == "橙色督查单"
