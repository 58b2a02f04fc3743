"""A supplementary notice on the page of its plan: what it changes is shown with its sentence, and taken when ticked."""

import re

import pytest
from inbox_browser import As
from world import World

from duban.kept_notices import kept
from models.plan import Plan, Requirement

HEAD = "岭科协〔2026〕25号\n\n关于调整有关任务的补充通知\n\n各有关单位：\n　　"
TAIL = "\n\n岭海省科学技术协会\n2026年3月20日\n"


def changed(world: World) -> Requirement:
    found: Requirement = next(
        r for r in world.all_of(Requirement, plan_id=world.plan_id) if r.due and not r.dropped_why
    )
    return found


def sentence(world: World) -> str:
    return f"将“{changed(world).text}”的完成时限调整为2026年11月30日前。"


def as_a_page(text: str) -> bytes:
    """Write a text as a web page, as somebody saves it who copies a notice from a site."""
    return ("<html><body>" + "".join(f"<p>{line}</p>" for line in text.split("\n")) + "</body></html>").encode()


def test_changes_are_shown_and_those_that_are_ticked_are_done(as_: As, world: World) -> None:
    one, page = changed(world), as_("planner")
    assert f"/plans/{world.plan_id}/amend" in page.get(f"/plans/{world.plan_id}").text

    shown = page.post(f"/plans/{world.plan_id}/amend", text=HEAD + sentence(world) + TAIL)

    assert shown.status_code == 200
    assert "<ins>" in shown.text
    assert changed(world).due == one.due  # nothing is done by looking
    fields = dict(re.findall(r'type="hidden" name="(notice|shown)" value="([^"]+)"', shown.text))
    done = page.post(f"/plans/{world.plan_id}/amend/take", **fields, take="1")
    assert done.status_code == 200
    assert str(next(r for r in world.all_of(Requirement, id=one.id)).due) == "2026-11-30"


def test_what_was_shown_before_the_plan_changed_is_not_taken(as_: As, world: World) -> None:
    page = as_("planner")
    shown = page.post(f"/plans/{world.plan_id}/amend", text=HEAD + sentence(world) + TAIL).text
    fields = dict(re.findall(r'type="hidden" name="(notice|shown)" value="([^"]+)"', shown))

    refused = page.post(f"/plans/{world.plan_id}/amend/take", notice=fields["notice"], shown="0" * 64, take="1")

    assert refused.status_code == 422
    assert "方案又有改动" in refused.text


def test_a_unit_neither_sees_nor_sends_it(as_: As, world: World) -> None:
    assert as_("liaison").get(f"/plans/{world.plan_id}/amend").status_code == 403
    assert as_("liaison").post(f"/plans/{world.plan_id}/amend", text="x").status_code == 403
    assert f"/plans/{world.plan_id}/amend" not in as_("liaison").get(f"/plans/{world.plan_id}").text


def test_nothing_sent_and_a_plan_not_issued_are_told(as_: As, world: World) -> None:
    page = as_("planner")
    assert "请选择通知文件，或贴上通知全文。" in page.post(f"/plans/{world.plan_id}/amend", text="").text
    drafted: Plan = world.all_of(Plan, id=world.drafted_id)[0]
    said = page.post(f"/plans/{drafted.id}/amend", text=HEAD + "取消“第一项”。" + TAIL)
    assert (said.status_code, "只有已印发的方案才可以" in said.text) == (422, True)


def test_a_file_that_cannot_be_read_is_told_and_not_kept(as_: As, world: World) -> None:
    page = as_("planner")

    for name, content, said in (
        ("扫描.pdf", b"%PDF-1.4 nothing more", "所传的通知（.pdf）不是完整的 PDF 文件，请重新导出后再导入。"),
        ("通知.ofd", b"text", "所传的通知（.ofd）：OFD 文件不能直接读取"),
    ):
        refused = page.post(f"/plans/{world.plan_id}/amend", files={"file": (name, content)})
        assert refused.status_code == 422
        assert said in refused.text
    assert kept() == []


def test_a_name_of_a_kept_notice_never_leads_out_of_its_folder(as_: As, world: World) -> None:
    said = as_("planner").post(f"/plans/{world.plan_id}/amend/take", notice="../duban.db", shown="x", take="1")
    assert (said.status_code, "请先选择通知文件。" in said.text) == (422, True)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh", "所传的通知（.txt）的内容是网页，已按内容读取。"),
        ("en", "The notice (.txt) is a web page inside; read as one."),
    ],
)
def test_how_the_file_was_opened_is_told_in_the_language_of_the_page(
    as_: As, world: World, language: str, told: str
) -> None:
    page = as_("planner")
    page.client.headers["accept-language"] = language
    shown = page.post(
        f"/plans/{world.plan_id}/amend", files={"file": ("通知.txt", as_a_page(HEAD + sentence(world) + TAIL))}
    )
    assert told in shown.text
