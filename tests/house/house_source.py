"""The source of the packages as the rules of the house look at it: modules, their trees, who imports what."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("models", "workflows", "duban", "flows")


@dataclass(frozen=True)
class Module:
    """One file of a package."""

    path: Path

    @property
    def name(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def text(self) -> str:
        return _text(self.path)

    @property
    def tree(self) -> ast.Module:
        return _tree(self.path)

    @property
    def imports(self) -> set[str]:
        """Top-level names of everything it imports, also inside functions."""
        found = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
        return found

    @property
    def classes(self) -> set[str]:
        """Names of the classes it defines itself."""
        return {node.name for node in self.tree.body if isinstance(node, ast.ClassDef)}

    def calls(self) -> Iterator[tuple[int, str]]:
        """Every call as written: line and dotted name."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield node.lineno, ast.unparse(node.func)

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(_text(path))


def modules(*packages: str) -> list[Module]:
    """List the files of some packages, of all of ours when none is named."""
    return [Module(path) for name in packages or PACKAGES for path in sorted((ROOT / name).rglob("*.py"))]
