"""What signers, advisers and askers do by command; and who is away."""

import pytest
from cli_testing import PLANNER, Duban, Sheet

FENG, REN = ("--as", "feng.yu"), ("--as", "ren.zhaojia")


@pytest.fixture
def submitted(duban: Duban, sheet: Sheet) -> Duban:
    """The sample plan, confirmed and submitted: review 1 is open."""
    sheet.complete()
    assert duban("plan", "confirm", "1", sheet.save(), *PLANNER).code == 0
    assert duban("plan", "act", "1", "submit", *PLANNER).code == 0
    return duban


def test_a_signer_asks_for_advice_passes_on_and_takes_back(submitted: Duban) -> None:
    steps = (
        ("consult", "1", "--person", "wu.guyan", "--text", "数字对吗？", *FENG),
        ("take-back", "1", *FENG),
        ("consult", "1", "--person", "cai.lingran", "--text", "数字对吗？", *FENG),
        ("advise", "1", "--text", "对的。", "--as", "cai.lingran"),
        ("approve", "1", "--reason", "同意。", *FENG),
        ("take-back", "1", *FENG),
        ("pass-on", "1", "--person", "cai.lingran", "--reason", "出差。", *FENG),
        ("add-signer", "1", "--person", "he.guxi", "--reason", "请办公室会签。", *PLANNER),
    )
    said = [submitted("review", *words) for words in steps]
    told = submitted("review", "show", "1").out

    assert [(one.code, one.err) for one in said[:-1]] == [(0, "")] * (len(steps) - 1)
    assert said[1].out == "审核 1：拿回，现为“待审”。\n"
    assert said[-1].code == 2, "whoever submitted does not choose who decides"
    assert "冯榆 转来（原席位：" in told
    assert "冯榆 委派 蔡令然：数字对吗？——对的。" in told
    assert "冯榆 2026-01-06 09:00 拿回“同意”（同意。）" in told


def test_a_review_tells_somebody_what_can_be_done(submitted: Duban) -> None:
    told = submitted("review", "show", "1", *FENG, "--json").json
    assert [can["act"] for can in told["can"] if not can["missing"]] == ["decide", "pass_on", "consult"]
    assert told["seats"][0]["weight"] == 1


def test_whoever_submitted_withdraws(submitted: Duban) -> None:
    said = submitted("review", "withdraw", "1", "--reason", "还要改。", *PLANNER)
    assert (said.code, said.out) == (0, "审核 1：撤回，现为“已撤回”。\n")


@pytest.mark.usefixtures("drafted")
def test_an_absence_is_added_listed_and_ended(duban: Duban) -> None:
    mine = ("--as", "cai.lingran")
    added = duban("register", "absence", "add", "--from", "2026-01-07", "--to", "2026-01-09", "--reason", "下乡", *mine)
    assert (added.code, added.err) == (0, "")
    (row,) = duban("register", "absence", "list", "--json").json
    assert (row["person"], row["since"], row["until"], row["cover"]) == (
        "蔡令然",
        "2026-01-07",
        "2026-01-09",
        "省科技馆联络员：侯嘉",
    )
    refused = duban("register", "absence", "end", str(row["id"]), *FENG)
    assert (refused.code, "只能登记自己的外出" in refused.err) == (2, True)
    assert duban("register", "absence", "end", str(row["id"]), *mine).out == f"外出 {row['id']} 已取消。\n"
    assert duban("register", "absence", "list", "--json").json == []
