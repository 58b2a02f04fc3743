"""Makes reports and keeps them in the folder `reports`: the summary of one plan, and all that the rhythm asks for."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from duban import papers
from duban.calendars import load_calendar
from duban.database import reading
from duban.desk.opened import desk_of
from duban.lookups import plan_named
from duban.policies import settings_of
from models.plan import Plan
from models.record import Move
from models.values import Value
from models.words import Act, Life, PlanState
from workflows.moments import day_of, end_of

if TYPE_CHECKING:
    from duban.reports.kinds import Kind

KEPT_AS = ("docx", "html", "xlsx")
"""The forms that a report by rhythm is kept in."""


class Summarised(Value):
    """A report: its text in markdown, where its files are, and which units owe a report that is due.

    `paper_id`, `paper`: the paper it was kept as and how that stands, where the policy asks for one.
    """

    plan_id: int
    number: str
    called: str
    as_of: datetime
    paths: tuple[str, ...]
    markdown: str
    missing: tuple[str, ...] = ()
    kind: str = ""
    paper_id: int | None = None
    paper: str = ""

    @property
    def path(self) -> str:
        return self.paths[0]


def summarise_plan(plan: str, *, now: datetime) -> Summarised:
    """Write the report of a plan as it stands at `now`; the same day again writes over the same file.

    Raises:
        NotFound: there is no such plan.
    """
    from duban.reports.kinds import BY_NAME
    from duban.reports.markdown import render
    from duban.reports.shelf import Order, write_report
    from duban.reports.summary import make_summary

    with reading() as session:
        found = plan_named(session, plan)
        summary = make_summary(session, found.id or 0, now=now)
    kind = BY_NAME["standing"]
    path = write_report(summary, Order(kind)).resolve()
    written = Summarised(
        plan_id=found.id or 0,
        number=found.number,
        called=kind.zh,
        as_of=now,
        paths=(str(path),),
        markdown=render(summary),
        kind=kind.name,
    )
    return _drafted(written, now=now)


def make_one(plan: str, kind: str, *, now: datetime) -> Summarised:
    """Make a report of a kind on a plan, in every form it is kept in.

    Raises:
        NotFound: there is no such plan. BadInput: there is no such kind.
    """
    from duban.reports.kinds import kind_called

    with reading() as session:
        written = _kept(session, plan_named(session, plan), kind_called(kind), now)
    return _drafted(written, now=now)


def make_due(*, now: datetime) -> list[Summarised]:
    """Make what the rhythm of every issued plan asks for and is not on the shelf yet; as of the end of its day.

    After days without the clock the last one of each kind is made as it would have been made then.
    """
    from duban.reports.kinds import BY_NAME
    from duban.reports.rhythm import due_reports

    made = []
    with reading() as session:
        days = load_calendar(desk_of(session))
        for plan in session.exec(select(Plan).where(Plan.state == PlanState.ISSUED).order_by(col(Plan.id))).all():
            rhythm = settings_of(desk_of(session), plan.id).reports
            for due in due_reports(rhythm, days, day_of(now)):
                moment, kind = min(now, end_of(due.day)), BY_NAME[due.kind]
                if _issued_by(session, plan, moment) and not _made(session, plan, kind, moment):
                    made.append(_kept(session, plan, kind, moment))
    return [_drafted(one, now=now) for one in made]


def _made(session: Session, plan: Plan, kind: "Kind", moment: datetime) -> bool:
    """Say whether a report is on the shelf and, where the policy asks for papers, a paper."""
    if not _there(plan, kind, day_of(moment).isoformat()):
        return False
    asked = papers.wanted(settings_of(desk_of(session), plan.id).reports, kind.name)
    return not asked or papers.has_paper(session, plan.id or 0, kind.name, moment)


def _drafted(written: Summarised, *, now: datetime) -> Summarised:
    """Keep a report as a paper where the policy asks for it, and say how that stands."""
    with reading() as session:
        if not papers.wanted(settings_of(desk_of(session), written.plan_id).reports, written.kind):
            return written
    file = Path(written.path)
    draft = papers.Draft(
        written.plan_id, written.kind, written.called, written.as_of, name=file.name, content=file.read_bytes()
    )
    paper = papers.draft(draft, now=now)
    return written.model_copy(update={"paper_id": paper.id, "paper": paper.said})


def _issued_by(session: Session, plan: Plan, moment: datetime) -> bool:
    issued = select(Move.id).where(Move.life == Life.PLAN, Move.subject_id == plan.id, Move.act == Act.ISSUE)
    return session.exec(issued.where(Move.at <= moment)).first() is not None


def _there(plan: Plan, kind: "Kind", day: str) -> bool:
    """Say whether the last form that is written is there: then all are."""
    from duban.reports.shelf import shelf, stem_of

    return (shelf() / f"{stem_of(plan.number)}_{kind.zh}_{day}.{KEPT_AS[-1]}").exists()


def _kept(session: Session, plan: Plan, kind: "Kind", now: datetime) -> Summarised:
    from duban.reports.forms import as_markdown
    from duban.reports.kinds import make_report
    from duban.reports.shelf import Order, write_made

    report = make_report(session, plan.id or 0, kind, now=now)
    paths: list[Path] = [write_made(report, Order(kind, form)).resolve() for form in KEPT_AS]
    lists = [t.table for t in report.tables() if t.caption == "未报送清单"]
    return Summarised(
        plan_id=plan.id or 0,
        number=plan.number,
        called=kind.zh,
        as_of=now,
        paths=tuple(map(str, paths)),
        markdown=as_markdown.render(report),
        kind=kind.name,
        missing=tuple(dict.fromkeys(str(row[0]) for table in lists for row in table.rows)),
    )
