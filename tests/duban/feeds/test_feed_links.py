"""Links: secret, of one person, revoked at once, and telling nothing once they are."""

import logging
from datetime import datetime, timedelta

import pytest
from feed_reading import Feeds
from sqlalchemy import update
from world import World

from duban.database import engine, reading, writing
from duban.feeds.links import AT_MOST, feeds_of, renew_feed, revoke_feed
from models.errors import BadInput, NotFound, NotYours
from models.feed import Feed
from models.register import Account


def test_a_link_is_read_without_signing_in(feeds: Feeds):
    answer = feeds.program.fetch(feeds.made("liaison").address)

    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert answer.headers["cache-control"] == "private, no-cache"
    assert "set-cookie" not in answer.headers


def test_a_revoked_link_answers_as_one_that_never_was(feeds: Feeds, world: World):
    made = feeds.made("liaison")
    revoke_feed(made.feed.id, by=world.people["liaison"], now=world.now)

    revoked, unknown = (feeds.program.fetch(one) for one in (made.address, "http://testserver/feeds/none.ics"))

    assert (revoked.status_code, revoked.content) == (404, unknown.content)
    hidden = {"content-length", "date", "x-request-id"}
    assert {k: v for k, v in revoked.headers.items() if k not in hidden} == {
        k: v for k, v in unknown.headers.items() if k not in hidden
    }
    assert "etag" not in revoked.headers


def test_a_link_opens_nothing_while_the_account_of_its_owner_is_closed(feeds: Feeds, world: World):
    address = feeds.made("liaison").address

    def answer(closed_at: datetime | None) -> int:
        with writing() as session:
            mine = Account.person_id == world.people["liaison"].person_id
            session.exec(update(Account).where(mine).values(closed_at=closed_at))
        return feeds.program.fetch(address).status_code

    assert [answer(closed_at) for closed_at in (world.now, None)] == [404, 200]


def test_what_has_not_changed_is_not_sent_again(feeds: Feeds, world: World):
    address = feeds.made("liaison").address
    tag = feeds.program.fetch(address).headers["etag"]

    for said in (tag, f"W/{tag}", f'"other", {tag}'):
        again = feeds.program.fetch(address, **{"if-none-match": said})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert feeds.program.fetch(address, **{"if-none-match": '"other"'}).status_code == 200


def test_only_a_hash_of_the_token_is_kept(feeds: Feeds, world: World):
    made = feeds.made("liaison")
    token = made.address.rpartition("/")[2].removesuffix(".ics")

    [row] = world.all_of(Feed)

    assert len(token) == 43
    assert token not in str(row.model_dump())
    assert (row.person_id, row.made_by, row.made_at) == (
        world.people["liaison"].person_id, world.people["liaison"].person_id, world.now,
    )  # fmt: skip


def test_renewing_closes_the_old_link_and_opens_a_new_one_to_the_same(feeds: Feeds, world: World):
    old = feeds.made("liaison", world.plan_id)

    new = renew_feed(old.feed.id, by=world.people["liaison"], now=world.now)

    assert feeds.program.fetch(old.address).status_code == 404
    assert feeds.program.fetch(new.address).status_code == 200
    assert (new.feed.plan_id, new.feed.renews) == (world.plan_id, old.feed.id)
    was = world.all_of(Feed)[0]
    assert (was.revoked_at, was.revoked_by) == (world.now, world.people["liaison"].person_id)


def test_somebody_elses_link_is_as_if_it_were_not_there(feeds: Feeds, world: World):
    made = feeds.made("liaison")

    for number in (made.feed.id, 999):
        with pytest.raises(NotFound, match=f"You have no feed link {number}"):
            revoke_feed(number, by=world.people["outsider"], now=world.now)


def test_the_operator_may_revoke_but_not_renew_for_others(feeds: Feeds, world: World):
    made, operator = feeds.made("liaison"), _operator(world)

    with pytest.raises(NotYours, match="Only the owner"):
        renew_feed(made.feed.id, by=operator, now=world.now)
    assert feeds.program.fetch(made.address).status_code == 200
    revoke_feed(made.feed.id, by=operator, now=world.now)

    assert world.all_of(Feed)[0].revoked_by == operator.person_id


def _operator(world: World):
    from duban.desk.opened import desk_of
    from duban.posts import actor_of, people_as
    from models.words import Role

    with reading() as session:
        return actor_of(session, people_as(desk_of(session), Role.OPERATOR, now=world.now)[0])


def test_a_link_is_revoked_once(feeds: Feeds, world: World):
    made = feeds.made("liaison")
    revoke_feed(made.feed.id, by=world.people["liaison"], now=world.now)

    with pytest.raises(BadInput, match="revoked already"):
        revoke_feed(made.feed.id, by=world.people["liaison"], now=world.now + timedelta(days=1))
    assert world.all_of(Feed)[0].revoked_at == world.now


def test_a_plan_that_does_not_concern_one_cannot_be_subscribed_to(feeds: Feeds, world: World):
    with pytest.raises(NotYours):
        feeds.made("stranger", world.plan_id)
    with pytest.raises(NotFound):
        feeds.made("planner", 999)
    assert world.all_of(Feed) == []


def test_there_is_an_end_to_how_many_one_may_have(feeds: Feeds):
    for _ in range(AT_MOST):
        feeds.made("liaison")

    with pytest.raises(BadInput, match=f"may have {AT_MOST}"):
        feeds.made("liaison")


def test_when_a_program_last_asked_is_known_to_the_hour(feeds: Feeds, world: World):
    made, first = feeds.made("liaison"), world.now
    read = []
    for minutes in (0, 59, 60):
        world.now = first + timedelta(minutes=minutes)
        feeds.program.fetch(made.address)
        read.append(world.all_of(Feed)[0].read_at)

    assert read == [first, first, first + timedelta(hours=1)]


def test_revoked_links_are_listed_only_when_asked_for(feeds: Feeds, world: World):
    one, other = feeds.made("liaison"), feeds.made("liaison", world.plan_id)
    revoke_feed(one.feed.id, by=world.people["liaison"], now=world.now)

    with reading() as session:
        shown = [row.feed.id for row in feeds_of(session, world.people["liaison"].person_id)]
        every = [row.feed.id for row in feeds_of(session, world.people["liaison"].person_id, revoked=True)]
    assert (shown, every) == ([other.feed.id], [other.feed.id, one.feed.id])


def test_a_fault_is_logged_without_the_secret(feeds: Feeds, world: World, caplog):
    made = feeds.made("liaison")
    token = made.address.rpartition("/")[2].removesuffix(".ics")
    with engine().begin() as connection:
        connection.exec_driver_sql("DROP TABLE calendar_day")

    with caplog.at_level(logging.DEBUG, "duban.inbox"):
        answer = feeds.program.fetch(made.address)

    assert (answer.status_code, "at GET /feeds/…" in caplog.text, token in caplog.text) == (500, True, False)
