"""The accounts of others by the API: for operators, with the scopes for it, the new password told once and kept nowhere."""

from rest_program import Programs
from sqlmodel import select
from world import PEOPLE, World

from duban.accounts import account_called
from duban.database import reading
from models.access import Answered
from models.words import Scope

BOTH = (Scope.MANAGE, Scope.GRAVE)


def _number() -> int:
    with reading() as session:
        return account_called(session, PEOPLE["feng"]).id or 0


def test_an_account_is_told_without_anything_secret(program: Programs, world: World, operator: str) -> None:
    manager = program(operator, *BOTH)
    listed = manager.told("/accounts?limit=1")
    assert listed["next"]
    assert len(manager.told(f"/accounts?cursor={listed['next']}")["items"]) == len(PEOPLE)
    told = manager.told(f"/accounts/{_number()}")
    assert set(told) == {
        "id", "login", "person_id", "name", "code", "unit", "signed_in_at", "sign_ins", "must_change", "codes_since",
        "locked_until", "closed_at",
    }  # fmt: skip
    assert [row["login"] for row in manager.told(f"/accounts?words={PEOPLE['feng']}")["items"]] == [told["login"]]


def test_an_account_is_closed_and_reopened(program: Programs, world: World, operator: str) -> None:
    manager = program(operator, *BOTH)
    assert manager.post(f"/accounts/{_number()}/close").json()["closed_at"]
    again = manager.post(f"/accounts/{_number()}/close", None, accept_language="en")
    assert (again.status_code, again.json()["detail"]) == (409, "The account is closed already.")
    assert manager.post(f"/accounts/{_number()}/reopen").json()["closed_at"] is None
    assert manager.post(f"/accounts/{_number()}/dance").status_code == 404


def test_a_new_password_is_told_once_and_kept_nowhere(program: Programs, world: World, operator: str) -> None:
    manager = program(operator, *BOTH)
    first = manager.post(f"/accounts/{_number()}/reset", None, idempotency_key="k").json()["password"]
    second = manager.post(f"/accounts/{_number()}/reset", None, idempotency_key="k").json()["password"]
    assert (first != second, len(second)) == (True, 19)
    with reading() as session:
        assert [row for row in session.exec(select(Answered)).all() if first in row.body or second in row.body] == []


def test_a_token_that_may_not_do_what_is_grave_reads_only(program: Programs, world: World, operator: str) -> None:
    manager = program(operator, Scope.MANAGE)
    assert manager.get(f"/accounts/{_number()}").status_code == 200
    refused = manager.post(f"/accounts/{_number()}/close")
    assert (refused.status_code, "重大事项" in refused.json()["detail"]) == (403, True)
