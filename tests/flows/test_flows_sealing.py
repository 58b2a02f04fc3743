"""The body of seal-ledger: what it seals, and the page that is an anchor outside our database."""

from small_plan import at, rows

from duban.ledger.heads import file_of, read_head
from duban.ledger.sealing import seal
from duban.ledger.verifying import verify
from flows.seal_ledger import page_of
from flows.timetable import CLOCKWORK, TIMETABLE
from models.record import Move

NOW = at("2026-01-06 09:10")


def test_the_page_of_a_seal_is_itself_a_head_to_verify_against(small, tmp_path):
    sealed = seal(now=NOW)

    page = tmp_path / "page.md"
    page.write_text(page_of(sealed, sealed.heads[-1]), encoding="utf-8")

    assert page.read_text(encoding="utf-8").startswith(
        f"## 第 1 次封存\n\n新封存流转记录 **{len(rows(Move))}** 条，账上共 **{len(rows(Move))}** 条。"
    )
    assert read_head(page) == read_head(file_of(1))
    assert verify(against=[page]).faults == ()


def test_the_ledger_is_sealed_by_the_clock():
    [entry] = [entry for entry in TIMETABLE if entry.flow.name == "seal-ledger"]

    assert (entry.cron, entry.tag) == ("*/10 * * * *", CLOCKWORK)
