"""The arrangements that are explored: every rule with one to three seats, doubles and deputies, gates, and all at once.

Each takes one thing as far as it goes and keeps the rest small; the last ones have all of it with one reviewer. Worlds
that differ only in which of two equal reviewers has answered are both explored: nothing is left out for symmetry.
"""

from dataclasses import replace
from itertools import product

from models.errors import Sentence
from models.policy import PanelSettings, PolicySettings, Rung, SeatSettings
from models.words import PanelRule, Role, SupervisionState
from workflows.exploring.cast import (
    CHECKER,
    DEPUTY,
    FIRST,
    LEAD,
    LIAISON,
    NEIGHBOUR,
    OTHER,
    OUTSIDER,
    PLANNER,
    SECOND,
    SUPERVISOR,
    THIRD,
    Post,
)
from workflows.exploring.configuration import Configuration
from workflows.exploring.world import CONTRIBUTION, COUNT, FILE

# fmt: off
PLANNERS      = Post("计划专责",   frozenset({Role.PLANNER}),    PLANNER)
LIAISONS      = Post("联络员",     frozenset({Role.LIAISON}),    LIAISON,    unit=LEAD)
CHECKERS      = Post("督查员",     frozenset({Role.CHECKER}),    CHECKER)
SUPERVISORS   = Post("督办专员",   frozenset({Role.SUPERVISOR}), SUPERVISOR)
LEADERS       = Post("领导",       frozenset({Role.LEADER}),     OUTSIDER)
NEIGHBOURS    = Post("另一联络员", frozenset({Role.LIAISON}),    NEIGHBOUR,  unit=OTHER)
REVIEWERS     = tuple(Post(code, frozenset({Role.REVIEWER}), person) for code, person in
                      (("审核甲", FIRST), ("审核乙", SECOND), ("审核丙", THIRD)))
# fmt: on
OFFICE = (PLANNERS, LIAISONS, CHECKERS)
NEWCOMERS_UP_TO = {PanelRule.ANY: 2, PanelRule.ALL: 2, PanelRule.SEQUENCE: 3, PanelRule.QUORUM: 2, PanelRule.WEIGHT: 1}
"""With how many seats the outsider may also be given one, or be asked for advice; every more multiplies the worlds."""

ONE_RUNG = (Rung(to=SupervisionState.URGED, days_after_due=-2),)
ANY_ONE = PanelSettings(rule=PanelRule.ANY)


def policy(panel: PanelSettings = ANY_ONE, /, **more: object) -> PolicySettings:
    """Make a policy with one rung and no extension, but for what is said."""
    settings = {"panels": {"task": panel, "gate": ANY_ONE}, "ladder": ONE_RUNG, "extensions_at_most": 0}
    return PolicySettings.model_validate(settings | more)


def panels() -> tuple[Configuration, ...]:
    """List every rule with one to three seats and every number or share that is another rule in effect."""
    found = []
    for rule, seats in product(PanelRule, (1, 2, 3)):
        settings = [PanelSettings(rule=rule)]
        if rule is PanelRule.QUORUM:
            settings = [PanelSettings(rule=rule, needed=needed) for needed in range(1, seats + 1)]
        if rule is PanelRule.WEIGHT:
            settings = [_weighted(rule, range(seats, 0, -1), percent) for percent in (1, 50, 60, 100)]
        found += [_of_panel(panel, seats) for panel in settings]
        if seats > 1:
            found += [
                _of_panel(_with_veto(panel, seats, at), seats) for panel in settings[-1:] for at in (0, seats - 1)
            ]
    return tuple(found)


def _weighted(rule: PanelRule, weights: range, percent: int) -> PanelSettings:
    seats = tuple(SeatSettings(post=post.code, weight=weight) for post, weight in zip(REVIEWERS, weights, strict=False))
    return PanelSettings(rule=rule, percent=percent, seats=seats)


def _with_veto(panel: PanelSettings, seats: int, at: int) -> PanelSettings:
    """Give the seat at a place a veto."""
    named = panel.seats or tuple(SeatSettings(post=post.code) for post in REVIEWERS[:seats])
    return panel.model_copy(
        update={"seats": tuple(s.model_copy(update={"veto": n == at}) for n, s in enumerate(named))}
    )


def _of_panel(panel: PanelSettings, seats: int) -> Configuration:
    veto = "、一票否决" if any(seat.veto for seat in panel.seats) else ""
    least = f" {panel.needed}" if panel.rule is PanelRule.QUORUM else f" {panel.percent}%"
    least = least if panel.rule in (PanelRule.QUORUM, PanelRule.WEIGHT) else ""
    name = Sentence(
        f"{panel.rule.zh}{least}，{seats} 席{veto}", f"{panel.rule.en}{least}, {seats} seats{veto and ', veto'}"
    )
    newcomers = (OUTSIDER,) if seats <= NEWCOMERS_UP_TO[panel.rule] else ()
    return Configuration(name, (*OFFICE, *REVIEWERS[:seats], LEADERS), policy(panel), newcomers=newcomers)


def _also(post: Post, *, deputy: int) -> Post:
    return replace(post, deputies=(deputy,))


BOTH = policy(PanelSettings(rule=PanelRule.ALL))
EXTENDED = policy(extensions_at_most=1)
ONE = REVIEWERS[:1]
TWO = REVIEWERS[:2]

DOUBLES = (
    Configuration(
        Sentence("联络员的代理人兼任督查员", "the liaison's deputy is also a checker"),
        (PLANNERS, _also(LIAISONS, deputy=DEPUTY), CHECKERS, replace(CHECKERS, code="督查员乙", holder=DEPUTY), *ONE),
        policy(),
        leaves=(LIAISON,),
    ),
    Configuration(
        Sentence("联络员的代理人兼任审核人", "the liaison's deputy is also a reviewer"),
        (PLANNERS, _also(LIAISONS, deputy=FIRST), CHECKERS, *TWO),
        policy(),
        leaves=(LIAISON,),
    ),
    Configuration(
        Sentence("联络员兼任督查员和审核人", "the liaison is also a checker and a reviewer"),
        (*OFFICE, replace(CHECKERS, code="督查员乙", holder=LIAISON), *ONE, replace(REVIEWERS[1], holder=LIAISON)),
        policy(),
    ),
    Configuration(
        Sentence("审核人互为代理", "the reviewers stand in for each other"),
        (*OFFICE, _also(REVIEWERS[0], deputy=SECOND), _also(REVIEWERS[1], deputy=FIRST), LEADERS),
        BOTH,
        leaves=(FIRST,),
        newcomers=(OUTSIDER,),
    ),
    Configuration(
        Sentence("督查员兼任审核人", "the checker is also a reviewer"),
        (*OFFICE, replace(CHECKERS, code="督查员乙", holder=DEPUTY), *ONE, replace(REVIEWERS[1], holder=CHECKER)),
        policy(),
    ),
    Configuration(
        Sentence("联络员代理计划专责，可以申请延期", "the liaison stands in for the planner, with extensions"),
        (_also(PLANNERS, deputy=LIAISON), _also(LIAISONS, deputy=DEPUTY), CHECKERS, *ONE),
        EXTENDED,
        leaves=(PLANNER, LIAISON),
    ),
    Configuration(
        Sentence("计划专责代理联络员，可以申请延期", "the planner stands in for the liaison, with extensions"),
        (
            PLANNERS,
            replace(PLANNERS, code="计划专责乙", holder=DEPUTY),
            _also(LIAISONS, deputy=PLANNER),
            CHECKERS,
            *ONE,
        ),
        EXTENDED,
        leaves=(LIAISON,),
    ),
)


def _gated(zh: str, en: str, *acts: str, **more: object) -> Configuration:
    people = (_also(PLANNERS, deputy=FIRST), LIAISONS, CHECKERS, *TWO, SUPERVISORS)
    gates = dict.fromkeys(acts, "gate")
    return Configuration(
        Sentence(f"{zh}先送审", f"a gate before {en}"), people, policy(**more, gates=gates), leaves=(PLANNER,)
    )


GATES = (
    _gated("交办", "handing out", "task.assign"),
    _gated("报告", "reporting", "task.report"),
    _gated("挂账和恢复", "suspending and resuming", "task.suspend", "task.resume"),
    _gated("撤销", "cancelling", "task.cancel"),
    _gated("初审通过", "passing the check", "task.pass_check"),
    _gated("批准延期", "granting", "extension.grant", extensions_at_most=1),
    _gated("通报", "the circular", "supervision.circulate"),
    _gated("重新办理", "reopening", "task.reopen"),
)

WORK = (
    Configuration(
        Sentence(
            "改派给配合单位，佐证、数量和配合情况都还缺", "handed over to the supporting unit, with everything missing"
        ),
        (*OFFICE, *ONE, NEIGHBOURS),
        policy(),
        missing=frozenset({FILE, COUNT, CONTRIBUTION}),
        hands_over=True,
    ),
    Configuration(
        Sentence("改派，督办逐级上升，可以延期", "handed over, with the whole ladder and an extension"),
        (*OFFICE, *ONE, NEIGHBOURS, SUPERVISORS),
        PolicySettings(extensions_at_most=1),
        hands_over=True,
    ),
)

WHOLE = (
    Configuration(
        Sentence("全部合在一起", "all at once"),
        (
            PLANNERS,
            _also(LIAISONS, deputy=DEPUTY),
            CHECKERS,
            replace(CHECKERS, code="督查员乙", holder=DEPUTY),
            *TWO,
            SUPERVISORS,
        ),
        PolicySettings(
            panels={"task": PanelSettings(rule=PanelRule.ALL), "gate": ANY_ONE},
            gates={"extension.grant": "gate"},
        ),
        leaves=(LIAISON,),
    ),
)

FULL = (*panels(), *DOUBLES, *GATES, *WORK, *WHOLE)
"""Everything; well under a minute."""

SMALL = (*panels()[1:3], *panels()[8:9], *DOUBLES[:2], *DOUBLES[5:6], *GATES[:1], *WORK)
"""Enough to find what is usually broken, in a few seconds."""
