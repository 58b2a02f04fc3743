"""The layout of the house: names that are ours, small files and functions, one direction of imports."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from house_source import PACKAGES, ROOT, modules

FILE_LINES, FUNCTION_LINES, PARAMETERS = 400, 50, 4
SAYS_NOTHING = {
    "utils",
    "util",
    "helpers",
    "helper",
    "manager",
    "managers",
    "common",
    "misc",
    "handlers",
    "base",
    "core",
}


def test_the_generic_names_are_our_packages_wherever_python_is_started(tmp_path):
    names = [*PACKAGES, "migrations"]
    ask = f"import json, importlib; print(json.dumps({{n: importlib.import_module(n).__file__ for n in {names!r}}}))"
    elsewhere = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    answer = subprocess.run(
        [sys.executable, "-c", ask], cwd=tmp_path, env=elsewhere, capture_output=True, text=True, check=True
    )

    assert json.loads(answer.stdout) == {name: str(ROOT / name / "__init__.py") for name in names}


def test_imports_go_one_way_only():
    linter = Path(sys.executable).with_name("lint-imports")

    found = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("package", PACKAGES)
def test_no_file_is_long(package):
    lines = {module.name: len(module.text.splitlines()) for module in modules(package)}

    assert {name: count for name, count in lines.items() if count > FILE_LINES} == {}
    assert lines


@pytest.mark.parametrize("package", PACKAGES)
def test_no_function_is_long(package):
    long = {
        f"{module.name}:{function.name}": length
        for module in modules(package)
        for function in module.functions()
        if (length := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES
    }

    assert long == {}


def test_every_file_says_first_what_it_does():
    silent = [m.name for m in modules() if not (m.tree.body and m.text.startswith(('"""', 'r"""')))]

    assert silent == []


def test_module_names_say_something():
    vague = [m.name for m in modules() if SAYS_NOTHING & set(m.path.stem.split("_"))]

    assert vague == []


def test_a_name_is_used_for_one_package_only():
    """Nothing else at the top level of the repository can be imported by mistake."""
    importable = {path.parent.name for path in ROOT.glob("*/__init__.py")} | {path.stem for path in ROOT.glob("*.py")}

    assert importable - {"bench", "tests"} == {*PACKAGES, "migrations"}


def test_the_rules_know_only_the_language_the_nouns_and_the_machine():
    allowed = {"models", "workflows", "transitions", "pydantic"} | sys.stdlib_module_names
    strange = {m.name: sorted(m.imports - allowed) for m in modules("workflows") if m.imports - allowed}

    assert strange == {}


def test_the_nouns_know_nothing_of_ours():
    ours = {m.name: sorted(m.imports & {"workflows", "duban", "flows"}) for m in modules("models")}

    assert {name: found for name, found in ours.items() if found} == {}


def test_the_rules_take_no_any_but_where_all_lives_are_meant():
    """`Any` is only the parameter of a life or a row whose facts do not matter."""
    loose = re.compile(r"\bAny\b")
    used = {
        f"{m.name}:{n}": line.strip()
        for m in modules("workflows")
        for n, line in enumerate(m.text.splitlines(), start=1)
        if loose.search(line) and not re.search(r"import .*Any|Lifecycle\[Any\]|Row\[Any\]|Mapping\[str, Any\]", line)
    }

    assert used == {}
