"""Claims about registers: both formats read alike, every fault is told with its place, importing is repeatable."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import zip_longest
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlmodel import Session, col, create_engine, func, select

from duban.register_checks import RegisterProblems
from duban.register_tables import TABLES, ClassRow, Register
from duban.registers import ImportCounts, Tally, import_register, read_register
from duban.samples import REGISTER
from models.errors import BadInput
from models.register import Holding, Person, Post, Unit, UnitClass
from models.tables import metadata
from models.words import Holds, Role

NOW = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
SAMPLE = read_register(REGISTER)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(REGISTER, tmp_path / "register"))


@pytest.fixture
def session() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with Session(engine, expire_on_commit=False) as opened:
        yield opened
    engine.dispose()


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def workbook(path: Path, *, typed: bool) -> Path:
    """Write the sample as one workbook with Chinese headers; `typed` makes real dates of the dates."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in TABLES:
        sheet = book.create_sheet(table.zh)
        lines = (REGISTER / f"{table.name}.csv").read_text(encoding="utf-8").splitlines()
        headers = {column.field: column.zh for column in table.columns}
        sheet.append([headers[name] for name in lines[0].split(",")])
        for line in lines[1:]:
            cells = line.split(",")
            sheet.append([date.fromisoformat(c) if typed and c[:3] == "202" else c or None for c in cells])
    book.save(path)
    return path


def with_units(register: Register, **changed: object) -> Register:
    first, *rest = register.units
    return register.model_copy(update={"units": (first.model_copy(update=changed), *rest)})


def test_the_sample_is_read_whole() -> None:
    counts = (len(SAMPLE.units), len(SAMPLE.people), len(SAMPLE.posts), len(SAMPLE.holdings))

    assert counts == (105, 231, 220, 233)
    assert SAMPLE.units[0].aliases == ("省科协",)
    assert next(p.roles for p in SAMPLE.posts if p.code == "LDB-CHIEF") == (Role.LEADER, Role.REVIEWER)


@pytest.mark.parametrize("typed", [False, True], ids=["dates as text", "dates as dates"])
def test_a_workbook_with_chinese_headers_reads_like_the_folder(tmp_path: Path, typed: bool) -> None:
    assert read_register(workbook(tmp_path / "名册.xlsx", typed=typed)) == SAMPLE


# fmt: off
@pytest.mark.parametrize(
    "rewrite",
    [
        lambda text: text.encode("gb18030"),                                     # saved by an older office program
        lambda text: text.encode("utf-8-sig"),                                   # with a byte order mark
        lambda text: text.replace("\n", "\r\n").encode(),                        # Windows line ends
        lambda text: text.replace("\n", "\n,,,,,\n").encode(),                   # empty lines in between
        lambda text: text.replace(";", "；").encode(),                           # full-width separators
        lambda text: text.replace("code,name,", "编码,名称,", 1).encode(),       # headers in two languages
    ],
    ids=["gb18030", "bom", "crlf", "empty lines", "full width", "mixed headers"],
)
def test_the_way_a_file_was_saved_makes_no_difference(folder: Path, rewrite: Callable[[str], bytes]) -> None:
    file = folder / "units.csv"
    file.write_bytes(rewrite(file.read_text(encoding="utf-8")))

    assert read_register(folder) == SAMPLE


@pytest.mark.parametrize("written", ["2025/1/1", "2025年1月1日", "2025.01.01"])
def test_dates_may_be_written_as_people_do(folder: Path, written: str) -> None:
    edit(folder / "holdings.csv", "2025-01-01", written)

    assert read_register(folder) == SAMPLE


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("people",   "ji.xiaozhou,纪晓舟,LDB", "mo.cheng,纪晓舟,LDB",    ("people.csv 第 232 行 code 列：mo.cheng 与第 224 行重复。",
                                                                          "holdings.csv 第 225 行 person 列：没有编码为 ji.xiaozhou 的人员。")),
        ("holdings", "C02-HEAD,",              "C02-LIAISON,",           ("posts.csv 第 33 行 code 列：岗位 C02-HEAD 没有任职人员。",)),
        ("holdings", "kind,since,until",       "kind,until",             ("holdings.csv 第 1 行 since 列：缺少这一列。",)),
        ("posts",    "LDB-PLANNER,LDB,计划专责,planner", "LDB-PLANNER,LDB",
                                                                         ("posts.csv 第 212 行 name 列：不能为空。",
                                                                          "posts.csv 第 212 行 roles 列：不能为空。")),
        ("units",    "岭海省科协,省科协,,",    "岭海省科协,省科协,,XHB", ("units.csv 第 2 行 parent 列：LHKX 的上级绕了一圈又回到自己。",
                                                                          "units.csv 第 5 行 parent 列：XHB 的上级绕了一圈又回到自己。")),
        ("units",    "地级以上市科协,LHKX\nC02", "地级以上市科协,LHK\nC02", ("units.csv 第 16 行 parent 列：没有编码为 LHK 的单位。",)),
        ("units",    "C01,岚州市科学技术协会", "C01,",                   ("units.csv 第 16 行 name 列：不能为空。",)),
        ("units",    "short_name",             "shortname",              ("units.csv 第 1 行 shortname 列：不认识这一列",)),
        ("people",   "code,name,unit",         "code,name,部门",         ("people.csv 第 1 行 部门 列：不认识这一列",
                                                                          "people.csv 第 1 行 unit 列：缺少这一列。")),
        ("posts",    "计划专责,planner",       "计划专责,plannner",      ("posts.csv 第 212 行 roles 列：不认识“plannner”",)),
        ("posts",    "计划专责,planner",       "计划专责,panel",         ("posts.csv 第 212 行 roles 列：不认识“panel”",)),
        ("posts",    "C01-LIAISON,C01,联络员,liaison", "C01-LIAISON,C01,联络员,unit_head",
                                                                         ("units.csv 第 16 行 code 列：单位 C01（岚州市科学技术协会）没有联络员岗位。",)),
        ("holdings", "LDB-PLANNER,ji.xiaozhou,holder", "LDB-PLANNER,ji.xiaozhou,deputy",
                                                                         ("posts.csv 第 212 行 code 列：岗位 LDB-PLANNER 没有任职人员。",)),
        ("holdings", "ji.xiaozhou,holder",     "ji.xiaozhou,boss",       ("holdings.csv 第 225 行 kind 列：不认识“boss”",)),
        ("holdings", "ji.xiaozhou,holder,2025-01-01", "ji.xiaozhou,holder,2025-02-30",
                                                                         ("holdings.csv 第 225 行 since 列：“2025-02-30”不是日期",)),
        ("holdings", "ji.xiaozhou,holder,2025-01-01,", "ji.xiaozhou,holder,2025-01-01,2024-12-31",
                                                                         ("holdings.csv 第 225 行 until 列：止于早于起始之日。",)),
        ("holdings", "ji.xiaozhou,holder",     "nobody,holder",          ("holdings.csv 第 225 行 person 列：没有编码为 nobody 的人员。",)),
    ],
)
def test_every_fault_is_told_with_its_file_row_and_column(folder: Path, file: str, old: str, new: str, told: tuple[str, ...]) -> None:
    edit(folder / f"{file}.csv", old, new)

    with pytest.raises(RegisterProblems) as refused:
        read_register(folder)

    found = [problem.zh for problem in refused.value.problems]
    assert [f[: len(t)] for f, t in zip_longest(found, told, fillvalue="")] == list(told)
# fmt: on


def test_faults_of_several_files_are_told_at_once_in_both_languages(folder: Path) -> None:
    edit(folder / "holdings.csv", "ji.xiaozhou,holder,2025-01-01", "ji.xiaozhou,boss,soon")
    edit(folder / "posts.csv", "计划专责,planner", "计划专责,")

    with pytest.raises(RegisterProblems) as refused:
        read_register(folder)

    assert [problem.en.split(":")[0] for problem in refused.value.problems] == [
        "posts.csv row 212 column roles",
        "holdings.csv row 225 column kind",
        "holdings.csv row 225 column since",
    ]
    assert refused.value.sentence.zh.startswith("名册有 3 处问题，改正后再导入：\nposts.csv")


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "posts.csv").unlink()

    with pytest.raises(RegisterProblems, match=r"posts.csv：没有这张表，或表是空的"):
        read_register(folder)


def test_a_missing_sheet_is_named(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].title = "单位"
    book.save(tmp_path / "r.xlsx")

    with pytest.raises(RegisterProblems) as refused:
        read_register(tmp_path / "r.xlsx")

    assert [p.zh.split("：")[0] for p in refused.value.problems] == [f"r.xlsx[{t.zh}]" for t in TABLES]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("r.xlsx", b"no workbook", "打不开，不是 Excel 工作簿"),
        ("r.pdf", b"%PDF", "不能作为名册读取；请给出含 units.csv"),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(BadInput, match=said):
        read_register(tmp_path / name)


def test_a_file_in_no_known_encoding_is_refused(folder: Path) -> None:
    (folder / "people.csv").write_bytes(b"code,name,unit,email\n\xff\xff\xff,x,y,z\n")

    with pytest.raises(BadInput, match=r"people.csv 不是能读取的 CSV 文件"):
        read_register(folder)


def test_importing_the_sample_fills_the_tables(session: Session) -> None:
    counts = import_register(session, SAMPLE, now=NOW)

    assert counts == ImportCounts(
        units=Tally(added=105), people=Tally(added=231), posts=Tally(added=220), holdings=Tally(added=233)
    )
    stored = [session.exec(select(func.count()).select_from(t)).one() for t in (Unit, Person, Post, Holding, UnitClass)]
    assert stored == [105, 231, 220, 233, 103]


def test_what_was_imported_is_what_was_read(session: Session) -> None:
    import_register(session, SAMPLE, now=NOW)
    session.commit()

    office = session.exec(select(Unit).where(Unit.code == "BGS")).one()
    root = session.exec(select(Unit).where(Unit.code == "LHKX")).one()
    classes = session.exec(select(UnitClass.name).where(UnitClass.unit_id == office.id)).all()
    deputies = session.exec(
        select(Person.code).join(Holding, col(Holding.person_id) == Person.id).where(Holding.kind == Holds.DEPUTY)
    ).all()
    assert (office.parent_id, office.short_name, office.aliases) == (root.id, "办公室", ["岭海省科协办公室"])
    assert (root.parent_id, classes, len(deputies)) == (None, ["省科协机关部室"], 12)


def test_importing_twice_changes_nothing(session: Session) -> None:
    import_register(session, SAMPLE, now=NOW)
    session.commit()

    again = import_register(session, SAMPLE, now=NOW)

    assert again == ImportCounts(
        units=Tally(same=105), people=Tally(same=231), posts=Tally(same=220), holdings=Tally(same=233)
    )
    assert not session.dirty


@pytest.mark.parametrize(
    "changed",
    [{"name": "岭海省科技联合会"}, {"aliases": ("省科协", "岭科协")}, {"classes": (ClassRow(name="省级机关"),)}],
    ids=["name", "aliases", "classes"],
)
def test_a_unit_that_differs_is_corrected_and_counted_once(session: Session, changed: dict[str, object]) -> None:
    import_register(session, SAMPLE, now=NOW)

    counts = import_register(session, with_units(SAMPLE, **changed), now=NOW)

    assert counts.units == Tally(changed=1, same=104)
    assert import_register(session, SAMPLE, now=NOW).units == Tally(changed=1, same=104)  # and back again


def test_a_unit_may_move_in_the_tree(session: Session) -> None:
    import_register(session, SAMPLE, now=NOW)
    moved = tuple(u.model_copy(update={"parent": "KPB"}) if u.code == "LDB" else u for u in SAMPLE.units)

    counts = import_register(session, SAMPLE.model_copy(update={"units": moved}), now=NOW)

    units = {u.code: u for u in session.exec(select(Unit)).all()}
    assert (counts.units, units["LDB"].parent_id) == (Tally(changed=1, same=104), units["KPB"].id)


def test_a_successor_takes_over_and_the_predecessor_ends(session: Session) -> None:
    import_register(session, SAMPLE, now=NOW)
    old = next(h for h in SAMPLE.holdings if h.post == "LDB-PLANNER")
    new = old.model_copy(update={"person": SAMPLE.people[-1].code, "since": date(2026, 1, 5)})
    rest = tuple(h for h in SAMPLE.holdings if h != old)

    counts = import_register(session, SAMPLE.model_copy(update={"holdings": (*rest, new)}), now=NOW)

    spells = session.exec(
        select(col(Person.code), col(Holding.since), col(Holding.until))
        .join(Holding, col(Holding.person_id) == Person.id)
        .join(Post, col(Holding.post_id) == Post.id)
        .where(Post.code == "LDB-PLANNER")
        .order_by(col(Holding.since))
    ).all()
    assert counts.holdings == Tally(added=1, same=232, ended=1)
    assert [tuple(spell) for spell in spells] == [
        ("ji.xiaozhou", date(2025, 1, 1), date(2026, 1, 4)),
        (new.person, date(2026, 1, 5), None),
    ]


def test_a_holding_that_never_began_is_taken_out(session: Session) -> None:
    import_register(session, SAMPLE, now=NOW)
    kept = tuple(h for h in SAMPLE.holdings if h.since < date(2026, 7, 1))

    counts = import_register(session, SAMPLE.model_copy(update={"holdings": kept}), now=NOW)

    later = session.exec(select(Holding).where(Holding.since >= date(2026, 7, 1))).all()
    assert (counts.holdings.ended, later) == (1, [])


def test_what_a_later_register_leaves_out_stays(session: Session) -> None:
    import_register(session, SAMPLE, now=NOW)
    fewer = Register(
        units=SAMPLE.units[:1],
        people=tuple(p for p in SAMPLE.people if p.unit == "LHKX"),
        posts=tuple(p for p in SAMPLE.posts if p.unit == "LHKX"),
        holdings=tuple(h for h in SAMPLE.holdings if h.post.startswith("LHKX-")),
    )

    counts = import_register(session, fewer, now=NOW)

    open_ended = session.exec(select(func.count()).select_from(Holding).where(col(Holding.until).is_(None))).one()
    assert (counts.units, counts.holdings) == (Tally(same=1), Tally(same=2))
    assert open_ended == 232


def test_importing_does_not_commit(session: Session) -> None:
    import_register(session, SAMPLE, now=NOW)
    session.rollback()

    assert session.exec(select(func.count()).select_from(Unit)).one() == 0
