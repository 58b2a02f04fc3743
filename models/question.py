"""Questions put to people: reviews with their signers and decisions, extensions, the supervision ladder."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from models.columns import json_list, moment, word
from models.words import ExtensionState, Life, PanelRule, ReviewState, SupervisionState, Verdict


class Review(SQLModel, table=True):
    """A question put to a panel about one subject: shall `about` (the act) happen?

    `needed` counts the yes answers a quorum takes. `excluded` holds ids of people who may not answer.
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
    asked_by: int | None = Field(default=None, foreign_key="person.id")
    opened_at: datetime = moment()
    due: datetime | None = moment(default=None)
    escalations: int = 0
    decided_at: datetime | None = moment(default=None)


class Signer(SQLModel, table=True):
    """A seat on a panel: whoever holds the post, or one named person. `seq` orders a 顺序会签."""

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id", index=True)
    post_id: int | None = Field(default=None, foreign_key="post.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    seq: int = 1
    dropped: bool = False


class Decision(SQLModel, table=True):
    """One person's answer for one seat."""

    __table_args__ = (UniqueConstraint("review_id", "signer_id"), UniqueConstraint("review_id", "person_id"))

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id", index=True)
    signer_id: int = Field(foreign_key="signer.id")
    person_id: int = Field(foreign_key="person.id")
    on_behalf_of: int | None = Field(default=None, foreign_key="person.id")
    verdict: Verdict = word(Verdict)
    reason: str = ""
    at: datetime = moment()


class Extension(SQLModel, table=True):
    """Asks for a later deadline of one task."""

    id: int | None = Field(default=None, primary_key=True)
    state: ExtensionState = word(ExtensionState, index=True)
    version: int = 0
    next_at: datetime | None = moment(default=None, index=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    asked_by: int | None = Field(default=None, foreign_key="person.id")
    asked_for: int | None = Field(default=None, foreign_key="person.id")
    asked_at: datetime = moment()
    reason: str
    progress: str
    old_due: datetime = moment()
    wanted: date
    answer: str = ""
    answered_at: datetime | None = moment(default=None)


class Supervision(SQLModel, table=True):
    """The escalation ladder of one task under one version of its deadline. The state is the rung reached."""

    __table_args__ = (UniqueConstraint("task_id", "deadline_version"),)

    id: int | None = Field(default=None, primary_key=True)
    state: SupervisionState = word(SupervisionState, index=True)
    version: int = 0
    next_at: datetime | None = moment(default=None, index=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    deadline_version: int = 1
    rung_at: datetime | None = moment(default=None)
