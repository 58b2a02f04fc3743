"""check-house: look the house over as `duban doctor` does; what is wrong fails the run, so that it is seen."""

from datetime import datetime

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Failed

from duban.doctor import Seen, look_over
from flows.parameters import moment
from flows.phases import phase
from flows.showing import named_by_moment, show_table
from workflows.moments import shown

look = phase("look-over", "逐项检查")(look_over)


@flow(name="check-house", flow_run_name=named_by_moment, persist_result=False)
async def check_house(as_of: datetime | None = None) -> int | State[int]:
    """检查系统：数据库、日历、名册、通知、封存、时限检查是否正常。有问题时运行失败，并写明第一处该怎么办。"""
    now = moment(as_of)
    seen = await look(now=now)
    wrong = [one for one in seen if one.wrong]
    await show_table("check-house", table_of(seen), about=f"{shown(now)} 检查 {len(seen)} 项，{len(wrong)} 项有问题")
    if wrong:
        return Failed(message=f"{wrong[0].check}：{wrong[0].wrong[0]}（共 {len(wrong)} 项有问题，见表）")
    return len(seen)


def table_of(seen: tuple[Seen, ...]) -> list[dict[str, str]]:
    """Give one row per check, what is wrong first."""
    return [
        {"检查": one.check, "结果": one.result, "看到": one.saw, "怎么办": "\n".join(one.wrong)}
        for one in sorted(seen, key=lambda one: not one.wrong)
    ]
