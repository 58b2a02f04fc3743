"""Runs the tests of the rules against each mutant, in a child process that was forked with everything else loaded."""

import gc
import importlib.machinery
import importlib.util
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import CodeType, ModuleType

import hypothesis
import pytest
from loading import TESTS, loaded_by
from mutating import ROOT, Mutant

import models.tables  # noqa: F401 - loaded once here, not in every child

KILLED, SURVIVED, TIMEOUT, BROKEN = "killed", "survived", "timeout", "broken"
MEMORY_BYTES = 4 * 2**30
# pytest.ExitCode: 0 all pass, 1 a test fails, 2 a file cannot even be imported; anything else is our own fault
VERDICTS = {0: SURVIVED, 1: KILLED, 2: KILLED}

LAWS = ("laws_of_all", "laws_of_steps", "laws_of_ways", "laws_of_worlds")
SPEAK = {"lifecycle": {"test_matrices"}, "moments": {"test_periods"}, **{law: {"test_laws"} for law in LAWS}}
"""Modules whose tests have another name."""
QUICKEST = "test_recorded"

# fmt: off
OPTIONS = (
    "-x", "-q", "--tb=no", "--assert=plain", "--no-header", "--no-summary", "-p", "no:cacheprovider",
    "-p", "no:unraisableexception", "-p", "no:threadexception",  # each would sweep the whole memory once per mutant
    f"--rootdir={ROOT}", f"--confcutdir={TESTS}", "--override-ini=addopts=",
)
# fmt: on

os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
hypothesis.settings.register_profile(
    "mutants",
    derandomize=True,
    database=None,
    deadline=None,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
)
hypothesis.settings.load_profile("mutants")


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant, and how long it took."""

    mutant: Mutant
    verdict: str
    seconds: float


class _Mutated(importlib.machinery.SourceFileLoader):
    """Loads one module from changed source."""

    def __init__(self, mutant: Mutant) -> None:
        super().__init__(mutant.module, str(mutant.path))
        self.changed = mutant.source

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.changed, self.path, "exec", dont_inherit=True)


class _Finder:
    """Finds the mutated module before anything else does."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name != self.mutant.module:
            return None
        return importlib.util.spec_from_file_location(name, self.mutant.path, loader=_Mutated(self.mutant))


def tests_for(module: str) -> list[list[str]]:
    """List the test files that load a module, in rounds: what notices most at once, those named like it, the others."""
    parts = module.split(".")
    own = parts[-1:] if "exploring" in parts else parts
    named = {"test_values", *(f"test_{part}" for part in own), *SPEAK.get(parts[-1], ())}
    files = [path for path in sorted(TESTS.rglob("test_*.py")) if module in loaded_by(path)]
    quick, near = [path for path in files if path.stem == QUICKEST], [path for path in files if path.stem in named]
    first = [quick, near] if "exploring" in parts else [near, quick]
    rounds = [*first, [path for path in files if path.stem not in {QUICKEST, *named}]]
    return [[str(path) for path in some] for some in rounds if some]


def pass_unchanged(modules: Iterable[str]) -> bool:
    """Say whether the tests pass without any mutant; a test that always fails would kill everything.

    They run in this process, so that every child finds whatever they load but the rules loaded already.
    """
    files = {file for module in modules for files in tests_for(module) for file in files}
    before = set(sys.modules)
    with _quiet():
        code = pytest.main([*OPTIONS, *sorted(files)])
    for name in set(sys.modules) - before:
        path = getattr(sys.modules[name], "__file__", None) or ""
        if path.startswith((str(ROOT / "workflows"), str(TESTS))):
            del sys.modules[name]
    gc.collect()
    gc.freeze()  # what is loaded now is not swept again in every child
    return code == 0


def run(found: Iterable[Mutant], *, jobs: int, patience_s: float) -> Iterator[Outcome]:
    """Give the outcome of every mutant, as they come; `jobs` children at once, each for at most `patience_s`."""
    waiting, running = iter(found), {}
    while True:
        while len(running) < jobs and (mutant := next(waiting, None)) is not None:
            running[_start(mutant)] = (mutant, time.monotonic())
        if not running:
            return
        for pid, (mutant, since) in list(running.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            took = time.monotonic() - since
            if not ended and took > patience_s:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            if ended or took > patience_s:
                del running[pid]
                yield Outcome(mutant, _verdict(status) if ended else TIMEOUT, took)
        time.sleep(0.002)


def _verdict(status: int) -> str:
    if os.WIFSIGNALED(status):
        return KILLED
    return VERDICTS.get(os.WEXITSTATUS(status), BROKEN)


def _start(mutant: Mutant) -> int:
    return _forked(lambda: _test(mutant))


def _test(mutant: Mutant) -> int:
    sys.meta_path.insert(0, _Finder(mutant))
    codes = (pytest.main([*OPTIONS, *files]) for files in tests_for(mutant.module))
    return next((code for code in codes if code), 0)


@contextmanager
def _quiet() -> Iterator[None]:
    """Nothing is printed, not even by what writes past sys.stdout."""
    sys.stdout.flush()
    kept = {stream: os.dup(stream) for stream in (1, 2)}
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        for stream in kept:
            os.dup2(nowhere.fileno(), stream)
        yield
        sys.stdout.flush()
    for stream, was in kept.items():
        os.dup2(was, stream)
        os.close(was)


def _forked(work: Callable[[], int]) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        with _quiet():
            code = int(work())
    except BaseException:
        code = 3
    os._exit(code)
