"""`duban ledger`: seal, verify, receipt, verifier, export."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duban.cli import ledger_export
from duban.cli.asking import AsJson, in_language, put_json
from duban.cli.exits import Exits
from duban.cli.helping import Commands
from duban.cli.watching import watching

if TYPE_CHECKING:
    from duban.ledger.heads import Head
    from duban.ledger.verifying import Verified

app = Commands(no_args_is_help=True)


@app.command()
def seal(as_json: AsJson = False) -> None:
    """封存：把还没有封存的流转记录接到账上，签一份封存凭证。没有新记录时什么也不写。"""
    from duban.clock import now
    from duban.ledger.sealing import seal as seal_all

    sealed = seal_all(now=now())
    if as_json:
        put_json({"moves": sealed.moves, "rewritten": sealed.rewritten, "heads": [_told(h) for h in sealed.heads]})
        return
    if sealed.rewritten:
        typer.echo(f"补写了 {sealed.rewritten} 份缺失的凭证文件。")
    if not sealed.heads:
        typer.echo("没有新的流转记录，不必封存。")
        return
    _put_head(sealed.heads[-1], f"封存了 {sealed.moves} 条流转记录。")


def _told(head: "Head") -> dict[str, object]:
    from duban.ledger.heads import file_of

    return head.model_dump() | {"file": str(file_of(head.seal))}


def _put_head(head: "Head", said: str) -> None:
    from duban.ledger.heads import file_of

    typer.echo(f"{said}账上现有 {head.size} 条，第 {head.seal} 次封存，根 {head.root}。")
    typer.echo(f"凭证：{file_of(head.seal)}。请另存一份到别的机器上；日后用它可以查出整本账被换。")


@app.command()
def verify(
    against: Annotated[
        list[Path] | None,
        typer.Option("--against", metavar="HEAD-FILE", help="保存在别处的封存凭证，文件或文件夹；可以写几次"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """核验：流转记录与封存时一致，封存凭证彼此一致，每件事的状态与流转记录一致；有问题时退出码为 1。"""
    from duban.ledger.verifying import verify as verify_all

    with watching("核验流转记录", shown=not as_json) as tell:
        found = verify_all(against=against or (), tell=tell)
    if as_json:
        put_json({"ok": not found.faults} | found.model_dump())
    else:
        _put_verified(found)
    if found.faults:
        raise typer.Exit(Exits.FOUND)


def _put_verified(found: "Verified") -> None:
    from models.errors import Sentence

    typer.echo(f"流转记录 {found.moves} 条，已封存 {found.sealed} 条，封存 {found.seals} 次。")
    if found.newest:
        typer.echo(f"最近一次：第 {found.newest.seal} 次，{_shown(found.newest.at)}，公钥 {found.newest.key}。")
    if found.unsealed:
        typer.echo(
            f"还有 {found.unsealed} 条没有封存，最早的是 {_shown(found.unsealed_since or '')}；没有封存的谈不上防改。"
        )
    typer.echo(f"各类事项 {found.subjects} 件，状态都与流转记录比过。")
    told = f"与外面保存的 {found.compared} 份凭证比过。" if found.compared else NOT_COMPARED
    typer.echo(told)
    for number, fault in enumerate(found.faults, start=1):
        typer.echo(f"  {number}. {in_language(Sentence(fault.zh, fault.en))}")
    total = sum(found.counts.values())
    rest = total - len(found.faults)
    typer.echo(
        f"发现 {total} 处问题{f'，另有 {rest} 处同类的没有一一列出' if rest else ''}。" if total else "没有发现问题。"
    )


NOT_COMPARED = "没有与外面保存的凭证对照（--against）；只看数据库自己，查不出整本账被换。"


def _shown(moment: str) -> str:
    from datetime import datetime

    from workflows.moments import shown

    return shown(datetime.fromisoformat(moment))


@app.command()
def receipt(
    move: Annotated[int, typer.Argument(metavar="MOVE", help="流转记录的编号")],
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="写到哪个文件；不写则显示")] = None,
    since: Annotated[
        Path | None, typer.Option("--since", metavar="HEAD-FILE", help="对方保存的凭证：一并证明账是从那里接下来的")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """存证：为一条流转记录出具证明，拿到的人用 duban ledger verifier 给出的程序就能核验，不需要数据库。"""
    import json

    from duban.ledger.heads import read_head
    from duban.ledger.receipts import receipt as prove

    proof = prove(move, since=read_head(since) if since else None)
    text = json.dumps(proof, ensure_ascii=False, indent=1)
    if out is None:
        typer.echo(text)
        return
    out.write_text(text + "\n", encoding="utf-8")
    said = {"file": str(out), "move": move, "seal": proof["head"]["seal"], "key": proof["head"]["key"]}
    if as_json:
        put_json(said)
    else:
        typer.echo(f"流转记录 {move} 的存证写在 {out}，凭第 {said['seal']} 次封存，公钥 {said['key']}。")


@app.command()
def verifier(as_json: AsJson = False) -> None:
    """给出核验程序：单独一个文件，只需 Python 和 cryptography。用法：duban ledger verifier > check.py。"""
    from duban.ledger import verifier as alone

    source = Path(alone.__file__).read_text(encoding="utf-8")
    if as_json:
        put_json({"source": source})
    else:
        typer.echo(source, nl=False)


app.command()(ledger_export.export)
