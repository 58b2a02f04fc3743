"""Keep in English too what the record of the door says; rows from before say it in Chinese."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("door_record", sa.Column("why_en", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("door_record", "why_en")
