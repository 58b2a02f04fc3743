"""The values of the rules: none can be changed once made, all take what they know by name or have little to tell apart."""

from dataclasses import FrozenInstanceError, fields, is_dataclass, replace
from importlib import import_module
from pkgutil import walk_packages

import pytest
from possible_facts import FACTS

import workflows
from workflows.lamps import Glance
from workflows.rules import Lifecycle
from workflows.workdays import WorkCalendar

UNSLOTTED = {Lifecycle, WorkCalendar}
"""Values that work something out once when they are made."""


def values() -> set[type]:
    """Every dataclass that a module of the rules defines; the exploration of them keeps its books as it goes."""
    names = [found.name for found in walk_packages(workflows.__path__, "workflows.")]
    modules = [import_module(name) for name in names if not name.startswith("workflows.exploring")]
    return {
        thing
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, type) and is_dataclass(thing) and thing.__module__ == module.__name__
    }


def test_no_value_of_the_rules_can_be_changed():
    assert {value for value in values() if not value.__dataclass_params__.frozen} == set()


def test_no_value_of_the_rules_takes_what_it_does_not_know():
    assert {value for value in values() if "__slots__" not in vars(value)} == UNSLOTTED


@pytest.mark.parametrize("kind", [*FACTS.values(), Glance])
def test_facts_are_only_ever_given_by_name(kind):
    assert [field.name for field in fields(kind) if not field.kw_only] == []


@pytest.mark.parametrize("kind", FACTS.values())
def test_facts_cannot_be_changed_while_they_are_asked_about(kind):
    with pytest.raises(FrozenInstanceError):
        kind().late = True


@pytest.mark.parametrize("kind", FACTS.values())
def test_two_equal_sets_of_facts_are_asked_about_once(kind):
    assert len({kind(), kind(), replace(kind(), late=True)}) == 2
