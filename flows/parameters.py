"""What the parameters of the flows are called in Prefect's form, and what to fill in."""

from datetime import datetime

from prefect.deployments.runner import RunnerDeployment

from duban import clock
from workflows.moments import SHANGHAI

# fmt: off
PARAMETERS = {
    # name      title           what to fill in
    "path":    ("通知文件",     "运行流程的机器上的文件，如 /data/通知.docx；可以是 .docx、.pdf、.txt 等。"),
    "number":  ("文号",         "通知里没有写文号时才填，如 粤科协〔2022〕30号。"),
    "plan":    ("工作方案",     "方案的文号，如 粤科协〔2022〕30号，或方案编号。"),
    "review":  ("审核编号",     "方案的哪一道审核，收件箱里审核的编号。"),
    "by":      ("办理人",       "以谁的身份办：计划专责的人员编码、登录名或姓名。"),
    "assume":  ("假定",         "如 late=0.1,returned=0.2,seed=7：几成逾期、几成被退回、随机种子；不填就按通常的。"),
    "until":   ("推演到哪一天", "不填就到方案结束后三十天。"),
    "kind":    ("哪种报告",     "standing 落实情况、monthly 月报、circular 通报等，见 duban report kinds。"),
    "share":   ("第几份",       "从 0 数起；由时限检查填写。"),
    "shares":  ("共几份",       "由时限检查填写。"),
    "as_of":   ("截止时刻",     "按这一时刻计算，没有写时区的按北京时间；不填就是现在。"),
}
# fmt: on


def explain(deployment: RunnerDeployment) -> None:
    """Put titles and descriptions into the form of a deployment; Prefect has no other way to a title in Chinese."""
    for name, shown in deployment._parameter_openapi_schema.properties.items():
        shown["title"], shown["description"] = PARAMETERS[name]


def moment(as_of: datetime | None) -> datetime:
    """Give the moment a run counts from: now, or the one given; one without a zone is meant in Asia/Shanghai."""
    if as_of is None:
        return clock.now()
    return as_of if as_of.tzinfo else as_of.replace(tzinfo=SHANGHAI)
