"""A definition on record, told as sentences in both languages, word by word."""

from models.words import Life
from workflows.definition import NEW, SAME, Condition, Definition, RowText, StateText
from workflows.telling_of_definitions import told

REASON = Condition(name="reason_given", zh="要写明理由。", en="A reason has to be given.")
HALF = Condition(name="half_done", zh="要过半。", en="Half of it has to be done.")


def row(when: str, who: str, may: str, becomes: str, *then: str, needs: tuple[Condition, ...] = ()) -> RowText:
    return RowText(when=(when,), who=who, may=may, if_=needs, becomes=becomes, then=then)


# fmt: off
SMALL = Definition(
    life=Life.TASK.value,
    states=(
        StateText(value="asked", zh="已提出", en="asked for"),
        StateText(value="done", zh="已办成", en="done"),
    ),
    ended=("done",),
    rows=(
        row(NEW,     "planner", "open",      "asked", "tell_lead", "tell_planner"),
        row("asked", "liaison", "request",   SAME,    needs=(REASON, HALF)),
        row("asked", "panel",   "send_back", SAME,    "count_return"),
        row("asked", "clock",   "approve",   "done"),
    ),
)
# fmt: on


def test_a_definition_is_told_in_chinese():
    assert list(told(SMALL)) == [
        f"【任务】规则 {SMALL.fingerprint}",
        "（尚未建立）",
        "  - 计划专责可以立项，变为“已提出”；随后告知牵头单位、告知计划专责。",
        "已提出",
        "  - 联络员可以申请，状态不变。",
        "      ✗ 要写明理由。",
        "      ✗ 要过半。",
        "  - 审核组自动退回重办，状态不变；随后计退回一次。",
        "  - 时钟自动审核通过，变为“已办成”。",
        "已办成（终点）",
    ]


def test_a_definition_is_told_in_english():
    assert list(told(SMALL, "en")) == [
        f"[task] rules {SMALL.fingerprint}",
        "(not there yet)",
        "  - Planner may open: it becomes “asked for”; then tell the lead unit, tell the planner.",
        "asked for",
        "  - Liaison may request: it stays as it is.",
        "      ✗ A reason has to be given.",
        "      ✗ Half of it has to be done.",
        "  - The panel does send back: it stays as it is; then count the return.",
        "  - The clock does approve: it becomes “done”.",
        "done (an end)",
    ]


def test_what_nobody_knows_any_more_is_told_by_its_stored_word():
    [old] = [
        line for line in told(SMALL.model_copy(update={"rows": (row("asked", "clerk", "stamp", "gone", "ring"),)}), "en")
        if line.startswith("  -")
    ]  # fmt: skip

    assert old == "  - Clerk may stamp: it becomes “gone”; then ring."
