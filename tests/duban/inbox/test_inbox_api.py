"""The API: the same acts, the same rules, the same refusals."""

from inbox_browser import As, Browser
from world import World

from models.task import Evidence
from models.words import Life
from models.words import TaskState as S


def _accept(browser: Browser, world: World, **headers: str) -> int:
    url = f"/api/v1/tasks/{world.tasks['assigned']}/acts/accept"
    return browser.client.post(url, json={}, headers=headers).status_code


def test_what_waits_is_told_with_the_token_to_act(as_: As, world: World) -> None:
    browser = as_("feng")
    me, told = browser.get("/api/v1/me").json(), browser.get("/api/v1/waiting").json()
    assert (me["name"], me["csrf"]) == (world.people["feng"].name, browser.csrf)
    assert [(group["act"], group["count"]) for group in told] == [("decide", 2)]
    assert [one["id"] for one in told[0]["lines"]] == [
        world.reviews["in_review"],
        world.reviews["second_review"],
    ]


def test_an_act_needs_the_token_in_its_header(as_: As, world: World) -> None:
    browser = as_("liaison")
    assert _accept(browser, world) == 403
    assert _accept(browser, world, **{"x-csrf-token": "forged"}) == 403
    assert world.task("assigned").state is S.ASSIGNED
    assert _accept(browser, world, **{"x-csrf-token": browser.csrf}) == 200
    assert world.task("assigned").state is S.IN_PROGRESS


def test_a_stranger_is_told_to_sign_in(stranger: Browser, world: World) -> None:
    answer = stranger.get("/api/v1/waiting")
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "/api/v1/problems/sign-in-needed"


def test_a_refusal_lists_its_reasons(as_: As, world: World) -> None:
    browser = as_("liaison")
    answer = browser.client.post(
        f"/api/v1/tasks/{world.tasks['rich']}/acts/report",
        json={"text": "完成。"},
        headers={"x-csrf-token": browser.csrf},
    )
    assert answer.status_code == 409
    assert answer.json()["reasons"] == [
        "还有成果未上传佐证材料。",
        "尚未达到要求的数量。",
        "还有配合单位未报送，也未免报。",
    ]


def test_a_field_that_is_none_is_named(as_: As, world: World) -> None:
    browser = as_("liaison")
    answer = browser.client.post(
        f"/api/v1/tasks/{world.tasks['rich']}/acts/report",
        json={"percent": 200},
        headers={"x-csrf-token": browser.csrf},
    )
    assert answer.status_code == 422
    assert "percent" in answer.json()["detail"]


def test_nobody_attaches_a_file_of_another_task_by_its_number(as_: As, world: World) -> None:
    browser, foreign = as_("liaison"), world.all_of(Evidence)[0].id
    answer = browser.client.post(
        f"/api/v1/tasks/{world.tasks['in_progress']}/acts/attach",
        json={"evidence_id": foreign},
        headers={"x-csrf-token": browser.csrf},
    )
    assert answer.status_code == 422
    assert "evidence_id" in answer.json()["detail"]
    assert not [m for m in world.moves(Life.TASK, world.tasks["in_progress"]) if m.act == "attach"]


def test_a_task_is_told_with_what_one_can_do(as_: As, world: World) -> None:
    browser, url = as_("liaison"), f"/api/v1/tasks/{world.tasks['assigned']}"
    assert browser.get(url).json()["state"] == "assigned"
    can = {act["act"] for act in browser.get(f"{url}/acts").json() if act["offered"] and not act["missing"]}
    assert can == {"accept", "decline", "nominate"}


def test_a_field_that_no_act_has_is_refused(as_: As, world: World) -> None:
    browser, before = as_("liaison"), world.task("assigned")
    refused = browser.client.post(
        f"/api/v1/tasks/{world.tasks['assigned']}/acts/accept",
        json={"state": "closed"},
        headers={"x-csrf-token": browser.csrf},
    )
    assert (refused.status_code, "state" in refused.json()["detail"]) == (422, True)
    assert world.task("assigned").state is before.state


def test_a_field_of_another_act_changes_nothing(as_: As, world: World) -> None:
    browser, before = as_("liaison"), world.task("assigned")
    done = browser.client.post(
        f"/api/v1/tasks/{world.tasks['assigned']}/acts/accept",
        json={"due": "2030-01-01", "unit_id": world.units["KPB"], "percent": 90, "count": 7},
        headers={"x-csrf-token": browser.csrf},
    )
    after = world.task("assigned")
    changed = {name for name in type(after).model_fields if getattr(before, name) != getattr(after, name)}
    assert (done.status_code, changed) == (200, {"state", "version", "next_at"} & changed)
