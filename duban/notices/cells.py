"""Writes a table as text: one line a row, tabs between the cells, the same from every format."""

import re
from itertools import pairwise

from duban.notices.lexicon import UNIT_END
from duban.notices.roles import SURNAME

A_UNIT = rf"[^，。；：、]{{1,16}}{UNIT_END}(?:（[^（）]{{1,8}}）)?"
WHOLE_UNIT = re.compile(rf"{A_UNIT}(?:、{A_UNIT})*")
A_PERSON = re.compile(rf"{SURNAME}(?:[\u4e00-\u9fff]{{1,2}})")
A_POST = re.compile("(?:书记|长|主任|主席|委员|经理|总监|秘书|同志|领导|代表|干部)$")
A_LABEL = re.compile("[\u4e00-\u9fff]{2,8}[：:]")
"""牵头单位：甲局 and 配合单位：乙局 one a line in a cell."""
NOTE = re.compile(r"(?:备注|说明|注|填表说明|填报说明)：?")
PART_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}、?")
NARROWEST = 4
ENDS_A_TIME = re.compile(r"(?:[前底末]|\d[月日]|季度|半年|完成)$")
STARTS_A_TIME = re.compile(r"(?:20\d\d年)?(?:\d{1,2}月|第?[一二三四]季度|[上下]半年|年[底内])")
STARTS_A_POINT = re.compile(r"\d{1,2}[.．、)）]|[（(][\d一二三四五六七八九十]{1,2}[）)]|[①-⑳]")


def cell_text(written: str) -> str:
    """Join the lines of one cell: units that stand one a line get a 、, a broken sentence is put together again."""
    lines = [_without_blanks(line) for line in written.splitlines()]
    lines = [line for line in lines if line]
    if not lines:
        return ""
    if len(lines) > 1 and all(map(A_PERSON.fullmatch, lines)):
        return "、".join(lines)
    return lines[0] + "".join(_between(above, below) + below for above, below in pairwise(lines))


def _without_blanks(line: str) -> str:
    """县财政局 县审计局 are two units, 县财政局 李某 a unit and its person, 主 要 任 务 is one word."""
    parts = line.split()
    people = [A_PERSON.fullmatch(part) is not None for part in parts]
    if len(parts) == 1:
        return line.strip()
    if all(people) or all(WHOLE_UNIT.fullmatch(part) for part in parts):
        return "、".join(parts)
    mixed = any(people) and all(is_one or _has_a_person(part) for is_one, part in zip(people, parts, strict=True))
    return " ".join(parts) if mixed else "".join(parts)


def _has_a_person(unit: str) -> bool:
    """县财政局 has one beside it; 副书记 and 局长 are what one is."""
    return WHOLE_UNIT.fullmatch(unit) is not None and not A_POST.search(unit)


def _between(above: str, below: str) -> str:
    if A_PERSON.fullmatch(below) and _has_a_person(above):
        return " "
    if WHOLE_UNIT.fullmatch(above) and WHOLE_UNIT.fullmatch(below):
        return "、"
    if (ENDS_A_TIME.search(above) and STARTS_A_TIME.match(below)) or (A_LABEL.match(above) and A_LABEL.match(below)):
        return "；"
    return " " if STARTS_A_POINT.match(below) else ""


def _across(row: list[str], filled: list[str]) -> str | None:
    """一 and 抓实产业项目 alone in a row are a heading of the rows below; 备注 and a sentence are a note."""
    if len(row) < NARROWEST or len(filled) != 2 or row[0] != filled[0]:
        return None
    if PART_NUMBER.fullmatch(row[0]):
        return f"{row[0].rstrip('、')}、{filled[1]}"
    return f"{row[0].rstrip('：')}：{filled[1]}" if NOTE.fullmatch(row[0]) else None


def table_lines(rows: list[list[str]]) -> list[str]:
    """Return one line a row; a header repeated over pages comes once, a row of one text is a line of its own."""
    lines: list[str] = []
    header: str | None = None
    for row in rows:
        filled = [cell for cell in row if cell]
        if not filled:
            continue
        line = filled[0] if len(filled) == 1 and len(row) > 1 else _across(row, filled) or "\t".join(row)
        if line == header:
            continue
        lines.append(line)
        header = line if header is None and "\t" in line else header
    return lines
