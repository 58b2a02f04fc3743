"""Makes a home ready: database migrated, register imported when given, a first account to sign in with."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, func, select

from duban import clock
from duban.database import reading, writing
from duban.desk.opened import desk_of
from duban.posts import people_as
from duban.registers import import_register, read_register
from duban.schema import migrate
from duban.settings import settings
from models.register import Account, Holding, Person, Post, Unit
from models.words import Holds, Role
from workflows.moments import day_of

ADMIN = "admin"


def set_up(register: Path | None, *, say: Callable[[str], None]) -> None:
    """Migrate, import a register, make the first account; say what was done. Safe to repeat.

    Raises:
        BadInput: the register cannot be used.
    """
    migrate()
    say(f"数据库已就绪：{settings().home.resolve()}")
    now = clock.now()
    if register is not None:
        with writing() as session:
            counts = import_register(session, read_register(register), now=now)
        new = (counts.units.added, counts.people.added, counts.posts.added)
        say("名册已导入：单位新增 {}，人员新增 {}，岗位新增 {}。".format(*new))
    first_account(say=say, now=now)
    with reading() as session:
        people = session.exec(select(func.count(col(Person.id))).where(Person.code != ADMIN)).one()
    if not people:
        say("名册还是空的：duban register import 文件夹或.xlsx 导入单位、岗位、人员。")


def first_account(*, say: Callable[[str], None], now: datetime) -> None:
    """Make an account when there is none: for the register's operator, or an administrator; show its password once."""
    from duban.accounts import make_account

    with writing() as session:
        if session.exec(select(Account.id)).first() is not None:
            return
        person = _first_person(session, now)
        password = make_account(session, person.id or 0, person.code, None)
    say(f"第一个账号：{person.code}（{person.name}），初始密码 {password}（只显示这一次，登录后请修改）。")


def _first_person(session: Session, now: datetime) -> Person:
    operators = people_as(desk_of(session), Role.OPERATOR, now=now)
    return session.get_one(Person, operators[0]) if operators else _administrator(session, now)


def _administrator(session: Session, now: datetime) -> Person:
    """Register an operator where nobody is registered yet."""
    unit = Unit(code=ADMIN, name="系统管理")
    session.add(unit)
    session.flush()
    person = Person(code=ADMIN, name="系统管理员", unit_id=unit.id or 0)
    post = Post(code=ADMIN, unit_id=unit.id or 0, name=Role.OPERATOR.zh, roles=[Role.OPERATOR.value])
    session.add(person)
    session.add(post)
    session.flush()
    session.add(Holding(post_id=post.id or 0, person_id=person.id or 0, kind=Holds.HOLDER, since=day_of(now)))
    session.flush()
    return person
