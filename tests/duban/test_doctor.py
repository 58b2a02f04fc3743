"""Claims about duban doctor: it finds what is wrong, says what to do, and is quiet about what is well."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from small_plan import Small, at
from sqlmodel import select

from duban import database, doctor_files
from duban.database import writing
from duban.doctor import Seen, look_over
from duban.ledger.sealing import seal
from duban.schema import migrate
from duban.settings import settings
from duban.sweeping import sweep_all
from duban.tongue import speaking
from duban.up_setup import ADMIN
from models.calendar import CalendarYear
from models.record import Duty, Move
from models.register import Absence, Holding, Person, Post
from models.units import Unit
from models.webhook import Posting, Webhook
from models.words import Act, Delivery, Life, Role, Then, YearStatus

NOW = datetime(2026, 1, 6, 1, 0, tzinfo=UTC)
CHINESE = re.compile(r"[\u3001-\u303f\u4e00-\u9fff\uff00-\uffef]")


@pytest.fixture(autouse=True)
def _nobody_listens(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Look for services where none can be."""
    monkeypatch.setenv("DUBAN_PREFECT_PORT", "1")
    monkeypatch.setenv("DUBAN_PUBLIC_URL", "http://127.0.0.1:1")
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def setting_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of settings, in a folder of its own."""
    monkeypatch.setenv("DUBAN_HOME", str(settings().home.resolve()))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "duban.toml"


def looked(now: datetime = NOW) -> dict[str, Seen]:
    settings.cache_clear()
    return {one.check: one for one in look_over(now=now)}


@pytest.mark.usefixtures("office")
def test_a_good_house_has_only_its_services_missing() -> None:
    settings().home.chmod(0o700)  # a copy for the tests has the rights of any folder
    seen = looked()

    assert {name: one.wrong for name, one in seen.items() if one.wrong} == {
        "Prefect": ("http://127.0.0.1:1/api/health 没有应答；请运行 duban up。",),
        "收件箱": ("http://127.0.0.1:1/healthz 没有应答；请运行 duban up。",),
    }
    assert seen["名册"].saw == "单位 105 个，岗位 220 个"


@pytest.mark.parametrize("home_of", ["home", "office", "small"])
def test_doctor_says_everything_in_english_too(home_of: str, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(home_of)
    with speaking("en"):
        said = [(one.check, one.result, one.saw, *one.wrong) for one in looked(NOW + timedelta(days=2)).values()]

    assert [line for line in said if CHINESE.search("".join(line))] == []


@pytest.mark.usefixtures("home")
def test_an_empty_register_is_told() -> None:
    assert looked()["名册"].wrong == ("名册还没有导入；请运行 duban register import。",)


@pytest.mark.usefixtures("office")
def test_holes_of_the_register_are_told() -> None:
    with writing() as session:
        supervisor = session.exec(select(Post).where(Post.code == "XCDY-LIAISON")).one()
        for holding in session.exec(select(Holding).where(Holding.post_id == supervisor.id)).all():
            session.delete(holding)
        checkers = [p.id for p in session.exec(select(Post)).all() if Role.CHECKER in p.roles]
        for holding in session.exec(select(Holding)).all():
            if holding.post_id in checkers:
                session.delete(holding)

    wrong = looked()["名册"].wrong

    assert wrong[:2] == ("没有人任初审督查员。", "宣传调研部现在没有联络员。")
    assert wrong[2].startswith("岗位 XCDY-LIAISON、")


@pytest.mark.usefixtures("office")
def test_a_liaison_away_with_a_deputy_there_is_no_hole() -> None:
    with writing() as session:
        for code in ("zou.yanyu", "jiang.yuyan"):  # the first has a deputy, the second has none
            person = session.exec(select(Person).where(Person.code == code)).one()
            session.add(Absence(person_id=person.id or 0, since=date(2026, 1, 5), until=date(2026, 1, 9)))

    assert looked()["名册"].wrong == (
        "岭海省科协现在没有联络员。",
        "岗位 LHKX-LIAISON 现在没有人，也没有代理。",
        "请在名册里补上，再运行 duban register import；临时外出的，登记外出并请人代理。",
    )


@pytest.mark.usefixtures("office")
def test_a_year_that_is_not_published_is_told_when_it_is_needed() -> None:
    assert looked(datetime(2027, 1, 5, tzinfo=UTC))["工作日历"].wrong == (
        "2027 年的放假安排还没有公布，推算的工作日是暂定的；公布后用 duban calendar load 导入。",
    )
    with writing() as session:
        session.get_one(CalendarYear, 2027).status = YearStatus.OFFICIAL
    assert looked(datetime(2027, 1, 5, tzinfo=UTC))["工作日历"].wrong == ()


@pytest.mark.usefixtures("office")
def test_duties_that_failed_or_wait_too_long_are_told() -> None:
    with writing() as session:
        move = Move(
            life=Life.PLAN,
            subject_id=1,
            version=1,
            at=NOW,
            act=Act.OPEN,
            became_from="new",
            became="drafted",
            role=Role.PLANNER,
            rules="",
        )
        session.add(move)
        session.flush()
        for what, delivery, waited in (
            (Then.TELL_LEAD, Delivery.WAITING, timedelta(minutes=59)),
            (Then.TELL_PLANNER, Delivery.WAITING, timedelta(minutes=61)),
            (Then.TELL_LEADER, Delivery.FAILED, timedelta(0)),
        ):
            session.add(Duty(move_id=move.id or 0, what=what, delivery=delivery, next_at=NOW - waited))

    duties = looked()["通知发送"]

    assert duties.saw == "待送 2，已送 0，送不出 1"
    assert duties.wrong == (
        "1 条通知送不出；用 duban notify list 看原因，改好后用 duban notify retry 再送。",
        "1 条通知等了一小时以上还没有送；请确认 duban up 在运行。",
    )


def test_events_that_could_not_be_posted_are_told(small: Small) -> None:
    with writing() as session:
        hook = Webhook(url="https://example.org/hook", secret="s", made_at=NOW)
        session.add(hook)
        session.flush()
        for move_id, delivery in ((1, Delivery.FAILED), (2, Delivery.DELIVERED)):
            session.add(Posting(webhook_id=hook.id or 0, move_id=move_id, event="task.assign", delivery=delivery))

    assert looked()["事件推送"].saw == "待送 0，已送 1，送不出 1"
    assert looked()["事件推送"].wrong[0].startswith("1 个事件推送不出，不再推送；")


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("minutes", "told"), [(0, 0), (-1, 0), (-2, 1)])
def test_a_clock_that_was_set_back_is_told(minutes: int, told: int) -> None:
    """The newest Move happened at NOW."""
    wrong = looked(NOW + timedelta(minutes=minutes))["时钟"].wrong

    assert [one[:30] for one in wrong] == ["最近一条流转记录在 2026-01-06 09:00，晚于现在"[:30]] * told


@pytest.mark.usefixtures("office")
def test_what_others_could_read_is_told_file_by_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    home = settings().home
    key = tmp_path / "kept" / "ledger.key"
    key.parent.mkdir()
    key.write_text("secret")
    monkeypatch.setenv("DUBAN_LEDGER_KEY", str(key))
    home.chmod(0o700)
    key.chmod(0o600)
    assert looked()["文件权限"].wrong == ()

    home.chmod(0o755)
    key.chmod(0o640)

    assert looked()["文件权限"].wrong == (
        f"{home} 别的用户也能进入或读取（755）；请运行 chmod 700 {home}。",
        f"{key} 别的用户也能进入或读取（640）；请运行 chmod 600 {key}。",
    )


@pytest.mark.sqlite
def test_a_fresh_home_is_its_owners_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database.dispose()
    monkeypatch.setenv("DUBAN_HOME", str(tmp_path / "new" / "home"))
    settings.cache_clear()
    migrate()
    database.dispose()

    assert (settings().home.stat().st_mode & 0o777) == 0o700
    assert looked()["文件权限"].wrong == ()


@pytest.mark.usefixtures("home")
def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_files, "ROOM_MB", 10**12)

    assert looked()["磁盘"].wrong[0].startswith("磁盘只剩 ")


@pytest.mark.usefixtures("home")
def test_a_database_of_a_newer_program_is_told() -> None:
    with writing() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.dispose()

    assert looked()["数据库"].wrong[0].startswith("数据库已由更新的程序升级过（库结构 9999，")


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("hours", "told"), [(0.9, 0), (1.1, 1)])
def test_moves_that_wait_too_long_to_be_sealed_are_told(hours: float, told: int) -> None:
    ledger = looked(NOW + timedelta(hours=hours))["封存"]

    count = ledger.saw.removeprefix("未封存 ").partition(" ")[0]
    assert ledger.saw == f"未封存 {count} 条，最早 2026-01-06 09:00"
    assert ledger.wrong == (
        f"{count} 条流转记录没有封存，最早的已等了一小时以上；请确认 duban up 在运行，或运行 duban ledger seal。",
    )[:told]  # fmt: skip


@pytest.mark.usefixtures("small")
def test_when_everything_is_sealed_doctor_says_so() -> None:
    seal(now=NOW)

    assert (looked()["封存"].saw, looked()["封存"].wrong) == ("流转记录都已封存", ())


@pytest.mark.sqlite
def test_without_a_database_nothing_is_made_and_the_rest_is_not_looked_at(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.dispose()
    monkeypatch.setenv("DUBAN_HOME", str(tmp_path / "nowhere"))

    seen = looked()

    assert seen["数据库"].wrong == ("数据库还没有建；请运行 duban setup。",)
    assert [name for name, one in seen.items() if not one.looked] == [
        "时钟",
        "工作日历",
        "名册",
        "流转规则",
        "通知发送",
        "事件推送",
        "时限检查",
        "封存",
    ]
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.usefixtures("home")
def test_an_old_schema_is_told() -> None:
    with writing() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")

    assert looked()["数据库"].wrong[0].startswith("库结构是 0001，程序要的是 ")


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [("DUBAN_HOST", "0.0.0.0", "以他人名义启动流程"), ("DUBAN_CLOCK_BEHIND_S", "60", "只应在演示时使用")],
)
def test_a_risky_setting_is_told(
    office: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.delenv("container", raising=False)  # set where the tests themselves run in one
    assert not _of("设置").wrong
    monkeypatch.setenv(name, value)
    settings.cache_clear()
    assert told in _of("设置").wrong[0]


@pytest.mark.usefixtures("office")
def test_in_our_image_the_published_ports_decide_who_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    image = Path("deploy/Containerfile").read_text(encoding="utf-8")
    for setting in re.findall(r"^ENV .*", image, re.M)[0].split():
        name, _, value = setting.partition("=")
        if name in ("DUBAN_HOST", "container"):
            monkeypatch.setenv(name, value)
    settings.cache_clear()

    seen = _of("设置")
    assert (seen.wrong, seen.saw.split("，")[0]) == ((), "监听 0.0.0.0；在容器里")


@pytest.mark.parametrize(
    ("home_of", "told"),
    [("home", ("名册还没有导入；请运行 duban register import。",)), ("office", ())],
)
def test_the_unit_that_setup_makes_is_no_register_and_needs_no_liaison(
    home_of: str, told: tuple[str, ...], request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(home_of)
    with writing() as session:
        session.add(Unit(code=ADMIN, name="系统管理"))

    assert looked()["名册"].wrong == told


@pytest.mark.usefixtures("office")
def test_a_setting_that_is_none_is_told(setting_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    setting_file.write_text('langage = "en"\nhost = "127.0.0.1"\n', encoding="utf-8")
    monkeypatch.setenv("DUBAN_ZZZ", "1")
    settings.cache_clear()

    assert _of("设置").wrong == (
        "没有 langage 这个设置，写了不起作用；是不是 DUBAN_LANGUAGE？全部设置见 docs/settings.md。",
        "没有 DUBAN_ZZZ 这个设置，写了不起作用；全部设置见 docs/settings.md。",
    )


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql+psycopg://clerk:letmein@127.0.0.1:1/house", "数据库连不上（connection failed"),
        ("postgres//house", "数据库连不上（Could not parse SQLAlchemy URL"),
    ],
)
def test_a_database_that_cannot_be_reached_is_told_in_one_line(
    home: Path, monkeypatch: pytest.MonkeyPatch, url: str, told: str
) -> None:
    monkeypatch.setenv("DUBAN_DATABASE_URL", url)
    seen = looked()["数据库"]
    database.dispose()

    [wrong] = seen.wrong
    assert (wrong.startswith(told), "\n" in wrong, "letmein" in f"{seen.saw}{wrong}") == (True, False, False)


@pytest.mark.sqlite
def test_a_database_without_tables_is_told(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database.dispose()
    (tmp_path / "duban.db").touch()
    monkeypatch.setenv("DUBAN_HOME", str(tmp_path))

    assert looked()["数据库"].wrong == ("数据库里还没有表；请运行 duban setup。",)


def _of(check: str) -> Seen:
    return next(seen for seen in look_over(now=NOW) if seen.check == check)


@pytest.mark.parametrize(
    ("now", "told"),
    [
        pytest.param("2026-03-24 08:00", 0, id="before the morning's work"),
        pytest.param("2026-03-24 09:00", 0, id="half an hour after a reminder was due"),
        pytest.param("2026-03-24 10:00", 1, id="an hour of work has gone by"),
        pytest.param("2026-03-28 11:00", 0, id="on a Saturday nobody is to be reminded"),
    ],
)
def test_what_is_left_lying_though_it_is_due_is_told(small: Small, now: str, told: int) -> None:
    sweep_all(now=at("2026-03-20 18:00"))

    assert len(looked(at(now))["时限检查"].wrong) == told
