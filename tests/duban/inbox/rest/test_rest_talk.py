"""Comments through the API: as on the page, once for a key, for those who see the task."""

from rest_program import Programs
from world import World

from models.comment import Comment
from models.words import Scope


def test_a_comment_of_a_program_tells_whom_it_names_and_is_read_on_the_page_too(
    program: Programs, world: World
) -> None:
    url = f"/tasks/{world.tasks['rich']}/comments"
    liaison = world.people["liaison"]
    said = program("planner").post(url, {"text": f"@{liaison.name} 请补附件。"}).json()
    assert (said["who"], said["told"]) == (world.people["planner"].name, [liaison.person_id])
    assert program("liaison").told(url)["items"] == [said]


def test_the_newest_comes_first_page_by_page(program: Programs, world: World) -> None:
    url, caller = f"/tasks/{world.tasks['rich']}/comments", program("planner")
    for text in ("一", "二", "三"):
        caller.post(url, {"text": text})
    first = caller.told(f"{url}?limit=2")
    second = caller.told(f"{url}?limit=2&cursor={first['next']}")
    assert [c["text"] for c in first["items"] + second["items"]] == ["三", "二", "一"]
    assert second["next"] is None


def test_with_the_same_key_it_is_said_once(program: Programs, world: World) -> None:
    url, caller = f"/tasks/{world.tasks['rich']}/comments", program("planner")
    answers = [caller.post(url, {"text": "请补附件。"}, idempotency_key="k-1") for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert len(world.all_of(Comment)) == 1


def test_nothing_and_too_much_and_a_token_that_only_reads_are_refused(program: Programs, world: World) -> None:
    url = f"/tasks/{world.tasks['rich']}/comments"
    caller = program("planner")
    assert [caller.post(url, {"text": text}).status_code for text in ("", "  ", "长" * 4001)] == [422, 422, 422]
    assert program("planner", Scope.READ).post(url, {"text": "好"}).status_code == 403
