"""Claims about docs/security.md: every item of levels 1 and 2 stands there once, and every test it names is run."""

import re
from functools import cache

from house_source import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
TESTS = ROOT / "tests"

# fmt: off
LEVELS = {
    "1.1": "22", "1.2": "1111122223", "1.3": "112222222223", "1.4": "222", "1.5": "123",
    "2.1": "122", "2.2": "112", "2.3": "12223", "2.4": "23",
    "3.1": "3", "3.2": "113", "3.3": "12223", "3.4": "11222233", "3.5": "11122333", "3.6": "3", "3.7": "22333",
    "4.1": "12233", "4.2": "23333", "4.3": "22", "4.4": "1222",
    "5.1": "2", "5.2": "112333", "5.3": "113", "5.4": "222",
    "6.1": "122", "6.2": "111111112222", "6.3": "11223333", "6.4": "112233", "6.5": "22222333", "6.6": "2223", "6.7": "33", "6.8": "2222",
    "7.1": "222", "7.2": "1111", "7.3": "22", "7.4": "11222", "7.5": "223", "7.6": "22",
    "8.1": "1233", "8.2": "1123", "8.3": "133", "8.4": "23",
    "9.1": "111", "9.2": "1222",
    "10.1": "22", "10.2": "223", "10.3": "22223", "10.4": "1111122222233333", "10.5": "22222", "10.6": "22", "10.7": "222",
    "11.1": "2233", "11.2": "22233", "11.3": "11233", "11.4": "1222", "11.5": "23", "11.6": "23", "11.7": "33",
    "12.1": "12233", "12.2": "11", "12.3": "22223",
    "13.1": "2333", "13.2": "222223", "13.3": "2233", "13.4": "1222233",
    "14.1": "22", "14.2": "12223333", "14.3": "122",
    "15.1": "12233", "15.2": "12233", "15.3": "1222222", "15.4": "3333",
    "16.1": "2", "16.2": "22222", "16.3": "2222", "16.4": "222", "16.5": "2223",
    "17.1": "23", "17.2": "22223333", "17.3": "22",
}
"""ASVS 5.0.0: of each section the levels of its items, in their order."""
# fmt: on


def levels() -> dict[str, int]:
    return {f"{section}.{n}": int(of) for section, all_of in LEVELS.items() for n, of in enumerate(all_of, start=1)}


def items() -> list[tuple[list[str], str]]:
    """List the rows of the tables of items: numbers, and what shows them."""
    rows = re.findall(r"^\| ([\d., ]+) \| [\d,]+ \| .* \| (.+) \|$", PAGE, re.MULTILINE)
    return [(numbers.split(", "), shown) for numbers, shown in rows]


@cache
def _text(file: str) -> str:
    return (TESTS / file).read_text(encoding="utf-8")


def test_the_standard_is_counted_as_it_was_published() -> None:
    of = list(levels().values())

    assert [of.count(level) for level in (1, 2, 3)] == [70, 183, 92]


def test_every_item_of_levels_1_and_2_stands_there_once() -> None:
    known, named = levels(), [number for numbers, _ in items() for number in numbers]

    assert len(named) == len(set(named))
    assert set(named) <= set(known)
    assert {number for number, level in known.items() if level < 3} - set(named) == set()


def test_every_row_is_shown_by_something_or_says_what_is_missing() -> None:
    """A test, the linters, a page; or plainly that it is not met, or why it does not apply."""
    shown = re.compile(r"`[\w/]+\.py(?:::test_\w+)?`|`make lint`|\]\([\w.-]+\.md|^\*\*(?:not met|partly)\*\*: |^n/a")

    assert [numbers for numbers, by in items() if not shown.search(by)] == []


def test_every_test_that_is_named_is_there_and_left_out_nowhere() -> None:
    named = re.findall(r"`([\w/]+\.py)::(test_\w+)`", PAGE)
    missing = [f"{file}::{name}" for file, name in named if not re.search(rf"^def {name}\(", _text(file), re.MULTILINE)]
    left_out = re.compile(r"@pytest\.mark\.(?:skip|skipif|xfail)[^@]*?\ndef (\w+)")

    assert len(named) > 150
    assert missing == []
    assert [name for file, name in named if name in left_out.findall(_text(file))] == []


def test_the_counts_are_those_of_the_rows() -> None:
    known, counted = levels(), dict[tuple[str, int], int]()
    for numbers, by in items():
        kind = next((k for k in ("n/a", "**not met**", "**partly**") if by.startswith(k)), "met")
        for number in numbers:
            counted[kind, known[number]] = counted.get((kind, known[number]), 0) + 1

    said = re.findall(
        r"^\| (met|\*\*partly\*\*|\*\*not met\*\*|n/a)[^|]* \| (\d+) \| (\d+) \| (\d+) \|$", PAGE, re.MULTILINE
    )
    assert {(kind, n + 1): int(of) for kind, *row in said for n, of in enumerate(row) if of != "0"} == counted
