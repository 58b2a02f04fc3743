"""`duban account`: what an operator does about how somebody signs in, on record."""

import json
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from asynchronous import finished
from cli_testing import NOW, Duban
from sqlmodel import select

from duban.accounts import Came, account_called, let_in, make_account, signed_in
from duban.database import reading, writing
from duban.identity.codes import begin_codes, confirm_codes, factor_of
from duban.identity.record import Seen, record
from duban.lookups import person_named
from flows.prune_runs import prune_runs
from models.door import DoorRecord, ProviderAccount
from models.door_words import DoorEvent
from models.errors import Sentence
from models.register import Account

OPERATOR = "莫成"
WRONG = Sentence("登录名或密码不对。", "The login and the password do not fit.")


@pytest.fixture
def feng(drafted: Path) -> Account:
    """Somebody with an account."""
    with writing() as session:
        make_account(session, person_named(session, "feng.yu").person_id or 0, "feng", "一句只有我知道的话")
    with reading() as session:
        return account_called(session, "feng")


def _recorded() -> list[tuple[DoorEvent, str, str]]:
    wanted = select(DoorRecord).where(DoorRecord.event != DoorEvent.SIGNED_IN)
    with reading() as session:
        return [(row.event, row.about, row.why) for row in session.exec(wanted).all()]


def test_an_operator_switches_the_codes_of_somebody_off(duban: Duban, feng: Account) -> None:
    token, _ = let_in(feng, Came(), now=NOW)
    secret = begin_codes(feng, now=NOW).partition("secret=")[2].partition("&")[0]
    with reading() as session:
        signed = signed_in(session, token, now=NOW)
    assert signed
    confirm_codes(signed, pyotp.TOTP(secret).at(NOW), seen=Seen(), now=NOW)

    said = duban("account", "codes-off", "feng", "--as", OPERATOR)

    assert (said.code, "已停用" in said.out) == (0, True)
    with reading() as session:
        assert factor_of(session, feng.id or 0).since is None
    assert _recorded()[-1] == (
        DoorEvent.FACTOR_OFF, "duban account codes-off feng", f"系统操作员{OPERATOR}对“feng”停用了动态码。",
    )  # fmt: skip
    assert "没有启用动态码" in duban("account", "codes-off", "feng", "--as", OPERATOR).err


def test_an_operator_links_and_unlinks_an_account(duban: Duban, feng: Account) -> None:
    issuer = ("--issuer", "https://id.example.cn", "--as", OPERATOR)
    assert duban("account", "link", "feng", "f-001", *issuer).code == 0
    with reading() as session:
        row = session.get_one(ProviderAccount, ("https://id.example.cn", "f-001"))
        assert (row.account_id, row.linked_by) == (feng.id, OPERATOR)
    again = duban("account", "link", "feng", "f-001", *issuer)
    assert (again.code, "已经关联过了" in again.err) == (2, True)
    assert duban("account", "unlink", "feng", "f-001", *issuer).code == 0
    assert [event for event, *_ in _recorded()] == [DoorEvent.LINKED, DoorEvent.UNLINKED]


def test_accounts_are_made_reset_closed_and_reopened_by_operators_on_record(duban: Duban, feng: Account) -> None:
    by = ("--as", OPERATOR)
    made = json.loads(duban("account", "add", "ji.xiaozhou", *by, "--json").out)
    assert (made["login"], len(made["password"])) == ("ji.xiaozhou", 19)
    assert "初始密码" in duban("account", "reset", "feng", *by).out
    assert duban("account", "close", "feng", *by).code == 0
    [row] = [row for row in json.loads(duban("account", "list", *by, "--json").out) if row["login"] == "feng"]
    assert (row["closed_at"] is None, row["must_change"], "password_hash" in row) == (False, True, False)
    assert "已停用" in duban("account", "list", *by).out
    assert duban("account", "reopen", "feng", *by).code == 0
    again = duban("account", "reopen", "feng", *by)
    assert (again.code, "没有停用" in again.err) == (2, True)
    assert [event for event, *_ in _recorded()] == [
        DoorEvent.ADDED, DoorEvent.RESET, DoorEvent.CLOSED, DoorEvent.REOPENED,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "asked",
    [
        *(("account", deed, "feng") for deed in ("reset", "unlock", "codes-off", "end", "close", "reopen")),
        ("account", "list"),
        ("account", "add", "ji.xiaozhou"),
        ("account", "link", "feng", "f-001", "--issuer", "https://id.example.cn"),
        ("account", "unlink", "feng", "f-001", "--issuer", "https://id.example.cn"),
    ],
    ids=lambda asked: asked[1],
)
def test_whoever_is_no_operator_keeps_no_accounts(duban: Duban, feng: Account, asked: tuple[str, ...]) -> None:
    said = duban(*asked, "--as", "ji.xiaozhou")
    assert (said.code, "只有系统操作员可以管理账号" in said.err) == (2, True)
    assert _recorded() == []


def test_a_link_says_which_provider(duban: Duban, feng: Account) -> None:
    said = duban("account", "link", "feng", "f-001", "--as", OPERATOR)
    assert (said.code, "认证系统的地址" in said.err) == (2, True)


def test_the_record_of_the_door_is_listed_and_narrowed(duban: Duban, feng: Account) -> None:
    for name in ("a", "b"):
        record(DoorEvent.SIGN_IN, Seen(None, name, "10.0.0.9"), WRONG, now=NOW)
    record(
        DoorEvent.SIGHT, Seen(feng.person_id, "", "10.0.0.9", "/tasks/3"), Sentence("不涉及你。", "Not yours."), now=NOW
    )

    said = json.loads(duban("journal", "door", "--json").out)
    assert [(row["event"], row["who"]) for row in said] == [("sight", "冯榆"), ("sign_in", "b"), ("sign_in", "a")]
    narrowed = json.loads(duban("journal", "door", "--event", "越权被拒", "--json").out)
    assert [row["about"] for row in narrowed] == ["/tasks/3"]
    wrong = duban("journal", "door", "--event", "boss")
    assert (wrong.code, "登录被拒" in wrong.err) == (2, True)


def test_old_records_of_the_door_are_forgotten_and_others_kept(feng: Account) -> None:
    for days in (400, 366, 364):
        record(DoorEvent.SIGN_IN, Seen(None, f"d{days}"), WRONG, now=NOW - timedelta(days=days))
    assert finished(prune_runs.fn(as_of=NOW)) == 0  # no run of Prefect's: only our own records
    with reading() as session:
        assert [row.login for row in session.exec(select(DoorRecord)).all()] == ["d364"]
