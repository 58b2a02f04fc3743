"""Where reports are kept: one folder, each file named by document number, day and form."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from duban.reports import docx_writer, ledger_xlsx, markdown
from duban.reports.values import Summary
from duban.settings import settings
from models.errors import BadInput
from workflows.moments import day_of

UNFIT = re.compile(r"[^\w〔〕（）().-]+")
DAY = re.compile(r"[-_](20\d\d)-?(\d\d)-?(\d\d)(?!\d)")
FORMS: dict[str, tuple[str, Callable[[Summary, Path, str], None]]] = {
    # form   what it is called   how it is written
    "md": ("落实情况", lambda summary, path, _: _write_text(path, markdown.render(summary))),
    "docx": ("落实情况报告", lambda summary, path, to: docx_writer.write(summary, path, to=to)),
    "xlsx": ("台账", lambda summary, path, _: ledger_xlsx.write(summary, path)),
    "json": ("落实情况", lambda summary, path, _: _write_text(path, summary.model_dump_json(indent=1) + "\n")),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A report on the shelf; `day` is the day it is as of, as written in its name."""

    path: Path
    form: str
    day: str


def write_report(summary: Summary, form: str, *, folder: Path | None = None, to: str = "") -> Path:
    """Write a report of a form (md, docx, xlsx, json) and give its path; one of the same day is written over.

    Raises:
        BadInput: there is no such form, or the folder cannot be written to.
    """
    if form not in FORMS:
        raise BadInput(f"没有“{form}”这种格式；可用：{'、'.join(FORMS)}。", f"There is no form {form}.")
    name, put = FORMS[form]
    path = (folder or shelf()) / f"{stem_of(summary.head.number)}_{name}_{day_of(summary.head.as_of)}.{form}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        put(summary, path, to)
    except OSError as problem:
        raise BadInput(
            f"写不进 {path.parent}（{problem.strerror}）；请用 --out 换一个可写的文件夹。",
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
    path.write_text(text, encoding="utf-8")
