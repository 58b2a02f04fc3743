"""Claims about the sample notice and the sample register, read here with nothing but the standard library."""

import csv
import re
from collections import Counter
from itertools import pairwise

import pytest

from duban.samples import NOTICE, REGISTER

TEXT = NOTICE.read_text(encoding="utf-8")
PLAN = TEXT[TEXT.index("一、明确目标") :]
SAID_FOR_A_CLASS = {"各高校科协"}


def rows(name: str) -> list[dict[str, str]]:
    with (REGISTER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


UNITS, PEOPLE, POSTS, HOLDINGS = rows("units"), rows("people"), rows("posts"), rows("holdings")


def demands(line: str) -> list[str]:
    """The sentences of one measure, without its heading."""
    return [sentence for sentence in line.split("。")[1:] if sentence.strip()]


MEASURES = [line for line in PLAN.splitlines() if line.startswith("（")]


def test_the_notice_has_four_parts_and_the_first_has_no_measures_of_its_own() -> None:
    shape = re.findall(r"^(?:([一二三四])、|(（[一二三四五六七八九]）))", PLAN, re.MULTILINE)

    parts = "".join("|" if part else "." for part, _ in shape)
    assert parts == "||....|......|..."


def test_the_notice_makes_between_60_and_75_demands_and_a_third_or_more_name_owners() -> None:
    sentences = [sentence for line in MEASURES for sentence in demands(line)]
    owned = [sentence for sentence in sentences if re.search(r"（[^（）]*(牵头|负责)[^（）]*）$", sentence)]

    assert 60 <= len(sentences) <= 75
    assert 1 / 3 <= len(owned) / len(sentences) <= 1 / 2


def test_every_owner_named_in_the_notice_stands_in_the_register() -> None:
    names = {name for u in UNITS for name in (u["name"], u["short_name"], *u["aliases"].split(";"))}
    clauses = re.findall(r"（([^（）]*(?:牵头|负责)[^（）]*)）", PLAN)
    owners = {re.sub("(牵头|负责|配合)$", "", name) for clause in clauses for name in re.split("[，、]", clause)}

    assert len(owners) > 15
    assert owners - names - SAID_FOR_A_CLASS == set()


# fmt: off
@pytest.mark.parametrize(
    "words",
    [
        "3月底前", "4月30日前", "每月25日前", "每季度末", "6月底前", "年底前", "到2027年", "5月下旬",
        "印发之日起15个工作日内", "结束后10个工作日内", "6月底前、10月底前各", "及时", "常态化",
    ],
)
def test_the_notice_says_when_in_many_ways(words: str) -> None:
    assert words in PLAN
# fmt: on


def test_the_person_to_ask_is_the_planner_of_the_register() -> None:
    planner = next(h["person"] for h in HOLDINGS if h["post"] == "LDB-PLANNER")
    name = next(p["name"] for p in PEOPLE if p["code"] == planner)

    assert f"联系人：{name}，" in TEXT


def test_the_register_has_the_promised_units() -> None:
    classes = Counter(name for unit in UNITS for name in unit["classes"].split(";") if name)

    assert classes == {
        "省科协机关部室": 7,
        "省科协直属单位": 5,
        "地级以上市科协": 21,
        "省级学会": 30,
        "省级协会": 6,
        "省级研究会": 4,
        "高校科协": 10,
        "企业科协": 20,
    }
    assert [unit["code"] for unit in UNITS if not unit["parent"]] == ["LHKX"]


def test_no_two_units_can_be_meant_by_one_name() -> None:
    meant = Counter(
        name for unit in UNITS for name in {unit["name"], unit["short_name"], *unit["aliases"].split(";")} - {""}
    )

    assert [name for name, count in meant.items() if count > 1] == []


def test_every_post_is_held_by_exactly_one_person_at_a_time() -> None:
    for post in POSTS:
        spells = sorted(
            (h["since"], h["until"] or "9999") for h in HOLDINGS if (h["post"], h["kind"]) == (post["code"], "holder")
        )
        assert spells, post["code"]
        assert all(until < since for (_, until), (since, _) in pairwise(spells)), post["code"]


def test_every_unit_has_a_liaison_and_a_head_who_are_two_people() -> None:
    held = {h["post"]: h["person"] for h in HOLDINGS if h["kind"] == "holder"}

    for unit in UNITS:
        of_unit = {p["roles"]: held[p["code"]] for p in POSTS if p["unit"] == unit["code"]}
        assert of_unit["liaison"] != of_unit["unit_head"], unit["code"]


def test_departments_and_attached_units_have_a_deputy_for_the_liaison() -> None:
    deputised = {h["post"] for h in HOLDINGS if h["kind"] == "deputy"}

    assert deputised == {f"{u['code']}-LIAISON" for u in UNITS if u["classes"].startswith("省科协")}


def test_the_office_has_every_role_and_nobody_in_it_checks_the_own_work() -> None:
    roles = Counter(role for p in POSTS if p["unit"] == "LDB" for role in p["roles"].split(";"))
    held = {h["post"]: h["person"] for h in HOLDINGS}
    working = [held[p["code"]] for p in POSTS if p["unit"] == "LDB" and p["roles"] not in ("liaison", "unit_head")]

    assert roles == {
        "liaison": 1, "unit_head": 1, "planner": 1, "checker": 2, "reviewer": 4, "supervisor": 1, "leader": 2, "operator": 1,
    }  # fmt: skip
    assert len(set(working)) == len(working)


def test_one_post_changes_hands_during_the_year() -> None:
    spells = [(h["since"], h["until"]) for h in HOLDINGS if h["post"] == "S07-LIAISON"]

    assert spells == [("2025-01-01", "2026-06-30"), ("2026-07-01", "")]


def test_people_are_invented_and_reachable_only_at_example_org() -> None:
    assert {p["email"] for p in PEOPLE} == {f"{p['code']}@example.org" for p in PEOPLE}
    assert len({p["name"] for p in PEOPLE}) == len(PEOPLE)
