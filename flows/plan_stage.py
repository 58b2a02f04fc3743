"""plan-stage: one run for each question to a panel about a stage of a plan; it waits for them and holds nothing.

The decision is made in the inbox and carried out there, in one transaction. The run shows it: resumed, by the decision
or by hand, it reads the database again and never what it was resumed with; without a decision it waits on.
"""

from uuid import uuid4

from prefect import flow
from prefect.flow_runs import asuspend_flow_run
from prefect.runtime import flow_run

from duban.plan_stages import Stage, stage_of
from flows.phases import phase, refusing
from flows.showing import in_a_run, show_markdown, tag_with_plans

A_YEAR_S = 366 * 86400

look_at_stage = phase("look", "查看审核进展")(stage_of)


def stage_key(review: int) -> str:
    """Name the artifact of a stage."""
    return f"plan-stage-{review}"


def _named() -> str:
    """Name a run after its plan and its stage: plan-stage · 粤科协〔2022〕30号 · 审核通过."""
    review = flow_run.parameters["review"]
    try:
        stage = stage_of(int(review))
    except Exception:  # a run that is about nothing still needs a name; its body says what is wrong
        return f"{flow_run.flow_name} · {review}"
    return f"{flow_run.flow_name} · {stage.number} · {stage.about}"


@flow(name="plan-stage", flow_run_name=_named, persist_result=False)
@refusing
async def plan_stage(review: int) -> str:
    """方案关口：方案要过的一道审核，一次一个运行。审核在收件箱里进行；有了结论，这里显示结论并结束。"""
    stage: Stage = await look_at_stage(review)
    await tag_with_plans([stage.number])
    await show_markdown(stage_key(review), stage.page, about=f"{stage.number} {stage.about}：{stage.state.zh}")
    if stage.open and in_a_run():
        await asuspend_flow_run(timeout=A_YEAR_S, key=str(uuid4()))
    return f"{stage.number} {stage.about}：{stage.state.zh}"
