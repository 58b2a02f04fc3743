"""Reads YAML so far that every value still knows its line: the values, where each stands, and what YAML cannot have."""

import re
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from models.errors import Sentence
from models.policy import Place

PLAIN = "tag:yaml.org,2002:"
WHOLE = re.compile(r"[-+]?\d{1,15}")
AS_TEXT = ("str", "timestamp", "merge", "value")


@dataclass(frozen=True, order=True, slots=True)
class Spot:
    """A line and a column of a file, the first is 1."""

    line: int
    column: int


@dataclass
class Written:
    """What a file says: plain values, the spot of every value and of every name, and faults of the writing itself."""

    said: Any = None
    values: dict[Place, Spot] = field(default_factory=dict)
    names: dict[Place, Spot] = field(default_factory=dict)
    faults: list[tuple[Spot, Sentence]] = field(default_factory=list)

    def spot_of(self, place: Place, *, name: bool = False) -> Spot:
        """Find where something stands; what is not written stands where the part around it begins."""
        for length in range(len(place), 0, -1):
            here = place[:length]
            if (name or length < len(place)) and here in self.names:
                return self.names[here]
            if here in self.values:
                return self.values[here]
        return self.values.get((), Spot(1, 1))


def read_nodes(text: str) -> Written:
    """Read a text as YAML 1.2; every fault of the writing is in what is given back, nothing is raised."""
    written = Written()
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except (YAMLError, RecursionError) as error:
        written.faults.append(_unreadable(text, error))
        return written
    if node is None:
        written.faults.append((Spot(1, 1), Sentence("文件是空的", "the file is empty")))
        return written
    written.said = _value(written, node, ())
    return written


def _unreadable(text: str, error: Exception) -> tuple[Spot, Sentence]:
    mark = error.problem_mark or error.context_mark if isinstance(error, MarkedYAMLError) else None
    spot = Spot(mark.line + 1, mark.column + 1) if mark else Spot(1, 1)
    near = text.splitlines()[max(spot.line - 2, 0) : spot.line]
    for pattern, zh, en in HINTS:
        if any(re.search(pattern, line) for line in near):
            return spot, Sentence(zh, en)
    why = str(getattr(error, "problem", None) or "").replace("\x00", "")
    return spot, Sentence(
        "读不下去：请核对这一行和上一行的缩进、引号和括号",
        f"cannot be read on from here ({why or 'too deep or not text'}); check indentation, quotes and brackets",
    )


# fmt: off
HINTS = (
    # when a line near it has    what to do
    (r"：",                      "冒号请用半角的“:”，后面空一格",   "write a plain colon and a space after it"),
    (r"^\s*\t",                  "缩进请用空格，不能用制表符",      "indent with spaces, not tabs"),
    (r"[“”‘’]",                  "引号请用半角的引号",             "write plain quotes"),
    (r"^(---|\.\.\.)",           "一个文件只能写一份规则",          "one file holds one policy"),
)
# fmt: on


def _value(written: Written, node: Node, place: Place) -> Any:
    spot = _spot(node)
    if isinstance(node, ScalarNode) and node.value == "" and node.style is None and place in written.names:
        spot = written.names[place]  # nothing is written: YAML says it stands where the next thing begins
    written.values[place] = spot
    if node.anchor:
        said = Sentence("请不要用 & 和 * 引用，把内容写出来", "write it out instead of using & and *")
        written.faults.append((spot, said))
        return None
    if isinstance(node, MappingNode):
        return _mapping(written, node, place)
    if isinstance(node, SequenceNode):
        return [_value(written, item, (*place, number)) for number, item in enumerate(node.value)]
    return _scalar(written, node)


def _mapping(written: Written, node: MappingNode, place: Place) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        spot = _spot(key)
        if not isinstance(key, ScalarNode):
            written.faults.append((spot, Sentence("名称只能是文字", "a name has to be a word")))
            continue
        name = _text(written, key)
        if name in found:
            before = written.names[(*place, name)].line
            said = Sentence(f"{name} 在第 {before} 行已经写过", f"{name} stands already in line {before}")
            written.faults.append((spot, said))
            continue
        written.names[(*place, name)] = spot
        found[name] = _value(written, value, (*place, name))
    return found


def _scalar(written: Written, node: Node) -> Any:
    kind, text = str(node.tag).removeprefix(PLAIN), _text(written, node)
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    if kind == "int":
        return int(text) if WHOLE.fullmatch(text) else text
    if kind == "float":
        number = float(text.replace("_", "")) if re.fullmatch(r"[-+\d._eE]+", text) else float("inf")
        return number if isfinite(number) else text
    if kind not in AS_TEXT:
        said = Sentence(f"请不要写标记 {node.tag}", f"write no tag such as {node.tag}")
        written.faults.append((_spot(node), said))
    return text


def _text(written: Written, node: Node) -> str:
    text = str(node.value)
    if not text.isprintable():
        said = Sentence(
            "有看不见的字符（全角空格、换行等），请重新输入", "there are characters that cannot be seen; type it again"
        )
        written.faults.append((_spot(node), said))
    return text


def _spot(node: Node) -> Spot:
    return Spot(node.start_mark.line + 1, node.start_mark.column + 1)
