"""`duban lifecycle definitions` and `migrate`: the rules on record, and what changed rules do to stored lives."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from duban.cli.asking import As, AsJson, Reason
from duban.cli.exits import Exits
from duban.cli.shown import put, put_json

if TYPE_CHECKING:
    from duban.carrying_over import Survey
    from duban.definitions import Definitions
    from workflows.definition import Definition
    from workflows.landing import Landing, Lost, Mappings

# fmt: off
LISTED = {"life": "事项", "fingerprint": "指纹", "first_seen_at": "首次使用", "moves": "据此办理", "note": "备注"}
LANDED = {
    "life": "事项", "id": "编号", "name": "名称", "state": "现状态", "lands": "结果", "becomes": "转入", "why": "原因",
}
GONE   = {"review": "审核", "life": "事项", "id": "编号", "about": "所审的事", "why": "为何落空"}
# fmt: on

English = Annotated[bool, typer.Option("--english", help="用英文")]
Map = Annotated[
    list[str] | None, typer.Option("--map", metavar="事项.旧=新", help="旧状态转入哪个新状态，如 task.paused=suspended")
]


def definitions(
    fingerprint: Annotated[str, typer.Argument(help="规则指纹，写开头几位即可；不写则列出全部")] = "",
    export: Annotated[str, typer.Option("--export", metavar="FILE", help="把现行规则写进文件")] = "",
    english: English = False,
    as_json: AsJson = False,
) -> None:
    """列出留存的历次规则；指明一份时逐句读出。任何一步办理当时依据的规则都能查到。"""
    from duban.database import reading
    from duban.definitions import definition_called, exported, in_force, listed

    if export:
        Path(export).write_text(exported(in_force().values()), encoding="utf-8")
        put_json({"exported": export}) if as_json else typer.echo(f"现行规则已写入 {export}。")
        return
    with reading() as session:
        if fingerprint:
            one = definition_called(session, fingerprint)
            put_json(one.model_dump(mode="json", by_alias=True)) if as_json else _read_out(one, english)
            return
        rows = listed(session)
    put(rows if as_json else [_line(row) for row in rows], LISTED, as_json=as_json)


def _line(row: dict[str, Any]) -> dict[str, Any]:
    from workflows.moments import shown

    seen = row["first_seen_at"]
    note = "现行" if row["in_force"] else "" if row["on_record"] else "当时未留存"
    first = shown(seen) if seen else ""
    return row | {"first_seen_at": first, "moves": f"{row['moves']} 步", "note": note}


def _read_out(one: "Definition", english: bool) -> None:
    from workflows.telling_of_definitions import told

    for line in told(one, "en" if english else "zh"):
        typer.echo(line)


def migrate(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出，不改动")] = False,
    mapped: Map = None,
    to: Annotated[str, typer.Option("--to", metavar="FILE", help="试算另一份规则（definitions --export 的文件）")] = "",
    as_: As = "",
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """规则改动后，逐件列出办理中的事项怎样接上新规则；接不上的一件也不动，此时退出码为 1。"""
    from duban.carrying_over import survey
    from duban.database import reading
    from duban.definitions import in_force, read_export
    from models.errors import BadInput
    from workflows.landing import Lands

    if to and not dry_run:
        raise BadInput("--to 只能和 --dry-run 一起用：转入的总是程序现行的规则。", "--to needs --dry-run.")
    mappings = _mappings(mapped or [], reason)
    definitions = read_export(Path(to)) if to else in_force()
    if dry_run:
        with reading() as session:
            found = survey(session, definitions, mappings=mappings)
    else:
        found = _carried_over(mappings, as_, asked=bool(mapped) and not reason.strip())
    if as_json:
        put_json(_told(found) | {"carried_over": not dry_run})
    else:
        _put_survey(found, definitions)
        typer.echo(_closing(len(found.landing(Lands.BY_MAPPING)), len(found.landing(Lands.CANNOT)), done=not dry_run))
    if found.landing(Lands.CANNOT):
        raise typer.Exit(Exits.FOUND)


def _carried_over(mappings: "Mappings", as_: str, *, asked: bool) -> "Survey":
    from duban import clock
    from duban.carrying_over import carry_all_over
    from duban.cli.asking import actor
    from duban.database import reading
    from models.errors import BadInput

    if asked:
        raise BadInput("用 --map 转入时，请用 --reason 写明理由；理由会记入每件事项。", "--map needs --reason.")
    with reading() as session:
        by = actor(session, as_)
    return carry_all_over(mappings, by=by, now=clock.now())


def _mappings(mapped: Iterable[str], reason: str) -> "Mappings":
    """Read `life.old=new` of the command line; these come before those of the program."""
    from models.errors import BadInput, Sentence
    from models.words import Life
    from workflows.landing import MAPPINGS, Onto

    lives = {word: life for life in Life for word in (life.value, life.zh)}
    why = Sentence(reason.strip() or "按 --map 指定", reason.strip() or "as --map says")
    found = {}
    for said in mapped:
        left, _, new = said.partition("=")
        life, _, old = left.partition(".")
        if life.strip() not in lives or not old.strip() or not new.strip():
            raise BadInput(
                f"--map 写成 事项.旧状态=新状态，例如 task.paused=suspended；“{said}”读不懂。",
                f"Write --map LIFE.OLD=NEW, as task.paused=suspended; {said!r} cannot be read.",
            )
        found[lives[life.strip()], old.strip()] = Onto(new.strip(), why)
    return MAPPINGS | found


def _told(found: "Survey") -> dict[str, Any]:
    from workflows.landing import Lands

    return {
        "totals": {lands: len(found.landing(lands)) for lands in Lands},
        "landings": [_landed(one) for one in found.landings],
        "lost_reviews": [_gone(one) for one in found.lost],
    }


def _put_survey(found: "Survey", definitions: "Definitions") -> None:
    """Print what does not land as it is, and the reviews that would be lost; then how many of each."""
    from workflows.landing import Lands

    moving = [one for one in found.landings if one.lands is not Lands.UNCHANGED]
    if moving:
        put([_read(one, definitions) for one in moving], LANDED, as_json=False)
    if found.lost:
        title = "以下审核即使有了结论也办不成，请先处理："
        put([_gone(one) for one in found.lost], GONE, as_json=False, title=title)
    for lands in Lands:
        typer.echo(f"{lands.zh}：{len(found.landing(lands))} 件")


def _landed(one: "Landing") -> dict[str, Any]:
    was, becomes = one.stored, one.becomes
    said = {"life": was.life, "id": was.subject_id, "name": was.name, "state": was.state}
    return said | {"lands": one.lands, "becomes": becomes, "why": one.why.zh}


def _read(one: "Landing", definitions: "Definitions") -> dict[str, Any]:
    """As people read it: states by their phrases where there are any, nothing where it goes nowhere."""
    from workflows.landing import Lands

    phrase = definitions[one.stored.life].phrase
    goes = one.lands is not Lands.CANNOT
    return _landed(one) | {"state": phrase(one.stored.state).zh, "becomes": phrase(one.becomes).zh if goes else ""}


def _gone(one: "Lost") -> dict[str, Any]:
    asked = one.asked
    said = {"review": asked.review_id, "life": asked.life, "id": asked.subject_id}
    return said | {"about": asked.about, "why": one.why.zh}


def _closing(moving: int, cannot: int, *, done: bool) -> str:
    if done:
        rest = f"；{cannot} 件接不上，没有动" if cannot else ""
        return (f"已转入 {moving} 件" if moving else "没有要转入的事项") + rest + "。"
    if cannot:
        return (
            f"{cannot} 件接不上：请用 --map 指明转入哪个状态；指明不了的，请用原版程序办完再升级。这次什么也没有改动。"
        )
    if moving:
        return "全部接得上。去掉 --dry-run、用 --as 写明系统操作员即转入。这次什么也没有改动。"
    return "全部原样接上，不需要转入。"
