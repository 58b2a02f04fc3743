"""Makes the summary report of a plan and keeps it as a Word file in the folder `reports`."""

from datetime import datetime

from duban.database import reading
from duban.lookups import plan_named
from models.values import Value


class Summarised(Value):
    """A report: its text in markdown, and where its Word file is."""

    plan_id: int
    number: str
    path: str
    markdown: str


def summarise_plan(plan: str, *, now: datetime) -> Summarised:
    """Write the report of a plan as it stands at `now`; the same day again writes over the same file.

    Raises:
        NotFound: there is no such plan.
    """
    from duban.reports.markdown import render
    from duban.reports.shelf import Order, write_report
    from duban.reports.summary import make_summary

    with reading() as session:
        found = plan_named(session, plan)
        summary = make_summary(session, found.id or 0, now=now)
    path = write_report(summary, Order()).resolve()
    return Summarised(plan_id=found.id or 0, number=found.number, path=str(path), markdown=render(summary))
