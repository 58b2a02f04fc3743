"""`duban notify`: list, retry: what could not be told, and another round for it."""

from typing import Annotated, Any

import typer

from duban.cli.asking import AsJson, put
from duban.cli.exits import Exits
from duban.cli.helping import Commands

app = Commands(no_args_is_help=True)
COLUMNS = {
    "duty": "编号",
    "what": "通知",
    "title": "事项",
    "plan": "方案",
    "tries": "送过",
    "next": "下次",
    "trouble": "原因",
}


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """列出送了没有送到的通知和原因：已经不再送的在前，还会再送的在后；有不再送的，退出码为 1。"""
    from duban.clock import now
    from duban.database import reading
    from duban.notify.undelivered import undelivered
    from workflows.moments import shown

    with reading() as session:
        found = undelivered(session, now=now())
    rows: list[dict[str, Any]] = [
        {
            "duty": one.duty_id,
            "what": one.what.zh,
            "title": one.title,
            "plan": one.plan_number,
            "tries": one.tries,
            "next": shown(one.next_at) if one.next_at else "不再送",
            "trouble": one.trouble,
        }
        for one in found
    ]
    put(rows, COLUMNS, as_json=as_json)
    if any(one.given_up for one in found):
        raise typer.Exit(Exits.FOUND)


@app.command()
def retry(
    numbers: Annotated[
        list[int] | None, typer.Argument(metavar="[NUMBER]...", help="通知编号，见 notify list；不写就是全部")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """把不再送的通知重新排上，从头再试；已经收到的人不会再收到一次。"""
    from duban.cli.shown import put_json
    from duban.clock import now
    from duban.notify.undelivered import try_again

    count = try_again(numbers or None, now=now())
    if as_json:
        put_json({"again": count})
    else:
        typer.echo(f"重新排上 {count} 条通知，下一轮投递时送出。" if count else "没有送不出的通知。")
