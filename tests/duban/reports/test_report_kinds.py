"""Every report of the table: as written once and for all on one history, in every form, the same bytes whenever it is made."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select
from world_of_reports import AS_OF, World, close, moment, nominate, tasks_of

from duban import database
from duban.actions.act import begin
from duban.reports.forms import as_markdown
from duban.reports.kinds import KINDS, Kind, kind_called, make_report, report_of, source_for
from duban.reports.naming import AT_ONCE
from duban.reports.report import Report
from duban.reports.shelf import FORMS, OF_SUMMARY, Order, write_made, write_report
from duban.reports.sourcing import steps_about, steps_of
from duban.reports.summary import make_summary
from models.errors import BadInput, NotFound
from models.found import Finding
from models.plan import Plan
from models.register import Unit
from models.values import Given
from models.words import Act, ExemplarKind, Life, Role, TaskState

GOLDEN = Path(__file__).parent / "golden"
TASK = "2"


def made(session: Session, kind: Kind, about: str = TASK) -> Report:
    return make_report(session, 1, kind, now=AS_OF, about=about if kind.about else "")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_report_on_one_fixed_history_reads_as_it_has_been_read(lived_home: Path, kind: Kind) -> None:
    """After a change that is meant, delete the file: the next run writes it anew, and fails for you to look at it."""
    with database.reading() as session:
        said = as_markdown.render(made(session, kind))
    kept = GOLDEN / f"{kind.name}.md"
    if not kept.exists():
        kept.write_text(said, encoding="utf-8")
        pytest.fail(f"{kept} was not there and is written; look at it")
    assert said == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.name != "ledger"], ids=lambda kind: kind.name)
def test_a_report_on_the_present_never_holds_every_task(lived_home: Path, kind: Kind) -> None:
    with database.reading() as session:
        source = source_for(session, 1, kind, now=AS_OF, about=TASK)
        report_of(source, kind)

    assert not source.past
    assert vars(source).keys() & {"facts", "summary"} == set()


def test_steps_about_more_subjects_than_a_query_takes_are_those_about_each(lived_home: Path) -> None:
    with database.reading() as session:
        every = list(steps_of(session, 1, AS_OF, lives=(Life.TASK,)))
        many = list(steps_about(session, 1, AS_OF, of={Life.TASK: range(1, AT_ONCE + 2)}))
        few = list(steps_about(session, 1, AS_OF, of={Life.TASK: {step.subject_id for step in every}}))

    assert (many, few) == (every, every)


def test_there_is_no_page_of_a_report_that_is_none_any_more() -> None:
    assert {path.stem for path in GOLDEN.glob("*.md")} == {kind.name for kind in KINDS}


def live_on(session: Session) -> None:
    """Everything that could show in an earlier report by mistake."""
    world = World(session, session.get_one(Plan, 1), AS_OF + timedelta(days=3))
    open_ones = [t for t in tasks_of(world) if t.state is TaskState.IN_PROGRESS]
    close(world, open_ones[0], on=world.at)
    world.office_does(open_ones[1], Act.CANCEL, reason="不再需要")
    other = session.exec(select(Unit.id).where(Unit.id != open_ones[2].lead_unit_id)).first()
    world.office_does(open_ones[2], Act.REASSIGN, unit_id=other, reason="职责调整")
    nominate(world, 9, kind=ExemplarKind.DEED, name="后来的典型", text="报告之后才推荐。")
    deed = 1
    world.do(Life.EXEMPLAR, deed, Act.PUBLISH, by=world.someone(Role.PLANNER), text="省科协官网")
    find(world, "后来发现的问题")


def find(world: World, text: str) -> Finding:
    task = tasks_of(world)[0]
    one = Finding(plan_id=1, task_id=task.id, unit_id=task.lead_unit_id or 0, text=text)
    begin(world.session, one, Act.FIND, by=world.someone(Role.SUPERVISOR), now=world.at, given=Given(text=text))
    return one


def test_every_report_made_later_is_byte_for_byte_the_one_made_then(lived_home: Path, tmp_path: Path) -> None:
    def files(folder: str) -> dict[str, bytes]:
        with database.reading() as session:
            summary = make_summary(session, 1, now=AS_OF)
            for kind in KINDS:
                report = made(session, kind)
                for form in FORMS:
                    order = Order(kind, form, about=TASK if kind.about else "", folder=tmp_path / folder)
                    of_summary = (kind.name, form) in OF_SUMMARY
                    write_report(summary, order) if of_summary else write_made(report, order)
        return {path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()}

    then = files("then")
    with database.writing() as session:
        live_on(session)

    later = files("later")

    assert [name for name, said in then.items() if later[name] != said] == []
    assert len(later) == len(KINDS) * len(FORMS) - 1  # the sheet of how it stands is the ledger


def test_a_problem_is_followed_until_its_fix_is_verified_by_somebody_else(lived_home: Path) -> None:
    with database.writing() as session:
        world = World(session, session.get_one(Plan, 1), moment(6, 27))
        found = find(world, "台账不全")
        supervisor, fixer = world.someone(Role.SUPERVISOR), world.someone(Role.LIAISON, found.unit_id)
        # fmt: off
        for act, by, said in (
            (Act.ASSIGN,      supervisor, {}),
            (Act.START_FIX,   fixer,      {}),
            (Act.CLAIM_FIXED, fixer,      {"text": "已补一半"}),
            (Act.REOPEN,      supervisor, {"reason": "只补了一半"}),
            (Act.START_FIX,   fixer,      {}),
            (Act.CLAIM_FIXED, fixer,      {"text": "已补齐"}),
        ):
            world.do(Life.FINDING, found.id, act, by=by, **said)
        # fmt: on
    with database.reading() as session:
        part = next(p for p in made(session, kind_called("monthly")).parts if p.heading == "发现的问题和整改")
    assert part.said == ("累计发现问题1个，已核实整改0个，尚未了结1个；本期复核不合格重新整改1次。",)
    assert [row[-2:] for row in part.tables[0].table.rows] == [("已报整改", "已补齐")]


def test_the_scores_of_a_circular_are_the_sums_of_their_reasons(lived_home: Path) -> None:
    with database.reading() as session:
        parts = {part.heading: part for part in made(session, kind_called("circular")).parts}
    lines = parts["得分缘由"].tables[0].table.rows
    sums: dict[object, int] = {}
    for _, unit, _, worth, _, _ in lines:
        sums[unit] = sums.get(unit, 0) + int(str(worth))
    ranked = {row[1]: row for row in parts["排名"].tables[0].table.rows}
    assert {unit: row[2] - 100 for unit, row in ranked.items()} == {unit: sums.get(unit, 0) for unit in ranked}  # type: ignore[operator]
    assert [row[0] for row in lines] == sorted(row[0] for row in lines)  # type: ignore[type-var]
    assert {row[2] for row in lines} >= {"逾期未办结", "按原定时限办结", "退回重办"}


def test_a_special_report_needs_its_matter(lived_home: Path) -> None:
    with database.reading() as session, pytest.raises(NotFound, match="--about"):
        made(session, kind_called("专报"), about="9.9")


def test_a_special_report_on_a_measure_lists_its_tasks(lived_home: Path) -> None:
    with database.reading() as session:
        matter, course, obstacles = made(session, kind_called("matter"), about="2.1").parts
    assert matter.said == ("“二（一）办好主题活动”这一举措共有任务25项，已办结13项，逾期未办结3项。",)
    assert {row[0] for row in course.tables[0].table.rows} == {row[0] for row in matter.tables[0].table.rows}
    assert obstacles.said[0] == "科普部的任务6退回重办：缺少受众人数和现场照片。"


def test_an_unknown_kind_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadInput, match="monthly（月报）"):
        kind_called("daily")
