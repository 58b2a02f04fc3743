"""The traps that systems like this one fall into, each with the tests that would say so, and these tests are there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
STORY = "stories/test_traps.py::"
OF_TASKS = "duban/actions/test_task_life.py::"
APART = "duban/actions/test_separation.py::"
SHEETS = "duban/cli_tests/test_cli_plan.py::"

# fmt: off
TRAPS: dict[str, tuple[str, ...]] = {
    # trap                                     tests
    "a new year without a calendar":           (STORY + "test_without_the_next_years_calendar_nothing_is_guessed_and_what_is_missing_is_said",
                                                STORY + "test_once_the_year_is_loaded_the_clock_goes_on_with_one_rung",
                                                STORY + "test_over_the_new_year_of_an_unpublished_year_days_are_counted_and_said_to_be_provisional"),
    "an amended calendar moves deadlines":     (STORY + "test_an_amended_calendar_moves_what_is_counted_in_working_days_and_no_fixed_date",
                                                "duban/test_recomputing.py::test_ladders_climb_earlier_when_days_before_the_deadline_become_days_off"),
    "a unit joins after the fan-out":          (STORY + "test_a_unit_that_joins_later_gets_its_task_and_is_counted_in",
                                                STORY + "test_a_unit_that_joins_after_the_deadline_gets_no_task_that_is_late_at_birth",
                                                STORY + "test_importing_the_same_register_again_opens_nothing"),
    "a unit leaves, or seems to":              (STORY + "test_what_a_unit_that_leaves_has_reported_takes_its_course_and_the_rest_ends_if_the_policy_says_so",
                                                "duban/test_memberships.py::test_a_class_left_out_of_a_register_by_mistake_and_put_back_changes_no_task"),
    "the successor of a post sees the task":   (STORY + "test_the_successor_of_a_post_sees_its_tasks_and_acts_and_the_predecessor_acts_no_more",),
    "more time is asked for too late":         ("duban/actions/test_extensions.py::test_on_the_last_second_one_may_still_ask_and_one_second_later_no_more",),
    "scored against the original deadline":    (STORY + "test_what_is_extended_and_done_in_the_new_time_is_late_in_the_score_and_both_dates_are_shown",),
    "two deadlines in one item":               (STORY + "test_an_item_with_two_deadlines_becomes_two_requirements_and_neither_date_is_lost",),
    "a supporting unit has not answered":      (OF_TASKS + "test_the_lead_cannot_report_before_deliverable_quantity_and_contributions",
                                                OF_TASKS + "test_with_file_number_contribution_and_waiver_the_lead_reports"),
    "the reporter reviews":                    (APART + "test_a_reporter_who_is_a_reviewer_gets_no_seat_and_cannot_decide",
                                                APART + "test_a_reporter_who_is_also_a_checker_cannot_check",
                                                APART + "test_a_report_by_a_deputy_excludes_deputy_and_holder_from_the_panel"),
    "returned twice":                          (STORY + "test_a_task_returned_twice_is_red_however_far_its_deadline",),
    "a standing task a hundred percent done":  (STORY + "test_a_standing_task_takes_no_percentage_and_says_why",
                                                STORY + "test_a_standing_task_that_is_closed_for_the_time_being_is_not_a_hundred_percent_done"),
    "a notice without a task":                 (STORY + "test_a_notice_without_any_demand_is_taken_in_and_goes_no_further",),
    "figures at a past moment":                (STORY + "test_a_report_as_of_the_end_of_february_is_the_same_however_much_happens_after",
                                                "duban/reports/test_report_kinds.py::test_every_report_made_later_is_byte_for_byte_the_one_made_then"),
    "a child plan done, its cell not verified": ("duban/actions/test_own_plans.py::test_a_child_plan_that_is_finished_leaves_the_cell_above_unverified",),
    "contact data in what is written out":     (SHEETS + "test_no_export_holds_the_contact",
                                                "duban/exporting/test_export_ocel.py::test_the_contact_of_a_notice_is_never_written",
                                                "duban/reports/test_summary.py::test_contact_data_is_in_no_part_of_the_summary",
                                                "duban/reports/test_docx_writer.py::test_contact_data_is_not_in_the_file"),
}
# fmt: on


@cache
def claims_of(path: Path) -> dict[str, ast.FunctionDef]:
    """Give the tests of a file by their names."""
    found = ast.parse(path.read_text(encoding="utf-8")).body
    return {one.name: one for one in found if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")}


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.replace(" ", "-"))
def test_a_trap_has_its_tests_and_none_of_them_is_left_out(trap: str) -> None:
    for node in TRAPS[trap]:
        file, _, name = node.partition("::")
        there = claims_of(TESTS / file)
        assert name in there, f"{trap}: there is no {node}; name the test that says it now"
        marks = " ".join(ast.unparse(one) for one in there[name].decorator_list)
        assert not {"skip", "skipif", "xfail"} & set(re.findall(r"\w+", marks)), node


def test_every_story_of_the_traps_stands_in_the_table() -> None:
    named = {node.removeprefix(STORY) for nodes in TRAPS.values() for node in nodes if node.startswith(STORY)}
    assert named == set(claims_of(TESTS / "stories/test_traps.py"))
