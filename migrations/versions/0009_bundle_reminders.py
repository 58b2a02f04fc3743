"""Settle how each person is told of a duty before it is sent: by itself, or with others in one bundle."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bundle",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("delivery", sa.String(16), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lead_duty_id", sa.Integer(), sa.ForeignKey("duty.id"), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_bundle_person_id", "bundle", ["person_id"])
    op.create_index("ix_bundle_next_at", "bundle", ["next_at"])
    op.create_table(
        "allotment",
        sa.Column("duty_id", sa.Integer(), sa.ForeignKey("duty.id"), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("bundle_id", sa.Integer(), sa.ForeignKey("bundle.id"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_allotment_bundle_id", "allotment", ["bundle_id"])
    op.create_index("ix_allotment_at", "allotment", ["at"])
    with op.batch_alter_table("message") as table:
        table.add_column(sa.Column("bundle_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("leads", sa.Boolean(), nullable=False, server_default=sa.true()))
        table.create_foreign_key("fk_message_bundle", "bundle", ["bundle_id"], ["id"])
        table.create_index("ix_message_bundle_id", ["bundle_id"])
    with op.batch_alter_table("message") as table:
        table.alter_column("leads", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("message") as table:
        table.drop_index("ix_message_bundle_id")
        table.drop_constraint("fk_message_bundle", type_="foreignkey")
        table.drop_column("leads")
        table.drop_column("bundle_id")
    op.drop_table("allotment")
    op.drop_table("bundle")
