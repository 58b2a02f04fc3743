"""Where reports are kept: one folder, each file named by document number, report, day and form."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session

from duban.file_troubles import why_zh
from duban.reports import docx_writer, ledger_xlsx, markdown
from duban.reports.dispatch import AS_IT_IS, Dispatch
from duban.reports.forms import as_csv, as_docx, as_html, as_markdown, as_xlsx
from duban.reports.kinds import BY_NAME, Kind, make_report
from duban.reports.report import Report
from duban.reports.summary import make_summary
from duban.reports.values import Summary
from duban.settings import settings
from models.errors import BadInput
from workflows.moments import day_of, end_of

UNFIT = re.compile(r"[^\w〔〕（）().-]+")
DAY = re.compile(r"[-_](20\d\d)-?(\d\d)-?(\d\d)(?!\d)")
# fmt: off
FORMS: dict[str, Callable[[Report, Path, Dispatch], None]] = {
    # form   how it is written
    "md":    lambda report, path, _: _write_text(path, as_markdown.render(report)),
    "docx":  lambda report, path, sent: as_docx.write(report, path, sent=sent),
    "xlsx":  lambda report, path, _: as_xlsx.write(report, path),
    "html":  lambda report, path, _: _write_text(path, as_html.render(report)),
    "csv":   lambda report, path, _: _write_text(path, as_csv.render(report)),
    "json":  lambda report, path, _: _write_text(path, _json(report)),
}
OF_SUMMARY: dict[tuple[str, str], tuple[str, Callable[[Summary, Path, "Order"], None]]] = {
    # kind, form             what it is called   how it is written, with all that the summary holds
    ("standing", "md"):     ("落实情况",     lambda of, path, _: _write_text(path, markdown.render(of))),
    ("standing", "docx"):   ("落实情况报告", lambda of, path, order: docx_writer.write(of, path, sent=order.sent)),
    ("standing", "xlsx"):   ("台账",         lambda of, path, order: ledger_xlsx.write(of, path, told=order.told)),
    ("standing", "json"):   ("落实情况",     lambda of, path, _: _write_text(path, _json(of))),
    ("ledger", "xlsx"):     ("台账",         lambda of, path, order: ledger_xlsx.write(of, path, told=order.told)),
}
# fmt: on


@dataclass(frozen=True, slots=True)
class Order:
    """Which report is wanted, in which form, about what; how it goes out, where to; `told` hears how far it is."""

    kind: Kind = BY_NAME["standing"]
    form: str = "docx"
    about: str = ""
    sent: Dispatch = AS_IT_IS
    folder: Path | None = None
    told: Callable[[int], None] | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A report on the shelf; `day` is the day it is as of, as written in its name."""

    path: Path
    form: str
    day: str


def keep_report(session: Session, plan_id: int, order: Order, *, now: datetime) -> Path:
    """Make a report on a plan as it stood at `now`, write it, and give its path; one of the same day is written over.

    Raises:
        NotFound: there is no such plan, or no such matter in it.
        BadInput: there is no such form, or the folder cannot be written to.
    """
    if order.form not in FORMS:
        raise BadInput(f"没有“{order.form}”这种格式；可用：{'、'.join(FORMS)}。", f"There is no form {order.form}.")
    if (order.kind.name, order.form) in OF_SUMMARY:
        return write_report(make_summary(session, plan_id, now=now), order)
    return write_made(make_report(session, plan_id, order.kind, now=now, about=order.about), order)


def moment_as_of(day: date | None, *, now: datetime) -> datetime:
    """Give the end of the day that a report is asked for, or now.

    Raises:
        BadInput: the day is yet to come.
    """
    if day is None or day == day_of(now):
        return now
    if day > day_of(now):
        raise BadInput(
            f"{day} 这一天还没有到，不能按那一天出报告；请用今天或更早的日期。",
            f"{day} lies in the future; give today or an earlier day.",
        )
    return end_of(day)


def write_made(report: Report, order: Order) -> Path:
    """Write a report that is made already, and give its path."""
    about = f"_{UNFIT.sub('-', order.about)}" if order.kind.about else ""
    stem = f"{stem_of(report.number)}_{report.name}{about}_{day_of(report.as_of)}"
    sent = order.sent.model_copy(update={"upward": order.kind.upward})
    return _written(order, stem, lambda path: FORMS[order.form](report, path, sent))


def write_report(summary: Summary, order: Order) -> Path:
    """Write a report that is written from a summary alone, and give its path."""
    name, put = OF_SUMMARY[order.kind.name, order.form]
    stem = f"{stem_of(summary.head.number)}_{name}_{day_of(summary.head.as_of)}"
    return _written(order, stem, lambda path: put(summary, path, order))


def _written(order: Order, stem: str, put: Callable[[Path], None]) -> Path:
    path = (order.folder or shelf()) / f"{stem}.{order.form}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        put(path)
    except OSError as problem:
        raise BadInput(
            f"写不进 {path.parent}（{why_zh(problem)}）；请用 --out 换一个可写的文件夹。",
            f"{path.parent} cannot be written to ({problem.strerror}); choose another folder with --out.",
        ) from problem
    return path


def shelf() -> Path:
    """Give the folder that reports are kept in."""
    return settings().home / "reports"


def files_of(number: str) -> list[Kept]:
    """List the reports of a plan on the shelf, newest day first; also those that flows have put there."""
    stem = stem_of(number)
    found = (path for form in FORMS for path in shelf().glob(f"*.{form}") if _is_of(path, stem))
    kept = [Kept(path, path.suffix[1:], _day(path)) for path in found]
    return sorted(kept, key=lambda one: (one.day, one.path.name), reverse=True)


def _is_of(path: Path, stem: str) -> bool:
    return path.name.startswith((f"{stem}_", f"{stem}-"))


def _day(path: Path) -> str:
    found = DAY.findall(path.stem)
    return "-".join(found[-1]) if found else ""


def stem_of(number: str) -> str:
    """Give what the files of a plan begin with."""
    return UNFIT.sub("-", number).strip("-.") or "plan"


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


def _json(said: Report | Summary) -> str:
    return said.model_dump_json(indent=1) + "\n"
