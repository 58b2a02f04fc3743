"""`duban lifecycle`: the rules shown and drawn, for people and for programs."""

import json

from rich.cells import cell_len
from typer.testing import CliRunner

from duban.cli.lifecycle import app
from models.words import Life
from workflows.drawing import mermaid, mermaid_of_all
from workflows.lives import LIVES

RUN = CliRunner()


def lines_of(*words: str) -> list[str]:
    result = RUN.invoke(app, list(words))
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def test_show_reads_the_rows_state_by_state_with_the_answers_and_the_gaps():
    lines = lines_of("show", "task")

    here = lines.index("已报告")
    assert lines[0] == "【任务】"
    assert lines[here + 1 : here + 4] == [
        "  - 联络员可以拿回，任务变为“办理中”。",
        "  - 初审督查员可以初审通过，任务变为“审核中”；系统随后启动审核。",
        "      ✗ 报告人不能审核自己的报告，代理或兼任也不行。",
    ]
    after = lines[here : lines.index("审核中")]
    assert after[-2].startswith("  此时谁也不能：交办、签收、退回交办、改派、填报进展、")
    assert after[-1] == "  久拖不办怎么办：到了时间，系统自动催办或升级。"


def test_show_speaks_english_when_asked():
    lines = lines_of("show", "exemplar", "--english")

    assert lines[0] == "[exemplar]"
    assert (
        "  - The planner may adopt it: the exemplar becomes “accepted”; the system is then to tell the lead unit."
    ) in lines


def test_show_without_a_name_reads_every_life_in_its_order():
    lines = lines_of("show")

    assert [line for line in lines if line.startswith("【")] == [f"【{life.zh}】" for life in LIVES]
    assert [line for line in lines_of("show", "--english") if line.startswith("[")] == [
        f"[{life.en}]" for life in LIVES
    ]


def test_show_gives_programs_every_state_with_what_can_and_cannot_happen():
    found = json.loads("\n".join(lines_of("show", "plan", "--json")))

    assert list(found) == ["plan"]
    assert list(found["plan"]) == ["new", *(state.value for state in LIVES[Life.PLAN].states)]
    concluded = found["plan"]["concluded"]
    assert concluded["name"] == "已总结"
    assert concluded["rows"] == [{"may": "计划专责可以归档，工作方案变为“已归档”。", "otherwise": []}]
    assert concluded["cannot"][:3] == ["confirm", "add", "drop"]
    assert concluded["closing"][-1] == "久拖不办怎么办：归档不急。"


def test_show_prints_the_table_with_one_line_per_row_in_columns():
    title, heading, _, *rows = lines_of("show", "exemplar", "--table")

    assert (title, heading.split()) == ("典型", ["什么状态下", "谁", "可以", "变为", "随后"])
    assert [row.split() for row in rows] == [
        ["（尚未建立）", "联络员", "推荐", "已推荐", "告知计划专责"],
        ["已推荐", "计划专责", "采纳", "已采纳", "告知牵头单位"],
        ["已推荐", "计划专责", "不采纳", "未采纳", "告知牵头单位"],
        ["已采纳", "计划专责", "宣传", "已宣传", "告知牵头单位"],
    ]
    assert {cell_len(row[: row.index("告知")]) for row in rows} == {cell_len(heading[: heading.index("随后")])}


def test_the_table_speaks_english_too():
    title, heading, *_ = lines_of("show", "exemplar", "--table", "--english")

    assert (title, heading.split()[:3]) == ("exemplar", ["when", "it", "is"])


def test_the_table_of_all_gives_programs_the_rows_as_they_are_stored():
    found = json.loads("\n".join(lines_of("show", "--table", "--json")))

    assert {life: len(rows) for life, rows in found.items()} == {life.value: len(LIVES[life].rows) for life in LIVES}
    assert found["exemplar"][2] == {
        "when": ["nominated"],
        "who": "planner",
        "may": "pass_over",
        "if": ["other_person", "reason_given"],
        "becomes": "declined",
        "then": ["tell_lead"],
    }
    assert found["plan"][1]["becomes"] == "="


def test_draw_prints_the_diagram_of_one_or_of_all():
    assert lines_of("draw", "review") == mermaid(LIVES[Life.REVIEW]).splitlines()
    assert lines_of("draw") == mermaid_of_all(LIVES).splitlines()
    assert lines_of("draw", "--english") == mermaid_of_all(LIVES, "en").splitlines()


def test_draw_gives_programs_the_diagram_and_whose_it_is():
    one, every = (json.loads("\n".join(lines_of("draw", *life, "--json"))) for life in (["task"], []))

    assert one == {"life": "task", "mermaid": mermaid(LIVES[Life.TASK])}
    assert every == {"life": None, "mermaid": mermaid_of_all(LIVES)}


def test_a_life_that_does_not_exist_is_refused_with_the_names():
    result = RUN.invoke(app, ["show", "nothing"])

    assert result.exit_code == 2
    assert "supervision" in result.stderr
