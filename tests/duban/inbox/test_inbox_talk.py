"""Comments: who sees a task speaks about it, whoever is named is told, and the ledger knows nothing of it."""

from inbox_browser import As, Browser
from world import PEOPLE, World

from models.comment import Comment
from models.record import Move


def _say(browser: Browser, world: World, text: str) -> int:
    return browser.post(f"/tasks/{world.tasks['rich']}/comments", text=text).status_code


def _unread(browser: Browser) -> bool:
    return "未读" in browser.text("/messages")


def test_what_is_said_stands_in_the_history_and_not_in_the_ledger(as_: As, world: World) -> None:
    browser, moves = as_("liaison"), len(world.all_of(Move))

    assert _say(browser, world, "照片 <b>周五</b>补上。") == 303

    text = as_("planner").text(f"/tasks/{world.tasks['rich']}")
    assert '<div class="prose">照片 &lt;b&gt;周五&lt;/b&gt;补上。</div>' in text
    assert len(world.all_of(Move)) == moves


def test_whoever_is_named_is_told_until_it_is_read(as_: As, world: World) -> None:
    planner = as_("planner")
    assert not _unread(planner)

    _say(as_("liaison"), world, f"@{world.people['planner'].name}请看，@{PEOPLE['checker']} 也请看，邮箱 a@b.cn。")

    assert _unread(planner)
    assert _unread(as_("checker"))
    assert "提到我的" in planner.text("/messages")
    assert planner.post("/messages/read").status_code == 303
    assert not _unread(planner)


def test_who_names_oneself_is_not_told(as_: As, world: World) -> None:
    browser = as_("planner")

    _say(browser, world, f"@{world.people['planner'].name}记一下。")

    assert not _unread(browser)


def test_who_does_not_see_the_task_cannot_speak_and_cannot_be_named(as_: As, world: World) -> None:
    named = as_("liaison").post(
        f"/tasks/{world.tasks['rich']}/comments", text=f"@{world.people['stranger'].name} 请看。"
    )

    assert _say(as_("stranger"), world, "我也说一句。") == 403
    assert named.status_code == 422
    assert "看不到这项任务" in named.text
    assert f"@{world.people['stranger'].name} 请看。</textarea>" in named.text
    assert world.all_of(Comment) == []


def test_nothing_and_too_much_are_refused(as_: As, world: World) -> None:
    browser = as_("liaison")

    assert [_say(browser, world, text) for text in ("", "  ", "长" * 4001)] == [422, 422, 422]
