"""Names that are counted and share their end: 第一、第二检察部, one as printed, is 第一检察部 and 第二检察部."""

import re

from duban.notices.numerals import chinese, value

ORDINAL = r"第?(?:[一二三四五六七八九十]{1,3}|\d{1,2})"
COUNTED = re.compile(rf"(?:[\u4e00-\u9fff]{{0,10}}(?=第))?{ORDINAL}(?:[至到—-]{ORDINAL})?")
GOES_ON = re.compile(rf"{ORDINAL}(?:$|[、和及至到—-]|[\u4e00-\u9fff]{{2}})")
SHARED_END = re.compile(
    rf"(?P<above>(?:[\u4e00-\u9fff]{{0,10}}(?=第))?)(?P<row>{ORDINAL}(?:(?:[、和及与至到—-]){ORDINAL})+)"
    r"(?P<end>(?![一二三四五六七八九十])[\u4e00-\u9fff]{2,16})"
)
ONE = re.compile(r"([至到—-]?)(?:第)?([一二三四五六七八九十]{1,3}|\d{1,2})")


def each_named(name: str) -> tuple[str, ...]:
    """Give the names that a row with one end means; any other name means itself."""
    said = SHARED_END.fullmatch(name)
    if said is None:
        return (name,)
    numbers: list[int] = []
    for up_to, written in ONE.findall(said["row"]):
        number = value(written) or 0
        numbers += range(numbers[-1] + 1, number + 1) if up_to and numbers else [number]
    first = "第" if said["row"].startswith("第") else ""
    in_figures = any(sign.isdecimal() and sign.isascii() for sign in said["row"])
    return tuple(f"{said['above']}{first}{n if in_figures else chinese(n)}{said['end']}" for n in numbers)
