"""Let a task know that it has no end: what is asked for good is never so many percent done."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("task", sa.Column("standing", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE task SET standing = (1 = 1) WHERE requirement_id IN "
        "(SELECT id FROM requirement WHERE timing = 'standing')"
    )


def downgrade() -> None:
    op.drop_column("task", "standing")
