"""Every law holds of the real definition, and the exploration goes where the application goes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import Sentence
from models.policy import PanelSettings
from models.words import Act, Life, PanelRule, ReviewState, Role, SupervisionState, TaskState, Then, Verdict
from workflows.exploring import laws_of_all, laws_of_worlds
from workflows.exploring.cast import CHECKER, DEPUTY, LIAISON, PLANNER, Place, Post, Standing
from workflows.exploring.configuration import Configuration
from workflows.exploring.configurations import ANY_ONE, DOUBLES, FULL, OFFICE, REVIEWERS, SMALL, panels, policy
from workflows.exploring.door import BESIDE, EFFECTS
from workflows.exploring.exploration import EXPLORED, LAWS, _Findings, explore, laws
from workflows.exploring.facts import facts_of
from workflows.exploring.laws_of_all import NEVER, every_row_fires
from workflows.exploring.recount import recount
from workflows.exploring.scene import Rulings, Scene, Try
from workflows.exploring.search import Known, everything
from workflows.exploring.seating import Unfilled, chairs
from workflows.exploring.world import Answer, Chair, Ladder, Review, World, forget_what_ended
from workflows.fault import Fault
from workflows.lives import LIVES
from workflows.review.panel import Seat, verdict_of

DEPUTY_CHECKS = DOUBLES[0]


def known_of(configuration: Configuration) -> Known:
    known = Known(configuration, Rulings(LIVES))
    for _ in everything(known):
        pass
    return known


def test_every_law_holds_of_the_real_definition():
    found = explore(LIVES, SMALL)

    assert [str(fault) for fault in found.faults] == []
    assert (found.configurations, found.worlds > 1000, found.steps > 10_000) == (len(SMALL), True, True)


def test_the_exploration_is_the_same_every_time():
    assert explore(LIVES, SMALL[:2]) == explore(LIVES, SMALL[:2])


def test_every_law_is_said_once_in_both_languages():
    said = laws()

    assert len({one.zh for one in said}) == len({one.en for one in said}) == len(LAWS)


def test_every_effect_of_the_explored_lives_is_carried_out_or_says_why_not():
    promised = {then for life in EXPLORED for row in LIVES[life].rows for then in row.then if not then.is_duty}

    assert promised == EFFECTS.keys() | BESIDE
    assert EFFECTS.keys().isdisjoint(BESIDE)


def test_no_row_is_excused_that_is_not_there():
    assert {(life, row.may) for life in EXPLORED for row in LIVES[life].rows} >= NEVER.keys()


def test_every_rule_is_explored_with_one_to_three_seats():
    explored = {(c.panel("task").rule, len([p for p in c.posts if Role.REVIEWER in p.roles])) for c in panels()}

    assert explored == {(rule, seats) for rule in PanelRule for seats in (1, 2, 3)}


def test_the_names_of_the_configurations_tell_them_apart():
    veto_first_or_last = 2

    names = [configuration.name.zh for configuration in FULL]

    assert max(names.count(name) for name in names) <= veto_first_or_last


def test_a_small_configuration_comes_to_exactly_these_states_of_the_task():
    alone = Configuration(SMALL[0].name, (*OFFICE, *REVIEWERS[:1]), policy())

    known = known_of(alone)

    assert {world.task for world in known.worlds} == {"new", *TaskState} - {TaskState.DECLINED}
    assert {(life, becomes) for life, *_, becomes in known.fired if life is Life.EXTENSION} == set()


def test_a_deputy_who_reported_for_somebody_away_never_checks_that_report():
    known = known_of(DEPUTY_CHECKS)

    filed_by_deputy = [world for world in known.worlds if world.reporters == {DEPUTY, LIAISON}]

    assert filed_by_deputy
    assert {hand for world in filed_by_deputy for review in world.reviews for hand in review.askers} == {CHECKER}


def test_the_shortest_way_to_a_world_is_told():
    known = known_of(SMALL[0])
    place = next(n for n, world in enumerate(known.worlds) if world.task == TaskState.REPORTED)

    way = known.way_to(place)

    assert [step.attempt.act for step in way if step.attempt] == [Act.OPEN, Act.ASSIGN, Act.ACCEPT, Act.REPORT]


def test_a_panel_gets_no_chair_for_whoever_is_barred_or_stands_in_for_them():
    posts = (replace(REVIEWERS[0], deputies=(DEPUTY,)), REVIEWERS[1])
    first, second = (post.holder for post in REVIEWERS[:2])

    found = chairs(ANY_ONE, posts, away=frozenset({first}), barred=frozenset({first}))

    assert [chair.post for chair in found] == ["审核乙"]
    with pytest.raises(Unfilled):
        chairs(ANY_ONE, posts, away=frozenset({first}), barred=frozenset({first, second}))


def test_one_person_gets_one_chair_with_two_posts():
    posts = (REVIEWERS[0], replace(REVIEWERS[1], holder=REVIEWERS[0].holder))

    assert len(chairs(ANY_ONE, posts, away=frozenset(), barred=frozenset())) == 1


def test_whoever_stands_in_for_nobody_has_only_their_own_hands():
    standing = DEPUTY_CHECKS.standing(DEPUTY, frozenset())

    assert (standing.hands, standing.liaison_of) == (frozenset({DEPUTY}), frozenset())
    assert DEPUTY_CHECKS.standing(DEPUTY, frozenset({LIAISON})).hands == {DEPUTY, LIAISON}
    assert Standing(PLANNER, speaks_as=Role.SYSTEM).house_roles == {Role.SYSTEM}


SEATS = st.lists(st.tuples(st.integers(1, 3), st.booleans(), st.sampled_from([None, *Verdict])), min_size=1, max_size=4)


@given(rule=st.sampled_from(PanelRule), seats=SEATS, needed=st.integers(1, 4), percent=st.integers(1, 100))
def test_counting_again_by_the_words_of_the_rule_gives_what_the_rules_say(rule, seats, needed, percent):
    settings = PanelSettings(rule=rule, needed=needed, percent=percent)
    said = {n: verdict for n, (_, _, verdict) in enumerate(seats) if verdict is not None}
    review = Review(
        life=Life.TASK,
        at=0,
        about=Act.PASS_CHECK,
        panel="task",
        chairs=tuple(Chair(str(n), weight=weight, veto=veto) for n, (weight, veto, _) in enumerate(seats)),
        excluded=frozenset(),
        askers=frozenset(),
        asked_by=None,
        answers=tuple(Answer(n, verdict, frozenset({n})) for n, verdict in said.items()),
    )

    by_the_rules = verdict_of(
        rule,
        [Seat(n, weight, veto) for n, (weight, veto, _) in enumerate(seats)],
        said,
        needed=percent if rule is PanelRule.WEIGHT else needed,
    )

    assert recount(settings, review) is by_the_rules


def test_a_share_just_below_what_is_asked_is_not_enough():
    chairs_ = tuple(Chair(str(n), weight=weight, veto=False) for n, weight in enumerate((199, 1)))
    review = Review(
        life=Life.TASK,
        at=0,
        about=Act.PASS_CHECK,
        panel="task",
        chairs=chairs_,
        excluded=frozenset(),
        askers=frozenset(),
        asked_by=None,
        answers=(Answer(0, Verdict.YES, frozenset({0})),),
    )

    assert recount(PanelSettings(rule=PanelRule.WEIGHT, percent=100), review) is None
    assert recount(PanelSettings(rule=PanelRule.WEIGHT, percent=99), review) is Verdict.YES


def test_what_follows_from_a_row_is_never_forgotten_by_a_new_effect():
    assert {then for then in Then if not then.is_duty} - EFFECTS.keys() - BESIDE == {
        Then.OPEN_TASKS,
        Then.CANCEL_TASKS,
        Then.SET_TIMES,
        Then.MOVE_BOUND,
        Then.FOLLOW_DEMAND,
        Then.CANCEL_DEMAND,
    }


def test_a_role_that_counts_by_unit_is_no_role_of_the_house():
    heads = Post("负责人", frozenset({Role.UNIT_HEAD, Role.LEADER}), LIAISON)

    assert Standing(LIAISON, (Place(heads, LIAISON),)).house_roles == {Role.LEADER}


def test_whoever_sits_in_a_place_of_their_own_too_takes_nobodys():
    own, other = (
        Post("甲", frozenset({Role.CHECKER}), DEPUTY),
        Post("乙", frozenset({Role.CHECKER}), CHECKER, (DEPUTY,)),
    )
    both = Standing(DEPUTY, (Place(own, DEPUTY), Place(other, DEPUTY, CHECKER)))

    assert both.stands_in(lambda _: True) == frozenset()
    assert both.stands_in(lambda place: place.post is other) == {CHECKER}


def test_an_answer_out_of_turn_counts_as_the_holder_whose_chair_it_is_too():
    """It is refused all the same, but nobody answers twice by answering too early."""
    first, second = REVIEWERS[0], replace(REVIEWERS[1], deputies=(DEPUTY,))
    where = Configuration(
        Sentence("第二席有代理", "the second chair has a deputy"),
        (*OFFICE, first, second),
        policy(PanelSettings(rule=PanelRule.SEQUENCE)),
    )
    asked = Review(
        life=Life.TASK,
        at=0,
        about=Act.PASS_CHECK,
        panel="task",
        chairs=(Chair(first.code), Chair(second.code)),
        excluded=frozenset(),
        askers=frozenset(),
        asked_by=None,
        state=ReviewState.OPEN,
    )
    world = World(task=TaskState.IN_REVIEW, reviews=(asked,), away=frozenset({second.holder}))
    by = where.standing(DEPUTY, world.away)
    facts = facts_of(Scene(where, Rulings(LIVES), world), Try(Life.REVIEW, 0, Act.APPROVE), by)
    assert facts.answering == {DEPUTY, second.holder}


def test_a_review_of_a_ladder_that_moves_up_goes_with_it():
    """What has ended is forgotten; what is asked about the rest is asked about its new place."""
    settled, calm = Ladder(current=False, state=SupervisionState.SETTLED), Ladder(state=SupervisionState.CALM)
    asked = Review(
        Life.SUPERVISION, 1, Act.ORDER, "gate", (), frozenset(), frozenset(), None, gated=True, state=ReviewState.OPEN
    )

    found = forget_what_ended(World(task=TaskState.IN_PROGRESS, ladders=(settled, calm), reviews=(asked,)))

    assert (found.ladders, [review.at for review in found.reviews]) == ((calm,), [0])


def test_a_ladder_that_is_over_is_kept_while_something_open_asks_about_it():
    over, older = Ladder(current=False, state=SupervisionState.SETTLED), Ladder(current=False, state="settled")
    asked = Review(
        Life.SUPERVISION, 1, Act.ORDER, "gate", (), frozenset(), frozenset(), None, gated=True, state=ReviewState.OPEN
    )

    found = forget_what_ended(World(task=TaskState.IN_PROGRESS, ladders=(older, over), reviews=(asked,)))

    assert (found.ladders, [review.at for review in found.reviews]) == ((over,), [0])


def test_of_one_law_and_life_only_the_nearest_fault_is_kept_but_every_row_that_never_fires():
    findings = _Findings()
    for law in (laws_of_worlds.an_end_leaves_nothing_open, every_row_fires):
        for words, steps in (("far", 2), ("near", 1)):
            findings.add(law, Fault(Life.TASK, Sentence(words, words), (("somebody", "does", "this"),) * steps))

    assert [fault.what.zh for fault in findings.in_order()] == ["near", "far", "near"]


def test_a_row_that_is_excused_is_not_missed_and_every_other_one_is(monkeypatch):
    def missed() -> set[str]:
        return {str(fault) for fault in every_row_fires({Life.TASK: LIVES[Life.TASK]}, set())}

    before = missed()
    monkeypatch.setattr(laws_of_all, "NEVER", {(Life.TASK, Act.CANCEL): Sentence("不办", "never done")})
    excused = before - missed()

    assert len(excused) == 2
    assert missed() < before
