"""What only one place does: ask the time, commit, change a state, write a Move; ask a life, to do or to explore."""

import re

import pytest
from house_source import modules

# fmt: off
ASKS_THE_TIME = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns", "time.gmtime",
    "time.localtime", "dt.datetime.now", "dt.date.today", "datetime.datetime.now", "datetime.date.today",
}
ONLY_IN = [
    # what                               how it is called                     where alone
    ("asking the time",                  ASKS_THE_TIME,                       {"duban/clock.py"}),
    ("committing",                       {"session.commit"},                  {"duban/database.py"}),
    ("opening a session",                {"Session", "sessionmaker"},         {"duban/database.py"}),
    ("building a machine",               {"Machine"},                         {"workflows/rules.py"}),
    ("asking a life",                    {"ask"},                             {"duban/actions/rulings.py", "workflows/exploring/scene.py"}),
]
# fmt: on


@pytest.mark.parametrize(("what", "calls", "where"), ONLY_IN, ids=[row[0] for row in ONLY_IN])
def test_only_one_place_does_it(what, calls, where):
    found = {m.name for m in modules() for _, call in m.calls() if call in calls and call not in m.classes}

    assert found == where


def test_no_state_is_set_outside_the_door():
    setting = re.compile(r"\.state = |\bstate=\w+State\.\w+\)?\.?values\(")
    found = {
        f"{module.name}:{n}"
        for module in modules()
        for n, line in enumerate(module.text.splitlines(), start=1)
        if setting.search(line)
    }
    # a machine's carrier
    assert {name.partition(":")[0] for name in found} == {"workflows/rules.py"}


def test_only_the_door_puts_states_moves_and_duties_on_a_desk():
    ways = re.compile(
        r"desk\.(?:change|place)\([^)]*\bstate=|desk\.add\(\s*(?:Move|Duty)\b|(?<!class )\b(?:Move|Duty)\(\w+="
    )
    found = {m.name for m in modules("duban", "flows") if ways.search(m.text)}

    assert found == {"duban/actions/door.py"}


def test_rows_are_looked_at_through_their_attributes():
    """A watched row sees which of its columns are looked at, but not who looks into it from behind."""
    behind = re.compile(r"__dict__|(?<![\w.])vars\(")
    found = {m.name for m in modules() if behind.search(m.text) and not m.name.startswith("duban/desk/")}

    assert found == {
        "duban/actions/alike.py",
        "duban/actions/patterns.py",
        "duban/inbox/tasks.py",
        "duban/logs.py",
    }  # at a filter, at a line of a log


def test_moves_are_never_changed_and_never_deleted():
    touching = re.compile(r"(update|delete)\((Move|Refusal)\)|\.delete\((move|refusal)\b", re.IGNORECASE)

    assert [m.name for m in modules() if touching.search(m.text)] == []


def test_nothing_sleeps_but_what_keeps_processes_running():
    sleeping = {
        m.name for m in modules("models", "workflows", "duban/actions") for _, c in m.calls() if c.endswith("sleep")
    }

    assert sleeping == set()


def test_the_commands_load_nothing_heavy_at_the_start():
    heavy = {"prefect", "fastapi", "sqlmodel", "sqlalchemy", "docx", "openpyxl", "pypdf", "uvicorn"}
    found = {}
    for module in modules("duban/cli"):
        top = [node for node in module.tree.body if type(node).__name__ in ("Import", "ImportFrom")]
        named = {(getattr(n, "module", None) or n.names[0].name).partition(".")[0] for n in top}
        if named & heavy:
            found[module.name] = sorted(named & heavy)

    assert found == {}
