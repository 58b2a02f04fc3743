"""Webhooks: each Move once, signed, tried again when it fails, never inside the network, never at others' cost."""

import base64
import hmac
import json
from datetime import timedelta
from hashlib import sha256
from random import Random
from typing import Any

import pytest
from sqlmodel import select
from world import World

from duban.correlation import within
from duban.database import reading
from duban.notify.outbox import TRIES_AT_MOST
from duban.settings import settings
from duban.webhooks.posting import post_webhooks
from duban.webhooks.reaching import address_of, check_url, signature
from duban.webhooks.registering import HookWanted, add_webhook, end_webhook, last_tries, webhooks
from models.errors import BadInput, NotYours
from models.values import Actor
from models.webhook import Posting, Webhook
from models.words import Act, Delivery, Life


def _hook(world: World, operator: Actor, url: str, *events: str, plan: int | None = None) -> Webhook:
    return add_webhook(HookWanted(url, plan, events), by=operator, now=world.now)


def _postings() -> list[Posting]:
    with reading() as session:
        return list(session.exec(select(Posting).order_by(Posting.id)).all())


def _decline(world: World) -> int:
    return world.do(Life.TASK, world.tasks["assigned"], Act.DECLINE, "liaison", reason="不属本单位职责。").id or 0


def test_what_is_no_event_is_not_posted(world: World, operator: Actor, receiver: Any) -> None:
    _hook(world, operator, receiver.url)
    world.do(Life.TASK, world.tasks["in_progress"], Act.ADD_ENTRY, "liaison", percent=40, text="过半。")
    assert post_webhooks(now=world.now).delivered == 0


def test_what_is_posted_names_the_request_it_comes_from(world: World, operator: Actor, receiver: Any) -> None:
    _hook(world, operator, receiver.url)
    with within("0123456789abcdef"):
        _decline(world)
    world.do(Life.TASK, world.tasks["in_progress"], Act.CANCEL, "planner", reason="不再需要。")
    post_webhooks(now=world.now)

    told = [json.loads(body)["data"]["detail"]["request"] for _, body in receiver.came]
    assert (told[0], set(told[1:])) == ("0123456789abcdef", {""})


def test_a_move_is_posted_once_and_what_was_before_is_not(world: World, operator: Actor, receiver: Any) -> None:
    _hook(world, operator, receiver.url)
    move = _decline(world)
    assert post_webhooks(now=world.now).delivered == 1
    assert post_webhooks(now=world.now).delivered == 0
    [(headers, body)] = receiver.came
    told = json.loads(body)
    assert (told["type"], told["data"]["move_id"], told["data"]["detail"]["became"]) == (
        "duban.task.declined",
        move,
        "declined",
    )
    assert headers["host"] == receiver.url.split("/")[2]


def test_what_is_posted_is_signed_as_standard_webhooks_says(world: World, operator: Actor, receiver: Any) -> None:
    hook = _hook(world, operator, receiver.url)
    _decline(world)
    post_webhooks(now=world.now)
    [(headers, body)] = receiver.came
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(hook.secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert int(headers["webhook-timestamp"]) == int(world.now.timestamp())


def test_the_signature_is_that_of_the_specifications_example() -> None:
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    said = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert said == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    ("events", "plan", "comes"),
    [
        ((), None, True),
        (("duban.task.declined",), None, True),
        (("duban.plan.issued",), None, False),
        ((), "plan_id", True),
        ((), "drafted_id", False),
    ],
)
def test_only_what_was_asked_for_is_posted(
    world: World, operator: Actor, receiver: Any, events: tuple[str, ...], plan: str | None, comes: bool
) -> None:
    _hook(world, operator, receiver.url, *events, plan=getattr(world, plan) if plan else None)
    _decline(world)
    assert post_webhooks(now=world.now).delivered == int(comes)


def test_what_fails_is_tried_again_later_and_given_up_in_the_end(world: World, operator: Actor, receiver: Any) -> None:
    _hook(world, operator, receiver.url)
    _decline(world)
    receiver.status, now = 500, world.now
    for tried in range(1, TRIES_AT_MOST + 1):
        assert post_webhooks(now=now, chance=Random(7)).failed == 1
        assert post_webhooks(now=now).failed == 0
        [row] = _postings()
        assert (row.tries, row.answered, row.trouble) == (tried, 500, "对方答复 500。")
        now += timedelta(days=1)
    assert (row.delivery, row.next_at) == (Delivery.FAILED, None)
    assert post_webhooks(now=now).failed == 0
    assert len({headers["webhook-id"] for headers, _ in receiver.came}) == 1


def test_an_address_that_fails_hinders_no_other_and_is_not_asked_again_at_once(
    world: World, operator: Actor, receiver: Any
) -> None:
    _hook(world, operator, "http://127.0.0.1:1/nobody")
    good = _hook(world, operator, receiver.url)
    _decline(world)
    world.do(Life.TASK, world.tasks["reported"], Act.SEND_BACK, "checker", reason="材料不全。")
    posted = post_webhooks(now=world.now)
    assert (posted.delivered, posted.failed) == (2, 1)
    bad = [row for row in _postings() if row.webhook_id != good.id]
    assert [(row.tries, row.delivery) for row in bad] == [(1, Delivery.WAITING), (0, Delivery.WAITING)]


def test_a_redirect_is_not_followed(world: World, operator: Actor, receiver: Any) -> None:
    receiver.status, receiver.location = 302, receiver.url
    _hook(world, operator, receiver.url)
    _decline(world)
    assert post_webhooks(now=world.now).failed == 1
    assert len(receiver.came) == 1


def test_a_webhook_that_has_ended_is_told_nothing(world: World, operator: Actor, receiver: Any) -> None:
    hook = _hook(world, operator, receiver.url)
    _decline(world)
    end_webhook(hook.id or 0, by=operator, now=world.now)
    assert post_webhooks(now=world.now).delivered == 0
    assert receiver.came == []


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/x",
        "ftp://example.com/x",
        "https://user:word@example.com/",
        "https:///x",
        "https://127.0.0.1/",
        "https://10.0.0.8/",
        "https://169.254.169.254/latest",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://0.0.0.0/",
        "https://example.com:notaport/",
    ],
)
def test_an_address_inside_or_unclear_is_refused(url: str) -> None:
    settings.cache_clear()
    with pytest.raises(BadInput):
        check_url(url)


@pytest.mark.usefixtures("world")
def test_a_name_that_leads_inside_is_refused_when_it_is_looked_up() -> None:
    settings.cache_clear()
    with pytest.raises(BadInput, match="指向内部网络"):
        address_of("https://localhost/")


def test_only_operators_register_and_end(world: World, operator: Actor, receiver: Any) -> None:
    hook = _hook(world, operator, receiver.url)
    with pytest.raises(NotYours):
        _hook(world, world.people["planner"], receiver.url)
    with pytest.raises(NotYours):
        end_webhook(hook.id or 0, by=world.people["planner"], now=world.now)


def test_an_event_that_is_none_is_refused(world: World, operator: Actor, receiver: Any) -> None:
    with pytest.raises(BadInput, match="没有“duban"):
        _hook(world, operator, receiver.url, "duban.plan.eaten")


def test_the_last_tries_are_listed_with_their_webhook(world: World, operator: Actor, receiver: Any) -> None:
    hook = _hook(world, operator, receiver.url)
    _decline(world)
    post_webhooks(now=world.now)
    with reading() as session:
        [[row]] = last_tries(session, webhooks(session)).values()
    assert (row.webhook_id, row.event, row.answered) == (hook.id, "duban.task.declined", 204)
