"""`duban account`: add, list, reset, unlock, codes-off, end, close, reopen, link, unlink."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from duban.cli.asking import As, AsJson, put, put_json
from duban.cli.helping import Commands

if TYPE_CHECKING:
    from models.values import Actor

app = Commands(no_args_is_help=True)
LISTED = {"login": "登录名", "name": "姓名", "unit": "单位", "marks": "情况"}
Login = Annotated[str, typer.Argument(help="登录名")]


@app.command()
def add(
    person: Annotated[str, typer.Argument(help="人员编码，如 ji.xiaozhou")],
    login: Annotated[str, typer.Option("--login", help="登录名；不写则用人员编码")] = "",
    who: As = "",
    as_json: AsJson = False,
) -> None:
    """给一个人开账号，打印一次性的初始密码；只有系统操作员可以，记入门禁记录。"""
    from duban.clock import now
    from duban.identity.keeping import add_account
    from duban.identity.record import Seen

    chosen, by = login or person, _acting(who)
    seen = Seen(by.person_id, chosen, "", f"duban account add {person}")
    _tell(chosen, add_account(person, chosen, by=by, seen=seen, now=now()), as_json=as_json)


@app.command("list")
def list_(who: As = "", as_json: AsJson = False) -> None:
    """列出全部账号：谁的、上次登录、是否锁定或停用、有没有动态码；只有系统操作员可以。"""
    from duban.cli.asking import actor
    from duban.clock import now
    from duban.database import reading
    from duban.identity.keeping import all_accounts

    with reading() as session:
        rows = all_accounts(session, by=actor(session, who), now=now())
    if as_json:
        put_json([row.told for row in rows])
        return
    listed = [
        {"login": row.account.login, "name": row.person.name, "unit": row.unit, "marks": "，".join(_marks(row))}
        for row in rows
    ]
    put(listed, LISTED, as_json=False)


def _marks(row: Any) -> list[str]:
    from workflows.moments import shown

    account = row.account
    # fmt: off
    marks = (
        (f"上次登录 {shown(account.signed_in_at)}" if account.signed_in_at else "没有登录过"),
        "须改密码" if account.must_change else "",
        f"锁定到 {shown(row.locked_until)}" if row.locked_until else "",
        "有动态码" if row.codes_since else "",
        "已停用" if account.closed_at else "",
    )
    # fmt: on
    return [mark for mark in marks if mark]


@app.command()
def reset(login: Login, who: As = "", as_json: AsJson = False) -> None:
    """重置密码并解锁，结束全部登录，打印一次性的初始密码；只有系统操作员可以，记入门禁记录。"""
    _tell(login, _about(login, "reset", who), as_json=as_json)


@app.command()
def unlock(login: Login, who: As = "", as_json: AsJson = False) -> None:
    """解除一个账号因密码错误太多的锁定，密码不变；只有系统操作员可以，记入门禁记录。"""
    _done("unlock", login, f"“{login}”已解锁，密码不变。", who=who, as_json=as_json)


@app.command("codes-off")
def codes_off(login: Login, who: As = "", as_json: AsJson = False) -> None:
    """停用一个账号的动态码（手机和恢复码都丢了时）；只有系统操作员可以，记入门禁记录。"""
    _done(
        "codes-off",
        login,
        f"“{login}”的动态码已停用；本人下次登录只问密码，可在网页上重新启用。",
        who=who,
        as_json=as_json,
    )


@app.command()
def end(login: Login, who: As = "", as_json: AsJson = False) -> None:
    """结束一个人的全部登录，每个浏览器立即退出；只有系统操作员可以，记入门禁记录。"""
    _done("end", login, f"“{login}”的全部登录都已结束。", who=who, as_json=as_json)


@app.command()
def close(login: Login, who: As = "", as_json: AsJson = False) -> None:
    """停用一个账号：不能再登录，本人的令牌和日历订阅不再有效，全部登录立即结束；只有系统操作员可以，记入门禁记录。"""
    _done("close", login, f"“{login}”已停用；用 duban account reopen 恢复。", who=who, as_json=as_json)


@app.command()
def reopen(login: Login, who: As = "", as_json: AsJson = False) -> None:
    """恢复一个停用的账号，密码不变；只有系统操作员可以，记入门禁记录。"""
    _done("reopen", login, f"“{login}”已恢复，可以用原来的密码登录。", who=who, as_json=as_json)


def _acting(who: str) -> "Actor":
    from duban.cli.asking import actor
    from duban.database import reading

    with reading() as session:
        return actor(session, who)


def _about(login: str, name: str, who: str) -> str:
    """Do what the command of this name is called after; give the new password, where there is one."""
    from duban.clock import now
    from duban.identity.keeping import do_about_login
    from duban.identity.record import Seen
    from models.door_words import AccountDeed

    by = _acting(who)
    seen = Seen(by.person_id, login, "", f"duban account {name} {login}")
    return do_about_login(login, AccountDeed(name.replace("-", "_")), by=by, seen=seen, now=now())


def _done(name: str, login: str, sentence: str, *, who: str, as_json: bool) -> None:
    _about(login, name, who)
    _say(sentence, login, name, as_json)


def _say(sentence: str, login: str, done: str, as_json: bool) -> None:
    if as_json:
        put_json({"login": login, "done": done})
    else:
        typer.echo(sentence)


Subject = Annotated[str, typer.Argument(help="此人在统一身份认证里的编号（sub）")]
Issuer = Annotated[str, typer.Option("--issuer", help="认证系统的地址；不写则用设置 DUBAN_OIDC_ISSUER")]


@app.command()
def link(
    login: Annotated[str, typer.Argument(help="登录名")],
    subject: Subject,
    issuer: Issuer = "",
    who: As = "",
    as_json: AsJson = False,
) -> None:
    """把一个账号关联到统一身份认证里的一个人，记入门禁记录。"""
    from duban.identity import linking

    _linking(linking.link, "link", login, (issuer, subject), who)
    _say(f"“{login}”已关联，此人可以用统一身份认证登录。", login, "link", as_json)


@app.command()
def unlink(
    login: Annotated[str, typer.Argument(help="登录名")],
    subject: Subject,
    issuer: Issuer = "",
    who: As = "",
    as_json: AsJson = False,
) -> None:
    """取消一个账号与统一身份认证的关联，由此登录的立即退出；记入门禁记录。"""
    from duban.identity import linking

    _linking(linking.unlink, "unlink", login, (issuer, subject), who)
    _say(f"“{login}”已取消关联。", login, "unlink", as_json)


def _linking(doing: Any, name: str, login: str, identity: tuple[str, str], who: str) -> None:
    from duban.accounts import account_called
    from duban.cli.asking import actor
    from duban.clock import now
    from duban.database import reading
    from duban.identity.keeping import check_keeper
    from duban.identity.provider import Identity
    from duban.identity.record import Seen
    from duban.settings import settings

    with reading() as session:
        by = actor(session, who)
        check_keeper(session, by, now=now())
        account = account_called(session, login)
    issuer, subject = identity
    seen = Seen(by.person_id, login, "", f"duban account {name} {login}")
    doing(account, Identity(issuer or settings().oidc_issuer, subject), seen=seen, by=by.name, now=now())


def _tell(login: str, password: str, *, as_json: bool) -> None:
    if as_json:
        put_json({"login": login, "password": password})
        return
    typer.echo(f"登录名：{login}\n初始密码：{password}\n（只显示这一次；首次登录须改密码）")
