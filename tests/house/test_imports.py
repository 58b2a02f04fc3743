"""Every module can be the first that somebody imports: none waits for another to have come before."""

import ast
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter

import pytest
from house_source import Module, modules


def _at_once(nodes: Iterable[ast.AST]) -> Iterator[ast.Import | ast.ImportFrom]:
    """Give the imports that run when the module is loaded: not those in functions, nor what only mypy reads."""
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not _for_mypy(node):
            yield from _at_once(ast.iter_child_nodes(node))


def _for_mypy(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def _needed(tree: ast.Module, known: Iterable[str]) -> set[str]:
    """Name the modules of ours that have to be loaded before this one is."""
    found: set[str] = set()
    for node in _at_once(tree.body):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif node.module:
            below = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in known else node.module for name in below}
    return found & set(known)


def _graph(named: dict[str, ast.Module]) -> dict[str, set[str]]:
    return {name: _needed(tree, named) - {name} for name, tree in named.items()}


def _dotted(module: Module) -> str:
    return module.name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def test_no_module_needs_one_that_needs_it():
    graph = _graph({_dotted(module): module.tree for module in modules()})

    assert len(graph) > 200
    assert len(list(TopologicalSorter(graph).static_order())) == len(graph)  # a cycle raises, with its modules


def test_a_circle_is_found_and_what_is_loaded_later_is_none():
    source = {"a": "from b import c", "b.c": "if 1:\n import d", "d": "import a"}
    later = source | {"d": "def f():\n import a", "e": "if TYPE_CHECKING:\n import e.f", "e.f": "import e"}

    with pytest.raises(CycleError):
        TopologicalSorter(_graph({name: ast.parse(text) for name, text in source.items()})).prepare()
    TopologicalSorter(_graph({name: ast.parse(text) for name, text in later.items()})).prepare()
