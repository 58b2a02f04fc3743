"""`duban feed`: add, list, renew, revoke: secret links by which calendar programs read deadlines."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from duban.cli.asking import As, AsJson, actor, plan_called, put, put_json
from duban.cli.helping import Commands

if TYPE_CHECKING:
    from duban.feeds.links import Listed, Made

app = Commands(no_args_is_help=True)
Plan = Annotated[str, typer.Option("--plan", metavar="PLAN", help="方案的文号或编号；不写就是本人的全部任务")]
Number = Annotated[int, typer.Argument(metavar="NUMBER", help="订阅链接的编号")]
# fmt: off
COLUMNS = {
    "id": "编号", "person": "谁的", "plan": "方案", "made_at": "建立", "read_at": "最近取用", "revoked_at": "作废",
}
# fmt: on


@app.command()
def add(plan: Plan = "", as_: As = "", as_json: AsJson = False) -> None:
    """建立日历订阅链接；地址只显示这一次。"""
    from duban.clock import now
    from duban.database import reading
    from duban.feeds.links import add_feed

    with reading() as session:
        by = actor(session, as_)
        plan_id = plan_called(session, plan).id if plan else None
    _put_made(add_feed(plan_id, by=by, now=now()), as_json=as_json)


@app.command("list")
def list_(
    as_: As = "",
    everybody: Annotated[bool, typer.Option("--all", help="所有人的；只有系统操作员可以")] = False,
    revoked: Annotated[bool, typer.Option("--revoked", help="连同已作废的")] = False,
    as_json: AsJson = False,
) -> None:
    """列出本人的订阅链接；地址不保存，所以不列。"""
    from duban.clock import now
    from duban.database import reading
    from duban.feeds.links import feeds_of, may_see_all
    from models.errors import NotYours

    with reading() as session:
        by = actor(session, as_)
        if everybody and not may_see_all(session, by, now=now()):
            raise NotYours(
                "只有系统操作员可以列出所有人的订阅链接；不写 --all 就列本人的。",
                "Only the operator may list everybody's links; leave out --all to list your own.",
            )
        rows = [_row(one) for one in feeds_of(session, None if everybody else by.person_id, revoked=revoked)]
    put(rows, COLUMNS, as_json=as_json)


@app.command()
def renew(number: Number, as_: As = "", as_json: AsJson = False) -> None:
    """作废一个链接，另建一个同样的；地址只显示这一次。"""
    from duban.clock import now
    from duban.database import reading
    from duban.feeds.links import renew_feed

    with reading() as session:
        by = actor(session, as_)
    _put_made(renew_feed(number, by=by, now=now()), as_json=as_json)


@app.command()
def revoke(number: Number, as_: As = "", as_json: AsJson = False) -> None:
    """作废一个链接，凭它再也取不到日历；系统操作员可以作废别人的。"""
    from duban.clock import now
    from duban.database import reading
    from duban.feeds.links import revoke_feed

    with reading() as session:
        by = actor(session, as_)
    feed = revoke_feed(number, by=by, now=now())
    if as_json:
        put_json({"id": number, "revoked_at": feed.revoked_at})
    else:
        typer.echo(f"订阅链接 {number} 已作废，凭它再也取不到日历。")


def _put_made(made: "Made", *, as_json: bool) -> None:
    if as_json:
        put_json({"id": made.feed.id, "plan_id": made.feed.plan_id, "address": made.address})
        return
    typer.echo(f"订阅链接 {made.feed.id}：{made.address}")
    typer.echo("地址只显示这一次；谁拿到它谁就能看到里面的任务，请不要转发。")


def _row(one: "Listed") -> dict[str, Any]:
    from workflows.moments import shown

    moments = {name: getattr(one.feed, name) for name in ("made_at", "read_at", "revoked_at")}
    told = {name: shown(moment) if moment else "" for name, moment in moments.items()}
    return {"id": one.feed.id, "person": one.person, "plan": one.plan or "本人任务", **told}
