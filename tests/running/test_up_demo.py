"""The finished demonstration opened with `duban up --demo`, in a real browser; and its processes killed.

Needs the data that `make demo` leaves in `.duban/demo`. Deselected unless asked for: `pytest -m demo`.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from sqlalchemy import create_engine, text

pytestmark = [pytest.mark.demo, pytest.mark.browser, pytest.mark.server]

ROOT = Path(__file__).parents[2]
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PROCESSES = {"prefect": "prefect server start", "flows": "flows.serve", "inbox": "duban.inbox"}
PATIENCE_S = 120
HOME = Path(os.environ.get("DUBAN_HOME", ROOT / ".duban")) / "demo"


class Running:
    """`duban up --demo` as a process, with ports of its own."""

    def __init__(self) -> None:
        self.prefect, self.inbox = _free_port(), _free_port()
        self.process = self._start()

    def _start(self) -> "subprocess.Popen[str]":
        env = {**os.environ, "DUBAN_PREFECT_PORT": str(self.prefect), "DUBAN_INBOX_PORT": str(self.inbox)}
        env.pop("DUBAN_CLOCK_BEHIND_S", None)
        return subprocess.Popen([sys.executable, "-m", "duban", "up", "--demo"], cwd=ROOT, env=env, text=True)

    @property
    def inbox_url(self) -> str:
        return f"http://127.0.0.1:{self.inbox}"

    @property
    def prefect_url(self) -> str:
        return f"http://127.0.0.1:{self.prefect}"

    def again(self) -> None:
        self.process = self._start()
        self.wait_until_healthy()

    def wait_until_healthy(self) -> None:
        _until(lambda: _answers(f"{self.prefect_url}/api/health") and _answers(f"{self.inbox_url}/healthz"))
        _until(lambda: bool(self.pids("flows")))

    def pids(self, name: str) -> set[int]:
        """Processes of this home whose command line says so."""
        found = set()
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal() and self._is_ours(entry, PROCESSES[name]):
                found.add(int(entry.name))
        return found

    def _is_ours(self, entry: Path, says: str) -> bool:
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            return (
                says in command and f"DUBAN_PREFECT_PORT={self.prefect}\0".encode() in (entry / "environ").read_bytes()
            )
        except OSError:
            return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5, trust_env=False).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def _until(true: object) -> None:
    give_up = time.monotonic() + PATIENCE_S
    while not true():  # type: ignore[operator]
        assert time.monotonic() < give_up, "it did not come true in time"
        time.sleep(0.25)


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    if not (HOME / "accounts.txt").exists():
        pytest.fail("there is no finished demonstration; run `make demo` first")
    up = Running()
    try:
        up.wait_until_healthy()
        yield up
    finally:
        if up.process.poll() is None:
            up.process.send_signal(signal.SIGINT)
            up.process.wait(timeout=60)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    assert chromium, "chromium is needed (Debian package chromium)"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1400, "height": 1000}, locale="zh-CN")
    opened = context.new_page()
    yield opened
    pictures = Path(os.environ.get("DUBAN_PICTURES", tmp_path))
    pictures.mkdir(parents=True, exist_ok=True)
    opened.screenshot(path=pictures / f"{request.node.name}.png")
    context.close()


def _sign_in(page: Page, running: Running, role: str) -> None:
    lines = (HOME / "accounts.txt").read_text(encoding="utf-8").splitlines()
    password = lines[0].split("：")[1]
    login = next(line.split("\t")[0] for line in lines[2:] if role in line.split("\t")[2])
    page.goto(running.inbox_url)
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    expect(page.get_by_role("heading", name="待我办理")).to_be_visible()


def _rows(query: str) -> list[tuple[object, ...]]:
    engine = create_engine(f"sqlite:///{HOME / 'duban.db'}")
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(query))]
    engine.dispose()
    return found


def _enter_the_orchestrator(page: Page, running: Running, path: str) -> None:
    """Open a page of Prefect, with what it asks for at the door."""
    page.goto(f"{running.prefect_url}{path}")
    page.locator("input").first.fill((HOME / "prefect" / "credential").read_text().strip())
    page.locator("input").first.press("Enter")


def test_the_orchestrator_shows_runs(page: Page, running: Running) -> None:
    _enter_the_orchestrator(page, running, "/runs")
    expect(page.get_by_text("summarise · ").first).to_be_visible(timeout=30_000)
    expect(page.get_by_text("watch-deadlines · ").first).to_be_visible()


def test_the_orchestrator_shows_the_deployments(page: Page, running: Running) -> None:
    _enter_the_orchestrator(page, running, "/deployments")
    for name in ("deliver-notices", "import-notice", "issue-plan", "summarise", "watch-deadlines"):
        page.get_by_placeholder("Search deployments").fill(name)  # they fill more than one page
        expect(page.get_by_text(name).first).to_be_visible(timeout=30_000)


def test_the_orchestrator_shows_a_table_of_tasks(page: Page, running: Running) -> None:
    _enter_the_orchestrator(page, running, "/artifacts/key/issue-plan-tasks")
    expect(page.get_by_text(re.compile("交办任务 \\d+ 项")).first).to_be_visible(timeout=30_000)


def test_the_orchestrator_shows_the_first_head_of_the_ledger(page: Page, running: Running) -> None:
    (moves,) = _rows("SELECT size FROM seal WHERE id = 1")[0]
    _enter_the_orchestrator(page, running, "/artifacts/key/ledger-head")
    expect(page.get_by_text(f"第 1 次封存，账上 {moves} 条").first).to_be_visible(timeout=30_000)


def test_a_reviewer_approves_one_case_and_returns_another(page: Page, running: Running) -> None:
    _sign_in(page, running, "审核组成员")
    first, second = [link.get_attribute("href") for link in page.locator("a[href^='/reviews/']").all()[:2]]
    page.goto(running.inbox_url + str(first))
    page.keyboard.press("a")
    _submit(page, "", "同意")
    page.goto(running.inbox_url + str(second))
    page.keyboard.press("r")
    _submit(page, "佐证材料缺少现场记录，请补充。", "退回")
    ids = [int(str(href).rsplit("/", 1)[1]) for href in (first, second)]
    assert [_end_of(review) for review in ids] == [("approved", "closed"), ("returned", "in_progress")]
    page.goto(f"{running.inbox_url}/journal")
    expect(page.get_by_text("佐证材料缺少现场记录，请补充。").first).to_be_visible()


def _submit(page: Page, reason: str, label: str) -> None:
    """Fill in the form that the key opened and send it."""
    form = page.locator("details[open] form").first
    if reason:
        form.locator("[name=reason]").fill(reason)
    form.get_by_role("button", name=label).click()
    expect(page.locator("h2", has_text="审核组")).to_be_visible()


def _end_of(review_id: int) -> tuple[object, ...]:
    return _rows(
        f"SELECT review.state, task.state FROM review JOIN task ON task.id = review.subject_id WHERE review.id = {review_id}"
    )[0]


@pytest.mark.parametrize("name", list(PROCESSES))
def test_a_killed_process_comes_back_and_no_act_is_lost(running: Running, name: str) -> None:
    before = _rows("SELECT count(*), max(id) FROM move")
    killed = running.pids(name)
    assert killed
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    _until(lambda: running.pids(name) - killed)
    running.wait_until_healthy()
    assert _rows("SELECT count(*), max(id) FROM move") >= before
    assert _rows("PRAGMA integrity_check") == [("ok",)]


def test_killed_itself_it_leaves_nobody_behind_and_goes_on_when_started_again(running: Running) -> None:
    before = _rows("SELECT count(*) FROM move")
    running.process.kill()
    running.process.wait(timeout=30)
    _until(lambda: not any(running.pids(name) for name in PROCESSES))
    running.again()
    assert _rows("SELECT count(*) FROM move") >= before


def test_stopped_by_ctrl_c_it_ends_well(running: Running) -> None:
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(timeout=60) == 0
    assert not any(running.pids(name) for name in PROCESSES)
