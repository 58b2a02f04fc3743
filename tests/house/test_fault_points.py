"""The steps at which a crash is tried: the table names what the code reaches, no more and no less; unarmed they do nothing."""

import ast
import os
import signal
import subprocess
import sys
from collections import Counter

import pytest
from house_source import modules

from duban.fault_points import ERRORS, POINTS, arm, reach

SAY = "from duban.fault_points import reach; reach('act.moved'); print('one', flush=True); reach('act.moved'); print('two')"


def reached() -> Counter[str]:
    """Count where each name is reached; a name that is not written out counts as its source."""
    return Counter(
        node.args[0].value if isinstance(node.args[0], ast.Constant) else ast.unparse(node)
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "reach"
    )


def test_every_point_of_the_table_is_reached_in_one_place_and_no_other_is():
    assert reached() == Counter(list(POINTS))


def told(point: str) -> subprocess.CompletedProcess[str]:
    armed = os.environ | {"DUBAN_FAULT_POINT": point}
    return subprocess.run([sys.executable, "-c", SAY], env=armed, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("point", "code", "said"),
    [
        ("", 0, ["one", "two"]),
        ("act.moved", -signal.SIGKILL, []),
        ("act.moved:2", -signal.SIGKILL, ["one"]),
        ("act.moved:3", 0, ["one", "two"]),
        ("seal.filed", 0, ["one", "two"]),
    ],
)
def test_the_environment_arms_one_step_at_one_reach(point, code, said):
    answer = told(point)

    assert (answer.returncode, answer.stdout.split()) == (code, said)


@pytest.fixture
def armed():
    yield arm
    arm("")


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_is_raised_at_that_reach_only(armed, error):
    armed(f"deliver.sent:2:{error}")

    reach("deliver.sent")
    with pytest.raises(type(ERRORS[error]())):
        reach("deliver.sent")
    reach("deliver.sent")


@pytest.mark.parametrize("wrong", ["act.move", "act.moved:x", "act.moved:1:nothing"])
def test_what_is_no_point_is_said_at_once(wrong):
    with pytest.raises(ValueError, match="names no point"):
        arm(wrong)
