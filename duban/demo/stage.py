"""The stage of the demonstration: a fresh home with the sample register in it, and accounts to sign in with."""

import os
import secrets
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

from sqlmodel import Session, col, func, select

from duban import database
from duban.accounts import make_account
from duban.database import reading, writing
from duban.demo.cast import DEPARTMENTS
from duban.desk.opened import desk_of
from duban.posts import people_as
from duban.registers import Register, import_register, read_register
from duban.samples import REGISTER
from duban.schema import migrate
from duban.settings import settings
from models.errors import Refused
from models.record import Move
from models.register import Person, UnitClass
from models.words import Role

MARK = "demo.txt"
ACCOUNT_ROLES = (Role.PLANNER, Role.CHECKER, Role.REVIEWER, Role.SUPERVISOR, Role.LEADER, Role.OPERATOR)


def home_of_demo() -> Path:
    """Give the folder that holds the demonstration's data."""
    return settings().home / "demo" if settings().home.name != "demo" else settings().home


def take_the_stage(begins: date) -> tuple[Path, str]:
    """Make a fresh home, with database, register and accounts; give it and the accounts' password.

    Raises:
        Refused: the folder holds something that is not a demonstration.
    """
    home = home_of_demo()
    if home.exists() and any(home.iterdir()) and not (home / MARK).exists():
        raise Refused(
            f"{home} 里已有别的内容，不会覆盖；请换一个 DUBAN_HOME 再运行演示。",
            f"{home} holds something else; choose another DUBAN_HOME for the demonstration.",
        )
    shutil.rmtree(home, ignore_errors=True)
    for folder in (
        home.parent,
        home,
    ):  # each for nobody else to read: what is above the demonstration holds real plans later
        folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    (home / MARK).write_text("演示数据，可整个删除。\n", encoding="utf-8")
    move_in(home)
    migrate()
    now = datetime.combine(begins, datetime.min.time(), UTC)
    with writing() as session:
        import_register(session, _in_office_by(read_register(REGISTER), begins), now=now)
    return home, _open_accounts(home, now)


def move_in(home: Path) -> None:
    """Point this process, and those it starts, at a home."""
    os.environ["DUBAN_HOME"] = str(home.resolve())
    settings.cache_clear()
    database.dispose()


def go_on(home: Path, now: datetime) -> None:
    """Move into a finished demonstration, and let the clock go on from its last move instead of today.

    Raises:
        Refused: there is no finished demonstration in that home.
    """
    stopped = None
    if (home / MARK).exists() and (home / "duban.db").exists():
        move_in(home)
        with reading() as session:
            stopped = session.exec(select(func.max(Move.at))).first()
    if stopped is None:
        raise Refused("还没有演示数据，请先运行 duban demo。", "There is no demonstration yet; run duban demo first.")
    os.environ["DUBAN_CLOCK_BEHIND_S"] = str(max(0, int((now - stopped).total_seconds())))
    settings.cache_clear()


def _in_office_by(register: Register, day: date) -> Register:
    """Let everybody hold their post since the notice was issued, however old the notice is."""
    first = date(day.year, 1, 1)
    holdings = tuple(h.model_copy(update={"since": min(h.since, first)}) for h in register.holdings)
    return register.model_copy(update={"holdings": holdings})


def _open_accounts(home: Path, now: datetime) -> str:
    password = secrets.token_urlsafe(9)
    with writing() as session:
        people = [(role, person) for role in ACCOUNT_ROLES for person in people_as(desk_of(session), role, now=now)]
        people += [(Role.LIAISON, person) for person in _some_liaisons(session, now)]
        logins = _logins(session, people, password)
    lines = [f"口令（全部账号相同；one password for all）：{password}", "", *logins]
    path = home / "accounts.txt"
    path.touch(mode=0o600)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return password


def _some_liaisons(session: Session, now: datetime) -> list[int]:
    """Liaisons of every department, and of the first unit of every other class; an account each would take long."""
    classes: dict[str, list[int]] = {}
    for member in session.exec(select(UnitClass).order_by(col(UnitClass.unit_id))).all():
        classes.setdefault(member.name, []).append(member.unit_id)
    units = {unit for name, members in classes.items() for unit in (members if name in DEPARTMENTS else members[:1])}
    return people_as(desk_of(session), Role.LIAISON, now=now, unit_ids=frozenset(units))


def _logins(session: Session, people: list[tuple[Role, int]], password: str) -> list[str]:
    roles: dict[int, list[Role]] = {}
    for role, person_id in people:
        roles.setdefault(person_id, []).append(role)
    lines = []
    for person_id, held in roles.items():
        person = session.get_one(Person, person_id)
        make_account(session, person_id, person.code, password)
        once = dict.fromkeys(held)
        called = "、".join(role.zh for role in once), ", ".join(role.en for role in once)
        lines.append("\t".join((person.code, person.name, *called)))
    return lines
