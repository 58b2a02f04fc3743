"""What a bundle says: everything that came together, by what it is, what is urgent first."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import groupby

from duban.notify.told import Brief
from duban.settings import settings

NUMBERS = "一二三四五六七八九十"
LATER = datetime.max.replace(tzinfo=UTC)
TITLE_KINDS = 3


def sorted_briefs(briefs: Iterable[Brief]) -> list[Brief]:
    """Put briefs in the order in which they are told: what is urgent, then by what they are, the earliest first."""
    found = list(briefs)
    first = {_kind(one): min((b.due or LATER) for b in found if _kind(b) == _kind(one)) for one in found}
    return sorted(found, key=lambda one: (not one.urgent, first[_kind(one)], _kind(one), one.due or LATER, one.about))


def bundle_title(briefs: Sequence[Brief]) -> str:
    """Write the title: how many, and of what most."""
    kinds = [(said, len(some)) for (_, said, _), some in _groups(briefs)]
    named = "、".join(f"{said} {count}" for said, count in kinds[:TITLE_KINDS])
    return f"【提醒合并】共 {len(briefs)} 件：{named}" + ("等" if len(kinds) > TITLE_KINDS else "")


def bundle_body(briefs: Sequence[Brief]) -> str:
    """Write the body: groups under their headings, each thing with how it stands and where its page is."""
    lines = [f"今天要告知你的事较多，以下 {len(briefs)} 件合成一条，不再逐条发送；急的排在前面。"]
    for place, ((urgent, said, to_do), some) in enumerate(_groups(briefs)):
        number = NUMBERS[place] if place < len(NUMBERS) else str(place + 1)
        lines += ["", f"{number}、{'【急】' if urgent else ''}{said}（{len(some)} 件）"]
        lines += [to_do] if to_do else []
        for n, one in enumerate(some, start=1):
            lines += [f"{n}. {one.about}", *(f"   {said}" for said in (one.standing, one.address) if said)]
    return "\n".join([*lines, "", f"全部待办：{settings().inbox_url}/"])


def _kind(one: Brief) -> tuple[bool, str, str]:
    return one.urgent, one.said, one.to_do


def _groups(briefs: Sequence[Brief]) -> list[tuple[tuple[bool, str, str], list[Brief]]]:
    return [(kind, list(some)) for kind, some in groupby(sorted_briefs(briefs), key=_kind)]
