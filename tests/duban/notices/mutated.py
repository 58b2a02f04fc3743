"""Mutations of the corpus: texts as crawling, pasting and mistyping leave them; `make reading-mutations` reads 10,000."""

import random
import sys
import time
from collections.abc import Callable, Iterator

from corpus_notices import notices
from span_laws import check_spans

from duban.notices import read_text

SIGNS = "，。；：、（）〔〕《》“”\n\t 　年月日前底至|一1①"


def cut_out(text: str, chance: random.Random) -> str:
    start = chance.randrange(len(text))
    return text[:start] + text[start + chance.randrange(1, 40) :]


def put_in(text: str, chance: random.Random) -> str:
    place = chance.randrange(len(text))
    return text[:place] + chance.choice(SIGNS) * chance.randrange(1, 4) + text[place:]


def turn(text: str, chance: random.Random) -> str:
    place = chance.randrange(len(text))
    return text[:place] + chance.choice(SIGNS) + text[place + 1 :]


def swap_lines(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return "\n".join(lines)


def double_line(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    place = chance.randrange(len(lines))
    return "\n".join([*lines[:place], lines[place], *lines[place:]])


def flatten(text: str, chance: random.Random) -> str:
    return text.replace("\n", chance.choice(["", " ", "　"]))


def truncate(text: str, chance: random.Random) -> str:
    return text[: chance.randrange(1, max(2, len(text)))]


def other_digits(text: str, chance: random.Random) -> str:
    return "".join(chance.choice("0123456789") if sign.isdecimal() and chance.random() < 0.3 else sign for sign in text)


WAYS: tuple[Callable[[str, random.Random], str], ...] = (
    cut_out, put_in, turn, swap_lines, double_line, flatten, truncate, other_digits,
)  # fmt: skip


def mutations(count: int, *, seed: int) -> Iterator[str]:
    """Yield mutated texts of the corpus; each is a notice changed in one to four ways."""
    chance = random.Random(seed)
    texts = [notice.text for notice in notices()]
    for _ in range(count):
        text = chance.choice(texts)
        for _ in range(chance.randrange(1, 5)):
            text = chance.choice(WAYS)(text, chance) or "空"
        yield text


if __name__ == "__main__":
    begun = time.perf_counter()
    for number, mutated in enumerate(mutations(int(sys.argv[1]), seed=int(sys.argv[2])), start=1):
        try:
            check_spans(read_text(mutated))
        except Exception:
            print(f"number {number}:\n{mutated}")
            raise
    print(f"{sys.argv[1]} mutated notices read, every span true, in {time.perf_counter() - begun:.0f} s")
