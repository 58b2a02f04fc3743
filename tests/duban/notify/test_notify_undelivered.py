"""What could not be told: listed with the reason, given another round on request, and nobody is told twice."""

from datetime import timedelta
from random import Random

import pytest
from small_plan import ISSUED_AT, LIAISON, rows

from duban.database import reading, writing
from duban.notify import deliver
from duban.notify.delivering import Carrier
from duban.notify.letter import Letter, Unsent
from duban.notify.outbox import TRIES_AT_MOST
from duban.notify.undelivered import try_again, undelivered
from models.errors import BadInput
from models.record import Duty, Message
from models.words import Channel, Delivery

NEXT = ISSUED_AT + timedelta(minutes=1)
LATER = NEXT + timedelta(days=30)


class Post:
    """A channel that does not reach one person while it is out of order."""

    def __init__(self, small) -> None:
        self.without, self.sent = small.people[LIAISON].person_id, list[tuple[int, int]]()

    def send(self, letter: Letter) -> None:
        if letter.person_id == self.without:
            raise Unsent("邮局关门了")
        self.sent.append((letter.duty_id, letter.person_id))

    @property
    def carriers(self) -> tuple[Carrier, ...]:
        return (Carrier(Channel.EMAIL, lambda _: True, self.send, True),)


@pytest.fixture
def post(small) -> Post:
    """Everything was tried as often as it is tried by itself; what goes to the liaison did not arrive."""
    post = Post(small)
    for turn in range(TRIES_AT_MOST):
        deliver(now=NEXT + timedelta(days=turn), chance=Random(1), carriers=post.carriers)
    return post


def stuck() -> set[int]:
    return {duty.id for duty in rows(Duty) if duty.delivery is Delivery.FAILED}


def test_what_is_given_up_is_listed_with_its_reason(post):
    with reading() as session:
        found = undelivered(session, now=LATER)

    assert found
    assert {one.duty_id for one in found} == stuck()
    assert {(one.given_up, one.tries, one.trouble) for one in found} == {(True, TRIES_AT_MOST, "邮局关门了")}
    assert {one.plan_number for one in found} == {"试科协〔2026〕2号"}


def test_another_round_tells_only_who_was_not_told(post, small):
    given_up, told = stuck(), set(post.sent)
    post.without = 0

    assert try_again(None, now=LATER) == len(given_up)
    deliver(now=LATER, chance=Random(1), carriers=post.carriers)

    assert stuck() == set()
    assert len(post.sent) == len(set(post.sent))
    assert {duty for duty, _ in set(post.sent) - told} == given_up
    assert {person for _, person in set(post.sent) - told} == {small.people[LIAISON].person_id}
    assert len(rows(Message)) == len(post.sent)


def test_another_round_is_as_long_as_the_first(post):
    first = min(stuck())
    try_again([first], now=LATER)
    for turn in range(TRIES_AT_MOST):
        assert first not in stuck()
        deliver(now=LATER + timedelta(days=turn), chance=Random(1), carriers=post.carriers)

    assert first in stuck()


def test_only_what_is_given_up_gets_another_round(post):
    first = min(stuck())
    wrong = max(duty.id for duty in rows(Duty) if duty.delivery is Delivery.DELIVERED)

    with pytest.raises(BadInput, match=f"通知 {wrong} 不在"):
        try_again([first, wrong], now=LATER)

    assert first in stuck()


@pytest.mark.usefixtures("post")
def test_what_is_tried_again_by_itself_comes_after_what_is_given_up():
    with writing() as session:
        waiting = session.get_one(Duty, min(stuck()))
        waiting.delivery, waiting.next_at, waiting.tries = Delivery.WAITING, LATER, 3
        session.add(waiting)
    with reading() as session:
        found = undelivered(session, now=LATER)

    assert [one.given_up for one in found] == [True] * (len(found) - 1) + [False]
