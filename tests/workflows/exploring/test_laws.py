"""Each law of the exploration against a world that breaks it, made by hand; and who acts through which place."""

from dataclasses import replace

import pytest

from models.errors import Refused, RuleRefused, Sentence
from models.policy import PanelSettings, SeatSettings
from models.values import Given
from models.words import Act, ExtensionState, Life, PanelRule, ReviewState, Role, SupervisionState, TaskState, Verdict
from workflows.exploring import laws_of_steps, laws_of_ways, laws_of_worlds
from workflows.exploring.cast import (
    CHECKER,
    DEPUTY,
    FIRST,
    LEAD,
    LIAISON,
    NEIGHBOUR,
    OTHER,
    PLANNER,
    SUPERVISOR,
    Place,
    Post,
    Standing,
)
from workflows.exploring.configurations import ANY_ONE, FULL, REVIEWERS, SMALL, policy
from workflows.exploring.door import BECAUSE, NEW_DUE, do
from workflows.exploring.recording import hands_of, record
from workflows.exploring.scene import Case, Fired, Rulings, Scene, Try
from workflows.exploring.search import Known, Step, Wrong
from workflows.exploring.seating import Unfilled, chairs
from workflows.exploring.world import Answer, Chair, Extension, Ladder, Review, World
from workflows.lives import LIVES
from workflows.rules import Ruling

REVIEW = Review(Life.TASK, 0, Act.PASS_CHECK, "task", (), frozenset(), frozenset(), None, state=ReviewState.OPEN)
GATE = replace(REVIEW, about=Act.SUSPEND, gated=True)
ASKED = Extension(state=ExtensionState.REQUESTED)
LADDER = Ladder(state=SupervisionState.CALM)

# fmt: off
BROKEN = [
    # the law that is broken                  by which world                                                          what is said
    (laws_of_worlds.an_end_leaves_nothing_open, World(task=TaskState.CLOSED, extensions=(ASKED,)),                    ["任务已经了结，延期申请还开着"]),
    (laws_of_worlds.an_end_leaves_nothing_open, World(task=TaskState.CANCELLED, reviews=(REVIEW,)),                   ["任务已经了结，审核还开着"]),
    (laws_of_worlds.an_end_leaves_nothing_open, World(task=TaskState.CLOSED, ladders=(LADDER,)),                      ["任务已经了结，督办还没有了结"]),
    (laws_of_worlds.one_of_each_is_open,        World(task=TaskState.IN_REVIEW, reviews=(REVIEW, REVIEW)),            ["同一件事有两个审核同时开着"]),
    (laws_of_worlds.one_of_each_is_open,        World(task=TaskState.IN_PROGRESS, extensions=(ASKED, ASKED)),         ["有两个延期申请同时开着"]),
    (laws_of_worlds.one_of_each_is_open,        World(task=TaskState.IN_PROGRESS, ladders=(LADDER, LADDER)),          ["有两级督办同时未了结"]),
    (laws_of_worlds.one_of_each_is_open,        World(task=TaskState.IN_PROGRESS, ladders=(LADDER,)),                 []),
    (laws_of_worlds.a_gate_has_its_act,         World(task=TaskState.REPORTED, reviews=(GATE,)),                      ["要办的“挂账”已经不能办了，审核还开着"]),
    (laws_of_worlds.a_gate_has_its_act,         World(task=TaskState.IN_PROGRESS, reviews=(GATE,)),                   []),
]
# fmt: on


@pytest.fixture
def known() -> Known:
    return Known(SMALL[0], Rulings(LIVES))


@pytest.mark.parametrize(("law", "world", "said"), BROKEN)
def test_a_law_is_broken_by_exactly_such_a_world(known, law, world, said):
    assert [wrong.what.zh for wrong in law(known, world)] == said


def test_two_reviews_are_about_the_same_only_when_they_are_of_one_life(known):
    of_extension = replace(REVIEW, life=Life.EXTENSION)

    def found(*reviews: Review) -> list[Wrong]:
        return list(laws_of_worlds.one_of_each_is_open(known, World(task=TaskState.IN_REVIEW, reviews=reviews)))

    said = Sentence("同一件事有两个审核同时开着", "two reviews about the same are open")
    assert found(REVIEW, of_extension) == []
    assert found(REVIEW, of_extension, of_extension) == [Wrong(Life.REVIEW, said)]


def test_a_state_that_nobody_looks_at_and_nobody_excuses_is_found(known):
    unexcused = Known(SMALL[0], Rulings(LIVES | {Life.TASK: replace(LIVES[Life.TASK], untimed={})}))
    suspended = World(task=TaskState.SUSPENDED)

    assert list(laws_of_worlds.the_clock_sees_it(known, suspended)) == []
    assert [w.what.zh for w in laws_of_worlds.the_clock_sees_it(unexcused, suspended)] == [
        "“已挂账”时，时钟不看，也没有理由"
    ]


@pytest.mark.parametrize("whose", [{Role.CLOCK}, set(Role)])
def test_a_wait_that_is_set_helps_nobody_when_the_clock_does_nothing(whose):
    """The policy says for how long a task may lie unsigned; without a row of the clock nobody is urged."""
    rows = [r for r in LIVES[Life.TASK].rows if TaskState.ASSIGNED not in r.sources or r.who not in whose]
    unwatched = replace(LIVES[Life.TASK], rows=tuple(rows))
    known = Known(SMALL[0], Rulings(LIVES | {Life.TASK: unwatched}))

    found = laws_of_worlds.the_clock_sees_it(known, World(task=TaskState.ASSIGNED))

    assert [wrong.what.zh for wrong in found] == ["“已交办”时，时钟不看，也没有理由"]


def test_an_act_behind_a_gate_that_happened_unasked_is_found():
    gated = next(c for c in FULL if "task.assign" in c.policy.gates)
    fired = Fired(Life.TASK, 0, Act.ASSIGN, "planned", "assigned", Role.PLANNER, frozenset({PLANNER}))
    yes = replace(fired, life=Life.REVIEW, becomes="approved", review=replace(GATE, about=Act.ASSIGN))

    def wrong(*rows: Fired) -> list[str]:
        step = Step(None, None, fired=rows)
        return [w.what.zh for w in laws_of_steps.gates_are_passed(Known(gated, Rulings(LIVES)), World(), step, World())]

    assert wrong(fired) == ["未经审核就交办"]
    assert wrong(yes, fired) == []


# fmt: off
TRAPS = [
    # a world from which nothing leads on                            is it a trap?
    (World(task=TaskState.PLANNED),                                    True),
    (World(task=TaskState.CLOSED),                                     False),
    (World(task=TaskState.CLOSED, reviews=(REVIEW,)),                  True),
    (World(task=TaskState.CLOSED, extensions=(ASKED,)),                True),
    (World(task=TaskState.CLOSED, ladders=(LADDER,)),                  True),
    (World(task=TaskState.CLOSED, reviews=(REVIEW,), extensions=(ASKED,)), True),
]
# fmt: on


@pytest.mark.parametrize(
    ("life", "said"), [(Life.EXTENSION, ["延期申请人自己表态"]), (Life.TASK, []), (Life.SUPERVISION, [])]
)
def test_whoever_asked_for_an_extension_answers_no_question_about_it(known, life, said):
    before = World(task=TaskState.IN_PROGRESS, extensions=(replace(ASKED, askers=frozenset({7})),))
    decided = Fired(
        Life.REVIEW, 3, Act.DECIDE, "open", "open", Role.REVIEWER, frozenset({7}), review=replace(GATE, life=life)
    )

    found = laws_of_steps.askers_grant_nothing(known, before, Step(None, None, fired=(decided,)), before)

    assert [wrong.what.zh for wrong in found] == said


@pytest.mark.parametrize(("left", "said"), [(2, []), (1, []), (0, ["有人的表态不见了"])])
def test_taking_back_loses_one_answer_and_no_other(known, left, said):
    answers = tuple(Answer(chair, Verdict.YES, frozenset({chair})) for chair in (0, 1))
    before, after = (World(reviews=(replace(REVIEW, answers=some),)) for some in (answers, answers[:left]))
    taken_back = Fired(Life.REVIEW, 0, Act.TAKE_BACK, "open", "open", Role.REVIEWER, frozenset({0}))

    found = laws_of_steps.answers_are_kept(known, before, Step(None, None, fired=(taken_back,)), after)

    assert [wrong.what.zh for wrong in found] == said


@pytest.mark.parametrize(("world", "trap"), TRAPS)
def test_a_world_without_any_way_on_is_trapped_unless_all_of_it_is_over(known, world, trap):
    known.worlds, known.leads_to = [world], [[]]

    found = list(laws_of_ways.every_world_can_end(known))

    said = Sentence("从这里再也到不了终点", "from here no end can be reached")
    assert [(place, wrong.what) for place, wrong in found] == ([(0, said)] if trap else [])


def test_what_never_comes_is_put_down_to_the_first_panel_that_could_not_be_filled(known):
    known.worlds, known.leads_to = [World(), World()], [[1], []]
    known.fired.add((Life.EXTENSION, Act.APPROVE, "requested", Role.REVIEWER, ExtensionState.GRANTED.value))
    known.unfilled = [(0, Try(Life.TASK, 0, act)) for act in (Act.PASS_CHECK, Act.SUSPEND)]

    [(place, wrong)] = laws_of_ways.a_yes_can_be_had(known)

    assert (place, wrong.what.zh) == (0, "无论如何到不了“已办结”：初审通过时审核组缺人")


def test_a_seat_with_a_veto_that_nobody_can_fill_leaves_no_panel():
    with_veto = replace_seats(PanelSettings(rule=PanelRule.ANY), veto=True)
    without = replace_seats(PanelSettings(rule=PanelRule.ANY), veto=False)
    first, second = REVIEWERS[:2]

    with pytest.raises(Unfilled, match=first.code):
        chairs(with_veto, (first, second), away=frozenset(), barred=frozenset({first.holder}))
    left = chairs(without, (first, second), away=frozenset(), barred=frozenset({first.holder}))
    assert [chair.post for chair in left] == [second.code]


def replace_seats(settings: PanelSettings, *, veto: bool) -> PanelSettings:
    seats = (SeatSettings(post=REVIEWERS[0].code, veto=veto), SeatSettings(post=REVIEWERS[1].code))
    return settings.model_copy(update={"seats": seats})


LIAISON_OF_OTHER = Post("另一单位联络员", frozenset({Role.LIAISON}), NEIGHBOUR, unit=OTHER)
LIAISON_OF_LEAD = Post("联络员", frozenset({Role.LIAISON}), LIAISON, unit=LEAD)
SUPERVISES = Post("督办专员", frozenset({Role.SUPERVISOR}), SUPERVISOR)
# fmt: off
HANDS = [
    # whose place the deputy takes             life               as               and whose hands it counts as
    (Place(REVIEWERS[0], DEPUTY, FIRST),       Life.REVIEW,       Role.REVIEWER,   {DEPUTY, FIRST}),
    (Place(REVIEWERS[1], DEPUTY, CHECKER),     Life.REVIEW,       Role.REVIEWER,   {DEPUTY}),              # no chair of that post
    (Place(SUPERVISES, DEPUTY, PLANNER),       Life.REVIEW,       Role.ASKER,      {DEPUTY, PLANNER}),     # the planner asked
    (Place(SUPERVISES, DEPUTY, LIAISON),       Life.REVIEW,       Role.ASKER,      {DEPUTY}),
    (Place(SUPERVISES, DEPUTY, SUPERVISOR),    Life.REVIEW,       Role.SUPERVISOR, {DEPUTY, SUPERVISOR}),
    (Place(LIAISON_OF_OTHER, DEPUTY, NEIGHBOUR), Life.TASK,       Role.SUPPORTER,  {DEPUTY, NEIGHBOUR}),
    (Place(SUPERVISES, DEPUTY, SUPERVISOR),    Life.TASK,         Role.SUPPORTER,  {DEPUTY}),
    (Place(LIAISON_OF_LEAD, DEPUTY, LIAISON),  Life.TASK,         Role.SUPPORTER,  {DEPUTY}),              # of the unit that leads
    (Place(LIAISON_OF_LEAD, DEPUTY, LIAISON),  Life.TASK,         Role.LIAISON,    {DEPUTY, LIAISON}),
    (Place(LIAISON_OF_OTHER, DEPUTY, NEIGHBOUR), Life.TASK,       Role.LIAISON,    {DEPUTY}),              # of another unit
    (Place(SUPERVISES, DEPUTY, SUPERVISOR),    Life.SUPERVISION,  Role.SUPERVISOR, {DEPUTY, SUPERVISOR}),
    (Place(SUPERVISES, DEPUTY, SUPERVISOR),    Life.TASK,         Role.PLANNER,    {DEPUTY}),
]
# fmt: on


def case_of(standing: Standing, life: Life, act: Act, *, role: Role, review: Review = REVIEW) -> Case:
    scene = Scene(SMALL[0], Rulings(LIVES), World(task=TaskState.IN_REVIEW, reviews=(review,)))
    return Case(scene, Try(life, 0, act), standing, Ruling("open", role, (), stays=True))


@pytest.mark.parametrize(("place", "life", "role", "hands"), HANDS)
def test_an_act_counts_as_whose_place_lets_the_deputy_do_it(place, life, role, hands):
    asked = replace(REVIEW, chairs=(chair_of(REVIEWERS[0]),), asked_by=PLANNER)

    assert hands_of(case_of(Standing(DEPUTY, (place,)), life, Act.DECIDE, role=role, review=asked)) == hands


def test_whoever_asked_in_person_stands_in_for_nobody():
    place = Place(SUPERVISES, DEPUTY, DEPUTY)
    asked = replace(REVIEW, asked_by=DEPUTY)

    assert hands_of(case_of(Standing(DEPUTY, (place,)), Life.REVIEW, Act.WITHDRAW, role=Role.ASKER, review=asked)) == {
        DEPUTY
    }


def test_where_nothing_can_be_taken_back_nothing_changes():
    case = case_of(Standing(FIRST), Life.REVIEW, Act.TAKE_BACK, role=Role.REVIEWER)
    before = case.world

    record(case)

    assert case.world == before


def test_a_review_that_may_not_begin_breaks_the_act_that_opens_it():
    never = replace(LIVES[Life.REVIEW], rows=tuple(r for r in LIVES[Life.REVIEW].rows if r.may is not Act.OPEN))
    scene = Scene(SMALL[0], Rulings(LIVES | {Life.REVIEW: never}), World(task=TaskState.REPORTED))
    checker = SMALL[0].standing(CHECKER, frozenset())

    with pytest.raises(RuleRefused):
        do(scene, Try(Life.TASK, 0, Act.PASS_CHECK, Given()), checker)


def test_a_policy_may_keep_the_reporting_unit_off_the_panel():
    of_the_lead = replace(REVIEWERS[0], unit=World().lead)
    posts = (*(post for post in SMALL[0].posts if Role.REVIEWER not in post.roles), of_the_lead, REVIEWERS[1])
    keeps_off = policy(ANY_ONE.model_copy(update={"exclude_reporting_unit": True}))
    scene = Scene(
        replace(SMALL[0], posts=posts, policy=keeps_off),
        Rulings(LIVES),
        World(task=TaskState.REPORTED, reporters=frozenset({NEIGHBOUR})),
    )

    do(scene, Try(Life.TASK, 0, Act.PASS_CHECK, Given()), scene.configuration.standing(CHECKER, frozenset()))

    [review] = scene.world.reviews
    assert [chair.post for chair in review.chairs] == [REVIEWERS[1].code]
    assert {FIRST, LIAISON, CHECKER, NEIGHBOUR} <= review.excluded


def test_cancelling_closes_what_is_open_of_the_task_and_touches_nothing_else():
    closed, elsewhere = replace(REVIEW, state=ReviewState.RETURNED), replace(REVIEW, life=Life.EXTENSION)
    world = World(
        task=TaskState.IN_REVIEW,
        reviews=(closed, elsewhere, REVIEW),
        extensions=(Extension(state=ExtensionState.REFUSED), ASKED),
        ladders=(Ladder(state=SupervisionState.SETTLED), LADDER),
    )
    scene = Scene(SMALL[0], Rulings(LIVES), world)

    do(scene, Try(Life.TASK, 0, Act.CANCEL, BECAUSE), SMALL[0].standing(PLANNER, frozenset()))

    assert [review.state for review in scene.world.reviews] == ["returned", "open", "moot"]
    assert [extension.state for extension in scene.world.extensions] == ["refused", "moot"]
    assert [ladder.state for ladder in scene.world.ladders] == ["settled", "settled"]


def test_a_gate_goes_when_its_act_can_no_longer_be_done_and_stays_while_it_can():
    still_possible = replace(GATE, about=Act.CANCEL)
    world = World(task=TaskState.IN_PROGRESS, reviews=(GATE, still_possible), ladders=(LADDER,))
    scene = Scene(SMALL[0], Rulings(LIVES), world)

    do(scene, Try(Life.TASK, 0, Act.REPORT, Given(text="已完成")), SMALL[0].standing(LIAISON, frozenset()))

    assert [review.state for review in scene.world.reviews] == ["moot", "open"]


def test_what_waits_for_a_review_already_is_not_asked_about_again():
    gated = next(c for c in FULL if "task.assign" in c.policy.gates)
    scene = Scene(gated, Rulings(LIVES), World(task=TaskState.PLANNED))
    planner = gated.standing(PLANNER, frozenset())
    do(scene, Try(Life.TASK, 0, Act.ASSIGN), planner)

    with pytest.raises(Refused) as refused:
        do(scene, Try(Life.TASK, 0, Act.ASSIGN), planner)

    assert refused.value.sentence == Sentence("已送审", "it waits for a review already")
    assert [(review.about, review.gated) for review in scene.world.reviews] == [(Act.ASSIGN, True)]


def test_whoever_asked_for_an_extension_sits_on_no_gate_before_it():
    gated = next(c for c in FULL if "extension.grant" in c.policy.gates)
    asked = replace(ASKED, askers=frozenset({FIRST}))
    world = World(task=TaskState.IN_PROGRESS, extensions=(asked,), ladders=(LADDER,))
    scene = Scene(gated, Rulings(LIVES), world)

    do(scene, Try(Life.EXTENSION, 0, Act.GRANT, NEW_DUE), gated.standing(PLANNER, frozenset()))

    [review] = scene.world.reviews
    assert (review.about, review.gated, {FIRST, PLANNER} <= review.excluded) == (Act.GRANT, True, True)
    assert REVIEWERS[0].code not in [chair.post for chair in review.chairs]


def chair_of(post: Post) -> Chair:
    return Chair(post.code)
