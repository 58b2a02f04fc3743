"""`duban plan import --xlsx`: an edited decomposition table, its differences first."""

from dataclasses import asdict
from pathlib import Path

import typer

from duban.cli.asking import actor, put, put_json
from duban.cli.exits import Exits

# fmt: off
DIFFERS = {"cell": "单元格", "seq": "序号", "before": "方案里", "after": "表里"}
CAME = {"seq": "序号", "result": "结果", "why": "说明"}
# fmt: on


def import_table(path: Path, *, plan: str, as_: str, yes: bool, as_json: bool) -> None:
    """Show what differs; take it when `yes` says so or the person at the terminal does. Ends with 1 if not taken."""
    from duban.clock import now
    from duban.completing import differences, plan_meant, take
    from duban.database import reading

    with reading() as session:
        by, plan_id = actor(session, as_), plan_meant(session, path, plan).id or 0
    shown = differences(path, plan_id)
    if shown and not as_json:
        put([asdict(one) for one in shown], DIFFERS, as_json=False)
    taken = bool(shown) and (yes or (not as_json and typer.confirm(f"以上 {len(shown)} 处差异，采用并确认？")))
    came = take(path, plan_id, shown=shown, by=by, now=now()) if taken else []
    if as_json:
        put_json({"plan": plan_id, "differences": [asdict(one) for one in shown], "taken": taken, "came": came})
    elif taken:
        put(came, CAME, as_json=False)
    else:
        typer.echo("没有采用；方案未变。" if shown else "表与方案一致，没有要改的。")
    if shown and not taken:
        raise typer.Exit(Exits.FOUND)
