"""What long commands show while they go on: something on a terminal, nothing to a file; and completion by Tab."""

import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer import completion

from duban.cli.completing import TYPERS, script

SHELLS = {
    "bash": {"COMP_WORDS": "duban task sh", "COMP_CWORD": "2"},
    "zsh": {"_TYPER_COMPLETE_ARGS": "duban task sh"},
    "fish": {"_TYPER_COMPLETE_ARGS": "duban task sh", "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
}
SLOWLY = "from duban.cli.watching import watching\nwith watching('读通知') as tell:\n tell(3, 7)\nprint('读完')"


def said(command: Sequence[str], **env: str) -> tuple[str, str]:
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | env)
    return done.stdout, done.stderr


def on_a_terminal(command: Sequence[str]) -> str:
    """Run a command whose standard error is a terminal; give what that terminal was sent."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs, env=os.environ | {"TERM": "xterm"}) as run:
        os.close(theirs)
        seen = b""
        while part := _read(ours):
            seen += part
    os.close(ours)
    assert run.returncode == 0
    return seen.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # how Linux says that nobody holds the other end any more
        return b""


def test_a_terminal_is_shown_what_goes_on_and_how_far_it_is() -> None:
    seen = on_a_terminal([sys.executable, "-c", SLOWLY])

    assert ("读通知" in seen, "3/7" in seen) == (True, True)


def test_a_file_is_given_nothing_of_it() -> None:
    assert said([sys.executable, "-c", SLOWLY]) == ("读完\n", "")


@pytest.mark.parametrize("shell", SHELLS)
def test_tab_completes_in(shell: str) -> None:
    duban = str(Path(sys.executable).with_name("duban"))

    offered, _ = said([duban], _DUBAN_COMPLETE=f"complete_{shell}", **SHELLS[shell])

    assert ("show" in offered, "list" in offered) == (True, False)


def test_tab_completes_what_was_typed_with_its_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [str(Path(sys.executable).with_name("duban"))])
    typed = 'source <(printf %s "$SCRIPT"); COMP_WORDS=(.venv/bin/duban task s); COMP_CWORD=2; _duban_completion'

    offered, _ = said(["bash", "-c", f"{typed}; printf '%s\n' ${{COMPREPLY[@]}}"], SCRIPT=script("bash"))

    assert offered.split() == ["show"]


@pytest.mark.parametrize("shell", SHELLS)
def test_what_a_shell_keeps_calls_the_program_that_wrote_it(shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["/opt/our duban/bin/duban"])

    assert "'/opt/our duban/bin/duban'" in script(shell)


def test_typer_still_has_what_completion_needs() -> None:
    assert [name for name in TYPERS if not hasattr(completion, name)] == []


@pytest.mark.parametrize(
    ("shell", "kept"),
    [
        ("bash", ".bash_completions/duban.sh"),
        ("zsh", ".zfunc/_duban"),
        ("fish", ".config/fish/completions/duban.fish"),
    ],
)
def test_a_shell_is_given_its_script_where_it_looks(shell: str, kept: str, tmp_path: Path) -> None:
    duban = str(Path(sys.executable).with_name("duban"))

    told, wrong = said([shell, "-c", f"'{duban}' --install-completion; true"], HOME=str(tmp_path))

    assert (str(tmp_path / kept) in told, wrong) == (True, "")
    assert duban in (tmp_path / kept).read_text(encoding="utf-8")
