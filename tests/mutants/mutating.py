"""Every small mistake that could be made in a file: its mutants, each the whole source with one thing changed.

The operators are mutmut's (numbers, strings, comparisons, arithmetic, arguments, conditions …) and two of our own, because
much of the rules is tables: drop one element of a tuple, list, set or mapping; spoil the words of an f-string.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import libcst as cst
import libcst.matchers as m
from mutmut.mutation.mutators import mutation_operators

ROOT = Path(__file__).parents[2]
Operator = tuple[type, Callable[[Any], Iterable[cst.CSTNode]]]


@dataclass(frozen=True)
class Mutant:
    """One changed source. `name` says where and what, and stays the same when lines move."""

    module: str
    path: Path
    was: str
    became: str
    source: str

    @property
    def name(self) -> str:
        return f"{self.path.relative_to(ROOT)}: {self.was} → {self.became}"


def mutants(path: Path) -> Iterator[Mutant]:
    """List every mutant of a file, each source once."""
    tree = cst.parse_module(path.read_text(encoding="utf-8"))
    original = tree.code
    seen = {original}
    for node, replacement in _Places(tree).found:
        source = tree.deep_replace(node, replacement).code  # type: ignore[union-attr]
        if source not in seen:
            seen.add(source)
            yield Mutant(module_of(path), path, *_changed(original, source), source)


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def drop_element(node: cst.Tuple | cst.List | cst.Set | cst.Dict) -> Iterator[cst.CSTNode]:
    """A table with one line, a row with one guard less."""
    for n in range(len(node.elements)):
        left = [*node.elements[:n], *node.elements[n + 1 :]]
        if left or not isinstance(node, cst.Set):
            yield node.with_changes(elements=_with_comma(left) if isinstance(node, cst.Tuple) else left)


def spoil_words(node: cst.FormattedStringText) -> Iterator[cst.CSTNode]:
    yield node.with_changes(value="XX" + node.value)


OPERATORS: list[Operator] = [
    *mutation_operators,
    (cst.Tuple, drop_element),
    (cst.List, drop_element),
    (cst.Set, drop_element),
    (cst.Dict, drop_element),
    (cst.FormattedStringText, spoil_words),
]


class _Places(cst.CSTVisitor):
    """Where something can be changed, and into what. Imports and what only mypy reads are left alone."""

    def __init__(self, tree: cst.Module) -> None:
        self.found: list[tuple[cst.CSTNode, cst.CSTNode]] = []
        tree.visit(self)

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.Annotation | cst.Import | cst.ImportFrom) or m.matches(node, _ABOUT_TYPES):
            return False
        for kind, operator in OPERATORS:
            if isinstance(node, kind):
                self.found += [(node, replacement) for replacement in operator(node)]
        return True


_ABOUT_TYPES = m.OneOf(
    m.Assign(targets=[m.AssignTarget(target=m.Name("__all__"))]),
    m.Assign(value=m.Call(func=m.Name("TypeVar"))),
    m.Decorator(decorator=m.Call(func=m.Name("dataclass") | m.Name("lru_cache"))),
    m.Assign(targets=[m.AssignTarget(target=m.Name(value=m.MatchRegex("[A-Z].*")))], value=m.Subscript(value=m.Name())),
)
"""Exported names, type variables, names for a type (`Step = tuple[str, str, str]`): mypy reads them, and nothing else.

What a dataclass forbids (frozen, slots) is mypy's too; how much a cache keeps changes no answer."""


def _with_comma(left: list[Any]) -> list[Any]:
    """A tuple of one is one only with its comma."""
    return [left[0].with_changes(comma=cst.Comma())] if len(left) == 1 else left


def _changed(before: str, after: str) -> tuple[str, str]:
    """Give the lines that differ, before and after, each squeezed into one."""
    a, b = before.splitlines(), after.splitlines()
    spans = [op for op in SequenceMatcher(None, a, b, autojunk=False).get_opcodes() if op[0] != "equal"]
    first, last = spans[0], spans[-1]
    return " ".join(" ".join(a[first[1] : last[2]]).split()), " ".join(" ".join(b[first[3] : last[4]]).split())
