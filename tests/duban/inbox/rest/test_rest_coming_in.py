"""A person's own ways in, for programs: sign-ins and tokens ended, calendar links made, the door told in one's language."""

import pytest
from inbox_browser import As, Browser
from rest_program import Programs
from world import PEOPLE, World

from duban.database import writing
from models.door import DoorRecord
from models.door_words import DoorEvent, SignedBy
from models.words import Scope


def test_sign_ins_are_listed_and_ended_one_by_one_and_all_at_once(program: Programs, as_: As) -> None:
    first, second, third, ren = as_("feng"), as_("feng"), as_("feng"), as_("ren")
    caller = program("feng")
    rows = caller.told("/sign-ins")
    assert [(row["signed_by"], row["here"]) for row in rows] == [(SignedBy.PASSWORD, False)] * 3
    assert caller.post(f"/sign-ins/{rows[0]['handle']}/end").json() == {"ended": 1}
    assert len(caller.told("/sign-ins")) == 2
    assert caller.post("/sign-ins/end-others").json() == {"ended": 2}
    assert [browser.get("/").status_code for browser in (first, second, third, ren)] == [303, 303, 303, 200]


def test_a_browser_that_ends_the_others_stays(as_: As) -> None:
    here, other = as_("feng"), as_("feng")
    rows = here.get("/api/v1/sign-ins").json()
    assert sorted(row["here"] for row in rows) == [False, True]
    answer = here.client.post("/api/v1/sign-ins/end-others", headers={"x-csrf-token": here.csrf})
    assert answer.json() == {"ended": 1}
    assert [browser.get("/").status_code for browser in (here, other)] == [200, 303]


def test_a_token_is_listed_without_its_secret_and_revokes_itself(program: Programs) -> None:
    caller, other = program("feng"), program("feng", Scope.READ)
    [newest, older] = caller.told("/tokens")
    assert (newest["scopes"], older["id"]) == (["read"], caller.token.id)
    assert caller.secret not in str(caller.told("/tokens"))
    assert other.post(f"/tokens/{caller.token.id}/revoke").status_code == 403
    assert caller.post(f"/tokens/{caller.token.id}/revoke").json()["revoked_at"]
    assert caller.get("/tokens").status_code == 401


def test_a_link_to_a_calendar_is_made_renewed_and_revoked(program: Programs, world: World) -> None:
    caller = program("liaison")
    made = caller.post("/feeds", {"plan_id": world.plan_id}, idempotency_key="k-1").json()
    assert caller.post("/feeds", {"plan_id": world.plan_id}, idempotency_key="k-1").json() == made
    new = caller.post(f"/feeds/{made['id']}/renew").json()
    path = [one["address"].partition("/feeds/")[2] for one in (made, new)]
    assert [caller.client.get(f"/feeds/{one}").status_code for one in path] == [404, 200]
    [listed] = caller.told("/feeds")
    assert (listed["id"], listed["plan_id"], "address" in listed) == (new["id"], world.plan_id, False)
    assert caller.post(f"/feeds/{new['id']}/revoke").json()["revoked_at"]
    assert caller.client.get(f"/feeds/{path[1]}").status_code == 404


# fmt: off
SAID = [
    # language  a wrong password                    a sign-in
    ("zh",      "登录名或密码不对",                  "用密码登录。"),
    ("en",      "The login and the password do not", "Signed in by password."),
]
# fmt: on


@pytest.mark.parametrize(("language", "wrong", "came_in"), SAID)
def test_the_door_speaks_the_language_of_whoever_reads_it(
    program: Programs, operator: str, world: World, language: str, wrong: str, came_in: str
) -> None:
    browser = Browser(world)
    browser.sign_in(PEOPLE["feng"], "wrong")
    assert browser.sign_in(PEOPLE["feng"]).status_code == 303
    rows = program(operator).told("/door", accept_language=language)["items"]
    assert [(row["event"], row["login"]) for row in rows] == [
        ("signed_in", PEOPLE["feng"]),
        ("sign_in", PEOPLE["feng"]),
    ]
    assert rows[0]["why"] == came_in
    assert rows[1]["why"].startswith(wrong)
    assert program("feng").told("/sign-ins/door", accept_language=language) == rows
    assert program("ren").told("/sign-ins/door") == []

    assert browser.sign_in("operator").status_code == 303
    browser.post("/language", language=language)
    page = browser.text("/journal/door")
    assert (wrong in page, came_in in page) == (True, True)
    narrowed = program(operator).told("/door?event=sign_in")["items"]
    assert [row["event"] for row in narrowed] == ["sign_in"]


def test_tokens_that_nobody_has_are_recorded_by_where_they_came_from(program: Programs, world: World) -> None:
    stranger = program()
    for path in ("/me", "/tasks"):
        assert stranger.get(path, authorization="Bearer duban_wrong").status_code == 401
    [row] = world.all_of(DoorRecord)
    assert (row.event, row.address, row.times, row.why_en) == (
        DoorEvent.TOKEN, "testclient", 2, "There is no such token; check it.",
    )  # fmt: skip


def test_what_was_recorded_before_both_languages_were_kept_is_still_read(
    program: Programs, operator: str, world: World
) -> None:
    with writing() as session:
        session.add(DoorRecord(at=world.now, last_at=world.now, event=DoorEvent.SIGHT, why="不涉及你。"))
    [row] = program(operator).told("/door", accept_language="en")["items"]
    assert row["why"] == "不涉及你。"


def test_who_came_in_when_from_where_and_how_is_recorded_once_an_hour(as_: As, world: World) -> None:
    as_("feng")
    as_("feng")
    [row] = world.all_of(DoorRecord)
    feng = world.people["feng"].person_id
    assert (row.event, row.person_id, row.login, row.times) == (DoorEvent.SIGNED_IN, feng, PEOPLE["feng"], 2)
    assert (row.at, row.address, row.why) == (world.now, "testclient", "用密码登录。")
