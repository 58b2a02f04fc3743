"""What the API tells of looking up and of coming in: calendar, policies, posts, sign-ins, tokens, feeds, the door."""

from datetime import date, datetime
from typing import Any

from pydantic import Field

from duban.inbox.rest.shapes import Shape
from models.door_words import DoorEvent, SignedBy
from models.words import DayKind, Scope, YearStatus


class YearTold(Shape):
    """A year of the working calendar: announced or provisional, and by what document."""

    year: int
    status: YearStatus
    source: str
    revision: int


class DayTold(Shape):
    """A day that is not what its weekday says."""

    day: date
    kind: DayKind
    name: str


class UnitDayTold(DayTold):
    """A day that a unit, and all below it, has of its own."""

    unit_id: int
    source: str


class YearWithDays(YearTold):
    """A year with its days, the earliest first; what is not named is as its weekday says."""

    days: list[DayTold]
    of_units: list[UnitDayTold]


class WorkdayTold(Shape):
    """A day found by counting; `provisional_years` were counted through and are not announced yet."""

    after: date
    n: int
    day: date
    provisional_years: list[int]


class PolicyListed(Shape):
    """A version of a policy; `plans` counts those in sight that run under it."""

    id: int
    name: str
    version: int
    stored_at: datetime
    stored_by: int | None
    why: str
    plans: int = 0


class PolicyTold(PolicyListed):
    """A version of a policy with its settings, as docs/policy.md explains them."""

    settings: dict[str, Any]
    plan_ids: list[int]


class SittingTold(Shape):
    """Somebody in a post; `until`: away until then."""

    name: str
    code: str
    until: date | None


class PostTold(Shape):
    """A post with who holds it and who is its deputy today."""

    id: int
    name: str
    unit_id: int
    unit: str
    holders: list[SittingTold]
    deputies: list[SittingTold]


class SignInTold(Shape):
    """A browser in which this person is signed in; `handle` names it and lets nobody in."""

    handle: str
    begun_at: datetime
    seen_at: datetime
    signed_by: SignedBy
    address: str
    agent: str
    here: bool = Field(description="the browser that asks")


class AccountTold(Shape):
    """An account as operators read of it; `codes_since`: a second factor is asked for since then."""

    id: int
    login: str
    person_id: int
    name: str
    code: str
    unit: str
    signed_in_at: datetime | None
    sign_ins: int = Field(description="browsers that are signed in now")
    must_change: bool = Field(description="the password has to be changed at the next sign-in")
    codes_since: datetime | None
    locked_until: datetime | None
    closed_at: datetime | None


class AccountDone(AccountTold):
    """An account after something was done about it."""

    password: str | None = Field(description="of a reset only: the new password, told this once")


class EndedTold(Shape):
    """How many sign-ins were ended."""

    ended: int


class DoorTold(Shape):
    """What happened at the door; the same again within the hour counts `times` up."""

    id: int
    at: datetime
    last_at: datetime
    times: int
    event: DoorEvent
    person_id: int | None
    login: str
    address: str
    about: str
    why: str = Field(description="in the language asked for; what was recorded before it was kept in both, in Chinese")


class TokenTold(Shape):
    """A token of this person's own; its secret is shown once, on the page where it is made."""

    id: int
    name: str
    hint: str
    scopes: list[Scope]
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


class FeedTold(Shape):
    """A secret link to a calendar: of one plan, or of everything of its person."""

    id: int
    person_id: int
    plan_id: int | None
    made_at: datetime
    renews: int | None
    revoked_at: datetime | None
    read_at: datetime | None


class FeedMade(FeedTold):
    """A new link with its address, the only time it is told."""

    address: str
