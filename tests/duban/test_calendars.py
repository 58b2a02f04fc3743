"""Claims about the stored calendar: its first rows are right, and a new arrangement replaces what it should."""

from collections.abc import Callable, Iterator
from datetime import date

import chinese_calendar
import holidays
import pytest
from sqlmodel import Session, create_engine, select

from duban.arrangements import read_arrangement
from duban.calendar_seed import MOVING, seed_rows
from duban.calendars import calendar_year, changes, load_calendar, store
from duban.desk.opened import desk_of
from models.calendar import CalendarDay, CalendarYear
from models.errors import BadInput, NotFound
from models.tables import metadata
from models.words import DayKind, YearStatus

# an invented arrangement for 2027: a Friday in December 2026 off, a Sunday worked, and the other festivals
Y2027 = """国务院办公厅关于2027年部分节假日安排的通知 国办发明电〔2026〕9号
一、元旦：2026年12月31日（周四）至2027年1月2日（周六）放假调休，共3天。2026年12月27日（周日）上班。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月14日（周日）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。4月25日（周日）上班。
五、端午节：6月9日（周三）放假1天，不调休。
六、中秋节：9月15日（周三）放假1天，不调休。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。"""

AMENDED = """国务院办公厅关于调整2027年劳动节假期安排的通知 国办发明电〔2027〕2号
一、2027年4月30日（周五）至5月4日放假调休，共5天。5月8日（周六）上班。"""


@pytest.fixture
def session() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with Session(engine, expire_on_commit=False) as opened:
        opened.add_all(seed_rows())
        opened.commit()
        yield opened
    engine.dispose()


SECOND = holidays.country_holidays("CN", years=range(2004, 2027))
SOURCES = [
    # source           does it say that a day is worked   days on which we know better
    ("chinesecalendar", chinese_calendar.is_workday, []),
    ("holidays", SECOND.is_working_day, [date(2005, 12, 31)]),  # a Saturday; the two sources differ
]


@pytest.mark.parametrize(("works", "known"), [line[1:] for line in SOURCES], ids=[line[0] for line in SOURCES])
def test_every_day_of_the_published_years_agrees_with_a_source(
    session: Session, works: Callable[[date], bool], known: list[date]
) -> None:
    ours = load_calendar(desk_of(session))

    published = [day for day in ours.days() if day.year <= 2026]

    assert (published[0], published[-1]) == (date(2004, 1, 1), date(2026, 12, 31))
    assert [day for day in published if ours.is_workday(day) != works(day)] == known


def test_the_provisional_years_have_the_statutory_days_of_the_law(session: Session) -> None:
    ours = load_calendar(desk_of(session))
    theirs = holidays.country_holidays("CN", years=MOVING, language="en_US")

    for year in MOVING:
        statutory = {day for day, name in theirs.items() if day.year == year and "observed" not in name}
        off = {row.day for row in calendar_year(session, year)[1] if row.kind == DayKind.OFF}
        assert off == {day for day in statutory if day.weekday() < 5}, year
        assert ours.provisional(date(year, 1, 1), date(year, 1, 1))


def test_only_days_that_differ_from_their_weekday_are_stored(session: Session) -> None:
    rows = session.exec(select(CalendarDay)).all()

    assert {(row.day.weekday() >= 5, row.kind) for row in rows} == {(False, DayKind.OFF), (True, DayKind.WORK)}


def test_the_years_follow_each_other_without_a_gap(session: Session) -> None:
    years = {row.year: row.status for row in session.exec(select(CalendarYear)).all()}

    assert sorted(years) == list(range(2004, 2031))
    assert {year for year, status in years.items() if status == YearStatus.OFFICIAL} == set(range(2004, 2027))


def test_ten_working_days_over_the_national_day_end_in_the_middle_of_october(session: Session) -> None:
    calendar = load_calendar(desk_of(session))

    # 2022-09-28: 29, 30, 8, 9 (both a worked weekend), 10 to 14, 17
    assert calendar.add_workdays(date(2022, 9, 28), 10) == date(2022, 10, 17)


def test_a_new_arrangement_replaces_the_provisional_year_and_the_december_before(session: Session) -> None:
    store(session, read_arrangement(Y2027))
    calendar = load_calendar(desk_of(session))

    assert calendar.provisional(date(2027, 1, 1), date(2027, 12, 31)) is False
    assert [calendar.is_workday(date(2026, 12, day)) for day in (27, 31)] == [True, False]
    row, days = calendar_year(session, 2027)
    assert (row.status, row.source, row.revision) == (YearStatus.OFFICIAL, "国办发明电〔2026〕9号", 2)
    assert {d.day for d in days if d.kind == DayKind.WORK} == {
        date(2027, 2, 14), date(2027, 4, 25), date(2027, 9, 26), date(2027, 10, 9),
    }  # fmt: skip


def test_storing_says_what_changed_and_previews_the_same(session: Session) -> None:
    arrangement = read_arrangement(Y2027)

    previewed = changes(session, arrangement)

    assert previewed == store(session, arrangement)
    assert [(c.day, c.was, c.becomes) for c in previewed][:3] == [
        (date(2026, 12, 27), None, DayKind.WORK),
        (date(2026, 12, 31), None, DayKind.OFF),
        (date(2027, 2, 9), None, DayKind.OFF),
    ]


def test_storing_twice_changes_nothing(session: Session) -> None:
    store(session, read_arrangement(Y2027))

    assert store(session, read_arrangement(Y2027)) == ()
    assert calendar_year(session, 2027)[0].revision == 2
    assert calendar_year(session, 2026)[0].revision == 2  # its December changed once


def test_an_amendment_moves_its_own_festival_only(session: Session) -> None:
    store(session, read_arrangement(Y2027))
    before = {d.day: d.kind for d in calendar_year(session, 2027)[1]}

    store(session, read_arrangement(AMENDED))

    row, days = calendar_year(session, 2027)
    labour = {date(2027, 5, 5), date(2027, 4, 25)}  # no longer off, no longer worked
    assert {d.day: d.kind for d in days} == {day: kind for day, kind in before.items() if day not in labour} | {
        date(2027, 4, 30): DayKind.OFF,
        date(2027, 5, 8): DayKind.WORK,
    }
    assert row.source == "国办发明电〔2026〕9号；国办发明电〔2027〕2号"


def test_an_earlier_year_keeps_the_december_that_the_later_notice_set(session: Session) -> None:
    store(session, read_arrangement(Y2027))
    before = calendar_year(session, 2026)[1]
    again = "\n".join(
        line.replace("2027年", "2026年").replace("2026年12月", "2025年12月") for line in Y2027.splitlines()
    )
    without_weekdays = read_arrangement(_without_weekdays(again))

    store(session, without_weekdays)

    december = [d for d in calendar_year(session, 2026)[1] if d.day.month == 12]
    assert [d.day for d in december] == [d.day for d in before if d.day.month == 12] != []


def _without_weekdays(text: str) -> str:
    """The same notice with nothing but its days off: in another year the make-up days would be weekdays."""
    kept = [line.split("。")[0] + "。" if "、" in line[:3] else line for line in text.splitlines()]
    for weekday in "一二三四五六日":
        kept = [line.replace(f"（周{weekday}）", "") for line in kept]
    return "\n".join(kept)


def test_a_year_that_leaves_a_gap_is_refused(session: Session) -> None:
    far = _without_weekdays(Y2027.replace("2027年", "2032年").replace("2026年12月", "2031年12月"))

    with pytest.raises(BadInput, match="2004 年至 2030 年，不能跳到 2032 年"):
        store(session, read_arrangement(far))


def test_an_amendment_of_an_unpublished_year_is_refused(session: Session) -> None:
    with pytest.raises(BadInput, match="只调整 2027 年的劳动节"):
        store(session, read_arrangement(AMENDED))

    assert calendar_year(session, 2027)[0].status == YearStatus.PROVISIONAL


def test_an_unknown_year_is_named(session: Session) -> None:
    with pytest.raises(NotFound, match=r"2031 年.*duban calendar load"):
        calendar_year(session, 2031)


def test_an_empty_calendar_is_refused() -> None:
    engine = create_engine("sqlite://")
    metadata.create_all(engine)

    with Session(engine) as empty, pytest.raises(BadInput, match="工作日历是空的"):
        load_calendar(desk_of(empty))
    engine.dispose()


def test_the_calendar_is_built_once_for_each_revision(session: Session) -> None:
    first = load_calendar(desk_of(session))
    assert load_calendar(desk_of(Session(session.get_bind()))) is first

    store(session, read_arrangement(Y2027))
    session.commit()

    with Session(session.get_bind()) as other:
        assert load_calendar(desk_of(other)).provisional(date(2027, 1, 1), date(2027, 1, 1)) is False


def test_a_change_that_is_rolled_back_leaves_no_calendar_behind(session: Session) -> None:
    store(session, read_arrangement(Y2027))
    load_calendar(desk_of(session))
    session.rollback()
    other = read_arrangement(Y2027.replace("5月1日（周六）至5日（周三）放假调休，共5天", "5月1日（周六）放假，共1天"))
    store(session, other)
    session.commit()

    with Session(session.get_bind()) as later:
        assert load_calendar(desk_of(later)).is_workday(date(2027, 5, 4)) is True


def test_the_rows_are_made_afresh_each_time() -> None:
    first, second = seed_rows(), seed_rows()

    assert [row.model_dump() for row in first] == [row.model_dump() for row in second]
    assert {id(row) for row in first}.isdisjoint({id(row) for row in second})
