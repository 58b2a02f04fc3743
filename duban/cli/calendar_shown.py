"""What the commands of the calendar share: the text of a file, and what a changed calendar has moved."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from duban.file_troubles import why_zh
from models.errors import BadInput

if TYPE_CHECKING:
    from duban.recomputing import Recounted

WEEKDAYS = "一二三四五六日"


def tell(moved: "Recounted") -> None:
    """Print what has moved, and what could not be."""
    counts = ((moved.tasks, "任务"), (moved.reviews, "审核"), (moved.extensions, "延期申请"))
    if any(count for count, _ in counts):
        told = "、".join(f"{count} 项{name}" for count, name in counts if count)
        typer.echo(f"随之重新推算了{told}的时限，逐项记入流转记录。")
    if moved.ladders:
        typer.echo(f"随之改了 {moved.ladders} 项督办的下一次催办时间。")
    for left in moved.left:
        typer.echo(f"没有改动：{left}")


def text_of(file: Path) -> str:
    """Read a text file in UTF-8 or GB18030. Raises: BadInput."""
    try:
        raw = file.read_bytes()
    except OSError as problem:
        raise BadInput(
            f"{file} 打不开：{why_zh(problem)}。请核对文件名。",
            f"{file} cannot be opened ({problem.strerror}); check the name.",
        ) from problem
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput(
        f"{file.name} 不是文本文件；请把通知全文另存为 .txt 后再导入。",
        f"{file.name} is no text file; save the whole notice as .txt and try again.",
    )
