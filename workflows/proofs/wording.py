"""The proof about words: whoever is refused reads why, in either language."""

import re
from collections.abc import Iterator

from models.errors import Sentence
from workflows.fault import Fault, Life_, fault_in

HAN = re.compile("[\u4e00-\u9fff]")


def guards_have_words(lifecycle: Life_) -> Iterator[Fault]:
    """Every condition says, in one English and one Chinese sentence, what a refused person reads.
    每个条件都写明不满足时的答复，中英文各一句。"""
    first_use = {guard: row for row in reversed(lifecycle.rows) for guard in row.if_}
    for guard in dict.fromkeys(guard for row in lifecycle.rows for guard in row.if_):
        lines = [line.strip() for line in str(guard.__doc__).strip().splitlines() if line.strip()]
        if not (len(lines) == 2 and _english(lines[0]) and _chinese(lines[1])):
            name = guard.__name__
            zh = f"条件 {name} 没有写清中英文各一句的答复"
            en = f"the guard {name} has no answer of one English and one Chinese sentence"
            yield fault_in(lifecycle, Sentence(zh, en), by=first_use[guard])


def _english(line: str) -> bool:
    return line.endswith(".") and not HAN.search(line)


def _chinese(line: str) -> bool:
    return line.endswith("。") and line.count("。") == 1 and bool(HAN.search(line))
