"""Keep tokens of people, requests answered before, webhooks and what is posted to them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.String(), nullable=False)


def _id(name: str = "id") -> sa.Column[object]:
    return sa.Column(name, sa.Integer(), nullable=False)


def upgrade() -> None:
    _access()
    _webhooks()


def _access() -> None:
    op.create_table(
        "access_token",
        _id(),
        _text("token_sha256"),
        _text("hint"),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        _text("name"),
        sa.Column("scopes", sa.JSON(), nullable=False),
        _moment("made_at"),
        _moment("expires_at"),
        _moment("used_at", nullable=True),
        _moment("revoked_at", nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_sha256"),
    )
    op.create_index("ix_access_token_person_id", "access_token", ["person_id"])
    op.create_table(
        "wrong_token",
        _text("address"),
        _id("failures"),
        _moment("at"),
        _moment("locked_until", nullable=True),
        sa.PrimaryKeyConstraint("address"),
    )
    op.create_index("ix_wrong_token_at", "wrong_token", ["at"])
    op.create_table(
        "answered",
        _id(),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        _text("key"),
        _text("request_sha256"),
        _moment("at"),
        sa.Column("status", sa.Integer(), nullable=True),
        _text("body"),
        _text("body_sha256"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("person_id", "key"),
    )
    op.create_index("ix_answered_at", "answered", ["at"])


def _webhooks() -> None:
    op.create_table(
        "webhook",
        _id(),
        _text("url"),
        _text("secret"),
        sa.Column("plan_id", sa.Integer(), sa.ForeignKey("plan.id"), nullable=True),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        _moment("made_at"),
        _moment("ended_at", nullable=True),
        _id("since_id"),
        _id("seen_id"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_webhook_plan_id", "webhook", ["plan_id"])
    op.create_table(
        "posting",
        _id(),
        sa.Column("webhook_id", sa.Integer(), sa.ForeignKey("webhook.id"), nullable=False),
        sa.Column("move_id", sa.Integer(), sa.ForeignKey("move.id"), nullable=False),
        _text("event"),
        sa.Column("delivery", sa.String(16), nullable=False),
        _moment("next_at", nullable=True),
        _id("tries"),
        _moment("tried_at", nullable=True),
        sa.Column("answered", sa.Integer(), nullable=True),
        _text("trouble"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("webhook_id", "move_id"),
        sqlite_autoincrement=True,
    )
    for column in ("webhook_id", "move_id", "next_at"):
        op.create_index(f"ix_posting_{column}", "posting", [column])


def downgrade() -> None:
    for table in ("posting", "webhook", "answered", "wrong_token", "access_token"):
        op.drop_table(table)
