"""Looks the house over: versions, database, calendar, register, duties, services. Changes nothing.

`CHECKS` lists what is looked at, in order; a check gives what it saw and what is wrong.
"""

import platform
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from importlib.metadata import version

import httpx
from sqlalchemy import make_url
from sqlmodel import Session, col, func, select

from duban import clock
from duban.carrying_over import survey
from duban.database import engine, reading
from duban.definitions import in_force, unrecorded
from duban.desk.opened import desk_of
from duban.doctor_files import Answer, database_file, rights, room
from duban.doctor_settings import look_at_settings
from duban.gauges import deliveries, oldest_due, unsealed
from duban.posts import seats
from duban.quiet import is_quiet
from duban.revisions import newest, present
from duban.settings import settings
from duban.tongue import listed, lookup, mark, said, say
from duban.up_setup import ADMIN
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
        return say("正常") if self.well else say("有问题") if self.wrong else say("未查")


def look_over(*, now: datetime) -> tuple[Seen, ...]:
    """Run every check, in order. What needs the database is not looked at while that is out of order."""
    seen = [_seen(key, name, check()) for key, name, check in FIRST]
    if any(one.wrong for one in seen if one.key in NEEDED):
        later = say("数据库就绪后再看")
        return (
            *seen,
            *(Seen(key=key, check=lookup(name), saw=later, looked=False) for key, name, _ in STORED),
            *_services(),
        )
    with reading() as session:
        seen += [_seen(key, name, check(session, now)) for key, name, check in STORED]
    return (*seen, *_services())


def _seen(key: str, name: str, answer: Answer) -> Seen:
    saw, wrong = answer
    return Seen(key=key, check=lookup(name), saw=saw, wrong=tuple(wrong))


def _versions() -> Answer:
    found = {"Python": platform.python_version()} | {name: version(name) for name in PACKAGES}
    old = sys.version_info < (3, 11)
    return listed(f"{name} {number}" for name, number in found.items()), [say("需要 Python 3.11 以上。")] if old else []


def _database() -> Answer:
    file = database_file()
    if file is not None and not file.exists():
        return str(file), [say("数据库还没有建；请运行 duban setup。")]
    saw = ""
    try:
        saw = str(file or make_url(settings().database).render_as_string(hide_password=True))
        return saw, _schema()
    except Problem as problem:
        return saw, [said(problem.sentence)]
    except Exception as problem:  # whatever the driver raises, the person needs the sentence
        why = str(getattr(problem, "orig", problem)).partition("\n")[0]
        return saw, [say("数据库连不上（%(why)s）；请核对 DUBAN_HOME 和 DUBAN_DATABASE_URL。", why=why)]


def _schema() -> list[str]:
    with engine().connect() as connection:
        found = present(connection.connection)
    if found == newest():
        return []
    if not found:
        return [say("数据库里还没有表；请运行 duban setup。")]
    what = {"found": found, "wanted": newest()}
    return [say("库结构是 %(found)s，程序要的是 %(wanted)s；请先备份（duban backup），再运行 duban setup。", **what)]


def _clock(session: Session, now: datetime) -> Answer:
    """Deadlines are only as true as the clock: it must agree with the database's, and must not run back."""
    wrong = []
    last = session.exec(select(func.max(Move.at))).one()
    if last is not None and last > now + ASTRAY:
        wrong.append(
            say("最近一条流转记录在 %(at)s，晚于现在；时钟被拨回过，请用 NTP 校准这台机器的时钟。", at=shown(last))
        )
    if session.connection().dialect.name == "postgresql" and not settings().clock_behind_s:
        apart = abs(session.exec(select(func.clock_timestamp())).one() - clock.now())
        if apart > ASTRAY:
            far = round(apart.total_seconds())
            wrong.append(say("与数据库服务器的时钟相差 %(seconds)s 秒；请用 NTP 校准两台机器。", seconds=far))
    return say("现在 %(at)s（北京时间）", at=shown(now)), wrong


_NO_YEAR = mark("%(year)s 年没有工作日历；公布后用 duban calendar load 导入。")
_PROVISIONAL = mark("%(year)s 年的放假安排还没有公布，推算的工作日是暂定的；公布后用 duban calendar load 导入。")


def _calendar(session: Session, now: datetime) -> Answer:
    known = dict(session.exec(select(CalendarYear.year, CalendarYear.status)).all())
    last = session.exec(select(func.max(Task.due)).where(col(Task.state).not_in(TASK.ended))).one()
    years = range(day_of(now).year, max(day_of(now).year, day_of(last).year if last else 0) + 1)
    wrong = [
        say(_PROVISIONAL if year in known else _NO_YEAR, year=year)
        for year in years
        if known.get(year) != YearStatus.OFFICIAL
    ]
    return say("%(first)s 年至 %(last)s 年", first=min(known), last=max(known)) if known else say("空的"), wrong


def _register(session: Session, now: datetime) -> Answer:
    sitting = seats(desk_of(session), day_of(now))
    units = session.exec(select(Unit).where(Unit.code != ADMIN)).all()  # who looks after the program leads no task
    posts = session.exec(select(Post)).all()
    if not units:
        return say("空的"), [say("名册还没有导入；请运行 duban register import。")]
    held = {seat.post_id for seat in sitting}
    served = {seat.unit_id for seat in sitting if Role.LIAISON in seat.roles}
    roles = {role for seat in sitting for role in seat.roles}
    silent = [unit.short_name or unit.name for unit in units if unit.id not in served]
    empty = [post.code for post in posts if post.id not in held]
    missing = [said(role) for role in NEEDED_ROLES if role not in roles]
    wrong = [say("没有人任%(roles)s。", roles=listed(missing))] if missing else []
    wrong += [say("%(units)s现在没有联络员。", units=_some(silent))] if silent else []
    wrong += [say("岗位 %(posts)s 现在没有人，也没有代理。", posts=_some(empty))] if empty else []
    wrong += [say("请在名册里补上，再运行 duban register import；临时外出的，登记外出并请人代理。")] if wrong else []
    return say("单位 %(units)s 个，岗位 %(posts)s 个", units=len(units), posts=len(posts)), wrong


def _some(names: list[str]) -> str:
    more = say(" 等 %(n)s 个", n=len(names)) if len(names) > NAMED_AT_MOST else ""
    return listed(names[:NAMED_AT_MOST]) + more


def _rules(session: Session, now: datetime) -> Answer:
    found = survey(session, in_force())
    cannot, moving = len(found.landing(Lands.CANNOT)), len(found.landing(Lands.BY_MAPPING))
    wrong = [say("现行规则还没有留存；请运行 duban setup。")] if unrecorded(session) else []
    if cannot or moving:
        wrong.append(
            say(
                "%(cannot)s 件事项接不上现行规则，%(moving)s 件等着转入；"
                "请运行 duban lifecycle migrate --dry-run 逐件查看。",
                cannot=cannot,
                moving=moving,
            )
        )
    return say("在库事项 %(n)s 件", n=len(found.landings)), wrong


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
    lost = say("%(n)s 条通知送不出；用 duban notify list 看原因，改好后用 duban notify retry 再送。", n=failed)
    wrong = [lost] if failed else []
    wrong += [say("%(n)s 条通知等了一小时以上还没有送；请确认 duban up 在运行。", n=late)] if late else []
    return _counted(counts), wrong


def _counted(counts: Mapping[Delivery, int]) -> str:
    return say("，").join(f"{said(kind)} {counts[kind]}" for kind in Delivery)


def _postings(session: Session, _: datetime) -> Answer:
    counts = deliveries(session, "posting")
    lost = counts[Delivery.FAILED]
    gone = say("%(n)s 个事件推送不出，不再推送；用 duban webhook list 看原因，核对地址和对方的服务。", n=lost)
    return _counted(counts), [gone] if lost else []


def _sweeps(session: Session, now: datetime) -> Answer:
    """What has been due for an hour of work has been left lying: nobody sweeps."""
    oldest = oldest_due(session, now)
    if oldest is None:
        return say("没有到期未办的事项"), []
    an_hour_of_work = not is_quiet(session, now) and not is_quiet(session, now - STUCK_AFTER)
    late = say(
        "有事项 %(at)s 就已到期，还没有办；请确认 duban up 在运行，或运行 duban deadline sweep。", at=shown(oldest)
    )
    return say("最早到期的在 %(at)s", at=shown(oldest)), [
        late
    ] if oldest < now - STUCK_AFTER and an_hour_of_work else []


def _ledger(session: Session, now: datetime) -> Answer:
    count, oldest = unsealed(session)
    if oldest is None:
        return say("流转记录都已封存"), []
    late = say(
        "%(n)s 条流转记录没有封存，最早的已等了一小时以上；请确认 duban up 在运行，或运行 duban ledger seal。", n=count
    )
    return say("未封存 %(n)s 条，最早 %(at)s", n=count, at=shown(oldest)), [late] if oldest < now - STUCK_AFTER else []


def _services() -> Iterator[Seen]:
    yield _seen("settings", mark("设置"), look_at_settings())
    # fmt: off
    wanted = (
        ("prefect", "Prefect",     f"{settings().prefect_api_url}/health"),
        ("inbox",   say("收件箱"),  f"{settings().inbox_url}/healthz"),
    )
    # fmt: on
    for key, name, url in wanted:
        wrong = () if _answers(url) else (say("%(url)s 没有应答；请运行 duban up。", url=url),)
        yield Seen(key=key, check=name, saw=url, wrong=wrong or (_open_to_all() if key == "prefect" else ()))


def _open_to_all() -> tuple[str, ...]:
    """Prefect answers whoever does not sign in: then anybody who reaches the port may stop or start its flows."""
    if not _answers(f"{settings().prefect_api_url}/admin/version"):
        return ()
    return (say("Prefect 不要口令就能用；请用 duban up 启动，或设好 PREFECT_SERVER_API_AUTH_STRING。"),)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=3, trust_env=False).is_success
    except httpx.HTTPError:
        return False


# fmt: off
FIRST: tuple[tuple[str, str, Callable[[], Answer]], ...] = (
    # key          called       what looks
    ("versions",   mark("版本"),      _versions),
    ("database",   mark("数据库"),    _database),
    ("rights",     mark("文件权限"), rights),
    ("room",       mark("磁盘"),     room),
)
NEEDED = frozenset({"versions", "database"})
"""Without these nothing that is stored can be looked at."""
STORED: tuple[tuple[str, str, Callable[[Session, datetime], Answer]], ...] = (
    ("clock",      mark("时钟"),     _clock),
    ("calendar",   mark("工作日历"),  _calendar),
    ("register",   mark("名册"),      _register),
    ("rules",      mark("流转规则"), _rules),
    ("duties",     mark("通知发送"), _duties),
    ("postings",   mark("事件推送"),  _postings),
    ("sweeps",     mark("时限检查"), _sweeps),
    ("ledger",     mark("封存"),     _ledger),
)
# fmt: on
