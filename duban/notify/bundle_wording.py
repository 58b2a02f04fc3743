"""What a bundle says: everything that came together, by what it is, what is urgent first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby

from duban.notify.told import Brief
from duban.notify.wording import TITLE_LENGTH
from duban.settings import settings
from duban.tongue import say, spoken

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
        return say("【%(said)s】%(about)s", said=briefs[0].said, about=briefs[0].about[:TITLE_LENGTH])
    kinds = Counter(one.said for one in briefs)  # in the order of the briefs: what is urgent stays in front
    named = say("、").join(f"{said} {count}" for said, count in list(kinds.items())[:TITLE_KINDS])
    more = say("等") if len(kinds) > TITLE_KINDS else ""
    return say("【提醒合并】共 %(n)s 件：%(named)s%(more)s", n=len(briefs), named=named, more=more)


def bundle_body(briefs: Sequence[Brief]) -> str:
    """Write the body: groups under their headings, each thing with how it stands and where its page is."""
    if len(briefs) == 1:
        return _alone(briefs[0])
    plans = list(dict.fromkeys(one.plan for one in briefs if one.plan))
    lines = [say("要告知你的事较多，以下 %(n)s 件合成一条，不再逐条发送；急的排在前面。", n=len(briefs))]
    lines += [say("方案：%(plan)s", plan=plans[0])] if len(plans) == 1 else []
    for place, some in enumerate(_groups(briefs)):
        number = NUMBERS[place] if spoken() == "zh" and place < len(NUMBERS) else str(place + 1)
        urgent = say("【急】") if some[0].urgent else ""
        lines += [
            "",
            say(
                "%(number)s、%(urgent)s%(said)s（%(n)s 件）",
                number=number,
                urgent=urgent,
                said=some[0].said,
                n=len(some),
            ),
        ]
        lines += [some[0].to_do] if some[0].to_do else []
        for n, one in enumerate(some, start=1):
            lines += [f"{n}. {one.about}", *_below(one, several_plans=len(plans) > 1)]
    return "\n".join([*lines, "", say("全部待办：%(address)s/", address=settings().inbox_url)])


def _alone(one: Brief) -> str:
    plan = say("方案：%(plan)s", plan=one.plan) if one.plan else ""
    lines = (plan, one.about, one.standing, one.to_do, say("办理：%(address)s", address=one.address))
    return "\n".join(line for line in lines if line)


def _below(one: Brief, *, several_plans: bool) -> Iterator[str]:
    said = (one.standing, say("方案：%(plan)s", plan=one.plan) if several_plans and one.plan else "", one.address)
    return (f"   {line}" for line in said if line)


def _kind(one: Brief) -> tuple[bool, str, str]:
    return one.urgent, one.said, one.to_do


def _groups(briefs: Sequence[Brief]) -> list[list[Brief]]:
    return [list(some) for _, some in groupby(sorted_briefs(briefs), key=_kind)]
