"""Writes a log into a file, whole or not at all: which form is which writer, and one file for every life in XES."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection

from duban.database import reading
from duban.exporting.ocel import Log
from duban.exporting.ocel_json import write_ocel_json
from duban.exporting.ocel_sqlite import write_ocel_sqlite
from duban.exporting.rows import write_csv
from duban.exporting.steps import Wanted
from duban.exporting.xes import write_xes
from duban.ledger.stored import still
from duban.whole_files import whole_file
from models.errors import BadInput
from models.values import Value
from models.words import Life, Word

DATABASES = frozenset({".sqlite", ".sqlite3", ".db"})
Counts = dict[str, int]


class Form(Word):
    """The forms a log can be written in."""

    OCEL = "ocel", "OCEL 2.0"
    XES = "xes", "XES"
    CSV = "csv", "CSV"


class Written(Value):
    """What was written, and where."""

    form: Form
    file: Path
    counts: Counts


def write_out(form: Form, wanted: Wanted, target: Path, *, force: bool = False, bom: bool = False) -> Written:
    """Write the wanted Moves, all as of one moment. OCEL is SQLite when the file's name says so, else JSON; XES without
    a life is a folder with a log for each.

    Raises:
        BadInput: the file is there already and `force` is not given, its folder is not there, or the form is not for
            what is wanted.
    """
    if form is Form.OCEL and wanted.life is not None:
        raise BadInput(
            "OCEL 把各类事项写在一起，不能只要一类。请去掉 --life，或改用 --xes、--csv。",
            "OCEL holds all lives together; leave out --life, or write --xes or --csv.",
        )
    with reading() as session:
        connection = still(session)
        if form is Form.XES and wanted.life is None:
            counts = _folder_of_logs(connection, wanted, target, force=force)
        else:
            writers = _writers(connection, wanted, target, bom=bom)
            with whole_file(target, force=force) as begun:
                counts = writers[form](begun)
    return Written(form=form, file=target, counts=counts)


def _writers(
    connection: Connection, wanted: Wanted, target: Path, *, bom: bool
) -> dict[Form, Callable[[Path], Counts]]:
    ocel = write_ocel_sqlite if target.suffix.lower() in DATABASES else write_ocel_json
    return {
        Form.OCEL: lambda begun: ocel(Log(connection, wanted), begun),
        Form.XES: lambda begun: write_xes(connection, wanted, begun),
        Form.CSV: lambda begun: write_csv(connection, wanted, begun, bom=bom),
    }


def _folder_of_logs(connection: Connection, wanted: Wanted, target: Path, *, force: bool) -> Counts:
    """Write a log of every life into a folder that gets its name at the end."""
    if target.exists() and not (force and target.is_dir()):
        raise BadInput(
            f"{target} 已经有了，没有覆盖。不写 --life 时每类事项一个文件，--out 要写一个新文件夹；"
            "确要覆盖文件夹里的同名文件时加 --force。",
            f"{target} is there already; --out names a new folder when there is no --life, or give --force.",
        )
    if not target.parent.is_dir():
        raise BadInput(f"没有 {target.parent} 这个文件夹，请先建好。", f"There is no folder {target.parent}.")
    begun = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent))
    try:
        counts: Counts = {"events": 0, "traces": 0}
        for life in Life:
            one = wanted.model_copy(update={"life": life})
            with whole_file(begun / f"{life.value}.xes") as file:
                for name, count in write_xes(connection, one, file).items():
                    counts[name] += count
        begun.chmod(0o755)
        _give_names(begun, target)
    finally:
        shutil.rmtree(begun, ignore_errors=True)
    return counts


def _give_names(begun: Path, target: Path) -> None:
    if not target.exists():
        begun.rename(target)
        return
    for file in begun.iterdir():
        file.replace(target / file.name)
