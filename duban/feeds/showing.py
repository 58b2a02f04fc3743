"""What a link gives to whoever asks with its token: the calendar as it is for its person now."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from duban.desk.opened import desk_of
from duban.feeds.calendar_file import Part, calendar_file
from duban.feeds.items import items_of_person, items_of_plan
from duban.posts import Standing, actor_of, standing
from duban.sight import Sight, sight_of, tasks_seen
from models.feed import Feed
from models.plan import Plan

MINE = "督办：我的任务"


def shown_by(session: Session, feed: Feed, part: Part = Part.ALL, *, now: datetime) -> bytes:
    """Write the calendar of a link, as its person stands at `now`.

    Of a plan that has come to concern the person no more it is empty, without the plan's name: a program that gets an
    answer forgets what it had, while one that gets none keeps it.
    """
    mine = standing(desk_of(session), actor_of(session, feed.person_id), now=now)
    if feed.plan_id is None:
        return calendar_file(MINE, items_of_person(session, mine, now=now), part)
    plan = session.get_one(Plan, feed.plan_id)
    items = items_of_plan(session, feed.plan_id, tasks_seen(_by_posts(session, mine)), now=now)
    return calendar_file(f"督办：{plan.plan_title or plan.title}" if items else "督办", items, part)


def _by_posts(session: Session, mine: Standing) -> Sight:
    """See what the person's posts see. Unlike on a page, being of a unit without a post in it shows nothing of it."""
    return replace(sight_of(session, mine), unit_ids=frozenset(seat.unit_id for seat in mine.seats))
