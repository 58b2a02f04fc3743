"""Completion by Tab: the scripts that shells keep, each calling the program that wrote it, wherever that is."""

import os
import sys
from pathlib import Path
from shlex import quote

import typer

from models.errors import BadInput

ASKED = "_DUBAN_COMPLETE"
"""The variable by which shells ask; the scripts name it."""
TYPERS = ("get_completion_inspect_parameters", "get_completion_script", "install")
"""What we ask of the module `typer.completion`. The last two it has, but does not say that others may use them: there
is no other way to put a script where each shell looks without its English sentences. A test names what is gone."""
# fmt: off
SCRIPTS = {
    "bash": """\
_duban_completion() {{
    local IFS=$'\\n'
    COMPREPLY=( $( env COMP_WORDS="${{COMP_WORDS[*]}}" COMP_CWORD=$COMP_CWORD \\
                   _DUBAN_COMPLETE=complete_bash {program} ) )
}}
complete -o default -F _duban_completion duban
""",
    "zsh": """\
#compdef duban
_duban_completion() {{
    eval $(env _TYPER_COMPLETE_ARGS="${{words[1,$CURRENT]}}" _DUBAN_COMPLETE=complete_zsh {program})
}}
if [ "$funcstack[1]" = "_duban" ]; then _duban_completion "$@"; else compdef _duban_completion duban; fi
""",
    "fish": """\
function __duban_complete
    env _TYPER_COMPLETE_FISH_ACTION=$argv[1] _TYPER_COMPLETE_ARGS=(commandline -cp) \\
        _DUBAN_COMPLETE=complete_fish {program}
end
complete --command duban --no-files --arguments "(__duban_complete get-args)" --condition "__duban_complete is-args"
""",
}
# fmt: on


def install(context: typer.Context, asked: bool) -> None:
    """Put the script where the shell that runs us looks for it."""
    if not asked or context.resilient_parsing:
        return
    from typer import completion

    shell, path = completion.install(shell=_shell(), prog_name="duban")  # type: ignore[attr-defined]  # see TYPERS
    if shell in SCRIPTS:
        path.write_text(script(shell), encoding="utf-8")
    typer.echo(f"已给 {shell} 装上命令补全：{path}。重新打开终端后起作用。")
    raise typer.Exit()


def show(context: typer.Context, asked: bool) -> None:
    """Print the script."""
    if not asked or context.resilient_parsing:
        return
    shell = _shell()
    typer.echo(script(shell) if shell in SCRIPTS else _of_typer(shell))
    raise typer.Exit()


def answer_shells() -> None:
    """Know how each shell asks, when one does."""
    if ASKED in os.environ:
        from typer.completion import get_completion_inspect_parameters

        get_completion_inspect_parameters()  # what it gives are options of its own, in English; it makes shells known


def script(shell: str) -> str:
    """Write what a shell keeps."""
    return SCRIPTS[shell].format(program=quote(str(Path(sys.argv[0]).absolute())))


def _of_typer(shell: str) -> str:
    from typer import completion

    found = completion.get_completion_script(  # type: ignore[attr-defined]  # see TYPERS
        prog_name="duban", complete_var=ASKED, shell=shell
    )
    return str(found)


def _shell() -> str:
    import shellingham

    try:
        name = shellingham.detect_shell()[0]
    except shellingham.ShellDetectionFailure:
        name = ""
    known = (*SCRIPTS, "powershell", "pwsh")
    if name not in known:
        raise BadInput(
            f"认不出是哪一种 shell{f'（{name}）' if name else ''}；能补全的有 {'、'.join(known)}，请在其中运行。",
            f"This shell is not known; run it in one of {', '.join(known)}.",
        )
    return str(name)
