"""Claims about what a person is told who mistypes: one clear sentence, exit code 2, nothing on standard output."""

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from cli_testing import Duban
from unguarded import unguard

from duban import database

# fmt: off
MISTAKES = (
    # typed                                   told
    ("plan shwo",                              "没有 shwo 这个命令，是不是 show？用法见 duban plan --help。"),
    ("plna list",                              "没有 plna 这个命令，是不是 plan？用法见 duban --help。"),
    ("plan list --jsn",                        "没有 --jsn 这个选项，是不是 --json？用法见 duban plan list --help。"),
    ("plan show",                              "缺少 PLAN（文号或编号）。用法见 duban plan show --help。"),
    ("plan show 1 2",                          "多写了“2”；名称里有空格时请加引号。用法见 duban plan show --help。"),
    ("plan set-policy 1",                      "缺少 --policy（换用哪份督办规则：名称，或 名称@版次）。用法见 duban plan set-policy --help。"),
    ("plan export 1",                          "请给出 --xlsx 文件或 --out 文件，两者给一个。"),
    ("plan list --json=3",                     "--json 后面不能带值。用法见 duban --help。"),
    ("plan show 1 --as",                       "没有 --as 这个选项。用法见 duban plan show --help。"),
    ("task list --limit 0",                    "--limit（最多列出几项）填得不对：不能小于 1。用法见 duban task list --help。"),
    ("task show abc",                          "TASK（任务编号）填得不对：请填整数。用法见 duban task show --help。"),
    ("task act 1 report --percent 101",        "--percent（完成百分比）填得不对：不能大于 100。用法见 duban task act --help。"),
    ("task act 1 report --due 2026-13-01",     "--due（新的时限）填得不对：请填日期，例如 2026-03-31。用法见 duban task act --help。"),
    ("report make 1 --format pdf",             "--format（md：文本；docx：公文格式；xlsx：表格；html：网页，可打印；csv：纯表格；json：全部数据）填得不对：可以写 md、docx、xlsx、html、csv、json。用法见 duban report make --help。"),
    ("token list --as nobody",                 "名册里没有编码、登录名或姓名是“nobody”的人；请填人员编码，例如 ji.xiaozhou。"),
    ("task show 5",                            "没有编号为 5 的任务。"),
    ("task history 5",                         "没有编号为 5 的任务。"),
    ("review show 7",                          "没有编号为 7 的审核；duban review list --all 列出全部。"),
    ("review approve 7 --as feng.yu",          "没有编号为 7 的审核。"),
    ("review approve 7",                       "请用 --as 写明以谁的身份办理，例如 --as ji.xiaozhou。"),
    ("plan show 99",                           "没有“99”这个工作方案；现在还没有任何方案。"),
    ("task list --unit 科普",                   "名册里没有叫“科普”的单位；名称相近的有：科普部、科普信息中心、省科协科普部。"),
    ("plan confirm 1 no.xlsx --as feng.yu",    "没有“1”这个工作方案；现在还没有任何方案。"),
    ("plan export 1 --out plan.pdf",           "不会写 plan.pdf；文件名请用 .xlsx 或 .json 结尾。"),
)
# fmt: on


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(("typed", "told"), MISTAKES, ids=[typed for typed, _ in MISTAKES])
def test_a_mistake_is_told_in_one_sentence(duban: Duban, typed: str, told: str) -> None:
    said = duban(*typed.split())

    assert (said.code, said.out, said.err) == (2, "", told + "\n")


@pytest.mark.usefixtures("office")
def test_a_group_without_a_command_lists_them_and_asks_for_one(duban: Duban) -> None:
    said = duban("task")

    assert (said.code, said.err) == (2, "请在后面写上面列出的一个命令。用法见 duban task --help。\n")
    assert "列出任务，带灯和时限。" in said.out


@pytest.mark.usefixtures("office")
def test_an_act_that_does_not_exist_is_answered_with_those_that_do(duban: Duban) -> None:
    said = duban("task", "act", "1", "acept", "--as", "feng.yu")

    assert said.code == 2
    assert said.err.startswith("对任务不能“acept”。是不是 accept？可以：assign（交办）、accept（签收）")
    assert [act for act in ("attach", "move_due", "open") if f"、{act}（" in said.err] == []


@pytest.mark.usefixtures("office")
def test_a_wrong_use_with_json_is_one_object_on_stdout(duban: Duban) -> None:
    said = duban("plan", "shwo", "--json")

    assert said.json == {
        "error": "WrongUse",
        "zh": "没有 shwo 这个命令，是不是 show？用法见 duban plan --help。",
        "en": "There is no command shwo; did you mean show? See duban plan --help.",
    }


@pytest.mark.usefixtures("home")
def test_a_setting_that_cannot_be_used_is_named(duban: Duban, setting: pytest.MonkeyPatch) -> None:
    setting.setenv("DUBAN_INBOX_PORT", "many")

    said = duban("plan", "list")

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("设置 DUBAN_INBOX_PORT 的值“many”不能用。")


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "command", [("plan", "list"), ("calendar", "add-workdays", "2026-09-24", "10")], ids=["by the ORM", "by the driver"]
)
def test_a_home_without_a_database_asks_for_setup(
    duban: Duban, home: Path, tmp_path: Path, setting: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    setting.setenv("DUBAN_HOME", str(tmp_path / "empty"))

    said = duban(*command)

    assert (said.code, said.out) == (2, "")
    assert said.err == (
        f"{tmp_path / 'empty'} 里的数据库还没有建好，或者版本太旧。请先运行 duban setup；"
        "建在别处的，请到那个文件夹里运行，或用 DUBAN_HOME 指明。\n"
    )
    assert not (tmp_path / "empty").exists()


def test_a_database_that_is_not_there_is_broken_and_its_password_is_not_told(
    duban: Duban, home: Path, setting: pytest.MonkeyPatch
) -> None:
    setting.setenv("DUBAN_DATABASE_URL", "oracle://duban:geheim@nowhere/x")

    said = duban("plan", "list")

    assert (said.code, said.out, "geheim" in said.err) == (3, "", False)


@pytest.mark.sqlite
def test_a_home_that_is_a_file_is_told(duban: Duban, home: Path, tmp_path: Path, setting: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.touch()
    setting.setenv("DUBAN_HOME", str(file))

    said = duban("plan", "list")

    assert (said.code, said.out) == (3, "")
    assert said.err == "数据库用不了：unable to open database file。请核对 DUBAN_HOME 和 DUBAN_DATABASE_URL。\n"


def test_a_settings_file_that_cannot_be_read_is_told(
    duban: Duban, home: Path, tmp_path: Path, setting: pytest.MonkeyPatch
) -> None:
    (tmp_path / "duban.toml").write_text("inbox_port =\n")
    setting.chdir(tmp_path)

    said = duban("plan", "list")

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("duban.toml 写得不对：Invalid value (at line 1")


def test_a_fault_of_ours_is_told_with_exit_3_and_noted_in_the_home(duban: Duban, drafted: Path) -> None:
    with database.writing() as session:
        unguard(session, "plan")
        session.connection().exec_driver_sql("UPDATE plan SET state = 'nonsense'")

    said = duban("plan", "list")

    assert (said.code, said.out) == (3, "")
    log = drafted / "logs" / "errors.log"
    assert said.err.startswith("程序出了意外：ValueError：'nonsense' is not a valid PlanState。")
    assert said.err.endswith(f"经过记在 {log}。\n")
    assert log.read_text(encoding="utf-8").startswith("duban plan list\nTraceback")


@pytest.mark.usefixtures("drafted")
def test_a_reason_that_is_too_long_is_told(duban: Duban) -> None:
    said = duban("plan", "act", "1", "withdraw", "--reason", "长" * 4001, "--as", "ji.xiaozhou")

    assert (said.code, said.out, said.err) == (2, "", "--reason 太长，最多 4000 个字。\n")


def test_the_version_is_told(duban: Duban) -> None:
    said = duban("--version")

    assert (said.code, said.out, said.err) == (0, f"duban {version('duban')}\n", "")


QUICK = """
import sys
sys.argv = ["duban", *sys.argv[1:]]
import duban.cli
try:
    duban.cli.main()
finally:
    heavy = {"prefect", "sqlmodel", "sqlalchemy", "fastapi", "transitions", "openpyxl", "httpx"}
    print("LOADED", sorted(heavy & set(sys.modules)), file=sys.stderr)
"""


@pytest.mark.parametrize("words", [("--help",), ("plan", "--help"), ("task", "act", "--help")])
def test_help_loads_nothing_heavy(words: tuple[str, ...]) -> None:
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", QUICK, *words],
        capture_output=True,
        text=True,
        cwd=root,
        env=os.environ | {"COLUMNS": "100"},
    )

    assert (done.returncode, done.stderr) == (0, "LOADED []\n")
    assert done.stdout.startswith("用法：duban ")
