"""The tables that say what a promise brings about, and where it means something: once more, by hand, as they are stored."""

from dataclasses import replace

from models.words import Life, Then
from workflows.lives import LIVES
from workflows.proofs.promises import FITS, FOLLOWS, UNPROMISED, Follow, promises_can_be_kept

# fmt: off
BRINGS_ABOUT = [
    # promise            in            by itself     from these states; none named: from every open one
    ("open_tasks",       "task",       "open",       ("new",)),
    ("open_tasks",       "task",       "assign",     ("planned",)),
    ("cancel_tasks",     "task",       "cancel",     None),
    ("cancel_demand",    "task",       "cancel",     None),
    ("follow_demand",    "task",       "recount",    None),
    ("follow_demand",    "task",       "reassign",   ("assigned", "declined", "in_progress")),
    ("move_bound",       "task",       "recount",    None),
    ("move_deadline",    "task",       "move_due",   ("in_progress",)),
    ("move_asks",        "extension",  "recount",    None),
    ("open_panel",       "review",     "open",       ("new",)),
    ("close_reviews",    "review",     "make_moot",  None),
    ("void_summary",     "review",     "make_moot",  None),
    ("close_asks",       "extension",  "make_moot",  None),
    ("settle_ladder",    "supervision", "settle",    None),
]
EVERY = " ".join(life.value for life in Life)
OF_UNITS = "task extension supervision finding exemplar"
MEANS_SOMETHING = {
    EVERY:                     "tell_planner tell_leader ask_planner",
    OF_UNITS:                  "tell_lead tell_unit_head tell_supervisor",
    "review extension appeal": "tell_asker",
    "plan task paper":         "open_panel close_reviews",
    "plan":                    "tell_all tell_missing tell_above open_tasks cancel_tasks cancel_demand follow_demand move_bound set_times",
    "task":                    "tell_supporting tell_old_lead ask_checker count_return stop_clock start_clock close_asks settle_ladder move_asks void_summary",
    "review":                  "tell_signer tell_escalation ask_adviser ask_panel carry_out",
    "paper":                   "tell_recipients",
    "inspection":              "tell_inspected",
    "extension":               "ask_granter move_deadline",
    "finding appeal":          "ask_supervisor",
}
UNASKED = "supervision open, task recount, task reassign, review recount, plan urge, paper open, paper submit"
# fmt: on


def test_what_each_promise_brings_about():
    found = [
        (follow.promise.value, follow.life.value, follow.act.value, follow.states and tuple(map(str, follow.states)))
        for follow in FOLLOWS
    ]

    assert found == BRINGS_ABOUT


def test_a_promise_that_names_no_states_is_about_every_open_one():
    assert Follow(Then.CANCEL_TASKS, Life.TASK, FOLLOWS[2].act).states is None


def test_what_the_system_does_without_a_promise():
    assert {f"{life.value} {act.value}" for life, act in UNPROMISED} == set(UNASKED.split(", "))


def test_where_a_promise_means_something():
    found = {promise.value: {life.value for life in lives} for promise, lives in FITS.items()}

    assert found == {
        promise: set(lives.split()) for lives, promises in MEANS_SOMETHING.items() for promise in promises.split()
    }
    assert set(found) == {promise.value for promise in Then}


def test_every_promise_is_looked_at_though_one_before_it_was_not_made():
    no_settling = replace(LIVES[Life.SUPERVISION], rows=LIVES[Life.SUPERVISION].rows[:-1])

    found = promises_can_be_kept({Life.TASK: LIVES[Life.TASK], Life.SUPERVISION: no_settling})

    assert {fault.what.zh for fault in found} == {"别处要“了结督办”，它在这一状态却不能由系统了结"}
