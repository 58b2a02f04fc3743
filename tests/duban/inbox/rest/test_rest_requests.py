"""Versions, keys, cursors, languages: what a program can rely on."""

from datetime import timedelta
from typing import Any

import pytest
from rest_program import Program, Programs
from test_inbox_lists import counted
from world import World

from duban.answered import KEPT, WORKED_ON, Answer, Asked, answered_once
from duban.database import writing
from duban.inbox.rest.problems import KINDS
from models import errors
from models.access import Answered
from models.errors import Problem, StillAtIt
from models.plan import Plan, Requirement
from models.record import Message, Move
from models.register import Person, Unit
from models.task import Task
from models.words import Life, TaskState


def _accept(world: World) -> str:
    return f"/tasks/{world.tasks['assigned']}/acts/accept"


def test_every_class_of_errors_has_its_type_and_each_its_own() -> None:
    classes = {one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, Problem)}
    assert {kind.of for kind in KINDS} == classes - {Problem}
    assert len({kind.slug for kind in KINDS}) == len(KINDS)
    for place, kind in enumerate(KINDS):  # the first that fits is taken
        assert not any(issubclass(later.of, kind.of) for later in KINDS[place + 1 :])


@pytest.mark.parametrize(
    ("liked", "language"),
    [("", "zh"), ("fr", "zh"), ("en", "en"), ("en-GB, zh;q=0.5", "en"), ("en;q=0.5, zh-CN", "zh"), ("en;q=x", "zh")],
)
def test_a_refusal_is_told_in_the_language_that_is_liked(
    program: Programs, world: World, liked: str, language: str
) -> None:
    answer = program("planner").post(_accept(world), accept_language=liked)
    sentence = {
        "zh": "任务“已交办”时不能签收：只有联络员可以办这件事。",
        "en": "Cannot sign for a task that is assigned: only the liaison may do this.",
    }
    assert answer.headers["content-language"] == language
    assert answer.json()["detail"] == sentence[language]
    assert len(answer.json()["reasons"]) == 1


def test_an_act_on_a_version_that_has_passed_is_refused(program: Programs, world: World) -> None:
    caller, task = program("liaison"), world.tasks["assigned"]
    read = caller.get(f"/tasks/{task}").headers["etag"]
    assert caller.post(f"/tasks/{task}/acts/accept", if_match=read).status_code == 200
    answer = caller.post(f"/tasks/{task}/acts/add_entry", {"text": "晚了。", "percent": 5}, if_match=read)
    assert answer.status_code == 412
    assert answer.json()["type"].endswith("/version-passed")
    assert "别人先办了" in answer.json()["detail"]
    assert world.task("assigned").percent == 0
    late = caller.post(f"/tasks/{task}/acts/nominate", {"kind": "case", "name": "x", "text": "x"}, if_match=read)
    assert late.status_code == 412


def test_a_key_sent_again_gets_the_same_answer_and_does_nothing(program: Programs, world: World) -> None:
    caller = program("liaison")
    first = caller.post(_accept(world), idempotency_key="key-1")
    again = caller.post(_accept(world), idempotency_key="key-1")
    assert (first.status_code, again.status_code, first.content) == (200, 200, again.content)
    assert again.headers["idempotency-replayed"] == "true"
    assert [m.act for m in world.moves(Life.TASK, world.tasks["assigned"])].count("accept") == 1


def test_a_key_with_another_request_is_refused(program: Programs, world: World) -> None:
    caller = program("liaison")
    caller.post(_accept(world), idempotency_key="key-1")
    other = caller.post(_accept(world), {"reason": "另一个。"}, idempotency_key="key-1")
    assert other.status_code == 422
    assert other.json()["type"].endswith("/key-used-otherwise")


def test_a_key_of_a_refused_request_can_be_used_again(program: Programs, world: World) -> None:
    caller, task = program("liaison"), world.tasks["declined"]
    assert caller.post(f"/tasks/{task}/acts/accept", idempotency_key="key-1").status_code == 409
    assert world.all_of(Answered) == []


def test_the_door_does_a_request_once_even_when_its_answer_was_lost(program: Programs, world: World) -> None:
    caller = program("liaison")
    first = caller.post(_accept(world), idempotency_key="key-1")
    with writing() as session:
        for row in world.all_of(Answered):
            session.delete(row)
    assert caller.post(_accept(world), idempotency_key="key-1").json() == first.json()


def test_a_file_sent_again_is_kept_once(program: Programs, world: World) -> None:
    caller, url = program("liaison"), f"/tasks/{world.tasks['in_progress']}/evidence"
    first, again = (caller.send(f"{url}?name=清单.txt", b"1", idempotency_key="key-1").json() for _ in range(2))
    assert first == again
    assert len(caller.told(url)) == 1


def test_while_a_request_is_worked_on_its_key_has_to_wait(world: World) -> None:
    asked = Asked(world.people["liaison"].person_id or 0, "key-1", "0" * 64)

    def work() -> Answer:
        with pytest.raises(StillAtIt):
            answered_once(asked, lambda: Answer(200, "twice"), now=world.now)
        later = world.now + WORKED_ON  # whoever took it is taken to have died
        return answered_once(asked, lambda: Answer(200, "once"), now=later)

    assert answered_once(asked, work, now=world.now).body == "once"


def test_an_answer_is_forgotten_after_a_while(world: World) -> None:
    asked = Asked(world.people["liaison"].person_id or 0, "key-1", "0" * 64)
    answered_once(asked, lambda: Answer(200, "first"), now=world.now)
    assert answered_once(asked, lambda: Answer(200, "second"), now=world.now + KEPT).body == "first"
    late = world.now + KEPT + timedelta(seconds=1)
    assert answered_once(asked, lambda: Answer(200, "second"), now=late).body == "second"


def _pages(caller: Program, path: str, between: Any = None) -> list[int]:
    found, cursor = [], ""
    while True:
        told = caller.told(f"{path}{'&' if '?' in path else '?'}limit=2&cursor={cursor}")
        found += [item["id"] for item in told["items"]]
        if between is not None:
            between()
        if told["next"] is None:
            return found
        cursor = told["next"]


@pytest.mark.parametrize("path", ["/reviews", "/tasks?words=展", "/tasks?lamp=yellow", "/plans/{drafted}/requirements"])
def test_pages_hold_everything_once(program: Programs, world: World, path: str) -> None:
    caller, url = program("planner"), path.format(drafted=world.drafted_id)
    whole = caller.told(f"{url}{'&' if '?' in url else '?'}limit=100")
    assert whole["next"] is None
    assert _pages(caller, url) == [item["id"] for item in whole["items"]]


def test_what_is_added_meanwhile_moves_no_page(program: Programs, world: World) -> None:
    caller = program("planner")
    before = [item["id"] for item in caller.told("/refusals")["items"]]
    for _ in range(5):
        caller.post(_accept(world))
    there = [item["id"] for item in caller.told("/refusals")["items"]]
    assert len(there) == len(before) + 5
    assert _pages(caller, "/refusals", lambda: caller.post(_accept(world))) == there


@pytest.mark.parametrize("cursor", ["x", "dGFzazox", "cmV2aWV3OjE5OTk5OTk5OTk5OTk", "%00", "审核"])
def test_a_cursor_that_is_none_is_refused(program: Programs, cursor: str) -> None:
    answer = program("planner").get(f"/reviews?cursor={cursor}")
    assert answer.status_code == 422


def test_a_list_holds_only_what_its_person_sees(program: Programs, world: World) -> None:
    mine = {item["id"] for item in program("supporter").told("/tasks?limit=100")["items"]}
    assert mine == world.helped_by("KPB") | {t.id for t in world.all_of(Task, lead_unit_id=world.units["KPB"])}
    assert program("outsider").told("/reviews")["items"] == []
    assert program("stranger").told("/plans")["items"] == []


def test_many_acts_are_done_and_each_refusal_told_and_recorded(program: Programs, world: World) -> None:
    ids = [world.tasks["assigned"], world.tasks["closed"], 99999]
    told = program("liaison").post("/tasks/acts/accept", {"ids": ids}).json()
    assert [(one["id"], one["problem"] and one["problem"]["status"]) for one in told] == [
        (ids[0], None),
        (ids[1], 409),
        (ids[2], 404),
    ]
    assert world.task("assigned").state is TaskState.IN_PROGRESS


def _two_more(world: World, table: Any, changed: dict[str, Any]) -> None:
    source = world.all_of(table)[0]
    with writing() as session:
        for n in range(2):
            fields = {name: getattr(source, name) for name in type(source).model_fields if name != "id"}
            session.add(table(**fields | {name: give(n) for name, give in changed.items()}))


# fmt: off
LISTS = [
    # address                        rows of         that differ in
    ("/tasks",                       Task,           {"subject": lambda n: f"又一项{n}"}),
    ("/tasks?lamp=green",            Task,           {"subject": lambda n: f"又一项{n}"}),
    ("/plans",                       Plan,           {"number": lambda n: f"岭科协〔2026〕{90 + n}号"}),
    ("/plans/{plan}/requirements",   Requirement,    {"seq": lambda n: 900 + n}),
    ("/units",                       Unit,           {"code": lambda n: f"Z{n}"}),
    ("/people",                      Person,         {"code": lambda n: f"z{n}"}),
    ("/moves",                       Move,           {"version": lambda n: 900 + n, "key": lambda n: None}),
]
# fmt: on


@pytest.mark.parametrize(("path", "table", "changed"), LISTS)
def test_a_list_costs_the_same_however_long_it_is(
    program: Programs, world: World, path: str, table: Any, changed: dict[str, Any]
) -> None:
    caller, url = program("planner"), path.format(plan=world.plan_id)
    caller.told(f"{url}{'&' if '?' in url else '?'}limit=1")
    with counted() as few:
        assert len(caller.told(f"{url}{'&' if '?' in url else '?'}limit=1")["items"]) == 1
    _two_more(world, table, changed)
    with counted() as many:
        assert len(caller.told(f"{url}{'&' if '?' in url else '?'}limit=3")["items"]) == 3
    assert len(many) == len(few), sorted(set(many) - set(few))


def test_an_address_that_takes_no_such_method_says_which_it_takes(program: Programs) -> None:
    answer = program("planner").client.put("/api/v1/tasks/1", headers=program("planner").headers)
    assert (answer.status_code, answer.json()["type"]) == (405, "about:blank")
    assert answer.headers["allow"] == "GET"


def test_nothing_that_no_database_stores_is_taken(program: Programs, world: World) -> None:
    answer = program("liaison").post(_accept(world), {"reason": "a\x00b"})
    assert answer.status_code == 422
    assert "U+0000" in answer.json()["detail"]


def test_messages_are_read(program: Programs, world: World) -> None:
    assert program("liaison").post("/messages/read").json() == {
        "read": len(world.all_of(Message, person_id=world.people["liaison"].person_id))
    }
