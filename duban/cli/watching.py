"""What a terminal shows while something takes long: that it goes on, and how far it is when that is told."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Tell = Callable[[int, int], None]
"""Takes how much is done, of how much."""


@contextmanager
def watching(what: str, *, shown: bool = True) -> Iterator[Tell]:
    """Show on a terminal what goes on and for how long, a bar once `Tell` was called; elsewhere nothing is written."""
    if not (shown and sys.stderr.isatty()):
        yield lambda _done, _of: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    going = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    measured = (*going, BarColumn(), MofNCompleteColumn())
    with Progress(*going, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task(what, total=None)

        def tell(done: int, of: int) -> None:
            progress.columns = measured
            progress.update(bar, completed=done, total=of)

        yield tell
