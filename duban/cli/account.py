"""`duban account`: add, list, reset, codes-off, link, unlink."""

import json
from typing import Annotated, Any

import typer

from duban.cli.asking import As, AsJson, put_json

app = typer.Typer(no_args_is_help=True)


@app.command()
def add(
    person: Annotated[str, typer.Argument(help="人员编码，如 ji.xiaozhou")],
    login: Annotated[str, typer.Option("--login", help="登录名；不写则用人员编码")] = "",
    as_json: AsJson = False,
) -> None:
    """给一个人开账号，打印一次性的初始密码。"""
    from sqlmodel import select

    from duban.accounts import make_account
    from duban.database import writing
    from models.errors import NotFound
    from models.register import Person

    with writing() as session:
        found = session.exec(select(Person).where(Person.code == person)).first()
        if found is None:
            raise NotFound(f"名册里没有编码为“{person}”的人员。", f"Nobody in the register has the code {person}.")
        chosen = login or person
        password = make_account(session, found.id or 0, chosen)
    _tell(chosen, password, as_json=as_json)


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """列出全部账号。"""
    from duban.accounts import account_rows
    from duban.database import reading

    with reading() as session:
        rows = account_rows(session)
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
        return
    for row in rows:
        marks = [word for word, holds in (("须改密码", row["must_change"]), ("已锁定", row["locked_until"])) if holds]
        typer.echo("  ".join((row["login"], row["name"], row["unit"], *marks)))


@app.command()
def reset(login: Annotated[str, typer.Argument(help="登录名")], as_json: AsJson = False) -> None:
    """重置密码并解锁，打印一次性的初始密码。"""
    from duban.accounts import reset_password
    from duban.database import writing

    with writing() as session:
        password = reset_password(session, login)
    _tell(login, password, as_json=as_json)


@app.command("codes-off")
def codes_off(login: Annotated[str, typer.Argument(help="登录名")], who: As = "", as_json: AsJson = False) -> None:
    """停用一个账号的动态码（手机和恢复码都丢了时），记入门禁记录。"""
    from duban.accounts import account_called
    from duban.cli.asking import actor
    from duban.clock import now
    from duban.database import reading
    from duban.identity.codes import switch_off
    from duban.identity.record import Seen
    from models.errors import Sentence

    with reading() as session:
        account, by = account_called(session, login), actor(session, who)
    seen = Seen(by.person_id, login, "", f"duban account codes-off {login}")
    why = Sentence(
        f"系统操作员{by.name}停用了“{login}”的动态码。", f"The operator {by.name} switched off the codes of {login}."
    )
    switch_off(account.id or 0, why=why, seen=seen, now=now())
    _say(f"“{login}”的动态码已停用；本人下次登录只问密码，可在网页上重新启用。", login, "codes-off", as_json)


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
    from duban.identity.provider import Identity
    from duban.identity.record import Seen
    from duban.settings import settings

    with reading() as session:
        account, by = account_called(session, login), actor(session, who)
    issuer, subject = identity
    seen = Seen(by.person_id, login, "", f"duban account {name} {login}")
    doing(account, Identity(issuer or settings().oidc_issuer, subject), seen=seen, by=by.name, now=now())


def _tell(login: str, password: str, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"login": login, "password": password}, ensure_ascii=False))
        return
    typer.echo(f"登录名：{login}\n初始密码：{password}\n（只显示这一次；首次登录须改密码）")
