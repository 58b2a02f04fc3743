"""Let accounts be closed, and keep when each was signed in last."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("account", sa.Column("signed_in_at", MOMENT, nullable=True))
    op.add_column("account", sa.Column("closed_at", MOMENT, nullable=True))
    op.execute(
        "update account set signed_in_at = (select max(door_record.last_at) from door_record"
        " where door_record.event = 'signed_in' and door_record.person_id = account.person_id)"
    )


def downgrade() -> None:
    op.drop_column("account", "closed_at")
    op.drop_column("account", "signed_in_at")
