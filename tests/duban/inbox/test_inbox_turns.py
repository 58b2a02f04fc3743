"""Reports take their turns: whoever asks for too many is told so at once, and every other page is answered."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from inbox_browser import As
from world import World

from duban.inbox import turns
from models.errors import Busy


def test_no_more_are_made_at_once_than_there_are_turns_and_few_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "WAITS_S", 0)
    hold, begun = Event(), [Event() for _ in range(turns.AT_ONCE)]

    def make(mine: Event) -> None:
        with turns.turn():
            mine.set()
            hold.wait(30)

    with ThreadPoolExecutor(turns.AT_ONCE) as threads:
        made = [threads.submit(make, mine) for mine in begun]
        assert all(mine.wait(30) for mine in begun)
        with pytest.raises(Busy), turns.turn():
            pass
        hold.set()
        assert [one.result(30) for one in made] == [None] * turns.AT_ONCE
    with turns.turn():
        pass


def test_with_every_turn_taken_a_report_is_refused_in_words_and_pages_are_answered(as_: As, world: World) -> None:
    browser = as_("supervisor")
    places = [turns.turn() for _ in range(turns.AT_ONCE)]
    for place in places:
        place.__enter__()
    for _ in range(turns.WAITING):
        turns._places.acquire()
    refused = browser.get(f"/plans/{world.plan_id}/reports/standing.html")
    other = browser.get(f"/plans/{world.plan_id}")
    turns._places.release(turns.WAITING)
    for place in places:
        place.__exit__(None, None, None)

    assert (refused.status_code, other.status_code) == (429, 200)
    assert "过一分钟" in refused.text
    assert browser.get(f"/plans/{world.plan_id}/reports/standing.html").status_code == 200
