"""Proofs about panels: each can say yes and can say no, and is there before whatever no policy lets through alone."""

from collections.abc import Iterator, Sequence

from models.errors import Sentence
from models.policy import PanelSettings, PolicySettings
from models.words import Life, PanelRule, Verdict
from workflows.fault import Fault
from workflows.gates import ALWAYS
from workflows.proofs.promises import Lives
from workflows.review.panel import Seat, verdict_of
from workflows.rules import HOUSE_ROLES


def panels_can_answer(settings: PolicySettings) -> Iterator[Fault]:
    """Every panel says yes when all its people do, and no when all of them do.
    每个审核组，人人同意就能通过，人人退回就能退回。"""
    for name, panel in settings.panels.items():
        for wanted in Verdict:
            if answer_of(panel, seats_of(panel), everybody=wanted) is not wanted:
                zh = f"审核组“{name}”人人{wanted.zh}，也得不出{wanted.zh}"
                en = f"the panel {name} does not come to a {wanted.en} when everybody says {wanted.en}"
                yield Fault(Life.REVIEW, Sentence(zh, en))


def gates_have_their_panel(settings: PolicySettings) -> Iterator[Fault]:
    """Whatever no policy lets through alone has its panel.
    规定必须先审核的事，都设置了审核组。"""
    for (life, act), panel in ALWAYS.items():
        if panel not in settings.panels:
            zh, en = (
                f"{act.zh}之前的审核组“{panel}”没有设置",
                f"the panel {panel}, before one may {act.en}, is not there",
            )
            yield Fault(life, Sentence(zh, en))


def gates_stand_before_acts(lives: Lives) -> Iterator[Fault]:
    """Whatever no policy lets through alone is something that a person can do.
    规定必须先审核的事，确有其事，而且由人来办。"""
    for life, act in ALWAYS:
        if life in lives and not any(row.may is act and row.who not in HOUSE_ROLES for row in lives[life].rows):
            zh = f"规定先审核才能{act.zh}，却没有人办这件事"
            en = f"a panel stands before one may {act.en}, and nobody may"
            yield Fault(life, Sentence(zh, en))


def seats_of(panel: PanelSettings) -> tuple[Seat, ...]:
    """List the seats a panel names, or, when every post with its role sits on it, the fewest that can decide."""
    if panel.seats:
        return tuple(Seat(n, seat.weight, seat.veto) for n, seat in enumerate(panel.seats, start=1))
    return tuple(Seat(n) for n in range(1, (panel.needed if panel.rule is PanelRule.QUORUM else 1) + 1))


def answer_of(panel: PanelSettings, seats: Sequence[Seat], *, everybody: Verdict) -> Verdict | None:
    """Say what a panel comes to when everybody gives one and the same answer."""
    needed = panel.percent if panel.rule is PanelRule.WEIGHT else panel.needed
    return verdict_of(panel.rule, seats, {seat.id: everybody for seat in seats}, needed=needed)
