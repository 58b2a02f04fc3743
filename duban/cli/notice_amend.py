"""`duban notice amend`: a supplementary or amended notice against its plan: what it changes, taken by a person."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from duban.cli.asking import As, AsJson, actor, in_language, plan_called, put, put_json
from duban.cli.exits import Exits
from duban.cli.watching import watching

if TYPE_CHECKING:
    from duban.amending import Proposed

# fmt: off
SHOWN = {
    "n": "编号", "what": "变更", "seq": "序号", "text": "任务要求", "before": "原来", "after": "改为",
    "source": "通知原句", "doubts": "请核对",
}
CAME = {"what": "变更", "seq": "序号", "text": "任务要求", "result": "结果", "why": "说明"}
# fmt: on


def amend(
    plan: Annotated[str, typer.Argument(help="文号或编号")],
    file: Annotated[Path, typer.Argument(help="补充、修订通知：.txt、.docx、.xlsx、.html 或 .pdf")],
    only: Annotated[str, typer.Option("--only", help="只采用这几项，写编号，如 1,3；不写则全部")] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="不再询问，即行采用")] = False,
    as_: As = "",
    as_json: AsJson = False,
) -> None:
    """对照方案读一份补充、修订通知，列出每处变更和原句；由人采用后逐项办理，原定时限保留，不计延期。"""
    from duban.amending import proposed, take
    from duban.clock import now
    from duban.database import reading
    from duban.kept_notices import keep
    from duban.notices import read_notice
    from duban.notices.notes import of_the_opening
    from duban.notices.opening import LIMIT_BYTES

    with watching("读通知"):
        notice = read_notice(file)
    with reading() as session:
        by, found = actor(session, as_), plan_called(session, plan)
        plan_id, shown = found.id or 0, proposed(session, found, notice)
    rows = [_row(number, one) for number, one in enumerate(shown, start=1)]
    chosen = _chosen(only, shown)
    notes = [in_language(note) for note in of_the_opening(notice.warnings)]
    for note in () if as_json else notes:
        typer.echo(f"注意：{note}")
    if rows and not as_json:
        put(rows, SHOWN, as_json=False)
    taken = bool(chosen) and (yes or (not as_json and typer.confirm(f"采用其中 {len(chosen)} 项，逐项办理？")))
    came = []
    if taken:
        keep(file.read_bytes(), file.suffix, at_most_bytes=LIMIT_BYTES)
        came = take(chosen, notice, plan_id=plan_id, by=by, now=now())
    if as_json:
        put_json({"plan": plan_id, "notes": notes, "proposed": rows, "taken": taken, "came": came})
    elif taken:
        put(came, CAME, as_json=False)
    else:
        typer.echo("没有采用；方案未变。" if shown else "这份通知对方案没有变更。")
    if (shown and not taken) or any(one["why"] for one in came):
        raise typer.Exit(Exits.FOUND)


def _row(number: int, one: "Proposed") -> dict[str, Any]:
    from duban.notices.doubts import doubt_told

    return {
        "n": number,
        "what": one.what,
        "seq": one.seq or None,
        "text": one.text,
        "before": one.before,
        "after": one.after,
        "source": one.source,
        "doubts": "；".join(in_language(doubt_told(doubt)) for doubt in one.doubts),
    }


def _chosen(only: str, shown: "list[Proposed]") -> "list[Proposed]":
    """Give the proposals whose numbers are named, all when none is.

    Raises:
        BadInput: a number that is none of theirs.
    """
    from models.errors import BadInput

    if not only.strip():
        return shown
    wanted = [part.strip() for part in only.replace("，", ",").replace("、", ",").split(",") if part.strip()]
    wrong = [part for part in wanted if not (part.isdecimal() and 1 <= int(part) <= len(shown))]
    if wrong:
        raise BadInput(
            f"没有第 {'、'.join(wrong)} 项；这份通知有 {len(shown)} 项变更，编号写成 1,3 的样子。",
            f"There is no change {', '.join(wrong)}; the notice has {len(shown)}.",
        )
    return [shown[number - 1] for number in sorted({int(part) for part in wanted})]
