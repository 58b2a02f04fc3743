"""What a command says when asked for help: in Chinese, in columns that fit it. The page of commands says the same."""

import re
import shutil
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from duban.cli.laid_out import cells, folded

Does = TypeVar("Does", bound=Callable[..., Any])
WIDEST = 100
HELP = ("--help", "显示这份说明")


class _Helps:
    """Helps in Chinese."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        typer.echo(help_of(self, ctx))

    def get_short_help_str(self, limit: int = 45) -> str:
        return shortly(self)


class Command(_Helps, TyperCommand):
    """A command that helps in Chinese."""


class Group(_Helps, TyperGroup):
    """A group of commands that helps in Chinese."""


class Commands(typer.Typer):
    """Commands that help in Chinese."""

    def __init__(self, *, cls: type[TyperGroup] = Group, **given: Any) -> None:
        super().__init__(cls=cls, **given)

    def command(
        self, name: str | None = None, *, cls: type[TyperCommand] | None = Command, **given: Any
    ) -> Callable[[Does], Does]:
        return super().command(name, cls=cls, **given)


def help_of(command: Any, context: Any) -> str:
    """Say what a command is for, how it is written, and what its arguments, options and commands are."""
    width = min(shutil.get_terminal_size((WIDEST, 0)).columns, WIDEST)
    commands = getattr(command, "commands", {})
    usage = f"{context.command_path} 命令 …" if commands else written(command, context.command_path)
    told = [(_name(param), _about(param)) for param in command.get_params(context) if not param.hidden]
    listed = [(name, one.short_help or one.help or "") for name, one in commands.items() if not one.hidden]
    return "\n".join(
        [
            *_columns([("用法：", usage)], width, indent=0),
            "",
            *folded((command.help or "").strip(), width),
            *_part("命令", listed, width),
            *_part("参数和选项", told, width),
        ]
    )


def shortly(command: Any) -> str:
    """Give the first sentence of what a command is for: shells show it beside its name."""
    return re.split("[。；]", (command.help or "").strip())[0]


def written(command: Any, path: str) -> str:
    """Give the line in which a command is written, with all it takes."""
    return " ".join([path, *(_usage(param) for param in own_params(command))])


def own_params(command: Any) -> list[Any]:
    """List what a command takes, without what every command takes."""
    return [param for param in command.params if HELP[0] not in param.opts]


def called(param: Any) -> str:
    """Call an argument, or an option with its short form."""
    return (
        _value(param)
        if param.param_type_name == "argument"
        else ", ".join(sorted(param.opts, key=lambda name: not name.startswith("--")))
    )


def _usage(param: Any) -> str:
    name = _value(param) if param.param_type_name == "argument" else f"{param.opts[0]}{_after(param)}"
    return name if param.required else f"[{name}]"


def _after(param: Any) -> str:
    return "" if getattr(param, "is_flag", False) else f" {_value(param)}"


def _value(param: Any) -> str:
    return str(param.metavar or param.name.upper().rstrip("_"))


def _name(param: Any) -> str:
    return called(param) + (_after(param) if param.param_type_name == "option" else "")


def _about(param: Any) -> str:
    told = HELP[1] if HELP[0] in param.opts else param.help
    return "；".join(part for part in (told, *_limits(param)) if part)


def _limits(param: Any) -> Iterator[str]:
    """Say which values are taken, and which is when none is given."""
    of = param.type_descriptor
    if of.is_choice and param.show_choices:
        yield f"可以写 {'、'.join(str(getattr(choice, 'value', choice)) for choice in of.choices or ())}"
    if of.is_datetime:
        yield "写成 2026-03-31 的样子"
    least, most = getattr(param, "min", None), getattr(param, "max", None)
    if least is not None or most is not None:
        yield f"{'' if least is None else f'最小 {least}'}{'' if most is None else f'，最大 {most}'}".lstrip("，")
    if param.default and not callable(param.default) and not getattr(param, "is_flag", False):
        yield f"不写则为 {getattr(param.default, 'value', param.default)}"


def _part(heading: str, rows: list[tuple[str, str]], width: int) -> list[str]:
    return ["", typer.style(f"{heading}：", bold=True), *_columns(rows, width)] if rows else []


def _columns(rows: list[tuple[str, str]], width: int, *, indent: int = 2) -> Iterator[str]:
    """Set names before what is said of them; a long name has a line of its own."""
    widest = min(max(map(cells, (name for name, _ in rows))), width // 3)
    at = indent + widest + (2 if indent else 0)
    for name, about in rows:
        lines = [" " * at + line for line in folded(about, width - at)]
        shown = " " * indent + typer.style(name, fg="cyan" if indent else None)
        if cells(name) > widest:
            yield shown
        else:
            lines[0] = shown + lines[0][indent + cells(name) :]
        yield from lines
