"""What a bundle says: everything that came together, by what it is, what is urgent first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby

from duban.notify.told import Brief
from duban.notify.wording import TITLE_LENGTH
from duban.settings import settings

NUMBERS = "一二三四五六七八九十"
LATER = datetime.max.replace(tzinfo=UTC)
TITLE_KINDS = 3


def sorted_briefs(briefs: Iterable[Brief]) -> list[Brief]:
    """Put briefs in the order in which they are told: what is urgent, then by what they are, the earliest first."""
    found = list(briefs)
    first: dict[tuple[bool, str, str], datetime] = {}
    for one in found:
        first[_kind(one)] = min(first.get(_kind(one), LATER), one.due or LATER)
    return sorted(found, key=lambda one: (not one.urgent, first[_kind(one)], _kind(one), one.due or LATER, one.about))


def bundle_title(briefs: Sequence[Brief]) -> str:
    """Write the title: how many, and of what most; of one alone what its own title would be."""
    if len(briefs) == 1:
        return f"【{briefs[0].said}】{briefs[0].about[:TITLE_LENGTH]}"
    kinds = Counter(one.said for one in briefs)  # in the order of the briefs: what is urgent stays in front
    named = "、".join(f"{said} {count}" for said, count in list(kinds.items())[:TITLE_KINDS])
    return f"【提醒合并】共 {len(briefs)} 件：{named}" + ("等" if len(kinds) > TITLE_KINDS else "")


def bundle_body(briefs: Sequence[Brief]) -> str:
    """Write the body: groups under their headings, each thing with how it stands and where its page is."""
    if len(briefs) == 1:
        return _alone(briefs[0])
    plans = list(dict.fromkeys(one.plan for one in briefs if one.plan))
    lines = [f"要告知你的事较多，以下 {len(briefs)} 件合成一条，不再逐条发送；急的排在前面。"]
    lines += [f"方案：{plans[0]}"] if len(plans) == 1 else []
    for place, some in enumerate(_groups(briefs)):
        number = NUMBERS[place] if place < len(NUMBERS) else str(place + 1)
        lines += ["", f"{number}、{'【急】' if some[0].urgent else ''}{some[0].said}（{len(some)} 件）"]
        lines += [some[0].to_do] if some[0].to_do else []
        for n, one in enumerate(some, start=1):
            lines += [f"{n}. {one.about}", *_below(one, several_plans=len(plans) > 1)]
    return "\n".join([*lines, "", f"全部待办：{settings().inbox_url}/"])


def _alone(one: Brief) -> str:
    lines = (f"方案：{one.plan}" if one.plan else "", one.about, one.standing, one.to_do, f"办理：{one.address}")
    return "\n".join(line for line in lines if line)


def _below(one: Brief, *, several_plans: bool) -> Iterator[str]:
    said = (one.standing, f"方案：{one.plan}" if several_plans and one.plan else "", one.address)
    return (f"   {line}" for line in said if line)


def _kind(one: Brief) -> tuple[bool, str, str]:
    return one.urgent, one.said, one.to_do


def _groups(briefs: Sequence[Brief]) -> list[list[Brief]]:
    return [list(some) for _, some in groupby(sorted_briefs(briefs), key=_kind)]
