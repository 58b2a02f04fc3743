"""Arrangements that only the probes ask about: people with several chairs, their own and others', and rungs on the day."""

from dataclasses import replace

from models.errors import Sentence
from models.policy import PanelSettings, PolicySettings, Rung, SeatSettings
from models.words import PanelRule, Role, SupervisionState
from workflows.exploring.cast import FIRST, LIAISON, OUTSIDER, SECOND, SUPERVISOR, THIRD, Post
from workflows.exploring.configuration import Configuration
from workflows.exploring.configurations import ANY_ONE, LIAISONS, OFFICE, REVIEWERS, SUPERVISORS

# fmt: off
LADDER = (
    Rung(to=SupervisionState.REMINDED, days_after_due=-1),
    Rung(to=SupervisionState.URGED,    days_after_due=0),
    Rung(to=SupervisionState.ORDERED,  days_after_due=1, reply_days=1),
)
# fmt: on
CHAIRS = (
    replace(REVIEWERS[0], deputies=(SECOND, THIRD)),
    replace(REVIEWERS[1], deputies=(THIRD,)),
    replace(REVIEWERS[2], holder=FIRST, deputies=(SECOND,)),
    Post("审核丁", frozenset({Role.REVIEWER, Role.CHECKER}), OUTSIDER, deputies=(SECOND, FIRST)),
)


def _of(rule: PanelRule) -> Configuration:
    seats = tuple(SeatSettings(post=post.code, weight=n + 1) for n, post in enumerate(CHAIRS))
    panel = PanelSettings(rule=rule, needed=2, seats=seats)
    settings = PolicySettings(panels={"task": panel, "gate": ANY_ONE}, ladder=LADDER, extensions_at_most=1)
    liaisons = replace(LIAISONS, deputies=(FIRST,))
    return Configuration(
        Sentence(f"一人几席，{rule.zh}", f"several chairs to a person, {rule.en}"),
        (OFFICE[0], liaisons, OFFICE[2], *CHAIRS, replace(SUPERVISORS, deputies=(LIAISON, SUPERVISOR))),
        settings,
        leaves=(FIRST, OUTSIDER),
    )


ODD = tuple(_of(rule) for rule in PanelRule)
