"""Names in notices are matched to the register as documents shorten them; unknown ones are told with what is near."""

from pathlib import Path

import pytest
from sqlmodel import Session

from duban.database import writing
from duban.unit_names import UnitNames, unit_names
from duban.unit_words import SHORT_FORMS, called, in_full
from models.register import Unit, UnitClass


@pytest.fixture
def names(home: Path) -> UnitNames:
    with writing() as session:
        fill(session)
        return unit_names(session)


def fill(session: Session) -> None:
    rows = (
        ("a", "广东省科学技术协会", "", []),
        ("b", "海州市教育局", "", ["市教育主管部门"]),
        ("c", "石城市财政局", "", []),
        ("d", "海州市财政局", "", []),
    )
    for code, name, short, aliases in rows:
        session.add(Unit(code=code, name=name, short_name=short, aliases=aliases))
    session.flush()
    session.add(UnitClass(unit_id=1, name="地级以上市科协"))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("广东省科学技术协会", 1),  # in full
        ("广东省科协", 1),  # shortened at its end
        ("省科协", 1),  # by its level alone
        ("市教育主管部门", 2),  # an alias
        ("石城市财政局", 3),  # with its place
        ("市财政局", None),  # two units are called so
        ("丙州市教育局", None),  # another place
    ],
)
def test_a_shortened_name_means_the_only_unit_called_so(names: UnitNames, written: str, meant: int | None) -> None:
    assert names.unit(written) == meant


def test_unknown_names_come_once_with_what_is_near(names: UnitNames) -> None:
    found = names.unknown(["海州市教育居", "省科协", "各地级以上市科协", "海州市教育居"])
    assert list(found) == ["海州市教育居"]
    assert found["海州市教育居"][0] == "海州市教育局"


@pytest.mark.parametrize(("short", "full"), SHORT_FORMS)
def test_each_short_form_is_written_out(short: str, full: str) -> None:
    assert in_full(f"市{short}") == f"市{full}"
    assert called(f"海州市{short}") == {f"海州市{full}", f"市{full}"}
