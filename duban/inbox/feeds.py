"""Calendar subscriptions: the links of the visitor, and the calendars that programs fetch by them, not signed in."""

from hashlib import sha256
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from duban.database import reading
from duban.feeds.calendar_file import Part
from duban.feeds.links import Made, add_feed, feeds_of, may_see_all, note_read, opened, renew_feed, revoke_feed
from duban.feeds.showing import shown_by
from duban.inbox.asked import Number, id_in, word_in
from duban.inbox.doorway import AForm, AVisitor, Visitor, gone_to, now_of, text_of
from duban.inbox.pages import page, sentences
from duban.queries import plans_named
from models.errors import BadInput, NotFound, Refused

router = APIRouter()
NO_PAGE = NotFound("没有这个页面。", "There is no such page.")
"""What every unknown address is answered: nothing tells a link that was revoked from one that never was."""


@router.api_route("/feeds/{token}.ics", methods=["GET", "HEAD"])
def calendar(request: Request, token: str, only: str = "") -> Response:
    """Give the calendar of a link. A program that has it already is told so.

    Raises:
        NotFound: the link is unknown or revoked.
    """
    now = now_of(request)
    with reading() as session:
        feed = opened(session, token)
        if feed is None:
            raise NO_PAGE
        content = shown_by(session, feed, word_in(only, Part) or Part.ALL, now=now)
    note_read(feed, now=now)
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}
    if _has(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="duban.ics"'
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


def _has(said: str, tag: str) -> bool:
    """Say whether a program names this content among what it has; a proxy may have marked it weak on the way."""
    return tag in {one.strip().removeprefix("W/") for one in said.split(",")}


@router.get("/feeds")
def list_of_feeds(visitor: AVisitor, plan: str = "") -> Response:
    return _show(visitor, plan_id=id_in(plan))


@router.post("/feeds")
def added(visitor: AVisitor, form: AForm) -> Response:
    plan_id = id_in(text_of(form, "plan"))
    try:
        made = add_feed(plan_id, by=visitor.actor, now=visitor.now)
    except BadInput as refused:
        return _show(visitor, plan_id=plan_id, refused=refused)
    return _show(visitor, made=made)


@router.post("/feeds/{feed_id}/renew")
def renewed(feed_id: Number, visitor: AVisitor, _form: AForm) -> Response:
    try:
        made = renew_feed(feed_id, by=visitor.actor, now=visitor.now)
    except BadInput as refused:
        return _show(visitor, refused=refused)
    return _show(visitor, made=made)


@router.post("/feeds/{feed_id}/revoke")
def revoked(feed_id: Number, visitor: AVisitor, _form: AForm) -> Response:
    try:
        revoke_feed(feed_id, by=visitor.actor, now=visitor.now)
    except BadInput as refused:
        return _show(visitor, refused=refused)
    return gone_to("/feeds", "revoked")


def _show(
    visitor: Visitor, *, plan_id: int | None = None, made: Made | None = None, refused: Refused | None = None
) -> Response:
    """Show the links; the address of one that was just made is on this answer and on no other."""
    with reading() as session:
        told = _told(session, visitor)
    return page(
        "feeds.html",
        visitor,
        status=refused.status if refused else 200,
        made=made,
        asked_plan=plan_id,
        told=sentences(refused) if refused else (),
        **told,
    )


def _told(session: Session, visitor: Visitor) -> dict[str, Any]:
    everybodys = may_see_all(session, visitor.actor, now=visitor.now)
    found = feeds_of(session, None if everybodys else visitor.actor.person_id)
    return {
        "mine": [row for row in found if row.feed.person_id == visitor.actor.person_id],
        "others": [row for row in found if row.feed.person_id != visitor.actor.person_id],
        "plans": plans_named(session, visitor.sight),
    }
