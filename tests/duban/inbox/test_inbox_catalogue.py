"""Every sentence on a page is in both languages: none is written into a template or a module of the inbox as it stands."""

import ast
import re
from pathlib import Path

import pytest
from jinja2 import nodes

from duban import catalogue
from duban.inbox import pages
from models import errors

INBOX = Path(pages.__file__).parent
TEMPLATES = sorted((INBOX / "templates").glob("*.html"))
MODULES = sorted(INBOX.glob("*.py"))
CHINESE = re.compile(r"[\u3001-\u303f\u4e00-\u9fff\uff00-\uffef]")
WORDS = re.compile(r"[A-Za-z]{2,} +[A-Za-z]{2,}")
TAG = re.compile(r"<[^<>]*>|<[^<>]*$|^[^<>]*>")
READ = re.compile(r"\b(?:title|alt|placeholder|aria-label|content)=\"([^\"]*)\"")
PLACES = re.compile(r"%\((\w+)\)s|%%|%")
NOT_WORDS = {"width=device-width, initial-scale=1", "light dark"}  # settings of a browser
SAYING = {"_", "ngettext"}
SAYS = {"Sentence", "mark", "say", "whole_in"}
BOTH = SAYS | {
    name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.Problem)
}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_no_template_says_anything_but_through_the_catalogue(template: Path) -> None:
    tree = pages._environment().parse(template.read_text(encoding="utf-8"))
    plain = [part for data in tree.find_all(nodes.TemplateData) for part in _read_by_people(data.data)]
    spoken = {id(arg) for call in tree.find_all(nodes.Call) if _name(call) in SAYING for arg in call.args}
    written = [n.value for n in tree.find_all(nodes.Const) if isinstance(n.value, str) and id(n) not in spoken]

    assert [text for text in (*plain, *written) if CHINESE.search(text)] == []
    assert [text for text in plain if WORDS.search(text) and text not in NOT_WORDS] == []


def _read_by_people(data: str) -> list[str]:
    """Give what a person reads of a piece of HTML: text between tags, and the attributes that are shown or spoken."""
    return [*READ.findall(data), *(text.strip() for text in TAG.split(data))]


def _name(call: nodes.Call) -> str:
    return call.node.name if isinstance(call.node, nodes.Name) else ""


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_module_of_the_pages_says_anything_in_one_language(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    fine = {id(inner) for call in ast.walk(tree) if _says_both(call) for inner in ast.walk(call)}
    fine |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    texts = [
        n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in fine
    ]

    assert [text.value for text in texts if re.search(r"[\u4e00-\u9fff]", text.value)] == []


def _says_both(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in BOTH


def test_the_catalogue_holds_what_is_said_and_nothing_else() -> None:
    assert catalogue.CATALOGUE.read_bytes() == catalogue.written(catalogue.refreshed()), "run make catalogue"


def test_every_sentence_has_its_english_with_the_same_places() -> None:
    wrong = []
    for message in catalogue.kept():
        pairs = (
            [(message.id, message.string)]
            if isinstance(message.id, str)
            else zip(message.id, message.string, strict=True)
        )
        wrong += [(zh, en) for zh, en in pairs if zh and not _fits(zh, en, many=not isinstance(message.id, str))]

    assert wrong == []


def _fits(zh: str, en: str, *, many: bool) -> bool:
    """Of two forms the one about one thing may leave its number out."""
    wanted, given = sorted(PLACES.findall(zh)), sorted(PLACES.findall(en))
    return bool(en) and (given == wanted or (many and [*given, "num"] == wanted))
