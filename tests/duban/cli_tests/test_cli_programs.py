"""`duban token` and `duban webhook`: what is secret is shown once, what is refused is told in a sentence."""

import pytest
from cli_testing import PLANNER, Duban

from duban.database import reading
from duban.desk.opened import desk_of
from duban.posts import people_as
from models.register import Person
from models.words import Role

pytestmark = pytest.mark.usefixtures("drafted")


@pytest.fixture
def operator(drafted: object, duban: Duban) -> tuple[str, str]:
    from cli_testing import NOW

    with reading() as session:
        found = session.get_one(Person, people_as(desk_of(session), Role.OPERATOR, now=NOW)[0])
    return ("--as", found.code)


def test_a_token_is_made_listed_and_revoked(duban: Duban) -> None:
    made = duban("token", "add", "OA 报送程序", "--scopes", "read,act", *PLANNER, "--json").json
    assert made["secret"].startswith("duban_")
    listed = duban("token", "list", *PLANNER, "--json")
    assert [(row["token"], row["scopes"], row["stands"]) for row in listed.json] == [
        (made["token"], "read、act", "有效")
    ]
    assert made["secret"] not in listed.out
    said = duban("token", "revoke", str(made["token"]), *PLANNER)
    assert (said.code, said.out) == (0, f"令牌 {made['token']}“OA 报送程序”已撤销。\n")
    assert duban("token", "list", *PLANNER, "--json").json[0]["stands"] == "已撤销"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("token", "add", "x", "--scopes", "fly", *PLANNER), "没有“fly”这种权限"),
        (("token", "add", "x", "--scopes", "manage", *PLANNER), "只有系统操作员可以给令牌"),
        (("token", "add", "x", "--days", "400", *PLANNER), "有效期是 1 到 366 天"),
        (("token", "revoke", "7", *PLANNER), "你没有编号为 7 的令牌"),
        (("webhook", "add", "https://example.com/", *PLANNER), "推送地址由系统操作员管理"),
        (("webhook", "end", "7", *PLANNER), "推送地址由系统操作员管理"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(duban: Duban, words: tuple[str, ...], why: str) -> None:
    said = duban(*words)
    assert (said.code, why in said.err) == (2, True)


def test_a_webhook_is_registered_listed_and_ended(duban: Duban, operator: tuple[str, str]) -> None:
    made = duban("webhook", "add", "https://example.com/x", "--plan", "1", "--events", "duban.plan.issued", *operator)
    assert (made.code, "whsec_" in made.out) == (0, True)
    [row] = duban("webhook", "list", "--json").json
    assert (row["url"], row["events"], row["stands"]) == ("https://example.com/x", "duban.plan.issued", "有效")
    assert duban("webhook", "end", str(row["webhook"]), *operator).code == 0
    assert duban("webhook", "post").out == "推送 0 条，0 条没有送到。\n"
    assert duban("webhook", "list", "--json").json[0]["stands"] == "已停用"
