"""The paper of a formal rung says what is asked of whom and by when; without such a rung there is none."""

from io import BytesIO

import pytest
from docx import Document
from small_plan import LIAISON, PLANNER, Small, at
from typer.testing import CliRunner

from duban.cli import app
from duban.database import reading
from duban.reports.supervision_paper import PAPERS, paper_of, write_paper
from duban.sweeping import sweep_all
from models.errors import Refused
from models.task import Task
from models.words import Act, Life, SupervisionState

URGED, ORDERED = at("2026-03-27 08:30"), at("2026-04-01 08:30")


def climbed_to(*moments: object) -> None:
    for moment in moments:
        sweep_all(now=moment)  # type: ignore[arg-type]


def paper(task_id: int, now: object = ORDERED) -> dict[str, str]:
    with reading() as session:
        found = paper_of(session, session.get_one(Task, task_id), now=now)  # type: ignore[arg-type]
    return dict(found.lines) | {"": found.name}


def test_a_rung_that_is_put_in_writing_has_its_paper(small: Small):
    small.does(LIAISON, Act.ACCEPT, small.plain, at=at("2026-01-07 09:00"))
    climbed_to(at("2026-03-24 08:30"), URGED)
    urged = paper(small.plain, URGED)
    climbed_to(ORDERED)
    ordered = paper(small.plain)

    assert (urged[""], ordered[""]) == ("督办催办单", "督办通知单")
    assert ordered["督办事项"] == "更新展项"
    assert ordered["承办单位"] == "岭海省科学技术馆"
    assert ordered["协办单位"] == "科普部"
    assert ordered["完成时限"] == "2026年3月31日"
    assert ordered["目前情况"].startswith("办理中；已逾期")
    assert "“更新展项。”" in ordered["依据"]
    assert ordered["反馈要求"] == "2026年4月7日前书面反馈。"  # three working days; the Qingming days off do not count
    assert ordered["联系人"]


def test_every_rung_from_the_second_on_has_a_paper():
    assert set(PAPERS) == set(SupervisionState) - {
        SupervisionState.CALM, SupervisionState.REMINDED, SupervisionState.SETTLED,
    }  # fmt: skip


def test_before_such_a_rung_there_is_no_paper(small: Small):
    with pytest.raises(Refused, match="还没有催办到"):
        paper(small.plain)
    climbed_to(at("2026-03-24 08:30"))
    with pytest.raises(Refused, match="还没有催办到"):
        paper(small.plain)


def test_the_file_is_an_official_paper_and_the_same_every_time(small: Small):
    climbed_to(at("2026-03-24 08:30"), URGED, ORDERED)
    with reading() as session:
        found = paper_of(session, session.get_one(Task, small.plain), now=ORDERED)

    packed = write_paper(found)

    document = Document(BytesIO(packed))
    assert [p.text for p in document.paragraphs if p.style.style_id == "Title"] == ["督办通知单"]
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert cells[1:] == [list(line) for line in found.lines]
    assert packed == write_paper(found)


def test_the_command_writes_it_once_and_says_where(small: Small, tmp_path):
    climbed_to(at("2026-03-24 08:30"), URGED, ORDERED)
    target = tmp_path / "通知单.docx"

    first = CliRunner().invoke(app, ["task", "paper", str(small.plain), "--out", str(target)])
    again = CliRunner().invoke(app, ["task", "paper", str(small.plain), "--out", str(target)])

    assert (first.exit_code, first.output.strip()) == (0, str(target))
    assert target.read_bytes()[:2] == b"PK"
    assert again.exit_code != 0


def test_a_cancelled_task_has_no_paper_any_more(small: Small):
    climbed_to(at("2026-03-24 08:30"), URGED, ORDERED)
    small.does(PLANNER, Act.CANCEL, small.plain, Life.TASK, at=ORDERED, reason="并入他项。")

    with pytest.raises(Refused):
        paper(small.plain)
