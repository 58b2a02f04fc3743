"""`duban webhook`: add, list, end, post: addresses that events are posted to."""

from typing import Annotated

import typer

from duban.cli.asking import As, AsJson, put
from duban.cli.exits import Exits
from duban.cli.helping import Commands

app = Commands(no_args_is_help=True)
COLUMNS = {
    "webhook": "编号",
    "url": "地址",
    "plan": "方案",
    "events": "事件",
    "stands": "情况",
    "last": "最近一次",
    "trouble": "原因",
}


@app.command()
def add(
    url: Annotated[str, typer.Argument(help="推送到哪里，https:// 开头")],
    who: As = "",
    plan: Annotated[str, typer.Option("--plan", help="只推送哪个方案的；不写就是全部")] = "",
    events: Annotated[str, typer.Option("--events", help="只推送哪些事件，用逗号分开；不写就是全部")] = "",
    as_json: AsJson = False,
) -> None:
    """登记一个推送地址，打印签名用的密钥（只显示这一次）。"""
    from duban.cli.asking import actor, plan_called
    from duban.cli.shown import put_json
    from duban.clock import now
    from duban.database import reading
    from duban.webhooks.registering import HookWanted, add_webhook

    with reading() as session:
        by = actor(session, who)
        plan_id = plan_called(session, plan).id if plan else None
    named = tuple(part.strip() for part in events.replace("，", ",").split(",") if part.strip())
    hook = add_webhook(HookWanted(url, plan_id, named), by=by, now=now())
    if as_json:
        put_json({"webhook": hook.id, "url": hook.url, "secret": hook.secret})
        return
    typer.echo(f"推送地址 {hook.id}：{hook.url}\n密钥：{hook.secret}\n（只显示这一次，请交给接收的程序验签）")


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """列出推送地址和最近一次推送。"""
    from duban.database import reading
    from duban.webhooks.registering import last_tries, webhooks

    with reading() as session:
        found = webhooks(session)
        tries = last_tries(session, found)
    rows = []
    for hook in found:
        newest = next((one for one in tries.get(hook.id or 0, []) if one.tried_at), None)
        rows.append(
            {
                "webhook": hook.id,
                "url": hook.url,
                "plan": hook.plan_id,
                "events": "、".join(hook.events) or "全部",
                "stands": "已停用" if hook.ended_at else "有效",
                "last": f"{newest.event} {newest.delivery.zh}" if newest else "",
                "trouble": newest.trouble if newest else "",
            }
        )
    put(rows, COLUMNS, as_json=as_json)


@app.command()
def end(
    number: Annotated[int, typer.Argument(help="编号，见 webhook list")], who: As = "", as_json: AsJson = False
) -> None:
    """停用一个推送地址，不能恢复；还没有推送的不再推送。"""
    from duban.cli.asking import actor
    from duban.cli.shown import put_json
    from duban.clock import now
    from duban.database import reading
    from duban.webhooks.registering import end_webhook

    with reading() as session:
        by = actor(session, who)
    hook = end_webhook(number, by=by, now=now())
    if as_json:
        put_json({"webhook": hook.id, "url": hook.url, "ended_at": hook.ended_at})
    else:
        typer.echo(f"推送地址 {hook.id}（{hook.url}）已停用。")


@app.command()
def post(as_json: AsJson = False) -> None:
    """现在就推送等着的事件；有没有送到的，退出码为 1。"""
    from duban.cli.shown import put_json
    from duban.clock import now
    from duban.webhooks.posting import post_webhooks

    posted = post_webhooks(now=now())
    if as_json:
        put_json(posted.model_dump(mode="json"))
    else:
        typer.echo("\n".join([f"推送 {posted.delivered} 条，{posted.failed} 条没有送到。", *posted.troubles]))
    if posted.failed:
        raise typer.Exit(Exits.FOUND)
