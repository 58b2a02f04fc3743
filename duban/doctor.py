"""Looks the house over: versions, database, calendar, register, duties, services. Changes nothing.

`CHECKS` lists what is looked at, in order; a check gives what it saw and what is wrong.
"""

import os
import platform
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import httpx
from sqlalchemy import make_url
from sqlmodel import Session, col, func, select

from duban import clock
from duban.carrying_over import survey
from duban.database import engine, reading
from duban.definitions import in_force, unrecorded
from duban.desk.opened import desk_of
from duban.doctor_files import rights, room
from duban.gauges import deliveries, oldest_due, unsealed
from duban.posts import seats
from duban.quiet import is_quiet
from duban.revisions import newest, present
from duban.settings import settings
from models.calendar import CalendarYear
from models.errors import Problem
from models.record import Bundle, Duty, Move
from models.register import Post, Unit
from models.task import Task
from models.values import Value
from models.words import Delivery, Role, YearStatus
from workflows.landing import Lands
from workflows.moments import day_of, shown
from workflows.task.lifecycle import TASK

PACKAGES = ("duban", "prefect", "sqlmodel", "transitions", "typer", "fastapi")
NEEDED_ROLES = (Role.PLANNER, Role.CHECKER, Role.REVIEWER, Role.SUPERVISOR, Role.LEADER)
STUCK_AFTER = timedelta(hours=1)
ASTRAY = timedelta(minutes=1)
"""So far may two clocks be apart."""
NAMED_AT_MOST = 5
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
CONTAINER = "container"
"""Set in the environment inside a container, by our image and by Podman (systemd.io/CONTAINER_INTERFACE)."""


class Seen(Value):
    """What one check saw; `wrong` is empty when all is well, `looked` is False when it could not look.

    `key`: what programs call the check; it stays the same.
    """

    key: str
    check: str
    saw: str
    wrong: tuple[str, ...] = ()
    looked: bool = True

    @property
    def well(self) -> bool:
        return self.looked and not self.wrong

    @property
    def result(self) -> str:
        return "正常" if self.well else "有问题" if self.wrong else "未查"


def look_over(*, now: datetime) -> tuple[Seen, ...]:
    """Run every check, in order. What needs the database is not looked at while that is out of order."""
    seen = [_seen(key, name, check()) for key, name, check in FIRST]
    if any(one.wrong for one in seen if one.key in NEEDED):
        later = "数据库就绪后再看"
        return (*seen, *(Seen(key=key, check=name, saw=later, looked=False) for key, name, _ in STORED), *_services())
    with reading() as session:
        seen += [_seen(key, name, check(session, now)) for key, name, check in STORED]
    return (*seen, *_services())


Answer = tuple[str, list[str]]


def _seen(key: str, name: str, answer: Answer) -> Seen:
    saw, wrong = answer
    return Seen(key=key, check=name, saw=saw, wrong=tuple(wrong))


def _versions() -> Answer:
    found = "，".join(f"{name} {version(name)}" for name in PACKAGES)
    old = sys.version_info < (3, 11)
    return f"Python {platform.python_version()}，{found}", ["需要 Python 3.11 以上。"] if old else []


def _settings() -> Seen:
    """Prefect knows no people: whoever reaches it can start flows in anybody's name, so it belongs on loopback.

    In a container that would keep everybody out; there the ports that are published decide.
    """
    wrong, saw = [], f"监听 {settings().host}"
    if settings().host not in LOOPBACK and os.environ.get(CONTAINER):
        saw += "；在容器里，谁能连到由对外发布的端口决定，Prefect 的端口只应发布给反向代理或本机"
    elif settings().host not in LOOPBACK:
        wrong.append(
            f"DUBAN_HOST 是 {settings().host}：能连到 Prefect 的人都能以他人名义启动流程；"
            "请改回 127.0.0.1，收件箱经反向代理对外。"
        )
    if settings().clock_behind_s:
        wrong.append("时钟被拨慢（DUBAN_CLOCK_BEHIND_S），只应在演示时使用；请去掉这个设置。")
    return Seen(key="settings", check="设置", saw=saw, wrong=tuple(wrong))


def _database() -> Answer:
    try:
        url = make_url(settings().database)
        if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).exists():
            return str(url.database), ["数据库还没有建；请运行 duban setup。"]
        return f"{url.render_as_string(hide_password=True)}", _schema()
    except Problem as problem:
        return "", [problem.sentence.zh]
    except Exception as problem:  # whatever the driver raises, the person needs the sentence
        return "", [f"数据库连不上：{type(problem).__name__}：{problem}。请核对 DUBAN_HOME 和 DUBAN_DATABASE_URL。"]


def _schema() -> list[str]:
    with engine().connect() as connection:
        found = present(connection.connection)
    if found == newest():
        return []
    return [f"库结构是 {found or '空的'}，程序要的是 {newest()}；请先备份（duban backup），再运行 duban setup。"]


def _clock(session: Session, now: datetime) -> Answer:
    """Deadlines are only as true as the clock: it must agree with the database's, and must not run back."""
    wrong = []
    last = session.exec(select(func.max(Move.at))).one()
    if last is not None and last > now + ASTRAY:
        wrong.append(f"最近一条流转记录在 {shown(last)}，晚于现在；时钟被拨回过，请用 NTP 校准这台机器的时钟。")
    if session.connection().dialect.name == "postgresql" and not settings().clock_behind_s:
        apart = abs(session.exec(select(func.clock_timestamp())).one() - clock.now())
        if apart > ASTRAY:
            wrong.append(f"与数据库服务器的时钟相差 {apart.total_seconds():.0f} 秒；请用 NTP 校准两台机器。")
    return f"现在 {shown(now)}（北京时间）", wrong


def _calendar(session: Session, now: datetime) -> Answer:
    known = dict(session.exec(select(CalendarYear.year, CalendarYear.status)).all())
    last = session.exec(select(func.max(Task.due)).where(col(Task.state).not_in(TASK.ended))).one()
    years = range(day_of(now).year, max(day_of(now).year, day_of(last).year if last else 0) + 1)
    wrong = [
        f"{year} 年{'没有工作日历' if year not in known else '的放假安排还没有公布，推算的工作日是暂定的'}；"
        "公布后用 duban calendar load 导入。"
        for year in years
        if known.get(year) != YearStatus.OFFICIAL
    ]
    return f"{min(known)} 年至 {max(known)} 年" if known else "空的", wrong


def _register(session: Session, now: datetime) -> Answer:
    sitting = seats(desk_of(session), day_of(now))
    units, posts = session.exec(select(Unit)).all(), session.exec(select(Post)).all()
    if not units:
        return "空的", ["名册还没有导入；请运行 duban register import。"]
    held = {seat.post_id for seat in sitting}
    served = {seat.unit_id for seat in sitting if Role.LIAISON in seat.roles}
    roles = {role for seat in sitting for role in seat.roles}
    silent = [unit.short_name or unit.name for unit in units if unit.id not in served]
    empty = [post.code for post in posts if post.id not in held]
    wrong = [f"没有人任{role.zh}。" for role in NEEDED_ROLES if role not in roles]
    wrong += [f"{_some(silent)}现在没有联络员。"] if silent else []
    wrong += [f"岗位 {_some(empty)} 现在没有人，也没有代理。"] if empty else []
    return f"单位 {len(units)} 个，岗位 {len(posts)} 个", wrong


def _some(names: list[str]) -> str:
    more = f" 等 {len(names)} 个" if len(names) > NAMED_AT_MOST else ""
    return "、".join(names[:NAMED_AT_MOST]) + more


def _rules(session: Session, now: datetime) -> Answer:
    found = survey(session, in_force())
    cannot, moving = len(found.landing(Lands.CANNOT)), len(found.landing(Lands.BY_MAPPING))
    wrong = ["现行规则还没有留存；请运行 duban setup。"] if unrecorded(session) else []
    if cannot or moving:
        wrong.append(
            f"{cannot} 件事项接不上现行规则，{moving} 件等着转入；请运行 duban lifecycle migrate --dry-run 逐件查看。"
        )
    return f"在库事项 {len(found.landings)} 件", wrong


def _duties(session: Session, now: datetime) -> Answer:
    counts = deliveries(session, "duty")
    stuck = select(func.count()).where(
        Duty.delivery == Delivery.WAITING, Duty.tries == 0, col(Duty.next_at) < now - STUCK_AFTER
    )
    kept = select(func.count()).where(
        Bundle.delivery == Delivery.WAITING, Bundle.tries == 0, col(Bundle.next_at) < now - STUCK_AFTER
    )
    late = session.exec(stuck).one() + session.exec(kept).one()
    failed = counts[Delivery.FAILED] + deliveries(session, "bundle")[Delivery.FAILED]
    wrong = (
        [f"{failed} 条通知送不出；用 duban notify list 看原因，改好后用 duban notify retry 再送。"] if failed else []
    )
    wrong += [f"{late} 条通知等了一小时还没有送；请确认 duban up 在运行。"] if late else []
    return "，".join(f"{kind.zh} {counts[kind]} 条" for kind in Delivery), wrong


def _postings(session: Session, _: datetime) -> Answer:
    counts = deliveries(session, "posting")
    lost = counts[Delivery.FAILED]
    wrong = [f"{lost} 个事件推送不出，不再推送；用 duban webhook list 看原因，核对地址和对方的服务。"] if lost else []
    return "，".join(f"{kind.zh} {counts[kind]} 个" for kind in Delivery), wrong


def _sweeps(session: Session, now: datetime) -> Answer:
    """What has been due for an hour of work has been left lying: nobody sweeps."""
    oldest = oldest_due(session, now)
    if oldest is None:
        return "没有到期未办的事项", []
    an_hour_of_work = not is_quiet(session, now) and not is_quiet(session, now - STUCK_AFTER)
    late = f"有事项 {shown(oldest)} 就已到期，还没有办；请确认 duban up 在运行，或运行 duban deadline sweep。"
    return f"最早到期的在 {shown(oldest)}", [late] if oldest < now - STUCK_AFTER and an_hour_of_work else []


def _ledger(session: Session, now: datetime) -> Answer:
    count, oldest = unsealed(session)
    if oldest is None:
        return "流转记录都已封存", []
    late = f"{count} 条流转记录没有封存，最早的已等了一小时；请确认 duban up 在运行，或运行 duban ledger seal。"
    return f"未封存 {count} 条，最早 {shown(oldest)}", [late] if oldest < now - STUCK_AFTER else []


def _services() -> Iterator[Seen]:
    yield _settings()
    # fmt: off
    wanted = (
        ("prefect", "Prefect", f"{settings().prefect_api_url}/health"),
        ("inbox",   "收件箱",  f"{settings().inbox_url}/healthz"),
    )
    # fmt: on
    for key, name, url in wanted:
        wrong = () if _answers(url) else (f"{url} 没有应答；请运行 duban up。",)
        yield Seen(key=key, check=name, saw=url, wrong=wrong or (_open_to_all() if key == "prefect" else ()))


def _open_to_all() -> tuple[str, ...]:
    """Prefect answers whoever does not sign in: then anybody who reaches the port may stop or start its flows."""
    if not _answers(f"{settings().prefect_api_url}/admin/version"):
        return ()
    return ("Prefect 不要口令就能用；请用 duban up 启动，或设好 PREFECT_SERVER_API_AUTH_STRING。",)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=3, trust_env=False).is_success
    except httpx.HTTPError:
        return False


# fmt: off
FIRST: tuple[tuple[str, str, Callable[[], Answer]], ...] = (
    # key          called       what looks
    ("versions",   "版本",      _versions),
    ("database",   "数据库",    _database),
    ("rights",     "文件权限",  rights),
    ("room",       "磁盘",      room),
)
NEEDED = frozenset({"versions", "database"})
"""Without these nothing that is stored can be looked at."""
STORED: tuple[tuple[str, str, Callable[[Session, datetime], Answer]], ...] = (
    ("clock",      "时钟",      _clock),
    ("calendar",   "工作日历",  _calendar),
    ("register",   "名册",      _register),
    ("rules",      "规则",      _rules),
    ("duties",     "通知",      _duties),
    ("postings",   "事件推送",  _postings),
    ("sweeps",     "时限检查",  _sweeps),
    ("ledger",     "封存",      _ledger),
)
# fmt: on
