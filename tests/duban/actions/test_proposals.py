"""What is proposed from a rhythm that a notice names: the one whose periods it has, and nothing where none has."""

import datetime as dt

import pytest

from duban.actions.proposals import proposal_of
from duban.notices.dates import Years
from duban.notices.deadlines import find_deadlines
from duban.notices.page import Page
from duban.unit_names import UnitNames
from models.reading import OwnerFound, RequirementFound
from models.words import Timing

SIGNED = Years(None, dt.date(2026, 1, 6))
NOBODY = UnitNames({}, frozenset())


@pytest.mark.parametrize(
    ("text", "timing", "day"),
    [
        ("每月25日前报送进展",       Timing.MONTHLY,     25),
        ("每季度末报送进展",         Timing.QUARTERLY,   31),
        ("逐季报送进展",             Timing.QUARTERLY,   31),
        ("每半年报送进展",           Timing.HALF_YEARLY, 31),
        ("半年一总结",               Timing.HALF_YEARLY, 31),
        ("每年报送总结",             Timing.YEARLY,      31),
        ("每年底前报送总结",         Timing.YEARLY,      31),
        ("每年12月20日前报送总结",   Timing.YEARLY,      20),
        ("按年度报送总结",           Timing.YEARLY,      31),
        ("每年2月底前报送上年总结",  None,               None),
        ("每两个月报送进展",         None,               None),
        ("每学期开展一次",           None,               None),
        ("每周五报送进展",           None,               None),
        ("落实年度工作要点",         None,               None),
    ],
)  # fmt: skip
def test_a_rhythm_is_proposed_only_where_its_periods_are_the_ones_named(
    text: str, timing: Timing | None, day: int | None
) -> None:
    whole = (0, len(text))
    found = tuple(find_deadlines(Page(text), whole, SIGNED))
    proposed = proposal_of(RequirementFound(measure="", text=text, span=whole, deadlines=found), NOBODY)
    assert (proposed.timing, proposed.rhythm_day) == (timing, day)


def test_units_that_share_the_end_of_a_name_are_both_proposed() -> None:
    names = UnitNames({"办公室": 1, "第一检察部": 2, "第二检察部": 3}, frozenset())
    owners = (
        OwnerFound(name="办公室", role="lead", span=(0, 3)),
        OwnerFound(name="第一、第二检察部", role="supporting", span=(4, 12)),
    )
    proposed = proposal_of(RequirementFound(measure="", text="开展自查", span=(13, 17), owners=owners), names)
    assert (proposed.lead_unit_id, proposed.supporting) == (1, (2, 3))
