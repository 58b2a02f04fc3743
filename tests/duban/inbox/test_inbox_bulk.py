"""Many at once: nothing is done that was not shown first, nothing without the password, and each on its own."""

import re
from datetime import timedelta

import pytest
from httpx import Response
from inbox_browser import As, Browser
from sqlmodel import SQLModel, select
from world import PASSWORD, World

from duban.bulk import LASTS, Several, foresee
from duban.database import reading
from models.errors import BadInput
from models.preview import Preview
from models.record import Move, Refusal
from models.words import Act, Life, ReviewState
from models.words import TaskState as S

TOKEN = re.compile(r'name="token" value="([^"]+)"')


def _choose(browser: Browser, choice: str, *ids: int, life: Life = Life.REVIEW, **more: str) -> Response:
    return browser.client.post(
        "/bulk", data={"csrf": browser.csrf, "life": life.value, "choice": choice, "id": ids, **more}
    )


def _token(answer: Response) -> str:
    found = TOKEN.search(answer.text)
    assert found is not None, answer.text
    return found[1]


def _confirm(browser: Browser, token: str, password: str = PASSWORD) -> Response:
    return browser.post("/bulk/confirm", token=token, password=password)


def _both(world: World) -> tuple[int, int]:
    return world.reviews["in_review"], world.reviews["second_review"]


def _count(world: World, *tables: type[SQLModel]) -> list[int]:
    return [len(world.all_of(table)) for table in tables]


def test_the_list_offers_to_choose_many_where_many_wait(as_: As, world: World) -> None:
    text = as_("feng").text("/")

    assert {int(id_) for id_ in re.findall(r'type="checkbox" name="id" value="(\d+)"', text)} >= set(_both(world))
    assert 'name="choice" value="yes"' in text


def test_a_preview_says_what_each_would_become_and_writes_nothing(as_: As, world: World) -> None:
    browser, before = as_("feng"), _count(world, Move, Refusal)

    text = _choose(browser, "yes", *_both(world)).text

    assert text.count("待审 → <b>已通过</b>") == 2
    assert text.count("所审事项：已办结") == 2
    assert _count(world, Move, Refusal) == before
    assert {world.task(stage).state for stage in ("in_review", "second_review")} == {S.IN_REVIEW}


def test_confirmed_with_the_password_each_is_done_and_on_record(as_: As, world: World) -> None:
    browser = as_("feng")
    token = _token(_choose(browser, "yes", *_both(world)))

    text = _confirm(browser, token).text

    assert "已办 2 项" in text
    assert {world.task(stage).state for stage in ("in_review", "second_review")} == {S.CLOSED}
    decided = [[m.act for m in world.moves(Life.REVIEW, review) if m.act is Act.DECIDE] for review in _both(world)]
    assert decided == [[Act.DECIDE], [Act.DECIDE]]


def test_nothing_is_confirmed_that_was_not_shown(as_: As, world: World) -> None:
    browser = as_("feng")

    made_up = _confirm(browser, "made-up")
    unshown = browser.client.post(
        "/bulk/confirm", data={"csrf": browser.csrf, "id": _both(world), "choice": "yes", "password": PASSWORD}
    )

    assert (made_up.status_code, unshown.status_code) == (422, 422)
    assert world.task("in_review").state is S.IN_REVIEW


def test_a_preview_is_confirmed_once_by_who_saw_it_and_not_too_late(as_: As, world: World) -> None:
    browser, other = as_("feng"), as_("ren")
    token = _token(_choose(browser, "yes", *_both(world)))

    assert _confirm(other, token).status_code == 422
    world.now += LASTS
    assert _confirm(browser, token).status_code == 422
    world.now -= timedelta(minutes=1)
    assert _confirm(browser, token).status_code == 200
    assert _confirm(browser, token).status_code == 422
    with reading() as session:
        assert session.exec(select(Preview)).all() == []


@pytest.mark.parametrize("password", ["", "not the password"])
def test_without_the_password_the_preview_is_shown_again(as_: As, world: World, password: str) -> None:
    browser = as_("feng")
    token = _token(_choose(browser, "yes", *_both(world)))

    answer = _confirm(browser, token, password)

    assert answer.status_code == 401
    assert _token(answer) == token
    assert world.task("in_review").state is S.IN_REVIEW


def test_what_has_moved_on_since_the_preview_is_refused_and_hinders_no_other(as_: As, world: World) -> None:
    browser, (first, second) = as_("feng"), _both(world)
    token = _token(_choose(browser, "yes", first, second))
    world.do(Life.REVIEW, first, Act.DECIDE, "ren", verdict="no", reason="先退回。")

    text = _confirm(browser, token).text

    assert "1 项不能办" in text
    assert [world.get(Life.REVIEW, review).state for review in (first, second)] == [
        ReviewState.RETURNED,
        ReviewState.APPROVED,
    ]


def test_what_the_rules_refuse_is_shown_with_the_reason_and_left_out(as_: As, world: World) -> None:
    browser, (first, second) = as_("feng"), _both(world)
    world.do(Life.REVIEW, first, Act.DECIDE, "feng", verdict="yes")

    answer = _choose(browser, "yes", first, second)
    _confirm(browser, _token(answer))

    assert "1 项不能办" in answer.text
    assert 'class="late"' in answer.text
    assert world.get(Life.REVIEW, second).state is ReviewState.APPROVED


def test_to_return_many_a_reason_is_asked_for_first(as_: As, world: World) -> None:
    browser = as_("feng")

    asked = _choose(browser, "no", *_both(world))
    shown = _choose(browser, "no", *_both(world), reason="缺少现场照片。", previewing="1")
    _confirm(browser, _token(shown))

    assert TOKEN.search(asked.text) is None
    assert 'name="reason"' in asked.text
    whys = {m.why for review in _both(world) for m in world.moves(Life.REVIEW, review) if m.act is Act.DECIDE}
    assert whys == {"缺少现场照片。"}


def test_nobody_chooses_what_is_out_of_sight(as_: As, world: World) -> None:
    before = len(world.all_of(Refusal))

    answer = _choose(as_("stranger"), "yes", *_both(world))

    assert answer.status_code == 403
    assert len(world.all_of(Refusal)) == before + 1


def test_none_is_refused(as_: As) -> None:
    assert _choose(as_("feng"), "yes").status_code == 422


def test_more_than_fit_on_a_page_are_refused(world: World) -> None:
    with pytest.raises(BadInput, match="1 到 100"):
        foresee(Several(Life.TASK, Act.ACCEPT, tuple(range(1, 102))), by=world.people["feng"], now=world.now)


def test_a_word_that_is_no_act_is_refused(as_: As, world: World) -> None:
    assert _choose(as_("feng"), "burn", *_both(world)).status_code == 422
