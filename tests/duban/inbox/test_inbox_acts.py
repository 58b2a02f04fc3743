"""Every act of a case, sent as the form of its page sends it."""

from datetime import timedelta

import pytest
from inbox_browser import As, Browser
from sqlmodel import SQLModel
from world import World

from models.found import Exemplar, Finding
from models.question import Decision, Extension, Supervision
from models.record import Move, Refusal
from models.task import Contribution, Evidence
from models.words import Act, ExtensionState, FindingState, Life, Owed, PlanState, ReviewState, Verdict
from models.words import TaskState as S

# fmt: off
ON_TASKS = [
    # who            stage           act                with                                                     becomes
    ("liaison",      "assigned",     Act.ACCEPT,        {},                                                      S.ASSIGNED,    S.IN_PROGRESS),
    ("liaison",      "assigned",     Act.DECLINE,       {"reason": "职责不符。"},                                S.ASSIGNED,    S.DECLINED),
    ("liaison",      "in_progress",  Act.ADD_ENTRY,     {"text": "已过半。", "percent": "55", "count": "1"},     S.IN_PROGRESS, S.IN_PROGRESS),
    ("liaison",      "in_progress",  Act.REPORT,        {"text": "已完成。"},                                    S.IN_PROGRESS, S.REPORTED),
    ("liaison",      "reported",     Act.TAKE_BACK,     {},                                                      S.REPORTED,    S.IN_PROGRESS),
    ("checker",      "reported",     Act.PASS_CHECK,    {},                                                      S.REPORTED,    S.IN_REVIEW),
    ("checker",      "reported",     Act.SEND_BACK,     {"reason": "佐证不足。"},                                S.REPORTED,    S.IN_PROGRESS),
    ("planner",      "declined",     Act.REASSIGN,      {"unit_id": "科普部", "reason": "改由科普部牵头。"},     S.DECLINED,    S.ASSIGNED),
    ("planner",      "in_progress",  Act.SUSPEND,       {"reason": "等待经费。"},                                S.IN_PROGRESS, S.SUSPENDED),
    ("planner",      "assigned",     Act.CANCEL,        {"reason": "任务合并。"},                                S.ASSIGNED,    S.CANCELLED),
    ("supervisor",   "closed",       Act.REOPEN,        {"reason": "回头看。", "due": "2026-05-29"},             S.CLOSED,      S.IN_PROGRESS),
]
# fmt: on


@pytest.mark.parametrize(("who", "stage", "act", "fields", "came_from", "becomes"), ON_TASKS)
def test_an_act_on_a_task_happens_and_is_on_record(
    as_: As, world: World, who: str, stage: str, act: Act, fields: dict[str, str], came_from: S, becomes: S
) -> None:
    url = f"/tasks/{world.tasks[stage]}"
    done = as_(who).act(url, act, **fields)
    assert (done.status_code, done.headers.get("location")) == (303, url), done.text
    last = world.moves(Life.TASK, world.tasks[stage])[-1]
    assert (last.act, last.became_from, last.became) == (act, came_from, becomes)
    assert (last.person_id, last.why) == (world.people[who].person_id, fields.get("reason", ""))


@pytest.mark.parametrize(("who", "stage", "act"), [row[:3] for row in ON_TASKS])
def test_the_page_offers_each_act_to_whoever_may_do_it(as_: As, world: World, who: str, stage: str, act: Act) -> None:
    url = f"/tasks/{world.tasks[stage]}"
    assert f'action="{url}/acts/{act}"' in as_(who).text(url)


def test_what_was_done_is_said_once(as_: As, world: World) -> None:
    browser, url = as_("liaison"), f"/tasks/{world.tasks['assigned']}"
    browser.act(url, Act.ACCEPT)
    assert "已签收，可以开始办理。" in browser.text(url)
    assert "已签收，可以开始办理。" not in browser.text(url)


def test_a_refused_report_says_every_reason_and_keeps_what_was_typed(as_: As, world: World) -> None:
    refused = as_("liaison").act(f"/tasks/{world.tasks['rich']}", Act.REPORT, text="写了很久的报告")
    assert refused.status_code == 409
    for reason in ("还有成果未上传佐证材料。", "尚未达到要求的数量。", "还有配合单位未报送，也未免报。"):
        assert reason in refused.text
    assert world.task("rich").state is S.IN_PROGRESS
    assert [row.why for row in world.all_of(Refusal, subject_id=world.tasks["rich"])] == [
        "还有成果未上传佐证材料。；尚未达到要求的数量。；还有配合单位未报送，也未免报。"
    ]


def test_a_refused_form_is_open_again_with_its_words(as_: As, world: World) -> None:
    refused = as_("checker").act(f"/tasks/{world.tasks['reported']}", Act.SEND_BACK, reason="  ")
    assert refused.status_code == 409
    assert "必须写明理由。" in refused.text
    wrong = as_("liaison").act(f"/tasks/{world.tasks['asking']}", Act.ADD_ENTRY, text="写了很久", percent="很多")
    assert wrong.status_code == 422
    assert "不是整数" in wrong.text
    assert "写了很久</textarea>" in wrong.text


def test_what_cannot_be_done_yet_is_grey_with_its_reasons(as_: As, world: World) -> None:
    url = f"/tasks/{world.tasks['rich']}"
    text = as_("liaison").text(url)
    assert f'action="{url}/acts/report"' not in text
    assert "还不能办：还有成果未上传佐证材料。" in text


def test_the_same_form_sent_twice_does_it_once(as_: As, world: World) -> None:
    browser, url = as_("liaison"), f"/tasks/{world.tasks['in_progress']}"
    for _ in range(2):
        assert browser.act(url, Act.ADD_ENTRY, text="已过半。", key="same").status_code == 303
    entries = [m for m in world.moves(Life.TASK, world.tasks["in_progress"]) if m.act is Act.ADD_ENTRY]
    assert len(entries) == 1


# fmt: off
BEGUN = [
    # who           act            table      with
    ("supervisor",  Act.FIND,      Finding,   {"text": "现场无人。"}),
    ("liaison",     Act.NOMINATE,  Exemplar,  {"kind": "case", "name": "巡展案例", "text": "送科普下乡。"}),
    ("liaison",     Act.REQUEST,   Extension, {"due": "2026-08-31", "reason": "展品未到。", "text": "一半。"}),
]
# fmt: on


@pytest.mark.parametrize(("who", "act", "table", "fields"), BEGUN)
def test_the_same_form_sent_twice_begins_one_thing(
    as_: As, world: World, who: str, act: Act, table: type[SQLModel], fields: dict[str, str]
) -> None:
    browser, url, before = as_(who), f"/tasks/{world.tasks['in_progress']}", len(world.all_of(table))
    for _ in range(2):
        assert browser.act(url, act, key="same", **fields).status_code == 303
    assert len(world.all_of(table)) == before + 1


def test_nothing_happens_without_the_pages_own_token(as_: As, world: World) -> None:
    browser, url = as_("liaison"), f"/tasks/{world.tasks['assigned']}"
    for forged in ("", "forged", as_("feng").csrf):
        assert browser.act(url, Act.ACCEPT, csrf=forged).status_code == 403
    assert world.task("assigned").state is S.ASSIGNED


def test_nothing_happens_by_a_link(as_: As, world: World) -> None:
    answer = as_("liaison").get(f"/tasks/{world.tasks['assigned']}/acts/accept")
    assert answer.status_code == 405
    assert world.task("assigned").state is S.ASSIGNED


def test_nothing_happens_for_a_stranger(stranger: Browser, world: World) -> None:
    assert stranger.act(f"/tasks/{world.tasks['assigned']}", Act.ACCEPT).status_code == 401
    assert world.task("assigned").state is S.ASSIGNED


def test_evidence_goes_up_and_comes_down_as_a_download(as_: As, world: World) -> None:
    browser, url = as_("liaison"), f"/tasks/{world.tasks['rich']}"
    files = [("file", ("清单.html", b"<script>alert(1)</script>", "text/html"))]
    assert browser.act(url, Act.ATTACH, files=files, deliverable="《资源清单》").status_code == 303
    file = world.all_of(Evidence, task_id=world.tasks["rich"])[-1]
    down = browser.get(f"/files/{file.id}")
    assert down.content == b"<script>alert(1)</script>"
    assert down.headers["content-type"] == "application/octet-stream"
    assert down.headers["content-disposition"].startswith("attachment")
    assert down.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in down.headers["content-security-policy"]


def test_several_files_go_up_at_once(as_: As, world: World) -> None:
    files = [("file", ("甲.txt", b"a")), ("file", ("乙.txt", b"b"))]
    as_("liaison").act(f"/tasks/{world.tasks['in_progress']}", Act.ATTACH, files=files)
    assert [file.name for file in world.all_of(Evidence, task_id=world.tasks["in_progress"])] == ["甲.txt", "乙.txt"]


def test_an_upload_with_an_empty_file_keeps_none_of_it(as_: As, world: World) -> None:
    files = [("file", ("甲.txt", b"a")), ("file", ("空.txt", b""))]
    refused = as_("liaison").act(f"/tasks/{world.tasks['in_progress']}", Act.ATTACH, files=files)
    assert refused.status_code == 422
    assert "空.txt" in refused.text
    assert world.all_of(Evidence, task_id=world.tasks["in_progress"]) == []


def test_an_upload_sent_twice_is_kept_once(as_: As, world: World) -> None:
    browser, url = as_("liaison"), f"/tasks/{world.tasks['in_progress']}"
    for _ in range(2):
        files = [("file", ("甲.txt", b"a")), ("file", ("乙.txt", b"b"))]
        assert browser.act(url, Act.ATTACH, files=files, key="same").status_code == 303
    assert [file.name for file in world.all_of(Evidence, task_id=world.tasks["in_progress"])] == ["甲.txt", "乙.txt"]


def test_no_file_chosen_is_said(as_: As, world: World) -> None:
    refused = as_("liaison").act(f"/tasks/{world.tasks['in_progress']}", Act.ATTACH)
    assert refused.status_code == 422
    assert "请先选择要上传的文件。" in refused.text


def test_too_much_is_refused_before_it_is_read(as_: As, world: World) -> None:
    browser = as_("liaison")
    headers = {"content-length": str(100 * 1024 * 1024), "content-type": "application/x-www-form-urlencoded"}
    refused = browser.client.post(f"/tasks/{world.tasks['in_progress']}/acts/attach", content=b"x", headers=headers)
    assert refused.status_code == 413
    assert "超过上限" in refused.text


def test_a_supporting_unit_contributes(as_: As, world: World) -> None:
    done = as_("supporter").act(f"/tasks/{world.tasks['rich']}", Act.CONTRIBUTE, text="已提供清单。")
    assert done.status_code == 303
    (owed,) = world.all_of(Contribution, task_id=world.tasks["rich"])
    assert (owed.owed, owed.text) == (Owed.FILED, "已提供清单。")


def test_a_contribution_is_waived_for_the_unit_named(as_: As, world: World) -> None:
    kpb = str(world.units["KPB"])
    done = as_("planner").act(f"/tasks/{world.tasks['rich']}", Act.WAIVE, unit_id=kpb, reason="已另行报送。")
    assert done.status_code == 303, done.text
    assert world.all_of(Contribution, task_id=world.tasks["rich"])[0].owed is Owed.WAIVED


def test_a_reviewer_approves_and_the_task_is_closed(as_: As, world: World) -> None:
    review = world.reviews["in_review"]
    done = as_("feng").act(f"/reviews/{review}", Act.DECIDE, verdict="yes", reason="材料齐全。")
    assert done.status_code == 303
    assert world.get(Life.REVIEW, review).state is ReviewState.APPROVED
    assert world.task("in_review").state is S.CLOSED


def test_a_reviewer_returns_with_a_reason(as_: As, world: World) -> None:
    review = world.reviews["in_review"]
    done = as_("feng").act(f"/reviews/{review}", Act.DECIDE, verdict="no", reason="缺少照片。")
    assert done.status_code == 303
    (decision,) = world.all_of(Decision, review_id=review)
    assert (decision.verdict, decision.reason) == (Verdict.NO, "缺少照片。")
    assert world.task("in_review").state is S.IN_PROGRESS


def test_the_page_of_a_returned_review_says_so(as_: As, world: World) -> None:
    browser, url = as_("feng"), f"/reviews/{world.reviews['in_review']}"
    browser.act(url, Act.DECIDE, verdict="no", reason="缺少照片。")
    text = browser.text(url)
    assert "已退回，待重新报告" in text
    assert "缺少照片。" in text


def test_a_return_without_a_reason_is_refused_and_stays_open(as_: As, world: World) -> None:
    review = world.reviews["in_review"]
    refused = as_("feng").act(f"/reviews/{review}", Act.DECIDE, verdict="no")
    assert refused.status_code == 409
    assert "退回必须写明理由。" in refused.text
    assert world.get(Life.REVIEW, review).state is ReviewState.OPEN


def test_a_review_is_passed_on_to_a_person_from_the_list(as_: As, world: World) -> None:
    review = world.reviews["in_review"]
    to = "黄思棠（huang.sitang）"
    name = world.people["outsider"].name
    done = as_("feng").act(
        f"/reviews/{review}", Act.PASS_ON, person_id=to.replace("黄思棠", name), reason="出差，请代审。"
    )
    assert done.status_code == 303, done.text
    browser = as_("outsider")
    assert "同意" in browser.text(f"/reviews/{review}")
    assert browser.get(f"/tasks/{world.tasks['in_review']}").status_code == 200


def test_more_time_is_asked_for_and_granted(as_: As, world: World) -> None:
    task = world.tasks["in_progress"]
    asked = as_("liaison").act(f"/tasks/{task}", Act.REQUEST, due="2026-08-31", reason="展品未到。", text="一半。")
    assert asked.status_code == 303
    (extension,) = world.all_of(Extension, task_id=task)
    world.now += timedelta(minutes=1)
    assert as_("planner").act(f"/extensions/{extension.id}", Act.GRANT).status_code == 303
    assert world.get(Life.EXTENSION, extension.id).state is ExtensionState.GRANTED
    assert world.get(Life.TASK, task).due.isoformat() == "2026-08-31T15:59:59+00:00"


def test_a_refused_wish_for_time_keeps_its_words(as_: As, world: World) -> None:
    refused = as_("liaison").act(
        f"/tasks/{world.tasks['in_progress']}", Act.REQUEST, due="2026-08-30", reason="展品供货推迟", text="一半。"
    )
    assert refused.status_code == 409
    assert "新的时限必须是工作日。" in refused.text
    assert "展品供货推迟</textarea>" in refused.text
    assert 'value="2026-08-30"' in refused.text


def test_a_finding_is_handed_out_fixed_and_verified(as_: As, world: World) -> None:
    url = f"/findings/{world.finding_id}"
    for who, act, fields in (
        ("supervisor", Act.ASSIGN, {}),
        ("liaison", Act.START_FIX, {}),
        ("liaison", Act.CLAIM_FIXED, {"text": "已补齐台账。"}),
        ("supervisor", Act.VERIFY, {}),
    ):
        assert as_(who).act(url, act, **fields).status_code == 303, act
    assert world.get(Life.FINDING, world.finding_id).state is FindingState.VERIFIED


def test_a_finding_is_registered_from_the_tasks_page(as_: As, world: World) -> None:
    done = as_("supervisor").act(f"/tasks/{world.tasks['in_progress']}", Act.FIND, text="现场无人。", due="2026-04-10")
    assert done.status_code == 303
    finding = world.all_of(Finding)[-1]
    assert (finding.text, finding.task_id, finding.due.isoformat()) == (
        "现场无人。",
        world.tasks["in_progress"],
        "2026-04-10",
    )


def test_an_exemplar_is_nominated_from_the_tasks_page(as_: As, world: World) -> None:
    fields = {"kind": "case", "name": "巡展案例", "text": "送科普下乡。"}
    assert as_("liaison").act(f"/tasks/{world.tasks['in_progress']}", Act.NOMINATE, **fields).status_code == 303
    assert world.all_of(Exemplar)[-1].name == "巡展案例"


def test_a_supervisor_urges_by_hand_from_the_tasks_page(as_: As, world: World) -> None:
    browser, url = as_("supervisor"), f"/tasks/{world.tasks['in_progress']}"
    action = next(part for part in browser.text(url).split('"') if part.endswith("/acts/urge"))
    done = browser.post(action, reason="进度偏慢。")
    assert (done.status_code, done.headers["location"]) == (303, url)
    assert "已催办" in browser.text(url)


def test_a_plan_is_withdrawn_with_a_reason(as_: As, world: World) -> None:
    browser, url = as_("planner"), f"/plans/{world.drafted_id}"
    assert browser.act(url, Act.WITHDRAW).status_code == 409
    assert browser.act(url, Act.WITHDRAW, reason="另行发文。").status_code == 303
    assert world.get(Life.PLAN, world.drafted_id).state is PlanState.WITHDRAWN


@pytest.mark.parametrize("path", ["tasks/3/acts/nothing", "things/3/acts/accept", "tasks/99999/acts/accept"])
def test_what_there_is_not_is_not_found(as_: As, path: str) -> None:
    assert as_("planner").post(f"/{path}").status_code == 404


def test_a_unit_nobody_knows_is_named_in_the_refusal(as_: As, world: World) -> None:
    refused = as_("planner").act(f"/tasks/{world.tasks['declined']}", Act.REASSIGN, unit_id="科普不", reason="改派。")
    assert refused.status_code == 422
    assert "名册里没有叫“科普不”的单位" in refused.text


def test_every_move_names_the_person_who_signed_in(as_: As, world: World) -> None:
    as_("checker").act(f"/tasks/{world.tasks['reported']}", Act.PASS_CHECK)
    move = world.all_of(Move, act=Act.PASS_CHECK)[-1]
    assert move.person_id == world.people["checker"].person_id


def test_an_answer_to_a_rung_is_shown_beside_it(as_: As, world: World) -> None:
    task, liaison = world.tasks["in_progress"], as_("liaison")
    [ladder] = world.all_of(Supervision, task_id=task)
    world.do(Life.SUPERVISION, ladder.id, Act.URGE, "supervisor", reason="群众反映。")
    before = liaison.text(f"/tasks/{task}")

    world.do(Life.TASK, task, Act.ADD_ENTRY, "liaison", text="展品后天到。")

    assert ("牵头单位已答复" in before, "牵头单位已答复" in liaison.text(f"/tasks/{task}")) == (False, True)
