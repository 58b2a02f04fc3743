"""What the API tells of people and of what concerns them: what waits, messages, absences, reports, webhooks."""

from datetime import date, datetime

from pydantic import Field

from duban.inbox.rest.shapes import Shape
from models.appeal_words import AppealState
from models.words import Act, Delivery, Life, Role, Scope


class ScoreTold(Shape):
    """One point of a circular as it was drafted; `number` as printed in its annex, `score` of the unit in all."""

    paper_id: int
    number: int
    unit_id: int
    cause: str
    called: str
    what: str
    day: date | None
    worth: int
    score: int


class AppealTold(Shape):
    """A unit's objection to one point of a circular; the points are at `/api/v1/papers/{id}/scores`."""

    id: int
    state: AppealState
    version: int
    plan_id: int
    paper_id: int
    number: int
    unit_id: int
    reason: str
    answer: str
    asked_by: int | None
    asked_for: int | None


class AbsenceTold(Shape):
    """Somebody is away, both days included."""

    id: int
    person_id: int
    since: date
    until: date
    why: str
    entered_by: int | None
    entered_at: datetime | None


class ReportTold(Shape):
    """A report on the shelf."""

    name: str
    form: str
    day: str
    size_bytes: int


class MessageTold(Shape):
    """What somebody was told in the inbox."""

    id: int
    life: Life
    subject_id: int
    title: str
    body: str
    told_at: datetime
    read_at: datetime | None


class CommentTold(Shape):
    """What somebody said about a task; `told` holds the people who were named in it, and told."""

    id: int
    at: datetime
    person_id: int
    who: str
    text: str
    told: list[int]


class WaitingLine(Shape):
    """One thing that waits."""

    life: Life
    id: int
    title: str
    about: str
    page: str


class WaitingTold(Shape):
    """Things of one kind that wait for an act of this person; `count` says how many, `lines` holds the first."""

    act: Act
    called: str
    count: int
    lines: list[WaitingLine]


class Me(Shape):
    """Whom the program acts for, and what it may do."""

    person_id: int
    name: str
    roles: list[Role]
    scopes: list[Scope]
    token: str = Field("", description="name of the token; empty for a signed-in browser")
    expires_at: datetime | None = None
    csrf: str = Field("", description="for a signed-in browser: what X-CSRF-Token has to say")


class UnitTold(Shape):
    """A unit of the register."""

    id: int
    code: str
    name: str
    short_name: str
    parent_id: int | None


class PersonTold(Shape):
    """Somebody who holds a post."""

    id: int
    code: str
    name: str
    unit_id: int


class PostingTold(Shape):
    """One event for one webhook, and how the last try went."""

    id: int
    move_id: int
    event: str
    delivery: Delivery
    tries: int
    tried_at: datetime | None
    next_at: datetime | None
    answered: int | None
    trouble: str


class WebhookTold(Shape):
    """An address that events are posted to; `tries` holds the newest."""

    id: int
    url: str
    plan_id: int | None
    events: list[str]
    made_by: int | None
    made_at: datetime
    ended_at: datetime | None
    tries: list[PostingTold] = Field(default_factory=list)


class WebhookMade(WebhookTold):
    """A new webhook with its secret, the only time it is told."""

    secret: str
