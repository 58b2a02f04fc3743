"""What a person is told when something is wrong: a command used wrongly, a setting, the database, a fault of ours."""

import re
import sys
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from difflib import get_close_matches
from typing import Any

from typer.exceptions import TyperException

from duban.file_troubles import why_zh
from models.errors import Broken, Problem, Refused

# fmt: off
READINGS = (
    # what the machine says                            in Chinese                    in English
    (r"Input should be a valid integer.*",              "请填整数",                   "write a whole number"),
    (r"Input should be greater than or equal to (.+)",  "不能小于 {0}",               "must not be less than {0}"),
    (r"Input should be less than or equal to (.+)",     "不能大于 {0}",               "must not be more than {0}"),
    (r".*does not match the formats? .*",               "请填日期，例如 2026-03-31",  "write a date, as 2026-03-31"),
    (r".*is not one of (.+)",                           "可以写 {0}",                 "write one of {0}"),
    (r"(.*)",                                           "{0}",                        "{0}"),
)
# fmt: on


class WrongUse(Refused):
    """The command is used wrongly."""


def problem_of(error: Exception) -> Problem:
    """Turn whatever went wrong into one sentence for the person."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, TyperException):
        return _wrong_use(error)
    for name, told in _WORLD:
        if type(error).__module__.startswith(name) and (problem := told(error)) is not None:
            return problem
    return _unexpected(error)


def _wrong_use(error: Any) -> WrongUse:
    told = _USES.get(type(error).__name__, _other_use)(error)
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "duban"
    zh, en = (said if said.endswith(("？", "?")) else said + stop for said, stop in zip(told, "。.", strict=True))
    return WrongUse(f"{zh}用法见 {path} --help。", f"{en} See {path} --help.")


def _missing(error: Any) -> tuple[str, str]:
    name, about = _named(error)
    return f"缺少 {name}{about}", f"{name} is missing"


def _named(error: Any) -> tuple[str, str]:
    if error.param is None:
        return "参数", ""
    name = error.param.get_error_hint().strip("'")
    about = getattr(error.param, "help", None)
    return (name if name.startswith("-") else name.upper()), f"（{about}）" if about else ""


def _bad_value(error: Any) -> tuple[str, str]:
    name, about = _named(error)
    message = error.message.removeprefix("Value error, ").rstrip(".")
    for pattern, zh, en in READINGS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            named = [one.replace("', '", "、").strip("'") for one in found.groups()]
            return (
                f"{name}{about or ' '}填得不对：{zh.format(*named)}",
                f"{name}: {en.format(*found.groups())}",
            )
    raise AssertionError("the last pattern fits everything")


def _no_option(error: Any) -> tuple[str, str]:
    known = [name for param in error.ctx.command.params for name in param.opts if name.startswith("--")]
    near = _near(error.option_name, known)
    return f"没有 {error.option_name} 这个选项{near[0]}", f"There is no option {error.option_name}{near[1]}"


def _nothing_asked(_error: Any) -> tuple[str, str]:
    return "请在后面写上面列出的一个命令", "Add one of the commands listed above"


def _bad_option(error: Any) -> tuple[str, str]:
    if "does not take a value" in error.message:
        return f"{error.option_name} 后面不能带值", f"{error.option_name} takes no value"
    return f"{error.option_name} 后面要写上它的值", f"{error.option_name} needs a value"


def _other_use(error: Any) -> tuple[str, str]:
    message = error.format_message().rstrip(".")
    command = re.match(r"No such command '([^']*)'", message)
    if command:
        near = _near(command[1], error.ctx.command.commands)
        return f"没有 {command[1]} 这个命令{near[0]}", f"There is no command {command[1]}{near[1]}"
    extra = re.match(r"Got unexpected extra arguments? ?(?:\(s\) )?\((.*)\)", message)
    if extra:
        return f"多写了“{extra[1]}”；名称里有空格时请加引号", f"{extra[1]} is too much; quote names with spaces"
    return message, message


def _near(wrong: str, known: Iterable[str]) -> tuple[str, str]:
    near = get_close_matches(wrong, list(known), n=1, cutoff=0.65)
    return (f"，是不是 {near[0]}？", f"; did you mean {near[0]}?") if near else ("", "")


def _value(error: Any) -> Problem | None:
    """Tell of a setting, or of a field given with an act, that pydantic does not take."""
    wrong = error.errors()[0]
    field = str(wrong["loc"][0]) if wrong["loc"] else ""
    if error.title == "Settings":
        name = "DUBAN_" + field.removeprefix("DUBAN_").upper()
        return Refused(
            f"设置 {name} 的值“{wrong['input']}”不能用。请改环境变量 {name}，或 duban.toml 里的同名一行。",
            f"{name} cannot be {wrong['input']!r}; change the environment variable or the line in duban.toml.",
        )
    if error.title != "Given":
        return None
    if wrong["type"] == "string_too_long":
        most = wrong["ctx"]["max_length"]
        return Refused(
            f"--{field} 太长，最多 {most} 个字。", f"--{field} is too long; write at most {most} characters."
        )
    return Refused(f"--{field} 的值“{wrong['input']}”不能用。", f"--{field} cannot be {wrong['input']!r}.")


def _database(error: Any) -> Problem | None:
    said = str(getattr(error, "orig", error))
    if any(words in said for words in ("no such table", "does not exist", "no such column")) or _nothing_there():
        return _not_set_up()
    if "locked" in said:
        return Broken("数据库正被别的程序占用，请稍后再试。", "The database is busy; try again in a moment.")
    return Broken(
        f"数据库用不了：{said}。请核对 DUBAN_HOME 和 DUBAN_DATABASE_URL。", f"The database cannot be used: {said}."
    )


def _nothing_there() -> bool:
    """Say whether there is no home with a file of a database where it is looked for."""
    from duban.settings import settings

    return not settings().database_url and not settings().home.exists()


def _not_set_up() -> Refused:
    """Say where the database was looked for: whoever runs a command in another folder looks in the wrong place."""
    from duban.settings import settings

    elsewhere = settings().database_url
    zh = "" if elsewhere else f"{settings().home.resolve()} 里的"
    en = "of DUBAN_DATABASE_URL" if elsewhere else f"in {settings().home.resolve()}"
    return Refused(
        f"{zh}数据库还没有建好，或者版本太旧。请先运行 duban setup；"
        "建在别处的，请到那个文件夹里运行，或用 DUBAN_HOME 指明。",
        f"The database {en} is not there yet, or too old: run duban setup; if it is elsewhere, run this in its folder, "
        "or set DUBAN_HOME.",
    )


def _settings_file(error: Any) -> Problem:
    return Refused(
        f"duban.toml 写得不对：{error}。每行写成 名称 = 值，文字加引号。",
        f"duban.toml cannot be read: {error}. Write name = value, text in quotes.",
    )


def _files(error: Any) -> Problem | None:
    if not isinstance(error, OSError) or error.filename is None:
        return None
    return Broken(
        f"“{error.filename}”读写不了（{why_zh(error)}）。请核对位置和权限；数据目录由 DUBAN_HOME 指定。",
        f"{error.filename} cannot be read or written ({error.strerror}); check the place, its rights and DUBAN_HOME.",
    )


def _unexpected(error: Exception) -> Broken:
    said = f"{type(error).__name__}：{error}"
    where = ""
    with suppress(Exception):  # a fault while noting a fault must not hide it
        from duban.settings import settings

        log = settings().home / "logs" / "errors.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"duban {' '.join(sys.argv[1:])}\n{''.join(traceback.format_exception(error))}\n")
        where = f"经过记在 {log}。"
    return Broken(f"程序出了意外：{said}。{where}", f"Something broke: {said}.")


# fmt: off
_USES: dict[str, Callable[[Any], tuple[str, str]]] = {
    "MissingParameter": _missing,
    "BadParameter":     _bad_value,
    "NoSuchOption":     _no_option,
    "BadOptionUsage":   _bad_option,
    "NoArgsIsHelpError": _nothing_asked,
}
_WORLD: tuple[tuple[str, Callable[[Any], Problem | None]], ...] = (
    ("pydantic",   _value),
    ("sqlalchemy", _database),
    ("sqlite3",    _database),
    ("psycopg",    _database),
    ("tomllib",    _settings_file),
    ("builtins",   _files),
)
# fmt: on
