"""Keep how people prove themselves, what was begun at the door, and a record of what happened there."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.execute("delete from sign_in")  # everybody signs in once more: it is not known when they last proved themselves
    with op.batch_alter_table("sign_in") as table:
        table.add_column(sa.Column("proved_at", MOMENT, nullable=False))
        table.add_column(sa.Column("signed_by", sa.String(16), nullable=False))
        table.add_column(sa.Column("address", sa.String(), nullable=False))
        table.add_column(sa.Column("agent", sa.String(), nullable=False))
    op.create_table(
        "door_record",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("event", sa.String(16), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_door_record_at", "door_record", ["at"])
    op.create_index("ix_door_record_person_id", "door_record", ["person_id"])
    _factors()
    op.create_table(
        "provider_account",
        sa.Column("issuer", sa.String(), primary_key=True),
        sa.Column("subject", sa.String(), primary_key=True),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("linked_at", MOMENT, nullable=False),
        sa.Column("linked_by", sa.String(), nullable=False),
    )
    op.create_index("ix_provider_account_account_id", "provider_account", ["account_id"])
    op.create_table(
        "door_step",
        sa.Column("token_sha256", sa.String(), primary_key=True),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=True),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
    )
    op.create_index("ix_door_step_begun_at", "door_step", ["begun_at"])


def _factors() -> None:
    op.create_table(
        "second_factor",
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("account.id"), primary_key=True),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
    )
    op.create_table(
        "recovery_code",
        sa.Column("code_sha256", sa.String(), primary_key=True),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("account.id"), nullable=False),
    )
    op.create_index("ix_recovery_code_account_id", "recovery_code", ["account_id"])


def downgrade() -> None:
    for table in ("door_step", "provider_account", "recovery_code", "second_factor", "door_record"):
        op.drop_table(table)
    with op.batch_alter_table("sign_in") as table:
        for column in ("agent", "address", "signed_by", "proved_at"):
            table.drop_column(column)
