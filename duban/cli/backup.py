"""`duban backup` and `duban restore`: everything into one archive, and back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from duban.cli.asking import AsJson, put_json
from duban.cli.exits import Exits
from duban.cli.watching import watching

if TYPE_CHECKING:
    from duban.backups import Manifest
    from duban.restoring import Restored, Stage

KEEP = "签名钥匙 {key} 不在备份里：请另外抄存到离线介质，与备份分开放。"
PUT_BACK = "签名钥匙不在备份里：请把抄存的一份放回 {key}（只许所有者读），否则下次封存会另生成一把。"
Force = Annotated[bool, typer.Option("--force", help="覆盖已有的备份文件")]


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE.zip", help="备份写到哪里")],
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """备份：数据库、佐证材料、补充和修订通知、封存凭证、公钥写成一个文件，不用停机。签名钥匙不在其中，须另外保管。"""
    from duban.backups import back_up
    from duban.clock import now

    with watching("备份", shown=not as_json) as tell:
        made = back_up(file, now=now(), force=force, tell=tell)
    if as_json:
        put_json({"file": str(file), "size_bytes": file.stat().st_size} | _told(made))
    else:
        _put_backup(file, made)
    if made.missing:
        raise typer.Exit(Exits.FOUND)


def _told(made: "Manifest") -> dict[str, Any]:
    return made.model_dump(mode="json", exclude={"members"}) | {"members": len(made.members)}


def _put_backup(file: Path, made: "Manifest") -> None:
    from duban.ledger.keys import key_file

    files = sum(name.startswith("evidence/") for name in made.members)
    typer.echo(f"已备份到 {file}（{file.stat().st_size / 1024 / 1024:.1f} MB）：{_holds(made)}，佐证材料 {files} 份。")
    for digest in made.missing:
        typer.echo(f"佐证材料 {digest} 读不出来或已损坏，请检查数据目录里的 evidence 文件夹。")
    typer.echo("备份里有姓名、联系方式和密码摘要，请按内部资料保管。")
    if key_file().exists():
        typer.echo(KEEP.format(key=key_file()))


def _holds(made: "Manifest") -> str:
    from datetime import datetime

    from workflows.moments import shown

    newest, seal = made.newest_move, made.newest_seal
    moves = f"流转记录 {made.counts['move']} 条"
    last = f"，最近一条在 {shown(datetime.fromisoformat(newest['at']))}" if newest else ""
    return moves + last + (f"，封存到第 {seal['seal']} 次" if seal else "，还没有封存过")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE.zip", help="duban backup 写出的备份")],
    home: Annotated[
        Path | None, typer.Option("--home", metavar="DIR", help="恢复到哪个数据目录；不写则为 DUBAN_HOME")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="替换已有的数据目录，原来的改名保留")] = False,
    unverified: Annotated[bool, typer.Option("--unverified", help="流转账核验不过也恢复")] = False,
    as_json: AsJson = False,
) -> None:
    """恢复：先核对备份里的每个文件，升级库结构，核验流转账，都对了才放到位；中途出错时什么也不改动。"""
    from duban.clock import now
    from duban.restoring import restore as put_back
    from duban.settings import settings

    with _stages(shown=not as_json) as tell:
        done = put_back(file, home or settings().home, now=now(), force=force, unverified=unverified, tell=tell)
    if as_json:
        aside = str(done.aside) if done.aside else None
        put_json({"home": str(done.home), "aside": aside, "faults": done.faults} | _told(done.manifest))
    else:
        _put_restored(done)
    if done.faults:
        raise typer.Exit(Exits.FOUND)


def _put_restored(done: "Restored") -> None:
    from duban.ledger.keys import NAME

    typer.echo(f"已恢复到 {done.home}：{_holds(done.manifest)}。")
    if done.aside:
        typer.echo(f"原来的数据目录改名为 {done.aside}，确认无误后再删。")
    for fault in done.faults:
        typer.echo(f"核验发现：{fault}")
    if done.manifest.newest_seal:
        typer.echo(PUT_BACK.format(key=done.home / "keys" / NAME))


@contextmanager
def _stages(*, shown: bool) -> Iterator[Callable[["Stage", int, int], None]]:
    """Say each stage once, on standard error."""
    told: set[Stage] = set()

    def tell(stage: "Stage", _done: int, _of: int) -> None:
        if shown and stage not in told:
            told.add(stage)
            typer.echo(f"{stage.zh}……", err=True)

    yield tell
