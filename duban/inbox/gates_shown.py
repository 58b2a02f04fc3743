"""Gates as people see them: which acts of a case a panel has to allow first, and what waits for a panel now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from duban.desk.opened import desk_of
from duban.names import person_names
from duban.policies import settings_of
from duban.policy_told import panel_words
from duban.question import gates_open
from duban.subjects import plan_id_of
from duban.tongue import say
from models.errors import Sentence
from models.policy import PolicySettings
from models.question import Review
from models.register import Post
from models.words import Act, Life
from workflows.gates import gate_of
from workflows.lives import LIVES
from workflows.rules import Offer, Ruling, rows_for


@dataclass(frozen=True, slots=True)
class Waits:
    """An act of a case that waits for its panel."""

    review: Review
    act: Act
    by: str


def waiting_gates(session: Session, life: Life, subject: Any) -> list[Waits]:
    """List what waits for a panel before it can happen to a subject."""
    reviews = gates_open(desk_of(session), life, subject.id)
    names = person_names(session, (review.asked_by for review in reviews))
    return [Waits(r, Act(r.about), names.get(r.asked_by) or say("系统")) for r in reviews]


class Gates:
    """The gates before the acts of one subject: which panel stands before each, and which acts wait already."""

    def __init__(self, session: Session, life: Life, subject: Any) -> None:
        self.life = life
        self.current = str(subject.state)
        self.settings = settings_of(desk_of(session), plan_id_of(life, subject)) if life is not Life.REVIEW else None
        self.waiting = {r.about: r for r in gates_open(desk_of(session), life, subject.id)} if self.settings else {}
        self.posts = posts_named(session, self.settings) if self.settings else {}

    def before(self, offer: Offer) -> str:
        """Say which panel has to allow an act first; empty when it happens at once."""
        if self.settings is None:
            return ""
        row = next((row for row in rows_for(LIVES[self.life], self.current, offer.act) if row.who is offer.role), None)
        if row is None:
            return ""
        ruling = Ruling(row.target(self.current), row.who, row.then, stays=row.target(self.current) == self.current)
        panel = gate_of(self.settings, self.life, offer.act, ruling=ruling)
        return panel_words(self.settings.panels[panel], self.posts) if panel else ""

    def already(self, act: Act) -> Sentence | None:
        """Say that an act waits for a panel already; None when it does not."""
        review = self.waiting.get(act.value)
        if review is None:
            return None
        return Sentence(
            f"已送审（审核 {review.id}），正在等审核结论。",
            f"Put to a panel as review {review.id}; its answer is awaited.",
        )


def posts_named(session: Session, settings: PolicySettings) -> Mapping[str, str]:
    """Name the posts that a policy's panels and escalations speak of, by code."""
    codes = {seat.post for panel in settings.panels.values() for seat in panel.seats}
    codes |= {panel.escalates_to for panel in settings.panels.values()}
    return dict(session.exec(select(Post.code, Post.name).where(col(Post.code).in_(codes))).all())
