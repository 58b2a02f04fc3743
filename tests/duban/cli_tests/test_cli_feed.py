"""Calendar links by command: the address once, a list without it, renewed and revoked."""

import json
from pathlib import Path

from cli_testing import PLANNER, Duban

LIAISON = ("--as", "cai.lingran")


def test_a_link_is_made_listed_renewed_and_revoked(duban: Duban, drafted: Path) -> None:
    made = duban("feed", "add", "--plan", "1", *PLANNER)
    listed = json.loads(duban("feed", "list", "--json", *PLANNER).out)
    renewed = json.loads(duban("feed", "renew", "1", "--json", *PLANNER).out)
    revoked = duban("feed", "revoke", "2", *PLANNER)
    every = json.loads(duban("feed", "list", "--revoked", "--json", *PLANNER).out)

    assert made.out.startswith("订阅链接 1：http://127.0.0.1:8600/feeds/")
    assert [(row["id"], row["person"], row["made_at"], row["read_at"]) for row in listed] == [
        (1, "纪晓舟", "2026-01-06 09:00", "")
    ]
    assert (renewed["id"], renewed["plan_id"], renewed["address"][-4:]) == (2, 1, ".ics")
    assert revoked.out == "订阅链接 2 已作废，凭它再也取不到日历。\n"
    assert [(row["id"], row["revoked_at"]) for row in every] == [(2, "2026-01-06 09:00"), (1, "2026-01-06 09:00")]
    assert "/feeds/" not in json.dumps([listed, every])


def test_what_cannot_be_is_refused_with_what_to_do(duban: Duban, drafted: Path) -> None:
    said = [
        duban("feed", "add", "--plan", "1", *LIAISON),
        duban("feed", "add", "--plan", "9", *LIAISON),
        duban("feed", "revoke", "1", *LIAISON),
        duban("feed", "list", "--all", *LIAISON),
        duban("feed", "list"),
    ]

    assert [(one.code, one.out) for one in said] == [(2, "")] * 5
    assert [one.err.strip()[:12] for one in said] == [
        "这项工作方案不涉及你或你",
        "没有“9”这个工作方案；",
        "你没有编号为 1 的订阅",
        "只有系统操作员可以列出所",
        "请用 --as 写明以谁",
    ]


def test_the_operator_lists_everybodys_links(duban: Duban, drafted: Path) -> None:
    from duban.clock import now
    from duban.database import reading
    from duban.desk.opened import desk_of
    from duban.posts import people_as
    from models.register import Person
    from models.words import Role

    with reading() as session:
        operator = session.get_one(Person, people_as(desk_of(session), Role.OPERATOR, now=now())[0]).code
    duban("feed", "add", *LIAISON)

    assert [row["id"] for row in json.loads(duban("feed", "list", "--all", "--json", "--as", operator).out)] == [1]
    assert json.loads(duban("feed", "revoke", "1", "--json", "--as", operator).out)["id"] == 1
