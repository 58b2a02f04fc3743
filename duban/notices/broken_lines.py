"""Joins lines that a page broke in mid-sentence to paragraphs again: of a PDF, or of text copied from one."""

import re

from duban.notices.frame_signs import DATE, NOISE, NUMBER
from duban.notices.outline import SCHEMES
from duban.notices.page import fold

ENDS_A_PARAGRAPH = "。！？；：;:"
STARTS_A_PARAGRAPH = re.compile(
    r"[ 　]|(?:附 ?件|抄送|联系人|（联系人)|(?:" + "|".join(f"(?:{p.pattern})" for _, _, p, _ in SCHEMES) + ")"
)
A_DATE = re.sub(r"\?P<\w+>", "?:", DATE.pattern)
STANDS_ALONE = re.compile(rf"[ 　]*(?:{NUMBER.pattern}|[^，。；]{{2,30}}{A_DATE}|{A_DATE})[ 　]*$")
COLUMNS = re.compile(r"序 ?号 |编 ?号 |类 ?别 |项次 ")
"""The head of a table, which is told over the rows of each page."""
ROW = re.compile(r"\S+(?: {2,}\S+){2,}$|[^\t]*\t")
"""A row of a table whose columns are set apart by blanks or tabs."""
A_FULL_LINE = 0.85
NARROWEST, WIDEST = 18, 48
"""How many characters a line of a page holds."""
FEWEST_BROKEN = 4
MOST = 0.6
A_SIGN_OR_TWO = 2
GOES_ON = re.compile(r"[\u4e00-\u9fff，、\d]$")


def join_lines(lines: list[str]) -> str:
    """Join the lines of one paragraph: a full line that does not end a sentence goes on in the next."""
    widths = sorted(len(line.rstrip()) for line in lines if line.strip())
    full = widths[int(len(widths) * 0.9)] * A_FULL_LINE if widths else 0
    joined: list[str] = []
    goes_on = False
    for line in lines:
        text = line.rstrip()
        alone = any(pattern.match(fold(text).strip()) for pattern in (STANDS_ALONE, COLUMNS, NOISE, ROW))
        if goes_on and text.strip() and not alone and not STARTS_A_PARAGRAPH.match(text):
            joined[-1] += text.strip()
        else:
            joined.append(text)
        goes_on = not alone and len(text) >= full and text[-1:] not in ENDS_A_PARAGRAPH
    return "\n".join(joined)


def is_broken(lines: list[str]) -> bool:
    """Tell whether a text has the lines of a page: of those that fill the page nearly all end in mid-sentence."""
    widths = [len(line.strip()) for line in lines]
    full = max(widths, default=0)
    if not NARROWEST <= full <= WIDEST:
        return False
    long = [line.strip() for line, width in zip(lines, widths, strict=True) if width >= full - A_SIGN_OR_TWO]
    broken = sum(GOES_ON.search(line) is not None for line in long)
    return broken >= max(FEWEST_BROKEN, MOST * len(long))
