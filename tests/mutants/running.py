"""Runs the tests of the rules against each mutant, in a child process that was forked with everything else loaded.

What is quick and has noticed much so far is asked first: most mutants end at the first tests.
"""

import gc
import importlib.machinery
import importlib.util
import os
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
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

STALLED = 10
"""How many times its patience a child may take on the clock: a busy machine is no reason to call a mutant caught."""

LAWS = ("laws_of_all", "laws_of_steps", "laws_of_ways", "laws_of_worlds")
SPEAK = {
    "lifecycle": {"test_matrices"},
    "moments": {"test_periods"},
    "panels": {"test_panels_that_answer"},
    **{law: {"test_laws"} for law in LAWS},
}
"""Modules whose tests have another name."""
RECORDED = "test_recorded"
"""Notices most of what a change does to the exploring, and takes long when it has nothing to notice."""
DEAR = {RECORDED, "test_broken_product"}

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


class _Order:
    """Has the tests run in the order of what they cost for what they find, learnt from every run before."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self.noticed: Counter[str] = Counter()
        self.failed = ""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: self.seconds[item.nodeid] / (self.noticed[item.nodeid] + 0.2))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration
        if report.failed:
            self.failed = report.nodeid


ORDER = _Order()


@dataclass(frozen=True)
class _Child:
    """A mutant being tested: since when, and where its child writes which test noticed it."""

    mutant: Mutant
    since: float
    told: int


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
    """List the test files that load a module, in rounds: those that notice most for what they cost, then the others."""
    parts = module.split(".")
    exploring = "exploring" in parts
    own = parts[-1:] if exploring else parts
    named = {"test_values", *(f"test_{part}" for part in own), *SPEAK.get(parts[-1], ())}
    files = [path for path in sorted(TESTS.rglob("test_*.py")) if module in loaded_by(path)]
    first = named | {RECORDED} if exploring else named
    last = DEAR - first
    rounds = (first, {path.stem for path in files} - first - last, last)
    found = ([str(path) for path in files if path.stem in stems] for stems in rounds)
    return [some for some in found if some]


def pass_unchanged(modules: Iterable[str]) -> bool:
    """Say whether the tests pass without any mutant; a test that always fails would kill everything.

    They run in this process, so that every child finds whatever they load but the rules loaded already.
    """
    files = {file for module in modules for files in tests_for(module) for file in files}
    before = set(sys.modules)
    with _quiet():
        code = pytest.main([*OPTIONS, *sorted(files)], plugins=[ORDER])
    for name in set(sys.modules) - before:
        path = getattr(sys.modules[name], "__file__", None) or ""
        if path.startswith((str(ROOT / "workflows"), str(TESTS))):
            del sys.modules[name]
    gc.collect()
    gc.freeze()  # what is loaded now is not swept again in every child
    return code == 0


def run(found: Iterable[Mutant], *, jobs: int, patience_s: float) -> Iterator[Outcome]:
    """Give the outcome of every mutant, as they come; `jobs` children at once, each for at most `patience_s` of work."""
    waiting, running = iter(found), dict[int, _Child]()
    while True:
        while len(running) < jobs and (mutant := next(waiting, None)) is not None:
            pid, told = _forked(mutant, patience_s)
            running[pid] = _Child(mutant, time.monotonic(), told)
        if not running:
            return
        for pid, child in list(running.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            took = time.monotonic() - child.since
            if not ended and took > STALLED * patience_s:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            if ended or took > STALLED * patience_s:
                del running[pid]
                _learn(child)
                yield Outcome(child.mutant, _verdict(status) if ended else TIMEOUT, took)
        time.sleep(0.002)


def _learn(child: _Child) -> None:
    with os.fdopen(child.told, encoding="utf-8") as told:
        if test := told.read():
            ORDER.noticed[test] += 1


def _verdict(status: int) -> str:
    if os.WIFSIGNALED(status):
        return TIMEOUT if os.WTERMSIG(status) == signal.SIGXCPU else KILLED
    return VERDICTS.get(os.WEXITSTATUS(status), BROKEN)


def _test(mutant: Mutant) -> int:
    sys.meta_path.insert(0, _Finder(mutant))
    codes = (pytest.main([*OPTIONS, *files], plugins=[ORDER]) for files in tests_for(mutant.module))
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


def _forked(mutant: Mutant, patience_s: float) -> tuple[int, int]:
    """Start a child for a mutant; give its number, and where to read which test noticed it."""
    told, tell = os.pipe()
    pid = os.fork()
    if pid:
        os.close(tell)
        return pid, told
    try:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (round(patience_s), round(patience_s) + 5))
        with _quiet():
            code = int(_test(mutant))
        os.write(tell, ORDER.failed.encode())
    except BaseException:
        code = 3
    os._exit(code)
