"""Questions put to people: reviews with their signers and decisions, extensions, the supervision ladder."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel, UniqueConstraint

from models.columns import json_dict, json_list, moment, word
from models.words import ExtensionState, Life, PanelRule, ReviewState, Role, SupervisionState, Verdict

_STANDING: dict[str, Any] = {f"{dialect}_where": text("taken_back_at IS NULL") for dialect in ("sqlite", "postgresql")}
"""Only answers that were not taken back count."""


class Review(SQLModel, table=True):
    """A question put to a panel about one subject: shall `about` (the act) happen?

    `needed` counts the yes answers a quorum takes, or is the percentage of the weights a vote by weight takes.
    `excluded` holds ids of people who may not answer. `role` is what a post has to give for its seat to count.
    `gated`: the act waits for this review, with `asked` (a Given) and `asked_as`; it is asked again when the panel says
    yes, and `hindered` says why it could not be done then.
    """

    id: int | None = Field(default=None, primary_key=True)
    state: ReviewState = word(ReviewState, index=True)
    version: int = 0
    next_at: datetime | None = moment(default=None, index=True)
    life: Life = word(Life)
    subject_id: int = Field(index=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    about: str
    rule: PanelRule = word(PanelRule)
    needed: int = 1
    round: int = 1
    excluded: list[int] = json_list()
    role: Role | None = word(Role, default=None, nullable=True)
    gated: bool = False
    asked: dict[str, Any] = json_dict()
    asked_as: Role | None = word(Role, default=None, nullable=True)
    hindered: str = ""
    escalates_to: int | None = Field(default=None, foreign_key="post.id")
    asked_by: int | None = Field(default=None, foreign_key="person.id")
    opened_at: datetime = moment()
    due: datetime | None = moment(default=None)
    escalations: int = 0
    decided_at: datetime | None = moment(default=None)


class Signer(SQLModel, table=True):
    """A seat on a panel: whoever holds the post, or one named person. `seq` orders a 顺序会签.

    `veto`: its no returns the question, and nothing is approved before it has answered.
    `passed_by` passed it on (转办); it can be taken back to `was_post_id`, `was_person_id`
    until the new signer answers.
    """

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id", index=True)
    post_id: int | None = Field(default=None, foreign_key="post.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    seq: int = 1
    weight: int = 1
    veto: bool = False
    dropped: bool = False
    passed_by: int | None = Field(default=None, foreign_key="person.id")
    was_post_id: int | None = Field(default=None, foreign_key="post.id")
    was_person_id: int | None = Field(default=None, foreign_key="person.id")


class Decision(SQLModel, table=True):
    """One person's answer for one seat; one that was taken back (拿回) stays on record and counts no more.

    `hands` holds the ids of everybody the answer counts as: the person, and the holders a deputy stood in for.
    """

    __table_args__ = (
        Index("ux_decision_seat", "review_id", "signer_id", unique=True, **_STANDING),
        Index("ux_decision_person", "review_id", "person_id", unique=True, **_STANDING),
    )

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id", index=True)
    signer_id: int = Field(foreign_key="signer.id")
    person_id: int = Field(foreign_key="person.id")
    on_behalf_of: int | None = Field(default=None, foreign_key="person.id")
    hands: list[int] = json_list()
    verdict: Verdict = word(Verdict)
    reason: str = ""
    at: datetime = moment()
    taken_back_at: datetime | None = moment(default=None)


class Advice(SQLModel, table=True):
    """One question of a signer to somebody else (委派); the seat waits until it is answered or taken back."""

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id", index=True)
    signer_id: int = Field(foreign_key="signer.id")
    asked_by: int = Field(foreign_key="person.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    question: str
    asked_at: datetime = moment()
    answer: str = ""
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = moment(default=None)
    taken_back_at: datetime | None = moment(default=None)


class Extension(SQLModel, table=True):
    """Asks for a later deadline of one task. `asked_hands`: everybody the request counts as."""

    id: int | None = Field(default=None, primary_key=True)
    state: ExtensionState = word(ExtensionState, index=True)
    version: int = 0
    next_at: datetime | None = moment(default=None, index=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    asked_by: int | None = Field(default=None, foreign_key="person.id")
    asked_for: int | None = Field(default=None, foreign_key="person.id")
    asked_hands: list[int] = json_list()
    asked_at: datetime = moment()
    reason: str
    progress: str
    old_due: datetime = moment()
    wanted: date
    answer: str = ""
    answered_at: datetime | None = moment(default=None)


class Supervision(SQLModel, table=True):
    """The escalation ladder of one task under one version of its deadline. The state is the rung reached.

    `replied_on`: the day on which the lead unit last answered a rung of it.
    """

    __table_args__ = (UniqueConstraint("task_id", "deadline_version"),)

    id: int | None = Field(default=None, primary_key=True)
    state: SupervisionState = word(SupervisionState, index=True)
    version: int = 0
    next_at: datetime | None = moment(default=None, index=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    deadline_version: int = 1
    rung_at: datetime | None = moment(default=None)
    replied_on: date | None = None
