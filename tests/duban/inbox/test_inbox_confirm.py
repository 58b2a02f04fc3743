"""Settling the requirements of a drafted plan, each beside its source."""

import re
from datetime import date

import pytest
from inbox_browser import As
from world import World

from models.plan import Requirement
from models.words import SubjectKind, Timing

SETTLED = {"lead_unit": "省科技馆", "supporting": "科普部、学会部", "timing": "fixed", "due": "2026-06-30"}


def _first(world: World) -> Requirement:
    found: Requirement = world.all_of(Requirement, plan_id=world.drafted_id)[0]
    return found


def _url(world: World, act: str) -> str:
    return f"/plans/{world.drafted_id}/requirements/{_first(world).id}/{act}"


def test_the_planner_confirms_who_and_when(as_: As, world: World) -> None:
    done = as_("planner").post(
        _url(world, "confirm"), **SETTLED, deliverables="《清单》；照片", quantity="3", show="open"
    )
    assert done.status_code == 303, done.text
    assert done.headers["location"].endswith(f"/requirements?show=open#r{_first(world).id}")
    row = _first(world)
    assert (row.lead_unit_id, row.supporting) == (world.units["KJG"], [world.units["KPB"], world.units["XHB"]])
    assert (row.timing, row.due, row.quantity, row.deliverables) == (
        Timing.FIXED,
        date(2026, 6, 30),
        3,
        ["《清单》", "照片"],
    )
    assert row.confirmed_by == world.people["planner"].person_id


def test_a_requirement_fans_out_to_a_class_of_units(as_: As, world: World) -> None:
    fields = {"timing": "monthly", "rhythm_day": "25", "fan_out": "单位：高校科协"}
    assert as_("planner").post(_url(world, "confirm"), **fields).status_code == 303
    row = _first(world)
    assert (row.fan_out["kind"], row.fan_out["unit_class"]) == (SubjectKind.UNIT, "高校科协")


# fmt: off
WRONG = [
    # typed                                     what is said
    ({"timing": "fixed", "due": "2026-06-30"},  "必须明确由谁来办"),
    ({"lead_unit": "省科技馆"},                 "必须明确何时完成"),
    (SETTLED | {"lead_unit": "省科技管"},       "名册里没有叫“省科技管”的单位"),
    (SETTLED | {"due": "六月"},                 "日期"),
    (SETTLED | {"quantity": "0"},               "不是数量"),
    (SETTLED | {"supporting": "省科技馆"},      "牵头单位不能同时是配合单位"),
    (SETTLED | {"fan_out": "大家"},             "看不懂“大家”"),
]
# fmt: on


@pytest.mark.parametrize(("typed", "told"), WRONG)
def test_what_cannot_be_is_refused_and_what_was_typed_is_kept(
    as_: As, world: World, typed: dict[str, str], told: str
) -> None:
    refused = as_("planner").post(_url(world, "confirm"), **typed, deliverables="写了很久的成果")
    assert refused.status_code in (409, 422)
    assert told in refused.text
    assert 'value="写了很久的成果"' in refused.text
    assert _first(world).confirmed_at is None


def test_a_requirement_is_dropped_with_a_reason(as_: As, world: World) -> None:
    browser = as_("planner")
    assert browser.post(_url(world, "drop")).status_code == 409
    assert browser.post(_url(world, "drop"), reason="属号召性要求。").status_code == 303
    assert _first(world).dropped_why == "属号召性要求。"
    assert "属号召性要求。" in browser.text(f"/plans/{world.drafted_id}/requirements?show=dropped")


def test_a_piece_of_the_page_comes_back_alone_when_it_was_asked_for(as_: As, world: World) -> None:
    browser = as_("planner")
    data = {"csrf": browser.csrf, **SETTLED}
    piece = browser.client.post(_url(world, "confirm"), data=data, headers={"HX-Request": "true"})
    assert piece.status_code == 200
    assert piece.text.lstrip().startswith("<article")
    assert "已确认" in piece.text


def test_only_the_planner_has_the_form_and_its_effect(as_: As, world: World) -> None:
    feng = as_("feng")
    assert "/confirm" not in feng.text(f"/plans/{world.drafted_id}/requirements")
    assert feng.post(_url(world, "confirm"), **SETTLED).status_code == 409
    assert _first(world).confirmed_at is None


def test_a_requirement_of_another_plan_is_not_touched(as_: As, world: World) -> None:
    other = world.all_of(Requirement, plan_id=world.plan_id)[0].id
    answer = as_("planner").post(f"/plans/{world.drafted_id}/requirements/{other}/confirm", **SETTLED)
    assert answer.status_code == 404


def test_the_page_shows_what_was_unsure_and_the_words_of_the_source(as_: As, world: World) -> None:
    text = as_("planner").text(f"/plans/{world.drafted_id}/requirements")
    unsure = next(row for row in world.all_of(Requirement, plan_id=world.drafted_id) if row.unsure)
    assert unsure.unsure[0] in text
    card = text.split(f'id="r{_first(world).id}"')[1].split("</article>")[0]
    marked = "".join(re.findall(r'<mark class="m-requirement [^>]*>(.*?)</mark>', card))
    assert marked == _first(world).text


def test_the_proposal_is_filled_in(as_: As, world: World) -> None:
    text = as_("planner").text(f"/plans/{world.drafted_id}/requirements")
    assert 'value="2026-03-31"' in text
    assert 'value="《全民科学素质提升年活动安排表》"' in text


def test_what_the_notice_states_without_doubt_is_confirmed_at_once_and_the_rest_stays_open(
    as_: As, world: World
) -> None:
    rows = world.all_of(Requirement, plan_id=world.drafted_id)
    sure = {r.id for r in rows if r.certainty == "certain" and r.timing and (r.lead_unit_id or r.fan_out["unit_class"])}
    assert 0 < len(sure) < len(rows)
    assert "确认原文明确、已经填全的各条" in as_("planner").get(f"/plans/{world.drafted_id}/requirements").text

    assert as_("planner").post(f"/plans/{world.drafted_id}/requirements/certain").status_code == 303

    after = world.all_of(Requirement, plan_id=world.drafted_id)
    assert {r.id for r in after if r.confirmed_at} == sure


def test_only_a_planner_confirms_many_at_once(as_: As, world: World) -> None:
    assert as_("feng").post(f"/plans/{world.drafted_id}/requirements/certain").status_code == 409


def test_every_field_that_was_read_is_a_link_to_its_words_beside_it(as_: As, world: World) -> None:
    page = as_("planner").get(f"/plans/{world.drafted_id}/source").text

    row = next(r for r in world.all_of(Requirement, plan_id=world.drafted_id) if r.reading["deadlines"])
    start, end = row.reading["deadlines"][0]["span"]
    assert page.count(f'id="s{start}-{end}"') == 1
    assert f'href="#s{start}-{end}"' in page
    assert 'class="m-requirement m-deadline' in page or 'class="m-deadline' in page
