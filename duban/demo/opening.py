"""The first days of the demonstration: the plan is completed, sent back once, approved, issued."""

from datetime import timedelta

from sqlmodel import col, select

from duban.calendars import load_calendar
from duban.database import reading
from duban.demo.ladder import day_before_make_up, until_then
from duban.demo.office import answer
from duban.demo.scene import Scene
from duban.demo.settling import settle
from duban.desk.opened import desk_of
from duban.settled import settled_of
from models.errors import Refused
from models.plan import Plan, Requirement
from models.question import Review
from models.words import Act, Life, ReviewState, Verdict
from workflows.moments import at_hour, day_of

DROP_EVERY = 31


def complete(scene: Scene) -> None:
    """Confirm every requirement as the planner; one in thirty is dropped as no demand of its own.

    Raises:
        Refused: nothing was read that could be carried out.
    """
    with reading() as session:
        requirements = session.exec(
            select(Requirement).where(Requirement.plan_id == scene.plan_id).order_by(col(Requirement.seq))
        ).all()
        calendar, begins = load_calendar(desk_of(session)), day_of(scene.now)
    due = day_before_make_up(calendar, begins)
    if not requirements:
        raise Refused(
            "这份通知里没有读到任务要求，没有可演示的内容。",
            "No demand was found in the notice; there is nothing to carry out.",
        )
    for requirement in requirements:
        if requirement.seq % DROP_EVERY == 0 and len(requirements) > DROP_EVERY:
            reason = "与上一条重复，并入上一条办理。"
            scene.do(
                Life.PLAN, scene.plan_id, Act.DROP, scene.cast.planner, requirement_id=requirement.id, reason=reason
            )
            continue
        settled = settle(requirement, settled_of(requirement), cast=scene.cast, begins=begins, calendar=calendar)
        chosen = None if scene.silent else until_then(settled, due)
        if chosen:
            scene.silent, settled = requirement.id or 0, chosen
        scene.do(
            Life.PLAN, scene.plan_id, Act.CONFIRM, scene.cast.planner, requirement_id=requirement.id, settled=settled
        )


def have_it_approved(scene: Scene) -> None:
    """Submit the plan; the panel returns it once and approves it the second time."""
    for verdict in (Verdict.NO, Verdict.YES):
        scene.do(Life.PLAN, scene.plan_id, Act.SUBMIT, scene.cast.planner)
        scene.set_to(scene.now + timedelta(hours=3))
        answer(scene, _open_review(scene), verdict=verdict)
        scene.set_to(at_hour(day_of(scene.now) + timedelta(days=1), "09:30"))


def _open_review(scene: Scene) -> Review:
    with reading() as session:
        return session.exec(
            select(Review).where(
                Review.life == Life.PLAN, Review.subject_id == scene.plan_id, Review.state == ReviewState.OPEN
            )
        ).one()


def plan_of(number: str) -> Plan:
    """Find the imported plan."""
    with reading() as session:
        return session.exec(select(Plan).where(Plan.number == number)).one()
