"""Calendar feeds: secret links that a calendar program reads without signing in."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.columns import moment


class Feed(SQLModel, table=True):
    """A secret link to a calendar of one person: of everything, or of one plan as far as that person may see it.

    Only the SHA-256 of its token is kept. A revoked one stays on record and opens nothing any more. `read_at`: when a
    program last asked for it, to the hour.
    """

    id: int | None = Field(default=None, primary_key=True)
    token_sha256: str = Field(unique=True, max_length=64)
    person_id: int = Field(foreign_key="person.id", index=True)
    plan_id: int | None = Field(default=None, foreign_key="plan.id", index=True)
    made_at: datetime = moment()
    made_by: int | None = Field(default=None, foreign_key="person.id")
    renews: int | None = Field(default=None, foreign_key="feed.id")
    revoked_at: datetime | None = moment(default=None)
    revoked_by: int | None = Field(default=None, foreign_key="person.id")
    read_at: datetime | None = moment(default=None)
