"""What `duban serve`, `duban setup` and `duban up` do."""

from pathlib import Path

import typer


def up(demo: bool) -> None:
    """Run Prefect, the flows and the inbox until told to stop."""
    from duban.up import up as run

    run(demo=demo, say=typer.echo)


def serve() -> None:
    """Become the process that serves the flows."""
    import os
    import sys

    from duban.services import environment
    from duban.settings import settings

    os.execve(sys.executable, [sys.executable, "-P", "-m", "flows.serve"], environment(settings().home))  # noqa: S606


def setup(register: Path | None) -> None:
    """Make the database ready, import a register when one is given, and say what is there."""
    from duban.up_setup import set_up

    set_up(register, say=typer.echo)
