"""Claims about policies written as YAML: they read back to the same; what differs from the usual is told."""

from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st
from ruamel.yaml import YAML

from duban.policy_faults import faults_of
from duban.policy_nodes import read_nodes
from duban.policy_reading import policy_in
from duban.policy_writing import differences, policy_text
from models.policy import NOBODY, RUNGS, LampSettings, PanelSettings, PolicySettings, Rung, SeatSettings
from models.policy_parts import WaitSettings
from models.words import PanelRule, Role
from workflows.gates import gateable

GATES = sorted(f"{life}.{act}" for life, act in gateable())
TEXTS = st.text(st.characters(codec="utf-8").filter(str.isprintable), min_size=1, max_size=12)
DAYS = st.integers(1, 99)


@st.composite
def panels(draw: st.DrawFn) -> PanelSettings:
    posts = draw(st.lists(TEXTS, max_size=4, unique=True))
    seats = [SeatSettings(post=post, weight=draw(st.integers(1, 1000)), veto=draw(st.booleans())) for post in posts]
    return PanelSettings(
        rule=draw(st.sampled_from(PanelRule)),
        needed=draw(st.integers(1, max(len(posts), 1))),
        percent=draw(st.integers(1, 100)),
        role=draw(st.sampled_from([role for role in Role if role not in NOBODY])),
        seats=tuple(seats),
        review_days=draw(DAYS),
        exclude_reporting_unit=draw(st.booleans()),
        escalates_to=draw(st.just("") | TEXTS),
    )


@st.composite
def policies(draw: st.DrawFn) -> PolicySettings:
    named = draw(st.dictionaries(TEXTS, panels(), max_size=3))
    rungs = sorted(draw(st.sets(st.sampled_from(RUNGS))), key=RUNGS.index)
    days = sorted(draw(st.lists(st.integers(-30, 60), min_size=len(rungs), max_size=len(rungs))))
    return PolicySettings(
        lamps=LampSettings(blue_days_left=draw(st.integers(2, 90)), silent_days=draw(DAYS)),
        ladder=tuple(Rung(to=to, days_after_due=day) for to, day in zip(rungs, days, strict=True)),
        panels=named,
        gates={draw(st.sampled_from(GATES)): name for name in named},
        waits=WaitSettings(sign=draw(DAYS), fix=draw(DAYS)),
        extensions_at_most=draw(st.integers(0, 9)),
        clock_stops_with_others=draw(st.booleans()),
        reminders_a_day=draw(st.integers(1, 100)),
        work_starts=draw(st.sampled_from(["00:00", "08:30", "18:30", "23:59"])),
        work_ends=draw(st.sampled_from(["00:00", "18:00", "20:30"])),
    )


@how(deadline=None)
@given(policies(), st.text(max_size=20))
def test_a_policy_that_is_written_reads_back_to_the_same(settings, heading):
    written = read_nodes(policy_text(settings, heading=heading))

    read, faults = faults_of(written.said)

    assert written.faults == []
    assert read == settings
    # a panel may have lost its gate to another one of the same name; that is told, and read all the same
    assert {fault.place[0] for fault in faults} <= {"panels"}


def test_the_usual_policy_reads_back_to_the_same():
    assert policy_in(policy_text(PolicySettings()), file="规则.yaml") == PolicySettings()


def test_an_hour_is_text_to_every_reader_of_yaml():
    text = policy_text(PolicySettings(work_starts="18:30", work_ends="20:15"))

    old = YAML(typ="safe", pure=True)
    old.version = (1, 1)
    said = old.load(text)
    assert (said["work_starts"], said["work_ends"]) == ("18:30", "20:15")


def test_a_heading_of_several_lines_stays_one_comment():
    text = policy_text(PolicySettings(), heading="一\nlamps: 2\r\n三")

    assert text.splitlines()[0] == "# 一 lamps: 2  三"
    assert policy_in(text, file="规则.yaml") == PolicySettings()


def test_what_differs_is_told_with_both_values():
    changed = PolicySettings(
        extensions_at_most=1,
        ladder=PolicySettings().ladder[:4],
        panels={"task": PanelSettings(exclude_reporting_unit=True, seats=(SeatSettings(post="KX", veto=True),))},
    )

    assert differences(changed, PolicySettings()) == [
        ("panels.task.seats[1].post", "KX", ""),
        ("panels.task.seats[1].weight", "1", ""),
        ("panels.task.seats[1].veto", "true", ""),
        ("panels.task.exclude_reporting_unit", "true", "false"),
        ("extensions_at_most", "1", "2"),
        ("ladder[5].to", "", "circulated"),
        ("ladder[5].days_after_due", "", "10"),
        ("ladder[5].reply_days", "", "4"),
        ("ladder[5].called", "", ""),
    ]


def test_a_policy_does_not_differ_from_itself():
    assert differences(PolicySettings(), PolicySettings()) == []
