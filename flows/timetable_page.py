"""Writes docs/timetable.md: `python -m flows.timetable_page`. A test keeps the page equal to the timetable."""

from pathlib import Path

from flows.parameters import PARAMETERS
from flows.timetable import TIMETABLE, Entry

TARGET = Path(__file__).parent.parent / "docs" / "timetable.md"

HEAD = """# Timetable / 流程时刻表

Written by `python -m flows.timetable_page` from `flows/timetable.py`; do not edit. Times are in Asia/Shanghai. Every
flow is one deployment of the same name; run it from Prefect's form, or by its schedule.

所有流程都可以重复运行：再跑一次，不会重复办理、重复告知。停机期间错过的班次不必补，恢复后一次补齐，每项督办一次只升一级。
"""

TAIL = """
A scheduled flow runs once at a time: a run that finds another one at work is cancelled (CANCEL_NEW), and the next one
does whatever is left. A run whose process was killed is marked as crashed when the flows are served again. Nothing is
lost with Prefect's database: every moment is worked out anew from ours.
"""


def page() -> str:
    """Write the page."""
    rows = [_row(entry) for entry in TIMETABLE]
    fields = [f"| `{name}` | {title} | {about} |" for name, (title, about) in PARAMETERS.items()]
    table = ["| flow | when | tag | 做什么 | what for | parameters |", "|---|---|---|---|---|---|", *rows]
    form = ["## 表单 / Parameters", "", "| parameter | 表单里叫 | 怎么填 |", "|---|---|---|", *fields]
    return "\n".join([HEAD, *table, TAIL, *form, ""])


def _row(entry: Entry) -> str:
    when = f"`{entry.cron}`" if entry.cron else "人工 / by hand"
    names = ", ".join(f"`{name}`" for name in entry.flow.parameters.properties)
    return f"| `{entry.flow.name}` | {when} | {entry.tag} | {entry.why_zh} | {entry.why_en} | {names} |"


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
