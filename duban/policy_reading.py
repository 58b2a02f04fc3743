"""Reads a policy from a YAML file; a bad file is refused with every fault, its line and column, and what to do."""

from collections.abc import Sequence
from pathlib import Path

from duban.policy_faults import COMPARED_WITH, faults_of
from duban.policy_nodes import Spot, Written, read_nodes
from duban.policy_shape import called, setting_at
from models.errors import BadInput, Sentence
from models.policy import Place, PolicySettings

LARGEST_BYTES = 200_000
SHOWN = 50


class PolicyProblems(BadInput):
    """A policy that cannot be used; `problems` holds every fault with its line, in the order of the lines."""

    def __init__(self, file: str, problems: Sequence[Sentence]) -> None:
        self.problems = tuple(problems)
        more = len(problems) - SHOWN
        zh = [p.zh for p in problems[:SHOWN]] + ([f"另有 {more} 处"] if more > 0 else [])
        en = [p.en for p in problems[:SHOWN]] + ([f"and {more} more"] if more > 0 else [])
        super().__init__(
            f"{file} 有 {len(problems)} 处问题，改正后再试：\n" + "\n".join(zh),
            f"{file} has {len(problems)} problems; correct them and try again:\n" + "\n".join(en),
        )


def read_policy(path: Path) -> PolicySettings:
    """Read a policy from a file; what it leaves out takes the usual value.

    Raises:
        PolicyProblems: it cannot be used; every fault with its line.
        BadInput: it is no text file of a usual size.
    """
    raw = path.read_bytes()
    if len(raw) > LARGEST_BYTES:
        raise BadInput(f"{path.name} 太大，不像一份督办规则。", f"{path.name} is too large to be a policy.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise BadInput(
            f"{path.name} 不是 UTF-8 编码的文本；请另存为 UTF-8 后再试。",
            f"{path.name} is no text in UTF-8; save it as UTF-8 and try again.",
        ) from problem
    return policy_in(text, file=path.name)


def policy_in(text: str, *, file: str) -> PolicySettings:
    """Read a policy from a text; `file` is what a refusal calls it.

    1. Read the YAML with the place of everything. 2. Look at all the values. 3. Tell every fault of both.
    Raises: PolicyProblems.
    """
    written = read_nodes(text)
    found: list[tuple[Spot, Place, Sentence]] = [(spot, (), said) for spot, said in written.faults]
    settings = None
    if written.values:
        settings, faults = faults_of(written.said)
        for fault in faults:
            place = _where_written(written, fault.place)
            found.append((written.spot_of(place, name=fault.of_name), place, fault.said))
    if settings is None or found:
        raise PolicyProblems(file, [_told(*fault) for fault in sorted(set(found), key=lambda fault: fault[0])])
    return settings


def _where_written(written: Written, place: Place) -> Place:
    """Give the place of a fault; when it is not in the file, of what it was compared with there."""
    other = (*place[:-1], COMPARED_WITH.get(place[-1], "")) if place else ()
    return other if place not in written.values and other in written.values else place


def _told(spot: Spot, place: Place, said: Sentence) -> Sentence:
    setting = setting_at(place)
    zh = en = called(place)
    if setting and setting.title:
        zh += f"（{setting.title}）"
    zh, en = (zh and f"，{zh}", en and f", {en}")
    return Sentence(
        f"第 {spot.line} 行第 {spot.column} 列{zh}：{said.zh}{'' if said.zh.endswith('？') else '。'}",
        f"line {spot.line} column {spot.column}{en}: {said.en}{'' if said.en.endswith('?') else '.'}",
    )
