"""The demonstration's stage: it never overwrites what is not its own, and goes on where it stopped."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from duban import clock, database
from duban.database import reading
from duban.demo.stage import go_on, home_of_demo, take_the_stage
from duban.demo.temper import Temper, temper_of
from duban.desk.opened import desk_of
from duban.posts import people_as
from duban.settings import settings
from models.errors import Refused
from models.words import Role
from workflows.moments import at_hour


@pytest.fixture
def somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DUBAN_CLOCK_BEHIND_S", "0")
    monkeypatch.setenv("DUBAN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DUBAN_DATABASE_URL", "")  # a file in that home, not the database of the test before
    settings.cache_clear()
    database.dispose()
    return tmp_path / "home"


def test_an_old_notice_finds_everybody_in_office(somewhere: Path) -> None:
    home, password = take_the_stage(date(2022, 7, 1))
    with reading() as session:
        assert len(people_as(desk_of(session), Role.REVIEWER, now=at_hour(date(2022, 7, 1), "09:00"))) >= 3
    accounts = (home / "accounts.txt").read_text(encoding="utf-8")
    assert password in accounts
    assert "ji.xiaozhou\t纪晓舟\t计划专责\tplanner" in accounts
    assert [kept.stat().st_mode & 0o077 for kept in (home.parent, home, home / "accounts.txt")] == [0, 0, 0]


def test_a_folder_with_other_things_in_it_is_left_alone(somewhere: Path) -> None:
    precious = home_of_demo() / "duban.db"
    precious.parent.mkdir(parents=True)
    precious.write_bytes(b"not a demonstration")
    with pytest.raises(Refused, match="不会覆盖"):
        take_the_stage(date(2026, 1, 6))
    assert precious.read_bytes() == b"not a demonstration"


def test_without_a_demonstration_there_is_nothing_to_go_on_with(somewhere: Path) -> None:
    with pytest.raises(Refused, match="请先运行 duban demo"):
        go_on(home_of_demo(), clock.now())


@pytest.mark.sqlite
def test_the_clock_goes_on_from_the_last_move(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from duban.actions.plans import import_reading
    from duban.database import writing
    from duban.demo.cast import gather_cast
    from duban.notices import read_text

    stopped = at_hour(date(2026, 1, 6), "09:00")
    with writing() as session:
        planner = gather_cast(session, now=stopped).planner
        import_reading(session, read_text("一、要开展活动。"), by=planner, now=stopped, number="测〔2026〕1号")
    (office / "demo.txt").write_text("演示数据", encoding="utf-8")
    monkeypatch.setenv("DUBAN_CLOCK_BEHIND_S", "0")
    go_on(office, clock.now())
    assert timedelta() <= clock.now() - stopped < timedelta(minutes=1)
    assert int(os.environ["DUBAN_CLOCK_BEHIND_S"]) != 0


def test_every_temper_occurs_among_a_plans_tasks() -> None:
    assert {temper_of(task_id) for task_id in range(1, 301)} == set(Temper)
