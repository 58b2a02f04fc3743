"""`duban lifecycle check --register`: whether the stored register can carry the rules and a policy."""

from typing import Literal

import typer

from duban.cli.asking import plan_called, put_json
from duban.cli.exits import Exits


def put_fitness(plan: str, policy: str, *, language: Literal["zh", "en"], as_json: bool) -> None:
    """Say what keeps the register from carrying the policies, one sentence each; exit 1 when there is something."""
    from duban import clock
    from duban.database import reading
    from duban.policies import policy_called
    from duban.register_fitness import absences_ahead, check_register, of_plan, of_policy, policies_running
    from models.errors import BadInput

    if plan and policy:
        raise BadInput("--plan 和 --policy 只能写一个。", "Give --plan or --policy, not both.")
    now = clock.now()
    with reading() as session:
        if plan:
            under = of_plan(session, plan_called(session, plan))
        elif policy:
            under = [of_policy(policy_called(session, policy))]
        else:
            under = policies_running(session, now=now)
        problems, ahead = check_register(session, under, now=now), absences_ahead(session, now=now)
    called = [policy.called for policy in under]
    if as_json:
        lists = {"problems": problems, "warnings": ahead}
        told = {name: [{"zh": said.zh, "en": said.en} for said in found] for name, found in lists.items()}
        put_json({"policies": called, **told})
    else:
        _say(
            [said.in_language(language) for said in problems], [said.in_language(language) for said in ahead], language
        )
        if not problems:
            typer.echo(_all_well("、".join(called) if language == "zh" else ", ".join(called), language))
    if problems:
        raise typer.Exit(Exits.FOUND)


def _say(problems: list[str], ahead: list[str], language: Literal["zh", "en"]) -> None:
    for said in problems:
        typer.echo(said)
    for said in ahead:
        typer.echo(f"提醒：{said}" if language == "zh" else f"Warning: {said}")


def _all_well(policies: str, language: Literal["zh", "en"]) -> str:
    if language == "zh":
        return f"名册够用：岗位都有人，每个单位都有联络员，督办规则 {policies} 的审核组都凑得齐。"
    return f"The register carries the policies {policies}: posts are held, units have liaisons, panels can be filled."
