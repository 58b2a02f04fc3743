"""`duban policy`: check, store, list, show the rules of supervision that plans run under, and their schema."""

from pathlib import Path
from typing import Annotated

import typer

from duban.cli.asking import As, AsJson, Reason, actor, put, put_json
from duban.cli.exits import Exits
from duban.cli.helping import Commands

app = Commands(no_args_is_help=True)
File = Annotated[Path, typer.Argument(help="规则文件：.yaml，写法见 docs/policy.md")]

# fmt: off
LISTED = {"policy": "规则", "plans": "方案数", "stored_at": "存入时间", "stored_by": "存入人", "why": "理由"}
DIFFERS = {"setting": "设置", "value": "这里", "usual": "缺省"}
# fmt: on


@app.command()
def check(file: File, as_json: AsJson = False) -> None:
    """检查一份规则文件；有问题时逐条指出在第几行第几列、怎么改，退出码为 1。"""
    from duban.policy_reading import PolicyProblems, read_policy
    from duban.policy_writing import differences
    from models.policy import PolicySettings

    try:
        settings = read_policy(file)
    except PolicyProblems as found:
        problems = [{"zh": problem.zh, "en": problem.en} for problem in found.problems]
        put_json({"problems": problems}) if as_json else typer.echo(found.sentence.zh)
        raise typer.Exit(Exits.FOUND) from None
    rows = [
        {"setting": setting, "value": value or "（无）", "usual": usual or "（无）"}
        for setting, value, usual in differences(settings, PolicySettings())
    ]
    if as_json:
        put_json({"problems": [], "differences": rows})
    elif rows:
        put(rows, DIFFERS, as_json=False, title=f"没有发现问题。与缺省规则不同的有 {len(rows)} 处：")
    else:
        typer.echo("没有发现问题；与缺省规则完全相同。")


@app.command()
def store(
    file: File,
    name: Annotated[str, typer.Option("--name", help="规则的名称；同名的存成新的一版")],
    as_: As = "",
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """把一份规则存成新的一版；与最新一版相同的不再存。只有计划专责可以存。"""
    from duban.clock import now
    from duban.database import writing
    from duban.policies import newest_version, store_policy_as
    from duban.policy_reading import read_policy
    from models.policy_stored import named

    settings = read_policy(file)
    with writing() as session:
        by, before = actor(session, as_), newest_version(session, name.strip())
        policy = store_policy_as(session, name, settings, by=by, now=now(), why=reason)
        said = {"policy": named(policy), "id": policy.id, "new": before is None or before.id != policy.id}
    if as_json:
        put_json(said)
    elif said["new"]:
        typer.echo(f"已存为 {said['policy']}。办理中的方案不受影响；要换用，请用 duban plan set-policy。")
    else:
        typer.echo(f"与 {said['policy']} 完全相同，没有另存。")


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """列出存入的全部规则：每一版由谁、何时、为什么存入，有几个方案在用。"""
    from duban.database import reading
    from duban.policies import stored_policies
    from models.policy_stored import named
    from models.register import Person
    from workflows.moments import day_of

    rows = []
    with reading() as session:
        for policy, plans in stored_policies(session):
            person = session.get(Person, policy.stored_by) if policy.stored_by else None
            rows.append(
                {
                    "policy": named(policy),
                    "plans": plans,
                    "stored_at": policy.stored_at if as_json else day_of(policy.stored_at),
                    "stored_by": person.name if person else "系统",
                    "why": policy.why,
                }
            )
    put(rows, LISTED, as_json=as_json)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="规则的名称，或 名称@版次")],
    version: Annotated[int | None, typer.Option("--version", min=1, help="第几版；不写则为最新一版")] = None,
    as_json: AsJson = False,
) -> None:
    """写出一版规则的每一项；存成文件可以原样读回。"""
    from duban.database import reading
    from duban.policies import policy_called
    from duban.policy_writing import policy_text
    from models.policy import PolicySettings
    from models.policy_stored import named
    from workflows.moments import day_of

    with reading() as session:
        policy = policy_called(session, f"{name.partition('@')[0]}@{version}" if version else name)
        settings = PolicySettings.model_validate(policy.settings)
        heading = f"督办规则 {named(policy)}，{day_of(policy.stored_at)} 存入。{policy.why}"
    if as_json:
        put_json(settings.model_dump(mode="json"))
    else:
        typer.echo(policy_text(settings, heading=heading), nl=False)


@app.command()
def schema(as_json: AsJson = False) -> None:
    """写出规则文件的 JSON Schema，供编辑器提示和检查。"""
    from duban.policy_page import schema_page

    typer.echo(schema_page(), nl=False)
