"""What the commands share: who acts, which plan is meant, and how an answer is printed."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.plan import Plan
    from models.values import Actor

AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]
As = Annotated[str, typer.Option("--as", help="以谁的身份：人员编码、登录名或姓名")]
Reason = Annotated[str, typer.Option("--reason", help="理由")]


def actor(session: "Session", who: str) -> "Actor":
    """Find the person a command acts as.

    Raises:
        BadInput: nobody, or more than one person, goes by that name.
    """
    from sqlmodel import or_, select

    from models.errors import BadInput
    from models.register import Account, Person
    from models.values import Actor

    if not who:
        raise BadInput(
            "请用 --as 写明以谁的身份办理，例如 --as ji.xiaozhou。", "Say as whom to act, with --as PERSON_CODE."
        )
    logins = select(Account.person_id).where(Account.login == who)
    found = session.exec(
        select(Person).where(or_(Person.code == who, Person.name == who, Person.id.in_(logins)))  # type: ignore[union-attr]
    ).all()
    if len(found) != 1:
        raise BadInput(
            f"名册里有 {len(found)} 个人叫“{who}”；请用人员编码。",
            f"{len(found)} people go by {who}; use the person's code.",
        )
    return Actor(person_id=found[0].id, name=found[0].name)


def plan_called(session: "Session", called: str) -> "Plan":
    """Find a plan by its number or its id.

    Raises:
        NotFound: there is no such plan.
    """
    from sqlmodel import select

    from models.errors import NotFound
    from models.plan import Plan

    wanted = Plan.id == int(called) if called.isdecimal() else Plan.number == called
    found = session.exec(select(Plan).where(wanted)).first()
    if found is None:
        raise NotFound(f"没有“{called}”这个工作方案；duban plan list 列出全部。", f"There is no plan {called}.")
    return found


def put(rows: Sequence[dict[str, Any]], columns: dict[str, str], *, as_json: bool, title: str = "") -> None:
    """Print rows as a table with Chinese headings, or as JSON."""
    if as_json:
        typer.echo(json.dumps(list(rows), ensure_ascii=False, indent=1, default=str))
        return
    from rich.console import Console
    from rich.table import Table

    if not rows:
        typer.echo("没有符合条件的记录。")
        return
    table = Table(*columns.values(), title=title or None)
    for row in rows:
        table.add_row(*("" if row.get(key) is None else str(row[key]) for key in columns))
    Console().print(table)


def put_move(move: Any, *, as_json: bool) -> None:
    """Say what an act changed."""
    from models.words import Act

    if as_json:
        typer.echo(json.dumps(move.model_dump(mode="json"), ensure_ascii=False, default=str))
        return
    from workflows.lives import LIVES
    from workflows.rules import phrase

    became = phrase(LIVES[move.life], move.became).zh
    typer.echo(f"{move.life.zh} {move.subject_id} 已{Act(move.act).zh}，现为“{became}”。")
