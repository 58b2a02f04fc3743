"""Secret links to calendars: made, listed, renewed and revoked, each on record with who and when."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlmodel import Session, col, func, select

from duban.database import writing
from duban.desk.opened import desk_of
from duban.posts import standing
from duban.settings import settings
from duban.sight import check_seen, sight_of
from duban.subjects import load
from models.errors import BadInput, NotFound, NotYours
from models.feed import Feed
from models.plan import Plan
from models.register import Account, Person
from models.values import Actor
from models.words import Life, Role

AT_MOST = 20
"""Open links of one person; each may be in the hands of another program."""
TOKEN_BYTES = 32
READ_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Made:
    """A link that was just made; its address is told this once, since only a hash of it is kept."""

    feed: Feed
    address: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A link as people read of it: whose, and of which plan; no plan stands for everything of the person."""

    feed: Feed
    person: str
    plan: str


def add_feed(plan_id: int | None, *, by: Actor, now: datetime) -> Made:
    """Make a link for the actor: to what is theirs to do, or to a plan that they see. Commits.

    Raises:
        NotFound: there is no such plan. NotYours: the plan does not concern the person. BadInput: too many are open.
    """
    with writing() as session:
        if plan_id is not None:
            sight = sight_of(session, standing(desk_of(session), by, now=now))
            check_seen(session, sight, Life.PLAN, load(session, Life.PLAN, plan_id))
        _check_room(session, by)
        return _make(session, Feed(token_sha256="", person_id=by.person_id or 0, plan_id=plan_id, made_at=now), by)


def revoke_feed(feed_id: int, *, by: Actor, now: datetime) -> Feed:
    """Revoke a link: from now on it opens nothing. One's own, or as operator anybody's. Commits.

    Raises:
        NotFound: there is no such link that the actor may revoke. BadInput: it is revoked already.
    """
    with writing() as session:
        return _revoke(session, _open_feed(session, feed_id, by=by, now=now), by, now)


def renew_feed(feed_id: int, *, by: Actor, now: datetime) -> Made:
    """Revoke a link of one's own and make a new one to the same, in one transaction. Commits.

    Raises:
        NotFound: there is no such link. NotYours: it is somebody else's. BadInput: it is revoked already.
    """
    with writing() as session:
        old = _open_feed(session, feed_id, by=by, now=now)
        if old.person_id != by.person_id:
            raise NotYours(
                "新链接只能由本人换：别人的链接，作废后请本人自己另建。",
                "Only the owner may renew a link; revoke it, and let its owner make a new one.",
            )
        _revoke(session, old, by, now)
        new = Feed(token_sha256="", person_id=old.person_id, plan_id=old.plan_id, made_at=now, renews=old.id)
        return _make(session, new, by)


def feeds_of(session: Session, person_id: int | None, *, revoked: bool = False) -> list[Listed]:
    """List links, of one person or of everybody, the newest first; revoked ones only when asked for."""
    wanted = select(Feed, Person.name, Plan.number).join(Person, col(Person.id) == Feed.person_id)
    wanted = wanted.join(Plan, col(Plan.id) == Feed.plan_id, isouter=True).order_by(col(Feed.id).desc())
    if person_id is not None:
        wanted = wanted.where(Feed.person_id == person_id)
    if not revoked:
        wanted = wanted.where(col(Feed.revoked_at).is_(None))
    found: Sequence[tuple[Feed, str, str | None]] = session.exec(wanted).all()
    return [Listed(feed, person, plan or "") for feed, person, plan in found]


def opened(session: Session, token: str) -> Feed | None:
    """Find the link that a token opens; nothing when it is unknown, revoked, or while its owner's account is closed."""
    closed = select(Account.person_id).where(col(Account.closed_at).is_not(None))
    found = select(Feed).where(Feed.token_sha256 == _digest(token), col(Feed.revoked_at).is_(None))
    return session.exec(found.where(col(Feed.person_id).not_in(closed))).first()


def note_read(feed: Feed, *, now: datetime) -> None:
    """Note that a program asked for a link, at most once an hour. Commits."""
    if feed.read_at is not None and now - feed.read_at < READ_EVERY:
        return
    with writing() as session:
        row = session.get(Feed, feed.id)
        if row is not None:
            row.read_at = now
            session.add(row)


def may_see_all(session: Session, by: Actor, *, now: datetime) -> bool:
    """Say whether somebody may list and revoke the links of others."""
    return Role.OPERATOR in standing(desk_of(session), by, now=now).house_roles


def _check_room(session: Session, by: Actor) -> None:
    mine = (Feed.person_id == by.person_id, col(Feed.revoked_at).is_(None))
    count = session.exec(select(func.count(col(Feed.id))).where(*mine)).one()
    if count >= AT_MOST:
        raise BadInput(
            f"你已有 {count} 个订阅链接，最多 {AT_MOST} 个；请先作废不用的。",
            f"You have {count} links already, and may have {AT_MOST}; revoke one you do not use.",
        )


def _make(session: Session, feed: Feed, by: Actor) -> Made:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    feed.token_sha256, feed.made_by = _digest(token), by.person_id
    session.add(feed)
    session.flush()
    return Made(feed, f"{settings().inbox_url}/feeds/{token}.ics")


def _revoke(session: Session, feed: Feed, by: Actor, now: datetime) -> Feed:
    feed.revoked_at, feed.revoked_by = now, by.person_id
    session.add(feed)
    session.flush()
    return feed


def _open_feed(session: Session, feed_id: int, *, by: Actor, now: datetime) -> Feed:
    """Find a link to change. Somebody else's is as if it were not there, but for the operator."""
    feed = session.get(Feed, feed_id, with_for_update=True)
    if feed is None or (feed.person_id != by.person_id and not may_see_all(session, by, now=now)):
        raise NotFound(
            f"你没有编号为 {feed_id} 的订阅链接；请在“日历订阅”里查看编号。", f"You have no feed link {feed_id}."
        )
    if feed.revoked_at is not None:
        raise BadInput(
            f"订阅链接 {feed_id} 已经作废，不能再改；需要的话请另建一个。",
            f"The link {feed_id} is revoked already; make a new one.",
        )
    return feed


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
