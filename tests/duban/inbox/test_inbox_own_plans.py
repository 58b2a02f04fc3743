"""A unit's own plan on the pages: begun from the plan above, settled within it, amended, seen from above."""

from inbox_browser import As
from world import World

from models.plan import Plan, Requirement
from models.words import Origin, PlanState


def own(world: World) -> Plan:
    found: Plan = world.all_of(Plan, parent_id=world.plan_id)[0]
    return found


def begun(as_: As, world: World) -> Plan:
    unit = str(world.units["KJG"])
    done = as_("liaison").post(f"/plans/{world.plan_id}/own", unit_id=unit, number="馆发〔2026〕3号")
    assert done.status_code == 303, done.text
    assert done.headers["location"].endswith(f"/plans/{own(world).id}/requirements")
    return own(world)


def test_the_liaison_begins_the_plan_of_the_unit_on_the_page_of_the_plan_above(as_: As, world: World) -> None:
    assert "制定" in as_("liaison").get(f"/plans/{world.plan_id}").text
    made = begun(as_, world)

    page = as_("liaison").get(f"/plans/{world.plan_id}").text
    assert (made.number, made.state) == ("馆发〔2026〕3号", PlanState.DRAFTED)
    assert f'href="/plans/{made.id}"' in page
    assert "/own" not in page  # it has one now
    assert f'href="/plans/{world.plan_id}"' in as_("liaison").get(f"/plans/{made.id}").text


def test_another_unit_neither_begins_nor_sees_it(as_: As, world: World) -> None:
    refused = as_("outsider").post(f"/plans/{world.plan_id}/own", unit_id=str(world.units["KJG"]), number="x")
    assert refused.status_code == 409
    made = begun(as_, world)
    assert as_("outsider").get(f"/plans/{made.id}").status_code == 403
    assert f"/plans/{made.id}" not in as_("outsider").get(f"/plans/{world.plan_id}").text


def test_prescribed_demands_offer_no_dropping_and_no_date(as_: As, world: World) -> None:
    made = begun(as_, world)

    page = as_("liaison").get(f"/plans/{made.id}/requirements").text

    first = world.all_of(Requirement, plan_id=made.id)[0]
    card = page.split(f'id="r{first.id}"')[1].split("</article>")[0]
    assert 'type="date"' not in card
    assert "/drop" not in card
    assert f"/requirements/{first.id}/confirm" in card


def test_an_optional_demand_is_added_on_the_page_and_a_wrong_one_is_typed_again(as_: As, world: World) -> None:
    made = begun(as_, world)
    fields = {"text": "办夜场开放。", "lead_unit": "省科技馆", "timing": "fixed", "due": "2026-06-30"}

    wrong = as_("liaison").post(f"/plans/{made.id}/requirements", **fields | {"due": "六月"})
    assert (wrong.status_code, "办夜场开放。" in wrong.text) == (422, True)
    assert as_("liaison").post(f"/plans/{made.id}/requirements", **fields).status_code == 303

    added = world.all_of(Requirement, plan_id=made.id)[-1]
    assert (added.text, added.origin) == ("办夜场开放。", Origin.OPTIONAL)


def test_it_waits_for_the_liaison_of_the_unit_and_not_for_the_office(as_: As, world: World) -> None:
    made = begun(as_, world)

    assert made.number in as_("liaison").get("/").text
    assert made.number not in as_("planner").get("/").text


def test_the_planner_amends_a_demand_of_an_issued_plan_with_its_basis(as_: As, world: World) -> None:
    one = next(r for r in world.all_of(Requirement, plan_id=world.plan_id) if r.lead_unit_id and r.due)
    unit = next(code for code, id_ in world.units.items() if id_ == one.lead_unit_id)
    fields = {"lead_unit": unit, "timing": "fixed", "due": "2026-12-31", "fan_out": ""}
    url = f"/plans/{world.plan_id}/requirements/{one.id}/amend"

    assert as_("planner").post(url, **fields, reason="").status_code == 409
    assert as_("planner").post(url, **fields, reason="补充通知。").status_code == 303
    assert str(world.all_of(Requirement, id=one.id)[0].due) == "2026-12-31"
