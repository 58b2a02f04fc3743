"""Claims about policy files: every fault is told on its line with what to do, all of them at once; what fits is read."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from duban.policy_page import schema
from duban.policy_reading import LARGEST_BYTES, PolicyProblems, policy_in, read_policy
from duban.samples import POLICIES
from models.errors import BadInput
from models.policy import DEFAULT_PANELS, PolicySettings
from models.words import PanelRule, Role, SupervisionState

HERE, NEW_LINE = "▲", "\n"
SCHEMA = Draft202012Validator(schema())


def told(text: str) -> list[str]:
    with pytest.raises(PolicyProblems) as refused:
        policy_in(text, file="规则.yaml")
    return [problem.zh for problem in refused.value.problems]


# fmt: off
ONE_FAULT = [
    # what is wrong                  the file, ▲ where it is wrong                               what the clerk reads
    ("unknown setting",               "lamps:\n  ▲blue_days: 5",                                     "lamps.blue_days：没有这个设置，是不是 blue_days_left？"),
    ("nothing like it",               "▲zzz: 1",                                                     "zzz：没有这个设置；可以写：lamps、ladder、panels、gates、waits、scores、reports、extensions_at_most、clock_stops_with_others、joiners_get_open_demands、leavers、reminders_a_day、work_starts、work_ends。"),
    ("words for a number",            "# note\nextensions_at_most: ▲two",                            "extensions_at_most（一项任务最多延期几次）：请填整数，不是“two”。"),
    ("number in quotes",              "extensions_at_most: ▲'2'",                                    "extensions_at_most（一项任务最多延期几次）：请填整数，不是“2”。"),
    ("half a day",                    "waits:\n  sign: ▲1.5",                                        "waits.sign（已交办任务等牵头单位签收）：请填整数，不是“1.5”。"),
    ("too small",                     "waits: {sign: ▲0}",                                           "waits.sign（已交办任务等牵头单位签收）：不能小于 1，现在是 0。"),
    ("too large",                     "panels:\n  task:\n    percent: ▲101",                         "panels.task.percent（加权票签要百分之几的权重同意）：不能大于 100，现在是 101。"),
    ("yes for true",                  "panels:\n  task:\n    exclude_reporting_unit: ▲yes",          "panels.task.exclude_reporting_unit（报告单位的人回避）：请填 true 或 false，不是“yes”。"),
    ("a word misspelt",               "panels: {task: {rule: ▲quorom}}",                             "panels.task.rule（怎样算通过）：不能写“quorom”，是不是 quorum？"),
    ("the word people use",           "panels: {task: {rule: ▲会签}}",                                 "panels.task.rule（怎样算通过）：不能写“会签”，是不是 all？"),
    ("no such word",                  "panels: {task: {rule: ▲x}}",                                  "panels.task.rule（怎样算通过）：不能写“x”；可以写：any（或签）、all（会签）、sequence（顺序会签）、quorum（票签）、weight（加权票签）。"),
    ("no hour",                       "work_starts: ▲8:30",                                          "work_starts（几点发提醒（北京时间））：请填 08:30 这样的时间，不是“8:30”。"),
    ("an empty setting",              "▲lamps:\nextensions_at_most: 1",                              "lamps（亮灯）：下面没有内容；请写上，或删去这一行。"),
    ("a missing part",                "ladder:\n  - ▲to: urged",                                     "ladder[1].days_after_due（时限后几个工作日（负数：时限前））：缺少这一项。"),
    ("no list",                       "ladder: ▲{to: urged}",                                        "ladder（督办层级，由低到高）：每项另起一行，以“- ”开头。"),
    ("a list for names",              "waits: ▲[1]",                                                 "waits（几个工作日没人办就催）：请另起一行，缩进写“名称: 值”；名称有：hand_out、sign、reassign、check、assign_finding、fix、verify、answer_appeal。"),
    ("a list for the whole",          "▲- lamps",                                                    "请另起一行，缩进写“名称: 值”；名称有：lamps、ladder、panels、gates、waits、scores、reports、extensions_at_most、clock_stops_with_others、joiners_get_open_demands、leavers、reminders_a_day、work_starts、work_ends。"),
    ("no space after the colon",      "panels:\n  task:\n    ▲rule:all",                             "panels.task：冒号请用半角的“:”，后面空一格。"),
    ("a wide blank",                 "panels: {task: {seats: [{post: ▲LDB　CHIEF}]}}",               "有看不见的字符（全角空格、换行等），请重新输入。"),
    ("no post",                       "panels: {task: {seats: [{post: ▲''}]}}",                      "panels.task.seats[1].post（岗位编码（同名册））：不能为空。"),
    ("yellow before blue",            "lamps:\n  yellow_days_left: ▲6",                              "lamps.yellow_days_left（距时限几个工作日起亮黄灯）：亮黄灯的天数不能多于亮蓝灯的天数：先亮蓝灯。"),
    ("red before yellow",             "lamps:\n  red_points_behind: ▲5",                             "lamps.red_points_behind（进度落后几个百分点亮红灯）：亮黄灯的落后点数不能多于亮红灯的点数：先亮黄灯。"),
    ("no rung",                       "ladder: [{to: ▲calm, days_after_due: 1}]",                    "ladder[1].to（督办到哪一级）：“正常”不是督办层级里的一级。"),
    ("a rung twice",                  "ladder: [{to: urged, days_after_due: 1}, {to: ▲urged, days_after_due: 2}]", "ladder[2].to（督办到哪一级）：“已催办”不高于前一级“已催办”；层级由低到高，每级一次。"),
    ("a higher rung earlier",         "ladder: [{to: urged, days_after_due: 1}, {to: ordered, days_after_due: ▲0}]", "ladder[2].days_after_due（时限后几个工作日（负数：时限前））：“已督办”不能早于低一级的“已催办”。"),
    ("a role nobody has",             "panels: {task: {role: ▲supporter}}",                          "panels.task.role（哪种角色的岗位参加（不写席位时））：没有岗位会给出“配合单位联络员”这个角色，审核组里不会有人。"),
    ("a post twice",                  "panels: {task: {seats: [{post: A}, {post: ▲A}]}}",            "panels.task.seats[2].post（岗位编码（同名册））：岗位 A 已有一个席位。"),
    ("more yes than seats",           "panels: {task: {rule: quorum, needed: ▲2, seats: [{post: A}]}}", "panels.task.needed（票签要几票同意）：要 2 票同意，而审核组只有 1 个席位，永远通过不了。"),
    ("no such panel",                 "gates: {task.assign: ▲office}",                               "gates.task.assign：没有叫“office”的审核组；现有：plan、task、summary、policy。"),
    ("an act misspelt",               "gates: {▲task.asign: task}",                                  "gates.task.asign：没有可以先审核的这件事，是不是 task.assign？"),
    ("an act of no gate",             "gates: {▲plan.set_policy: task}",                             "gates.plan.set_policy：这件事前面不能设审核；可以设的有：plan.archive（归档）、plan.conclude（总结）、plan.issue（印发）、plan.submit（送审）、plan.take_back（拿回）、plan.withdraw（撤回）。"),
    ("no life",                       "gates: {▲交办: task}",                                          "gates.交办：要写成“哪类事项.哪件事”，事项有：appeal（申诉）、exemplar（典型）、extension（延期）、finding（问题）、inspection（检查）、paper（报告稿）、plan（工作方案）、supervision（督办）、task（任务）。"),
    ("a panel for nothing",           "panels: {▲office: {rule: all}}",                              "panels.office：没有哪件事要过这个审核组；请在 gates 里写明，或者删去。"),
    ("a usual panel misspelt",        "panels: {▲tasks: {rule: all}}",                               "panels.tasks：没有哪件事要过这个审核组，是不是 task？"),
    ("a name twice",                  "extensions_at_most: 1\nwork_starts: '09:00'\n▲extensions_at_most: 2", "extensions_at_most 在第 1 行已经写过。"),
    ("a name that is a list",         "? ▲[1, 2]\n: 3",                                              "名称只能是文字。"),
    ("a tag",                         "work_starts: ▲!!python/object:os.system '09:00'",             "请不要写标记 tag:yaml.org,2002:python/object:os.system。"),
    ("nothing at all",                "▲# only a note\n",                                            "文件是空的。"),
    ("a bracket left open",           "lamps: [▲",                                                   "读不下去：请核对这一行和上一行的缩进、引号和括号。"),
    ("a Chinese colon",               "lamps：\n  blue_days_left▲: 1",                                "冒号请用半角的“:”，后面空一格。"),
    ("a tab",                         "lamps:\n▲	blue_days_left: 1",                                 "缩进请用空格，不能用制表符。"),
    ("Chinese quotes",                "gates: {“task.assign: task▲",                                 "引号请用半角的引号。"),
    ("two policies",                  "extensions_at_most: 1\n▲---\nextensions_at_most: 2",          "一个文件只能写一份规则。"),
    ("far too deep",                  "▲" + "[" * 5000,                                              "读不下去：请核对这一行和上一行的缩进、引号和括号。"),
]
# fmt: on


@pytest.mark.parametrize(("text", "sentence"), [case[1:] for case in ONE_FAULT], ids=[case[0] for case in ONE_FAULT])
def test_a_fault_is_told_on_its_line_with_what_to_do(text, sentence):
    before = text.partition(HERE)[0]
    place = f"第 {before.count(NEW_LINE) + 1} 行第 {len(before.rpartition(NEW_LINE)[2]) + 1} 列"

    assert told(text.replace(HERE, "")) in ([f"{place}，{sentence}"], [f"{place}：{sentence}"])


MANY = """\
lamps:
  blue_days_left: 1
  yellow_days_left: 3
  yelow_points_behind: 12
  silent_days: often
ladder:
  - {to: reminded, days_after_due: -3}
  - {to: calm, days_after_due: 1}
  - {to: urgd, days_after_due: 2}
  - {days_after_due: 2}
  - {to: reminded, days_after_due: 9}
panels:
  plan: quorum
  task:
    rule: 票签
    seats:
      - post: KX
      - {post: KX, weight: 0}
  summary:
    rule: quorum
    needed: 3
    role: clock
    role: leader
    seats: [{post: A}, {post: B}]
gates:
  task.asign: office
  task.assign: plan
waits:
work_starts: 8:30
"""


def test_every_fault_is_told_at_once_in_the_order_of_the_lines():
    lines = [re.match(r"第 (\d+) 行", said) for said in told(MANY)]

    assert [int(found[1]) for found in lines if found] == [
        3,
        4,
        5,
        8,
        9,
        10,
        11,
        13,
        15,
        18,
        21,
        22,
        23,
        26,
        26,
        28,
        29,
    ]


def test_a_fault_that_hangs_on_another_is_not_told_before_that_is_mended():
    """Yellow could only be compared with a blue that can be read; the panel that is none is still one to the gate."""
    text = "lamps: {blue_days_left: x, yellow_days_left: 9}\npanels: {office: all}\ngates: {task.assign: office}"

    assert [said.partition("：")[0] for said in told(text)] == [
        "第 1 行第 25 列，lamps.blue_days_left（距时限几个工作日起亮蓝灯）",
        "第 2 行第 18 列，panels.office",
    ]


def test_a_seat_left_out_for_its_fault_does_not_make_the_quorum_too_high():
    text = "panels: {task: {rule: quorum, needed: 2, seats: [{post: A}, {pots: B}]}}"

    assert {said.partition("（")[0].partition("：")[0] for said in told(text)} == {
        "第 1 行第 61 列，panels.task.seats[2].post",
        "第 1 行第 62 列，panels.task.seats[2].pots",
    }


def test_a_refusal_is_one_sentence_with_the_file_and_how_many_faults():
    with pytest.raises(PolicyProblems) as refused:
        policy_in("lamp: {}\nwaits: 3", file="规则.yaml")

    assert refused.value.sentence.zh.splitlines()[0] == "规则.yaml 有 2 处问题，改正后再试："
    assert refused.value.sentence.en.splitlines() == [
        "规则.yaml has 2 problems; correct them and try again:",
        "line 1 column 1, lamp: there is no such setting; did you mean lamps?",
        "line 2 column 8, waits: write name: value, indented, one a line; names are hand_out, sign, reassign, check, "
        "assign_finding, fix, verify, answer_appeal.",
    ]


def test_more_faults_than_anybody_reads_are_counted():
    text = "waits:\n" + "".join(f"  w{n}: 1\n" for n in range(60))

    with pytest.raises(PolicyProblems) as refused:
        policy_in(text, file="规则.yaml")

    assert len(refused.value.problems) == 60
    assert refused.value.sentence.zh.splitlines()[-1] == "另有 10 处"


def test_aliases_are_not_followed():
    """Nine lines of them would be a billion values."""
    lines = ["a0: &a0 [1, 1]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 30)]

    assert "第 1 行第 5 列：请不要用 & 和 * 引用，把内容写出来。" in told("\n".join(lines))


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ("规则: 一".encode("gb18030"), "规则.yaml 不是 UTF-8 编码的文本；请另存为 UTF-8 后再试。"),
        (b"#" * (LARGEST_BYTES + 1), "规则.yaml 太大，不像一份督办规则。"),
    ],
)
def test_a_file_that_is_no_policy_text_is_refused(raw, sentence, tmp_path):
    path = tmp_path / "规则.yaml"
    path.write_bytes(raw)

    with pytest.raises(BadInput) as refused:
        read_policy(path)

    assert refused.value.sentence.zh == sentence


def test_what_a_file_says_is_read_and_what_it_leaves_out_is_as_usual(tmp_path):
    path = tmp_path / "规则.yaml"
    path.write_text(
        "\ufeffextensions_at_most: 0  # none\nwork_starts: 18:30\npanels:\n  door: {rule: all, role: leader}\n"
        "gates: {task.assign: door}\nladder:\n  - {to: urged, days_after_due: -1}\n",
        encoding="utf-8",
    )

    settings = read_policy(path)

    assert (settings.extensions_at_most, settings.work_starts) == (0, "18:30")
    assert (settings.panels["door"].rule, settings.panels["door"].role) == (PanelRule.ALL, Role.LEADER)
    assert [rung.to for rung in settings.ladder] == [SupervisionState.URGED]
    assert {name: settings.panels[name] for name in DEFAULT_PANELS} == DEFAULT_PANELS
    assert settings.lamps == PolicySettings().lamps


@pytest.mark.parametrize("path", sorted(POLICIES.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_sample_policy_is_read_and_fits_the_schema(path):
    read_policy(path)

    assert list(SCHEMA.iter_errors(YAML(typ="safe", pure=True).load(path))) == []


def test_the_sample_of_the_usual_policy_spells_every_setting_out():
    path = POLICIES / "default.yaml"

    said = YAML(typ="safe", pure=True).load(path)

    assert read_policy(path) == PolicySettings()
    assert said == json.loads(PolicySettings().model_dump_json())


# fmt: off
NOT_IN_THE_SCHEMA = {
    # faults between settings, or that YAML itself has: a schema cannot say them
    "yellow before blue", "red before yellow", "a rung twice", "a higher rung earlier", "a post twice",
    "more yes than seats", "no such panel", "a panel for nothing", "a usual panel misspelt",
    "a name twice", "a wide blank", "a name that is a list", "a tag", "nothing at all", "a bracket left open", "a Chinese colon", "a tab",
    "Chinese quotes", "two policies", "far too deep",
}
# fmt: on


@pytest.mark.parametrize(
    "text",
    [case[1].replace(HERE, "") for case in ONE_FAULT if case[0] not in NOT_IN_THE_SCHEMA],
    ids=lambda text: text[:20],
)
def test_what_is_refused_does_not_fit_the_schema_either(text):
    assert not SCHEMA.is_valid(YAML(typ="safe", pure=True).load(text))


NAMES = st.sampled_from(
    ["lamps", "ladder", "panels", "gates", "waits", "task", "rule", "needed", "seats", "post", "to"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 200) | st.sampled_from(["any", "urged", "task", "", "x: y", "：", "@"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=12,
)


def faults_in(text: str) -> tuple[str, ...] | None:
    """List what is said about a text; None when it can be used."""
    try:
        policy_in(text, file="规则.yaml")
    except PolicyProblems as refused:
        return tuple(problem.zh for problem in refused.problems)
    return None


@settings(deadline=None)
@given(st.dictionaries(NAMES, VALUES, max_size=4))
def test_whatever_is_written_is_read_or_refused_with_lines_of_the_file(said):
    text = json.dumps(said, ensure_ascii=False, indent=1)

    found = faults_in(text)

    if found is not None:
        assert len(set(found)) == len(found) > 0
        assert {int(fault.split()[1]) for fault in found} <= set(range(1, len(text.splitlines()) + 1))


@settings(deadline=None)
@given(st.text(max_size=60))
def test_whatever_text_is_given_is_read_or_refused(text):
    found = faults_in(text)

    assert found is None or found


def test_the_readers_of_the_samples_find_them():
    assert {path.stem for path in Path(POLICIES).iterdir()} == {
        "default",
        "near_behind_late",
        "one_order_after_another",
        "points_behind",
    }
