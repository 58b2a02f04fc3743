"""`duban token`: add, list, revoke: the tokens with which programs act as a person."""

from typing import Annotated, Any

import typer

from duban.cli.asking import As, AsJson, put
from duban.cli.helping import Commands

app = Commands(no_args_is_help=True)
COLUMNS = {
    "token": "编号",
    "name": "名称",
    "scopes": "权限",
    "hint": "末四位",
    "made": "建立",
    "expires": "到期",
    "used": "上次使用",
    "stands": "情况",
}


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="给哪个程序用")],
    who: As = "",
    scopes: Annotated[str, typer.Option("--scopes", help="权限，用逗号分开：read、act、grave、manage")] = "read",
    days: Annotated[int, typer.Option("--days", help="有效多少天，最多 366")] = 90,
    as_json: AsJson = False,
) -> None:
    """给一个人建一个令牌，打印令牌本身（只显示这一次）。"""
    from duban.cli.asking import actor
    from duban.cli.shown import put_json
    from duban.clock import now
    from duban.database import reading
    from duban.tokens import TokenWanted, add_token, scopes_in

    with reading() as session:
        by = actor(session, who)
    secret, row = add_token(TokenWanted(name, scopes_in(scopes), days), by=by, now=now())
    if as_json:
        put_json(_row(row) | {"secret": secret})
        return
    typer.echo(f"令牌 {row.id}（{by.name}，{'、'.join(row.scopes)}）：{secret}\n（只显示这一次，请交给要用的程序保存）")


@app.command("list")
def list_(who: As = "", as_json: AsJson = False) -> None:
    """列出一个人的令牌；令牌本身不再显示。"""
    from duban.cli.asking import actor
    from duban.database import reading
    from duban.tokens import tokens_of

    with reading() as session:
        rows = [_row(row) for row in tokens_of(session, actor(session, who))]
    put(rows, COLUMNS, as_json=as_json)


@app.command()
def revoke(
    number: Annotated[int, typer.Argument(help="令牌编号，见 token list")], who: As = "", as_json: AsJson = False
) -> None:
    """撤销一个令牌，立即生效，不能恢复。"""
    from duban.cli.asking import actor
    from duban.cli.shown import put_json
    from duban.clock import now
    from duban.database import reading
    from duban.tokens import revoke_token

    with reading() as session:
        by = actor(session, who)
    row = revoke_token(number, by=by, now=now())
    if as_json:
        put_json(_row(row))
    else:
        typer.echo(f"令牌 {row.id}“{row.name}”已撤销。")


def _row(row: Any) -> dict[str, Any]:
    from duban.clock import now
    from duban.tokens import stands
    from workflows.moments import shown

    return {
        "token": row.id,
        "name": row.name,
        "scopes": "、".join(row.scopes),
        "hint": row.hint,
        "made": shown(row.made_at),
        "expires": shown(row.expires_at),
        "used": shown(row.used_at) if row.used_at else "没有用过",
        "stands": stands(row, now=now()),
    }
