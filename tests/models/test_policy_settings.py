"""What a policy may say and what it may not; and what it says when it says nothing."""

import pytest
from pydantic import BaseModel, ValidationError

from models.policy import (
    DEFAULT_LADDER,
    DEFAULT_PANELS,
    NOBODY,
    RUNGS,
    LampSettings,
    PanelSettings,
    PolicySettings,
    Rung,
    SeatSettings,
)
from models.policy_parts import WaitSettings
from models.words import PanelRule, Role, SupervisionState

R = SupervisionState


def refusal(kind: type[BaseModel], **said: object) -> str:
    with pytest.raises(ValidationError) as refused:
        kind.model_validate(said)
    [error] = refused.value.errors()
    return f"{'.'.join(map(str, error['loc']))}: {error['msg'].removeprefix('Value error, ')}"


def seats(*posts: str) -> list[dict[str, object]]:
    return [{"post": post} for post in posts]


def rungs(*steps: tuple[R, int]) -> list[dict[str, object]]:
    return [{"to": to, "days_after_due": days} for to, days in steps]


# fmt: off
REFUSED = [
    # of what         what is said                                            what is answered
    (LampSettings,    {"yellow_days_left": 6},                                ": yellow_days_left may not be more than blue_days_left: blue comes first"),
    (LampSettings,    {"yellow_days_left": 2, "blue_days_left": 1},           ": yellow_days_left may not be more than blue_days_left: blue comes first"),
    (LampSettings,    {"yellow_points_behind": 31},                           ": yellow_points_behind may not be more than red_points_behind: yellow comes first"),
    (LampSettings,    {"blue_days_left": -2},                                 "blue_days_left: Input should be greater than or equal to -1"),
    (LampSettings,    {"yellow_days_left": -2},                               "yellow_days_left: Input should be greater than or equal to -1"),
    (LampSettings,    {"red_points_behind": 101},                             "red_points_behind: Input should be less than or equal to 100"),
    (LampSettings,    {"red_points_behind": -1},                              "red_points_behind: Input should be greater than or equal to 0"),
    (LampSettings,    {"yellow_points_behind": 101},                          "yellow_points_behind: Input should be less than or equal to 100"),
    (LampSettings,    {"yellow_points_behind": -1},                           "yellow_points_behind: Input should be greater than or equal to 0"),
    (LampSettings,    {"yellow_after_returns": 0},                            "yellow_after_returns: Input should be greater than or equal to 1"),
    (LampSettings,    {"yellow_after_returns": 3},                            ": yellow_after_returns may not be more than red_after_returns: yellow comes first"),
    (LampSettings,    {"unstarted_days": -1},                                 "unstarted_days: Input should be greater than or equal to 0"),
    (LampSettings,    {"silent_days": 0},                                     "silent_days: Input should be greater than or equal to 1"),
    (LampSettings,    {"blue": 5},                                            "blue: Extra inputs are not permitted"),
    (Rung,            {"to": R.URGED, "days_after_due": 1, "reply_days": -1}, "reply_days: Input should be greater than or equal to 0"),
    (Rung,            {"to": R.URGED},                                        "days_after_due: Field required"),
    (Rung,            {"to": R.URGED, "days_after_due": 1, "days": 1},        "days: Extra inputs are not permitted"),
    (SeatSettings,    {"post": ""},                                           "post: String should have at least 1 character"),
    (SeatSettings,    {"post": "KX", "weight": 0},                            "weight: Input should be greater than or equal to 1"),
    (SeatSettings,    {"post": "KX", "weight": 1001},                         "weight: Input should be less than or equal to 1000"),
    (PanelSettings,   {"needed": 0},                                          "needed: Input should be greater than or equal to 1"),
    (PanelSettings,   {"percent": 0},                                         "percent: Input should be greater than or equal to 1"),
    (PanelSettings,   {"percent": 101},                                       "percent: Input should be less than or equal to 100"),
    (PanelSettings,   {"review_days": 0},                                     "review_days: Input should be greater than or equal to 1"),
    (PanelSettings,   {"seats": seats("KX", "BG", "KX")},                     ": a post has at most one seat on a panel"),
    (PanelSettings,   {"seats": seats("KX"), "rule": "quorum", "needed": 2},  ": needed is 2, and the panel has only 1 seats"),
    (PanelSettings,   {"panel": "any"},                                       "panel: Extra inputs are not permitted"),
    (WaitSettings,    {"sign": 0},                                            "sign: Input should be greater than or equal to 1"),
    (WaitSettings,    {"signing": 3},                                         "signing: Extra inputs are not permitted"),
    (PolicySettings,  {"gates": {"task.assign": "office"}},                   ": the gate task.assign names the panel office, which is not among the panels"),
    (PolicySettings,  {"ladder": rungs((R.CALM, 0))},                         ": calm and settled are no rungs of the ladder"),
    (PolicySettings,  {"ladder": rungs((R.URGED, 0), (R.SETTLED, 1))},        ": calm and settled are no rungs of the ladder"),
    (PolicySettings,  {"ladder": rungs((R.ORDERED, 0), (R.URGED, 1))},        ": the rungs of the ladder go up, each once"),
    (PolicySettings,  {"ladder": rungs((R.URGED, 0), (R.URGED, 1))},          ": the rungs of the ladder go up, each once"),
    (PolicySettings,  {"ladder": [{"to": R.URGED, "days_after_due": 0, "posts": ["LDB"]}]},  ": reminders and urgings go to the unit alone; posts are told from an order up"),
    (PolicySettings,  {"ladder": rungs((R.URGED, 2), (R.ORDERED, 1))},        ": a higher rung of the ladder cannot come before a lower one"),
    (PolicySettings,  {"extensions_at_most": -1},                             "extensions_at_most: Input should be greater than or equal to 0"),
    (PolicySettings,  {"reminders_a_day": 0},                                 "reminders_a_day: Input should be greater than or equal to 1"),
    (PolicySettings,  {"reminders_a_day": 101},                               "reminders_a_day: Input should be less than or equal to 100"),
    (PolicySettings,  {"lights": {}},                                         "lights: Extra inputs are not permitted"),
]
ALLOWED = [
    # of what         what is said, at the edge of what may be
    (LampSettings,    {"yellow_days_left": 5}),
    (LampSettings,    {"yellow_days_left": 0, "blue_days_left": 0}),
    (LampSettings,    {"yellow_days_left": -1, "blue_days_left": -1}),
    (LampSettings,    {"yellow_after_returns": 2}),
    (LampSettings,    {"yellow_points_behind": 30}),
    (LampSettings,    {"yellow_points_behind": 0, "red_points_behind": 0}),
    (LampSettings,    {"yellow_points_behind": 100, "red_points_behind": 100}),
    (LampSettings,    {"yellow_after_returns": 1, "silent_days": 1}),
    (SeatSettings,    {"post": "K", "weight": 1000, "veto": True}),
    (PanelSettings,   {"percent": 1}),
    (PanelSettings,   {"percent": 100}),
    (PanelSettings,   {"seats": seats("KX", "BG"), "rule": "quorum", "needed": 2}),
    (PanelSettings,   {"seats": seats("KX"), "rule": "all", "needed": 2}),       # only a quorum counts its yes
    (PanelSettings,   {"rule": "quorum", "needed": 9}),                          # how many posts there are, the register knows
    (WaitSettings,    dict.fromkeys(WaitSettings.model_fields, 1)),
    (PolicySettings,  {"ladder": ()}),
    (PolicySettings,  {"ladder": rungs((R.REMINDED, -3), (R.CIRCULATED, -3))}),  # on one day
    (PolicySettings,  {"gates": {"task.assign": "office"}, "panels": {"office": {}}}),
    (PolicySettings,  {"gates": {"task.assign": "plan"}}),
    (PolicySettings,  {"extensions_at_most": 0}),
    (PolicySettings,  {"reminders_a_day": 1}),
    (PolicySettings,  {"reminders_a_day": 100}),
    (PolicySettings,  {"work_starts": "00:00"}),
    (PolicySettings,  {"work_starts": "19:09"}),
    (PolicySettings,  {"work_starts": "23:59"}),
]
NO_HOURS = ["24:00", "8:30", "08:60", "0830", "08:30:00", "a08:30", "", "29:00", "30:00"]
# fmt: on


@pytest.mark.parametrize(("kind", "said", "answer"), REFUSED)
def test_what_cannot_be_is_refused_with_its_reason(kind, said, answer):
    assert refusal(kind, **said) == answer


@pytest.mark.parametrize(("kind", "said"), ALLOWED)
def test_what_can_just_be_is_taken(kind, said):
    taken = kind.model_validate(said)

    assert kind.model_validate(taken.model_dump(mode="json")) == taken


@pytest.mark.parametrize("name", ["work_starts", "work_ends"])
@pytest.mark.parametrize("hour", NO_HOURS)
def test_work_starts_and_ends_at_an_hour_of_the_day(hour, name):
    assert refusal(PolicySettings, **{name: hour}).startswith(f"{name}: String should match pattern")


@pytest.mark.parametrize("role", Role)
def test_a_panel_is_made_of_people(role):
    if role in {Role.PANEL, Role.CLOCK, Role.SYSTEM, Role.ADVISER, Role.ASKER, Role.SUPPORTER}:
        assert refusal(PanelSettings, role=role) == f": {role.value} is no role that people on a panel can have"
    else:
        assert PanelSettings(role=role).role is role


def test_the_house_and_guests_of_one_review_or_one_task_are_nobody():
    assert {Role.PANEL, Role.CLOCK, Role.SYSTEM, Role.ADVISER, Role.ASKER, Role.SUPPORTER} == NOBODY


def test_the_rungs_of_the_ladder_leave_out_where_it_begins_and_ends():
    assert RUNGS == (R.REMINDED, R.URGED, R.ORDERED, R.SUMMONED, R.CIRCULATED)


def test_panels_of_a_policy_are_added_to_those_that_every_policy_has():
    own = PanelSettings(rule=PanelRule.ALL)
    policy = PolicySettings(panels={"office": own, "task": own})

    assert policy.panels == DEFAULT_PANELS | {"office": own, "task": own}
    assert set(DEFAULT_PANELS) == {"plan", "task", "summary", "policy"}
    assert PolicySettings(panels={}) == PolicySettings()


def test_two_policies_share_no_panels_that_one_could_change():
    one, other = PolicySettings(), PolicySettings()
    one.panels.pop("task")

    assert "task" in other.panels
    assert "task" in DEFAULT_PANELS


@pytest.mark.parametrize(
    "value",
    [PolicySettings(), LampSettings(), WaitSettings(), PanelSettings(), SeatSettings(post="KX"), DEFAULT_LADDER[0]],
)
def test_a_policy_cannot_be_changed(value):
    with pytest.raises(ValidationError, match="frozen"):
        setattr(value, next(iter(type(value).model_fields)), None)


def test_left_out_means_what_the_house_has_always_done():
    policy = PolicySettings()

    assert policy.lamps == LampSettings(
        blue_days_left=5,
        yellow_days_left=2,
        yellow_points_behind=10,
        red_points_behind=30,
        yellow_after_returns=1,
        red_after_returns=2,
        unstarted_days=0,
        silent_days=45,
    )
    assert [(rung.to, rung.days_after_due, rung.reply_days) for rung in policy.ladder] == [
        (R.REMINDED, -5, 0),
        (R.URGED, -2, 2),
        (R.ORDERED, 1, 2),
        (R.SUMMONED, 5, 3),
        (R.CIRCULATED, 10, 4),
    ]
    assert {name: (panel.rule, panel.needed, panel.role) for name, panel in policy.panels.items()} == {
        "plan": (PanelRule.QUORUM, 2, Role.REVIEWER),
        "task": (PanelRule.ANY, 1, Role.REVIEWER),
        "summary": (PanelRule.ANY, 1, Role.LEADER),
        "policy": (PanelRule.ANY, 1, Role.LEADER),
    }
    assert (policy.gates, policy.extensions_at_most) == ({}, 2)
    assert (policy.work_starts, policy.work_ends) == ("08:30", "18:00")
    assert policy.clock_stops_with_others is False
    assert policy.reminders_a_day == 5
    assert policy.waits.model_dump() == {
        "hand_out": 2, "sign": 3, "reassign": 2, "check": 3, "assign_finding": 2, "fix": 10, "verify": 5, "answer_appeal": 5,
    }  # fmt: skip
    assert PanelSettings() == PanelSettings(
        rule=PanelRule.ANY,
        needed=1,
        percent=60,
        role=Role.REVIEWER,
        seats=(),
        review_days=3,
        exclude_reporting_unit=False,
        escalates_to="",
    )
