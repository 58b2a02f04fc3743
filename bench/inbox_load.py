"""A hundred reviewers at once in front of the real server: errors, lost and double decisions, how long one takes.

1. A plan with as many tasks in review as there will be decisions, a hundred reviewers signed in. 2. The server, in a
process of its own. 3. Every twentieth of a second the next reviewer opens the page of a review and says yes, whether
or not those before are answered yet; now and then two say yes to the same review at the same moment, or one presses
twice. 4. What the browsers were told is compared with the ledger: each review decided once, and none beside.
"""

import asyncio
import os
import re
import resource
import socket
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import quantiles
from time import monotonic, sleep

import httpx
from sqlmodel import col, select

from bench.world import CHECKER, LIAISON, crowd, use
from duban import clock, database
from duban.accounts import Came, let_in, make_account
from duban.database import reading, writing
from models.door_words import SignedBy
from models.question import Review
from models.record import Move
from models.register import Account, Holding, Person, Post
from models.task import Task
from models.words import Act, Holds, Life, TaskState

REVIEWERS = 100
PER_SECOND = int(os.environ.get("BENCH_LOAD_RATE", "20"))
WORKERS = int(os.environ.get("BENCH_LOAD_WORKERS", "2"))
SECONDS = int(os.environ.get("BENCH_LOAD_S", "60"))
TARGET_MS = 300
RACE_EVERY, TWICE_EVERY, HOME_EVERY = 10, 15, 5
"""Every so many decisions two people race for it, one person presses twice, or looks at the first page before."""
POST = "LDB-REVIEWER-1"
FIELD = r'name="{}" value="([^"]*)"'


@dataclass(frozen=True)
class Reviewer:
    """A signed-in browser: its cookie, and the token of its forms."""

    cookie: str
    csrf: str


@dataclass
class Told:
    """What the browsers were told. `took_ms`: from the press to the answer; `pages_ms`: of the pages before."""

    took_ms: list[float] = field(default_factory=list)
    pages_ms: list[float] = field(default_factory=list)
    done: Counter[int] = field(default_factory=Counter)
    late: int = 0
    odd: list[str] = field(default_factory=list)


def _reviews(there: int) -> list[int]:
    """Bring as many tasks to the panel; give the reviews."""
    full = crowd(there)
    full.all_do(LIAISON, Act.REPORT, full.tasks, text="已按要求完成。")
    full.all_do(CHECKER, Act.PASS_CHECK, full.tasks)
    with reading() as session:
        wanted = select(Review.id).where(Review.life == Life.TASK).order_by(col(Review.id))
        return [id_ or 0 for id_ in session.exec(wanted).all()]


def _reviewers() -> list[Reviewer]:
    """Let a hundred more people hold a reviewer's post, and sign them in."""
    with writing() as session:
        post = session.exec(select(Post).where(Post.code == POST)).one()
        people = [Person(code=f"r{n}", name=f"审核员{n}", unit_id=post.unit_id) for n in range(REVIEWERS)]
        session.add_all(people)
        session.flush()
        since = date(2026, 1, 1)
        session.add_all(Holding(post_id=post.id, person_id=p.id, kind=Holds.HOLDER, since=since) for p in people)
        for person in people:
            make_account(session, person.id or 0, person.code)
        accounts = session.exec(select(Account).where(col(Account.person_id).in_([p.id for p in people]))).all()
        for account in accounts:
            account.must_change = False
        session.flush()
    now = clock.now()
    signed = [let_in(account, Came(by=SignedBy.PASSWORD), now=now) for account in accounts]
    return [Reviewer(token, row.csrf) for token, row in signed]


@contextmanager
def _served() -> Iterator[str]:
    """Serve the home of the settings; give the address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    database.dispose()
    given = {"DUBAN_INBOX_PORT": str(port), "DUBAN_INBOX_WORKERS": str(WORKERS)}
    server = subprocess.Popen([sys.executable, "-m", "duban.inbox"], env=os.environ | given, stdout=sys.stderr)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                httpx.get(f"{address}/healthz", timeout=1).raise_for_status()
                break
            except httpx.HTTPError:
                sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


async def _decide(client: httpx.AsyncClient, who: Reviewer, review: int, told: Told, *, presses: int = 1) -> None:
    """Open a review and say yes, pressing so many times at once."""
    cookies = {"Cookie": f"duban={who.cookie}"}
    begun = monotonic()
    shown = await client.get(f"/reviews/{review}", headers=cookies)
    told.pages_ms.append((monotonic() - begun) * 1000)
    key = re.search(FIELD.format("key"), shown.text)
    if shown.status_code != 200 or "/acts/decide" not in shown.text or key is None:
        if shown.status_code == 200 and key is None:
            told.late += 1  # the other one was quicker than the page
        else:
            told.odd.append(f"page {shown.status_code}")
        return
    form = {"csrf": who.csrf, "key": key.group(1), "verdict": "yes", "reason": "材料齐全。"}
    answers = await asyncio.gather(*(_press(client, cookies, review, form, told) for _ in range(presses)))
    if 303 in answers:
        told.done[review] += 1
    for status in answers:
        if status == 409:
            told.late += 1
        elif status not in (0, 303):
            told.odd.append(f"decision {status}")


async def _look(client: httpx.AsyncClient, who: Reviewer, told: Told) -> None:
    """Look at what waits."""
    begun = monotonic()
    answer = await client.get("/", headers={"Cookie": f"duban={who.cookie}"})
    told.pages_ms.append((monotonic() - begun) * 1000)
    if answer.status_code != 200:
        told.odd.append(f"first page {answer.status_code}")


async def _press(
    client: httpx.AsyncClient, cookies: dict[str, str], review: int, form: dict[str, str], told: Told
) -> int:
    begun = monotonic()
    try:
        answer = await client.post(f"/reviews/{review}/acts/decide", data=form, headers=cookies)
    except httpx.HTTPError as fault:
        told.odd.append(type(fault).__name__)
        return 0
    told.took_ms.append((monotonic() - begun) * 1000)
    return answer.status_code


async def _all(address: str, people: list[Reviewer], reviews: list[int]) -> Told:
    """Send a reviewer off every twentieth of a second."""
    told, running = Told(), list[asyncio.Future[None]]()
    limits = httpx.Limits(max_connections=2 * REVIEWERS, max_keepalive_connections=2 * REVIEWERS, keepalive_expiry=3)
    async with httpx.AsyncClient(base_url=address, timeout=30, limits=limits) as client:
        begun = monotonic()
        for n, review in enumerate(reviews):
            await asyncio.sleep(max(begun + n / PER_SECOND - monotonic(), 0))
            who, other = people[n % REVIEWERS], people[(n + REVIEWERS // 2) % REVIEWERS]
            if n % HOME_EVERY == 0:
                running.append(asyncio.ensure_future(_look(client, who, told)))
            presses = 2 if n % TWICE_EVERY == 0 else 1
            running.append(asyncio.ensure_future(_decide(client, who, review, told, presses=presses)))
            if n % RACE_EVERY == 0:
                running.append(asyncio.ensure_future(_decide(client, other, review, told)))
        await asyncio.gather(*running)
    return told


def deciding(url: str = "") -> str:
    """Measure on an empty database of a server, or on SQLite; gives a line to read.

    Raises:
        AssertionError: a decision was lost, or counted twice, or a browser was told neither yes nor too late.
    """
    kept = {name: os.environ.get(name) for name in ("DUBAN_HOME", "DUBAN_DATABASE_URL")}
    with tempfile.TemporaryDirectory(prefix="duban-load-") as folder:
        use(Path(folder) / "home", url)
        try:
            reviews, people = _reviews(PER_SECOND * SECONDS), _reviewers()
            with _served():
                starting = _processor_s()
            starting = _processor_s() - starting
            busy, used = os.getloadavg()[0], _processor_s() + starting
            with _served() as address:
                told = asyncio.run(_all(address, people, reviews))
            used = _processor_s() - used
            lost, double = _beside_the_ledger(told, reviews)
        finally:
            database.dispose()
            for name, value in kept.items():
                os.environ.pop(name, None) if value is None else os.environ.update({name: value})
    assert (lost, double, told.odd) == (0, 0, []), (lost, double, Counter(told.odd))
    return _line("PostgreSQL" if url else "SQLite", told, len(reviews), busy=busy, used=used)


def _beside_the_ledger(told: Told, reviews: list[int]) -> tuple[int, int]:
    """Count the decisions that the browsers were told of and the ledger has not, and those it has more than once."""
    with reading() as session:
        wanted = select(Move.subject_id).where(Move.life == Life.REVIEW, Move.act == Act.DECIDE)
        decided = Counter(session.exec(wanted.where(col(Move.subject_id).in_(reviews))).all())
        closed = session.exec(select(Task.id).where(Task.state == TaskState.CLOSED)).all()
    lost = sum(1 for review in told.done if not decided[review]) + (len(decided) - len(closed))
    double = sum(1 for n in decided.values() if n > 1) + sum(1 for n in told.done.values() if n > 1)
    return lost, double


def _processor_s() -> float:
    """Give the seconds of the processor that processes which have ended took: those of the server."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime


def _line(what: str, told: Told, asked: int, *, busy: float, used: float) -> str:
    hundredths, pages = quantiles(told.took_ms, n=100), quantiles(told.pages_ms, n=100)
    return (
        f"{what}: {REVIEWERS} reviewers, {WORKERS} processes, "
        f"{PER_SECOND} decisions a second for {asked / PER_SECOND:.0f} s: "
        f"{len(told.done)} decided, {told.late} told that somebody was first, no error, none lost, none double; "
        f"a decision takes {hundredths[49]:.0f} ms, p95 {hundredths[94]:.0f} ms (target {TARGET_MS}), "
        f"p99 {hundredths[98]:.0f} ms; pages p95 {pages[94]:.0f} ms; "
        f"{used * 1000 / len(told.done):.0f} ms of the processor for a decision with its pages; "
        f"load average before {busy:.1f}"
    )


if __name__ == "__main__":
    from bench.__main__ import server_of_our_own

    print(deciding())
    with server_of_our_own() as server_url:
        print(deciding(server_url))
