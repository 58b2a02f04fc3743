"""Groups of commands whose module is imported when one of them is asked for: `duban task list` reads no other group."""

from functools import cache
from importlib import import_module
from typing import Any

import typer

from duban.cli.helping import Commands, Group


def later(module: str, called: str) -> typer.Typer:
    """Stand in for the group `called` of a module of commands: name and help are known, its commands are looked up."""

    @cache
    def found() -> dict[str, Any]:
        group: typer.Typer = getattr(import_module(f"duban.cli.{module}"), called)
        return dict(typer.main.get_group(group).commands)

    class Later(Group):
        @property
        def commands(self) -> dict[str, Any]:
            return found()

        @commands.setter
        def commands(self, _none_yet: object) -> None:
            """Take no notice of what is known before: nothing."""

    return Commands(cls=Later, no_args_is_help=True)
