"""duban finding and duban exemplar: a problem is added, fixed, verified by another person; an example is nominated."""

import json

import pytest
from world import World
from world_fixtures import built, world

__all__ = ["built", "world"]


@pytest.fixture
def task(world: World) -> str:
    return str(world.tasks["in_progress"])


def test_a_problem_goes_from_its_finding_to_its_verification(duban, world, task):
    said = duban("finding", "add", "--task", task, "--text", "无签到表", "--as", "situ.songyan", "--json")
    (begun,) = json.loads(said.out)
    number = str(begun["id"])
    # fmt: off
    for words in (
        ("assign",      "--as", "situ.songyan"),
        ("start_fix",   "--as", "cai.lingran"),
        ("claim_fixed", "--as", "cai.lingran", "--text", "已补"),
        ("verify",      "--as", "situ.songyan"),
    ):
        assert duban("finding", "act", number, *words).code == 0
    # fmt: on
    rows = json.loads(duban("finding", "list", "--json").out)
    assert [(row["state"], row["fix"]) for row in rows if row["id"] == begun["id"]] == [("verified", "已补")]
    assert len(json.loads(duban("finding", "history", number, "--json").out)) == 5


def test_an_example_is_nominated_and_listed_by_plan(duban, world, task):
    asked = ("--task", task, "--kind", "case", "--name", "旧展品改造", "--text", "节约四成", "--as", "cai.lingran")
    assert duban("exemplar", "nominate", *asked).code == 0
    rows = json.loads(duban("exemplar", "list", "--plan", str(world.plan_id), "--json").out)
    assert [(row["kind"], row["name"], row["state"]) for row in rows] == [("case", "旧展品改造", "nominated")]
    assert json.loads(duban("exemplar", "list", "--plan", str(world.drafted_id), "--json").out) == []


def test_a_problem_without_words_is_refused(duban, world, task):
    said = duban("finding", "add", "--task", task, "--text", "", "--as", "situ.songyan")
    assert said.code == 2
