"""What came of the appeals against circulars: what was decided since the last one, and the corrections that follow.

A circular that is out stays as it was; the next one states what is corrected and the score that is right.
"""

from duban.reports.report import Captioned, Part
from duban.reports.source import Source
from duban.reports.source_facts import AppealFact
from duban.reports.tables import Column, table
from duban.reports.wording import long_day
from models.appeal_words import AppealState
from workflows.moments import day_of

# fmt: off
CORRECTIONS: tuple[Column[tuple[AppealFact, str, int]], ...] = (
    Column("通报截至",   6, lambda r: day_of(r[0].published[0])),
    Column("单位",       7, lambda r: r[1]),
    Column("记录",       3, lambda r: r[0].number),
    Column("缘由",       7, lambda r: f"{r[0].called}：{r[0].what}"),
    Column("原计分",     3, lambda r: f"{r[0].worth:+d}"),
    Column("更正为",     3, lambda _: 0),
    Column("原得分",     3, lambda r: r[0].published[1]),
    Column("更正后得分", 4, lambda r: r[2]),
    Column("复核意见",  10, lambda r: r[0].answer),
)
# fmt: on


def corrections(source: Source) -> Part | None:
    """What was decided since the circular before, and what still waits; no part when there is neither."""
    decided = [one for one in source.appeals if _since_last(source, one)]
    waiting = [one for one in source.appeals if one.state is AppealState.LODGED]
    if not (decided or waiting):
        return None
    upheld = [one for one in decided if one.state is AppealState.UPHELD]
    rows = [(one, source.unit(one.unit_id), corrected(source, one)) for one in upheld]
    said = f"上次通报以来复核申诉{len(decided)}件，成立{len(upheld)}件，驳回{len(decided) - len(upheld)}件"
    said += f"；待复核{len(waiting)}件。" if waiting else "。"
    if not upheld:
        return Part(heading="申诉和更正", said=(said,))
    of = "、".join(dict.fromkeys(long_day(day_of(one.published[0])) for one in upheld))
    stays = f"已经印发的通报不作改动；截至{of}的通报，得分以更正后的为准，不计入本期得分。"
    return Part(
        heading="申诉和更正",
        said=(said, stays),
        tables=(Captioned(caption="更正", table=table(CORRECTIONS, rows, empty="")),),
    )


def _since_last(source: Source, one: AppealFact) -> bool:
    last = source.last_circular
    return one.decided_at is not None and (last is None or one.decided_at > last)


def corrected(source: Source, one: AppealFact) -> int:
    """Give the score of a unit in a circular without every point of it that was found wrong by now."""
    wrong = (
        other.worth
        for other in source.appeals
        if (other.unit_id, other.published) == (one.unit_id, one.published) and other.state is AppealState.UPHELD
    )
    return one.published[1] - sum(wrong)
