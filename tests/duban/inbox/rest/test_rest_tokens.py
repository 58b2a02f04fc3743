"""Tokens: shown once, kept as a hash, within scopes, until they end; wrong ones have to wait."""

from datetime import timedelta

import pytest
from inbox_browser import As, at_the_door
from rest_program import Programs
from sqlmodel import select
from world import World

from duban.database import reading, writing
from duban.desk.opened import desk_of
from duban.posts import actor_of, people_as
from duban.tokens import AT_MOST, FREE_FAILURES, TokenWanted, add_token, revoke_token, tokens_of
from models.access import AccessToken
from models.door_words import DoorEvent
from models.errors import BadInput, NotFound, NotYours
from models.register import Account, Holding
from models.words import Role, Scope


def test_only_the_hash_of_a_token_is_kept(program: Programs, world: World) -> None:
    secret = program("planner").secret
    with reading() as session:
        [row] = tokens_of(session, world.people["planner"])
    kept = str(row.model_dump())
    assert secret not in kept
    assert secret.removeprefix("duban_")[:20] not in kept


def test_a_token_that_is_over_is_recorded_at_the_door_as_whose_it_is_and_counted_up(
    program: Programs, world: World
) -> None:
    lasting, revoked = program("planner"), program("planner")
    revoke_token(revoked.token.id or 0, by=world.people["planner"], now=world.now)
    for _ in range(3):
        revoked.get("/me")
    world.now += timedelta(days=400)
    lasting.get("/me")
    person = world.people["planner"].person_id
    [one, two] = at_the_door(world)
    assert (one.event, one.person_id, one.times, one.about) == (DoorEvent.TOKEN, person, 3, "/api/v1/me")
    assert (revoked.secret[-4:] in one.why, "已撤销" in one.why, "revoked" in one.why_en) == (True, True, True)
    assert (lasting.secret[-4:] in two.why, "到期" in two.why, two.times) == (True, True, 1)
    assert revoked.secret not in one.why + one.why_en


def test_a_token_ends_by_itself_and_at_once_when_revoked(program: Programs, world: World) -> None:
    lasting, revoked = program("planner"), program("planner")
    revoke_token(revoked.token.id or 0, by=world.people["planner"], now=world.now)
    assert (lasting.get("/me").status_code, revoked.get("/me").status_code) == (200, 401)
    world.now += timedelta(days=90)
    answer = lasting.get("/me")
    assert answer.status_code == 401
    assert "到期" in answer.json()["detail"]
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_token_does_no_more_than_its_person_may_by_now(program: Programs, world: World) -> None:
    caller = program("planner")
    assert caller.get("/moves").status_code == 200
    with writing() as session:
        for held in session.exec(select(Holding).where(Holding.person_id == world.people["planner"].person_id)).all():
            session.delete(held)
    assert caller.get("/moves").status_code == 403


def test_a_token_waits_while_its_person_has_to_change_the_password(program: Programs, world: World) -> None:
    caller = program("planner")
    with writing() as session:
        mine = select(Account).where(Account.person_id == world.people["planner"].person_id)
        session.exec(mine).one().must_change = True
    assert caller.get("/me").status_code == 403


def test_wrong_tokens_have_to_wait_but_one_that_is_over_is_no_guess(program: Programs, world: World) -> None:
    good, over = program("planner"), program("planner")
    revoke_token(over.token.id or 0, by=world.people["planner"], now=world.now)
    for _ in range(FREE_FAILURES + 2):
        assert over.get("/me").status_code == 401
    guess = {"authorization": "Bearer duban_guessed"}
    answers = [good.client.get("/api/v1/me", headers=guess).status_code for _ in range(FREE_FAILURES + 1)]
    assert answers == [401] * FREE_FAILURES + [429]
    locked = good.get("/me")
    assert locked.status_code == 429
    assert locked.headers["retry-after"] == "61"
    world.now += timedelta(minutes=2)
    assert good.get("/me").status_code == 200


def test_only_an_operator_gives_the_scope_to_manage(world: World) -> None:
    with pytest.raises(NotYours):
        add_token(TokenWanted("推送", (Scope.MANAGE,)), by=world.people["planner"], now=world.now)
    with reading() as session:
        operator = actor_of(session, people_as(desk_of(session), Role.OPERATOR, now=world.now)[0])
    _, row = add_token(TokenWanted("推送", (Scope.MANAGE, Scope.READ)), by=operator, now=world.now)
    assert row.scopes == ["read", "manage"]


@pytest.mark.parametrize(
    "wanted", [TokenWanted(""), TokenWanted("x", ()), TokenWanted("x", days=0), TokenWanted("x", days=367)]
)
def test_a_token_without_name_scope_or_end_is_refused(world: World, wanted: TokenWanted) -> None:
    with pytest.raises(BadInput):
        add_token(wanted, by=world.people["planner"], now=world.now)


def test_there_are_only_so_many_tokens_of_one_person(world: World) -> None:
    for _ in range(AT_MOST):
        add_token(TokenWanted("x"), by=world.people["planner"], now=world.now)
    with pytest.raises(BadInput, match="请先撤销"):
        add_token(TokenWanted("x"), by=world.people["planner"], now=world.now)


def test_nobody_revokes_the_token_of_another(program: Programs, world: World) -> None:
    token = program("planner").token
    with pytest.raises(NotFound):
        revoke_token(token.id or 0, by=world.people["feng"], now=world.now)


def test_a_person_makes_and_revokes_tokens_on_the_page(as_: As, program: Programs, world: World) -> None:
    browser = as_("liaison")
    made = browser.post("/tokens", name="报送程序", scope="read", days="30")
    secret = made.text.partition("<code>")[2].partition("</code>")[0]
    assert program().client.get("/api/v1/me", headers={"authorization": f"Bearer {secret}"}).status_code == 200
    assert secret not in browser.text("/tokens")
    [row] = world.all_of(AccessToken)
    assert browser.post(f"/tokens/{row.id}/revoke").status_code == 303
    assert program().client.get("/api/v1/me", headers={"authorization": f"Bearer {secret}"}).status_code == 401


def test_a_token_without_a_scope_is_refused_on_the_page_with_what_was_typed(as_: As) -> None:
    refused = as_("liaison").post("/tokens", name="报送程序", days="30")
    assert refused.status_code == 422
    assert "请至少选一种权限" in refused.text
    assert 'value="报送程序"' in refused.text


def test_a_token_for_plain_acts_does_nothing_grave_and_the_refusal_says_why(program: Programs, world: World) -> None:
    plain, grave = program("feng", Scope.READ, Scope.ACT), program("feng", Scope.READ, Scope.ACT, Scope.GRAVE)
    url = f"/reviews/{world.reviews['in_review']}/acts/decide"

    refused = plain.post(url, {"verdict": "yes"})

    assert (refused.status_code, "没有“重大办理”权限" in refused.json()["detail"]) == (403, True)
    assert plain.post("/reviews/acts/decide", {"ids": [1], "given": {"verdict": "no"}}).status_code == 403
    assert grave.post(url, {"verdict": "yes"}).status_code == 200
