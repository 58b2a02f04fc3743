"""Claims about duban calendar and duban register as commands: what they print, and what they leave in the database."""

import json
from pathlib import Path

import pytest
from sqlmodel import func, select
from typer.testing import CliRunner

from duban.calendars import calendar_year
from duban.cli import calendar, register
from duban.database import reading
from duban.samples import REGISTER
from models.errors import BadInput
from models.register import Unit
from models.words import YearStatus

NOTICE = """国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月14日（周日）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。4月25日（周日）上班。
五、端午节：6月9日（周三）放假1天，不调休。
六、中秋节：9月15日（周三）放假1天，不调休。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。10月9日（周六）上班。"""


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    file = tmp_path / "2027.txt"
    file.write_text(NOTICE, encoding="gb18030")
    return file


def run(app: object, *words: str, answer: str = "") -> str:
    done = CliRunner().invoke(app, list(words), input=answer, catch_exceptions=False)  # type: ignore[arg-type]
    assert done.exit_code == 0, done.output
    return done.output


def status_of(year: int) -> YearStatus:
    with reading() as session:
        return calendar_year(session, year)[0].status


@pytest.mark.usefixtures("home")
def test_load_stores_after_a_yes(notice: Path) -> None:
    said = run(calendar.app, "load", str(notice), answer="y\n")

    assert "与现有日历不同的有 13 天" in said
    assert "2027-02-14 星期日 上班日（春节）" in said
    assert (said.endswith("已存入。\n"), status_of(2027)) == (True, YearStatus.OFFICIAL)


@pytest.mark.usefixtures("home")
def test_load_stores_nothing_after_a_no(notice: Path) -> None:
    said = run(calendar.app, "load", str(notice), answer="n\n")

    assert (said.endswith("没有存入。\n"), status_of(2027)) == (True, YearStatus.PROVISIONAL)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(("more", "stored"), [((), False), (("--yes",), True)])
def test_load_with_json_stores_only_with_yes(notice: Path, more: tuple[str, ...], stored: bool) -> None:
    said = json.loads(run(calendar.app, "load", str(notice), "--json", *more))

    assert (said["stored"], said["year"], len(said["changes"])) == (stored, 2027, 13)
    assert said["changes"][0] == {"day": "2027-02-09", "was": None, "becomes": "off", "name": "春节"}
    assert (status_of(2027) == YearStatus.OFFICIAL) is stored


@pytest.mark.usefixtures("home")
def test_show_lists_a_year_with_its_source() -> None:
    said = json.loads(run(calendar.app, "show", "2026", "--json"))
    text = run(calendar.app, "show", "2027")

    assert (said["status"], said["source"], len(said["days"])) == ("official", "chinesecalendar 1.11", 25)
    assert said["days"][0] == {"day": "2026-01-01", "kind": "off", "name": "元旦"}
    assert text.startswith("2027 年（暂定，来源：")


# fmt: off
@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("day", "n", "end", "waiting"),
    [
        ("2022-09-28",   "10", "2022-10-17", []),  # over the National Day, with a worked weekend
        ("2022年10月17日", "-10", "2022-09-28", []),  # and back
        ("2026-09-24",   "10", "2026-10-15", []),  # over two holidays, with a worked Saturday
        ("2026-12-28",   "5",  "2027-01-05", [2027]),  # into a year that is not published
        ("2026-12-28",   "3",  "2026-12-31", []),  # up to its eve
    ],
)
def test_add_workdays_counts_and_names_the_years_it_cannot_be_sure_of(
    day: str, n: str, end: str, waiting: list[int]
) -> None:
    said = json.loads(run(calendar.app, "add-workdays", day, n, "--json"))
    told = run(calendar.app, "add-workdays", day, n)

    assert (said["end"], said["provisional"], said["provisional_years"]) == (end, bool(waiting), waiting)
    assert (told.startswith(end), "暂定：2027 年" in told) == (True, bool(waiting))
# fmt: on


@pytest.mark.usefixtures("home")
def test_add_workdays_refuses_what_is_no_date() -> None:
    with pytest.raises(BadInput, match="“soon”不是日期"):
        run(calendar.app, "add-workdays", "soon", "3")


@pytest.mark.usefixtures("home")
def test_load_refuses_a_file_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"\xff\xff\xff")

    with pytest.raises(BadInput, match=r"打不开"):
        run(calendar.app, "load", str(tmp_path / "nothing.txt"))
    with pytest.raises(BadInput, match=r"scan.pdf 不是文本文件"):
        run(calendar.app, "load", str(tmp_path / "scan.pdf"))


def units() -> int:
    with reading() as session:
        return session.exec(select(func.count()).select_from(Unit)).one()


@pytest.mark.usefixtures("home")
def test_register_import_commits_and_may_be_repeated() -> None:
    first = json.loads(run(register.app, "import", str(REGISTER), "--json"))
    again = run(register.app, "import", str(REGISTER))

    assert (first["units"], units()) == ({"added": 105, "changed": 0, "same": 0, "ended": 0}, 105)
    assert again.splitlines()[0] == "单位：新增 0，更正 0，未变 105，终止 0"


@pytest.mark.usefixtures("home")
def test_register_check_imports_nothing() -> None:
    assert run(register.app, "check", str(REGISTER)) == "没有发现问题：单位 105，人员 231，岗位 220，任职 233\n"
    assert json.loads(run(register.app, "check", str(REGISTER), "--json"))["problems"] == []
    assert units() == 0


def test_register_check_tells_the_faults_and_ends_with_one(tmp_path: Path) -> None:
    for name in ("people", "posts", "holdings"):
        (tmp_path / f"{name}.csv").write_bytes((REGISTER / f"{name}.csv").read_bytes())

    told = CliRunner().invoke(register.app, ["check", str(tmp_path)])
    as_json = CliRunner().invoke(register.app, ["check", str(tmp_path), "--json"])

    assert (told.exit_code, as_json.exit_code) == (1, 1)
    assert "units.csv：没有这张表" in told.output
    assert json.loads(as_json.output)["problems"] == [
        {"zh": "units.csv：没有这张表，或表是空的。", "en": "units.csv: the table is missing or empty."}
    ]
