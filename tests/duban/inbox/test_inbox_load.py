"""The first page stays small and asks little, however much waits."""

import re

from inbox_browser import As, Browser
from query_count import counted
from sqlalchemy import insert
from sqlmodel import Session
from world import World

from duban.database import writing
from models.task import Task

PLACES = ("/", "/?by=lamp", "/?by=due&due=30")
MANY = 10_000
MOST_BYTES = 150_000


def _more_tasks(session: Session, world: World, many: int) -> None:
    source = session.get_one(Task, world.tasks["assigned"]).model_dump(exclude={"id"})
    rows = [source | {"subject": f"第{number}项", "period": "2026"} for number in range(many)]
    session.connection().execute(insert(Task), rows)


def _transferred(browser: Browser, place: str) -> int:
    """Count the bytes of a page and of everything that it loads from us, as they go over the wire."""
    urls, total = [place, *re.findall(r'(?:href|src)="(/static/[^"]+)"', browser.text(place))], 0
    for url in dict.fromkeys(urls):
        with browser.client.stream("GET", url, headers={"accept-encoding": "gzip"}) as answer:
            total += sum(len(chunk) for chunk in answer.iter_raw())
    return total


def test_with_ten_thousand_waiting_the_first_page_asks_no_more_and_stays_small(as_: As, world: World) -> None:
    browser = as_("liaison")
    few = {place: _asked(browser, place) for place in PLACES}
    with writing() as session:
        _more_tasks(session, world, MANY)
    many = {place: _asked(browser, place) for place in PLACES}
    counts = [int(number) for number in re.findall(r'class="count">(\d+)</span></h2>', browser.text("/"))]

    assert max(counts) > MANY
    assert many == few
    assert {place: size for place in PLACES if (size := _transferred(browser, place)) >= MOST_BYTES} == {}


def _asked(browser: Browser, place: str) -> int:
    with counted() as sent:
        browser.text(place)
    return len(sent)
