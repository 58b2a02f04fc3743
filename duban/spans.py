"""How many days from what, in words that an office writes: 签收后10个工作日, 活动前3日. Both ways."""

import re
from dataclasses import dataclass

from models.words import Start

MOST = 999
# fmt: off
STARTS = {
    # written     counted from
    "印发":       Start.ISSUE,
    "交办":       Start.ASSIGNMENT,
    "签收":       Start.SIGNING,
    "活动":       Start.EVENT,
}
# fmt: on
SPAN = re.compile(
    rf"自?(?P<start>{'|'.join(STARTS)})?(?P<side>之日起|结束后|之?后|之?前)?"
    r"(?P<n>\d{1,3})个?(?P<unit>工作日|自然日|日|天)(?:之?内|之?前)?"
)


@dataclass(frozen=True, slots=True)
class Span:
    """So many days after what they are counted from; before it when negative."""

    start: Start
    days: int
    in_workdays: bool


def span_words(start: Start | None, days: int | None, *, in_workdays: bool) -> str:
    """Write a span: 签收后10个工作日; empty without days."""
    if days is None:
        return ""
    side = "前" if days < 0 else "后"
    return f"{start.zh if start else '活动'}{side}{abs(days)}{'个工作日' if in_workdays else '日'}"


def read_span(text: str) -> Span:
    """Read a span. Raises: Unreadable."""
    from duban.register_tables import Unreadable

    found = SPAN.fullmatch(re.sub(r"\s", "", text))
    if found is None:
        raise Unreadable(
            f"看不懂“{text}”；请写成“签收后10个工作日”“印发后30日”“交办后5个工作日”，随活动的写“活动前3个工作日”",
            f"{text} is not understood; write 签收后10个工作日, 印发后30日 or 活动前3个工作日",
        )
    start = STARTS[found["start"] or "活动"]
    before = "前" in (found["side"] or "")
    if before and start is not Start.EVENT:
        raise Unreadable("只有活动才能往前推算；其他的请写“后”", "only an event can be counted back from")
    days = int(found["n"])
    return Span(start, -days if before else days, found["unit"] == "工作日")
